#!/usr/bin/env python3
"""The peer of bench_montecarlo: Monte Carlo means and variances of RoPE's and TAPA's scores, in numpy.

    python3 tests/bench/montecarlo_numpy.py RUNS [FILE]

prints the median seconds of RUNS runs for each encoding and for both on the same draws; with FILE, what bench_montecarlo wrote, also the
largest differences of means and variances in combined standard errors. Exit status 1 if one exceeds 6: 80 comparisons
of honest samples do so less than once in a million runs, and both seeds are fixed.

200,000 draws of q and k with independent N(0.5, 1) coordinates, D = 128, at 20 distances. Draws come in chunks that stay
in the second-level cache; a pair's two coordinates are one complex number, so that conj(q) k = A + i B and RoPE's
scores are one matrix product. Threads: what OPENBLAS_NUM_THREADS gives the product; the rest of numpy uses one.
"""

import statistics
import sys
import time

import numpy as np

DRAWS, CHUNK, DIM, MU, SEED = 200_000, 500, 128, 0.5, 1
DISTANCE = np.rint(131072.0 ** (np.arange(20) / 19))
LIMIT = 6.0


def rope_table():
    """Rows cos(r theta_n), sin(r theta_n), n = 0..D/2-1, over sqrt(D); a column per distance."""
    theta = np.array([1e4 ** (-2 * n / DIM) for n in range(DIM // 2)])
    angle = np.multiply.outer(theta, DISTANCE)
    return np.stack([np.cos(angle), np.sin(angle)], axis=1).reshape(DIM, -1) / np.sqrt(DIM)


def rope_scores(q, k, table):
    coefficient = np.conjugate(q.view(complex))
    coefficient *= k.view(complex)
    return coefficient.view(float) @ table


def tapa_table():
    """The angle of a phase 1 at every distance, 2 pi r^alpha, alpha = 0.1."""
    return 2 * np.pi * DISTANCE**0.1


def tapa_scores(q, k, angle):
    half = DIM // 2
    amplitude = np.einsum("ij,ij->i", q[:, :half], k[:, :half]) / np.sqrt(half)
    phase = np.einsum("ij,ij->i", q[:, half:], k[:, half:]) / np.sqrt(half)
    score = np.multiply.outer(phase, angle)
    np.cos(score, out=score)
    score *= amplitude[:, None]
    return score


def montecarlo(encodings):
    """Mean and unbiased variance of the score at every distance, by each (scores, table)."""
    generator = np.random.default_rng(SEED)
    drawn = np.empty((2, CHUNK, DIM))
    count, mean, square = 0, np.zeros((len(encodings), len(DISTANCE))), np.zeros((len(encodings), len(DISTANCE)))
    while count < DRAWS:
        generator.standard_normal(out=drawn)
        np.add(drawn, MU, out=drawn)
        for e, (scores, table) in enumerate(encodings):
            score = scores(drawn[0], drawn[1], table)
            chunk_mean = score.mean(axis=0)
            score -= chunk_mean
            change = chunk_mean - mean[e]
            square[e] += np.einsum("ij,ij->j", score, score) + change**2 * (count * CHUNK / (count + CHUNK))
            mean[e] += change * (CHUNK / (count + CHUNK))
        count += CHUNK
    return list(zip(mean, square / (count - 1)))


def errors(mean, variance, peer):
    """Largest differences of the means and of the variances, in combined standard errors."""
    distance, peer_mean, peer_mean_error, peer_variance, peer_variance_error = peer.T
    assert np.array_equal(distance, DISTANCE)
    of_mean = np.abs(mean - peer_mean) / np.sqrt(variance / DRAWS + peer_mean_error**2)
    of_variance = np.abs(variance - peer_variance) / (np.sqrt(2) * peer_variance_error)
    return of_mean.max(), of_variance.max()


def main():
    runs = int(sys.argv[1])
    encodings = {"rope": (rope_scores, rope_table), "tapa": (tapa_scores, tapa_table)}
    groups = {name: [name] for name in encodings} | {"both": list(encodings)}
    seconds = {name: [] for name in groups}
    result = {}
    for _ in range(runs):
        for group, names in groups.items():
            start = time.perf_counter()
            moments = montecarlo([(encodings[name][0], encodings[name][1]()) for name in names])
            seconds[group].append(time.perf_counter() - start)
            result.update(zip(names, moments))
    checksum = {name: mean.sum() for name, (mean, _) in result.items()}
    checksum["both"] = sum(checksum.values())
    for name, runs_of in seconds.items():
        print(f"montecarlo_{name}_numpy seconds={statistics.median(runs_of):.6f} checksum={checksum[name]:.9f}")
    if len(sys.argv) > 2:
        worst = 0.0
        peers = np.fromfile(sys.argv[2]).reshape(len(encodings), len(DISTANCE), 5)
        for (name, (mean, variance)), peer in zip(result.items(), peers):
            of_mean, of_variance = errors(mean, variance, peer)
            print(f"{name}: means within {of_mean:.2f}, variances within {of_variance:.2f} standard errors")
            worst = max(worst, of_mean, of_variance) if np.isfinite(of_mean + of_variance) else np.inf
        if not worst <= LIMIT:
            sys.exit(1)


if __name__ == "__main__":
    main()
