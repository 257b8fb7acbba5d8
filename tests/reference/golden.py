#!/usr/bin/env python3
"""Regenerate the reference values the test suite compares posbias with.

    python3 tests/reference/golden.py OUTDIR

writes OUTDIR/frequencies.csv, OUTDIR/moments.csv, OUTDIR/order.csv and OUTDIR/limit.csv. Needs mpmath and nothing
else; runs in about five minutes, nearly all of them for order.csv, and gives the same bytes every time. Nothing here
shares code with posbias: every value is computed from the definition of the quantity in arithmetic of WORKING_DIGITS
digits, and by another route than the closed form posbias evaluates wherever there is one. The other tables here have
scripts of their own: golden_counts.py, golden_tapa_order.py, golden_certificate.py and configs/golden_configs.py.

frequencies.csv   spec,pair,theta_hi,theta_lo,weight
    One row per coordinate pair of a RoPE encoding string. theta_hi + theta_lo is the angular frequency after
    scaling (radians per token under unit=rad; the same number whatever the unit; 0 for a pair that does not
    rotate): theta_hi is the nearest double and theta_lo the nearest double of the rest. weight is the square of
    the factor the scaling rule puts on cos and sin, and 1 for a pair that does not rotate. See
    golden_frequencies.py.

limit.csv         amplitudes,shift,x,cdf,density
    The law of a score with independent phases; see golden_limit.py.

moments.csv       quantity,spec,qk,distance_tok,value
    To 25 significant digits, trailing zeros dropped. bank_mean, bank_var, tapa_mean and tapa_var are the moments
    of scores of golden_moments.py. The rest are limits of trigonometric sums and bounds of lemmas, from here:

    trig_*_limit           1/2 int_0^1 cos(2 pi r b^-x) dx (and sin), the limit of (1/D) sum_n cos(2 pi r theta_n)
                           as D grows (spec's own dim plays no part), by quadrature along a path without oscillation
    lemma_eps              inf over a > 0 of a + 4 pi r b^-a / D, by direct minimisation
    lemma_c2_bound         sup over e0 > max(0, ln 4r / ln b) of (1-e0)/2 cos(2 pi r b^-e0), less 1/ln b and the
                           eps above

order.csv         quantity,spec,qk,distance_tok,value
    To 18 significant digits: probabilities that scores change their order. See golden_order.py.
"""

import csv
import itertools
import pathlib
import sys

from mpmath import mp, mpf

import golden_frequencies
import golden_limit
import golden_moments
import golden_order

WORKING_DIGITS = 70

LIMIT_BASES = ("1e4", "5e5", "1e7", "1e28")
LIMIT_DISTANCES = (2, 3, 100, 4096, 1000000)
LEMMA_BASES = ("1e4", "5e5", "1e7")
LEMMA_DISTANCES = (2, 3, 10, 100, 1000, 100000)
LEMMA_DIM = 128


def wave_tail(a):
    """int_a^inf exp(2 pi i y)/y dy, along y = a + i v where the integrand decays instead of turning."""
    cut = mp.dps * mp.log(10) / (2 * mp.pi)
    pieces = [0, cut / 64, cut / 16, cut / 4, cut, 2 * cut]
    return mp.expjpi(2 * a) * 1j * mp.quad(lambda v: mp.exp(-2 * mp.pi * v) / mp.mpc(a, v), pieces)


def trig_limit(base, r):
    """1/2 int_0^1 exp(2 pi i r b^-x) dx = int exp(2 pi i y)/y dy / (2 ln b) over y from r/b to r."""
    start, end = r / base, mpf(r)
    turning_from = max(start, mpf(1))
    total = wave_tail(turning_from) - wave_tail(end)
    if start < 1:  # y = exp(u)
        steps = int(-mp.log(start)) + 1
        total += mp.quad(lambda u: mp.expjpi(2 * mp.exp(u)), mp.linspace(mp.log(start), 0, steps + 1))
    return total / (2 * mp.log(base))


def minimum(f, low, high):
    """Least value of f, unimodal on [low, high], by golden section."""
    shrink = (mp.sqrt(5) - 1) / 2
    left, right = high - shrink * (high - low), low + shrink * (high - low)
    f_left, f_right = f(left), f(right)
    for _ in range(160):
        if f_left < f_right:
            high, right, f_right = right, left, f_left
            left = high - shrink * (high - low)
            f_left = f(left)
        else:
            low, left, f_left = left, right, f_right
            right = low + shrink * (high - low)
            f_right = f(right)
    return min(f_left, f_right, f(low), f(high))


def limit_and_lemma_rows():
    for base, r in itertools.product(LIMIT_BASES, LIMIT_DISTANCES):
        limit = trig_limit(mpf(base), r)
        yield "trig_cos_limit", f"rope:base={base},unit=turn", "", r, mp.nstr(limit.real, 25)
        yield "trig_sin_limit", f"rope:base={base},unit=turn", "", r, mp.nstr(limit.imag, 25)
    for base, r in itertools.product(LEMMA_BASES, LEMMA_DISTANCES):
        b, spec = mpf(base), f"rope:base={base},dim={LEMMA_DIM},unit=turn"
        at_zero = 4 * mp.pi * r / LEMMA_DIM
        eps = minimum(lambda a: a + at_zero * b ** -a, mpf(0), at_zero)
        least_e0 = max(mpf(0), mp.log(4 * r) / mp.log(b))
        best = mpf(0)  # the supremum where least_e0 >= 1: approached at least_e0, negative beyond
        if least_e0 < 1:
            best = -minimum(lambda e0: -(1 - e0) / 2 * mp.cos(2 * mp.pi * r * b ** -e0), least_e0, mpf(1))
        yield "lemma_eps", spec, "", r, mp.nstr(eps, 25)
        yield "lemma_c2_bound", spec, "", r, mp.nstr(best - 1 / mp.log(b) - eps, 25)


def write_table(path, header, rows):
    with open(path, "w", newline="") as table:
        writer = csv.writer(table, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)


def main():
    if len(sys.argv) != 2:
        sys.exit("usage: golden.py OUTDIR")
    mp.dps = WORKING_DIGITS
    directory = pathlib.Path(sys.argv[1])
    directory.mkdir(parents=True, exist_ok=True)
    write_table(directory / "frequencies.csv", golden_frequencies.HEADER, golden_frequencies.rows())
    write_table(directory / "moments.csv", golden_moments.HEADER,
                itertools.chain(golden_moments.rows(), limit_and_lemma_rows()))
    write_table(directory / "order.csv", golden_order.HEADER, golden_order.rows())
    write_table(directory / "limit.csv", golden_limit.HEADER, golden_limit.rows())


if __name__ == "__main__":
    main()
