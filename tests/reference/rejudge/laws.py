"""Laws of token order: exact probabilities at single distances, and the formulas that stand for them."""
import math

import numpy as np
from scipy import special

from definitions import normal_cdf, sums, angles
from frame import judges, own

BASES = (1e4, 5e5, 1e6, 1e7, 1e8)
PAIRS = 64


def grid(base, factor):
    """Whole distances from 1 to 1e9, each so many times the one before, up to ten bases."""
    r = np.unique(np.rint(np.exp(np.arange(0, math.log(1e9), math.log(factor)))))
    return r[r <= 10 * base]


def mean_cosine(base, distances):
    """c(r)."""
    return np.cos(angles(base, PAIRS, distances)).mean(0)


def overtakes(total):
    """P[sum_n cos U_n > total], U_n independent and uniform: characteristic function J0(t)^h.

    The integrand is down to 1e-20 by t = 1.5 sqrt(64/h); Gil-Pelaez as a sum over t.
    """
    node, weight = np.polynomial.legendre.leggauss(400)
    t, weight = 3.0 * (node + 1) / 2, weight * 1.5
    cf = special.j0(t) ** PAIRS
    return 0.5 - (np.sin(np.outer(total, t)) * (cf / t * weight)).sum(1) / math.pi


@judges("DU-F3-DISTANCE", "LAW-TOKEN-ALIGNED-NORMAL")
def aligned_reference():
    """Against phases zero: the key overtakes where sum cos(x + phi) exceeds sum cos x = h c(r)."""
    largest, apart = 0.0, 0.0
    for base in BASES:
        c = mean_cosine(base, grid(base, 1.1))
        exact = overtakes(PAIRS * c)
        largest = max(largest, exact.max())
        apart = max(apart, abs(normal_cdf(-math.sqrt(2 * PAIRS) * c) - exact).max())
    return {"DU-F3-DISTANCE": own(largest < 0.5, largest, 0.02, "own grid of distances"),
            "LAW-TOKEN-ALIGNED-NORMAL": own(apart < 0.04 / PAIRS, apart, 2e-5, "own grid of distances")}


@judges("LAW-ARCCOS")
def arccos():
    """E arccos(rho_q)/pi, rho_q = sum w_n cos x_n with w the shares of |q_n|^2, against arccos(c)/pi."""
    rng = np.random.default_rng(21)
    weight = rng.exponential(size=(40000, PAIRS))
    weight /= weight.sum(1, keepdims=True)
    worst = 0.0
    for base in BASES:
        r = grid(base, 1.7)
        cosine = np.cos(angles(base, PAIRS, r))
        c = cosine.mean(0)
        rho = weight @ cosine
        # What is linear in rho has the known mean c: it is taken off, and with it most of the noise.
        slope = -1 / np.sqrt(np.maximum(1 - c * c, 1e-12))
        exact = np.arccos(np.clip(rho, -1, 1)) - slope * (rho - c)
        worst = max(worst, abs(np.arccos(c) - exact.mean(0)).max() / math.pi)
    return own(worst < 1 / (4 * PAIRS), worst, 2e-4)


def average(base, context):
    """Mean over r < M of the normal law Phi(-sqrt(2 h) c(r))."""
    c = sums(base, PAIRS, 0, context) / PAIRS
    return normal_cdf(-math.sqrt(2 * PAIRS) * c).mean()


@judges("LAW-TOKEN-ALIGNED")
def rule_of_thumb():
    """Phi(-(h - L)/sqrt L) at M = 8192, b = 1e4."""
    turning = PAIRS * math.log(8192 / (2 * math.pi)) / math.log(1e4)
    apart = abs(normal_cdf(-(PAIRS - turning) / math.sqrt(turning)) - average(1e4, 8192))
    return own(apart < 0.05, apart, 1e-6)


@judges("LAW-TOKEN-ALIGNED-CORRECTED")
def corrected():
    """The law with slow pairs' variance, averaged over the same distances."""
    worst = 0.0
    for base in BASES:
        for context in (256, 1024, 4096, 16384, 65536):
            if context > base / 2:
                continue
            r = np.arange(1, context, dtype=float)
            turning = np.clip(PAIRS * (np.log(r) + np.euler_gamma) / math.log(base), 0, PAIRS)
            # At r = 0 nothing has turned and nothing overtakes.
            law = normal_cdf(-(PAIRS - turning) / np.sqrt((PAIRS + turning) / 2)).sum() / context
            worst = max(worst, abs(law - average(base, context)))
    return own(worst < 0.025, worst, 5e-4)
