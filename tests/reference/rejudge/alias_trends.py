"""DU's trade-off table in bfloat16: how aliases change with context and base, on the same draws throughout."""
import numpy as np

from alias import BASES, chunks
from definitions import amplitudes, bfloat16, pairs_alike, table
from frame import judges, median_limits, own

CONTEXTS = (1024, 4096, 16384)
DRAWS = (1024, 1024, 512)


def counts(law, seed):
    """[base, context] lists of per-draw aliased share, alias pairs, equal tokens, tokens within 2^-7."""
    rng = np.random.default_rng(seed)
    forms = amplitudes(law, max(DRAWS), 128, 2, rng)
    out = {}
    for base in BASES:
        waves = table(base, 64, max(CONTEXTS))
        for context, draws in zip(CONTEXTS, DRAWS):
            rows = []
            kept = [(a[:draws], b[:draws]) for a, b in forms]
            for first, second in chunks(kept, waves[:, :context]):
                top = np.maximum(abs(first).max(1), abs(second).max(1)) / 128
                keys = bfloat16(first)
                same = (keys == bfloat16(second)).sum(1)
                close = (abs(first - second) <= top[:, None]).sum(1)
                for row, equal, near in zip(keys, same, close):
                    pairs, having = pairs_alike(row)
                    rows.append((having / context, pairs, equal, near))
            out[base, context] = np.array(rows, float)
    return out


def change(before, after, sign):
    """Median change on the draws both samples have, over the mean before, and its limits; positive as claimed."""
    both = min(len(before), len(after))
    before, after = before[:both], after[:both]
    return [x / before.mean() for x in median_limits(sign * (after - before))]


def trend(lines, sign):
    """Verdict on lines of samples, each of which should rise (sign 1) or fall (-1) from first to last."""
    whole = [change(line[0], line[-1], sign) for line in lines]
    steps = [change(a, b, sign) for line in lines for a, b in zip(line, line[1:])]
    wrong = [x for x in steps if x[2] < 0]
    middle, low, high = wrong[0] if wrong else min(whole, key=lambda x: x[1])
    verdict = "refuted" if wrong else "verified" if low > 0 else "inconclusive"
    what = f"first of {len(wrong)} steps the other way" if wrong else "weakest change"
    return own(verdict, high if wrong else low, high - low, f"{what} {middle:.4f}")


def by_context(found, column, share=False):
    """One line a base."""
    return [[found[base, m][:, column] / (m if share else 1) for m in CONTEXTS] for base in BASES]


def by_base(found, column):
    """One line a context."""
    return [[found[base, m][:, column] for base in BASES] for m in CONTEXTS]


@judges("DU-T-F2-M", "DU-T-F2-B", "DU-T-F4-B-THRESHOLD")
def centred():
    """Independent, centred queries and keys."""
    found = counts(("gauss", 0, 1), 131)
    return {"DU-T-F2-M": trend(by_context(found, 0), 1), "DU-T-F2-B": trend(by_base(found, 1), 1),
            "DU-T-F4-B-THRESHOLD": trend(by_base(found, 3), -1)}


@judges("DU-T-F2-M-ALIGNED", "DU-T-F2-B-ALIGNED", "DU-T-F4-M-ALIGNED", "DU-T-F4-B-ALIGNED")
def aligned():
    """Keys that agree with queries, rho 0.5."""
    found = counts(("aligned", 0.5), 132)
    return {"DU-T-F2-M-ALIGNED": trend(by_context(found, 0), 1), "DU-T-F2-B-ALIGNED": trend(by_base(found, 1), 1),
            "DU-T-F4-M-ALIGNED": trend(by_context(found, 2, True), 1), "DU-T-F4-B-ALIGNED": trend(by_base(found, 2), -1)}
