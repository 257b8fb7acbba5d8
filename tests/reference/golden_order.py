"""Probabilities of score orders under a frequency bank, by other routes than posbias takes.

    position_order   P[S(r1) < S(r2)] for one query and key. One pair: the key is integrated away given the query, the query
                     numerically. More pairs of normal vectors: each pair's difference is a symmetric form z'Mz of z = (q, k),
                     that is a sum of (noncentral) chi-squares with the eigenvalues of its covariance times M, whose
                     characteristic function is inverted. phase: two pairs, the second integrated away given the first.
                     distance_tok is r1:r2 or r1:r2:slope, the slope being the test's own.
    token_order      P[(S1(0) - S2(0))(S1(r) - S2(r)) < 0] for two keys of one query: arccos(rho_q)/pi averaged over the
                     lengths of the query's pairs (two pairs), or by the partial fractions of a sum of exponentials
    token_arccos     arccos of the mean cosine weighted with w^2, over pi
"""

import itertools

from mpmath import mp, mpf

from golden_frequencies import parse
from golden_moments import bank_of

HEADER = ("quantity", "spec", "qk", "distance_tok", "value")
DIGITS = 18
FRACTION_DIGITS = 200

ONE_PAIR = ("rope:base=1e4,dim=2", "rope:base=1e4,dim=2,unit=turn,scaling=linear,factor=5,norm=none",
            "rope:base=1e4,dim=4,rotary=2")
MORE_PAIRS = ("rope:base=1e4,dim=4", "rope:base=1e4,dim=8,norm=none",
              "rope:base=5e5,dim=16,rotary=12,scaling=yarn,factor=4,orig=4096,attn=1.25", "rope:base=1e4,dim=32")
NORMAL_QK = ("gauss:mu=0.5,sigma=1", "gauss:mu=-1.5,sigma=0.5", "aligned:rho=0.75", "aligned:rho=-0.25")
PAIRS_OF_DISTANCES = ("1:7", "0:1", "7:4096", "9007199254740991:3", "9007199254740992:9007199254740991")
WITH_SLOPE = (("rope:base=1e4,dim=4", "phase", "3:10:0.01"), ("rope:base=1e4,dim=4", "phase", "10:3:0.03125"),
              ("rope:base=1e4,dim=8", "crossed:c=0.75", "3:10:0.0625"), ("rope:base=1e4,dim=4", "crossed:c=0.5", "100:20:0.01"),
              ("rope:base=1e4,dim=8", "aligned:rho=0.5", "3:10:0.125"), ("rope:base=1e4,dim=8", "gauss:mu=0,sigma=1", "3:10:0.125"))

TWO_PAIRS = ("rope:base=1e4,dim=4", "rope:base=1e4,dim=4,rotary=2,scaling=linear,factor=1",
             "rope:base=100,dim=4,rotary=2,scaling=yarn,factor=4,orig=6,attn=1.25")
TWO_PAIR_QK = ("gauss:mu=0,sigma=2", "gauss:mu=0.5,sigma=1", "gauss:mu=-1,sigma=0.5", "aligned:rho=0.75")
MANY_PAIRS = ("rope:base=1e4,dim=6", "rope:base=1e4,dim=8", "rope:base=5e5,dim=32,unit=turn", "rope:base=1e4,dim=32,norm=none")
TOKEN_DISTANCES = (1, 3, 100, 12345, 9007199254740881)


def steps(spec, r1, r2):
    """(cosine step, sine step) of every pair, norm and weight included, and the slope's part of S(r1) - S(r2)."""
    pairs, turn, norm, slope = bank_of(spec)
    out = []
    for theta, weight in pairs:
        x1, x2 = (turn * theta * r for r in (r1, r2))
        out.append((norm * weight * (mp.cos(x1) - mp.cos(x2)), norm * weight * (mp.sin(x1) - mp.sin(x2))))
    return [(c, s) for c, s in out if c or s], -slope * (r1 - r2)


def one_pair_normal(c, s, qk):
    name, keys = parse(qk)
    size = mp.hypot(c, s)
    if name == "aligned":
        rho = mpf(keys["rho"])
        lean = rho * c / (mp.sqrt(1 - rho ** 2) * size)
        return mp.quad(lambda l: mp.ncdf(-lean * l) * l * mp.exp(-l * l / 2), [0, 1, 3, 8, 20])
    mu, sigma = mpf(keys["mu"]), mpf(keys["sigma"])

    def given_direction(angle):
        u0, u1 = mp.cos(angle), mp.sin(angle)
        # q'Gk with k ~ N(mu 1, sigma^2): mean mu 1'G'q, variance sigma^2 |G'q|^2, for q = l (u0, u1)
        mean = mu * (c * u0 - s * u1 + s * u0 + c * u1)
        # density of q: exp(-(l^2 - 2 l lean + 2 mu^2)/2 sigma^2)/(2 pi sigma^2), times l, integrated over l
        lean = mu * (u0 + u1) / sigma
        length = 1 + lean * mp.exp(lean ** 2 / 2) * mp.sqrt(2 * mp.pi) * mp.ncdf(lean)
        return mp.ncdf(-mean / (sigma * size)) * length * mp.exp(-(mu / sigma) ** 2) / (2 * mp.pi)

    return mp.quad(given_direction, mp.linspace(-mp.pi, mp.pi, 9))


def chi_squares(pairs, qk):
    """(coefficient, mean) of independent squares coefficient (mean + N(0,1))^2 that add up to the difference."""
    name, keys = parse(qk)
    mean, cov = mp.zeros(4, 1), mp.eye(4)
    if name == "gauss":
        mean, cov = mp.ones(4, 1) * mpf(keys["mu"]), mp.eye(4) * mpf(keys["sigma"]) ** 2
    elif name == "aligned":
        cov[0, 2] = cov[2, 0] = cov[1, 3] = cov[3, 1] = mpf(keys["rho"])
    else:
        cov[0, 1] = cov[1, 0] = mpf(keys["c"])
        cov[2, 3] = cov[3, 2] = -mpf(keys["c"])
    root = mp.cholesky(cov)  # z = mean + root e
    for c, s in pairs:
        form = mp.matrix([[0, 0, c, s], [0, 0, -s, c], [c, -s, 0, 0], [s, c, 0, 0]]) / 2
        values, vectors = mp.eigsy(root.T * form * root)
        centre = vectors.T * (root ** -1 * mean)
        yield from ((values[j], centre[j]) for j in range(4))


def invert(squares, shift):
    """P(sum of squares + shift < 0)."""
    deviation = mp.sqrt(mp.fsum(2 * v * v + 4 * v * v * m * m for v, m in squares))

    def integrand(x):
        t = x / deviation
        log_phi = 1j * t * shift
        for v, m in squares:
            rest = 1 - 2j * t * v
            log_phi += 1j * t * v * m * m / rest - mp.log(rest) / 2
        return mp.exp(log_phi).imag / x

    start = mp.quad(integrand, [0, 1, 2, 4, 8, 16])
    if shift:  # turns for ever
        rest = mp.quadosc(integrand, [16, mp.inf], omega=abs(shift) / deviation)
    else:
        rest = mp.quad(integrand, [16, 64, 1024, mp.inf])
    return mpf(1) / 2 - (start + rest) / mp.pi


def two_pairs_phase(pairs, shift):
    """P(a cos U + b cos V + shift < 0), U and V uniform: V integrated away."""
    a, b = (mp.hypot(c, s) for c, s in pairs)

    def given(u):
        level = (-shift - a * mp.cos(u)) / b
        return 1 - mp.acos(min(max(level, -1), 1)) / mp.pi

    edges = [mpf(0), mp.pi]
    for level in (-1, 1):
        cosine = (-shift - level * b) / a
        if abs(cosine) < 1:
            edges.append(mp.acos(cosine))
    return mp.quad(given, sorted(edges)) / mp.pi


def position_order(spec, qk, distances):
    r1, r2, *own_slope = distances.split(":")
    r1, r2 = int(r1), int(r2)
    mp.dps = 50  # 16 digits go into the whole turns
    pairs, shift = steps(spec, r1, r2)
    shift -= sum(map(mpf, own_slope)) * (r1 - r2)
    mp.dps = DIGITS + 4
    if qk == "phase":
        return two_pairs_phase(pairs, shift)
    if len(pairs) == 1 and not shift:
        return one_pair_normal(*pairs[0], qk)
    return invert(list(chi_squares(pairs, qk)), shift)


def two_pairs_angle(cosines, squares, qk):
    """E arccos(rho_q)/pi over the lengths l1, l2 of the query's two pairs: rho depends on the first's share of l1^2 + l2^2."""
    name, keys = parse(qk)
    mu, sigma = (mpf(keys["mu"]), mpf(keys["sigma"])) if name == "gauss" else (mpf(0), mpf(1))
    mean = (mu / sigma) ** 2  # |q_n|^2 is Gamma(1 + J), J a Poisson variable: the share of the first is Beta(1 + J, 1 + K)
    last = 1 + int(8 * mean + 30) if mean else 0
    terms = [(j, k, mp.exp(-2 * mean) * mean ** (j + k) * mp.fac(j + k + 1) / (mp.fac(j) * mp.fac(k)) ** 2)
             for j in range(last + 1) for k in range(last + 1)]

    def angle(share):
        density = mp.fsum(w * share ** j * (1 - share) ** k for j, k, w in terms)
        first, second = squares[0] * share, squares[1] * (1 - share)
        return mp.acos((first * cosines[0] + second * cosines[1]) / (first + second)) * density

    return mp.quad(angle, [0, mpf(1) / 2, 1]) / mp.pi


def many_pairs_angle(cosines):
    """The same for any number of pairs, mu = 0, equal weights: int P(sum E_n (cos x_n - cos u) < 0) du/pi, E_n exponential."""
    def below(u):
        with mp.workdps(FRACTION_DIGITS):  # the fractions cancel
            above = mpf(0)
            for cosine, step in zip(cosines, steps):
                gap = cosine - mp.cos(u)
                if gap > 0:
                    above += gap ** (len(cosines) - 1) / step
            return 1 - above

    edges = sorted(mp.acos(c) for c in cosines)
    with mp.workdps(FRACTION_DIGITS):
        steps = [mp.fprod(c - other for m, other in enumerate(cosines) if m != n) for n, c in enumerate(cosines)]
    return (edges[0] + mp.quad(below, edges)) / mp.pi


def token_rows():
    for spec, qk, r in itertools.product(TWO_PAIRS, TWO_PAIR_QK, TOKEN_DISTANCES[:3]):
        pairs, turn, _, _ = bank_of(spec)
        cosines, squares = [mp.cos(turn * t * r) for t, _ in pairs], [w ** 2 for _, w in pairs]
        mp.dps = DIGITS + 4
        yield "token_order", spec, qk, r, two_pairs_angle(cosines, squares, qk)
        mp.dps = 70
    for spec, r in itertools.product(MANY_PAIRS, TOKEN_DISTANCES):
        mp.dps = FRACTION_DIGITS
        pairs, turn, _, _ = bank_of(spec)
        cosines = [mp.cos(turn * t * r) for t, _ in pairs]
        mp.dps = DIGITS + 4
        yield "token_order", spec, "aligned:rho=0.5", r, many_pairs_angle(cosines)
        mp.dps = 70
    for spec, r in itertools.product(TWO_PAIRS + MANY_PAIRS, TOKEN_DISTANCES):
        pairs, turn, _, _ = bank_of(spec)
        total = mp.fsum(w ** 2 for _, w in pairs)
        yield "token_arccos", spec, "", r, mp.acos(mp.fsum(w ** 2 * mp.cos(turn * t * r) for t, w in pairs) / total) / mp.pi


def rows():
    cases = [*itertools.product(ONE_PAIR, NORMAL_QK, PAIRS_OF_DISTANCES),
             *itertools.product(MORE_PAIRS, NORMAL_QK, PAIRS_OF_DISTANCES[1::2]),
             *itertools.product(MORE_PAIRS, NORMAL_QK, PAIRS_OF_DISTANCES[2:3]), *WITH_SLOPE]
    for spec, qk, distances in cases:
        value = position_order(spec, qk, distances)
        yield "position_order", spec, qk, distances, mp.nstr(value, DIGITS)
    mp.dps = 70
    for quantity, spec, qk, r, value in token_rows():
        yield quantity, spec, qk, r, mp.nstr(value, DIGITS)
