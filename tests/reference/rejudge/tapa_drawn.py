"""TAPA's Figure 1, drawn: a near score less a far one, each of its own query and key."""
import math

import numpy as np

from definitions import LONG, angles, vectors
from frame import Z, decide, judges, mean_and_error, own

DRAWS = 40000


def scores(law, low, rng):
    """RoPE's and TAPA's scores at distances uniform on [low, low + 100]."""
    r = rng.integers(low, low + 101, DRAWS)
    query, (key,) = vectors(law, DRAWS, 128, 1, rng)
    q0, q1, k0, k1 = query[:, ::2], query[:, 1::2], key[:, ::2], key[:, 1::2]
    x = angles(5e5, 64, r).T
    rope = ((q0 * k0 + q1 * k1) * np.cos(x) + (q0 * k1 - q1 * k0) * np.sin(x)).sum(1) / math.sqrt(128)
    phase = (query[:, 64:] * key[:, 64:]).sum(1) / 8
    turn = 2 * math.pi * (r.astype(LONG) ** LONG(0.1)).astype(float) * phase
    return rope, (query[:, :64] * key[:, :64]).sum(1) / 8 * np.cos(turn)


def shifted(law, seed):
    """The smaller of RoPE's mean in standard deviations and 0.2 less TAPA's size, drawn where the program is exact."""
    rng = np.random.default_rng(seed)
    near, far = scores(law, 0, rng), scores(law, 10000, rng)
    means = []
    for a, b in zip(near, far):
        m, e = mean_and_error(a - b)
        means.append(m / (e * math.sqrt(DRAWS)))
    error = 1 / math.sqrt(DRAWS)
    room = (means[0], 0.2 - abs(means[1]))
    value = min(room)
    verdict = decide(value - Z * error, value + Z * error, ">", 0.1)
    return own(verdict, value, (-Z * error, Z * error), f"RoPE {means[0]:.3f} sd, TAPA {means[1]:.3f} sd")


judges("TAPA-F1")(lambda: shifted(("gauss", 0.5, 1), 161))
judges("TAPA-F1-ALIGNED")(lambda: shifted(("aligned", 0.5), 162))
judges("TAPA-F1-NARROW")(lambda: shifted(("gauss", 0.1, 0.2), 163))
