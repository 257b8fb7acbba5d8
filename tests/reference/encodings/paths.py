"""Path encodings: exactly where every token is alike, and by the first two moments of the score
over tokens that are drawn, from formulas or integrals of our own.
"""
import numpy as np
from mpmath import mp, mpf
from scipy import integrate

from parts import Keys, ab, base, between, dim, dot, factor, norm, size

DISTANCES = (0, 1, 2, 5, 16, 64)
DRAWS = 4000


def turned(angles, keys, q, k, r):
    total = mpf(0)
    for x, (a, b) in zip(angles, ab(q, k)):
        c, s = mp.cos_sin(x)
        total += a * c + b * s
    rounded = 1 + mpf(r) / 12  # r additions to each angle, 15 roundings each
    return norm(keys) * total, norm(keys) * size(q, k) * rounded


def carope(keys, value, q, k, r):
    """Pair i of 1..h turns by the sum of the gates' i-th powers."""
    f = keys.number("f") if "f" in keys else value
    return turned([r * f ** i for i in range(1, keys.whole("dim") // 2 + 1)], keys, q, k, r)


def selective(keys, value, q, k, r):
    d, b = keys.whole("dim"), keys.number("base")
    return turned([r * value * b ** (-mpf(2 * j) / d) for j in range(d // 2)], keys, q, k, r)


def fox(keys, value, q, k, r):
    loss = r / keys.number("horizon") if "horizon" in keys else -r * mp.log(value)
    return norm(keys) * dot(q, k) - loss, norm(keys) * size(q, k) + loss


def path(keys, value, q, k, r):
    """At beta 0 there is no reflection."""
    return norm(keys) * dot(q, k), norm(keys) * size(q, k)


def gate(x):
    return 1 / (1 + mp.exp(-x))


def cope_ctx(keys, value, q, k, r):
    """Tokens of equal coordinates: one gate for the r on the way, the query's own among them, and
    one of the key."""
    f, slope = norm(keys), keys.number("slope")
    position = gate(f * dot(q, k)) + r * gate(f * dot(q, [float(value)] * len(q)))
    lost = slope * min(position, keys.whole("rows") - 1)
    loud = f * size(q, k)
    tokens = f * size(q, [float(value)] * len(q))  # a gate is as far off, relative, as its logit
    most = slope * (loud + keys.whole("rows") * (1 + tokens / 8))  # the sum is rounded r times
    return f * dot(q, k) - lost, loud + most * (1 + mpf(r) / 12)


def grape_ap(keys, value, q, k, r):
    """8 equal numbers each: <p_m, R_l p_l>/8 = value^2 cos l at position l."""
    at, slope = keys.whole("at"), keys.number("slope")
    lost = sum((-mp.log(gate(value ** 2 * mp.cos(l))) for l in range(at, at - r, -1)), mpf(0))
    loud = norm(keys) * size(q, k) + slope * (lost + value ** 2 * r) * (1 + mpf(r) / 12)
    return norm(keys) * dot(q, k) - slope * lost, loud


def draw_carope(random):
    keys = {"dim": dim(random), **factor(random)}
    value = f"{random.uniform(0.01, 0.99):.5g}"
    return (keys | {"f": value}, None) if random.integers(2) else (keys, f"constant:value={value}")


def draw_fox(random):
    keys = {"dim": dim(random), **factor(random)}
    if random.integers(2):
        return keys | {"horizon": between(random, 0.5, 1e5)}, None
    return keys, f"constant:value={random.uniform(0.01, 1):.5g}"


def draw_selective(random):
    keys = {"base": base(random), "dim": dim(random), **factor(random)}
    return keys, f"normal:mu={random.normal():.5g},sigma=0"


def draw_path(random):
    return {"dim": dim(random), "beta": 0, **factor(random)}, None


def alike(random):
    return f"normal:mu={random.normal():.5g},sigma=0"


def draw_cope_ctx(random):
    return {"slope": between(random, 1e-4, 2), "dim": dim(random),
            "rows": int(random.integers(2, 400)), **factor(random)}, alike(random)


def draw_grape_ap(random):
    return {"slope": between(random, 1e-4, 2), "dim": dim(random),
            "at": int(random.integers(20000, 1000000)), **factor(random)}, alike(random)


EXACT = {"carope": (carope, draw_carope), "fox": (fox, draw_fox),
         "selective": (selective, draw_selective), "path": (path, draw_path),
         "cope-ctx": (cope_ctx, draw_cope_ctx), "grape-ap": (grape_ap, draw_grape_ap)}


def value_of(law):
    return mpf(float(law.split("=")[1].split(",")[0])) if law else None


# E S and E S^2 over tokens, S = Re sum_i w_i e^(i Phi_i) + c, w = norm (A - i B).

def waves(keys, q, k):
    a, b = np.array([[float(x) for x in pair] for pair in ab(q, k)]).T
    return float(norm(keys)) * (a - 1j * b)


def of_waves(w, one, two, mixed, r):
    """one[i] = E e^(i phi_i) of a token, two[i, j] = E e^(i (phi_i + phi_j)), mixed with a minus."""
    square = (np.outer(w, w) * two ** r + np.outer(w, w.conj()) * mixed ** r).sum().real / 2
    return (w * one ** r).sum().real, square


def mean_carope(keys, law, q, k, r):
    """Gates uniform on (lo, hi): by Gauss-Legendre."""
    x, g = np.polynomial.legendre.leggauss(60)
    lo, hi = law
    f = (lo + hi) / 2 + (hi - lo) / 2 * x
    g = g / 2
    e = np.exp(1j * f ** np.arange(1, keys.whole("dim") // 2 + 1)[:, None])
    return of_waves(waves(keys, q, k), e @ g, (e * g) @ e.T, (e * g) @ e.conj().T, r)


def mean_selective(keys, law, q, k, r):
    """Phases independent over tokens and pairs, N(mu, sigma^2)."""
    mu, sigma = law
    d = keys.whole("dim")
    t = float(keys["base"]) ** (-np.arange(d // 2) * 2.0 / d)
    law = lambda x: np.exp(1j * mu * x - (sigma * x) ** 2 / 2)
    two, mixed = np.outer(law(t), law(t)), np.outer(law(t), law(-t))
    np.fill_diagonal(two, law(2 * t))
    np.fill_diagonal(mixed, 1)
    return of_waves(waves(keys, q, k), law(t), two, mixed, r)


def mean_fox(keys, law, q, k, r):
    """Gates 1/(1 + e^-z), z ~ N(mu, sigma^2): sums of their logarithms."""
    mu, sigma = law
    density = lambda z: np.exp(-z * z / 2) / np.sqrt(2 * np.pi)
    part = lambda p: integrate.quad(
        lambda z: (-np.logaddexp(0, -(mu + sigma * z))) ** p * density(z), -12, 12)[0]
    first, second = part(1), part(2)
    mean = float(norm(keys) * dot(q, k)) + r * first
    return mean, mean ** 2 + r * (second - first ** 2)


def mean_path(keys, law, q, k, r):
    """Directions w uniform on the sphere: E w w' = I/D, E w w' X w w' = (2 X + I tr X)/(D(D + 2))
    for a symmetric X, here E M k k' M'."""
    d, beta = keys.whole("dim"), float(keys["beta"])
    x = np.outer(k, k)
    for _ in range(r):
        x = x - 2 * beta * x / d + beta ** 2 * (2 * x + np.trace(x) * np.eye(d)) / (d * (d + 2))
    f = float(norm(keys))
    return f * (1 - beta / d) ** r * float(dot(q, k)), f * f * q @ x @ q


def open_gate(x):
    return 1 / (1 + np.exp(-x))


Z, Z_WEIGHT = np.polynomial.hermite_e.hermegauss(80)
Z_WEIGHT = Z_WEIGHT / Z_WEIGHT.sum()


def mean_cope_ctx(keys, law, q, k, r):
    """Gates of normal logits, independent given q; the table is too long to stop them."""
    (mu, sigma), f, slope = law, float(norm(keys)), float(keys["slope"])
    gates = open_gate(f * (mu * q.sum() + sigma * np.linalg.norm(q) * Z))
    first, second = gates @ Z_WEIGHT, gates ** 2 @ Z_WEIGHT
    mean = f * float(dot(q, k)) - slope * (open_gate(f * float(dot(q, k))) + r * first)
    return mean, mean ** 2 + slope ** 2 * r * (second - first ** 2)


def mean_grape_ap(keys, law, q, k, r):
    """Centred normal p: given |p_m|^2 = s, sigma^2 times a chi-square of 8, the token m itself adds
    ln gate(s cos m/8), and the r - 1 others are independent, of a normal <p_m, R_l p_l>."""
    (_, sigma), slope = law, float(keys["slope"])
    mean = float(norm(keys) * dot(q, k))
    if r == 0:
        return mean, mean ** 2
    s, weight = np.polynomial.laguerre.laggauss(60)
    weight = weight * s ** 3 / 6  # s/2 has a gamma law of shape 4
    s = 2 * s * sigma ** 2
    closed = lambda x: -np.logaddexp(0, -x)
    own = closed(s * np.cos(keys.whole("at")) / 8)
    other = closed(np.sqrt(s)[:, None] * sigma * Z / 8)
    first, second = other @ Z_WEIGHT, other ** 2 @ Z_WEIGHT
    total = own + (r - 1) * first
    mean_bias = weight @ total
    square = weight @ (total ** 2 + (r - 1) * (second - first ** 2))
    return (mean + slope * mean_bias,
            mean ** 2 + 2 * mean * slope * mean_bias + slope ** 2 * square)


def random_carope(random):
    lo = random.uniform(0, 0.6)
    hi = lo + random.uniform(0.1, 0.4)
    lo, hi = float(f"{lo:.4g}"), float(f"{hi:.4g}")
    return {"dim": 2 * random.integers(1, 9)}, (lo, hi), f"uniform:lo={lo},hi={hi}"


def random_normal(random, name, keys):
    mu, sigma = float(f"{random.uniform(0.1, 3):.4g}"), float(f"{random.uniform(0.1, 2):.4g}")
    return keys, (mu, sigma), f"{name}:mu={mu},sigma={sigma}"


def random_centred(random, keys):
    sigma = float(f"{random.uniform(0.1, 2):.4g}")
    return keys, (0, sigma), f"normal:mu=0,sigma={sigma}"


RANDOM = {"carope": (mean_carope, random_carope),
          "selective": (mean_selective, lambda random: random_normal(random, "normal", {
              "base": base(random), "dim": 2 * random.integers(1, 9)})),
          "fox": (mean_fox, lambda random: random_normal(random, "logit", {
              "dim": 2 * random.integers(1, 9)})),
          "cope-ctx": (mean_cope_ctx, lambda random: random_normal(random, "normal", {
              "slope": between(random, 1e-2, 2), "dim": 2 * random.integers(1, 9), "rows": 67})),
          "grape-ap": (mean_grape_ap, lambda random: random_centred(random, {
              "slope": between(random, 1e-2, 2), "dim": 2 * random.integers(1, 9),
              "at": int(random.integers(64, 10000))})),
          "path": (mean_path, lambda random: ({"beta": f"{random.uniform(0.1, 1.95):.4g}",
                                              "dim": 2 * random.integers(1, 9)}, None, "sphere"))}


def moments(program, name, random, count):
    """(compared, wrong): means of S and S^2 of DRAWS draws, each within 5.5 of its errors."""
    mean, draw = RANDOM[name]
    compared, wrong = 0, []
    for _ in range(count):
        keys, law, tokens = draw(random)
        keys = Keys(keys | factor(random))
        q, k = random.normal(size=(2, keys.whole("dim")))
        text = keys.text(name)
        seen = program.scores(text, [(q, k)], DISTANCES, "--tokens=" + tokens,
                              f"--seed={random.integers(1000)}", draws=DRAWS)
        seen = seen[0, :, 0].reshape(DRAWS, len(DISTANCES))
        for r, x in zip(DISTANCES, seen.T):
            first, second = mean(keys, law, q, k, r)
            sd = np.sqrt(max(second - first ** 2, 0))
            loud = float(norm(keys) * size(q, k)) + abs(first)
            compared += 2
            for what, y, value, spread in (("S", x, first, sd),
                                           ("S^2", x * x, second, (x * x).std())):
                least = 1e-12 * loud ** (1 if what == "S" else 2)
                if abs(y.mean() - value) > 5.5 * spread / np.sqrt(DRAWS) + least:
                    wrong.append(f"{text} {tokens} r={r}: mean of {what} {y.mean():.6g} +- "
                                 f"{spread / np.sqrt(DRAWS):.2g}, here {value:.6g}")
    return compared, wrong
