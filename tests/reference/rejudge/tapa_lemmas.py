"""TAPA's Lemmas C.1 and C.2 at the plain models, in turns: C_D and S_D are the sums over D."""
import mpmath
import numpy as np
from scipy import special

from definitions import PLAIN, sums
from frame import judges, own

DENSE = 1 << 20
MODELS = sorted({(base, dim) for base, dim, _ in PLAIN.values() if dim > 4 * np.log(base)})
# Beyond the dense scan: three per cent apart, up to 2^53, and the neighbours of whole multiples of the base.
SPARSE = np.unique(np.rint(np.exp(np.arange(np.log(DENSE), np.log(2.0 ** 53), 0.03))))


def trig(base, dim, distances):
    """C_D and S_D at distances, which may be large: turns are reduced with 40 digits."""
    with mpmath.workdps(40):
        step = [mpmath.mpf(base) ** (-mpmath.mpf(2 * n) / dim) for n in range(dim // 2)]
        turns = np.array([[float(mpmath.fmod(int(r) * s, 1)) for s in step] for r in distances])
    return np.cos(2 * np.pi * turns).sum(1) / dim, np.sin(2 * np.pi * turns).sum(1) / dim


def scanned(base, dim):
    """Distances from 2 on, with C_D and S_D."""
    first = np.arange(2, DENSE, dtype=float)
    cosine = sums(base, dim // 2, 2, DENSE - 2, "turn") / dim
    sine = sums(base, dim // 2, 2, DENSE - 2, "turn", True) / dim
    far_c, far_s = trig(base, dim, SPARSE[::4])
    return np.append(first, SPARSE[::4]), np.append(cosine, far_c), np.append(sine, far_s)


def slack(base, dim, distance):
    """The least of a + 4 pi r b^-a/D over a > 0: at a = ln(4 pi r ln b/D)/ln b if that is positive."""
    log = np.log(base)
    a = np.maximum(np.log(4 * np.pi * distance * log / dim) / log, 0)
    return a + 4 * np.pi * distance * base ** -a / dim


@judges("TAPA-LC.1")
def upper():
    """Both bounds with the best a, at every scanned distance of every model."""
    failing, tightest = 0, 0.0
    for base, dim in MODELS:
        r, cosine, sine = scanned(base, dim)
        extra, log = slack(base, dim, r), np.log(base)
        for value, bound in ((cosine, 2 * base / (log * r * np.pi) + extra), (sine, 2 / log + extra)):
            share = (abs(value) / bound).max()
            failing, tightest = failing + (share > 1), max(tightest, share)
    return own(failing < 1, failing, 0, f"scan to 2^20, then sparse to 2^53; at most {tightest:.3f} of the bound used")


@judges("TAPA-LC.1-COSINE")
def says_something():
    """Whether the bound on |C_D| is anywhere below 1/2, which no |C_D| exceeds."""
    somewhere, least = 0, np.inf
    for base, dim in MODELS:
        r = np.exp(np.linspace(0, np.log(2.0 ** 53), 400000))
        bound = (2 * base / (np.log(base) * r * np.pi) + slack(base, dim, r)).min()
        somewhere, least = somewhere + (bound < 0.5), min(least, bound)
    return own("verified" if somewhere else "vacuous", somewhere, 0, f"the least bound of all is {least:.3f}")


@judges("TAPA-LC.1-SHARP")
def sharp():
    """The limits by Ci and Si against (b + 1)/(4 pi r ln b) and 0.926/ln b."""
    worst = 0.0
    distance = np.unique(np.rint(np.exp(np.arange(np.log(2), np.log(2.0 ** 50), np.log(1.07)))))
    for exponent in np.arange(1.01, 30.001, 0.25):
        base = 10 ** exponent
        s_near, c_near = special.sici(2 * np.pi * distance)
        s_far, c_far = special.sici(2 * np.pi * distance / base)
        log = np.log(base)
        worst = max(worst, (abs(c_near - c_far) / (2 * log) / ((base + 1) / (4 * np.pi * distance * log))).max(),
                    (abs(s_near - s_far) / (2 * log) / (0.926 / log)).max())
    return own(worst < 1, worst, 0.02, "densities of the grids differ")


@judges("TAPA-LC.2")
def lower():
    """The bound with the best a and e0 (r b^-e0 < 1/4) at every scanned distance of every model."""
    failing, closest = 0, np.inf
    for base, dim in MODELS:
        r, cosine, _ = scanned(base, dim)
        log = np.log(base)
        # e0 from just over ln(4 r)/ln b on; past 1 the bound's first term is negative.
        start = np.log(4 * r) / log
        best = np.full(len(r), -np.inf)
        for part in np.linspace(1e-9, 1, 60) ** 2:
            e0 = start + part * np.maximum(1 - start, 0)
            best = np.maximum(best, (1 - e0) / 2 * np.cos(2 * np.pi * r * base ** -e0))
        room = cosine - (best - 1 / log - slack(base, dim, r))
        failing, closest = failing + (room.min() <= 0), min(closest, room.min())
    return own(failing < 1, failing, 0, f"scan to 2^20, then sparse to 2^53; at least {closest:.3f} of room")
