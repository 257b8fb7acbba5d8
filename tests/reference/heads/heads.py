#!/usr/bin/env python3
"""Second implementation of `posbias moments` on layer 0 of a llama2.c file.

Usage: heads.py MODEL.bin [--check FILE.csv ...]
Reads the file with numpy, computes q and k of every token, the pairs' moments and the tests of
TAPA's Assumption 2.1 and of regular amplitudes; --check compares CSVs of `posbias moments
--qk=weights:MODEL.bin,head=all` with and without --test. Shares no code with the program.
"""
import csv
import sys

import numpy as np
from scipy import stats

COUNTS = ("dim", "hidden", "layers", "heads", "kv", "vocab", "context")


def vectors(path):
    """q (heads, T, D) and k (heads, T, D) of layer 0, keys repeated over their group."""
    raw = open(path, "rb").read()
    h = dict(zip(COUNTS, (int(x) for x in np.frombuffer(raw, "<i4", 7))))
    f = np.frombuffer(raw, "<f4", offset=28).astype(float)
    dim, vocab, layers = h["dim"], abs(h["vocab"]), h["layers"]
    head = dim // h["heads"]
    at = vocab * dim
    x = f[:at].reshape(vocab, dim)
    norm = f[at:at + dim]
    at += layers * dim
    wq = f[at:at + dim * dim].reshape(dim, dim)
    at += layers * dim * dim
    wk = f[at:at + h["kv"] * head * dim].reshape(-1, dim)
    x = x / np.sqrt(np.mean(x * x, axis=1, keepdims=True) + 1e-5) * norm
    q = (x @ wq.T).reshape(vocab, h["heads"], head).transpose(1, 0, 2)
    k = (x @ wk.T).reshape(vocab, h["kv"], head).transpose(1, 0, 2)
    return q, np.repeat(k, h["heads"] // h["kv"], axis=0)


def turned(v):
    """v . turned(w) = v0 w1 - v1 w0 where v, w end in a pair."""
    return np.stack([v[..., 1], -v[..., 0]], axis=-1)


def pairs(q, k):
    """Columns of `moments`, each an array over pairs, and influences on E A, E B, log sizes."""
    t = len(q)
    q, k = q.reshape(t, -1, 2), k.reshape(t, -1, 2)
    mq, mk = q.mean(0), k.mean(0)
    lq, lk = np.hypot(*np.moveaxis(q, -1, 0)), np.hypot(*np.moveaxis(k, -1, 0))
    a, b = (mq * mk).sum(-1), (mq * turned(mk)).sum(-1)
    ia = ((q - mq) * mk).sum(-1) + ((k - mk) * mq).sum(-1)
    ib = ((q - mq) * turned(mk)).sum(-1) + (mq * turned(k - mk)).sum(-1)
    offset = lambda v, m: np.sqrt((m * m).sum(-1) / ((v - m) ** 2).sum(-1).mean(0))
    root = np.sqrt(t * (t - 1.0))
    out = {"mean_a": a, "mean_b": b, "mean_a_se": np.sqrt((ia ** 2).sum(0)) / root,
           "mean_b_se": np.sqrt((ib ** 2).sum(0)) / root, "usage": (lq * lk).mean(0),
           "usage_se": (lq * lk).std(0, ddof=1) / np.sqrt(t),
           "usage_null": lq.mean(0) * lk.mean(0), "offset_q": offset(q, mq),
           "offset_k": offset(k, mk), "angle_rad": np.arctan2(b, a),
           "product_square": ((q * q).mean(0) * (k * k).mean(0)).mean(-1)}
    log = np.log(lq.mean(0)) + np.log(lk.mean(0)), lq / lq.mean(0) + lk / lk.mean(0)
    return out, {"mean-a": [(a, ia)], "mean-b": [(b, ib)], "assumption-2.1": [(a, ia), (b, ib)],
                 "amplitude": [log]}


def hotelling(parts, t):
    """T^2 of the differences from the first pair, and its p-value by F."""
    c = np.concatenate([v[1:] - v[0] for v, _ in parts])
    i = np.concatenate([x[:, 1:] - x[:, :1] for _, x in parts], axis=1)
    w = c @ np.linalg.solve(np.cov(i, rowvar=False) / t, c)
    p = len(c)
    return w, stats.f.sf(w * (t - p) / (p * (t - 1.0)), p, t - p)


def main():
    q, k = vectors(sys.argv[1])
    every = [pairs(*both) for both in zip(q, k)]
    tests = [{n: hotelling(p, q.shape[1]) for n, p in e[1].items()} for e in every]
    for head, test in enumerate(tests):
        print(f"head {head}: " + "; ".join(
            f"{n} {'rejected' if test[n][1] < 0.05 else 'not rejected'} (p = {test[n][1]:.3g})"
            for n in ("assumption-2.1", "amplitude")))
    agree = differ = 0
    for path in sys.argv[3:]:
        with open(path, newline="") as file:
            rows = list(csv.DictReader(line for line in file if not line.startswith("#")))
        for row in rows:
            head = int(row["head"])
            if "test" in row:
                want = dict(zip(("statistic", "p_value"), tests[head][row["test"]]))
            else:
                want = {n: v[int(row["pair"])] for n, v in every[head][0].items()}
            for name, mine in want.items():
                # Sums of T terms in doubles; differences of means lose digits, a solve more.
                if abs(float(row[name]) - mine) <= 1e-9 * max(abs(mine), 1e-3):
                    agree += 1
                else:
                    differ += 1
                    print(f"{path}: head {head} {row.get('pair') or row.get('test')} {name}: "
                          f"{row[name]}, here {mine:.17g}")
    print(f"{agree} agree, {differ} differ")
    return 1 if differ or (sys.argv[3:] and not agree) else 0


if __name__ == "__main__":
    sys.exit(main())
