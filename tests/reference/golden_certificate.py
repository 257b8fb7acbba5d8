#!/usr/bin/env python3
"""Writes the certificates tests/verify/t_verify.c reads, from the definition alone: 40 digits, no cleverness, nothing of the project.

    tests/reference/golden_certificate.py        # rewrites certificate_*.cert beside itself

B_r(b) = sum_{n<h} cos(r b^(-n/h)); a base passes at context L if B_r >= 0 for all r < L. Where B_r(b) <= -m, the sum stays negative up
to b exp(m/(r Lambda)), Lambda = sum (n/h) b^(-n/h).
"""
import math
import os
from mpmath import mp, mpf, cos, exp

mp.dps = 40
BRACKET = mpf("4e-10")  # half of what a certificate may leave open, less a fifth


class Sums:
    def __init__(self, dim):
        self.h = dim // 2

    def theta(self, b):
        q = exp(-mp.log(mpf(b)) / self.h)
        return [q**n for n in range(self.h)]

    def at(self, b, r):
        return sum(cos(r * t) for t in self.theta(b))

    def all(self, b, context):
        theta = self.theta(b)
        return [sum(cos(r * t) for t in theta) for r in range(context)]

    def slope_bound(self, b):
        return sum(mpf(n) / self.h * t for n, t in enumerate(self.theta(b)))


def double_below(x):
    d = float(x)
    while mpf(d) > x:
        d = math.nextafter(d, 0.0)
    return d


def margin(value):
    return double_below(-value * (1 - mpf("1e-7")))


def bracket_root(s, r, lo, hi):
    """A root of B_r between two bases where its signs differ."""
    below = s.at(lo, r) < 0
    while hi / lo - 1 > mpf("1e-14"):
        middle = (lo + hi) / 2
        lo, hi = (middle, hi) if (s.at(middle, r) < 0) == below else (lo, middle)
    return (lo + hi) / 2


def ends(s, context, base, up):
    """Goes from a passing base as long as all pass; the root that ends it, and its distance. None: none up to 1e12."""
    b = base * (1 + (mpf("1e-6") if up else mpf("-1e-6")))
    while True:
        value = s.all(b, context)
        bound = s.slope_bound(b if up else b / 2)
        step, r = min((value[r] / (r * bound), r) for r in range(1, context))
        if step < mpf("1e-8"):
            far = b * (1 + (mpf("1e-6") if up else mpf("-1e-6")))
            assert s.at(far, r) < 0 < s.at(b, r)
            return bracket_root(s, r, min(b, far), max(b, far)), r
        b *= 1 + min(step, mpf("0.5")) * (1 if up else -1)
        if b > mpf(10) ** 12 or b < 2:
            return None


def certificate(dim, contexts):
    s, lines, b = Sums(dim), [], 1.0
    for context in contexts:
        while True:
            hi = float(b * (1 + 2 * BRACKET))
            if all(v > 0 for v in s.all(hi, context)):
                break
            value = s.all(b, context)
            r = min(range(1, context), key=lambda k: value[k] / k)
            m = margin(value[r])
            assert m > 0
            lines.append("fail %.17g %d %.17g" % (b, r, m))
            b = double_below(mpf(b) * exp(m / (r * s.slope_bound(b))))
        lines.append("row %d %.17g %.17g" % (context, b, hi))
        end = ends(s, context, mpf(hi), True)
        if end:
            to, fail = float(end[0] * (1 - BRACKET)), float(end[0] * (1 + BRACKET))
            lines.append("window %d %.17g %.17g %.17g %d %.17g" % (context, hi, to, fail, end[1], margin(s.at(fail, end[1]))))
            end = ends(s, context, mpf(10) ** 12, False)
            safe, fail = float(end[0] * (1 + BRACKET)), float(end[0] * (1 - BRACKET))
            lines.append("safe %d %.17g %.17g %d %.17g" % (context, safe, fail, end[1], margin(s.at(fail, end[1]))))
    body = "posbias certificate 1 basebound\ndim %d\n" % dim + "".join(line + "\n" for line in lines)
    checksum = 14695981039346656037
    for byte in body.encode():
        checksum = ((checksum ^ byte) * 1099511628211) % 2**64
    return body + "end %d %016x\n" % (len(lines) + 2, checksum)


if __name__ == "__main__":
    here = os.path.dirname(os.path.abspath(__file__))
    for dim, contexts in ((8, (4, 8, 16)), (12, (16, 32)), (16, (16, 64))):
        with open(os.path.join(here, "certificate_%d.cert" % dim), "w") as out:
            out.write(certificate(dim, contexts))
