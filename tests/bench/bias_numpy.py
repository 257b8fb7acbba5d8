#!/usr/bin/env python3
"""The peer of bench_bias: RoPE's expected score at 1,000,000 consecutive distances, in numpy.

    python3 tests/bench/bias_numpy.py RUNS [FILE]

prints the median seconds of RUNS runs and the sum of the values; with FILE, the values bench_bias wrote, also the
largest difference from them and the largest share of its bound a difference takes. Exit status 1 if a difference
exceeds its bound.

Base 1e4, D = 128, unit rad, E A_n = 1: mean(r) = sum_n cos(r theta_n) / sqrt(D), every term computed. Frequency by
frequency over chunks of 64,000 distances, which stay in the second-level cache: of the shapes and chunks tried (whole
outer product either way round, 500 to 125,000) the fastest.
"""

import statistics
import sys
import time

import numpy as np

BASE, DIM, DISTANCES, CHUNK = 1e4, 128, 1_000_000, 64_000
PAIRS = DIM // 2
ROUNDING = 2.0**-53


def mean_score(theta, distance):
    """sum_n cos(r theta_n) / sqrt(D) at every distance r."""
    mean = np.empty(len(distance))
    term = np.empty(CHUNK)
    for start in range(0, len(distance), CHUNK):
        r = distance[start : start + CHUNK]
        total = mean[start : start + CHUNK]
        total[:] = 0.0
        cosine = term[: len(r)]
        for frequency in theta:
            np.multiply(r, frequency, out=cosine)
            np.cos(cosine, out=cosine)
            total += cosine
        total *= 1.0 / np.sqrt(DIM)
    return mean


def difference_bound(theta, distance):
    """What rounding allows the two to differ by, at every distance.

    Here: theta_n is within 1 ulp, 2 roundings, and r theta_n adds one: 3 roundings of the angle, to which a cosine
    answers at most one for one. numpy's cosine is within 4 ulp, 4 roundings of 1; h - 1 additions and a scaling err by
    less than h + 1 roundings of h. There: trig_sums_error, h + 12 roundings of h, and a scaling. The factor 1.01 is for
    second order.
    """
    angle = 3 * distance * theta.sum()
    return 1.01 * ROUNDING * (angle + PAIRS * (4 + PAIRS + 1 + PAIRS + 12 + 1)) / np.sqrt(DIM)


def main():
    runs = int(sys.argv[1])
    theta = np.array([BASE ** (-n / PAIRS) for n in range(PAIRS)])
    distance = np.arange(DISTANCES, dtype=float)
    seconds = []
    for _ in range(runs):
        start = time.perf_counter()
        mean = mean_score(theta, distance)
        seconds.append(time.perf_counter() - start)
    print(f"bias_numpy seconds={statistics.median(seconds):.6f} checksum={mean.sum():.9f}")
    if len(sys.argv) > 2:
        difference = np.abs(mean - np.fromfile(sys.argv[2], count=DISTANCES))
        share = (difference / difference_bound(theta, distance)).max()
        print(f"largest difference {difference.max():.3g}, at most {share:.3g} of its rounding bound")
        if not share <= 1.0:
            sys.exit(1)


if __name__ == "__main__":
    main()
