#!/usr/bin/env python3
"""Order probabilities of TAPA by other routes than posbias takes.

    python3 tests/reference/golden_tapa_order.py OUTDIR

writes OUTDIR/tapa_order.csv (quantity,spec,qk,distance_tok,value), 14 digits (tapa_token_order: 10). Needs mpmath; about five minutes.

    tapa_amplitude_sign   E sgn(q_A.k_A) by inverting the characteristic function (Gil-Pelaez), where posbias sums a series
    tapa_position_order   P[T(r1) < T(r2)], distance_tok "r1 r2": the phase's distribution function at every sign change of
                          cos(2 pi s1 phi) - cos(2 pi s2 phi), by Gil-Pelaez (quadratic) or the error function (linear)
    tapa_token_order      P(order of two keys flips between 0 and r), gauss with mean 0 and quadratic phase: the pair of phases
                          is isotropic in the plane, its length has a density with a Bessel function; double precision,
                          double exponential rules whose step is halved until ten digits stand
"""

import csv
import math
import pathlib
import sys

from mpmath import mp, mpf

from golden_frequencies import parse

SIGN_CASES = [(spec, qk) for spec in ("tapa:dim=4", "tapa:dim=16", "tapa:dim=128")
              for qk in ("gauss:mu=0.5,sigma=1", "gauss:mu=0.25,sigma=0.5", "gauss:mu=-0.5,sigma=0.25", "aligned:rho=0.5",
                         "aligned:rho=-0.125")]
ORDER_CASES = [
    ("tapa:dim=16,alpha=0.5,scale=0.125", "gauss:mu=0.5,sigma=1", 1, 9),
    ("tapa:dim=16,alpha=0.5,scale=0.125", "gauss:mu=0.5,sigma=0.25", 4, 9),
    ("tapa:dim=16,alpha=0.5,scale=0.125", "aligned:rho=0.5", 4, 25),
    ("tapa:dim=16,alpha=0.5,scale=0.125", "aligned:rho=-0.5", 25, 1),
    ("tapa:dim=64,alpha=0.5,scale=0.5", "aligned:rho=0.75", 4, 9),
    ("tapa:dim=16,alpha=0.5,scale=0.0625,phase=linear", "gauss:mu=0.5,sigma=0.5", 4, 25),
    ("tapa:dim=16,alpha=0.5,scale=0.5,phase=linear", "aligned:rho=-0.875", 1, 36),
]
TOKEN_CASES = [
    ("tapa:dim=16,alpha=0.5,scale=0.125", "gauss:mu=0,sigma=0.5", 1),
    ("tapa:dim=16,alpha=0.5,scale=0.125", "gauss:mu=0,sigma=0.5", 16),
    ("tapa:dim=64,alpha=0.5,scale=0.25", "gauss:mu=0,sigma=0.5", 1),
]


def product_characteristic(t, dim, qk):
    """E exp(i t q.k) over dim coordinates."""
    name, keys = parse(qk)
    if name == "gauss":
        mu2, sigma2 = mpf(keys["mu"]) ** 2, mpf(keys["sigma"]) ** 2
        factor = mp.exp(mp.mpc(0, t * mu2) / mp.mpc(1, -t * sigma2)) / mp.sqrt(1 + (t * sigma2) ** 2)
    else:
        rho = mpf(keys["rho"])
        factor = 1 / mp.sqrt(mp.mpc(1 + t ** 2 * (1 - rho ** 2), -2 * t * rho))
    return factor ** dim


def below(x, dim, qk):
    """P(q.k < x): 1/2 - (1/pi) int_0^inf Im(e^(-i t x) F(t))/t dt."""
    def integrand(t):
        return mp.im(mp.expj(-t * x) * product_characteristic(t, dim, qk)) / t if t else mpf(0)

    keys = parse(qk)[1]
    width = mp.sqrt(dim) * (mpf(keys.get("sigma", 1)) ** 2 + mpf(keys.get("mu", 0)) ** 2 * mpf(keys.get("sigma", 0)))
    cuts = [mpf(0)] + [mpf(k) / width for k in (1, 2, 4, 6, 8, 12, 16, 24, 48, 200)] + [mp.inf]
    return mpf(1) / 2 - mp.quad(integrand, cuts) / mp.pi


def shape(spec):
    keys = parse(spec)[1]
    half = int(keys["dim"]) // 2
    return half, half, mpf(keys.get("alpha", "0.1")), mpf(keys.get("scale", 1)), keys.get("phase", "quadratic")


def amplitude_sign(spec, qk):
    return 1 - 2 * below(mpf(0), shape(spec)[0], qk)


def linear_law(dim, qk):
    name, keys = parse(qk)
    if name == "gauss":
        return 2 * mp.sqrt(dim) * mpf(keys["mu"]), mp.sqrt(2) * mpf(keys["sigma"])
    return mpf(0), mp.sqrt(2 + 2 * mpf(keys["rho"]))


def cosine_order(spec, qk, r1, r2):
    """E sgn(cos 2 pi s1 phi - cos 2 pi s2 phi)."""
    dim, alpha, scale, phase = shape(spec)[1:]
    s1, s2 = scale * mpf(r1) ** alpha, scale * mpf(r2) ** alpha
    if phase == "linear":
        mean, spread = linear_law(dim, qk)
        reach = 9 * spread
        def cdf(x):
            return mp.ncdf((x - mean) / spread)
    else:
        keys = parse(qk)[1]
        mean = mp.sqrt(dim) * (mpf(keys["mu"]) ** 2 if "mu" in keys else mpf(keys["rho"]))
        spread = mpf(1) if "rho" in keys else mp.sqrt(mpf(keys["sigma"]) ** 4 + 2 * (mpf(keys["sigma"]) * mpf(keys["mu"])) ** 2)
        reach = 14 * spread * (mpf(3) / 2 if "rho" in keys else 1)
        def cdf(x):
            return below(x * mp.sqrt(dim), dim, qk)
    zeros = set()
    for rate in (s1 + s2, abs(s1 - s2)):
        zeros |= {k / rate for k in range(int(mp.floor((mean - reach) * rate)), int(mp.ceil((mean + reach) * rate)) + 1)}
    zeros = sorted(zeros)
    total, last = mpf(0), mpf(0)
    for here, after in zip(zeros, zeros[1:] + [None]):
        mass = cdf(here) - last
        last += mass
        middle = here - mpf(1) / 1000 if here == zeros[0] else (here + before) / 2
        total += mass * mp.sign(mp.cos(2 * mp.pi * s1 * middle) - mp.cos(2 * mp.pi * s2 * middle))
        before = here
    return total


def position_order(spec, qk, r1, r2):
    return (1 - amplitude_sign(spec, qk) * cosine_order(spec, qk, r1, r2)) / 2


def double_exponential(step):
    """Nodes and weights on [0, 1]: the tanh-sinh rule."""
    for k in range(-int(3.2 / step), int(3.2 / step) + 1):
        y = math.pi * math.sinh(k * step)
        u = 1 / (1 + math.exp(-y))
        yield u, step * math.pi * math.cosh(k * step) * u / (1 + math.exp(y))


def token_order(spec, qk, r, step=1 / 16):
    dim, alpha, scale, _ = shape(spec)[1:]
    # variance of one phase given chi^2 = 1
    unit = (2 * math.pi * float(scale) * r ** float(alpha)) ** 2 * float(parse(qk)[1]["sigma"]) ** 4 / dim
    order = dim / 2 - 1
    odd = (1, 3, 5, 7, 9)
    rule = list(double_exponential(step))

    def density(length):
        b = length ** 2 / (2 * unit)
        return (length / unit * 2 * (2 * b) ** (order / 2) * float(mp.besselk(order, math.sqrt(2 * b))) /
                (2 ** (dim / 2) * math.gamma(dim / 2)))

    def pieces(cuts):
        return zip(cuts, cuts[1:])

    # both cosines vanish where both phases are odd multiples of pi/2: cuts in length and in direction
    turns = [0.0] + sorted({math.atan(j / i) for i in odd for j in odd if j < i}) + [math.pi / 4]
    directions = [(low + (high - low) * u, (high - low) * w) for low, high in pieces(turns) for u, w in rule]

    def mean_angle(length):
        """Mean over direction of arccos((c1 + c2)/sqrt(2 (c1^2 + c2^2)))/pi; eightfold symmetry."""
        total = 0.0
        for psi, w in directions:
            c1, c2 = math.cos(length * math.cos(psi)), math.cos(length * math.sin(psi))
            total += w * math.atan2(abs(c1 - c2), c1 + c2)
        return total * 4 / math.pi ** 2

    reach = 16 * math.sqrt(unit * dim)  # beyond: below exp(-16 sqrt(dim)) times a power
    corners = sorted({math.pi / 2 * math.hypot(i, j) for i in odd for j in odd})
    lengths = [0.0] + [c for c in corners if c < reach] + [reach]
    total = sum((high - low) * w * density(x) * mean_angle(x) for low, high in pieces(lengths) for u, w in rule
                for x in [low + (high - low) * u] if x > 0)
    if step > 1 / 20:
        fine = token_order(spec, qk, r, step / 2)
        if abs(fine - total) > 1e-9:
            sys.exit(f"{spec} {qk} {r}: {total} and {fine} differ")
        return fine
    return total


def rows():
    mp.dps = 25
    for spec, qk in SIGN_CASES:
        yield "tapa_amplitude_sign", spec, qk, 0, mp.nstr(amplitude_sign(spec, qk), 14)
    for spec, qk, r1, r2 in ORDER_CASES:
        yield "tapa_position_order", spec, qk, f"{r1} {r2}", mp.nstr(position_order(spec, qk, r1, r2), 14)
    for spec, qk, r in TOKEN_CASES:
        yield "tapa_token_order", spec, qk, r, f"{token_order(spec, qk, r):.10g}"


def main():
    if len(sys.argv) != 2:
        sys.exit("usage: golden_tapa_order.py OUTDIR")
    with open(pathlib.Path(sys.argv[1]) / "tapa_order.csv", "w", newline="") as table:
        writer = csv.writer(table, lineterminator="\n")
        writer.writerow(("quantity", "spec", "qk", "distance_tok", "value"))
        for row in rows():
            writer.writerow(row)
            table.flush()


if __name__ == "__main__":
    main()
