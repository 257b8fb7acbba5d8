"""Banks: pairs that rotate, sum of weight [A cos(r theta) + B sin(r theta)].

Frequencies by math.md section 8 and by each encoding's text; radians per token.
"""
import math

from mpmath import mp, mpf

from parts import ab, base, between, dim, factor, norm, size, turn, unit


def geometric(keys, d=None):
    d = d or keys.whole("dim")
    b = keys.number("base")
    return [b ** (-mpf(2 * i) / d) for i in range(d // 2)]


def corner(keys, d, turns):
    """The pair, a fraction, that turns so often within the trained length."""
    return d * mp.log(keys.number("orig") / (2 * mp.pi * turns)) / (2 * mp.log(keys.number("base")))


def blend(theta, s, ramp):
    ramp = [min(mpf(1), max(mpf(0), x)) for x in ramp]
    return [f / s * x + f * (1 - x) for f, x in zip(theta, ramp)]


def attention(keys, s):
    """Factor on cos and sin."""
    if "attn" in keys:
        return keys.number("attn")
    m = lambda x: mpf(1) if s <= 1 else mpf(1) / 10 * x * mp.log(s) + 1
    both = [keys.number(n) if n in keys else mpf(0) for n in ("mscale", "mscale_all_dim")]
    return m(both[0]) / m(both[1]) if all(both) else m(1)


def yarn(keys, theta, d):
    s = keys.number("factor")
    low, high = (corner(keys, d, keys.number(n)) for n in ("beta_fast", "beta_slow"))
    if keys["truncate"] == "true":
        low, high = mp.floor(low), mp.ceil(high)
    low, high = max(low, mpf(0)), min(high, mpf(d - 1))
    if low == high:
        high += mpf("0.001")
    return blend(theta, s, [(i - low) / (high - low) for i in range(len(theta))])


def yarn_paper(keys, theta, d):
    fast, slow = keys.number("beta_fast"), keys.number("beta_slow")
    turns = [keys.number("orig") * f / (2 * mp.pi) for f in theta]
    return blend(theta, keys.number("factor"), [(fast - t) / (fast - slow) for t in turns])


def llama3(keys, theta, d):
    s, length, low, high = (keys.number(n) for n in ("factor", "orig", "low", "high"))
    out = []
    for f in theta:
        wave = 2 * mp.pi / f
        if wave < length / high:
            out.append(f)
        elif wave > length / low:
            out.append(f / s)
        else:
            smooth = (length / wave - low) / (high - low)
            out.append((1 - smooth) * f / s + smooth * f)
    return out


def ntk(keys, theta, d):
    grown = keys.number("base") * keys.number("alpha") ** (mpf(d) / (d - 2))
    return [grown ** (-mpf(2 * i) / d) for i in range(d // 2)]


def dynamic(keys, theta, d):
    s, length = keys.number("factor"), keys.number("orig")
    now = max(keys.number("length"), length)
    grown = keys.number("base") * (s * now / length - (s - 1)) ** (mpf(d) / (d - 2))
    return [grown ** (-mpf(2 * i) / d) for i in range(d // 2)]


def mrrope(keys, theta, d, pro):
    """By the authors' early code: whole bounds, at most d - 1."""
    s = keys.number("factor")
    low, high = int(mp.floor(corner(keys, d, 32))), int(mp.ceil(corner(keys, d, 1)))
    low, high = max(low, 0), min(high, d - 1)
    n = high - low
    share = lambda t: mpf(t * (t + 1)) / (n * (n + 1)) if pro else mpf(t) / n
    return [f / s ** (0 if i <= low else 1 if i >= high else share(i - low))
            for i, f in enumerate(theta)]


RULES = {"none": lambda keys, theta, d: theta,
         "linear": lambda keys, theta, d: [f / keys.number("factor") for f in theta],
         "ntk": ntk, "dynamic": dynamic, "yarn": yarn, "yarn-paper": yarn_paper, "llama3": llama3,
         "mrrope-uni": lambda *a: mrrope(*a, False), "mrrope-pro": lambda *a: mrrope(*a, True)}
ATTEND = ("yarn", "yarn-paper", "mrrope-uni", "mrrope-pro")


def rope(keys):
    """Frequencies of every pair and the factor on what rotates."""
    rotary, d = keys.whole("rotary"), keys.whole("dim")
    d = rotary if keys.get("partial") == "neox" else d
    rule = keys["scaling"]
    theta = RULES[rule](keys, geometric(keys, d), d)[:rotary // 2]
    theta += [mpf(0)] * (keys.whole("dim") // 2 - len(theta))
    weight = attention(keys, keys.number("factor")) ** 2 if rule in ATTEND else mpf(1)
    return theta, [weight] * (rotary // 2) + [mpf(1)] * (len(theta) - rotary // 2)


def still(theta):
    return theta, [mpf(1)] * len(theta)


def hope_fast(keys):
    """Its slow pairs, of at most a turn within the trained length, stand still."""
    least = 2 * mp.pi / keys.number("train")
    return still([f if turn(keys, f) > least else mpf(0) for f in geometric(keys)])


def cope_clip(keys):
    theta, c = geometric(keys), keys.whole("clip")
    for j in range(c):
        soft = (1 + mp.cos(mp.pi * j / (c - 1))) / 2 if c > 1 else mpf(0)
        theta[len(theta) - c + j] *= soft if keys["taper"] == "soft" else 0
    return still(theta)


def rope_id(keys):
    """A quarter of the coordinates' number of pairs, evenly spaced in the logarithm."""
    n, half = keys.whole("dim") // 4, keys.whole("dim") // 2
    fast, slow = 2 * mp.pi / 32, 4 * mp.pi / keys.number("train")
    theta = [fast * (slow / fast) ** (mpf(i) / (n - 1)) if n > 1 else fast for i in range(n)]
    return still(theta + [mpf(0)] * (half - n))


def evq(keys):
    """With train= the string stands for one with a tau, which is a double."""
    h, b = keys.whole("dim") // 2, keys.number("base")
    tau = (keys.number("tau") if "tau" in keys
           else mpf(keys.whole("dim") / math.sqrt(float(keys["train"]))))
    u = [(i + mpf(1) / 2) / h for i in range(h)]
    return still([b ** -(1 - mp.asinh((1 - x) * mp.sinh(tau)) / tau) for x in u])


def nope(keys):
    return still([mpf(0)] * (keys.whole("dim") // 2))


FREQUENCIES = {"rope": rope, "hope-fast": hope_fast, "cope-clip": cope_clip, "rope-id": rope_id,
               "evq": evq, "nope": nope}


def scores(name, keys, q, k, distances):
    """By distance the score and what it can at most be."""
    theta, weight = FREQUENCIES[name](keys)
    f, one = norm(keys), turn(keys, 1)
    products = [(w * a, w * b) for w, (a, b) in zip(weight, ab(q, k))]
    bound = f * max(weight) * size(q, k)
    out = []
    for r in distances:
        total = mpf(0)
        for x, (a, b) in zip(theta, products):
            c, s = mp.cos_sin(r * one * x) if x else (1, 0)
            total += a * c + b * s
        out.append((f * total, bound))
    return out


def some_rope(random, rule=None):
    """A random string's keys."""
    d = int(dim(random, 4))
    rotary = 2 * int(random.integers(1, d // 2 + 1))
    rule = rule or list(RULES)[random.integers(len(RULES))]
    length = str(int(2 ** random.uniform(8, 16)))
    keys = {"base": base(random), "dim": d, "rotary": rotary,
            "partial": ("neox", "p")[random.integers(2)]}
    if rule in ("ntk", "dynamic", "mrrope-uni", "mrrope-pro"):
        rotary = keys["rotary"] = max(4, rotary)
    if keys["rotary"] == d:
        del keys["partial"]
    keys["scaling"] = rule
    if rule == "ntk":
        keys["alpha"] = between(random, 0.5, 100)
    elif rule != "none":
        keys["factor"] = between(random, 1.1, 64)
    if rule in ("dynamic", "llama3", *ATTEND):
        keys["orig"] = length
    if rule == "dynamic":
        keys["length"] = str(int(2 ** random.uniform(8, 20)))
    if rule == "llama3":
        keys |= {"low": between(random, 0.5, 2), "high": between(random, 3, 9)}
    if rule[:4] == "yarn":
        keys |= {"beta_fast": between(random, 10, 60), "beta_slow": between(random, 0.5, 4)}
        if rule == "yarn":
            keys["truncate"] = ("true", "false")[random.integers(2)]
        if random.integers(2):
            keys |= {"mscale": between(random, 0.5, 2), "mscale_all_dim": between(random, 0.5, 2)}
    elif rule in ATTEND and random.integers(2):
        keys["attn"] = between(random, 0.5, 2)
    return keys | unit(random) | factor(random)


def some_hope_fast(random):
    return {"base": base(random), "dim": dim(random), "train": between(random, 5, 1e6)
            } | unit(random) | factor(random)


def some_cope_clip(random):
    d = dim(random)
    return {"base": base(random), "dim": d, "clip": random.integers(int(d) // 2 + 1),
            "taper": ("soft", "hard")[random.integers(2)]} | unit(random) | factor(random)


def some_rope_id(random):
    return {"dim": dim(random, 4), "train": between(random, 65, 1e6)} | factor(random)


def some_evq(random):
    last = ({"tau": between(random, 1e-3, 900)} if random.integers(2)
            else {"train": str(int(2 ** random.uniform(4, 20)))})
    return {"base": base(random), "dim": dim(random)} | last | unit(random) | factor(random)


STRINGS = {"rope": some_rope, "hope-fast": some_hope_fast, "cope-clip": some_cope_clip,
           "rope-id": some_rope_id, "evq": some_evq,
           "nope": lambda random: {"dim": dim(random)} | factor(random)}
