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


def jackknife(value, values):
    """Value without its bias, and its standard error, from values with a group left out."""
    n = len(values)
    mean = np.mean(values, 0)
    bias = (n - 1) * (mean - value)
    return value - bias, np.sqrt((n - 1) / n * ((values - mean) ** 2).sum(0) + 2 * bias ** 2)


def limits(value, values):
    middle, se = jackknife(value, values)
    half = stats.t.ppf(0.975, len(values) - 1) * se
    return middle - half, middle + half


def root_limits(value, values):
    """Of what is a root of a square form of means: by its square."""
    return tuple(np.sqrt(np.maximum(0, x)) for x in limits(value ** 2, values ** 2))


def fieller(value, values):
    """Limits of the direction of (E A, E B): where the part across it is under t of its error; a
    half turn each way where they reach the direction across what was seen: it may be any."""
    n = len(values)
    c = (n - 1) / n * (values - values.mean(0)).T @ (values - values.mean(0))
    seen = np.arctan2(value[1], value[0])
    form = np.outer(value, value) - stats.t.ppf(0.975, n - 1) ** 2 * c
    (low, high), vectors = np.linalg.eigh(form)
    if high <= 0:
        return seen - np.pi, seen + np.pi
    middle = np.arctan2(-vectors[0, 0], vectors[1, 0]) # across the normal that is least
    middle = seen + (middle - seen + np.pi / 2) % np.pi - np.pi / 2
    half = np.arctan(np.sqrt(-low / high))
    if half + abs(middle - seen) >= np.pi / 2:
        return seen - np.pi, seen + np.pi
    return middle - half, middle + half


def smooth(q, k):
    """What has jackknife limits, each over pairs."""
    t = len(q)
    q, k = q.reshape(t, -1, 2), k.reshape(t, -1, 2)
    mq, mk = q.mean(0), k.mean(0)
    offset = lambda v, m: np.sqrt((m * m).sum(-1) / ((v - m) ** 2).sum(-1).mean(0))
    return {"offset_q": offset(q, mq), "offset_k": offset(k, mk),
            "mean_a": (mq * mk).sum(-1), "mean_b": (mq * turned(mk)).sum(-1),
            "product_square": ((q * q).mean(0) * (k * k).mean(0)).mean(-1)}


def moments(q, k):
    """Columns, each over pairs, and estimates with influences of E A, E B and log sizes."""
    t, lq, lk = len(q), sizes(q), sizes(k)
    out = smooth(q, k)
    left = {n: np.array([smooth(q[g], k[g])[n] for g in groups(t)]) for n in out}
    for name in ("offset_q", "offset_k", "product_square"):
        how = limits if name == "product_square" else root_limits
        out[name + "_lo"], out[name + "_hi"] = how(out[name], left[name])
    both = [fieller(*(np.stack([x["mean_a"], x["mean_b"]], -1)[..., n, :] for x in (out, left)))
            for n in range(lq.shape[1])]
    out["angle_rad"] = np.arctan2(out["mean_b"], out["mean_a"])
    out["angle_rad_lo"], out["angle_rad_hi"] = np.array(both).T
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
