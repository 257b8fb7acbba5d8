#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "kernels/curves/vector.h"
#include "tests/tools/suites.h"

#define TWO_PI 6.283185307179586476925286766559005768L

/*
 * The reference: an exact reduction by quarter turns, then sinl and cosl of at most pi/4. Its
 * relative error, four roundings of at most 2^-64, is below 2^-62, which is at most 2^-9 ulp of a
 * double.
 */
static const double REFERENCE_ULP = 0x1p-9;

static void reference(double turns, long double *sin_turns, long double *cos_turns)
{
    const long double quarters = rintl(4.0L * turns);
    const long double angle = TWO_PI * (turns - quarters / 4.0L);
    const long double s = sinl(angle), c = cosl(angle);
    const int quadrant = ((int)fmodl(quarters, 4.0L) + 4) % 4;
    const long double sines[4] = {s, c, -s, -c};
    *sin_turns = sines[quadrant];
    *cos_turns = sines[(quadrant + 1) % 4];
}

/* |got - want| in ulps of want; a zero must be hit exactly. */
static double ulps(double got, long double want)
{
    if (want == 0.0L)
        return got == 0.0 ? 0.0 : HUGE_VAL;
    return (double)fabsl((long double)got - want) / ldexp(1.0, ilogb((double)want) - 52);
}

/* Uniforms on [0, 1) that owe nothing to the project: splitmix64. */
static double uniform(uint64_t *state)
{
    uint64_t z = *state += UINT64_C(0x9e3779b97f4a7c15);
    z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
    return (double)((z ^ (z >> 31)) >> 11) * 0x1p-53;
}

enum { BATCH = 4096 };

/* Phases of either sign at every scale from 2^-30 to 2^41 turns; SLEEF claims 0.506 ulp. */
TEST(turns_are_accurate)
{
    static double turns[BATCH], cosine[BATCH], s[BATCH], c[BATCH];
    uint64_t state = 1;
    /* ck_assert writes to a pipe every time: one per test, not one per value */
    unsigned misses = 0;
    for (int scale = -30; scale <= 41; scale++) {
        for (size_t i = 0; i < BATCH; i++)
            turns[i] = ldexp(2.0 * uniform(&state) - 1.0, scale);
        vector_cos_turns(BATCH, turns, cosine);
        vector_sincos_turns(BATCH, turns, s, c);
        for (size_t i = 0; i < BATCH; i++) {
            long double want_sin, want_cos;
            reference(turns[i], &want_sin, &want_cos);
            misses += !(ulps(cosine[i], want_cos) <= 0.506 + REFERENCE_ULP);
            misses += !(ulps(c[i], want_cos) <= 0.506 + REFERENCE_ULP);
            misses += !(ulps(s[i], want_sin) <= 0.506 + REFERENCE_ULP);
        }
    }
    ck_assert_uint_eq(misses, 0);
}

TEST(quarter_turns_are_exact)
{
    static const double whole[] = {0.0,     1.0,     -1.0,         2.0,
                                   12345.0, -0x1p40, 0x1p40 + 1.0, 0x1p50 - 1.0};
    static const double sines[4] = {0.0, 1.0, 0.0, -1.0};
    for (size_t i = 0; i < sizeof whole / sizeof *whole; i++) {
        for (int quarter = 0; quarter < 4; quarter++) {
            const double turns = whole[i] + 0.25 * quarter;
            double cosine, s, c;
            vector_cos_turns(1, &turns, &cosine);
            vector_sincos_turns(1, &turns, &s, &c);
            ck_assert_double_eq(cosine, sines[(quarter + 1) % 4]);
            ck_assert_double_eq(c, sines[(quarter + 1) % 4]);
            ck_assert_double_eq(s, sines[quarter]);
        }
    }
}

TEST(huge_and_non_finite_turns)
{
    const double turns[] = {0x1p52 + 1.0, -0x1p53, 1e300, INFINITY, -INFINITY, NAN};
    double cosine[6], s[6], c[6];
    vector_cos_turns(6, turns, cosine);
    vector_sincos_turns(6, turns, s, c);
    for (int i = 0; i < 6; i++) {
        if (isfinite(turns[i])) {
            ck_assert(cosine[i] == 1.0 && c[i] == 1.0 && s[i] == 0.0);
        } else {
            ck_assert(isnan(cosine[i]) && isnan(c[i]) && isnan(s[i]));
        }
    }
}

/* Every length has the bits of the long array, in place or not, and writes nothing behind its end.
 * */
TEST(tails_have_the_same_bits)
{
    enum { LONGEST = 17 };
    double u[LONGEST], turns[LONGEST], all[5][LONGEST];
    uint64_t state = 2;
    for (int i = 0; i < LONGEST; i++) {
        u[i] = uniform(&state) + 0x1p-54;
        turns[i] = 100.0 * uniform(&state);
    }
    vector_cos_turns(LONGEST, turns, all[0]);
    vector_sincos_turns(LONGEST, turns, all[1], all[2]);
    vector_box_muller(LONGEST, u, turns, all[3], all[4]);
    for (size_t offset = 0; offset < LONGEST; offset++) {
        for (size_t n = 0; offset + n <= LONGEST; n++) {
            double some[5][LONGEST + 1];
            for (int k = 0; k < 5; k++) {
                memcpy(some[k], (k == 3 ? u : turns) + offset, n * sizeof(double));
                some[k][n] = -7.0;
            }
            vector_cos_turns(n, some[0], some[0]);
            vector_sincos_turns(n, some[1], some[1], some[2]);
            vector_box_muller(n, some[3], some[4], some[3], some[4]);
            for (int k = 0; k < 5; k++) {
                ck_assert(n == 0 || memcmp(some[k], all[k] + offset, n * sizeof(double)) == 0);
                ck_assert_double_eq(some[k][n], -7.0);
            }
        }
    }
}

static bool box_muller_holds(double u, double turns, double got_cos, double got_sin)
{
    long double s, c;
    reference(turns, &s, &c);
    const long double radius = sqrtl(-2.0L * logl(u));
    /* In units of 2^-53: half the 7 of the logarithm, 1 for the root, 7 for the cosine, 1 for the
     * product, and 0.01 for
       the squares of these and the reference. */
    const long double tolerance = 12.51L * 0x1p-53L;
    return fabsl(got_cos - radius * c) <= tolerance * fabsl(radius * c) &&
           fabsl(got_sin - radius * s) <= tolerance * fabsl(radius * s);
}

TEST(box_muller_is_accurate)
{
    static double u[BATCH], turns[BATCH], x[BATCH], y[BATCH];
    uint64_t state = 3;
    unsigned misses = 0;
    for (int scale = 0; scale < 52; scale++) {
        for (size_t i = 0; i < BATCH; i++) {
            u[i] = ldexp(uniform(&state) + 0x1p-53, -scale);
            if (i % 2 == 1)
                u[i] = 1.0 - u[i] + 0x1p-53;
            turns[i] = i % 4 < 2 ? uniform(&state)
                                 : ldexp((double)(i % 9), -3) + ldexp(1.0, -scale);
        }
        vector_box_muller(BATCH, u, turns, x, y);
        for (size_t i = 0; i < BATCH; i++)
            misses += !box_muller_holds(u[i], turns[i], x[i], y[i]);
    }
    ck_assert_uint_eq(misses, 0);
    const double ends[3] = {0x1p-53, 1.0 - 0x1p-53, 1.0}, turn[3] = {0.125, 0x1p-53, 0.3};
    vector_box_muller(3, ends, turn, x, y);
    for (int i = 0; i < 2; i++)
        ck_assert(box_muller_holds(ends[i], turn[i], x[i], y[i]));
    ck_assert(x[2] == 0.0 && y[2] == 0.0);
}
