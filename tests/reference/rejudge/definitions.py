"""The definitions that claims rest on, written from the statements: frequencies, laws, scores, counts."""
import numpy as np
from scipy import special

LONG = np.longdouble
TURN = 2 * np.arctan2(LONG(0), LONG(-1))
# Published models whose pairs all rotate without a scaling rule: base, head dimension, context.
PLAIN = {
    "llama-2-7b": (1e4, 128, 4096), "codellama-7b": (1e6, 128, 16384),
    "llama-3-8b": (5e5, 128, 8192), "mistral-7b-v0.1": (1e4, 128, 32768),
    "mistral-7b-v0.3": (1e6, 128, 32768), "qwen2.5-7b": (1e6, 128, 32768),
    "qwen3-8b": (1e6, 128, 40960), "gemma-2-9b": (1e4, 256, 8192),
    "gemma-3-12b-local": (1e4, 256, 131072), "phi-4": (2.5e5, 128, 16384),
}


def theta(base, pairs):
    """theta_n = b^(-n/h), in extended precision."""
    return np.exp(-np.arange(pairs, dtype=LONG) / pairs * np.log(LONG(base)))


def angles(base, pairs, distances, unit="rad"):
    """x_n(r) reduced to one turn, [pairs, distances]."""
    turns = theta(base, pairs)[:, None] * np.asarray(distances, LONG)[None, :]
    if unit == "rad":
        turns /= TURN
    return ((turns - np.rint(turns)) * TURN).astype(float)


def sums(base, pairs, first, count, unit="rad", sine=False):
    """sum_n cos x_n(r), or sin, for `count` distances from `first` on, by cos(a + b)."""
    width = 4096
    inner = angles(base, pairs, np.arange(width), unit)
    outer = angles(base, pairs, np.arange(first, first + count, width, dtype=LONG), unit)
    if sine:
        total = np.sin(outer).T @ np.cos(inner) + np.cos(outer).T @ np.sin(inner)
    else:
        total = np.cos(outer).T @ np.cos(inner) - np.sin(outer).T @ np.sin(inner)
    return total.reshape(-1)[:count]


def vectors(law, draws, dim, keys, rng):
    """Queries [draws, dim] and a list of keys for each."""
    name, a = law[0], law[1:]
    if name == "gauss":
        make = lambda: a[0] + a[1] * rng.standard_normal((draws, dim))
        return make(), [make() for _ in range(keys)]
    query = rng.standard_normal((draws, dim))
    noise = np.sqrt(1 - a[0] ** 2)
    return query, [a[0] * query + noise * rng.standard_normal((draws, dim)) for _ in range(keys)]


def amplitudes(law, draws, dim, keys, rng):
    """A and B of every pair, [draws, pairs] each, for each key of a query."""
    pairs = dim // 2
    if law[0] == "unit":
        return [(np.ones((1, pairs)), np.zeros((1, pairs)))] * keys
    if law[0] == "phase":
        turn = [rng.uniform(0, 2 * np.pi, (draws, pairs)) for _ in range(keys)]
        return [(np.cos(x), -np.sin(x)) for x in turn]
    query, key = vectors(law, draws, dim, keys, rng)
    q0, q1 = query[:, 0::2], query[:, 1::2]
    return [(q0 * k[:, 0::2] + q1 * k[:, 1::2], q0 * k[:, 1::2] - q1 * k[:, 0::2]) for k in key]


def table(base, pairs, context, unit="rad"):
    """cos x_n(r) over sin x_n(r) for r under the context, [2 pairs, context]."""
    out = np.empty((2 * pairs, context))
    for start in range(0, context, 16384):
        end = min(start + 16384, context)
        x = angles(base, pairs, np.arange(start, end), unit)
        out[:pairs, start:end], out[pairs:, start:end] = np.cos(x), np.sin(x)
    return out


def curves(form, waves, norm=1.0):
    """Scores [draws, distances] of amplitudes (A, B) over a table of waves."""
    return norm * (np.hstack(form) @ waves)


def bfloat16(scores):
    """Nearest bfloat16, ties to even, as integers that are equal where the numbers are."""
    return nearest(scores, 8)


def nearest(scores, digits):
    """Integers that agree where scores do, rounded to so many binary digits, ties to even."""
    mantissa, exponent = np.frexp(scores)
    kept = np.rint(np.ldexp(mantissa, digits)).astype(np.int64)
    carry = np.abs(kept) == 1 << digits
    kept[carry] >>= 1
    exponent = exponent + carry
    return np.where(kept == 0, 0, (exponent.astype(np.int64) << 32) + kept)


def pairs_alike(keys):
    """Pairs of entries that are equal, and entries that have an equal one."""
    size = np.unique(keys, return_counts=True)[1]
    return (size * (size - 1) // 2).sum(), size[size > 1].sum()


def inversions(scores):
    """Share of (near, far) pairs with S(near) < S(far), near the first half, and of ties."""
    half = len(scores) // 2
    near = np.sort(scores[:half])
    below = np.searchsorted(near, scores[half:], "left").sum()
    upto = np.searchsorted(near, scores[half:], "right").sum()
    return below / half ** 2, (upto - below) / half ** 2


def normal_cdf(x):
    """The standard normal law."""
    return special.ndtr(x)
