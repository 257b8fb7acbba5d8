"""Position inversions: S(near) < S(far), near in [0, M/2), far in [M/2, M)."""
import math

import numpy as np

from definitions import LONG, angles, inversions, normal_cdf, sums, vectors
from frame import Z, decide, judges, mean_and_error, own

BASES = (1e4, 5e5, 1e6, 1e7, 1e8)
CHUNK = 1 << 20


def unit_curve(base, pairs, context):
    """sum_n cos r theta_n under the context."""
    return np.concatenate([sums(base, pairs, first, min(CHUNK, context - first))
                           for first in range(0, context, CHUNK)])


def counted(base, context, pairs=64):
    """Inversions of the unit curve, every pair of distances; ties half a count each way are none here."""
    return inversions(unit_curve(base, pairs, context))[0]


def order_probability(law, base, near, far, points=80, top=12.0):
    """P[S(near) < S(far)] for each pair of distances, over queries and keys, by Gil-Pelaez.

    S(near) - S(far) is a sum over pairs of q^T (a I + s J) k with a, s the differences of cos and sin.
    """
    x_near, x_far = angles(base, 64, near), angles(base, 64, far)
    a = np.cos(x_near) - np.cos(x_far)
    square = a * a + (np.sin(x_near) - np.sin(x_far)) ** 2
    node, weight = np.polynomial.legendre.leggauss(points)
    node, weight = top * (node + 1) / 2, top * weight / 2
    out = np.empty(len(near))
    for start in range(0, len(near), 256):
        part = slice(start, start + 256)
        scale = np.sqrt(square[:, part].sum(0)) * (1.0 if law[0] == "aligned" else math.hypot(law[1], law[2]) ** 2)
        t = node / scale[:, None]
        log = np.zeros(t.shape, complex)
        for n in range(64):
            an, gn = a[n, part, None], square[n, part, None]
            if law[0] == "aligned":
                rho = law[1]
                log -= np.log(1 - 2j * t * rho * an + t * t * gn * (1 - rho * rho))
            else:
                mu, sigma = law[1], law[2]
                d = 1 + t * t * gn * sigma ** 4
                log += (2j * t * an - 2 * t * t * gn * sigma ** 2) * mu * mu / d - np.log(d)
        out[part] = 0.5 - (np.exp(log).imag / node * weight).sum(1) / math.pi
    return out


def averaged(law, base, context, count, seed):
    """Mean over random (near, far) of the exact probability, and its standard error."""
    rng = np.random.default_rng(seed)
    near = rng.integers(0, context // 2, count)
    far = rng.integers(context // 2, context, count)
    return mean_and_error(order_probability(law, base, near, far))


@judges("DU-F1-UNIT")
def half_unit():
    """The largest |P - 1/2| at M = 2^20 and 2^22, base 1e4."""
    apart = max(abs(counted(1e4, context) - 0.5) for context in (1 << 20, 1 << 22))
    return own(apart < 0.01, apart, 1e-6)


def half(law, seed):
    """The same over queries and keys."""
    worst = [averaged(law, 1e4, context, 40000, seed) for context in (1 << 20, 1 << 22)]
    low = max(abs(m - 0.5) - Z * e for m, e in worst)
    high = max(abs(m - 0.5) + Z * e for m, e in worst)
    value = max(abs(m - 0.5) for m, e in worst)
    return own(decide(low, high, "<", 0.01), value, high - value + 0.002)


judges("DU-F1-ALIGNED")(lambda: half(("aligned", 0.5), 11))
judges("DU-F1-GAUSS")(lambda: half(("gauss", 0.5, 1), 12))


@judges("LAW-POSITION-UNIT")
def law():
    """The law beside the count, for contexts from 64 to the base."""
    worst = 0.0
    for base in BASES:
        for pairs in (64, 128):
            curve = unit_curve(base, pairs, int(min(1 << 20, base)))
            context = 64
            while context <= min(1 << 20, base):
                value = normal_cdf(-2 * math.log(2) * math.sqrt(pairs / (math.log(context) * math.log(base))))
                worst = max(worst, abs(value - inversions(curve[:context])[0]))
                context *= 2
    return own(worst < 0.05, worst, 1e-6)


def steps(base, last):
    """Counts at M = 64, 256, .. up to the last."""
    curve, out, context = unit_curve(base, 64, int(last)), [], 64
    while context <= last:
        out.append(inversions(curve[:context])[0])
        context *= 4
    return np.array(out)


@judges("DU-T-F1-M-UNIT", "DU-T-F1-M-STEPS-UNIT", "DU-T-F1-B-UNIT")
def unit_trends():
    """The unit curve's trends with context and base, counted."""
    whole = {base: steps(base, 1 << 20) for base in BASES}
    least = min(value[-1] - value[0] for value in whole.values())
    rises = np.concatenate([np.diff(whole[base][:int(math.log(min(base, 1 << 20) / 64, 4)) + 1]) for base in BASES])
    step = rises[rises < 0][0] if (rises < 0).any() else rises.min()
    change = whole[1e8] - whole[1e4]
    fall = change[change < 0][0] if (change < 0).any() else change.min()
    return {"DU-T-F1-M-UNIT": own(least > 0, least, 1e-6),
            "DU-T-F1-M-STEPS-UNIT": own(step > 0, step, 1e-6),
            "DU-T-F1-B-UNIT": own(fall > 0, fall, 1e-6)}


@judges("DU-T-F1-M-ALIGNED")
def aligned_context():
    """Rise from M = 64 to 2^20 at every base."""
    worst = (1.0, 0.0)
    for base in BASES:
        m, e = averaged(("aligned", 0.5), base, 1 << 20, 12000, 14)
        m0, e0 = averaged(("aligned", 0.5), base, 64, 12000, 15)
        worst = min(worst, (m - m0, math.hypot(e, e0)))
    return own(decide(worst[0] - Z * worst[1], worst[0] + Z * worst[1], ">", 0), worst[0], 2.5 * Z * worst[1])


@judges("DU-T-F1-B-ALIGNED")
def aligned_base():
    """Rise from base 1e4 to 1e8 at every context; the first that falls is what is told."""
    first, least = None, None
    for context in (64 << 2 * i for i in range(8)):
        m, e = averaged(("aligned", 0.5), 1e8, context, 12000, 16)
        m0, e0 = averaged(("aligned", 0.5), 1e4, context, 12000, 16)
        change, error = m - m0, math.hypot(e, e0)
        if first is None and change + Z * error < 0:
            first = (change, error)
        least = min(least or (1.0, 0.0), (change, error))
    change, error = first or least
    return own(decide(change - Z * error, change + Z * error, ">", 0), change, 2.5 * Z * error)


def tapa_bias(law, seed):
    """TAPA's inversions: S(near) - S(far) is A (cos - cos), amplitude and phase independent."""
    rng = np.random.default_rng(seed)
    draws, pairs = 60000, 16
    query, (key,) = vectors(law, draws, 128, 1, rng)
    amplitude = (query[:, :64] * key[:, :64]).sum(1)
    phase = (query[:, 64:] * key[:, 64:]).sum(1) / 8
    found = []
    for alpha in (0.1, 0.5):
        for context in (64, 4096, 262144):
            near = rng.integers(0, context // 2, (draws, pairs))
            far = rng.integers(context // 2, context, (draws, pairs))
            turn = [2 * math.pi * r.astype(LONG) ** LONG(alpha) * phase[:, None] for r in (near, far)]
            gap = (amplitude[:, None] * (np.cos(turn[0]) - np.cos(turn[1]))).astype(float)
            m, e = mean_and_error((gap < 0).mean(1))
            found.append((abs(m - 0.5), e))
    value, error = max(found)
    low, high = max(m - Z * e for m, e in found), max(m + Z * e for m, e in found)
    return own(decide(low, high, "<", 0.05), value, (-Z * error, Z * error + 0.02))


def tapa_short(law, seed):
    """The same at 4 and 16 tokens, every pair of distances; nearly all of what it is off by is at distance 0."""
    rng = np.random.default_rng(seed)
    draws = 400000
    query, (key,) = vectors(law, draws, 128, 1, rng)
    amplitude = (query[:, :64] * key[:, :64]).sum(1)
    phase = (query[:, 64:] * key[:, 64:]).sum(1) / 8
    found = []
    for alpha in (0.1, 0.5):
        waves = [np.cos((2 * math.pi * LONG(r) ** LONG(alpha) * phase).astype(float)) for r in range(16)]
        for half in (2, 8):
            share = np.zeros(draws)
            for near in range(half):
                for far in range(half, 2 * half):
                    share += amplitude * (waves[near] - waves[far]) < 0
            m, e = mean_and_error(share / half ** 2)
            found.append((abs(m - 0.5), e))
    value, error = max(found)
    return own(decide(value - Z * error, value + Z * error, "<", 0.05), value, Z * error)


judges("TAPA-BIAS-SHORT-GAUSS")(lambda: tapa_short(("gauss", 0.5, 1), 21))
judges("TAPA-BIAS-SHORT-ALIGNED")(lambda: tapa_short(("aligned", 0.5), 22))
judges("TAPA-BIAS-GAUSS")(lambda: tapa_bias(("gauss", 0.5, 1), 17))
judges("TAPA-BIAS-ALIGNED")(lambda: tapa_bias(("aligned", 0.5), 18))
judges("TAPA-BIAS-NARROW")(lambda: tapa_bias(("gauss", 0.1, 0.2), 19))
