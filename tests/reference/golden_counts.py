#!/usr/bin/env python3
"""Regenerate the exact counts the test suite compares the failure experiments with.

    python3 tests/reference/golden_counts.py OUTDIR

writes OUTDIR/counts.csv. Needs mpmath, and numpy with the 64-bit significand of x87's long double; runs in a few
minutes and gives the same bytes every time. Nothing here shares code with posbias: scores come from the definitions
(golden_scores.py), counts from sorting them. Every integer is certified: a comparison or a rounding that the error of the
scores leaves open is decided in at least 60 digits, and a tie counts as one only if it is proved.

counts.csv   encoding,context_tok,variant,inversions,ties,alias_pairs,positions_aliased,threshold_pairs
    The unit query-key model, S(r) = norm sum_n weight_n cos(turn r theta_n) - slope r.

    variant half     inversions: pairs, r1 in [0, M/2) and r2 in [M/2, M), with S(r1) < S(r2); ties: with S(r1) = S(r2)
    variant follow   the same for r1 in M+1..2M and r2 in 2M+1..3M
    variant bf16, fp16, fp32, fp64
                     over r in [0, M): alias_pairs, unordered pairs whose scores round (to nearest, ties to even) to the
                     same value; positions_aliased, distances in such a pair; threshold_pairs, unordered pairs with
                     abs(S(r1) - S(r2)) <= 2^-f max abs(S), f = 7, 10, 23, 52 the explicit significand bits
"""

import pathlib
import sys

import numpy as np
from mpmath import mp, mpf

import golden_scores
from golden import WORKING_DIGITS, write_table
from golden_scores import Curve, long_double

HEADER = ("encoding", "context_tok", "variant", "inversions", "ties", "alias_pairs", "positions_aliased",
          "threshold_pairs")

# name: significand bits with the hidden one, exponents of the smallest and largest normal number
DATATYPES = {"bf16": (8, -126, 127), "fp16": (11, -14, 15), "fp32": (24, -126, 127), "fp64": (53, -1022, 1023)}

LLAMA_3_1 = "rope:base=5e5,dim=128,scaling=llama3,factor=8,orig=8192,low=1,high=4"
QWEN_3_YARN = "rope:base=1e6,dim=128,scaling=yarn,factor=4,orig=32768"
DEEPSEEK_V3 = ("rope:base=1e4,dim=192,rotary=64,scaling=yarn,factor=40,orig=4096,beta_fast=32,beta_slow=1,"
               "mscale=1,mscale_all_dim=1")
GPT_OSS = "rope:base=1.5e5,dim=64,scaling=yarn,factor=32,orig=4096,beta_fast=32,beta_slow=1,truncate=false"
MODELS = {"model:llama-3.1-8b": LLAMA_3_1, "model:qwen3-8b-yarn": QWEN_3_YARN, "model:deepseek-v3": DEEPSEEK_V3,
          "model:gpt-oss-20b": GPT_OSS, "model:gpt-neox-20b": "rope:base=1e4,dim=96,rotary=24",
          "model:gemma-3-12b-global": "rope:base=1e6,dim=256,scaling=linear,factor=8"}

LONG = (2, 3, 64, 1001, 4098, 32768, 100000, 131072)
LONG_ENCODINGS = """
rope:base=1e4,dim=128
rope:base=5e5,dim=128
rope:base=1e6,dim=128
rope:base=1e7,dim=128
rope:base=1e8,dim=128
rope:base=1e4,dim=2
rope:base=1e4,dim=128,unit=turn,norm=none
model:llama-3.1-8b
model:qwen3-8b-yarn
alibi:dim=64,slope=0.00390625
"""

SHORT = (2, 3, 16, 600, 1001, 4098, 20000)
SHORT_ENCODINGS = """
rope:base=1e4,dim=2,norm=none
rope:base=1e4,dim=4
rope:base=1e4,dim=8
rope:base=5e5,dim=8,norm=none
rope:base=1e4,dim=64
rope:base=1e6,dim=64,norm=none
rope:base=1e4,dim=256
rope:base=1e6,dim=256,norm=none
rope:base=5e5,dim=64,unit=turn
rope:base=2,dim=8,unit=turn,norm=none
rope:base=1e4,dim=16,unit=turn
rope:base=1e6,dim=64,rotary=32,partial=neox
rope:base=1e4,dim=64,rotary=16,partial=p
rope:base=1e4,dim=16,rotary=8,unit=turn,partial=p
rope:base=1e4,dim=128,scaling=ntk,alpha=2
rope:base=1e4,dim=64,scaling=dynamic,factor=2,orig=4096,length=16384
rope:base=1e6,dim=64,scaling=yarn-paper,factor=4,orig=32768,beta_fast=16,beta_slow=2
rope:base=1e4,dim=32,rotary=8,scaling=longrope,factor=4,orig=8192,ext=1/1.25/2.5/4
model:deepseek-v3
model:gpt-oss-20b
model:gpt-neox-20b
model:gemma-3-12b-global
"""

TIED = (2, 3, 8, 10, 64, 1000, 1001, 4098, 100000)
TIED_ENCODINGS = """
nope:dim=128
nope:dim=6,norm=sqrt
rope:base=1e4,dim=2,unit=turn
rope:base=4,dim=4,unit=turn
rope:base=16,dim=8,unit=turn
rope:base=16,dim=8,unit=turn,norm=none
rope:base=256,dim=16,unit=turn
rope:base=81,dim=8,unit=turn
rope:base=1e4,dim=8,unit=turn
rope:base=1e4,dim=8,unit=turn,norm=none
rope:base=1e4,dim=4,unit=turn,scaling=linear,factor=4
rope:base=16,dim=16,rotary=8,unit=turn
alibi:dim=64,slope=0.5
alibi:dim=64,slope=1
alibi:dim=16,slope=0.015625
"""


def locality_counts(curve, near, far):
    """Inversions and ties between two ranges of distances."""
    far = np.sort(curve.rank[far.start:far.stop])
    near = curve.rank[near.start:near.stop]
    above = np.searchsorted(far, near, side="right")
    return int(np.sum(far.size - above)), int(np.sum(above - np.searchsorted(far, near, side="left")))


def round_exact(x, bits, least):
    """A multiprecision number to the nearest multiple of its spacing, ties to even."""
    if x == 0:
        return np.longdouble(0)
    spacing = mpf(2) ** (max(int(mp.floor(mp.log(abs(x), 2))), least) - bits + 1)
    below = mp.floor(x / spacing)
    rest = x / spacing - below
    assert rest == mpf(1) / 2 or abs(rest - mpf(1) / 2) > mpf(10) ** -30
    up = rest > mpf(1) / 2 or (rest == mpf(1) / 2 and int(below) % 2)
    return long_double((below + (1 if up else 0)) * spacing)


def rounded(curve, bits, least, most):
    """The rounded score of each rank, and how many were rounded from exact()."""
    x = curve.rank_value
    spacing = np.ldexp(np.longdouble(1), np.maximum(np.frexp(x)[1] - 1, least) - bits + 1)
    steps = x / spacing
    out = np.rint(steps) * spacing
    # Open where the middle of two neighbours is within the error; of no account where no other score is near.
    gap = np.diff(x)
    reach = np.minimum(np.append(gap, np.inf), np.insert(gap, 0, np.inf))
    middle = np.abs(steps - np.floor(steps) - np.longdouble(0.5)) * spacing
    is_open = (middle <= curve.error) & (reach <= 4 * spacing + 4 * curve.error) if curve.error else np.zeros(x.size, bool)
    for rank in np.flatnonzero(is_open):
        out[rank] = round_exact(curve.exact(int(curve.of_rank[rank])), bits, least)
    out[np.abs(out) >= np.ldexp(np.longdouble(1), most + 1)] *= np.inf
    return out, int(np.count_nonzero(is_open))


def alias_counts(values):
    """Pairs of equal values and positions in such a pair; +0 and -0 are equal."""
    count = np.unique(values, return_counts=True)[1]
    return int(np.sum(count * (count - 1) // 2)), int(np.sum(count[count > 1]))


def threshold_count(curve, context, fraction_bits):
    """Pairs of distances under context whose scores differ by at most 2^-fraction_bits of the largest."""
    ranks, count = np.unique(curve.rank[:context], return_counts=True)
    x = curve.rank_value[ranks]
    order = np.argsort(x, kind="stable")  # ranks closer than the error may be out of order by it
    ranks, count, x = ranks[order], count[order], x[order]
    largest = np.max(np.abs(x))
    limit = np.ldexp(largest, -fraction_bits)
    # scores 2, the limit 1, the sum's rounding
    slack = 4 * curve.error + (4 * golden_scores.HALF_ULP * largest if curve.error else 0)
    surely, maybe = (np.searchsorted(x, x + (limit + sign * slack), side="right") for sign in (-1, 1))
    own = np.arange(x.size) + 1
    surely = np.maximum(surely, own)
    before = np.insert(np.cumsum(count), 0, 0)
    total = int(np.sum(count * (count - 1) // 2 + count * (before[surely] - before[own])))
    exact_limit = None
    for i in np.flatnonzero(maybe > surely):
        if exact_limit is None:
            exact_limit = abs(curve.exact(int(curve.of_rank[ranks[np.argmax(np.abs(x))]]))) / 2 ** fraction_bits
        for j in range(surely[i], maybe[i]):
            difference = abs(curve.exact(int(curve.of_rank[ranks[i]])) - curve.exact(int(curve.of_rank[ranks[j]])))
            assert abs(difference - exact_limit) > mpf(10) ** -30, "a difference equal to the limit is not proved here"
            total += int(count[i] * count[j]) if difference < exact_limit else 0
    return total


def rows():
    for encodings, contexts in ((LONG_ENCODINGS, LONG), (SHORT_ENCODINGS, SHORT), (TIED_ENCODINGS, TIED)):
        for encoding in encodings.split():
            curve = Curve(MODELS.get(encoding, encoding), 3 * max(contexts) + 1)
            tables = {dtype: rounded(curve, *shape) for dtype, shape in DATATYPES.items()}
            print(encoding, curve.how, f"error {float(curve.error):.2g}", f"near ties {curve.near_ties}",
                  f"closest {float(np.min(np.diff(curve.rank_value), initial=np.inf)):.2g}",
                  f"rounded exactly {[table[1] for table in tables.values()]}", file=sys.stderr)
            for m in contexts:
                if m % 2 == 0:
                    yield encoding, m, "half", *locality_counts(curve, range(m // 2), range(m // 2, m)), "", "", ""
                yield (encoding, m, "follow",
                       *locality_counts(curve, range(m + 1, 2 * m + 1), range(2 * m + 1, 3 * m + 1)), "", "", "")
                for dtype, (bits, _, _) in DATATYPES.items():
                    yield (encoding, m, dtype, "", "", *alias_counts(tables[dtype][0][curve.rank[:m]]),
                           threshold_count(curve, m, bits - 1))


def main():
    if len(sys.argv) != 2:
        sys.exit("usage: golden_counts.py OUTDIR")
    mp.dps = WORKING_DIGITS
    directory = pathlib.Path(sys.argv[1])
    directory.mkdir(parents=True, exist_ok=True)
    write_table(directory / "counts.csv", HEADER, rows())


if __name__ == "__main__":
    main()
