"""What attention can and cannot do, score by score: peaks, diagonals, and powers fitted to distance."""
import math

import numpy as np

from definitions import LONG, TURN, angles, theta
from frame import judges, own


def least_sine(turns, context):
    """Least |sin(pi f m)| over whole m from 1 to below the context, f in turns."""
    least = math.inf
    for f in turns:
        away = f * np.arange(1, context, dtype=LONG)
        least = min(least, float(np.abs(np.sin((away - np.rint(away)) * TURN / 2)).min()))
    return least


def other_peaks(base, pairs, context, rng):
    """At how many of three r the key turned on by r has a score elsewhere that is no smaller."""
    found = 0
    x = angles(base, pairs, np.arange(context))
    for r in (0, context // 2, context - 1):
        query = rng.standard_normal((pairs, 2)) @ [1, 1j]
        key = query * np.exp(1j * x[:, r])
        scores = (np.conj(query) * key) @ np.exp(-1j * x)
        scores = scores.real
        found += int((np.delete(scores, r) >= scores[r]).any())
    return found


@judges("ROUND-3.1", "ROUND-3.1-TURN", "ROUND-3.1-PARTIAL")
def peak():
    """1 - S(r + m)/S(r) is an average of 2 sin^2(m theta_n/2): its least value is that of one pair."""
    rng, context, failed = np.random.default_rng(31), 131072, 0
    least = math.inf
    for base in (1e4, 5e5, 1e6, 1e7, 1e8):
        for pairs in (32, 64):
            least = min(least, least_sine(theta(base, pairs) / TURN, context))
            failed += other_peaks(base, pairs, 4096, rng)
    whole = least_sine(theta(5e5, 64), 8192)
    still = least_sine(np.append(theta(1e6, 32) / TURN, LONG(0)), 8192)
    return {"ROUND-3.1": own(least > 1e-15 and failed == 0, least, 1e-15),
            "ROUND-3.1-TURN": own(whole > 1e-15, whole, 1e-15),
            "ROUND-3.1-PARTIAL": own(still > 1e-15, still, 1e-15)}


@judges("ROUND-5.2", "ROUND-5.2-ROPE")
def diagonal():
    """The last of [BOS, x, x] to itself: 1/(2 + e^(b - a)) without positions, by softmax with them."""
    rng, most = np.random.default_rng(52), 0.0
    for dim in (8, 64, 128):
        for name, parameter in (("gauss", 0.5), ("gauss", 1.0), ("gauss", 2.0), ("aligned", 0.5)):
            query = rng.standard_normal((4096, dim))
            keys = rng.standard_normal((2, 4096, dim))
            if name == "gauss":
                query, keys = parameter * query, parameter * keys
            else:
                keys = parameter * query + math.sqrt(1 - parameter ** 2) * keys
            own_score, bos = (query * keys).sum(2) / math.sqrt(dim)
            top = np.maximum(own_score, bos)
            most = max(most, (np.exp(own_score - top)
                              / (2 * np.exp(own_score - top) + np.exp(bos - top))).max())
    x = angles(1e4, 32, np.arange(3))
    query, own_key, bos_key = 2 * (rng.standard_normal((3, 4096, 32, 2)) @ [1, 1j])
    scores = [(np.conj(query) * key * np.exp(-1j * x[:, r])).real.sum(1) / 8
              for r, key in ((0, own_key), (1, own_key), (2, bos_key))]
    turned = (1 / np.exp(np.array(scores) - scores[0]).sum(0)).max()
    # Largest of draws of one's own: any value from 1/2 on is refuted, the size of it is chance.
    return {"ROUND-5.2": own(most < 0.5, most, 1e-6), "ROUND-5.2-ROPE": own(turned < 0.5, turned, 0.05)}


def fitted(distances):
    """gamma and R^2 of ln w against ln d, w = 1/(d + 50)."""
    x, y = np.log(np.array(distances, float)), -np.log(np.array(distances, float) + 50)
    slope, offset = np.polyfit(x, y, 1)
    return -slope, 1 - ((y - slope * x - offset) ** 2).sum() / ((y - y.mean()) ** 2).sum()


@judges("NULL-GAMMA", "NULL-GAMMA-PUBLISHED")
def null_gamma():
    """Uniform attention in d + 50 tokens; the limits stand in the statements."""
    share = fitted([10, 20, 30, 50, 100, 200, 500, 1000, 2000])[1]
    gamma = fitted([30, 50, 100, 200, 500, 1000, 2000])[0]
    return {"NULL-GAMMA": own(share < 0.95, share, 1e-9),
            "NULL-GAMMA-PUBLISHED": own(gamma < 0.5509, gamma, 1e-9)}
