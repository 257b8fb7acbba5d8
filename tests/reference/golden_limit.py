"""The law of sum_n a_n cos Theta_n for independent uniform Theta_n, by other routes than the Fourier series posbias inverts.

    two and three terms   P(a cos Theta + rest <= x) by averaging the rest's distribution function over Theta; for one term
                          that is the arcsine law. No Bessel function occurs.
    more terms            Gil-Pelaez: F(x) = 1/2 + (1/pi) int_0^inf sin(t x) prod_n J0(a_n t)/t dt, panel by panel, and the
                          density (1/pi) int_0^inf cos(t x) prod_n J0(a_n t) dt; stops where |J0(z)| <= sqrt(2/(pi z)) proves
                          the rest below 1e-15

limit.csv         amplitudes,shift,x,cdf,density
    amplitudes joined by blanks, decimal literals taken exactly; cdf and density of shift + sum at x, to 16 digits. The density
    is left out for two and three terms. Written by golden.py.
"""

from mpmath import mp, mpf

HEADER = ("amplitudes", "shift", "x", "cdf", "density")
DIGITS = 18

SHIFT = mpf("0.75")
FEW = ("1 1", "1 0.25", "2.5 0.75")
THREE = ("1 1 1", "1.5 0.5 0.25")
MANY = (" ".join(["1"] * 12),
        " ".join(["1"] * 16),
        " ".join(str(mpf(k) / 8) for k in range(1, 17)),
        " ".join(["1"] * 64),
        " ".join(str(mpf(1) / 2 + mpf(7 * k % 64) / 64) for k in range(64)))
FEW_AT = ("-0.9", "-0.5", "0.1", "0.3", "0.77", "0.99")  # of the reach
THREE_AT = ("-0.5", "0.77")
MANY_AT = ("-3", "-1.25", "0", "0.5", "1", "2", "4.5")   # of the standard deviation


def arcsine(a, x):
    if abs(x) >= a:
        return mpf(x > 0)
    return mpf(1) / 2 + mp.asin(x / a) / mp.pi


def kinks(amplitudes):
    """Where the distribution function of the sum is not smooth: all signed sums of the amplitudes."""
    points = {mpf(0)}
    for a in amplitudes:
        points = {p + s * a for p in points for s in (-1, 1)}
    return points


def few(amplitudes, x):
    """Distribution function by averaging over the angle of the first term."""
    if len(amplitudes) == 1:
        return arcsine(amplitudes[0], x)
    first, rest = amplitudes[0], amplitudes[1:]
    cuts = {mpf(0), mp.pi}
    for k in kinks(rest):
        c = (x - k) / first
        if abs(c) < 1:
            cuts.add(mp.acos(c))
    return mp.quad(lambda theta: few(rest, x - first * mp.cos(theta)), sorted(cuts)) / mp.pi


def many(amplitudes, x):
    """Distribution function and density by Gil-Pelaez."""
    groups = {}
    for a in amplitudes:
        groups[a] = groups.get(a, 0) + 1

    def phi(t):
        return mp.fprod(mp.besselj(0, a * t) ** count for a, count in groups.items())

    def envelope(t):
        return mp.fprod(min(mpf(1), mp.sqrt(2 / (mp.pi * a * t))) for a in amplitudes)

    sd = mp.sqrt(sum(a * a for a in amplitudes) / 2)
    width, at, total = 2 / sd, mpf(0), mp.mpc(0)
    while at == 0 or envelope(at) * max(at, 1) > mpf(10) ** -15:
        total += mp.quad(lambda t: mp.mpc(mp.cos(t * x), mp.sin(t * x) / t) * phi(t), [at, at + width],
                         method="gauss-legendre")
        at += width
    return mpf(1) / 2 + total.imag / mp.pi, total.real / mp.pi


def rows():
    digits, mp.dps = mp.dps, DIGITS
    for text, places in [(t, FEW_AT) for t in FEW] + [(t, THREE_AT) for t in THREE]:
        amplitudes = [mpf(a) for a in text.split()]
        for at in places:
            x = mpf(float(mpf(at) * sum(amplitudes)))
            yield text, "0", repr(float(x)), mp.nstr(few(amplitudes, x), 16), ""
    for text in MANY:
        amplitudes = [mpf(a) for a in text.split()]
        sd = mp.sqrt(sum(a * a for a in amplitudes) / 2)
        for at in MANY_AT:
            x = float(mpf(at) * sd + SHIFT)
            cdf, density = many(amplitudes, mpf(x) - SHIFT)
            yield text, str(SHIFT), repr(x), mp.nstr(cdf, 16), mp.nstr(density, 16)
    mp.dps = digits
