#!/usr/bin/env python3
"""The peer of bench_alias: pairs of distances with equal scores in four floating-point formats, in numpy.

    python3 tests/bench/alias_numpy.py DIR RUNS

reads the scores bench_alias wrote to DIR, prints the median seconds of RUNS runs, and compares pairs and aliased positions of
every format with DIR/aliases.bin: exit status 1 unless all are equal.

bf16 is rounded on the bits of the double, to nearest even in one step; the other formats by numpy. Rounded values stay in
their own type, bf16 as 16-bit integers; alias_numpy_wide is the same with the two short formats as 32-bit integers (-0 made 0),
which numpy sorts with vector instructions where it does not sort 16-bit types. One thread.
"""

import statistics
import sys
import time
from pathlib import Path

import numpy as np

DROP = 52 - 7  # fraction bits of a double that bf16 has not


def bf16(score):
    """The high bits of a double rounded to 8 significant ones; scores are normal numbers of bf16, or zero."""
    bits = (score + 0.0).view(np.int64)
    rounded = (bits + ((1 << (DROP - 1)) - 1) + ((bits >> DROP) & 1)) >> DROP
    return (rounded & 0x7FFF | (rounded >> 48 & 0x8000)).astype(np.uint16)


def fp16(score):
    return score.astype(np.float16)


def fp32(score):
    return score.astype(np.float32)


def fp64(score):
    return score


def bf16_wide(score):
    return bf16(score).astype(np.int32)


def fp16_wide(score):
    return (fp16(score) + np.float16(0)).view(np.int16).astype(np.int32)


def aliases(score, formats):
    """Per format the pairs of distances with equal scores, and the distances that are in one."""
    found = []
    for rounded in formats:
        count = np.unique(rounded(score), return_counts=True)[1]
        found.append([(count * (count - 1) // 2).sum(), count[count > 1].sum()])
    return np.array(found)


def main():
    folder, runs = Path(sys.argv[1]), int(sys.argv[2])
    score = np.fromfile(folder / "scores.bin")
    size = np.abs(score[score != 0])
    assert 2.0**-126 <= size.min() and size.max() < 2.0**127, "beyond what the integer rounding of bf16 knows"
    ways = {"alias_numpy": (bf16, fp16, fp32, fp64), "alias_numpy_wide": (bf16_wide, fp16_wide, fp32, fp64)}
    seconds = {name: [] for name in ways}
    found = {}
    for _ in range(runs):
        for name, formats in ways.items():
            start = time.perf_counter()
            found[name] = aliases(score, formats)
            seconds[name].append(time.perf_counter() - start)
    for name, runs_of in seconds.items():
        print(f"{name} seconds={statistics.median(runs_of):.6f} checksum={found[name][:, 0].sum()}")
    expected = np.fromfile(folder / "aliases.bin").reshape(-1, 2)
    equal = min(np.count_nonzero(counts == expected) for counts in found.values())
    print(f"{equal} of {expected.size} counts equal; pairs in bf16, fp16, fp32, fp64: {' '.join(f'{n:.0f}' for n in expected[:, 0])}")
    if equal != expected.size:
        sys.exit(1)


if __name__ == "__main__":
    main()
