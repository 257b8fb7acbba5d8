"""FOLLOW's Proposition 1: for all amplitudes at once, by the norm and the spectrum of window averages."""
import math

import numpy as np

from definitions import LONG, PLAIN, TURN, theta
from frame import judges, own

# Tokens that a layer of these attends to, where fewer than the context.
WINDOW = {"mistral-7b-v0.1": 4096, "gemma-3-12b-local": 1024}
EPSILONS = (0.01, 0.03, 0.1, 0.3, 0.49)


def window_mean(frequency, context):
    """(1/M) sum_(m<M) e^(i m f), the Dirichlet kernel, f in extended precision."""
    half = frequency / 2
    half = half - np.rint(half / (TURN / 2)) * (TURN / 2)
    turned = np.fmod(LONG(context) * half, TURN)
    small = abs(half) < 1e-12
    safe = np.where(small, LONG(1), half)
    size = np.where(small, LONG(1), np.sin(turned) / (context * np.sin(safe))).astype(float)
    phase = np.fmod(LONG(context - 1) * half, TURN).astype(float)
    return size * np.exp(1j * phase)


def high_band(base, pairs, context, epsilon):
    """Pairs with M theta_n >= 4 pi/((1 - b^(-1/h)) eps)."""
    frequency = theta(base, pairs)
    return frequency[context * frequency >= 2 * TURN / ((1 - frequency[1]) * epsilon)]


def used(base, pairs, context):
    """Largest |E S_H|/(eps U_H) and |Var S_H - U_H^2/2|/(eps U_H^2) over all z, for each eps."""
    out = []
    for epsilon in EPSILONS:
        f = high_band(base, pairs, context, epsilon)
        if len(f) == 0:
            continue
        # S(m) = (cos m f, -sin m f) . (Re z, Im z): mean vector and second moments of those waves.
        mean = window_mean(f, context)
        vector = np.concatenate([mean.real, -mean.imag])
        added = window_mean(f[:, None] + f[None, :], context)
        taken = window_mean(f[:, None] - f[None, :], context)
        cc, ss = (taken.real + added.real) / 2, (taken.real - added.real) / 2
        cs = (added.imag - taken.imag) / 2
        second = np.block([[cc, -cs], [-cs.T, ss]])
        away = second - np.outer(vector, vector) - np.eye(2 * len(f)) / 2
        out.append((np.linalg.norm(vector) / epsilon, np.abs(np.linalg.eigvalsh(away)).max() / epsilon))
    return out


def shapes():
    """Bases and numbers of pairs of the domain."""
    grid = {(base, dim // 2) for base in (1e4, 5e5, 1e6, 1e7, 1e8) for dim in (64, 128, 256)}
    return sorted(grid | {(base, dim // 2) for base, dim, _ in PLAIN.values()})


@judges("FOLLOW-P1-MEAN", "FOLLOW-P1-VAR")
def proposition():
    """Over contexts 2^10 to 2^30."""
    found = np.array([x for base, pairs in shapes() for power in range(10, 31) for x in used(base, pairs, 1 << power)])
    mean, variance = found.max(0)
    return {"FOLLOW-P1-MEAN": own(mean < 1, mean, 1e-6), "FOLLOW-P1-VAR": own(variance < 1, variance, 1e-6)}


@judges("FOLLOW-P1-WHOLE")
def whole():
    """Share of a model's pairs in H at its own context or its layer's window, eps just under 1/2."""
    share = max(len(high_band(base, dim // 2, WINDOW.get(name, context), 0.49999999999999994)) / (dim // 2)
                for name, (base, dim, context) in PLAIN.items())
    return own(share >= 1, share, 1e-9)


assert math.isclose(float(TURN), 2 * math.pi)
