"""TAPA's theorems on RoPE: gap, limit, horizon, instability; angles in turns unless said otherwise."""
import math

import numpy as np
from scipy import special

from definitions import PLAIN, sums
from frame import judges, own

FAR = 4194304
CHUNK = 1 << 20
# Slack for rounding in sums of 64 cosines by double products, and in Ci and Si.
ROUNDING = 1e-11


def near_range(base):
    """Whole distances over 1 and under b^(1/4)/8."""
    return [r for r in range(2, 64) if r < base ** 0.25 / 8]


def gap(base, dim, count, unit="turn"):
    """Least (E S(r) - E S(r'))/sqrt(D) over near r and `count` far r' over b; the first r' under 1/8."""
    near = near_range(base)
    if not near:
        return math.inf, None
    low = min(sums(base, dim // 2, r, 1, unit)[0] for r in near) / dim
    least, first = math.inf, None
    start = math.floor(base) + 1
    for begin in range(0, count, CHUNK):
        size = min(CHUNK, count - begin)
        far = sums(base, dim // 2, start + begin, size, unit) / dim
        least = min(least, low - far.max())
        below = np.flatnonzero(low - far <= 0.125)
        if first is None and len(below):
            first = start + begin + int(below[0])
    return least, first


def at_model(name):
    """The conclusion at one model's base and dimension."""
    base, dim, _ = PLAIN[name]
    least, first = gap(base, dim, FAR)
    return own(first is None, least, 1e-9, "dense scan of every near and far distance, not enclosures")


for model in ("codellama-7b", "llama-3-8b", "mistral-7b-v0.3", "qwen2.5-7b", "qwen3-8b", "phi-4"):
    judges("TAPA-T2.2-" + model.upper())(lambda model=model: at_model(model))


@judges("TAPA-T2.2")
def hypothesis():
    """The proof's own condition on b, Eq. 32, at nu0 = 0: b over exp(64)."""
    largest, needed = max(base for base, _, _ in PLAIN.values()), math.exp(64)
    return own("vacuous" if largest <= needed else "verified", largest, 0,
               "by the proof's threshold; the statement's own is existential, and its D may depend on r'")


@judges("TAPA-T2.2-RADIANS")
def radians():
    """In radians, at every plain model whose near range is not empty."""
    seen = {}
    for base, dim, _ in PLAIN.values():
        if near_range(base) and (base, dim) not in seen:
            seen[base, dim] = gap(base, dim, FAR, "rad")
    least = min(value for value, _ in seen.values())
    return own(all(first is None for _, first in seen.values()), least, 1e-9, "dense scan")


@judges("TAPA-T2.2-BEYOND")
def beyond():
    """Llama-3-8B's frequencies over 30.5 million far distances."""
    least, first = gap(5e5, 128, 30500000)
    return own(first is None, least, 1e-9, f"dense scan; first violation at {first}")


@judges("TAPA-T2.2-HORIZON")
def horizon():
    """Bases at which some far distance violates the inequality at D = 32."""
    first = {base: gap(base, 32, FAR)[1] for base in (1e5, 5e5, 1e6, 1e7)}
    count = sum(value is not None for value in first.values())
    return own(count > 3.5, count, 0, f"dense scan; first violations at {list(first.values())}")


def limit_sums(base, distance):
    """C and S as D grows: half the mean of cos, sin 2 pi r b^-x over x in [0, 1], by Ci and Si."""
    sine_near, cosine_near = special.sici(2 * math.pi * distance)
    sine_far, cosine_far = special.sici(2 * math.pi * distance / base)
    scale = 2 * np.log(base)
    return (cosine_near - cosine_far) / scale, (sine_near - sine_far) / scale


@judges("TAPA-T2.2-LIMIT")
def limit():
    """The least gap as D grows, over bases past the proof's threshold, near and far scanned densely."""
    least = math.inf
    for nu in np.arange(0, 8.001, 0.25):
        threshold = 64 * (1 + nu) / math.log(10)
        for decades in [1e-6, *np.arange(0.5, 300.5, 0.5)]:
            if threshold + decades > 300:
                break
            base = 10 ** (threshold + decades)
            near = np.exp(np.linspace(0, math.log(base ** 0.25 / 8), 200))
            far = base * np.exp(np.linspace(0, 6, 800))
            c_near, s_near = limit_sums(base, near)
            c_far, s_far = limit_sums(base, far)
            for sign in (1, -1):
                least = min(least, (c_near + sign * nu * s_near).min() - (c_far + sign * nu * s_far).max())
    return own(least - ROUNDING > 0.125, least, (-0.06, 1e-6),
               "least gap over dense grids, which the program's lower bound may stay under")


@judges("TAPA-T2.2-LIMIT-MODELS")
def limit_models():
    """The same at the three bases of presets that have a near distance, nu0 = 0, at every whole near distance."""
    least = math.inf
    for base in (2.5e5, 5e5, 1e6):
        near = np.array(near_range(base), float)
        far = base * np.exp(np.linspace(0, 12, 200001))
        least = min(least, limit_sums(base, near)[0].min() - limit_sums(base, far)[0].max())
    return own(least - ROUNDING > 0.125, least, (-0.02, 1e-6),
               "least gap over dense grids, which the program's lower bound may stay under")


@judges("TAPA-T2.3")
def shrinking():
    """The gap at b = 1e300 over the least epsilon, |mu0| = 1, nu0 = 1/2."""
    worst = 0.0
    for near, far in ((1, 2), (1, 1000), (10, 100000), (100, 1000000)):
        c_near, s_near = limit_sums(1e300, np.array([float(near)]))
        c_far, s_far = limit_sums(1e300, np.array([float(far)]))
        # For finite D = 1e12: a sum over D/2 points against its integral, by the integrand's slope.
        finite = 2 * (1 + 0.5) * (2 + 4 * far) / 1e12
        worst = max(worst, abs(c_near - c_far + 0.5 * (s_near - s_far))[0] + finite)
    return own(worst / 0.02 < 1, worst / 0.02, 1e-6)


@judges("CONTROL-FALSE")
def control():
    """E S(0) and E S(b) apart at b = 5e5, D = 128."""
    apart = abs(64 - sums(5e5, 64, 500000, 1)[0]) / 128
    return own(apart < 0.01, apart, 1e-10)


def perfect_square(base):
    """Whether a base is the square of a rational number."""
    whole = int(round(base))
    return math.isqrt(whole) ** 2 == whole


@judges("TAPA-T2.1-HYPOTHESIS")
def independence():
    """x^h - b with h a power of 2 factors over Q if b is a square; then theta_(h/2) is rational."""
    dependent = sum(perfect_square(base) for base, _, _ in PLAIN.values())
    return own(dependent < 0.5, dependent, 0, "h = 64 or 128, b^(1/2) rational: theta_(n+h/2) a multiple of theta_n")


@judges("TAPA-T2.1")
def instability():
    """At D = 8 and 16 every target is met by a scan; at larger D the theorem's own argument is all there is."""
    worst = 0.0
    for dim in (8, 16):
        pairs = dim // 2
        for mu, nu in ((1, 0), (1, 1)):
            g = math.hypot(mu, nu)
            targets = np.linspace(-g, g, 41)
            best = np.full(41, math.inf)
            for begin in range(0, 1 << 24, CHUNK):
                value = mu * sums(5e5, pairs, begin, CHUNK, "turn")
                if nu:
                    value = value + nu * sums(5e5, pairs, begin, CHUNK, "turn", True)
                value = np.sort(value / pairs)
                place = np.clip(np.searchsorted(value, targets), 1, CHUNK - 1)
                best = np.minimum(best, np.minimum(abs(value[place] - targets), abs(value[place - 1] - targets)))
            worst = max(worst, (best / ((g + mu) / pairs)).max())
    return own(worst < 1.25, worst, (-1.25, 1.25),
               "verdict only: scan at D = 8 and 16; at 32 to 128 by x^h - 5e5 being irreducible (5e5 is no square)")


@judges("TAPA-T2.1-REACH")
def reach():
    """The lowest (1/h) sum cos 2 pi r theta_n over 2^24 distances."""
    lowest = min(sums(5e5, 64, begin, CHUNK, "turn").min() for begin in range(1, 1 << 24, CHUNK)) / 64
    return own(lowest < -0.9609375, lowest, 1e-9, "dense scan")


