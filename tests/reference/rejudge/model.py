"""Claims about a real model, from the bytes of its llama2.c file: POSBIAS_WEIGHTS names it."""
import math
import os

import numpy as np
from scipy import stats

from formats import drifts
from frame import judges, median_limits, own


def first_layer(path):
    """Queries and keys of every token in layer 0, heads first, coordinates in pairs that turn together."""
    width, _, layers, heads, key_heads, words, _ = (abs(int(x)) for x in np.fromfile(path, "<i4", 7))
    numbers = np.fromfile(path, "<f4", offset=28).astype(float)
    embedding, rest = np.split(numbers, [words * width])
    embedding = embedding.reshape(words, width)
    scale, rest = rest[:width], rest[layers * width:]
    query, rest = rest[:width * width].reshape(width, width), rest[layers * width * width:]
    narrow = width * key_heads // heads
    key = rest[:narrow * width].reshape(narrow, width)
    x = embedding / np.sqrt((embedding ** 2).mean(1, keepdims=True) + 1e-5) * scale
    queries = (x @ query.T).reshape(words, heads, -1)
    keys = (x @ key.T).reshape(words, key_heads, -1)
    return [(queries[:, h], keys[:, h * key_heads // heads]) for h in range(heads)]


def turned(v):
    """Pairs (v0, v1) as (-v1, v0)."""
    out = np.empty_like(v)
    out[0::2], out[1::2] = -v[1::2], v[0::2]
    return out


def hotelling(estimates, slopes, values, groups):
    """p-value of equal estimates within each group, to first order: slopes [estimates, columns of values]."""
    count = len(values)
    contrast = []
    for group in groups:
        for other in group[1:]:
            row = np.zeros(len(estimates))
            row[group[0]], row[other] = -1, 1
            contrast.append(row)
    contrast = np.array(contrast)
    spread = contrast @ slopes @ np.cov(values.T) @ slopes.T @ contrast.T / count
    difference = contrast @ estimates
    square = difference @ np.linalg.solve(spread, difference)
    degrees = len(contrast)
    return stats.f.logsf(square * (count - degrees) / (degrees * (count - 1)), degrees, count - degrees)


def means_alike(query, key):
    """ln p of E A_n the same for all n, and E B_n, A_n and B_n of the two means."""
    q, k, dim = query.mean(0), key.mean(0), query.shape[1]
    pairs = dim // 2
    slopes = np.zeros((dim, 2 * dim))
    for n in range(pairs):
        place = slice(2 * n, 2 * n + 2)
        across = slice(dim + 2 * n, dim + 2 * n + 2)
        slopes[n, place], slopes[n, across] = k[place], q[place]
        slopes[pairs + n, place] = -turned(k)[place]
        slopes[pairs + n, across] = turned(q)[place]
    # B = q0 k1 - q1 k0 is (turned q) . k, and linear in q by (k1, -k0).
    half = np.concatenate([q, np.zeros(dim)])
    estimates = slopes @ half
    groups = [range(pairs), range(pairs, dim)]
    return hotelling(estimates, slopes, np.hstack([query, key]), [list(g) for g in groups])


def amplitudes_alike(query, key):
    """ln p of ln E|q_n| + ln E|k_n| the same for all n."""
    lengths = np.hstack([np.hypot(v[:, 0::2], v[:, 1::2]) for v in (query, key)])
    mean, pairs = lengths.mean(0), query.shape[1] // 2
    slopes = np.hstack([np.diag(1 / mean[:pairs]), np.diag(1 / mean[pairs:])])
    estimates = np.log(mean[:pairs]) + np.log(mean[pairs:])
    return hotelling(estimates, slopes, lengths, [list(range(pairs))])


def corrected(logs):
    """Holm's correction of ln p: the largest of them."""
    logs = sorted(logs)
    most = -math.inf
    for i, value in enumerate(logs):
        most = max(most, min(0.0, value + math.log(len(logs) - i)))
    return most / math.log(10)


@judges("TAPA-A2.1-MODEL", "DU-REGULAR-MODEL", "DU-REGULAR-MODEL-LARGEST")
def first_layer_heads():
    """All heads of layer 0 over every token of the vocabulary."""
    heads = first_layer(os.environ["POSBIAS_WEIGHTS"])
    means = corrected([means_alike(q, k) for q, k in heads])
    amplitudes = corrected([amplitudes_alike(q, k) for q, k in heads])
    shares = []
    for query, key in heads:
        q, k = np.hypot(query[:, 0::2], query[:, 1::2]), np.hypot(key[:, 0::2], key[:, 1::2])
        z = q[:, None, :] * k[None, :, :]
        shares.append((z.max(2) / z.sum(2)).mean())
    return {"TAPA-A2.1-MODEL": own(means > -9, means, 1e-6),
            "DU-REGULAR-MODEL": own(amplitudes > -9, amplitudes, 1e-6),
            "DU-REGULAR-MODEL-LARGEST": own(max(shares) < 0.5, max(shares), 1e-9)}


@judges("BF16-SHIFT-MODEL", "BF16-FIRST-MODEL")
def shifts():
    """Medians over draws of tokens of its own, least over heads and positions by lower limit; verdicts alone count."""
    rng, shift, first = np.random.default_rng(17), [], []
    for query, key in first_layer(os.environ["POSBIAS_WEIGHTS"]):
        q, k = query[rng.integers(len(query), size=1024)], key[rng.integers(len(key), size=1024)]
        for position in (256, 512):
            start, rest = drifts(q, k, 1e4, position, True)
            shift.append(median_limits(rest / drifts(q, k, 1e4, position, False)[1]))
            first.append(median_limits(start / rest))
    found = {}
    for name, limit, seen in (("BF16-SHIFT-MODEL", 10, shift), ("BF16-FIRST-MODEL", 2, first)):
        middle, low, high = min(seen, key=lambda item: item[1])
        verdict = "verified" if low > limit else "refuted" if high < limit else "inconclusive"
        found[name] = own(verdict, low, None, f"median {middle:.4g}")
    return found
