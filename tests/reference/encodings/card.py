"""The report card of few tokens, by loops over all of them.

Definitions by the help of `reportcard` and by the papers it names: means over all pairs of tokens,
far half [M/2, M), near distances below M/64 or 0 alone.
"""
import itertools
import math

import numpy as np

from parts import Keys

M, DIM, TOKENS, DRAWS = 96, 8, 5, 3000
STRINGS = ("rope:base=100,dim=8,unit=rad,norm=sqrt,rotary=6,partial=neox,scaling=none",
           "rope:base=30000,dim=8,unit=rad,norm=none,rotary=4,partial=p,scaling=none",
           "xpos:base=500,dim=8,scale=90,unit=rad,norm=sqrt", "nope:dim=8,norm=sqrt",
           "alibi:dim=8,slope=0.05,norm=sqrt", "kerple-log:dim=8,p=0.3,a=2,norm=sqrt",
           "hope-hyp:decay=1.05,base=100,dim=8,norm=sqrt",
           "cope-clip:base=1e4,dim=8,clip=2,taper=soft,unit=rad,norm=sqrt",
           "rope-im:base=100,dim=8,part=im,unit=rad,norm=sqrt",
           "jordan:gamma=0.01,eta=0.02,base=50,dim=8,unit=rad,norm=sqrt")


def bf16(x):
    """Codes of the nearest bf16, ties to even, from doubles: values of 8 bits."""
    mantissa, exponent = np.frexp(x)
    return np.ldexp(np.rint(mantissa * 256), exponent - 8)


def of_pair(s, sizes):
    """Criteria of one query and key: s of 0..2M."""
    near, far = s[:M // 2], s[M // 2:M]
    codes = bf16(s[:M])
    alike = sum(codes[i] == codes[j] for i in range(M) for j in range(M) if i != j)
    return {"position_inversion": np.mean([a < b for a in near for b in far]),
            "position_aliasing": alike / (M * (M - 1)),
            "positional": sum(abs(s[i + 1] - s[i]) for i in range(M)) / M / sizes}


def of_triple(s1, s2):
    """Of a query with two keys."""
    first = s1[0] - s2[0]
    turned = [first * (s1[r] - s2[r]) < 0 for r in range(2 * M + 1)]
    same = [a == b for a, b in zip(bf16(s1[:M]), bf16(s2[:M]))]
    return {"semantic": 1 - np.mean(turned[M + 1:2 * M + 1]),
            "token_inversion": np.mean(turned[:M]),
            "token_aliasing": np.mean(same)}


def drift(keys, q, k):
    """Of a pair under RoPE: the query's factor, with 1/sqrt(D) in it, and the key's in bf16 at
    r + M and M against r and 0, at the middles of 16 parts of the context."""
    theta = float(keys["base"]) ** (-np.arange(0, DIM, 2) / DIM)
    z = lambda x, m: (x[::2] + 1j * x[1::2]) * np.exp(1j * m * theta)
    near = lambda y: np.r_[bf16(y.real), bf16(y.imag)]
    score = lambda m, n: near(z(q * DIM ** -0.5, m)) @ near(z(k, n))
    change = [score(r + M, M) - score(r, 0) for r in range(M // 32, M, M // 16)]
    return math.sqrt(np.mean(np.square(change)))


def of_means(mean, variance, mu0, norm):
    """From the mean score and its variance at 0..16M; TAPA's gap is that of a score over sqrt(D)
    whatever the encoding has."""
    far = range(M // 2, M)
    sign = 1 if mu0 > 0 else -1
    rise = lambda r: sign * (mean[0] - mean[r]) / norm / DIM
    negative = [r for r in range(len(mean)) if mean[r] < 0]
    lost = [r for r in range(M // 2, len(mean)) if not rise(r) > abs(mu0) / 8]
    spread = [M // 2 + int((i + 0.5) * (M - M // 2) / 16) for i in range(16)]
    return {"aligned_mean": np.mean([mean[r] for r in far]) / mean[0],
            "first_negative_tok": negative[0] if negative else None,
            "gap": min(rise(r) for r in far), "horizon_tok": lost[0] if lost else None,
            "variance": np.mean([variance[r] for r in spread]) / variance[0]
            if variance[0] > 0 else None}


def ranks(cells):
    """(rank_lo, rank_hi) of rows of one criterion by their printed limits; smaller is better after
    the map that the column `better` names."""
    far = lambda c, at: (0 if c[1] <= at <= c[2] else min(abs(c[1] - at), abs(c[2] - at)),
                         max(abs(c[1] - at), abs(c[2] - at)))
    maps = {"less": lambda c: (c[1], c[2]), "more": lambda c: (-c[2], -c[1]),
            "near 0": lambda c: far(c, 0), "near 1": lambda c: far(c, 1)}
    x = [maps[c[0]](c) for c in cells]
    apart = lambda a, b: a[1] < b[0] - 1e-12 * max(abs(a[1]), abs(b[0]))
    return [(1 + sum(apart(o, me) for o in x), sum(not apart(me, o) for o in x)) for me in x]


def rows_of(program, text, q, k, draws):
    return program.rows("reportcard", "--encoding=" + text, f"--context={M}", f"--pairs={draws}",
                        "--qk=" + program.vectors([(q, k)])[0])


def look(program, types, random):
    """The number of differences."""
    compared, wrong, inside = 0, [], []
    q, k = random.normal(size=(2, TOKENS, DIM)) + 0.6
    table = {}
    for text in STRINGS:
        name, rest = text.split(":")
        keys = Keys(dict(x.split("=") for x in rest.split(",")))
        mine = lambda a, b, rs: np.array([float(x) for x, _ in types[name][0](name, keys, a, b, rs)])
        curve = {(i, j): mine(q[i], k[j], range(2 * M + 1))
                 for i in range(TOKENS) for j in range(TOKENS)}
        norm = 1 if keys["norm"] == "none" else DIM ** -0.5
        sizes = lambda i, j: norm * (np.hypot(q[i, ::2], q[i, 1::2])
                                     * np.hypot(k[j, ::2], k[j, 1::2])).sum()
        pairs = [of_pair(s, sizes(*ij)) for ij, s in curve.items()]
        triples = [of_triple(curve[i, a], curve[i, b]) for i, a, b in
                   itertools.product(range(TOKENS), repeat=3)]
        every = np.array(list(curve.values()))
        mu0 = (q.mean(0) * k.mean(0)).sum() / (DIM // 2)
        mean = mine(q.mean(0), k.mean(0), range(16 * M + 1))  # scores here are linear in q and k
        if not np.allclose(mean[:2 * M + 1], every.mean(0), rtol=1e-12, atol=1e-12):
            wrong.append(f"{text}: not the mean over pairs")
        closed = of_means(mean, every.var(0), mu0, norm)
        wanted = {c: ([p[c] for p in some]) for some in (pairs, triples) for c in some[0]}
        for row in rows_of(program, text, q, k, DRAWS):
            c = row["criterion"]
            table.setdefault(c, []).append(row)
            if not row["value"]:
                continue
            value = float(row["value"])
            if c in closed and closed[c] is not None:
                compared += 1
                low, high = float(row["value_lo"]), float(row["value_hi"])
                if low != high:  # drawn, at 95 %
                    inside.append(low <= closed[c] <= high)
                if abs(value - closed[c]) > 1.5 * (high - low) + 1e-11 * max(1, abs(closed[c])):
                    wrong.append(f"{text} {c}: {value!r}, here {closed[c]!r}")
            elif c in wanted:
                x = np.array(wanted[c])
                compared += 1
                middle, width = x.mean(), 5.5 * x.std() / math.sqrt(DRAWS) + 1e-12
                if c[-8:] == "aliasing":  # a median
                    low, middle, high = np.quantile(x, [0.45, 0.5, 0.55], method="nearest")
                    width = max(middle - low, high - middle)
                inside.append(float(row["value_lo"]) - 1e-15 <= middle
                              <= float(row["value_hi"]) + 1e-15)
                if abs(value - middle) > width:
                    wrong.append(f"{text} {c}: {value!r}, here {middle:.6g} +- "
                                 f"{x.std() / math.sqrt(DRAWS):.2g}")
        one = {r["criterion"]: r for r in rows_of(program, text, q[:1], k[:1], 6)}
        for c, value in pairs[0].items():
            compared += 1
            if one[c]["value"] and abs(float(one[c]["value"]) - value) > 1e-11:
                wrong.append(f"{text} {c} of one pair: {one[c]['value']}, here {value!r}")
    keys = Keys({"base": 70, "dim": DIM})
    row = [r for r in rows_of(program, keys.text("rope"), q[:1], k[:1], 6)
           if r["criterion"] == "drift"][0]
    compared += 1
    if abs(float(row["value"]) - drift(keys, q[0], k[0])) > 1e-12:
        wrong.append(f"drift: {row['value']}, here {drift(keys, q[0], k[0])!r}")
    names = program.vectors([(q, k)])[0]
    whole = program.rows("reportcard", "--encoding=" + ";".join(STRINGS), f"--context={M}",
                         f"--pairs={DRAWS // 10}", "--qk=" + names)
    for c in {r["criterion"] for r in whole}:
        rows = [r for r in whole if r["criterion"] == c and r["value_lo"]]
        cells = [(r["better"], float(r["value_lo"]), float(r["value_hi"] or "inf")) for r in rows]
        for r, (low, high) in zip(rows, ranks(cells)):
            compared += 1
            if (str(low), str(high)) != (r["rank_lo"], r["rank_hi"]):
                wrong.append(f"{r['encoding']} {c}: ranks {r['rank_lo']}-{r['rank_hi']}, here "
                             f"{low}-{high}")
    print(f"reportcard: {compared} cells and ranks of {len(STRINGS)} encodings, {len(wrong)} "
          f"differ; {sum(inside)} of {len(inside)} limits over draws hold the value over all pairs "
          "of tokens", flush=True)
    for x in wrong[:12]:
        print("DIFFERS", x)
    return len(wrong)
