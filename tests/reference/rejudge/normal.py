"""DU's normal law of the score over distance, and what the score tends to at a fixed number of pairs."""
import math

import numpy as np
from scipy import special

from definitions import amplitudes, curves, normal_cdf, table
from frame import Z, decide, judges, mean_and_error, median_limits, own

LAWS = {"UNIT": ("unit",), "PHASE": ("phase",), "GAUSS": ("gauss", 0, 1), "ALIGNED": ("aligned", 0.5)}
POINTS = [(base, context) for base in (1e4, 5e5, 1e8) for context in (1024, 4096)]


def kolmogorov(scores, cdf):
    """Largest distance of a sample's steps from a law, both sides of each step."""
    value = cdf(np.sort(scores))
    rank = np.arange(len(scores))
    return max((value - rank / len(scores)).max(), ((rank + 1) / len(scores) - value).max())


def split(form, base, context):
    """DU's mean and variance: slow pairs at distance 0; half the fast pairs' squared amplitudes."""
    fast = np.arange(64) < 64 * math.log(context / (2 * math.pi)) / math.log(base)
    a, b = form
    return a[:, ~fast].sum(1), ((a * a + b * b)[:, fast]).sum(1) / 2


def measured(law, draws, seed):
    """At each base and context: distance to the split's law, error of its mean in deviations, relative one of its sd."""
    rng = np.random.default_rng(seed)
    form = amplitudes(law, draws, 128, 1, rng)[0]
    out = []
    for base, context in POINTS:
        mean, variance = split(form, base, context)
        scores = np.vstack([curves((form[0][i:i + 64], form[1][i:i + 64]), table(base, 64, context))
                            for i in range(0, len(form[0]), 64)])
        deviation = scores.std(1)
        apart = [kolmogorov(s, lambda x, i=i: normal_cdf((x - mean[i]) / math.sqrt(variance[i])))
                 for i, s in enumerate(scores)]
        out.append((np.array(apart), abs(mean - scores.mean(1)) / deviation, np.sqrt(variance) / deviation - 1))
    return out


def off(column, x):
    """How far a part is off, and at least and at most: a mean distance, a median size, a median's size."""
    if column == 0:
        m, e = mean_and_error(x) if len(x) > 1 else (x[0], 0.0)
        return m, m - Z * e, m + Z * e
    middle, low, high = median_limits(x)
    return abs(middle), max(low, -high, 0.0), max(high, -low)


def register(name, law, draws, seed):
    """The three claims of one law."""
    names = [f"DU-N-{name}", f"DU-N-MEAN-{name}", f"DU-N-VARIANCE-{name}"]

    def judge():
        found, out = measured(law, draws, seed), {}
        for column, claim in enumerate(names):
            limit = (0.1, 0.25, 0.15)[column]
            parts = [off(column, x[column]) for x in found]
            verdict = decide(max(x[1] for x in parts), max(x[2] for x in parts), "<", limit)
            _, low, high = max(parts, key=lambda x: x[2 if verdict == "verified" else 1])
            value = high if verdict == "verified" else low
            out[claim] = own(verdict, value - limit, 1e-6 + high - low)
        return out
    judges(*names)(judge)


for number, (key, chosen) in enumerate(LAWS.items()):
    register(key, chosen, 1 if key == "UNIT" else 4096 if key == "ALIGNED" else 768, 141 + number)


def limit_law(amplitude):
    """Distribution function of sum a_n cos U_n: Gil-Pelaez on the damped product of J0, tabulated.

    The product falls like t^(-h/2) only, so the integral is taken over lobes to a far end.
    """
    scale = math.sqrt((amplitude ** 2).sum() / 2)
    reach = amplitude.sum()
    top, count = 4000.0 / scale, 1 << 17
    t = (np.arange(count) + 0.5) * top / count
    cf = np.prod(special.j0(np.outer(amplitude, t)), axis=0)
    x = np.linspace(-reach, reach, 1601)
    value = np.empty(len(x))
    for start in range(0, len(x), 100):
        part = x[start:start + 100]
        value[start:start + 100] = 0.5 + (np.sin(np.outer(part, t)) @ (cf / t)) * (top / count) / math.pi
    return lambda y: np.interp(y, x, value)


def at_limit(base, dim, context, laws, draws, seed):
    """For each curve: its distance to normal and to the limiting law, and that law's from normal."""
    rng = np.random.default_rng(seed)
    waves = table(base, dim // 2, context)
    out = []
    for law in laws:
        form = amplitudes(law, 1 if law[0] == "unit" else draws, dim, 1, rng)[0]
        for a, b in zip(*form):
            scores = curves((a[None], b[None]), waves)[0]
            amplitude = np.hypot(a, b)
            law_cdf = limit_law(amplitude)
            spread = math.sqrt((amplitude ** 2).sum() / 2)
            y = np.linspace(-amplitude.sum(), amplitude.sum(), 20001)
            own_distance = abs(law_cdf(y) - normal_cdf(y / spread)).max()
            to_normal = kolmogorov(scores, lambda x: normal_cdf((x - scores.mean()) / scores.std()))
            out.append((to_normal / own_distance, kolmogorov(scores, law_cdf) / own_distance))
    return np.array(out)


@judges("DU-N-VANISH", "DU-N-LIMIT")
def fixed_pairs():
    """Base 1e3 at a million distances: all pairs turn many times and the frequencies are independent."""
    laws = list(LAWS.values())
    small = at_limit(1e3, 8, 1 << 20, laws, 2, 151)
    large = at_limit(1e3, 16, 1 << 20, laws, 2, 152)
    least = min(small[:, 0].min(), large[:, 0].min())
    farthest = small[:, 1].max()
    return {"DU-N-VANISH": own(least < 0.5, least, (-0.5, 0.5), "verdict; the value is one of a few draws'"),
            "DU-N-LIMIT": own(farthest < 0.1, farthest, (-0.1, 0.1), "verdict; the value is one of a few draws'")}


@judges("DU-N-LIMIT-DEPENDENT")
def dependent():
    """Base 1e4 at D = 8: frequencies 1, 0.1, 0.01, 0.001."""
    farthest = at_limit(1e4, 8, 1 << 20, list(LAWS.values()), 2, 153)[:, 1].max()
    return own(farthest < 0.1, farthest, None, "the value is one of a few draws'")
