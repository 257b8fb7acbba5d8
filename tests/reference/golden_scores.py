"""Score curves of encoding strings under the unit query-key model: values with a proved error, and their exact order.

    S(r) = norm sum_n weight_n cos(turn r theta_n) - slope r        r = 0 .. count-1

The value at every distance is a long double within `error` of S(r); exact(r) is the same to EXACT_DIGITS digits or
more. rank[r] orders the distances by the mathematical value: equal ranks are equal scores, proved so. Three ways there:

periodic   unit=turn with every frequency a rational number p/N of a turn: S depends on r mod N. 2/norm times the
           difference of two scores is a sum of at most 4h roots of unity of order N. If it is not zero, the product of
           its conjugates, each of modulus at most 4h, is an integer that is not zero, so its modulus exceeds (4h)^-N:
           that many digits decide equality. Constant scores (nope) are the case N = 1.
linear     alibi with numbers that doubles hold: exact, S falls with r.
generic    angles reduced exactly: frequencies are 128-bit fractions of a turn, so r theta mod 1 is integer arithmetic.
           Scores closer than the two errors are told apart by exact(); a tie fails the run, because nothing here
           proves one. With rational b and unit=rad none exists: the angles r theta_n are then algebraic, and
           exponentials of distinct algebraic numbers are linearly independent (Lindemann-Weierstrass).
"""

import functools
from fractions import Fraction
from math import gcd, lcm, log10

import numpy as np
from mpmath import mp, mpf

from golden_frequencies import parse
from golden_moments import bank_of

EXACT_DIGITS = 60
CHUNK = 1 << 16
HALF_ULP = np.longdouble(2) ** -64  # of 1, in x87's 64-bit long double
assert np.finfo(np.longdouble).nmant == 63


def long_double(x):
    return np.longdouble(mp.nstr(x, 30))


def rational_root(b, numerator, denominator):
    """b^(numerator/denominator) if that is an integer, else None."""
    root = int(mp.nint(mp.root(mpf(b), denominator) ** numerator)) if b > 0 else 0
    return root if root ** denominator == b ** numerator else None


def rational_turns(spec):
    """Frequencies of all pairs in turns per token as fractions, or None if one is not known to be rational."""
    name, keys = parse(spec)
    dim = int(keys["dim"])
    if name != "rope":
        return [Fraction(0)] * (dim // 2)
    if keys.get("unit", "rad") != "turn" or keys.get("scaling", "none") not in ("none", "linear"):
        return None
    rotary, base = int(keys.get("rotary", dim)), Fraction(keys["base"])
    exponent_dim = dim if keys.get("partial", "neox") == "p" else rotary
    if base.denominator != 1:
        return None
    roots = [rational_root(base.numerator, 2 * n, exponent_dim) for n in range(rotary // 2)]
    if None in roots:
        return None
    return [1 / (root * Fraction(keys.get("factor", 1))) for root in roots] + [Fraction(0)] * ((dim - rotary) // 2)


class Curve:
    """values, error, rank and exact(r) of one encoding string; how: which of the three ways."""

    def __init__(self, spec, count):
        self.count = count
        self.near_ties = 0
        self.pairs, self.turn, self.norm, self.slope = bank_of(spec)
        rational = rational_turns(spec)
        if self.slope:
            self._linear(parse(spec)[1]["slope"])
        elif rational:
            self._periodic(rational)
        else:
            self._generic()
        self._representatives()

    def _representatives(self):
        """For each rank one distance that has it, and its value."""
        self.of_rank = np.unique(self.rank, return_index=True)[1]
        self.rank_value = self.values[self.of_rank]
        assert np.all(np.diff(self.rank_value) >= -2 * self.error)

    # periodic

    def _periodic(self, turns):
        self.how = "periodic"
        assert len({w for _, w in self.pairs}) == 1 and self.pairs[0][1] == 1
        period = lcm(*(f.denominator for f in turns))
        digits = int(period * log10(4 * len(turns))) + 2
        with mp.workdps(digits + EXACT_DIGITS):
            cosine = [mp.cospi(mpf(2 * k) / period) for k in range(period)]
            norm = mp.mpf(1) if self.norm == 1 else 1 / mp.sqrt(2 * len(turns))
            score = [norm * mp.fsum(cosine[int(r * f * period) % period] for f in turns)
                     for r in range(period)]
            order = sorted(range(period), key=score.__getitem__)
            same = mpf(10) ** -digits
            rank = np.zeros(period, dtype=np.int64)
            for before, after in zip(order, order[1:]):
                rank[after] = rank[before] + int(score[after] - score[before] > same)
        canonical = {int(rank[r]): r for r in range(period)}
        values = np.array([long_double(score[canonical[int(rank[r])]]) for r in range(period)], dtype=np.longdouble)
        at = np.arange(self.count) % period
        self.values, self.rank = values[at], rank[at]
        self.error = HALF_ULP * np.max(np.abs(values))
        self.exact = lambda r: score[canonical[int(rank[r % period])]]

    # linear

    def _linear(self, slope):
        self.how = "linear"
        slope, distance = Fraction(slope), np.arange(self.count)
        start = Fraction(int(mp.nint(self.norm * len(self.pairs) * 2 ** 20)), 2 ** 20)
        assert mpf(start.numerator) / start.denominator == self.norm * len(self.pairs), "only exact numbers"
        assert Fraction(float(slope)) == slope and self.count * slope < 2 ** 40 and (slope * 2 ** 20).denominator == 1
        self.values = np.longdouble(float(start)) - np.longdouble(float(slope)) * distance
        self.rank = distance[::-1].copy()
        self.error = np.longdouble(0)
        self.exact = lambda r: mpf(start.numerator) / start.denominator - mpf(slope.numerator) / slope.denominator * r

    # generic

    def _exact(self, r):
        with mp.workdps(EXACT_DIGITS + 10):
            return self.norm * mp.fsum(w * mp.cos(self.turn * r * theta) for theta, w in self.pairs)

    def _cosine_sums(self, thetas):
        """sum_n cos(turn r theta_n): each cosine within 2 HALF_ULP, then 2^-65 where it is cut to 64 fraction bits."""
        total = np.zeros(self.count, dtype=np.longdouble)
        turns = [int(mp.nint(theta * self.turn / (2 * mp.pi) * mpf(2) ** 128)) % 2 ** 128 for theta in thetas]
        for start in range(0, self.count, CHUNK):
            r = np.arange(start, min(start + CHUNK, self.count), dtype=np.uint64)
            high, low = np.zeros(r.size, dtype=np.int64), np.zeros(r.size, dtype=np.int64)
            for f in turns:
                c = cosines(r, f)
                part = np.rint(c * np.longdouble(2) ** 32)
                high += part.astype(np.int64)
                low += np.rint((c * np.longdouble(2) ** 32 - part) * np.longdouble(2) ** 32).astype(np.int64)
            total[start:start + r.size] = (high.astype(np.longdouble) / np.longdouble(2) ** 32 +
                                           low.astype(np.longdouble) / np.longdouble(2) ** 64)
        return total

    def _generic(self):
        self.how = "generic"
        turning = [theta for theta, _ in self.pairs if theta != 0]
        still = mp.fsum(w for theta, w in self.pairs if theta == 0)
        weights = {w for theta, w in self.pairs if theta != 0}
        assert len(weights) == 1
        weight, pairs = self.norm * weights.pop(), len(turning)
        still *= self.norm
        self.values = long_double(weight) * self._cosine_sums(turning) + long_double(still)
        # per pair: cosine 2, its cut 1/2; of the sum: its rounding 2, the weight's and the product's 2; then the end
        self.error = HALF_ULP * (long_double(weight) * pairs * np.longdouble(6.5) + 3 * (
            long_double(weight) * pairs + long_double(still)))
        self.exact = functools.lru_cache(maxsize=None)(self._exact)
        for r in {0, 1, self.count - 1, *np.random.default_rng(1).integers(0, self.count, 40).tolist()}:
            off = abs(long_double(self.exact(int(r))) - self.values[r])
            assert off <= self.error, (r, off, self.error)
        order = np.argsort(self.values, kind="stable")
        close = np.flatnonzero(np.diff(self.values[order]) <= 2 * self.error)
        for run in np.split(close, np.flatnonzero(np.diff(close) > 1) + 1) if close.size else ():
            cut = slice(run[0], run[-1] + 2)
            members = sorted(order[cut].tolist(), key=self.exact)
            for before, after in zip(members, members[1:]):
                assert self.exact(after) - self.exact(before) > mpf(10) ** (10 - EXACT_DIGITS), ("tie?", before, after)
            order[cut] = members
            self.near_ties += len(members) - 1
        self.rank = np.empty(self.count, dtype=np.int64)
        self.rank[order] = np.arange(self.count)


def cosines(r, f):
    """cos(2 pi r f/2^128) within 2 HALF_ULP, for uint64 r < 2^31.

    r f mod 2^128 is exact but for r 2^-129; the angle is taken from the nearest quarter turn, so it is at most pi/4, and
    rounded twice (1 + 1/2 units of 2^-64 at most), of which the cosine keeps sin(pi/4); cosl itself errs by half a unit
    in the last place of a number under 1, and a little.
    """
    mask = np.uint64(0xffffffff)
    limbs = [np.uint64(f >> shift & 0xffffffff) for shift in (0, 32, 64, 96)]
    carry, words = np.zeros_like(r), []
    for limb in limbs:
        product = r * limb + carry
        words.append(product & mask)
        carry = product >> np.uint64(32)
    phase = words[3] << np.uint64(32) | words[2]
    quarter = (phase + np.uint64(1 << 61)) >> np.uint64(62)
    rest = (phase - (quarter << np.uint64(62))).astype(np.int64).astype(np.longdouble)
    rest += words[1].astype(np.longdouble) / np.longdouble(2) ** 32
    x = rest * long_double(2 * mp.pi / mpf(2) ** 64)
    odd = (quarter & np.uint64(1)).astype(bool)
    out = np.empty(r.size, dtype=np.longdouble)
    out[~odd], out[odd] = np.cos(x[~odd]), np.sin(x[odd])
    out[(quarter == 1) | (quarter == 2)] *= -1
    return out
