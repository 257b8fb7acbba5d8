"""Groups other than banks: score linear in q and in k, by powers of one matrix."""
from mpmath import mp, mpf

from parts import ab, base, between, dim, factor, norm, pairs, size, turn, unit
from banks import geometric


def xpos(keys, q, k, r):
    """Pair n falls to zeta_n = (2n/D + 0.4)/1.4 over `scale` tokens. Authors' code."""
    d, total = keys.whole("dim"), mpf(0)
    for n, (x, (a, b)) in enumerate(zip(geometric(keys), ab(q, k))):
        zeta = (mpf(2 * n) / d + mpf(4) / 10) / (1 + mpf(4) / 10)
        c, s = mp.cos_sin(turn(keys, r) * x)
        total += zeta ** (r / keys.number("scale")) * (a * c + b * s)
    return norm(keys) * total, norm(keys) * size(q, k)


def hope_hyp(keys, q, k, r):
    """e^(-t r) (A cosh x + C sinh x), as the paper has it."""
    total = mpf(0)
    for x, (q0, q1), (k0, k1) in zip(geometric(keys), pairs(q), pairs(k)):
        total += (q0 * k0 + q1 * k1) * mp.cosh(r * x) + (q0 * k1 + q1 * k0) * mp.sinh(r * x)
    return norm(keys) * mp.exp(-keys.number("decay") * r) * total, norm(keys) * size(q, k)


def hyspe(keys, q, k, r):
    """e^(-(chi + delta) r) q' [[1 + g^2, g], [g, 1]]^r k, g = 2 sinh(chi/2): a matrix's power."""
    total, half = mpf(0), keys.whole("dim") // 2
    for j, (a, b) in enumerate(zip(pairs(q), pairs(k))):
        chi = keys.number("chi") * mp.tanh(keys.number("base") ** (-mpf(j) / half))
        g = 2 * mp.sinh(chi / 2)
        power = mp.matrix([[1 + g * g, g], [g, 1]]) ** r
        fall = mp.exp(-(chi + keys.number("delta")) * r)
        total += fall * (mp.matrix([a]) * power * mp.matrix([b]).T)[0]
    return norm(keys) * total, norm(keys) * size(q, k)


def blocks(keys, q, k, r, shear, most):
    """Blocks of four, u and v: e^(-gamma r) [q_u.R k_u + q_v.R k_v + shear q_u.R k_v]."""
    d, total = keys.whole("dim"), mpf(0)
    fall = mp.exp(-keys.number("gamma") * r)
    qs, ks = pairs(q), pairs(k)
    for i in range(d // 4):
        c, s = mp.cos_sin(turn(keys, r) * keys.number("base") ** (-mpf(2 * i) / d))
        part = lambda a, b: ((a[0] * b[0] + a[1] * b[1]) * c + (a[0] * b[1] - a[1] * b[0]) * s)
        u, v = 2 * i, 2 * i + 1
        total += fall * (part(qs[u], ks[u]) + part(qs[v], ks[v]) + shear * part(qs[u], ks[v]))
    loud = sum(abs(mpf(float(x))) for x in q) * sum(abs(mpf(float(x))) for x in k)
    return norm(keys) * total, norm(keys) * (size(q, k) + 2 * most * loud)


def jordan(keys, q, k, r):
    """Exact: the shear grows with the distance; its damped share is largest at 1/gamma."""
    eta, gamma = keys.number("eta"), keys.number("gamma")
    most = 1 / (gamma * mp.e) if gamma else r
    return blocks(keys, q, k, r, eta * r, abs(eta) * most)


def jordan_stab(keys, q, k, r):
    """Stabilised: positions are squeezed, t/(1 + |t|/L), before they are subtracted."""
    squeezed = lambda t: mpf(t) / (1 + abs(mpf(t)) / keys.whole("train"))
    m, eta = keys.whole("at"), keys.number("eta")
    return blocks(keys, q, k, r, eta * (squeezed(m) - squeezed(m - r)),
                  abs(eta) * min(m, keys.whole("train")))


def grape_m(keys, q, k, r):
    """exp(r omega L), L the rotation of the first two coordinates; others stand still."""
    omega = r * keys.number("omega")
    c, s = mp.cos_sin(omega)
    products = ab(q, k)
    total = products[0][0] * c + products[0][1] * s + sum(a for a, b in products[1:])
    return norm(keys) * total, norm(keys) * size(q, k)


SCORES = {"xpos": xpos, "hope-hyp": hope_hyp, "hyspe": hyspe, "jordan": jordan,
          "jordan-stab": jordan_stab, "grape-m": grape_m}


def some_xpos(random):
    return {"base": base(random), "dim": dim(random), "scale": between(random, 3, 1e6)
            } | unit(random) | factor(random, False)


def some_hope_hyp(random):
    return {"decay": between(random, 1.001, 3), "base": base(random), "dim": dim(random)
            } | factor(random, False)


def some_hyspe(random):
    return {"chi": between(random, 1e-4, 0.5), "delta": between(random, 1e-6, 0.02),
            "base": base(random), "dim": dim(random)} | factor(random, False)


def some_jordan(random):
    return {"gamma": between(random, 1e-7, 0.02),
            "eta": ("", "-")[random.integers(2)] + between(random, 1e-6, 0.5),
            "base": base(random), "dim": dim(random, 4)} | unit(random) | factor(random, False)


def some_jordan_stab(random):
    return some_jordan(random) | {"train": int(2 ** random.uniform(6, 20)),
                                  "at": int(1e6 + random.integers(1e6))}


def some_grape_m(random):
    return {"omega": between(random, 1e-6, 6), "dim": dim(random)} | factor(random)


STRINGS = {"xpos": some_xpos, "hope-hyp": some_hope_hyp, "hyspe": some_hyspe,
           "jordan": some_jordan, "jordan-stab": some_jordan_stab, "grape-m": some_grape_m}
