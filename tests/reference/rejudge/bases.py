"""MEN and SU: which bases keep B_r(b) = sum_n cos(r b^(-n/64)) from going negative under a context."""
import mpmath
import numpy as np

from definitions import sums
from frame import judges, own

PAIRS = 64
NAMES = ["1K", "2K", "4K", "8K", "16K", "32K", "64K", "128K", "256K", "512K", "1M"]
MEN = ["4.3e3", "1.6e4", "2.7e4", "8.4e4", "3.1e5", "6.4e5", "2.1e6", "7.8e6", "3.6e7", "6.4e7", "5.1e8"]
SU = ["4.3e3", "1.2e4", "2.7e4", "8.4e4", "2.3e5", "6.3e5", "2.1e6", "4.9e6", "2.4e7", "5.8e7", "6.5e7"]
GRAIN = 1e-9


def exact(base, distance):
    """B_r(b) to 30 digits."""
    with mpmath.workdps(40):
        b = mpmath.mpf(base)
        return mpmath.fsum(mpmath.cos(distance * b ** (-mpmath.mpf(n) / PAIRS)) for n in range(PAIRS))


def least(base, context):
    """The least B_r and the first negative one's distance; what is near 0 is computed to 30 digits."""
    value = np.concatenate([sums(base, PAIRS, first, min(context - first, 1 << 17))
                            for first in range(0, context, 1 << 17)])
    near = np.flatnonzero(np.abs(value) < 1e-7)
    for distance in near[:64]:
        value[distance] = float(exact(base, int(distance)))
    negative = np.flatnonzero(value < 0)
    return value.min(), (int(negative[0]) if len(negative) else None), value


def strongest(log_base, pool, share):
    """How far up, in ln b, the negative sums of a pool of distances certainly stay negative, best first.

    d B_r/d ln b is at most r sum (n/h) theta_n in size, which only falls as b grows.
    """
    frequency = np.exp(-share * log_base)
    value = np.cos(np.outer(pool, frequency)).sum(1)
    reach = (-value - 1e-9) / (pool * (share * frequency).sum())
    order = np.argsort(-reach)[:6]
    return reach[order], pool[order]


def cover(start, end, context):
    """Covers log bases from start on by negative sums; returns up to where none passes, end if none does.

    From each point the sums that stay negative longest are tried on many small steps at once; where no
    distance of the context carries a step of a GRAIN, the cover ends.
    """
    share = np.arange(PAIRS) / PAIRS
    here, steps, typical = start, 64, 1.0
    pool = np.arange(1, min(context, 200))
    while here < end:
        reach, best = strongest(here, pool, share)
        if reach[0] < 0.2 * typical:
            value = least(np.exp(here), context)[2]
            speed = -value[1:] / np.arange(1, context)
            top = np.argpartition(speed, -8)[-8:] + 1
            pool = np.unique((top[:, None] + np.arange(-24, 25)).ravel())
            pool = pool[(pool > 0) & (pool < context)]
            reach, best = strongest(here, pool, share)
            typical = reach[0]
        if reach[0] < GRAIN:
            return here
        step = reach[0] / 3
        middle = here + step * (np.arange(steps) + 0.5)
        speed = (share * np.exp(-share * here)).sum()
        covered = np.zeros(steps, bool)
        for distance in best:
            rest = np.flatnonzero(~covered)
            if len(rest) == 0:
                break
            value = np.cos(distance * np.exp(-np.outer(middle[rest], share))).sum(1)
            covered[rest] = value + distance * speed * step / 2 < -1e-9
        done = steps if covered.all() else int(np.argmin(covered))
        here += max(done * step, 0.999 * reach[0])
        steps = min(4096, steps * 2) if done == steps else max(16, done + 8)
        if done < steps:
            around = best[0] + np.arange(-48, 49)
            pool = np.union1d(around[(around > 0) & (around < context)], best)
    return end


def passing(left, context):
    """The first base of a fine grid upwards from exp(left) that passes, to say what it rounds to."""
    for step in np.concatenate([np.arange(1, 40) * GRAIN, 4e-8 * 1.1 ** np.arange(60)]):
        if least(np.exp(left + step), context)[1] is None:
            return np.exp(left + step)
    return None


def rounds_to(base, printed):
    """Whether a base, written with two digits, is the printed one."""
    return f"{base:.1e}" == f"{float(printed):.1e}"


def judge(index):
    """All four claims of one context."""
    context, name = 1024 << index, NAMES[index]
    smaller = min(float(MEN[index]), float(SU[index]))
    unit = 10.0 ** (np.floor(np.log10(smaller)) - 1)
    # As far down as the claim goes, and further where a minute is enough.
    start = 1.0 if index < 8 else 0.99 * (smaller - unit / 2)
    up_to = cover(np.log(start), np.log(smaller + unit), context)
    first = passing(up_to, context)
    out = {}
    for family, printed in (("MEN", MEN[index]), ("SU", SU[index])):
        base = int(float(printed))
        value, negative, _ = least(base, context)
        how = f"first negative at {negative}" if negative is not None else "least sum of all distances"
        out[f"{family}-{name}-PASSES"] = own(negative is None, value, None, how)
        good = first is not None and rounds_to(first, printed)
        out[f"{family}-{name}-LEAST"] = own(
            good, np.exp(up_to), None, f"none passes from {start:.6g} to {np.exp(up_to):.10g}, {first or 0:.10g} does")
    return out


def register(index):
    """One function for each context, so that each has a minute of its own."""
    names = [f"{family}-{NAMES[index]}-{what}" for family in ("MEN", "SU") for what in ("PASSES", "LEAST")]
    judges(*names)(lambda: judge(index))


for which in range(len(NAMES)):
    register(which)
