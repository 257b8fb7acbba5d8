#!/usr/bin/env python3
"""Numbers that papers' statements about encodings come to without training, computed once more.

Usage: expectations.py
Prints each with the convention it is by and the number expected; needs nothing of the program.
Every sum of cosines is over D/2 pairs of weight 1, D = 128 unless said, r whole, radians.
"""
import numpy as np

D, H = 128, 64
LONG = 1 << 20


def geometric(b, d=D):
    return b ** (-np.arange(d // 2) * 2.0 / d)


def curve(theta, part=np.cos, end=LONG, step=1 << 14):
    """sum over pairs of cos(r theta), r < end; doubles, off by under 1e-7 here."""
    out = []
    for r in range(0, end, step):
        out.append(part(np.outer(np.arange(r, min(end, r + step)), theta)).sum(1))
    return np.concatenate(out)


def first_negative(x):
    at = np.flatnonzero(x < 0)
    return int(at[0]) if len(at) else None


def hope_fast(b=1e4, length=4096):
    theta = geometric(b)
    return np.where(theta > 2 * np.pi / length, theta, 0)


def cope_clip(b, soft, c=20):
    theta = geometric(b)
    j = np.arange(c)
    theta[H - c:] *= (1 + np.cos(np.pi * j / (c - 1))) / 2 if soft else 0
    return theta


def rope_id(length=4096):
    n = D // 4
    fast, slow = 2 * np.pi / 32, 4 * np.pi / length
    return np.r_[fast * (slow / fast) ** (np.arange(n) / (n - 1)), np.zeros(H - n)]


def mrrope(s, pro, b=1e4, length=4096):
    """Whole bounds, as the authors' early code has them."""
    at = lambda x: D * np.log(length / (2 * np.pi * x)) / (2 * np.log(b))
    low, high = np.floor(at(32)), np.ceil(at(1))
    t, n = np.clip(np.arange(H) - low, 0, high - low), high - low
    return geometric(b) / s ** (t * (t + 1) / (n * (n + 1)) if pro else t / n)


def ntk(s, b=1e4):
    return geometric(b * s ** (D / (D - 2)))


def yarn(s, b=1e4, length=4096):
    at = lambda x: D * np.log(length / (2 * np.pi * x)) / (2 * np.log(b))
    ramp = np.clip((np.arange(H) - np.floor(at(32))) / (np.ceil(at(1)) - np.floor(at(32))), 0, 1)
    return geometric(b) * (ramp / s + 1 - ramp)


def hope_hyp(random, draws=20000, t=1.1, b=1e4, last=64):
    """Shares of N(0, 1) queries and keys whose score over r = 0..last falls or rises all the way,
    falls in size all the way, and takes both signs."""
    q, k = random.normal(size=(2, draws, H, 2))
    a, c = (q * k).sum(2), q[..., 0] * k[..., 1] + q[..., 1] * k[..., 0]
    r = np.arange(last + 1)
    x = np.outer(geometric(b), r)
    s = (a + c) / 2 @ np.exp(x - t * r) + (a - c) / 2 @ np.exp(-x - t * r)
    step = np.diff(s, axis=1)
    same = (step <= 0).all(1)
    return {"S falls": same.mean(), "S monotone": (same | (step >= 0).all(1)).mean(),
            "|S| falls": (np.diff(np.abs(s), axis=1) <= 0).all(1).mean(),
            "both signs": ((s > 0).any(1) & (s < 0).any(1)).mean()}


def hyp_kernel(r, t=1.1, b=1e4):
    """Mean over pairs of e^(-t r) cosh(r theta): aligned, per unit of A."""
    x = r * geometric(b)
    return ((np.exp(x - t * r) + np.exp(-x - t * r)) / 2).mean()


def softplus_mean():
    x, w = np.polynomial.hermite_e.hermegauss(120)
    return (np.logaddexp(0, x) * w).sum() / np.sqrt(2 * np.pi)


def fope(random, d, length, gain=0.3, b=1e4, heads=None, shift=(1000, 3000), n=2000, draws=8):
    """Root mean square change of the score from one common shift to another over its root mean
    square, r uniform on 0..511, q and k N(0, 1), by draw of the matrices; pairs of no frequency
    have cos = sin = 1."""
    theta = geometric(b, d)
    theta = theta[theta >= 2 * np.pi / length]
    kept = len(theta)
    out = min(kept, d // 4)
    step = -(-kept // out)
    shares = []
    for _ in range(draws):
        sd = gain * np.sqrt(2 / (out * (heads + kept)) if heads else 2 / (kept + out))
        s, c = random.normal(size=(2, out, kept)) * sd
        for i in range(out):
            if i * step < kept:
                s[i, i * step] += 1
                c[i, i * step] += 1
        r = random.integers(512, size=n)
        q, k = random.normal(size=(2, n, d // 2, 2))
        z = []
        for m in shift:
            turns = []
            for x, p in ((q, m + 0 * r), (k, m - r)):
                co, si = np.ones((2, n, d // 2))
                co[:, :out] = np.cos(np.outer(p, theta)) @ c.T
                si[:, :out] = np.sin(np.outer(p, theta)) @ s.T
                turns.append((x[..., 0] * co - x[..., 1] * si, x[..., 1] * co + x[..., 0] * si))
            (q0, q1), (k0, k1) = turns
            z.append((q0 * k0 + q1 * k1).sum(1))
        size = (z[0] ** 2).mean() / 2 + (z[1] ** 2).mean() / 2
        shares.append(100 * np.sqrt(((z[1] - z[0]) ** 2).mean() / size))
    return min(shares), max(shares)


def tau(t, length=1024):
    return t / (1 + abs(t) / length)


def hyspe(m, chi_most, delta, block=None, d=64, b=1e4, near=128, draws=200, seed=3):
    """Largest error of float scores at distances 0..near-1 of a query at m over the largest
    score, factors q H^m e^(-..) and k H^-n e^(..) formed in float, of positions or of positions
    within `block`'s centre."""
    random, f = np.random.default_rng(seed), np.float32
    chi = chi_most * np.tanh(b ** (-np.arange(d // 2) * 2.0 / d))
    v = np.exp(chi / 4) / np.sqrt(2 * np.cosh(chi / 2)), np.exp(-chi / 4) / np.sqrt(
        2 * np.cosh(chi / 2))
    worst = most = 0.0
    for _ in range(draws):
        q, k = random.normal(size=(2, d // 2, 2))
        r = int(random.integers(near))
        at = m // block * block + block // 2 if block else 0
        fast, slow = np.exp(-delta * r), np.exp(-(2 * chi + delta) * r)
        e = lambda x: (x[:, 0] * v[0] + x[:, 1] * v[1], x[:, 1] * v[0] - x[:, 0] * v[1])
        (qa, qb), (ka, kb) = e(q), e(k)
        exact = (fast * qa * ka + slow * qb * kb).sum()

        def power(x, n, sign):
            """x H^n e^(-(chi + delta) n) in float, as a matrix times a vector; its inverse."""
            up, down = (np.exp(sign * n * y) for y in (-delta, -(2 * chi + delta)))
            h00, h11 = up * v[0] ** 2 + down * v[1] ** 2, up * v[1] ** 2 + down * v[0] ** 2
            h01 = (up - down) * v[0] * v[1]
            h00, h01, h11, x = (y.astype(f) for y in (h00, h01, h11, x))
            return np.stack([h00 * x[:, 0] + h01 * x[:, 1], h01 * x[:, 0] + h11 * x[:, 1]], 1)
        got = (power(q, m - at, 1) * power(k, m - r - at, -1)).sum(dtype=f)
        worst, most = max(worst, abs(got - exact)), max(most, abs(exact))
    return worst / most


def power_law(d, extra=50):
    """Fit of ln(1/(d + extra)) = c - gamma ln d by least squares: gamma and R^2."""
    x, y = np.log(d), -np.log(d + extra)
    slope = ((x - x.mean()) * (y - y.mean())).sum() / ((x - x.mean()) ** 2).sum()
    return -slope, np.corrcoef(x, y)[0, 1] ** 2


def show(name, convention, value, expected):
    print(f"{name:10} {convention:78} {value!s:>24}  {expected}", flush=True)


def main():
    random = np.random.default_rng(1)
    g = lambda x: f"{x:.6g}"
    show("rope", "b 1e4, first r with sum cos < 0", first_negative(curve(geometric(1e4))), 1707)
    show("hope-fast", "b 1e4, L 4096, still pairs count 1 each: first r with sum < 0",
         first_negative(curve(hope_fast())), 75130)
    for b, plain, soft in ((5e5, 18438, 22634), (1e7, "-", "-")):
        show("rope", f"b {b:g}, first r with sum cos < 0",
             first_negative(curve(geometric(b))), plain)
        show("cope-clip", f"b {b:g}, c 20, soft: first r with sum < 0",
             first_negative(curve(cope_clip(b, True))), soft)
        x = curve(cope_clip(b, False))
        show("cope-clip", f"b {b:g}, c 20, hard: least sum below 2^20 and where",
             f"{x.min():.6g} at {x.argmin()}", "1.18" if b == 5e5 else "-")
    x = curve(rope_id())
    show("rope-id", "L 4096, 32 pairs rotate and 32 stand: least sum below 2^20 and where",
         f"{x.min():.6g} at {x.argmin()}", "16.1 of 64")
    x = curve(geometric(1e4), np.sin)
    show("rope-im", "b 1e4, first r > 0 with sum sin < 0", first_negative(x), 978)
    for r in (10, 30, 100, 300):
        show("rope-im", f"b 1e4, mean over pairs of sin at r = {r}, beside pi/(2 ln b) = "
             f"{np.pi / 2 / np.log(1e4):.4f}", g(x[r] / H), "flat there")
    for name, theta, want in (("uni", mrrope(32, False), 27436), ("pro", mrrope(32, True), 27436),
                              ("linear", geometric(1e4) / 32, 54594), ("ntk", ntk(32), "-"),
                              ("yarn", yarn(32), "-")):
        show("mrrope", f"{name}, b 1e4, L 4096, s 32: first r with sum cos < 0",
             first_negative(curve(theta)), want)
    for name, share in hope_hyp(random).items():
        show("hope-hyp", f"t 1.1, b 1e4, N(0,1), r = 0..64: share of 20,000 draws where {name}",
             g(share), {"S falls": ".16", "both signs": ".59"}.get(name, "-"))
    for r, want in ((10, ".004"), (100, "3.5e-7")):
        show("hope-hyp", f"t 1.1, b 1e4: mean of e^(-t r) cosh over pairs at r = {r}",
             g(hyp_kernel(r)), want)
    show("pope", "E softplus(N(0, 1))", f"{softplus_mean():.8f}", ".80606")
    e = np.sin(0.2) / 0.2
    show("carope", "f ~ U(.3, .7), pair 1: tokens over which |E e^(i f)|^r falls by e",
         g(-1 / np.log(e)), 150)
    for r, want in ((16, ".7745"), (256, ".017")):
        show("path", f"D 64, beta 1: (1 - 1/64)^{r}, and r = {r} + 1 beside it",
             f"{(63 / 64) ** r:.5f} {(63 / 64) ** (r + 1):.5f}", want)
    for d, length, gain, heads in ((64, 512, 0.3, None), (64, 512, 0.3, 8), (128, 4096, 0.3, None),
                                   (128, 4096, 0.3, 32), (128, 512, 0.3, None)):
        show("fope", f"D {d}, L {length}, gain {gain}, "
             f"{f'{heads} heads apart' if heads else 'one matrix'}: rms change, shift 1000 to 3000",
             "{:.1f} .. {:.1f} %".format(*fope(random, d, length, gain, heads=heads)), "23.6 %")
    for m, want in ((64, 60.2), (4096, 2.6)):
        show("jordan", f"L 1024, r 64: tau(m) - tau(m - r), m = {m}",
             f"{tau(m) - tau(m - 64):.3f}", want)
    for label, chi, delta in (("default", 0.005, 0.0005), ("v1", 0.008, 0.001),
                              ("v2", 0.012, 0.0008)):
        show("hyspe", f"{label}, position 4096, r < 128: largest float error over the largest score",
             f"{hyspe(4096, chi, delta):.2g}", "7e13")
        show("hyspe", f"{label}, the same, positions within blocks of 128 from their middle",
             f"{hyspe(4096, chi, delta, 128):.2g}", "1.9e-7")
    for label, d in (("20 of 10..2000 apart by a factor", np.round(np.geomspace(10, 2000, 20))),
                     ("15 of them", np.round(np.geomspace(10, 2000, 15))),
                     ("every d of 10..2000", np.arange(10.0, 2001)),
                     ("every d of 1..500", np.arange(1.0, 501))):
        gamma, fit = power_law(d)
        show("null", f"uniform weights 1/(d + 50), {label}: gamma and R^2 of the fit",
             f"{gamma:.3f} {fit:.3f}", ".686 .967")


if __name__ == "__main__":
    main()
