/* Waves and polynomials against their definitions: cos(z u), sin(z u), T_k(cos t) = cos(k t). */
#include "kernels/curves/chebyshev.h"

#include <math.h>

#include "tests/tools/check_tools.h"

/* cosl, sinl and acosl of arguments up to 23 pi, and sums of 12 terms: under 100 roundings of
 * 2^-64. */
#define REFERENCE (100.0 * 0x1p-64)
enum { POINTS = 257 };

static long double point(size_t i) { return -1.0L + 2.0L * (long double)i / (POINTS - 1); }

TEST(polynomials_are_cosines_of_multiples)
{
    struct worst w = {0};
    for (size_t i = 0; i < POINTS; i++) {
        double even[CHEBYSHEV_TERMS], odd[CHEBYSHEV_TERMS];
        chebyshev_values(point(i), even, odd);
        for (int k = 0; k < CHEBYSHEV_TERMS; k++) {
            long double angle = acosl(point(i));
            worst_take(&w, (double)fabsl(even[k] - cosl(2 * k * angle)),
                       1.4 * UNIT_ROUNDING + REFERENCE, "T_%d, %zu", 2 * k, i);
            worst_take(&w, (double)fabsl(odd[k] - cosl((2 * k + 1) * angle)),
                       1.4 * UNIT_ROUNDING + REFERENCE, "T_%d, %zu", 2 * k + 1, i);
        }
    }
    worst_check(&w);
}

static void check_wave(struct worst *w, long double turns)
{
    double cosine[CHEBYSHEV_TERMS], sine[CHEBYSHEV_TERMS], even = 0.0, odd = 0.0;
    chebyshev_wave(turns, cosine, sine);
    for (int k = 0; k < CHEBYSHEV_TERMS; k++)
        even += fabs(cosine[k]), odd += fabs(sine[k]);
    check_le(hypot(even, odd), CHEBYSHEV_SIZE);
    for (size_t i = 0; i < POINTS; i++) {
        long double angle = acosl(point(i)), z = 6.283185307179586476925L * turns, c = 0.0L,
                    s = 0.0L;
        for (int k = 0; k < CHEBYSHEV_TERMS; k++) {
            c += cosine[k] * cosl(2 * k * angle);
            s += sine[k] * cosl((2 * k + 1) * angle);
        }
        worst_take(w, (double)hypotl(c - cosl(z * point(i)), s - sinl(z * point(i))),
                   3.1 * UNIT_ROUNDING + REFERENCE, "%Lg turns, %zu", turns, i);
    }
}

TEST(waves_are_their_expansion)
{
    struct worst w = {0};
    for (int i = 0; i <= 2000; i++)
        check_wave(&w, CHEBYSHEV_REACH * (long double)i / 2000);
    for (int i = 1; i < 1000; i++)
        check_wave(&w, powl(2.0L, -(long double)i));
    worst_check(&w);
}
