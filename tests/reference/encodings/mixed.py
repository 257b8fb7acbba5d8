"""FoPE, whose matrices are drawn by the program: they are read off its scores, and have to explain
every other score, with the 1s and the deviation that the definition gives them.

A pair turns by z(m) = sum_d C_d cos(m theta_d) + i Z_d sin(m theta_d), the query's at m and the
key's at n, and its score is A Re z(m) z*(n) + B Im z(m) z*(n). Keys at 0..m of one query give z up
to a factor that is z(0), which is real, and the least squares of z over positions C and Z.
"""
import math

import numpy as np

from parts import Keys, factor, unit


def waves(keys):
    """Kept frequencies in radians per token, and the number of outputs."""
    d, b = keys.whole("dim"), float(keys["base"])
    turn = 2 * np.pi if keys["unit"] == "turn" else 1.0
    theta = turn * b ** (-np.arange(d // 2) * 2.0 / d)
    theta = theta[theta >= 2 * np.pi / keys.whole("train")]
    return theta, min(len(theta), d // 4)


def probes(d, outputs):
    """Queries and keys of which A or B of one pair is 1, and the last pair's A."""
    out = []
    for pair in [*range(outputs), d // 2 - 1]:
        for i in range(2):
            q, k = np.zeros((2, d))
            q[2 * pair] = k[2 * pair + i] = 1
            out.append((q, k))
    return out


def scale(keys):
    if "scale" in keys:
        return float(keys["scale"])
    return keys.whole("dim") ** -0.5 if keys["norm"] == "sqrt" else 1.0


def turned(theta, matrices, m):
    """z of every output at positions m, (outputs, positions)."""
    c, z = matrices
    x = np.outer(theta, m)
    return c @ np.cos(x) + 1j * (z @ np.sin(x))


def read_off(keys, theta, outputs, ask):
    """(outputs, kept) matrices C and Z, but for a common sign of both rows of an output."""
    m = keys.whole("at")
    n = np.arange(m + 1)
    seen = ask(keys, probes(keys.whole("dim"), outputs), m - n) / scale(keys)
    design = np.concatenate([np.cos(np.outer(n, theta)), np.sin(np.outer(n, theta))], 1)
    rows = []
    for i in range(outputs):
        w = np.conj(seen[2 * i] + 1j * seen[2 * i + 1])  # z(n) z*(m)
        w = w / w[0] * abs(w[0]) / math.sqrt(w[m].real)  # z(n) by the sign of z(0)
        k = len(theta)
        real = np.linalg.lstsq(design[:, :k], w.real, rcond=None)[0]
        imag = np.linalg.lstsq(design[:, k:], w.imag, rcond=None)[0]
        rows.append((real, imag))
    still = seen[2 * outputs:]
    return np.array(rows).transpose(1, 0, 2), still


def score(keys, theta, matrices, q, k, r):
    m = keys.whole("at")
    z = turned(theta, matrices, [m]) * np.conj(turned(theta, matrices, m - np.asarray(r)))
    a = q[0::2] * k[0::2] + q[1::2] * k[1::2]
    b = q[0::2] * k[1::2] - q[1::2] * k[0::2]
    o = len(z)
    return scale(keys) * (a[:o] @ z.real + b[:o] @ z.imag + 2 * a[o:].sum())


def string(random):
    d = 4 * int(random.integers(2, 17))
    return Keys({"base": f"{10 ** random.uniform(1.2, 4):.5g}", "dim": d, "train": int(2 ** random.uniform(6, 9)),
                 "gain": f"{random.uniform(0.05, 1):.4g}", "heads": int(random.integers(0, 12)),
                 "seed": int(random.integers(1000)), "at": int(random.integers(1500, 3000))
                 } | unit(random) | factor(random))


def look(ask, random, count):
    """Compared, wrong as texts, and the normalised entries of every matrix."""
    compared, wrong, noise = 0, [], []
    while count:
        keys = string(random)
        theta, outputs = waves(keys)
        if len(theta) < 2:
            continue
        count -= 1
        kept, d = len(theta), keys.whole("dim")
        matrices, still = read_off(keys, theta, outputs, ask)
        if d // 2 > outputs and not np.allclose(still, [[2], [0]], atol=1e-12):
            wrong.append(f"{keys.text('fope')}: a pair of no frequency is not 2 A")
        heads = keys.whole("heads")
        sd = float(keys["gain"]) * math.sqrt(2 / (outputs * (heads + kept)) if heads
                                             else 2 / (kept + outputs))
        step = -(-kept // outputs)
        ones = np.zeros((outputs, kept))
        for i in range(outputs):
            if i * step < kept:
                ones[i, i * step] = 1
        # The sign of an output is lost: any where its row has no 1; where it has, the likelier one.
        for i in range(outputs):
            both = matrices[:, i]
            less = np.abs(both + ones[i]).sum() - np.abs(both - ones[i]).sum()
            if less < 0 or (not ones[i].any() and random.integers(2)):
                matrices[:, i] = -both
        if keys["unit"] == "rad":  # else the fastest wave has no sine
            noise.append(((matrices - ones) / sd).ravel())
        for at in (keys.whole("at"), 37, 700, 131071, 999999):
            other = Keys(keys | {"at": at})
            r = np.unique(np.round(np.linspace(0, at, 9)).astype(int))
            vectors = random.normal(size=(3, 2, d))
            seen = ask(other, [tuple(v) for v in vectors], r)
            for (q, k), row in zip(vectors, seen):
                mine = score(other, theta, matrices, q, k, r)
                loud = np.abs(q).sum() * np.abs(k).sum() * scale(keys) * (
                    1 + np.abs(matrices).sum(2).max() ** 2)
                bad = np.abs(row - mine) > 1e-10 * loud
                compared += len(r)
                if bad.any():
                    i = int(np.argmax(bad))
                    wrong.append(f"{other.text('fope')} r={r[i]}: {row[i]!r}, here {mine[i]!r}")
        gone = Keys(keys | {"gain": 0})
        r = np.array([0, 1, 5, 50, 700])
        q, k = random.normal(size=(2, d))
        row = ask(gone, [(q, k)], r)[0]
        mine = score(gone, theta, (ones, ones), q, k, r)
        compared += len(r)
        if (np.abs(row - mine) > 1e-12 * np.abs(q).sum() * np.abs(k).sum() * scale(keys)).any():
            wrong.append(f"{gone.text('fope')}: not the bank of its 1s")
    return compared, wrong, np.concatenate(noise)
