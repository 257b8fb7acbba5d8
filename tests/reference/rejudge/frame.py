"""What a second judgement is: a verdict and a value of one's own, registered for a claim's id."""
import collections
import math

import numpy as np
from scipy import stats

Own = collections.namedtuple("Own", "verdict value tolerance how")
# Every function that judges, with the ids it answers for.
FUNCTIONS = []
# Claims that are left alone, each with its reason.
LEFT = {}
# Quantile of a normal law that one comparison exceeds with probability 1e-9.
Z = 5.998


def judges(*ids):
    """Registers a function that answers for these ids with one Own, or with a dictionary of them."""
    def register(function):
        FUNCTIONS.append((ids, function))
        return function
    return register


def leave(why, *ids):
    """Says why these claims are not judged here."""
    for name in ids:
        LEFT[name] = why


def own(holds, value=None, tolerance=None, how=""):
    """An Own from a comparison that is certain: True is verified, False refuted."""
    verdict = holds if isinstance(holds, str) else "verified" if holds else "refuted"
    return Own(verdict, None if value is None else float(value), tolerance, how)


def decide(low, high, relation, limit):
    """The verdict on a number known to lie between low and high."""
    below, above = high < limit, low > limit
    if not below and not above:
        return "inconclusive"
    return "verified" if below == (relation == "<") else "refuted"


def median_limits(values):
    """Median, and the order statistics that hold the law's median but for 1e-9; a single value is its own."""
    ordered = np.sort(np.asarray(values, float))
    if len(ordered) == 1:
        return ordered[0], ordered[0], ordered[0]
    outside = int(stats.binom.ppf(0.5e-9, len(ordered), 0.5))
    low, high = (ordered[outside - 1], ordered[-outside]) if outside else (-math.inf, math.inf)
    return np.median(ordered), low, high


def mean_and_error(values):
    """A sample's mean and the mean's standard error."""
    values = np.asarray(values, float)
    return values.mean(), values.std(ddof=1) / math.sqrt(len(values))
