"""Columns of `posbias moments`, with and without --test, from their definitions."""
import numpy as np
from scipy import stats


def turned(v):
    """v . turned(w) = v0 w1 - v1 w0 where v, w end in a pair."""
    return np.stack([v[..., 1], -v[..., 0]], axis=-1)


def sizes(x):
    return np.hypot(x[:, 0::2], x[:, 1::2])


def groups(t):
    """Tokens that stay when each of at most 32 groups of consecutive ones is left out."""
    return [np.delete(np.arange(t), g) for g in np.array_split(np.arange(t), min(32, t))]


def jackknife_se(values):
    """Standard error from values with a group left out, along the first axis."""
    n = len(values)
    return np.sqrt((n - 1) / n * ((values - np.mean(values, 0)) ** 2).sum(0))


def limits(value, values):
    half = stats.t.ppf(0.975, len(values) - 1) * jackknife_se(values)
    return value - half, value + half


def smooth(q, k):
    """What has jackknife limits, each over pairs."""
    t = len(q)
    q, k = q.reshape(t, -1, 2), k.reshape(t, -1, 2)
    mq, mk = q.mean(0), k.mean(0)
    offset = lambda v, m: np.sqrt((m * m).sum(-1) / ((v - m) ** 2).sum(-1).mean(0))
    return {"offset_q": offset(q, mq), "offset_k": offset(k, mk),
            "angle_rad": np.arctan2((mq * turned(mk)).sum(-1), (mq * mk).sum(-1)),
            "product_square": ((q * q).mean(0) * (k * k).mean(0)).mean(-1)}


def moments(q, k):
    """Columns, each over pairs, and estimates with influences of E A, E B and log sizes."""
    t, lq, lk = len(q), sizes(q), sizes(k)
    out = smooth(q, k)
    left = [smooth(q[g], k[g]) for g in groups(t)]
    for name in list(out):
        values = np.array([x[name] for x in left])
        if name == "angle_rad":
            values = out[name] + np.angle(np.exp(1j * (values - out[name])))
        out[name + "_lo"], out[name + "_hi"] = limits(out[name], values)
    q, k = q.reshape(t, -1, 2), k.reshape(t, -1, 2)
    mq, mk = q.mean(0), k.mean(0)
    a, b = (mq * mk).sum(-1), (mq * turned(mk)).sum(-1)
    ia = ((q - mq) * mk).sum(-1) + ((k - mk) * mq).sum(-1)
    ib = ((q - mq) * turned(mk)).sum(-1) + (mq * turned(k - mk)).sum(-1)
    root = np.sqrt(t * (t - 1.0))
    out.update(mean_a=a, mean_b=b, mean_a_se=np.sqrt((ia ** 2).sum(0)) / root,
               mean_b_se=np.sqrt((ib ** 2).sum(0)) / root, usage=(lq * lk).mean(0),
               usage_se=(lq * lk).std(0, ddof=1) / np.sqrt(t), usage_null=lq.mean(0) * lk.mean(0))
    log = np.log(lq.mean(0)) + np.log(lk.mean(0)), lq / lq.mean(0) + lk / lk.mean(0)
    return out, {"mean-a": [(a, ia)], "mean-b": [(b, ib)], "assumption-2.1": [(a, ia), (b, ib)],
                 "amplitude": [log]}


def hotelling(parts, rotating):
    """T^2 of the differences from the first rotating pair, their number, p-value by F."""
    n = rotating.sum()
    c = np.concatenate([v[:n][1:] - v[0] for v, _ in parts])
    i = np.concatenate([x[:, 1:n] - x[:, :1] for _, x in parts], axis=1)
    t, p = len(i), len(c)
    w = c @ np.linalg.solve(np.cov(i, rowvar=False) / t, c)
    return w, p, stats.f.sf(w * (t - p) / (p * (t - 1.0)), p, t - p)


def holm(p):
    """Corrected p-values."""
    p = np.asarray(p, float)
    order = np.argsort(p)
    out = np.empty(len(p))
    out[order] = np.minimum(1, np.maximum.accumulate(p[order] * np.arange(len(p), 0, -1)))
    return out


def tests(s):
    """Per head and name of a test, the columns of `moments --test`."""
    rotating = s.theta > 0
    every = [moments(*both)[1] for both in zip(s.q, s.k)]
    out = [{} for _ in every]
    for name in every[0]:
        rows = [hotelling(e[name], rotating) for e in every]
        corrected = holm([r[2] for r in rows])
        for head, (w, p, p_value) in enumerate(rows):
            seen = np.concatenate([v[:rotating.sum()] for v, _ in every[head][name]])
            seen = np.exp(seen) if name == "amplitude" else seen
            out[head][name] = dict(statistic=w, degrees=p, p_value=p_value, p_holm=corrected[head],
                                   least=seen.min(), most=seen.max(), mean=seen.mean(),
                                   rotating=int(rotating.sum()), tokens=s.q.shape[1])
    return out
