"""The scaling rules of rotary encodings, from their published formulas, in mpmath.

Every function returns (frequencies in radians per token, factor on cos and sin, base, ramp ends).
Sources: PI 2306.15595 (linear), bloc97's NTK-aware and dynamic NTK notes (dynamic, alpha), YaRN 2309.00071,
LongRoPE 2402.13753, the Llama 3.1 model card's rule (llama3); where an implementation decides (rounding, clamps,
defaults), what Hugging Face transformers 5 does.
"""

from mpmath import mp, mpf

NO_RAMP = ("-", "-")


def number(value):
    """The double a reader of JSON makes of a number, exactly."""
    return mpf(float(value))


def powers(base, dim, pairs=None):
    """base^(-2i/dim) for the first pairs, dim/2 of them if not told."""
    return [base ** (mpf(-2 * i) / dim) for i in range(dim // 2 if pairs is None else pairs)]


def plain(rope, base, dim):
    return powers(base, dim), mpf(1), base, NO_RAMP


def proportional(rope, base, head, share):
    """p-RoPE, 2410.06205: the first int(share head // 2) pairs turn, with the whole head in the exponent."""
    factor = number(rope.get("factor", 1))
    return [w / factor for w in powers(base, head, int(share * head // 2))], mpf(1), base, NO_RAMP


def linear(rope, base, dim):
    factor = number(rope["factor"])
    return [w / factor for w in powers(base, dim)], mpf(1), base, NO_RAMP


def stretched(base, stretch, dim):
    """The base whose slowest pair is stretch times slower."""
    return base * stretch ** (mpf(dim) / (dim - 2))


def dynamic(rope, base, dim, context, trained):
    """The stretch follows the length n of the call: s n / M - (s - 1), and none up to M tokens."""
    factor, length = number(rope["factor"]), max(context, trained)
    base = stretched(base, factor * length / trained - (factor - 1), dim)
    return powers(base, dim), mpf(1), base, NO_RAMP


def alpha(rope, base, dim):
    """HunYuan's fixed stretch."""
    base = stretched(base, number(rope["alpha"]), dim)
    return powers(base, dim), mpf(1), base, NO_RAMP


def log_factor(factor, mscale=1):
    return mpf(1) if factor <= 1 else mpf(mscale) * mp.log(factor) / 10 + 1


def yarn_attention(rope, factor):
    if rope.get("attention_factor") is not None:
        return number(rope["attention_factor"])
    if rope.get("mscale") and rope.get("mscale_all_dim"):
        return log_factor(factor, number(rope["mscale"])) / log_factor(factor, number(rope["mscale_all_dim"]))
    return log_factor(factor)


def yarn(rope, base, dim, original, trained):
    """Pairs that turn over beta_fast times within the original length are kept, those under beta_slow times divided."""
    factor = number(rope["factor"]) if rope.get("factor") is not None else number(trained) / number(original)
    original = number(original)

    def pair_turning(times):
        return dim * mp.log(original / (2 * mp.pi * times)) / (2 * mp.log(base))

    low = pair_turning(number(rope.get("beta_fast") or 32))
    high = pair_turning(number(rope.get("beta_slow") or 1))
    if rope.get("truncate", True):
        low, high = mp.floor(low), mp.ceil(high)
    low, high = max(low, mpf(0)), min(high, mpf(dim - 1))
    if low == high:
        high += number(0.001)
    frequencies = []
    for i, w in enumerate(powers(base, dim)):
        share = min(max((i - low) / (high - low), mpf(0)), mpf(1))
        frequencies.append(w * (1 - share) + w / factor * share)
    return frequencies, yarn_attention(rope, factor), base, (low, high)


def longrope(rope, base, dim, context, original, trained, own_factors):
    """Each pair has a divisor of its own, from the long list once the call is longer than the original length."""
    which = "long" if context > original else "short"
    divisors = [number(x) for x in rope[which + "_factor"]]
    assert len(divisors) == dim // 2
    factor = number(rope["factor"]) if rope.get("factor") else number(trained) / number(original)
    if rope.get("attention_factor") is not None:
        attention = number(rope["attention_factor"])
    elif own_factors and rope.get(which + "_mscale") is not None:
        attention = number(rope[which + "_mscale"])
    else:
        attention = mpf(1) if factor <= 1 else mp.sqrt(1 + mp.log(factor) / mp.log(number(original)))
    return [w / d for w, d in zip(powers(base, dim), divisors)], attention, base, NO_RAMP


def llama3(rope, base, dim, original):
    factor, original = number(rope["factor"]), number(original)
    low, high = number(rope["low_freq_factor"]), number(rope["high_freq_factor"])
    frequencies = []
    for w in powers(base, dim):
        wavelength = 2 * mp.pi / w
        if wavelength > original / low:
            w = w / factor
        elif wavelength >= original / high:
            kept = (original / wavelength - low) / (high - low)
            w = (1 - kept) * w / factor + kept * w
        frequencies.append(w)
    return frequencies, mpf(1), base, NO_RAMP


def alibi_slopes(heads, steepest=8):
    """2^(-8 h/n) for n heads, a power of two; of other numbers the next smaller power, then every second of the next.

    Source: ALiBi 2108.12409, its published code, as BLOOM and Falcon have it.
    """
    whole = 2 ** (heads.bit_length() - 1)
    slopes = [mpf(2) ** (mpf(-steepest * (h + 1)) / whole) for h in range(whole)]
    return slopes + [mpf(2) ** (mpf(-steepest * (2 * h + 1)) / (2 * whole)) for h in range(heads - whole)]


def mpt_slopes(heads, steepest):
    """MPT's order where the heads are no power of two: every second of the next power first, then the others."""
    whole = 1 << (heads - 1).bit_length()
    slopes = [mpf(2) ** (-number(steepest) * (h + 1) / whole) for h in range(whole)]
    return slopes if whole == heads else (slopes[1::2] + slopes[::2])[:heads]
