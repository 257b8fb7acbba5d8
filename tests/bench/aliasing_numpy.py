#!/usr/bin/env python3
"""The peer of bench_aliasing: alias pairs and aliased positions of a curve of 131,072 scores in four formats, in numpy.

    python3 tests/bench/aliasing_numpy.py RUNS [FILE]

prints the median seconds of RUNS runs and the sum of the counts; with FILE, the curve that bench_aliasing wrote is counted
and the counts must be the same, exit status 1 if not. Without it, a curve of the same kind is counted.

numpy has no bfloat16: sign, exponent and 7 fraction bits of the double are rounded in integers, in one step; through float32
a score could be rounded twice, and on this curve one is.
"""

import statistics
import sys
import time

import numpy as np

CONTEXT, DIM, BASE = 131_072, 128, 5e5


def bf16(score):
    bits = score.view(np.uint64)
    return ((bits + np.uint64((1 << 44) - 1) + ((bits >> np.uint64(45)) & np.uint64(1))) >> np.uint64(45)).astype(np.uint32)


ROUND = [bf16, lambda s: s.astype(np.float16), lambda s: s.astype(np.float32), lambda s: s]


def counts(score):
    """Pairs, positions of each format, in order."""
    out = []
    for rounded in ROUND:
        _, times = np.unique(rounded(score), return_counts=True)
        out += [(times * (times - 1) // 2).sum(), times[times > 1].sum()]
    return np.array(out, dtype=float)


def curve():
    rng = np.random.default_rng(1)
    a, b = rng.normal(size=(2, DIM // 2))
    angle = np.outer(np.arange(CONTEXT), BASE ** (-np.arange(DIM // 2) / (DIM // 2)))
    return (np.cos(angle) @ a + np.sin(angle) @ b) / np.sqrt(DIM)


def main():
    runs = int(sys.argv[1])
    values = np.fromfile(sys.argv[2]) if len(sys.argv) > 2 else None
    score = curve() if values is None else values[:CONTEXT]
    seconds = []
    for _ in range(runs):
        start = time.perf_counter()
        found = counts(score)
        seconds.append(time.perf_counter() - start)
    print(f"aliasing seconds={statistics.median(seconds):.6f} checksum={found.sum():.0f}")
    if values is not None:
        print(f"{(found != values[CONTEXT:]).sum()} of {len(found)} counts differ")
        if not np.array_equal(found, values[CONTEXT:]):
            sys.exit(1)


if __name__ == "__main__":
    main()
