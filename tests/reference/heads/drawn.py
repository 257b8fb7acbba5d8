"""Columns of `posbias heads` over drawn pairs, by draws of our own, and nulls of normal vectors."""
from types import SimpleNamespace

import numpy as np
from scipy import stats

from pairs import groups, hotelling, moments, sizes
from whole import error, spectra, sums

TIED = "tied"  # the share of distances where two keys' order cannot be said to have stayed
QUANTITIES = ("amplitude_max", "positional", "semantic", "p_inv", "p_alias_bf16")


def bf16(x):
    """Codes of the nearest bf16, ties to even."""
    bits = x.astype("<f4").view("<u4").astype(np.uint64)
    return (bits + 0x7fff + (bits >> 16 & 1)) >> 16


def products(q, k):
    """A_n and B_n of rows of queries and keys."""
    z = (q[:, 0::2] - 1j * q[:, 1::2]) * (k[:, 0::2] + 1j * k[:, 1::2])
    return np.concatenate([z.real, z.imag], 1)


def curves(s, q, k, k2):
    """The five quantities of each row: a query, a key and a second key."""
    m, rows = s.context, len(q)
    x = np.outer(s.theta, np.arange(2 * m + 1))
    table = s.norm * np.concatenate([np.cos(x), np.sin(x)])
    z = sizes(q) * sizes(k)
    score = products(q, k) @ table
    margin = score - products(q, k2) @ table
    below = score[:, :m]
    order = np.argsort(below, axis=1)
    near = order < m // 2
    codes, times = np.unique(bf16(below) + (np.arange(rows, dtype=np.uint64)[:, None] << 16),
                             return_counts=True)
    return {"amplitude_max": z.max(1) / z.sum(1),
            "positional": np.abs(np.diff(score[:, :m + 1])).mean(1) / (s.norm * z.sum(1)),
            "semantic": 1 - (margin[:, :1] * margin[:, m + 1:] < 0).mean(1),
            TIED: (margin[:, :1] * margin[:, m + 1:] == 0).mean(1),
            "p_inv": (np.cumsum(near, 1) * ~near).sum(1) / (m // 2 * (m - m // 2)),
            "p_alias_bf16": np.bincount((codes >> 16).astype(int), times * (times - 1.0),
                                        rows) / (m * (m - 1.0))}


def draw(s, q, k, n, random):
    """n draws, or for n = None every query with every two keys, in parts that fit into memory."""
    t = len(k)
    i, j, l = random.integers(t, size=(3, n)) if n else np.indices((t, t, t)).reshape(3, -1)
    parts = []
    for some in np.array_split(np.arange(len(i)), -(-len(i) // 2048)):
        parts.append(curves(s, q[i[some]], k[j[some]], k[l[some]]))
    return {name: np.concatenate([p[name] for p in parts]) for name in QUANTITIES + (TIED,)}


def amplitude_max(q, k):
    """Over every query with every key."""
    a, b = sizes(q), sizes(k)
    z = a[:, None] * b
    return (z.max(2) / z.sum(2)).mean()


def gaffke(x, random):
    """95 % limits of the mean of a law on [0, 1] from independent draws x."""
    weights = random.exponential(size=(1000, len(x) + 1))
    weights /= weights.sum(1, keepdims=True)
    x = np.sort(x)
    return (np.quantile(weights @ np.concatenate([[0], x]), 0.025),
            np.quantile(weights @ np.concatenate([x, [1]]), 0.975))


def student(x, _):
    half = stats.t.ppf(0.975, len(x) - 1) * x.std(ddof=1) / np.sqrt(len(x))
    return x.mean() - half, x.mean() + half


def head(s, h, pairs, random):
    """Per quantity its mean over all draws, their standard deviation, and limits often drawn."""
    q, k = s.q[h], s.k[h]
    few = len(k) ** 3 < 250000
    many = draw(s, q, k, None if few else 16384, random)
    tied, out = many.pop(TIED), {}
    for name, x in many.items():
        how = student if name == "positional" else gaffke
        least = x - tied if name == "semantic" else x
        seen = []
        for _ in range(12):
            some = random.integers(len(x), size=pairs)
            seen.append((how(least[some], random)[0], how(x[some], random)[1]))
        seen = np.array(seen)
        out[name] = SimpleNamespace(mean=x.mean(), sd=x.std(), limits=seen,
                                    own=np.inf if few else len(x))
    out["amplitude_max"].mean = amplitude_max(q, k)
    return out


def normal(x, random):
    """As many normal vectors of the same mean and covariance."""
    values, vectors = np.linalg.eigh(np.cov(x, rowvar=False, bias=True))
    root = vectors * np.sqrt(np.maximum(values, 0))
    return x.mean(0) + random.normal(size=x.shape) @ root.T


def null(s, h, pairs, random):
    """One sample of the normal null: its values and standard errors by name."""
    q, k = normal(s.q[h], random), normal(s.k[h], random)
    values, se = sums(s, q, k)[0], {}
    left = [sums(s, q[g], k[g])[0] for g in groups(len(q))]
    ranks, ranks_left = spectra(s, k, np.arange(len(k)))
    for part, seen in ((values, left), (ranks, ranks_left)):
        for name in part:
            if not name.endswith("_tok"):
                se[name] = error(name, part[name], [x[name] for x in seen])
    values.update(ranks)
    for name, x in draw(s, q, k, pairs, random).items():
        if name != TIED:
            values[name], se[name] = x.mean(), x.std(ddof=1) / np.sqrt(pairs)
    values["assumption_p"] = hotelling(moments(q, k)[1]["assumption-2.1"], s.theta > 0)[2]
    return values, se
