"""Means and variances of scores, by other routes than their closed forms.

    bank_mean, bank_var    sums over pairs of moments found by enumeration: a 3-node Gauss-Hermite rule per
                           standard normal variable is exact here, since no score squared exceeds degree 4 in one
    tapa_mean, tapa_var    the characteristic function of one coordinate of the quadratic phase by numerical
                           quadrature; the linear phase is itself normal

norm=sqrt divides by the square root of the full head dimension, also where only part of it rotates.
A sum over pairs that cancels to the working precision, and a TAPA value below TINY, is written 0.
"""

import itertools

from mpmath import mp, mpf

from golden_frequencies import parse, rope_bank

HEADER = ("quantity", "spec", "qk", "distance_tok", "value")
TINY = "1e-300"

BANK_SPECS = """
rope:base=1e4,dim=128
rope:base=1e4,dim=128,unit=turn
rope:base=5e5,dim=128,norm=none
rope:base=5e5,dim=64,unit=turn,norm=none
rope:base=1e6,dim=128,scaling=yarn,factor=4,orig=32768
rope:base=1e4,dim=64,scaling=yarn,factor=4,orig=4096,attn=1.25
rope:base=1e4,dim=96,rotary=24
rope:base=1e4,dim=64,rotary=16,partial=p
rope:base=1e4,dim=16,rotary=8,scaling=yarn,factor=4,orig=4096,attn=1.25
rope:base=1e4,dim=2,norm=none
nope:dim=64,norm=none
nope:dim=64,norm=sqrt
alibi:dim=64,slope=0.0625
""".split()
BANK_QK = """
unit
phase
gauss:mu=0.5,sigma=1
gauss:mu=-0.3,sigma=0.7
aligned:rho=0.8
moments:mu0=1,nu0=0.5
""".split()
BANK_DISTANCES = (0, 1, 2, 3, 17, 100, 4096, 131072, 1048576, 999999937, 1099511627776, 9007199254740881)

TAPA_SPECS = [f"tapa:{shape},phase={phase}" for phase in ("quadratic", "linear")
              for shape in ("dim=8,alpha=0.1,split=0.5", "dim=128,alpha=0.1,split=0.5", "dim=16,alpha=0.5,split=0.25")]
TAPA_QK = """
gauss:mu=0,sigma=1
gauss:mu=0.5,sigma=1
gauss:mu=-0.4,sigma=0.6
gauss:mu=0.3,sigma=0.1
aligned:rho=0.6
""".split()
TAPA_DISTANCES = (0, 1, 2, 10, 1000, 1000000)


# Query-key models

def query_key_draws(qk, coordinates):
    """Weighted (q, k) vectors whose averages of low-degree polynomials are the expectations under gauss or aligned."""
    name, keys = parse(qk)
    nodes = ((mpf(0), mpf(2) / 3), (mp.sqrt(3), mpf(1) / 6), (-mp.sqrt(3), mpf(1) / 6))
    for draw in itertools.product(nodes, repeat=2 * coordinates):
        weight = mp.fprod(w for _, w in draw)
        z = [node for node, _ in draw]
        first, second = z[:coordinates], z[coordinates:]
        if name == "gauss":
            mu, sigma = mpf(keys["mu"]), mpf(keys["sigma"])
            yield weight, [mu + sigma * x for x in first], [mu + sigma * x for x in second]
        else:
            rho = mpf(keys["rho"])
            yield weight, first, [rho * x + mp.sqrt(1 - rho ** 2) * e for x, e in zip(first, second)]


def pair_draws(qk):
    """Weighted (A, B) of one pair, enough to average polynomials of degree 2 in A and B."""
    name = parse(qk)[0]
    if name == "unit":
        return [(mpf(1), mpf(1), mpf(0))]
    if name == "phase":  # a cos(x + phi) = A cos x + B sin x with A = a cos phi, B = -a sin phi
        phases = [2 * mp.pi * j / 8 for j in range(8)]
        return [(mpf(1) / 8, mp.cos(phi), -mp.sin(phi)) for phi in phases]
    return [(w, q[0] * k[0] + q[1] * k[1], q[0] * k[1] - q[1] * k[0]) for w, q, k in query_key_draws(qk, 2)]


def pair_moments(qk):
    """E A, E B and, where the model defines them, (Var A, Cov AB, Var B) of one pair."""
    name, keys = parse(qk)
    if name == "moments":
        return mpf(keys["mu0"]), mpf(keys["nu0"]), None
    draws = pair_draws(qk)

    def average(value):
        return mp.fsum(w * value(a, b) for w, a, b in draws)

    mean_a, mean_b = average(lambda a, b: a), average(lambda a, b: b)
    spread = (average(lambda a, b: (a - mean_a) ** 2), average(lambda a, b: (a - mean_a) * (b - mean_b)),
              average(lambda a, b: (b - mean_b) ** 2))
    return mean_a, mean_b, spread


# Frequency banks

def bank_of(spec):
    """(theta, weight) per pair, radians per token per unit theta, norm, slope."""
    name, keys = parse(spec)
    dim = int(keys["dim"])
    if name == "rope":
        turn = 2 * mp.pi if keys.get("unit", "rad") == "turn" else mpf(1)
        norm = keys.get("norm", "sqrt")
        pairs, slope = rope_bank(spec), mpf(0)
    else:
        turn = mpf(1)
        norm = "sqrt" if name == "alibi" else keys.get("norm", "none")
        pairs, slope = [(mpf(0), mpf(1))] * (dim // 2), mpf(keys.get("slope", 0))
    return pairs, turn, 1 / mp.sqrt(dim) if norm == "sqrt" else mpf(1), slope


def bank_rows():
    moments = {qk: pair_moments(qk) for qk in BANK_QK}
    for spec in BANK_SPECS:
        pairs, turn, norm, slope = bank_of(spec)
        for r in BANK_DISTANCES:
            table = [(weight * mp.cos(turn * r * theta), weight * mp.sin(turn * r * theta)) for theta, weight in pairs]
            for qk, (mean_a, mean_b, spread) in moments.items():
                mean = norm * mp.fsum(mean_a * c + mean_b * s for c, s in table) - slope * r
                yield "bank_mean", spec, qk, r, mean
                if spread:
                    var_a, cov, var_b = spread
                    yield "bank_var", spec, qk, r, norm ** 2 * mp.fsum(
                        var_a * c * c + 2 * cov * c * s + var_b * s * s for c, s in table)


# TAPA

def trapezoid(f, centre, width):
    """Integral over the real line of f, whose modulus is a normal curve of this centre and width."""
    reach, step, previous = 19, mpf(1) / 2, None
    while True:
        count = int(reach / step)
        total = mp.fsum(f(centre + width * step * j) for j in range(-count, count + 1)) * step * width
        if previous is not None and abs(total - previous) < abs(total) * mpf(10) ** (15 - mp.dps):
            return total
        step, previous = step / 2, total


def product_characteristic(t, qk):
    """E exp(i t q k) of one coordinate: the average over k given q is known, that over q is done numerically."""
    name, keys = parse(qk)
    mu, sigma, rho = (mpf(keys.get(key, default)) for key, default in (("mu", 0), ("sigma", 1), ("rho", 0)))
    noise = sigma if name == "gauss" else mp.sqrt(1 - rho ** 2)  # k given q is N(mu + rho q, noise^2)

    def integrand(q):
        density = mp.exp(-((q - mu) / sigma) ** 2 / 2) / (sigma * mp.sqrt(2 * mp.pi))
        return density * mp.exp(mp.mpc(-(t * q * noise) ** 2 / 2, t * q * (mu + rho * q)))

    curvature = 1 / sigma ** 2 + (t * noise) ** 2
    return trapezoid(integrand, mu / sigma ** 2 / curvature, 1 / mp.sqrt(curvature))


def mean_cosine(x, phase, qk, dim):
    """E cos(x phi), phi the quadratic or linear phase over dim coordinates."""
    if phase == "quadratic":
        return mp.re(product_characteristic(x / mp.sqrt(dim), qk) ** dim)
    name, keys = parse(qk)
    if name == "gauss":  # 2 dim independent coordinates, each N(mu, sigma^2), over sqrt(dim)
        mean, variance = 2 * mp.sqrt(dim) * mpf(keys["mu"]), 2 * mpf(keys["sigma"]) ** 2
    else:                # q + k = (1 + rho) q + sqrt(1 - rho^2) e
        rho = mpf(keys["rho"])
        mean, variance = mpf(0), (1 + rho) ** 2 + (1 - rho ** 2)
    return mp.cos(x * mean) * mp.exp(-x ** 2 * variance / 2)


def tapa_rows():
    for spec, qk in itertools.product(TAPA_SPECS, TAPA_QK):
        keys = parse(spec)[1]
        dim = int(keys["dim"])
        amplitude_dim = int(mpf(keys["split"]) * dim)
        phase_dim = dim - amplitude_dim
        draws = [(w, q[0] * k[0]) for w, q, k in query_key_draws(qk, 1)]
        first, second = (mp.fsum(w * product ** power for w, product in draws) for power in (1, 2))
        amplitude_mean = mp.sqrt(amplitude_dim) * first
        amplitude_square = second + (amplitude_dim - 1) * first ** 2
        for r in TAPA_DISTANCES:
            x = 2 * mp.pi * mpf(r) ** mpf(keys["alpha"])
            mean = amplitude_mean * mean_cosine(x, keys["phase"], qk, phase_dim)
            square = amplitude_square * (1 + mean_cosine(2 * x, keys["phase"], qk, phase_dim)) / 2
            yield "tapa_mean", spec, qk, r, mean
            yield "tapa_var", spec, qk, r, square - mean ** 2


def rows():
    negligible = mpf(10) ** (15 - mp.dps)  # a sum over pairs that cancels exactly
    for table, floor in ((bank_rows(), negligible), (tapa_rows(), mpf(TINY))):
        for *key, value in table:
            yield *key, mp.nstr(value, 25) if abs(value) > floor else "0"
