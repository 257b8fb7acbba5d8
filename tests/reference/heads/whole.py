"""Columns of `posbias heads` and of its octaves that are sums over all tokens, with limits."""
import numpy as np

from pairs import groups, holm, hotelling, jackknife, limits, moments, root_limits, sizes
from scipy import stats

TOKENS = ("first_negative_tok", "argmax_tok")
ROOTS, ANGLES = ("offset_q", "offset_k", "spread_a"), ("offset_angle_rad",)
MASSIVE = ("massive_q", "massive_k")


def put(name, end):
    """Name of a quantity's column: the unit comes last."""
    tok = name.endswith("_tok")
    return name.removesuffix("_tok") + end + ("_tok" if tok and end != "_differs" else "")


def late(x):
    """Order of distances: none at all lies behind the last."""
    return np.inf if x == "" else x


def angle_limits(value, values):
    """Of an angle from 0 to pi, by its cosine."""
    low, high = limits(np.cos(value), np.cos(values))
    return np.arccos(min(1, high)), np.arccos(max(-1, low))


def about_limits(value, values):
    """Of a mean of sizes, which is no less than 0 and no more than 1, about the value itself."""
    half = stats.t.ppf(0.975, len(values) - 1) * jackknife(value, values)[1]
    return max(0, value - half), min(1, value + half)


def error(name, value, values):
    """Standard error of what a quantity's limits are taken by."""
    by = np.square if name in ROOTS else np.cos if name in ANGLES else np.positive
    return jackknife(by(value), by(np.asarray(values)))[1]


def slow(s):
    return s.theta * s.context < 4 * np.pi


def tables(s):
    x = np.outer(np.arange(s.context), s.theta)
    return np.cos(x), np.sin(x)


def follows(s, z, theta):
    """|Correlation| with distance of each pair's mean score, over pairs of positions."""
    r = np.arange(s.context)
    x, w = np.outer(theta, r), (s.context - r) / (s.context * (s.context + 1) / 2)
    p = z.real[:, None] * -2 * np.sin(x / 2) ** 2 + z.imag[:, None] * np.sin(x)
    p, r = p - (p @ w)[:, None], r - r @ w
    return np.abs((p * r) @ w) / np.sqrt((p * p) @ w * (r * r @ w))


def sums(s, q, k):
    """Statistics of one head whose limits are over groups of tokens left out."""
    use = (sizes(q) * sizes(k)).mean(0)
    apart = sizes(q).mean(0) * sizes(k).mean(0)
    massive = lambda x: int((lambda m: (m > 5 * m.mean()).sum())(np.sqrt((x * x).sum(0))))
    offset = lambda x: np.sqrt((x.mean(0) ** 2).sum() / x.var(0).sum())
    mq, mk = q.mean(0), k.mean(0)
    z = (mq[0::2] - 1j * mq[1::2]) * (mk[0::2] + 1j * mk[1::2])
    cosines, sines = tables(s)
    score = cosines @ z.real + sines @ z.imag
    below = np.flatnonzero(score < 0)
    turn = s.theta > 0
    out = {"usage_slow": use[slow(s)].sum() / use.sum(), "massive_q": massive(q),
           "massive_k": massive(k), "offset_q": offset(q), "offset_k": offset(k),
           "offset_angle_rad": np.arccos(mq @ mk / np.sqrt((mq @ mq) * (mk @ mk))),
           "spread_a": z.real[turn].std() / apart[turn].mean(),
           "positional_corr": np.average(follows(s, z[turn], s.theta[turn]), weights=apart[turn]),
           "first_negative_tok": below[0] if len(below) else "", "argmax_tok": score.argmax()}
    return out, apart[slow(s)].sum() / apart.sum()


def rotated(s, k, positions):
    z = (k[:, 0::2] + 1j * k[:, 1::2]) * np.exp(1j * np.outer(positions, s.theta))
    return np.stack([z.real, z.imag], -1).reshape(k.shape)


def spectrum(squares, name):
    """Statistics of the squares of singular values, the largest first."""
    p = squares[:32] / squares[:32].sum()
    share = squares[0] / squares.sum()
    out = {"stable_rank_k" + name: 1 / share, "first_share" + name: share}
    return out if not name else {**out, "dope_rank": np.exp(-(p * np.log(p)).sum())}


def possible(name, dim):
    """What a quantity can be: limits end there."""
    if name == "usage_slow":
        return 0, 1
    if name.startswith("first_share"): # the largest of dim shares
        return 1 / dim, 1
    if name.startswith("stable_rank_k"):
        return 1, dim
    return (1, min(dim, 32)) if name == "dope_rank" else (-np.inf, np.inf)


def without(squares, rows):
    """Eigenvalues less rows in their vectors, to second order: each pair by its 2 x 2 matrix."""
    m = rows.T @ rows
    a = squares - np.diag(m)
    half = (a[:, None] - a) / 2
    return np.sort(a + (np.sign(half) * (np.hypot(half, m) - np.abs(half))).sum(1))[::-1]


def spectra(s, k, positions):
    """The same of keys and of rotated keys, and with each group left out, to first order."""
    out, left = {}, [{} for _ in groups(len(k))]
    for name, x in (("", k), ("_rotated", rotated(s, k, positions))):
        squares, v = np.linalg.eigh(x.T @ x)
        squares, v = squares[::-1], v[:, ::-1]
        out.update(spectrum(squares, name))
        for g, stay in enumerate(groups(len(k))):
            gone = np.delete(np.arange(len(k)), stay)
            left[g].update(spectrum(without(squares, x[gone] @ v), name))
    return out, left


def head(s, h):
    """Columns of one head that nothing is drawn for, and standard errors by name."""
    q, k = s.q[h], s.k[h]
    out, se, left = {}, {}, [sums(s, q[g], k[g]) for g in groups(len(q))]
    value, null = sums(s, q, k)
    ranks, ranks_left = spectra(s, k, np.arange(len(k)))
    out.update(value)
    out.update(ranks)
    for name in out.copy():
        seen = [x[name] for x in ranks_left] if name in ranks else [x[0][name] for x in left]
        if name in TOKENS + MASSIVE:
            out[put(name, "_lo")], out[put(name, "_hi")] = (f(seen, key=late) for f in (min, max))
            out[put(name, "_null")], out[put(name, "_differs")] = value[name], ""
            continue
        seen = np.array(seen)
        se[name] = error(name, out[name], seen)
        how = (about_limits if name == "positional_corr" else root_limits if name in ROOTS
               else angle_limits if name in ANGLES else limits)
        out[name + "_lo"], out[name + "_hi"] = np.clip(how(out[name], seen), *possible(name, k.shape[1]))
        if not name.endswith("_rotated") and name != "dope_rank":
            out[name + "_null"] = out[name]
    if out["offset_q_lo"] == 0 or out["offset_k_lo"] == 0: # a mean may be zero: no direction
        out["offset_angle_rad_lo"], out["offset_angle_rad_hi"] = 0, np.pi
    out["usage_slow_null"] = null
    gap, se_gap = jackknife(value["usage_slow"] - null,
                            np.array([v["usage_slow"] - n for v, n in left]))
    out["p"] = 2 * stats.t.sf(abs(value["usage_slow"] - null) / se_gap, len(left) - 1)
    parts = moments(q, k)[1]["assumption-2.1"]
    out["assumption_p"] = out["assumption_p_null"] = hotelling(parts, s.theta > 0)[2]
    once = {"slot_slow": s.slot[h][slow(s)].sum() / s.slot[h].sum() if s.slot is not None else "",
            "reach": s.reach if s.reach is not None else ""}
    for name, v in once.items():
        out.update({name: v, name + "_lo": v, name + "_hi": v})
    for name in ("assumption_p_lo", "assumption_p_hi", "assumption_p_differs"):
        out[name] = ""
    for name in once:
        for end in ("_null", "_null_normal", "_differs"):
            out[name + end] = ""
    out.update(context_tok=s.context, tokens=len(q))
    return out, se


def heads(s):
    rows, errors = zip(*(head(s, h) for h in range(len(s.q))))
    for row, p in zip(rows, holm([r.pop("p") for r in rows])):
        row["usage_slow_differs"] = int(p < 0.05)
    return rows, errors


def octaves(s):
    """Per head and octave, "" where pairs do not rotate, the columns of `heads --octaves`."""
    out = []
    number = [int(np.floor(np.log2(2 * np.pi / t))) if t > 0 else "" for t in s.theta]
    turning = [n for n in number if n != ""]
    wanted = list(range(min(turning), max(turning) + 1)) + [""] * ("" in number)
    share = lambda use: {n: sum((u for u, m in zip(use, number) if m == n), 0.0) / use.sum()
                         for n in wanted}
    for q, k in zip(s.q, s.k):
        value = share((sizes(q) * sizes(k)).mean(0))
        left = [share((sizes(q[g]) * sizes(k[g])).mean(0)) for g in groups(len(q))]
        null = share(sizes(q).mean(0) * sizes(k).mean(0))
        out.append({})
        for n in wanted:
            lo, hi = limits(value[n], np.array([x[n] for x in left]))
            out[-1][n] = {"pairs": number.count(n), "usage_share": value[n], "usage_share_lo": lo,
                          "usage_share_hi": hi, "usage_share_null": null[n], "tokens": len(q),
                          "wavelength_from": 2.0 ** n if n != "" else "",
                          "wavelength_to": 2.0 ** (n + 1) if n != "" else ""}
    return out
