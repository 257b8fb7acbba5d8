"""What each number of the program's tables has to be, for a subject."""
import numpy as np
from scipy import stats

import drawn
import pairs
import whole
from compare import Among, Around, Either, Exact, Power, spread
from whole import put

SAMPLES, ORDERS, WHOLE = 60, 60, 1000 # whole numbers have rare values
COUNTS = whole.TOKENS + whole.MASSIVE
PLACED = ("stable_rank_k_rotated", "first_share_rotated", "dope_rank")


def moments(s):
    """By (head, pair) the columns of `moments`."""
    out = {}
    for h, both in enumerate(zip(s.q, s.k)):
        columns = pairs.moments(*both)[0]
        turns = s.theta / (2 * np.pi)
        for n in range(len(s.theta)):
            row = {c: v[n] for c, v in columns.items()}
            row.update(tokens=s.q.shape[1], tokens_k=s.k.shape[1], turns=turns[n] * s.context,
                       wavelength_tok=1 / turns[n] if turns[n] else "")
            out[str(h), str(n)] = {c: Exact(v) for c, v in row.items()}
    return out


def tests(s):
    """By (head, test) the columns of `moments --test`."""
    return {(str(h), test): {c: (Power if c[:2] == "p_" else Exact)(v) for c, v in row.items()}
            for h, every in enumerate(pairs.tests(s)) for test, row in every.items()}


def octaves(s):
    return {(str(h), str(n)): {c: Exact(v) for c, v in row.items()}
            for h, every in enumerate(whole.octaves(s)) for n, row in every.items()}


def drawn_checks(checks, law, count):
    """The mean of `count` draws, and limits that lie about where those of our own draws do."""
    for name, x in law.items():
        error = x.sd * (1 / count + 1 / x.own) ** 0.5
        checks[name] = Around(x.mean, 5 * error)
        checks[name + "_lo"], checks[name + "_hi"] = (spread(x.limits[:, i]) for i in (0, 1))


def differs(rows, names, values, errors, nulls):
    """Holm's verdicts where they do not hang on the null's error, which is not printed.

    rows: the program's; errors[h][name] of its values; nulls[h][name] errors of our samples.
    """
    out = [{} for _ in rows]
    for name in names:
        p = []
        for h, row in enumerate(rows):
            by = np.square if name in whole.ROOTS else np.cos if name in whole.ANGLES else float
            gap = abs(by(float(row[name])) - by(float(row[put(name, "_null_normal")])))
            low, high = min(nulls[h][name]), max(nulls[h][name])
            share = 0.1 if name in drawn.QUANTITIES else 0
            small = np.hypot(errors[h][name] * (1 - share), low)
            large = np.hypot(errors[h][name] * (1 + share), high)
            p.append((2 * stats.norm.sf(gap / small), 2 * stats.t.sf(gap / large, values[h])))
        sure, possible = (pairs.holm([x[i] for x in p]) < 0.05 for i in (1, 0))
        for h in range(len(rows)):
            same = sure[h] == possible[h]
            out[h][put(name, "_differs")] = Exact(int(sure[h])) if same else Either()
    return out


def heads(s, rows, count):
    """Per head the columns of `heads`; the program's rows are asked for values and nulls alone
    where it says whether they differ."""
    random = np.random.default_rng(5)
    exact, errors = whole.heads(s)
    out, all_errors, all_nulls = [], [], []
    for h, (row, se) in enumerate(zip(exact, errors)):
        checks = {c: (Power if c.startswith("assumption_p") else Exact)(v)
                  for c, v in row.items()}
        law = drawn.head(s, h, count, random)
        drawn_checks(checks, law, count)
        samples = [drawn.null(s, h, count, random) for _ in range(SAMPLES)]
        orders = [whole.spectra(s, s.k[h], random.permutation(s.k.shape[1]))[0]
                  for _ in range(ORDERS)]
        whole_numbers = [whole.sums(s, *(drawn.normal(x[h], random) for x in (s.q, s.k)))[0]
                         for _ in range(WHOLE)]
        for name in samples[0][0]:
            seen = [v[name] for v in whole_numbers] if name in COUNTS else [
                v[name] for v, _ in samples]
            checks[put(name, "_null_normal")] = (
                Among(seen) if name in COUNTS else spread(seen, name == "assumption_p"))
            if name in PLACED:
                checks[name + "_null"] = spread([o[name] for o in orders])
            elif name in law:
                checks[name + "_null"] = Exact(rows[h][name])
        checks["pairs"] = Exact(count)
        out.append(checks)
        all_errors.append({**se, **{n: x.sd / count ** 0.5 for n, x in law.items()}})
        all_nulls.append({n: [e[n] for _, e in samples] for n in samples[0][1]})
    names = [n for n in all_nulls[0] if n not in COUNTS + ("usage_slow",)]
    free = [min(32, s.q.shape[1]) - 1] * len(rows)
    for checks, more in zip(out, differs(rows, names, free, all_errors, all_nulls)):
        checks.update(more)
    return out


def summary(rows):
    """The summary from the rows of the heads as they are printed."""
    out = {}
    for name in rows[0]:
        if name in ("encoding", "qk", "layer", "head"):
            continue
        tok = "_tok" if name.endswith("_tok") else ""
        base, end = name.removesuffix("_tok"), name.removesuffix("_tok")[-3:]
        limit = end in ("_lo", "_hi")
        seen = [r[base.removesuffix(end) + tok if limit else name] for r in rows]
        nowhere = [np.inf] * seen.count("") if name.startswith("first_negative") and tok else []
        seen = sorted([float(x) for x in seen if x != ""] + nowhere)
        if not seen:
            value = ""
        elif limit:
            value = seen[0] if end == "_lo" else seen[-1]
        elif name.endswith("_differs"):
            value = sum(seen)
        else:
            value = seen[(len(seen) - 1) // 2] if tok else np.mean(seen)
        out[name] = Exact("" if value == np.inf else value)
    return out
