"""What a number of a CSV has to be, and whether it is."""
import csv

import numpy as np


class Exact:
    """The same number but for rounding: sums in doubles, whose differences lose digits."""
    places = (6,)

    def __init__(self, value):
        self.value = value

    def ok(self, text):
        if self.value == "" or text == "":
            return text == self.value
        v = float(self.value)
        return abs(float(text) - v) <= 1e-9 * max(abs(v), 1e-3)


class Same:
    """The same text."""
    places = (1,)

    def __init__(self, value):
        self.value = value

    def ok(self, text):
        return text == self.value


class Power(Exact):
    """A p-value: its logarithm is what has digits."""

    def ok(self, text):
        if self.value == "" or text == "":
            return text == self.value
        mine, v = float(self.value), float(text)
        return abs(v - mine) <= 1e-8 * abs(np.log(mine)) * mine if mine > 1e-290 else v < 1e-280


class Around:
    """A number that is drawn: within `width` of `value`."""
    places = (1, 2, "exponent")

    def __init__(self, value, width, log=False):
        self.value, self.width, self.log = value, width, log

    def ok(self, text):
        v = float(text)
        if self.log:
            return v > 0 and abs(np.log(v) - self.value) <= self.width
        return abs(v - self.value) <= self.width + 1e-12


class Among:
    """A whole number, or nothing, that is drawn: between the least and the largest seen."""
    places = (1, 2, 3)

    def __init__(self, seen):
        self.empty, seen = "" in seen, [x for x in seen if x != ""]
        self.least, self.most = (min(seen), max(seen)) if seen else (1, 0)
        self.value = f"{self.least}..{self.most}"

    def ok(self, text):
        return self.empty if text == "" else self.least <= float(text) <= self.most


class Either:
    """A verdict too near its level for our draws to tell: 0 or 1."""
    places = (1,)
    value = "0 or 1"

    def ok(self, text):
        return text in ("0", "1")


def spread(seen, log=False):
    """A further draw of what was seen: over five standard deviations off in one of 1e6."""
    x = np.log(seen) if log else np.asarray(seen, float)
    return Around(x.mean(), 5.5 * x.std(ddof=1) * (1 + 1 / len(x)) ** 0.5, log)


def changed(text, place):
    """The text with one significant digit another one, or None where there is none."""
    if place == "exponent":
        at = text.find("e") + 2
        return text[:at] + str((int(text[at]) + 5) % 10) + text[at + 1:] if at > 1 else None
    if text == "":
        return "1"
    mantissa = text.split("e")[0]
    digits = [i for i, c in enumerate(mantissa) if c.isdigit()]
    if not digits:
        return text + "5"
    while len(digits) > 1 and mantissa[digits[0]] == "0":
        digits.pop(0)
    at = digits[min(place, len(digits)) - 1]
    return text[:at] + str((int(text[at]) + 5) % 10) + text[at + 1:]


def read(path):
    with open(path, newline="") as file:
        return list(csv.DictReader(line for line in file if line[0] != "#"))


class Count:
    def __init__(self):
        self.agree = self.differ = self.unclear = self.blind = 0
        self.kinds = {}

    def text(self, check, text, what):
        """Compares, and asks that the same text with a digit changed would differ."""
        name = what.rsplit(" ", 1)[1]
        if not check.ok(text):
            self.differ += 1
            print(f"DIFFERS {what}: {text or 'empty'}, here {check.value}")
            return
        self.agree += 1
        self.unclear += isinstance(check, Either)
        others = [changed(text, p) for p in check.places]
        seen = any(o is not None and not check.ok(o) for o in others)
        self.kinds[name] = self.kinds.get(name, False) or seen

    def row(self, checks, row, what):
        for name in row:
            if name not in checks and name not in ("encoding", "qk", "layer", "head"):
                self.differ += 1
                print(f"DIFFERS {what} {name}: a column not looked at")
        for name, check in checks.items():
            self.text(check, row.get(name, "no such column"), f"{what} {name}")
