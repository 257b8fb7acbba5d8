#!/usr/bin/env python3
"""The peer of bench_locality: position inversions of 256 RoPE curves, every pair counted, in numpy.

    python3 tests/bench/locality_numpy.py DIR RUNS

reads the queries and keys bench_locality wrote to DIR, prints the median seconds of RUNS runs, with the cos/sin table made in
each run and without, and compares the counts of the last run with DIR/counts.bin: exit status 1 unless all are equal and
neither side saw a tie.

Base 5e5, D = 128, M = 131,072: coefficients of all draws times a table of cos and sin, 128 rows by M columns; then both halves
of every curve are sorted, and searchsorted tells for each far score how many near ones are smaller. Sorting the far half only
makes searchsorted walk in order: it takes a fifth off the time, where sorting the whole curve by argsort adds a fifth. Curves
are taken 16 at a time, so that the product has rows to work on and its result is no gigabyte. Threads: what
OPENBLAS_NUM_THREADS gives the product; the rest of numpy uses one.
"""

import statistics
import sys
import time
from pathlib import Path

import numpy as np

BASE, DIM, CONTEXT, ROWS = 5e5, 128, 131072, 16


def cos_sin_table():
    """Rows cos(r theta_n), then sin(r theta_n), n = 0..D/2-1; a column per distance."""
    theta = np.array([BASE ** (-2 * n / DIM) for n in range(DIM // 2)])
    angle = np.multiply.outer(theta, np.arange(CONTEXT, dtype=float))
    return np.concatenate([np.cos(angle), np.sin(angle)])


def coefficients(query, key):
    """A_n, then B_n over sqrt(D), a row per draw: conj(q) k = A + i B, a pair's coordinates being one complex number."""
    product = np.conjugate(query.view(complex)) * key.view(complex)
    return np.concatenate([product.real, product.imag], axis=1) / np.sqrt(DIM)


def count_inversions(coefficient, table):
    """Per draw the number of (near, far) with S(near) < S(far)."""
    half = CONTEXT // 2
    less = []
    for first in range(0, len(coefficient), ROWS):
        score = (coefficient[first : first + ROWS] @ table).reshape(-1, 2, half)
        score.sort(axis=2)
        less += [np.searchsorted(near, far).sum() for near, far in score]
    return np.array(less)


def main():
    folder, runs = Path(sys.argv[1]), int(sys.argv[2])
    query, key = np.fromfile(folder / "draws.bin").reshape(-1, 2, DIM).transpose(1, 0, 2)
    query, key = np.ascontiguousarray(query), np.ascontiguousarray(key)
    seconds, without_table = [], []
    for _ in range(runs):
        start = time.perf_counter()
        table = cos_sin_table()
        ready = time.perf_counter()
        less = count_inversions(coefficients(query, key), table)
        stop = time.perf_counter()
        seconds.append(stop - start)
        without_table.append(stop - ready)
    print(f"locality_numpy seconds={statistics.median(seconds):.6f} checksum={less.sum()}")
    print(f"locality_numpy_counting seconds={statistics.median(without_table):.6f} checksum={less.sum()}")
    count, ties = np.fromfile(folder / "counts.bin").reshape(-1, 2).T
    print(f"{np.count_nonzero(less == count)} of {len(count)} counts equal, {ties.sum():.0f} ties")
    if not (np.array_equal(less, count) and not ties.any()):
        sys.exit(1)


if __name__ == "__main__":
    main()
