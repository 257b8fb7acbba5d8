"""Token inversions over a context: the share of r < M at which two keys' order is not the one at 0."""
import math

import numpy as np
from scipy import stats

from definitions import LONG, amplitudes, angles, vectors
from frame import Z, decide, judges, mean_and_error, own

LAWS = {"GAUSS": ("gauss", 0.5, 1), "ALIGNED": ("aligned", 0.5), "PHASE": ("phase",)}


def margins(law, reference, draws, seed):
    """Amplitudes of the first key's score less the second's; the second may be the first's with phases 0."""
    rng = np.random.default_rng(seed)
    keys = amplitudes(law, draws, 128, 2, rng)
    (a, b) = keys[0]
    if reference == "aligned":
        return np.hypot(a, b) - a, -b
    return a - keys[1][0], b - keys[1][1]


def shares(form, base, contexts):
    """Share of distances under each context with the margin's sign other than at 0, for each draw."""
    stacked = np.hstack(form)
    first = form[0].sum(1) > 0
    out, before, count = [], 0, np.zeros(len(stacked))
    for context in contexts:
        for start in range(before, context, 8192):
            waves = table_from(base, start, min(start + 8192, context))
            count += ((stacked @ waves > 0) != first[:, None]).sum(1)
        before = context
        out.append(count / context)
    return out


def table_from(base, start, end):
    """cos over sin of x_n(r) for a run of distances."""
    x = angles(base, 64, np.arange(start, end))
    return np.vstack([np.cos(x), np.sin(x)])


def nears_half(names, law, reference, seed):
    """|average - 1/2| at M = b, and at 4b, against a tenth of it at b/64."""
    found = shares(margins(law, reference, 2048, seed), 1e4, (156, 10000, 40000))
    (start, wrong), *longer = [mean_and_error(x) for x in found]
    out = {}
    for name, (m, e) in zip(names, longer):
        apart, limit = abs(m - 0.5), 0.1 * (0.5 - start)
        # The limit has an error of its own, a tenth of the start's.
        verdict = decide(max(apart - Z * e, 0) - 0.1 * Z * wrong, apart + Z * e + 0.1 * Z * wrong, "<", limit)
        how = f"averages {start:.4f} at b/64, {m:.4f}; limit {limit:.4g}"
        out[name] = own(verdict, apart + Z * e, 2.5 * Z * e, how)
    return out


def register(name, law, reference, seed):
    """The claim at M = b and that at 4b share their draws."""
    names = [f"DU-F3-{name}", f"DU-F3-4B-{name}"]
    judges(*names)(lambda: nears_half(names, law, reference, seed))


for number, (key, chosen) in enumerate(LAWS.items()):
    register(key, chosen, "independent", 31 + number)
    register("REFERENCE-" + key, chosen, "aligned", 41 + number)


def weakest(changes):
    """Verdict and value of the least change, each at its limits."""
    summary = [mean_and_error(change) for change in changes]
    low = min(m - Z * e for m, e in summary)
    if any(m + Z * e < 0 for m, e in summary):
        verdict = "refuted"
    else:
        verdict = "verified" if low > 0 else "inconclusive"
    error = max(e for _, e in summary)
    return own(verdict, low, 2.5 * Z * error, "steps " + ", ".join(f"{m:.4f}" for m, _ in summary))


def rises(law, reference, base, contexts, draws, seed):
    """The average's rise from context to context, on the same draws."""
    found = shares(margins(law, reference, draws, seed), base, contexts)
    return weakest([b - a for a, b in zip(found, found[1:])])


def falls(law, reference, bases, context, draws, seed):
    """The average's fall from base to base, on the same draws."""
    form = margins(law, reference, draws, seed)
    found = [shares(form, base, (context,))[0] for base in bases]
    return weakest([a - b for a, b in zip(found, found[1:])])


for number, (name, chosen) in enumerate(LAWS.items()):
    judges("DU-T-F3-M-" + name)(lambda chosen=chosen, seed=51 + number: rises(
        chosen, "independent", 1e4, (64, 256, 1024, 4096), 2048, seed))
    judges("DU-T-F3-B-" + name)(lambda chosen=chosen, seed=61 + number: falls(
        chosen, "independent", (1e4, 1e6, 1e8), 4096, 2048, seed))
judges("DU-T-F3-M-BEYOND")(lambda: rises(("phase",), "aligned", 1e4, (40000, 80000), 1024, 71))
judges("DU-T-F3-B-BEYOND")(lambda: falls(("phase",), "aligned", (1e3, 3e3), 8192, 1024, 72))


def tapa_order(law, scale, seed):
    """P[order at r is the reverse of that at 0] for TAPA's scores of one query and two keys."""
    rng = np.random.default_rng(seed)
    draws = 20000
    query, keys = vectors(law, draws, 128, 2, rng)
    amplitude = [(query[:, :64] * key[:, :64]).sum(1) for key in keys]
    phase = [(query[:, 64:] * key[:, 64:]).sum(1) / 8 for key in keys]
    first = amplitude[0] > amplitude[1]
    distances = [2 ** i for i in range(11)] + [4096, 16384, 65536, 131072]
    worst = 0
    lowest_certain = 0.0
    for r in distances:
        wave = [np.cos((2 * math.pi * scale * LONG(r) ** LONG(0.1) * p).astype(float)) for p in phase]
        flips = int(((amplitude[0] * wave[0] > amplitude[1] * wave[1]) != first).sum())
        worst = max(worst, flips)
        lowest_certain = max(lowest_certain, stats.beta.ppf(1e-9, flips, draws - flips + 1) if flips else 0.0)
    upper = stats.beta.ppf(1 - 1e-9, worst + 1, draws - worst)
    error = math.sqrt(upper * (1 - upper) / draws)
    verdict = "verified" if upper < 0.25 else "refuted" if lowest_certain > 0.25 else "inconclusive"
    return own(verdict, upper, 10 * error)


judges("TAPA-TOKEN-ORDER")(lambda: tapa_order(("gauss", 0.5, 1), 1, 81))
judges("TAPA-TOKEN-ORDER-ALIGNED")(lambda: tapa_order(("aligned", 0.5), 1, 82))
judges("TAPA-TOKEN-ORDER-NARROW")(lambda: tapa_order(("gauss", 0.1, 0.2), 1, 83))
judges("TAPA-TOKEN-ORDER-SCALE")(lambda: tapa_order(("gauss", 0.5, 1), 0.01, 84))
