"""TAPA's Theorems 3.2 and 3.3 and the linear phase, by closed forms derived from the normal law."""
import math

import numpy as np

from frame import judges, own

LAWS = [(0.5, 1), (1, 1), (0.3, 0.5), (1, 0.5), (0.05, 0.2)]
CENTRED = [(0, 1), (0, 0.5), (0, 0.2)]
SHAPES = [(dim, split) for split in (0.25, 0.5, 0.75) for dim in (8, 64, 128)]
FAR = 2.0 ** 50


def parts(dim, split):
    """Coordinates of the amplitude and of the phase."""
    amplitude = round(split * dim)
    return amplitude, dim - amplitude


def log_characteristic(t, mu, sigma, count):
    """ln E exp(i t q.k) for `count` coordinates N(mu, sigma^2): each is Gaussian in k, then in q."""
    d = 1 + (t * sigma ** 2) ** 2
    return count * (-0.5 * np.log(d) + (1j * t * mu ** 2 - (t * sigma * mu) ** 2) / d)


@judges("TAPA-T3.2")
def decay():
    """|E T| r^(alpha D_P) over its largest possible value, in tens' logarithms."""
    worst = -math.inf
    r = np.exp(np.arange(0, math.log(FAR), math.log(1.3)))
    for alpha in (0.1, 0.5, 1):
        for dim, split in SHAPES:
            amplitude, phase = parts(dim, split)
            for mu, sigma in LAWS:
                t = 2 * math.pi * r ** alpha / math.sqrt(phase)
                value = log_characteristic(t, mu, sigma, phase)
                mean = value.real + np.log(np.maximum(abs(np.cos(value.imag)), 1e-300))
                power = alpha * phase * np.log(r)
                # |F| (sqrt(D_P) t/2 pi)^D_P: with w = t^2 sigma^4, w/(1+w) exp(-2 kappa w/(1+w)) at its top.
                kappa = mu ** 2 / sigma ** 2
                share = min(1.0, 1 / (2 * kappa)) if kappa else 1.0
                top = phase * (0.5 * math.log(share) - kappa * share
                               + math.log(math.sqrt(phase) / (2 * math.pi * sigma ** 2)))
                worst = max(worst, ((mean + power - top) / math.log(10)).max())
    return own(-1e-6 <= worst <= 1e-10, worst, (-1e-6, 1e-6), "constant derived anew; sup over r >= 0")


@judges("TAPA-T3.3")
def floor():
    """Var T at r = 2^50 over E|q_d k_d|^2/2."""
    least = math.inf
    for alpha in (0.1, 0.5, 1):
        for dim, split in SHAPES:
            amplitude, phase = parts(dim, split)
            for mu, sigma in LAWS + CENTRED:
                t = 2 * math.pi * FAR ** alpha / math.sqrt(phase)
                f1, f2 = (np.exp(log_characteristic(x, mu, sigma, phase)).real for x in (t, 2 * t))
                square = sigma ** 4 + 2 * (sigma * mu) ** 2 + amplitude * mu ** 4
                variance = square * (1 + f2) / 2 - amplitude * mu ** 4 * f1 ** 2
                least = min(least, variance / ((sigma ** 2 + mu ** 2) ** 2 / 2))
    return own(least > 1 - 1e-12, least, 1e-9)


@judges("TAPA-T3.3-CROSSED")
def crossed():
    """Pairs with correlation c in q and -c in k: E (q_A.k_A)^2/D_A = 1 + c (-c), while E|q_d k_d|^2 = 1.

    Assumption 2.1 holds: E A = E B = 0. E exp(i s (q0 k0 + q1 k1)) = 1/sqrt(det(I + s^2 Q K)), whose matrix
    Q K = (1 - c^2) I.
    """
    least = math.inf
    for alpha in (0.1, 0.5):
        for c in (0.5, 0.9, 0.99):
            t = 2 * 2 * math.pi * FAR ** alpha / 8
            f2 = (1 + t * t * (1 - c * c)) ** -32.0
            least = min(least, (1 - c * c) * (1 + f2))
    return own(least > 1 - 1e-12, least, 1e-9)


@judges("TAPA-PHASE")
def linear():
    """Exponents -d ln/d ln r of the envelopes: 8 pi^2 alpha r^(2 alpha) sigma^2 against at most alpha D_P s.

    s is the largest of d(-ln|F|)/d ln t over D_P, with w = t^2 sigma^4: w/(1+w) + 2 kappa w/(1+w)^2.
    """
    least = math.inf
    for alpha in (0.1, 0.5, 1):
        for dim, split in SHAPES:
            phase = parts(dim, split)[1]
            for mu, sigma in LAWS:
                w = np.exp(np.linspace(-20, 20, 4001))
                steepest = (w / (1 + w) + 2 * (mu / sigma) ** 2 * w / (1 + w) ** 2).max() * alpha * phase
                exponent = 8 * math.pi ** 2 * alpha * FAR ** (2 * alpha) * sigma ** 2
                least = min(least, exponent / steepest)
    return own(least > 1, least, 0.05 * least, "at the last distance, the only one where the ratio is meant to hold")
