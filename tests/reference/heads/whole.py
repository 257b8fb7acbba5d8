#!/usr/bin/env python3
"""Exact columns of `posbias heads` on layer 0 of a llama2.c file (base 1e4, the file's context).

Usage: whole.py MODEL.bin FILE.csv
Columns of drawn pairs, limits and nulls are not compared.
"""
import csv
import sys

import numpy as np

from heads import hotelling, pairs, vectors


def columns(q, k, context):
    t, d = q.shape
    theta = 1e4 ** (-np.arange(d // 2) / (d // 2))
    out, parts = pairs(q, k)
    use = out["usage"]
    massive = lambda x: int((lambda m: (m > 5 * m.mean()).sum())(np.sqrt((x * x).sum(0))))
    offset = lambda x: np.sqrt((x.mean(0) ** 2).sum() / x.var(0).sum())
    mq, mk = q.mean(0), k.mean(0)
    z = k.reshape(t, -1, 2) @ [1, 1j] * np.exp(1j * np.outer(np.arange(t), theta))
    turned = np.stack([z.real, z.imag], -1).reshape(t, d)
    s, r = (np.linalg.svd(x, compute_uv=False) ** 2 for x in (k, turned))
    p = r[:32] / r[:32].sum()
    x = np.outer(np.arange(context), theta)
    score = np.cos(x) @ out["mean_a"] + np.sin(x) @ out["mean_b"]
    below = np.flatnonzero(score < 0)
    return {"usage_slow": use[theta * context < 4 * np.pi].sum() / use.sum(),
            "massive_q": massive(q), "massive_k": massive(k), "offset_q": offset(q),
            "offset_k": offset(k), "spread_a": out["mean_a"].std() / out["usage_null"].mean(),
            "offset_angle_rad": np.arccos(mq @ mk / np.sqrt((mq @ mq) * (mk @ mk))),
            "assumption_p": hotelling(parts["assumption-2.1"], t)[1],
            "stable_rank_k": s.sum() / s[0], "stable_rank_k_rotated": r.sum() / r[0],
            "dope_rank": np.exp(-(p * np.log(p)).sum()), "argmax_tok": int(score.argmax()),
            "first_negative_tok": below[0] if len(below) else ""}


def main():
    q, k = vectors(sys.argv[1])
    context = int(np.fromfile(sys.argv[1], "<i4", 7)[6])
    agree = differ = 0
    with open(sys.argv[2], newline="") as file:
        rows = [r for r in csv.DictReader(x for x in file if x[0] != "#") if r["head"] != "all"]
    for row in rows:
        h = int(row["head"])
        for name, mine in columns(q[h], k[h], context).items():
            theirs = row.get(name, "no such column")
            try:
                same = abs(float(theirs) - mine) <= 1e-9 * max(abs(mine), 1e-3)
            except (ValueError, TypeError):
                same = theirs == mine
            agree, differ = agree + same, differ + (not same)
            if not same:
                print(f"head {h} {name}: {theirs}, here {mine}")
    print(f"{agree} agree, {differ} differ")
    return 1 if differ or not agree else 0


if __name__ == "__main__":
    sys.exit(main())
