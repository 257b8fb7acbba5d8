"""What definitions of scores share: a string's keys, pairs of coordinates, angles in 40 digits."""
import math

from mpmath import mp, mpf

mp.dps = 40
NUMBERS = {"k": 1024, "M": 1048576}


class Keys(dict):
    """The keys of a string, each as it was written."""

    def __init__(self, keys):
        super().__init__({key: str(value) for key, value in keys.items()})

    def number(self, name):
        """A number as a double has it, exactly."""
        return mpf(float(self[name]))

    def whole(self, name):
        text = self[name]
        return int(text[:-1]) * NUMBERS[text[-1]] if text[-1] in NUMBERS else int(text)

    def text(self, name):
        return name + ":" + ",".join(f"{key}={value}" for key, value in self.items())


def norm(keys):
    """The factor on q.k; where a string has scale= for something else, it has norm= beside it."""
    if "scale" in keys and "norm" not in keys:
        return keys.number("scale")
    return 1 / mp.sqrt(keys.whole("dim")) if keys.get("norm", "sqrt") == "sqrt" else mpf(1)


def turn(keys, r):
    """The angle of a frequency of 1 at distance r."""
    return r * (2 * mp.pi if keys.get("unit", "rad") == "turn" else 1)


def pairs(x):
    """Consecutive coordinates, two and two."""
    return [(mpf(float(a)), mpf(float(b))) for a, b in zip(x[0::2], x[1::2])]


def dot(q, k):
    return mp.fdot([(mpf(float(a)), mpf(float(b))) for a, b in zip(q, k)])


def ab(q, k):
    """A and B of each pair."""
    return [(a * c + b * d, a * d - b * c) for (a, b), (c, d) in zip(pairs(q), pairs(k))]


def size(q, k):
    """What a score of products of the coordinates of each pair can at most be."""
    return sum((abs(a) + abs(b)) * (abs(c) + abs(d)) for (a, b), (c, d) in zip(pairs(q), pairs(k)))


def rotated(turns, q, k):
    """sum A cos x + B sin x."""
    total = mpf(0)
    for x, (a, b) in zip(turns, ab(q, k)):
        c, s = mp.cos_sin(x)
        total += a * c + b * s
    return total


# How a random string's values are drawn: texts of few digits, none of them a default.

def base(random):
    return f"{10 ** random.uniform(2, 8):.6g}"


def dim(random, step=2, most=256):
    """Small as often as large."""
    return str(step * max(1, round(2 ** random.uniform(0, math.log2(most / step)))))


def between(random, low, high):
    return f"{math.exp(random.uniform(math.log(low), math.log(high))):.5g}"


def factor(random, scale=True):
    """norm=.. or scale=.., as a dictionary."""
    which = random.integers(3 if scale else 2)
    if which == 2:
        return {"scale": between(random, 1e-2, 10)}
    return {"norm": ("sqrt", "none")[which]}


def unit(random):
    return {"unit": ("rad", "turn")[random.integers(2)]}
