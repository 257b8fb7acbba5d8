"""What bfloat16 and float32 cannot tell apart: distances and tokens, at fixed contexts."""
import math

import numpy as np
from scipy import special

from definitions import LONG, amplitudes, bfloat16, curves, nearest, pairs_alike, table, vectors
from frame import decide, judges, median_limits, own

BASES = (1e4, 5e5, 1e6, 1e7, 1e8)
NORM = 1 / math.sqrt(128)
LAWS = {"GAUSS": ("gauss", 0, 1), "ALIGNED": ("aligned", 0.5), "PHASE": ("phase",)}


def chunks(forms, waves, size=32):
    """Scores of each key of some draws at a time."""
    for start in range(0, len(forms[0][0]), size):
        yield [curves((a[start:start + size], b[start:start + size]), waves, NORM) for a, b in forms]


def worst(found, relation, limit):
    """Verdict over the medians of all points; the value is the farthest limit of one that decides.

    Another sample's limit lies within the width of these limits, twelve deviations of a median.
    """
    verdicts = [decide(low, high, relation, limit) for _, low, high in found]
    verdict = next((v for v in ("refuted", "inconclusive") if v in verdicts), "verified")
    among = [x for x, v in zip(found, verdicts) if v == "refuted"] or found
    middle, low, high = min(among, key=lambda x: x[1]) if relation == ">" else max(among, key=lambda x: x[2])
    return own(verdict, low if relation == ">" else high, high - low,
               f"median {middle:.5g}, limits {low:.5g} and {high:.5g}")


def have_alias(law, rounding, seed):
    """Share of distances under 65536 with an alias, at every base."""
    rng = np.random.default_rng(seed)
    found = []
    for base in BASES:
        waves = table(base, 64, 65536)
        share = [pairs_alike(rounding(curve))[1] / 65536
                 for (scores,) in chunks(amplitudes(law, 64, 128, 1, rng), waves) for curve in scores]
        found.append(median_limits(share))
    return found


for number, (name, chosen) in enumerate(LAWS.items()):
    judges("DU-F2-" + name)(lambda chosen=chosen, seed=101 + number: worst(
        have_alias(chosen, bfloat16, seed), ">", 0.99))
judges("DU-F2-FP32")(lambda: worst(have_alias(("gauss", 0, 1), lambda x: nearest(x, 24), 104), ">", 0.99))


@judges("DU-F2-UNIT", "DU-T-F2-M-UNIT", "DU-T-F2-B-UNIT")
def unit():
    """The unit curve: shares with an alias, alias pairs, over contexts and bases."""
    contexts = [1024 << i for i in range(8)]
    share, count = np.empty((5, 8)), np.empty((5, 8))
    for i, base in enumerate(BASES):
        keys = bfloat16(NORM * table(base, 64, 131072)[:64].sum(0))
        for j, context in enumerate(contexts):
            count[i, j], having = pairs_alike(keys[:context])
            share[i, j] = having / context
    least = share[:, 6:].min()
    change = share[:, -1] / share[:, 0] - 1
    steps = share[:, 1:] / share[:, :-1] - 1
    context_step = steps[steps < 0][0] if (steps < 0).any() else change.min()
    by_base = count[1:] / count[:-1] - 1
    base_step = by_base.T[by_base.T < 0][0] if (by_base < 0).any() else (count[-1] / count[0] - 1).min()
    return {"DU-F2-UNIT": own(least > 0.99, least, 2e-4),
            "DU-T-F2-M-UNIT": own(context_step > 0, context_step, 2e-3 if context_step > 0 else None),
            "DU-T-F2-B-UNIT": own(base_step > 0, base_step, None, "the first step down is one of several")}


@judges("DU-F2-RATE")
def rate():
    """Fall of ln(median share without an alias) from 16384 to 65536 over that from 4096 to 16384.

    Each median at its own limits: far wider than the ratio of one sample, which strays less than half as far.
    """
    rng = np.random.default_rng(105)
    waves = table(5e5, 64, 65536)
    without = []
    for (scores,) in chunks(amplitudes(("gauss", 0, 1), 128, 128, 1, rng), waves):
        for curve in scores:
            keys = bfloat16(curve)
            without.append([1 - pairs_alike(keys[:m])[1] / m for m in (4096, 16384, 65536)])
    middle, low, high = np.log(np.array([median_limits(share) for share in zip(*without)])).T
    value = (middle[1] - middle[2]) / (middle[0] - middle[1])
    most = (high[1] - low[2]) / (low[0] - high[1])
    least = (low[1] - high[2]) / (high[0] - low[1])
    return own(decide(least, most, ">", 4), most, most - value, f"the medians' own ratio {value:.4f}")


def tokens(law, contexts, draws, seed):
    """For each base and context: threshold share, invariance pairs and alias pairs as shares of all pairs."""
    rng = np.random.default_rng(seed)
    out = []
    for base in BASES:
        waves = table(base, 64, max(contexts))
        forms = amplitudes(law, max(draws), 128, 2, rng)
        for context, count in zip(contexts, draws):
            kept = [(a[:count], b[:count]) for a, b in forms]
            near, both, one = [], [], []
            for first, second in chunks(kept, waves[:, :context]):
                top = np.maximum(abs(first).max(1), abs(second).max(1))
                near.extend((abs(first - second) <= top[:, None] / 128).mean(1))
                for x, y in zip(bfloat16(first), bfloat16(second)):
                    all_pairs = context * (context - 1) / 2
                    one.append((pairs_alike(x)[0] + pairs_alike(y)[0]) / 2 / all_pairs)
                    y_rank = np.unique(y, return_inverse=True)[1]
                    x_rank = np.unique(x, return_inverse=True)[1]
                    both.append(pairs_alike(x_rank.astype(np.int64) << 20 | y_rank)[0] / all_pairs)
            out.append((base, context, np.array(near), np.array(both), np.array(one)))
    return out


def two_keys(law, seed):
    """DU's Theorem 4 at its threshold, and attention invariance."""
    found = tokens(law, (1024, 4096, 16384, 65536), (1024, 1024, 256, 64), seed)
    near = [median_limits(x[2]) for x in found]
    rare = [median_limits(x[3] - x[4] / 10) for x in found]
    return near, rare


def register(name, law, seed, invariance):
    """Both claims of one law share their draws."""
    names = [f"DU-F4-{name}"] + ([f"DU-INV-{name}"] if invariance else [])

    def judge():
        near, rare = two_keys(law, seed)
        out = {names[0]: worst(near, "<", math.sqrt(2 / math.pi) / 128 * 8)}
        if invariance:
            out[names[1]] = worst(rare, "<", 0)
        return out
    judges(*names)(judge)


for number, (name, chosen) in enumerate(LAWS.items()):
    register(name, chosen, 111 + number, True)
register("NEAR", ("aligned", 0.9), 114, False)


def tapa_aliases(law, seed):
    """Median of ln (TAPA's alias pairs + 1)/(RoPE's + 1) at 16384, both on the same vectors."""
    rng = np.random.default_rng(seed)
    context, draws = 16384, 512
    waves = table(5e5, 64, context)
    query, (key,) = vectors(law, draws, 128, 1, rng)
    q0, q1, k0, k1 = query[:, ::2], query[:, 1::2], key[:, ::2], key[:, 1::2]
    form = (q0 * k0 + q1 * k1, q0 * k1 - q1 * k0)
    amplitude = (query[:, :64] * key[:, :64]).sum(1) / 8
    phase = (query[:, 64:] * key[:, 64:]).sum(1) / 8
    grown = 2 * math.pi * (np.arange(context, dtype=LONG) ** LONG(0.1)).astype(float)
    ratio = []
    for start in range(0, draws, 32):
        part = slice(start, start + 32)
        rope = bfloat16(curves((form[0][part], form[1][part]), waves, NORM))
        tapa = bfloat16(amplitude[part, None] * np.cos(phase[part, None] * grown))
        ratio += [math.log((pairs_alike(t)[0] + 1) / (pairs_alike(r)[0] + 1)) for t, r in zip(tapa, rope)]
    return worst([median_limits(ratio)], ">", 0)


judges("TAPA-ALIASING-GAUSS")(lambda: tapa_aliases(("gauss", 0, 1), 121))
judges("TAPA-ALIASING-ALIGNED")(lambda: tapa_aliases(("aligned", 0.5), 122))


def alike_probability(mean, deviation):
    """P[two independent normal scores round to the same bfloat16]: sum of squared cells."""
    total = 0.0
    for sign in (1, -1):
        step = np.ldexp(1.0, np.arange(-40, 12))[:, None] * (1 + np.arange(128) / 128)
        middle = step.ravel()
        edge = np.concatenate([[middle[0]], (middle[1:] + middle[:-1]) / 2, [middle[-1]]])
        cell = np.diff(special.ndtr((sign * edge - mean) / deviation))
        total += (cell ** 2).sum()
    return total


def alias_law(law, draws, seed):
    """Largest |median of count/law - 1| over bases and contexts, at its far limit."""
    rng = np.random.default_rng(seed)
    found = []
    for base in (1e4, 5e5, 1e8):
        waves = table(base, 64, 65536)
        form = amplitudes(law, draws, 128, 1, rng)
        for context in (1024, 8192, 65536):
            count, expected = [], []
            for (scores,) in chunks(form, waves[:, :context]):
                for curve in scores:
                    count.append(pairs_alike(bfloat16(curve))[0])
                    expected.append(context * (context - 1) / 2 * alike_probability(curve.mean(), curve.std()))
            _, low, high = median_limits(np.array(count, float) / np.array(expected))
            found.append((max(high - 1, 1 - low), max(low - 1, 1 - high, 0.0), high - low))
    value, _, width = max(found)
    return own(decide(max(x[1] for x in found), value, "<", 0.2), value, 1e-3 + width)


judges("LAW-ALIAS-UNIT")(lambda: alias_law(("unit",), 1, 123))
judges("LAW-ALIAS-GAUSS")(lambda: alias_law(("gauss", 0, 1), 128, 124))
judges("LAW-ALIAS-ALIGNED")(lambda: alias_law(("aligned", 0.5), 128, 125))
