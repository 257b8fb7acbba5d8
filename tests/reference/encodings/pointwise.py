"""Scores of a distance that are no group, and biases of the distance."""
from mpmath import mp, mpf

from parts import (ab, base, between, dim, dot, factor, norm, pairs, size, turn, unit)
from banks import geometric


def tapa(keys, q, k, r):
    """(q_A.k_A)/sqrt(D_A) cos(2 pi scale r^alpha phi), TAPA section 3; parts are rounded by the
    program's documentation to whole coordinates, so split is drawn as a fraction of dim."""
    d = keys.whole("dim")
    da = int(mp.nint(keys.number("split") * d))
    dp = d - da
    if keys["phase"] == "quadratic":
        phi = dot(q[da:], k[da:]) / mp.sqrt(dp)
        wide = sum(abs(mpf(float(a * b))) for a, b in zip(q[da:], k[da:])) / mp.sqrt(dp)
    else:
        phi = (mp.fsum(mpf(float(x)) for x in q[da:]) + mp.fsum(mpf(float(x)) for x in k[da:])
               ) / mp.sqrt(dp)
        wide = sum(abs(mpf(float(x))) for x in (*q[da:], *k[da:])) / mp.sqrt(dp)
    reach = 2 * mp.pi * keys.number("scale") * mpf(r) ** keys.number("alpha")
    amplitude = dot(q[:da], k[:da]) / mp.sqrt(da)
    loud = sum(abs(mpf(float(a * b))) for a, b in zip(q[:da], k[:da])) / mp.sqrt(da)
    return amplitude * mp.cos(reach * phi), loud * (1 + reach * wide)


def pope(keys, q, k, r):
    """sum over D channels of sp(q) sp(k) cos(r b^(-c/D) - delta), c from 0."""
    d, total, most = keys.whole("dim"), mpf(0), mpf(0)
    soft = lambda x: mp.log1p(mp.exp(mpf(float(x))))
    for c in range(d):
        z = soft(q[c]) * soft(k[c])
        total += z * mp.cos(turn(keys, r) * keys.number("base") ** (-mpf(c) / d)
                            - keys.number("delta"))
        most += z
    return norm(keys) * total, norm(keys) * most


def rope_im(keys, q, k, r):
    """A sin x - B cos x: RoPE's with the query turned by -pi/2; part=pair adds RoPE's own."""
    total, real = mpf(0), keys["part"] == "pair"
    for x, (a, b) in zip(geometric(keys), ab(q, k)):
        c, s = mp.cos_sin(turn(keys, r) * x)
        total += a * s - b * c + (a * c + b * s if real else 0)
    return norm(keys) * total, norm(keys) * size(q, k) * (2 if real else 1)


def alibi(keys, q, k, r):
    loss = keys.number("slope") * r
    return norm(keys) * dot(q, k) - loss, norm(keys) * size(q, k) + loss


def kerple_log(keys, q, k, r):
    loss = keys.number("p") * mp.log(1 + keys.number("a") * r)
    return norm(keys) * dot(q, k) - loss, norm(keys) * size(q, k) + loss


def bucket(r, buckets, most):
    """T5's, causal: the first half one distance each, then evenly in the logarithm."""
    half = buckets // 2
    if r < half:
        return r
    share = mp.log(mpf(r) / half) / mp.log(mpf(most) / half)
    return min(buckets - 1, half + int(mp.floor(share * (buckets - half) + mpf(10) ** -30)))


def t5(keys, q, k, r):
    """The exact logarithm: a distance on the edge of a bucket is in the upper one."""
    j = bucket(int(r), keys.whole("buckets"), keys.whole("most"))
    bias = (mpf(float(keys["values"].split("/")[j])) if "values" in keys
            else -j * keys.number("slope"))
    return norm(keys) * dot(q, k) + bias, norm(keys) * size(q, k) + abs(bias)


def fire(keys, q, k, r):
    """-slope times the normalised coordinate, the query at `at`."""
    c, m = keys.number("c"), max(keys.whole("at"), keys.whole("l0"))
    loss = keys.number("slope") * mp.log(c * r + 1) / (mp.log(c * m + 1) + mpf(10) ** -6)
    return norm(keys) * dot(q, k) - loss, norm(keys) * size(q, k) + loss


def sandwich(keys, q, k, r):
    """The product of the sinusoidal embeddings of two positions r apart, over the ratio."""
    bar, b, rho = keys.whole("bar"), keys.number("base"), keys.number("ratio")
    waves = mp.fsum(mp.cos(r * b ** (-mpf(2 * n) / bar)) for n in range(bar // 2))
    return norm(keys) * dot(q, k) + waves / rho, norm(keys) * size(q, k) + bar / 2 / rho


SCORES = {"tapa": tapa, "pope": pope, "rope-im": rope_im, "alibi": alibi,
          "kerple-log": kerple_log, "t5": t5, "fire": fire, "sandwich": sandwich}


def some_tapa(random):
    d = int(dim(random, 8))
    return {"dim": d, "alpha": between(random, 0.02, 1), "split": random.integers(1, 8) / 8,
            "scale": between(random, 0.1, 10), "phase": ("quadratic", "linear")[random.integers(2)]}


def some_alibi(random):
    return {"dim": dim(random), "slope": between(random, 1e-5, 2)} | factor(random)


def some_kerple(random):
    return {"dim": dim(random), "p": between(random, 1e-3, 9), "a": between(random, 1e-4, 1e2)
            } | factor(random)


def some_t5(random):
    n = 2 * int(random.integers(1, 40))
    keys = {"dim": dim(random), "buckets": n, "most": n // 2 + random.integers(1, 5000)}
    keys |= ({"slope": between(random, 1e-3, 2)} if random.integers(2) else
             {"values": "/".join(f"{x:.5g}" for x in random.normal(size=n))})
    return keys | factor(random)


def some_fire(random):
    return {"dim": dim(random), "slope": between(random, 0.1, 20), "c": between(random, 1e-4, 1e2),
            "l0": int(2 ** random.uniform(10, 26)), "at": int(1e6 + random.integers(1e6))
            } | factor(random)


def some_sandwich(random):
    return {"dim": dim(random), "base": base(random), "bar": 2 * int(random.integers(1, 90)),
            "ratio": between(random, 1e-2, 1e2)} | factor(random)


def some_pope(random):
    return {"base": base(random), "dim": dim(random),
            "delta": f"{-random.uniform(0, 6.28):.5g}"} | unit(random) | factor(random)


def some_rope_im(random):
    return {"base": base(random), "dim": dim(random), "part": ("im", "pair")[random.integers(2)]
            } | unit(random) | factor(random)


STRINGS = {"pope": some_pope, "rope-im": some_rope_im, "tapa": some_tapa, "alibi": some_alibi,
           "kerple-log": some_kerple, "t5": some_t5, "fire": some_fire,
           "sandwich": some_sandwich}
