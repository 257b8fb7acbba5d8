#!/usr/bin/env python3
"""The peer of bench_locality in torch: what locality_numpy.py does, on torch's tensors and threads.

    python3 tests/bench/locality_torch.py DIR RUNS

Arguments, output and exit status are those of locality_numpy.py. torch sorts and searches rows side by side on
OMP_NUM_THREADS threads; sorting the far half too takes as long as it saves, so only the near one is sorted. Curves are taken
16 at a time.
"""

import math
import statistics
import sys
import time
from pathlib import Path

import torch

BASE, DIM, CONTEXT, ROWS = 5e5, 128, 131072, 16


def read(path):
    return torch.frombuffer(bytearray(path.read_bytes()), dtype=torch.float64)


def cos_sin_table():
    """Rows cos(r theta_n), then sin(r theta_n), n = 0..D/2-1; a column per distance."""
    theta = torch.tensor([BASE ** (-2 * n / DIM) for n in range(DIM // 2)], dtype=torch.float64)
    angle = torch.outer(theta, torch.arange(CONTEXT, dtype=torch.float64))
    return torch.cat([angle.cos(), angle.sin()])


def coefficients(query, key):
    """A_n, then B_n over sqrt(D), a row per draw: conj(q) k = A + i B, a pair's coordinates being one complex number."""
    pairs = (len(query), DIM // 2, 2)
    product = torch.view_as_complex(query.reshape(pairs)).conj() * torch.view_as_complex(key.reshape(pairs))
    return torch.cat([product.real, product.imag], dim=1) / math.sqrt(DIM)


def count_inversions(coefficient, table):
    """Per draw the number of (near, far) with S(near) < S(far)."""
    half = CONTEXT // 2
    less = []
    for rows in coefficient.split(ROWS):
        score = rows @ table
        near = score[:, :half].sort(dim=1).values
        less.append(torch.searchsorted(near, score[:, half:].contiguous()).sum(dim=1))
    return torch.cat(less)


def main():
    folder, runs = Path(sys.argv[1]), int(sys.argv[2])
    query, key = read(folder / "draws.bin").reshape(-1, 2, DIM).unbind(1)
    seconds, without_table = [], []
    for _ in range(runs):
        start = time.perf_counter()
        table = cos_sin_table()
        ready = time.perf_counter()
        less = count_inversions(coefficients(query, key), table)
        stop = time.perf_counter()
        seconds.append(stop - start)
        without_table.append(stop - ready)
    print(f"locality_torch seconds={statistics.median(seconds):.6f} checksum={less.sum()}")
    print(f"locality_torch_counting seconds={statistics.median(without_table):.6f} checksum={less.sum()}")
    count, ties = read(folder / "counts.bin").reshape(-1, 2).unbind(1)
    equal = int((less == count).sum())
    print(f"{equal} of {len(count)} counts equal, {ties.sum():.0f} ties")
    if equal != len(count) or ties.any():
        sys.exit(1)


if __name__ == "__main__":
    main()
