#!/usr/bin/env python3
"""Writes the certificates tests/verify/t_verify.c reads, from the definition alone: 40 digits, no cleverness, nothing of the project.

    tests/reference/golden_certificate.py        # rewrites certificate_*.cert beside itself

B_r(b) = sum_{n<h} cos(r b^(-n/h)); a base passes at context L if B_r >= 0 for all r < L. Where B_r(b) <= -m, the sum stays negative up
to b exp(m/(r Lambda)), Lambda = sum (n/h) b^(-n/h): version 1 hops so far. Version 2 goes as far as the first sign change.
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


def shortest(x):
    return next(t for t in ("%.*g" % (n, x) for n in range(1, 18)) if float(t) == x)


def negative_until(s, r, b):
    """The root of B_r that ends its negative interval around b, in steps no two roots fit into; not looked for over 1e6."""
    a = mpf(b)
    while a < 10**6:
        far = a * (1 + 1 / (mpf(4 * r) * s.slope_bound(a)))
        if s.at(far, r) >= 0:
            return bracket_root(s, r, a, far)
        a = far
    return a


def below(s, context, b):
    """A base up to which one distance is negative from b on, and that distance: what reaches farthest."""
    value = s.all(b, context)
    root, r = max((negative_until(s, k, b), k) for k in range(1, context) if value[k] < 0)
    short = ("%.*g" % (digits, root - (root - b) * mpf("1e-3")) for digits in range(1, 18))
    return next(float(t) for t in short if b < float(t) < root - (root - b) * mpf("1e-4")), r


def certificate(dim, contexts, version=1):
    s, lines, b = Sums(dim), [], 1.0
    number = shortest if version == 2 else lambda x: "%.17g" % x
    for context in contexts:
        while True:
            hi = float(b * (1 + 2 * BRACKET))
            if all(v > 0 for v in s.all(hi, context)):
                break
            if version == 2:
                b, r = below(s, context, b)
                lines.append("below %s %d" % (number(b), r))
                continue
            value = s.all(b, context)
            r = min(range(1, context), key=lambda k: value[k] / k)
            m = margin(value[r])
            assert m > 0
            lines.append("fail %s %d %s" % (number(b), r, number(m)))
            b = double_below(mpf(b) * exp(m / (r * s.slope_bound(b))))
        lines.append("row %d %s %s" % (context, number(b), number(hi)))
        end = ends(s, context, mpf(hi), True)
        if end:
            to, fail = float(end[0] * (1 - BRACKET)), float(end[0] * (1 + BRACKET))
            lines.append("window %d %s %s %s %d %s"
                         % (context, number(hi), number(to), number(fail), end[1], number(margin(s.at(fail, end[1])))))
            end = ends(s, context, mpf(10) ** 12, False)
            safe, fail = float(end[0] * (1 + BRACKET)), float(end[0] * (1 - BRACKET))
            lines.append("safe %d %s %s %d %s" % (context, number(safe), number(fail), end[1], number(margin(s.at(fail, end[1])))))
    body = "posbias certificate %d basebound\ndim %d\n" % (version, dim) + "".join(line + "\n" for line in lines)
    checksum = 14695981039346656037
    for byte in body.encode():
        checksum = ((checksum ^ byte) * 1099511628211) % 2**64
    return body + "end %d %016x\n" % (len(lines) + 2, checksum)


if __name__ == "__main__":
    here = os.path.dirname(os.path.abspath(__file__))
    for name, dim, contexts, version in (("8", 8, (4, 8, 16), 1), ("12", 12, (16, 32), 1), ("16", 16, (16, 64), 1),
                                         ("4_below", 4, (3, 9), 2), ("8_below", 8, (4, 8, 16), 2), ("16_below", 16, (16, 64), 2)):
        with open(os.path.join(here, "certificate_%s.cert" % name), "w") as out:
            out.write(certificate(dim, contexts, version))
