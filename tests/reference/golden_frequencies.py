"""Frequencies and weights of RoPE encoding strings, from the definitions of the scaling rules.

Decimal parameters are taken at their decimal value: factor=1.1 means eleven tenths, not the double next to it.
All specs but the one marked "decimal" have parameters of the frequencies that doubles hold exactly.
"""

from mpmath import mp, mpf

HEADER = ("spec", "pair", "theta_hi", "theta_lo", "weight")

PLAIN = """
rope:base=1e4,dim=128
rope:base=5e5,dim=128
rope:base=1e6,dim=128
rope:base=1e7,dim=128
rope:base=1e4,dim=2
rope:base=1e4,dim=4
rope:base=1e4,dim=64
rope:base=1e4,dim=256
"""

SCALED = """
rope:base=1e4,dim=128,scaling=linear,factor=2
rope:base=1e6,dim=64,scaling=linear,factor=2.5
rope:base=1e4,dim=128,scaling=ntk,alpha=2
rope:base=5e5,dim=64,scaling=ntk,alpha=8.5
rope:base=1e4,dim=4,scaling=ntk,alpha=4
rope:base=1e4,dim=64,scaling=dynamic,factor=2,orig=4096,length=2048
rope:base=1e4,dim=64,scaling=dynamic,factor=2,orig=4096,length=4096
rope:base=1e4,dim=128,scaling=dynamic,factor=2,orig=4096,length=16384
rope:base=5e5,dim=64,scaling=dynamic,factor=4,orig=2048,length=32769
rope:base=1e4,dim=128,scaling=yarn,factor=16,orig=4096
rope:base=1e4,dim=64,scaling=yarn,factor=8,orig=2048,beta_fast=64,beta_slow=2
rope:base=1e4,dim=128,scaling=yarn,factor=16,orig=4096,truncate=false
rope:base=1e6,dim=64,scaling=yarn,factor=4,orig=32768,truncate=false,beta_fast=16,beta_slow=2
rope:base=1e4,dim=64,scaling=yarn,factor=40,orig=4096,mscale=0.707,mscale_all_dim=0.707
rope:base=1e4,dim=64,scaling=yarn,factor=40,orig=4096,mscale=0.707,mscale_all_dim=1
rope:base=1e4,dim=64,scaling=yarn,factor=40,orig=4096,mscale=1,mscale_all_dim=0.5
rope:base=1e4,dim=64,scaling=yarn,factor=40,orig=4096,mscale=1,mscale_all_dim=0
rope:base=1e4,dim=64,scaling=yarn,factor=40,orig=4096,mscale=2
rope:base=1e4,dim=64,scaling=yarn-paper,factor=40,orig=4096,mscale_all_dim=0.5
rope:base=1e4,dim=64,scaling=yarn,factor=0.5,orig=4096
rope:base=1e4,dim=64,scaling=yarn,factor=0.5,orig=4096,mscale=2,mscale_all_dim=1
rope:base=1e4,dim=64,scaling=yarn,factor=4,orig=4096,attn=1.25
rope:base=5e5,dim=64,scaling=yarn,factor=4,orig=8192,attn=1
rope:base=1e4,dim=64,scaling=yarn,factor=4,orig=4096,beta_fast=1,beta_slow=1
rope:base=1e4,dim=64,scaling=yarn,factor=4,orig=4096,beta_fast=1,beta_slow=1,truncate=false
rope:base=1e4,dim=64,scaling=yarn,factor=4,orig=6
rope:base=100,dim=16,scaling=yarn,factor=4,orig=1000000
rope:base=1e4,dim=128,scaling=yarn-paper,factor=16,orig=4096
rope:base=1e6,dim=64,scaling=yarn-paper,factor=4,orig=32768,beta_fast=16,beta_slow=2
rope:base=1e4,dim=32,scaling=yarn-paper,factor=8,orig=2048,attn=1.5
rope:base=1e4,dim=32,scaling=yarn-paper,factor=8,orig=2048,beta_fast=4,beta_slow=4
rope:base=5e5,dim=64,scaling=llama3,factor=32,orig=8192
rope:base=5e5,dim=128,scaling=llama3,factor=32,orig=8192,low=1,high=4
rope:base=1e4,dim=64,scaling=llama3,factor=8,orig=4096,low=2,high=8
rope:base=1e4,dim=8,scaling=longrope,factor=32,orig=4096,ext=1/1.5/4/32
rope:base=1e4,dim=8,scaling=longrope,factor=0.5,orig=4096,ext=1/1.5/4/32
rope:base=1e4,dim=8,scaling=longrope,factor=16,orig=4096,ext=1/1.5/4/32,attn=1.25
rope:base=1e4,dim=8,scaling=longrope,ext=1/1.5/4/32,attn=0.75
rope:base=1e4,dim=32,rotary=8,scaling=longrope,factor=4,orig=8192,ext=1/1.25/2.5/4
"""

DECIMAL = """
rope:base=1e4,dim=16,scaling=longrope,factor=32,orig=4096,ext=1.05/1.1/1.25/2.02/5.3/13.7/30.25/62.5
"""

MRROPE = """
rope:base=1e4,dim=128,scaling=mrrope-uni,factor=32,orig=4096
rope:base=1e4,dim=128,scaling=mrrope-pro,factor=32,orig=4096
rope:base=5e5,dim=64,scaling=mrrope-pro,factor=8,orig=8192,attn=1
rope:base=1e4,dim=64,scaling=mrrope-uni,factor=0.75,orig=4096
rope:base=1e4,dim=64,scaling=mrrope-uni,factor=4,orig=6
rope:base=100,dim=16,scaling=mrrope-pro,factor=4,orig=1000000
rope:base=100,dim=16,scaling=mrrope-pro,factor=4,orig=83940
rope:base=1e6,dim=64,rotary=32,scaling=mrrope-pro,factor=4,orig=32768
rope:base=1e6,dim=64,rotary=48,partial=p,scaling=mrrope-uni,factor=4,orig=32768
"""

OTHER_ENCODINGS = """
hope-fast:base=1e4,dim=128,train=4096
hope-fast:base=1e4,dim=64,train=512
hope-fast:base=1e4,dim=8,train=8
hope-fast:base=1e4,dim=8,train=1000000
hope-fast:base=1e4,dim=8,train=100,unit=turn
cope-clip:base=1e7,dim=128,clip=20,taper=soft
cope-clip:base=5e5,dim=128,clip=20,taper=soft
cope-clip:base=1e4,dim=64,clip=32,taper=soft
cope-clip:base=1e4,dim=8,clip=2,taper=soft
cope-clip:base=1e4,dim=8,clip=1,taper=soft
cope-clip:base=1e4,dim=8,clip=0,taper=soft
cope-clip:base=5e5,dim=128,clip=20,taper=hard
cope-clip:base=1e4,dim=8,clip=3,taper=hard
rope-id:dim=128,train=4096
rope-id:dim=64,train=8192
rope-id:dim=4,train=65
rope-id:dim=8,train=64.5
evq:base=5e5,dim=64,tau=4
evq:base=5e5,dim=128,tau=2
evq:base=1e4,dim=8,tau=0.0009765625
evq:base=1e4,dim=64,tau=1000
"""

PARTIAL = """
rope:base=1e6,dim=64,rotary=32,partial=neox
rope:base=1e4,dim=64,rotary=16,partial=p
rope:base=1e6,dim=128,rotary=96,partial=p
rope:base=1e4,dim=16,rotary=8,partial=p,scaling=ntk,alpha=4
rope:base=1e4,dim=16,rotary=8,partial=neox,scaling=ntk,alpha=4
rope:base=1e4,dim=64,rotary=48,partial=p,scaling=yarn,factor=8,orig=4096
rope:base=5e5,dim=64,rotary=32,partial=neox,scaling=llama3,factor=8,orig=8192
"""

MODELS = {
    "Llama-2-7B, Mistral-7B-v0.1": "rope:base=1e4,dim=128",
    "CodeLlama-7B, Mistral-7B-v0.3, Qwen2.5-7B, Qwen3-8B": "rope:base=1e6,dim=128",
    "Llama-3-8B": "rope:base=5e5,dim=128",
    "Llama-3.1": "rope:base=5e5,dim=128,scaling=llama3,factor=8,orig=8192,low=1,high=4",
    "Llama-4-Scout": "rope:base=5e5,dim=128,scaling=llama3,factor=16,orig=8192,low=1,high=1",
    "Qwen2.5-7B, Qwen3-8B, extended": "rope:base=1e6,dim=128,scaling=yarn,factor=4,orig=32768",
    "DeepSeek-V3": "rope:base=1e4,dim=192,rotary=64,scaling=yarn,factor=40,orig=4096,mscale=1,mscale_all_dim=1",
    "Kimi-K2": "rope:base=5e4,dim=192,rotary=64,scaling=yarn,factor=32,orig=4096,"
               "beta_fast=1,beta_slow=1,mscale=1,mscale_all_dim=1",
    "gpt-oss": "rope:base=1.5e5,dim=64,scaling=yarn,factor=32,orig=4096,truncate=false",
    "Gemma-2, Gemma-3 local": "rope:base=1e4,dim=256",
    "Gemma-3 global": "rope:base=1e6,dim=256,scaling=linear,factor=8",
    "Phi-4": "rope:base=2.5e5,dim=128",
    "GPT-NeoX-20B": "rope:base=1e4,dim=96,rotary=24",
}


def spec_list():
    listed = (PLAIN + SCALED + DECIMAL + PARTIAL).split() + list(MODELS.values()) + (MRROPE + OTHER_ENCODINGS).split()
    return list(dict.fromkeys(listed))


def parse(spec):
    """'name:key=value,...' as (name, {key: value}), values still strings."""
    name, _, rest = spec.partition(":")
    return name, dict(item.split("=") for item in rest.split(",") if item)


def clamp(x, low, high):
    return min(max(x, low), high)


def yarn_ramp(keys, base, exponent_dim, count):
    """Share of interpolation in each pair: 0 keeps the frequency, 1 divides it by the factor."""
    orig, fast, slow = (mpf(keys.get(key, default)) for key, default in
                        (("orig", None), ("beta_fast", 32), ("beta_slow", 1)))

    if keys["scaling"] == "yarn-paper":
        rotations = [orig * base ** (-2 * mpf(n) / exponent_dim) / (2 * mp.pi) for n in range(count)]
        if fast == slow:
            return [mpf(turns < slow) for turns in rotations]
        return [1 - clamp((turns - slow) / (fast - slow), 0, 1) for turns in rotations]

    def pair_of_rotations(turns):
        """The (fractional) pair that makes this many rotations within orig tokens."""
        return exponent_dim * mp.log(orig / (2 * mp.pi * turns)) / (2 * mp.log(base))

    low, high = pair_of_rotations(fast), pair_of_rotations(slow)
    if keys.get("truncate", "true") == "true":
        low, high = mp.floor(low), mp.ceil(high)
    low, high = (clamp(edge, 0, exponent_dim - 1) for edge in (low, high))
    if low == high:
        high += mpf("0.001")
    return [clamp((n - low) / (high - low), 0, 1) for n in range(count)]


def yarn_magnitude(keys):
    if "attn" in keys:
        return mpf(keys["attn"])
    if mpf(keys["factor"]) <= 1:
        return mpf(1)
    log_factor = mp.log(mpf(keys["factor"]))
    if mpf(keys.get("mscale", 0)) and mpf(keys.get("mscale_all_dim", 0)):
        numerator, denominator = (mpf("0.1") * mpf(keys[key]) * log_factor + 1 for key in ("mscale", "mscale_all_dim"))
        return numerator / denominator
    return mpf("0.1") * log_factor + 1


def mrrope(theta, n, keys, base, exponent_dim):
    """Pair n slowed by a power of the factor: none up to the pair of 32 turns, whole from that of one turn on."""
    orig, factor = mpf(keys["orig"]), mpf(keys["factor"])
    low, high = (exponent_dim * mp.log(orig / (2 * mp.pi * turns)) / (2 * mp.log(base)) for turns in (32, 1))
    low, high = (int(clamp(edge, 0, exponent_dim - 1)) for edge in (mp.floor(low), mp.ceil(high)))
    if n <= low:
        return theta
    if n >= high:
        return theta / factor
    t, steps = n - low, high - low
    if keys["scaling"] == "mrrope-uni":
        return theta / factor ** (mpf(t) / steps)
    return theta / factor ** (mpf(t * (t + 1)) / (steps * (steps + 1)))


def llama3(theta, keys):
    factor, orig, low, high = (mpf(keys.get(key, default)) for key, default in
                               (("factor", None), ("orig", None), ("low", 1), ("high", 4)))
    wavelength = 2 * mp.pi / theta
    if wavelength < orig / high:
        return theta
    if wavelength > orig / low:
        return theta / factor
    smooth = (orig / wavelength - low) / (high - low)
    return (1 - smooth) * theta / factor + smooth * theta


def scaled_frequencies(keys, base, exponent_dim, count):
    """Frequencies of the rotated pairs, fastest first, and the factor on their cos and sin."""
    rule = keys.get("scaling", "none")
    stretch = mpf(exponent_dim) / (exponent_dim - 2) if exponent_dim > 2 else None

    if rule == "ntk":
        base *= mpf(keys["alpha"]) ** stretch
    if rule == "dynamic":
        factor, orig = mpf(keys["factor"]), mpf(keys["orig"])
        length = max(mpf(keys["length"]), orig)
        base *= (factor * length / orig - (factor - 1)) ** stretch
    theta = [base ** (-2 * mpf(n) / exponent_dim) for n in range(count)]

    if rule == "linear":
        return [t / mpf(keys["factor"]) for t in theta], mpf(1)
    if rule in ("yarn", "yarn-paper"):
        ramp = yarn_ramp(keys, base, exponent_dim, count)
        factor = mpf(keys["factor"])
        return [t / factor * share + t * (1 - share) for t, share in zip(theta, ramp)], yarn_magnitude(keys)
    if rule in ("mrrope-uni", "mrrope-pro"):
        return [mrrope(t, n, keys, base, exponent_dim) for n, t in enumerate(theta)], yarn_magnitude(keys)
    if rule == "llama3":
        return [llama3(t, keys) for t in theta], mpf(1)
    if rule == "longrope":
        extension = [mpf(e) for e in keys["ext"].split("/")]
        assert len(extension) == count
        if "attn" in keys:
            magnitude = mpf(keys["attn"])
        else:
            magnitude = mp.sqrt(1 + mp.log(max(mpf(keys["factor"]), 1)) / mp.log(mpf(keys["orig"])))
        return [t / e for t, e in zip(theta, extension)], magnitude
    assert rule in ("none", "ntk", "dynamic")
    return theta, mpf(1)


def rope_bank(spec):
    """(theta, weight) of every pair of a rope: string, those that rotate first."""
    name, keys = parse(spec)
    assert name == "rope"
    dim = int(keys.get("dim", 128))
    rotary = int(keys.get("rotary", dim))
    exponent_dim = dim if keys.get("partial", "neox") == "p" else rotary
    theta, magnitude = scaled_frequencies(keys, mpf(keys.get("base", "1e4")), exponent_dim, rotary // 2)
    still = [(mpf(0), mpf(1))] * ((dim - rotary) // 2)
    return [(t, magnitude ** 2) for t in theta] + still


def other_bank(spec):
    """(theta, weight) of every pair of a bank that is not a rope: string."""
    name, keys = parse(spec)
    dim = int(keys["dim"])
    half = dim // 2
    base = mpf(keys["base"]) if "base" in keys else None
    if name == "hope-fast":
        turn = mpf(1) if keys.get("unit") == "turn" else 2 * mp.pi
        theta = [base ** (-2 * mpf(n) / dim) for n in range(half)]
        # the one case that is exactly a turn: kept still
        theta = [t if t * mpf(keys["train"]) / turn > 1 + mpf(10) ** -50 else mpf(0) for t in theta]
    elif name == "cope-clip":
        clip = int(keys["clip"])
        theta = [base ** (-2 * mpf(n) / dim) for n in range(half)]
        for j in range(clip):
            share = mpf(0)
            if keys["taper"] == "soft" and j < clip - 1:
                share = (1 + mp.cos(mp.pi * j / (clip - 1))) / 2
            theta[half - clip + j] *= share
    elif name == "rope-id":
        fastest, slowest, count = 2 * mp.pi / 32, 4 * mp.pi / mpf(keys["train"]), dim // 4
        theta = [fastest * (slowest / fastest) ** (mpf(n) / max(count - 1, 1)) for n in range(count)]
        theta += [mpf(0)] * (half - count)
    else:
        assert name == "evq"
        tau = mpf(keys["tau"])
        quantiles = [(n + mpf("0.5")) / half for n in range(half)]
        theta = [base ** -(1 - mp.asinh((1 - u) * mp.sinh(tau)) / tau) for u in quantiles]
    return [(t, mpf(1)) for t in theta]


def nearest_double(x):
    return float(mp.nstr(x, mp.dps))


def rows():
    negligible = mpf(10) ** (10 - mp.dps)  # rounding of the working precision, where theta is a double
    for spec in spec_list():
        for pair, (theta, weight) in enumerate((rope_bank if spec.startswith("rope:") else other_bank)(spec)):
            theta_hi = nearest_double(theta)
            rest = theta - mpf(theta_hi)
            theta_lo = nearest_double(rest) if abs(rest) > negligible * theta else 0.0
            yield spec, pair, *("%.17g" % x for x in (theta_hi, theta_lo, nearest_double(weight)))
