"""What bfloat16 and float32 cannot tell apart: distances and tokens, at fixed contexts."""
import math

import numpy as np
from scipy import special

from definitions import LONG, amplitudes, bfloat16, curves, nearest, pairs_alike, table, vectors
from frame import Z, decide, judges, mean_and_error, own

BASES = (1e4, 5e5, 1e6, 1e7, 1e8)
NORM = 1 / math.sqrt(128)
LAWS = {"GAUSS": ("gauss", 0, 1), "ALIGNED": ("aligned", 0.5), "PHASE": ("phase",)}


def chunks(forms, waves, size=32):
    """Scores of each key of some draws at a time."""
    for start in range(0, len(forms[0][0]), size):
        yield [curves((a[start:start + size], b[start:start + size]), waves, NORM) for a, b in forms]


def worst(found, relation, limit):
    """Verdict over all points, and the value nearest the limit, at its limits, with the point's error."""
    verdicts = [decide(m - Z * e, m + Z * e, relation, limit) for m, e in found]
    verdict = next((v for v in ("refuted", "inconclusive") if v in verdicts), "verified")
    far = min(found, key=lambda x: x[0] - Z * x[1]) if relation == ">" else max(found, key=lambda x: x[0] + Z * x[1])
    return verdict, far


def have_alias(law, rounding, seed):
    """Share of distances under 65536 with an alias, at every base."""
    rng = np.random.default_rng(seed)
    found = []
    for base in BASES:
        waves = table(base, 64, 65536)
        share = [pairs_alike(rounding(curve))[1] / 65536
                 for (scores,) in chunks(amplitudes(law, 64, 128, 1, rng), waves) for curve in scores]
        found.append(mean_and_error(share))
    return found


def nearly_every(law, rounding, seed):
    """The claim on those shares; what is refuted everywhere is told where it comes nearest."""
    found = have_alias(law, rounding, seed)
    verdict, (m, e) = worst(found, ">", 0.99)
    return own(verdict, m, (-(20 * e + 0.01), 20 * e + 0.01), "nearest the limit, before limits are taken off")


for number, (name, chosen) in enumerate(LAWS.items()):
    judges("DU-F2-" + name)(lambda chosen=chosen, seed=101 + number: nearly_every(chosen, bfloat16, seed))


@judges("DU-F2-FP32")
def single():
    """The same with 24 binary digits."""
    found = have_alias(("gauss", 0, 1), lambda x: nearest(x, 24), 104)
    verdict, _ = worst(found, ">", 0.99)
    m, e = max(found)
    return own(verdict, m, (-0.3, 0.3), "verdict; the share itself depends on the draws kept")


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
    """Fall of ln(share without an alias) from 16384 to 65536 over that from 4096 to 16384."""
    rng = np.random.default_rng(105)
    waves = table(5e5, 64, 65536)
    without = []
    for (scores,) in chunks(amplitudes(("gauss", 0, 1), 128, 128, 1, rng), waves):
        for curve in scores:
            keys = bfloat16(curve)
            without.append([1 - pairs_alike(keys[:m])[1] / m for m in (4096, 16384, 65536)])
    without = np.array(without)
    log = np.log(without.mean(0))
    resampled = np.log(without[rng.integers(0, 128, (2000, 128))].mean(1))
    ratio = (resampled[:, 1] - resampled[:, 2]) / (resampled[:, 0] - resampled[:, 1])
    value, error = (log[1] - log[2]) / (log[0] - log[1]), ratio.std(ddof=1)
    return own(decide(value - Z * error, value + Z * error, ">", 4), value, (-Z * error, 2.5 * Z * error))


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
    near = [mean_and_error(x[2]) for x in found]
    rare = [mean_and_error(x[3] - x[4] / 10) for x in found]
    return near, rare


def register(name, law, seed, invariance):
    """Both claims of one law share their draws."""
    names = [f"DU-F4-{name}"] + ([f"DU-INV-{name}"] if invariance else [])

    def judge():
        near, rare = two_keys(law, seed)
        limit = math.sqrt(2 / math.pi) / 128 * 8
        verdict, (m, e) = worst(near, "<", limit)
        out = {names[0]: own(verdict, m, (-0.1 * m - 3 * Z * e, 0.1 * m + 3 * Z * e))}
        if invariance:
            verdict, (m, e) = worst(rare, "<", 0)
            out[names[1]] = own(verdict, m, (-12 * Z * e, 12 * Z * e))
        return out
    judges(*names)(judge)


for number, (name, chosen) in enumerate(LAWS.items()):
    register(name, chosen, 111 + number, True)
register("NEAR", ("aligned", 0.9), 114, False)


def tapa_aliases(law, seed):
    """Mean of ln (TAPA's alias pairs + 1)/(RoPE's + 1) at 16384, both on the same vectors."""
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
    m, e = mean_and_error(ratio)
    return own(decide(m - Z * e, m + Z * e, ">", 0), m - Z * e, 3 * Z * e)


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
    """Largest |count/law - 1| over bases and contexts, means over the draws."""
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
            count, expected = np.array(count, float), np.array(expected)
            value = count.mean() / expected.mean() - 1
            error = 0.0
            if len(count) > 1:
                rest = count - expected * count.mean() / expected.mean()
                error = rest.std(ddof=1) / math.sqrt(len(count)) / expected.mean()
            found.append((abs(value), error))
    low, high = max(m - Z * e for m, e in found), max(m + Z * e for m, e in found)
    value, error = max(found)
    return own(decide(low, high, "<", 0.2), value, (-1e-3 - Z * error, 1e-3 + high - value + 3 * Z * error))


judges("LAW-ALIAS-UNIT")(lambda: alias_law(("unit",), 1, 123))
judges("LAW-ALIAS-GAUSS")(lambda: alias_law(("gauss", 0, 1), 128, 124))
judges("LAW-ALIAS-ALIGNED")(lambda: alias_law(("aligned", 0.5), 128, 125))
