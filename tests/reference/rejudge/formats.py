"""Number formats, and published bounds between a base and a context: rotations in numpy's floats, frequencies in doubles."""
import math

import numpy as np

from frame import judges, median_limits, own

F = np.float32


def to_bf16(x):
    """To 8 bits, ties to even, by the upper half of a float's bits."""
    bits = np.asarray(x, F).view(np.uint32).astype(np.uint64)
    kept = (bits + 0x7FFF + ((bits >> np.uint64(16)) & np.uint64(1))) >> np.uint64(16) << np.uint64(16)
    return kept.astype(np.uint32).view(F)


def slow(base, dim):
    """The slowest pair's radians per token."""
    return base ** (-1 + 2 / dim)


BASES, DIMS = (1e4, 5e5, 1e6, 1e7, 1e8), (64, 128, 256)


@judges("PHASE-ALIAS", "PHASE-DC", "PHASE-DEPTH", "PHASE-PRECISION")
def phase():
    """What the slowest pair does in the longest context that each bound allows."""
    grid = [(b, d) for b in BASES for d in DIMS]
    turns = max(2 * math.pi * b * slow(b, d) / (2 * math.pi) for b, d in grid)
    cosine = min(math.cos(math.acos(0.95) * b * slow(b, d)) for b, d in grid)
    deep = min(math.cos(math.acos(0.95 ** (1 / 32)) * b * slow(b, d)) ** 32 for b, d in grid)
    step = min(slow(2.0 ** 23, d) * 2.0 ** 23 for d in DIMS)
    return {"PHASE-ALIAS": own(turns < 1, turns, 1e-9), "PHASE-DC": own(cosine > 0.95, cosine, 1e-9),
            "PHASE-DEPTH": own(deep > 0.95, deep, 1e-9), "PHASE-PRECISION": own(step > 1, step, 1e-9)}


@judges("SCALE-DIMENSION", "SCALE-BETA", "SCALE-BETA-LARGEST")
def scale():
    """Pairs counted, angles at beta_1, and the base at which the angle is the quarter turn, by bisection."""
    count = sum(2 for n in range(64) if 4096 * 1e4 ** (-n / 64) >= 2 * math.pi)
    least, most = math.inf, 0.0
    for dim in DIMS:
        for context in (1024 * 2 ** i for i in range(8)):
            beta = 2 * context / math.pi
            least = min(least, context * slow(beta, dim) / (math.pi / 2))
            low, high = beta, 1e3 * beta
            for _ in range(100):
                middle = math.sqrt(low * high)
                low, high = (middle, high) if context * slow(middle, dim) > math.pi / 2 else (low, middle)
            most = max(most, low / beta)
    return {"SCALE-DIMENSION": own(abs(count - 92) < 1, abs(count - 92), 0),
            "SCALE-BETA": own(least > 1, least, 1e-9), "SCALE-BETA-LARGEST": own(most < 1.01, most, 1e-9)}


def rotated(x, base, at):
    """x [draws, dim] turned by a float table at positions [..], one row of it per position."""
    pairs = x.shape[1] // 2
    inverse = (base ** (-np.arange(pairs) / pairs)).astype(F)
    angle = (F(1) * np.asarray(at, F)[:, None] * inverse).astype(np.float64)
    cosine, sine = np.cos(angle).astype(F)[:, None, :], np.sin(angle).astype(F)[:, None, :]
    first, second = x[None, :, 0::2], x[None, :, 1::2]
    return first * cosine - second * sine, second * cosine + first * sine


def scores(query, key, base, position, at, narrow):
    """Scores of the query at a position with the key at each of some, [keys, draws]."""
    dim = query.shape[1]
    if narrow:
        q, k = query.astype(F), key.astype(F)
        turned = [np.stack([to_bf16(part) for part in rotated(x, base, where)], -1)
                  for x, where in ((q, [position]), (k, at))]
        total = np.zeros(turned[1].shape[:2], F)
        for n in range(dim // 2):
            for i in range(2):
                total = total + turned[0][:, :, n, i] * turned[1][:, :, n, i]
        return total.astype(float) / math.sqrt(dim)
    turned = [rotated(x, base, where) for x, where in ((query, [position]), (key, at))]
    return (turned[0][0] * turned[1][0] + turned[0][1] * turned[1][1]).sum(-1) / math.sqrt(dim)


def drifts(query, key, base, position, narrow):
    """Mean change under shifts of 1, 16 and 1000: of the first token's score, and of keys 1, 16 and 200 behind."""
    at = np.array([0, position - 1, position - 16, position - 200])
    still = scores(query, key, base, position, at, narrow)
    moved = [np.abs(scores(query, key, base, position + s, at + s, narrow) - still) for s in (1, 16, 1000)]
    change = np.mean(moved, 0)
    return change[0], change[1:].mean(0)


@judges(*(f"BF16-{what}-{law}" for what in ("SHIFT", "FIRST", "GROWTH") for law in ("GAUSS", "ALIGNED")))
def shifts():
    """Medians of the three quotients with draws of its own, least by lower limit; verdicts alone are compared."""
    rng, found = np.random.default_rng(16), {}
    for law in ("GAUSS", "ALIGNED"):
        query, key = rng.standard_normal((2, 1024, 128))
        if law == "ALIGNED":
            key = 0.5 * query + math.sqrt(0.75) * key
        limits = {"SHIFT": 10.0, "FIRST": 2.0, "GROWTH": 1.5}
        seen = {what: [] for what in limits}
        for base in (1e4, 5e5):
            start = drifts(query, key, base, 256, True)[1]
            for position in (256, 4096):
                first, rest = drifts(query, key, base, position, True)
                seen["SHIFT"].append(median_limits(rest / drifts(query, key, base, position, False)[1]))
                seen["FIRST"].append(median_limits(first / rest))
            seen["GROWTH"].append(median_limits(drifts(query, key, base, 16384, True)[1] / start))
        for what, limit in limits.items():
            middle, low, high = min(seen[what], key=lambda item: item[1])
            verdict = "verified" if low > limit else "refuted" if high < limit else "inconclusive"
            found[f"BF16-{what}-{law}"] = own(verdict, low, None, f"median {middle:.4g}")
    return found


@judges("PRECISION-COLLISION-BF16", "PRECISION-COLLISION-FP16", "PRECISION-BIAS-641")
def narrow_positions():
    """Rounded positions whose angles of all pairs are one, since every pair turns by position alone."""
    positions = np.arange(4098)
    first = {name: int(np.flatnonzero(np.diff(rounded.astype(float)) == 0)[0])
             for name, rounded in (("BF16", to_bf16(positions)), ("FP16", positions.astype(np.float16)))}
    biases = len(set(to_bf16(0.25 * np.arange(2048)).tolist()))
    return {"PRECISION-COLLISION-BF16": own(first["BF16"] == 256, abs(first["BF16"] - 256), 0),
            "PRECISION-COLLISION-FP16": own(first["FP16"] == 2048, abs(first["FP16"] - 2048), 0),
            "PRECISION-BIAS-641": own(biases == 641, abs(biases - 641), 0)}
