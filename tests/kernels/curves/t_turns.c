/* Fixed-point phases against 200 bits, at every size of frequency and distance. */
#include <math.h>
#include <mpfr.h>

#include "kernels/curves/turns.h"
#include "tests/tools/check_tools.h"

/* hi + lo times r modulo a turn, in [-1/2, 1/2], minus got; modulo a turn too. */
static double error_of(double hi, double lo, double r, double got)
{
    mpfr_t x, whole;
    mpfr_inits2(300, x, whole, (mpfr_ptr)0);
    mpfr_set_d(x, hi, MPFR_RNDN);
    mpfr_add_d(x, x, lo, MPFR_RNDN);
    mpfr_mul_d(x, x, r, MPFR_RNDN);
    mpfr_sub_d(x, x, got, MPFR_RNDN);
    mpfr_rint(whole, x, MPFR_RNDN);
    mpfr_sub(x, x, whole, MPFR_RNDN);
    double error = fabs(mpfr_get_d(x, MPFR_RNDN));
    mpfr_clears(x, whole, (mpfr_ptr)0);
    return error;
}

/* theory/trig/README.md#reduction: r 2^-127 + 2^-64 + 2^-55; the frequency's own error r 2^-108
 * does not count here. */
TEST(random_turns_keep_their_bound)
{
    uint64_t state = 41;
    struct worst w = {0};
    for (int i = 0; i < 40000; i++) {
        double hi = ldexp(1.0 + tools_uniform(&state),
                          -1 - (int)(60.0 * tools_uniform(&state) * tools_uniform(&state)));
        if (i % 10 == 0)
            hi += floor(4.0 * tools_uniform(&state)); /* whole turns drop out */
        double lo = (2.0 * tools_uniform(&state) - 1.0) * UNIT_ROUNDING * hi;
        double r = floor(ldexp(tools_uniform(&state), 1 + (int)(53.0 * tools_uniform(&state))));
        r = fmin(r, DISTANCE_LIMIT);
        double got = turns_at(turns_from(hi, lo), r);
        worst_take(&w, error_of(hi, lo, r, got), r * 0x1p-127 + 0x1p-64 + 0x1p-55,
                   "hi %.17g lo %.17g r %.0f", hi, lo, r);
        worst_take(&w, fabs(got), 0.5, "range at hi %.17g lo %.17g r %.0f", hi, lo, r);
    }
    worst_check(&w);
}

/* Fractions of 2^-k turns are exact at every distance; so is 1 and 0; the data's last bit still
 * counts at 2^53. */
TEST(fractions_of_a_turn_are_exact)
{
    struct worst w = {0};
    static const double distances[] = {0,          1,          3,          5,          1023,
                                       0x1p31 + 1, 0x1p32 - 1, 0x1p52 + 1, 0x1p53 - 1, 0x1p53};
    for (int k = 0; k <= 50; k++)
        for (size_t i = 0; i < TOOLS_COUNT(distances); i++) {
            double whole = fmod(distances[i], ldexp(1.0, k)), want = ldexp(whole, -k);
            want -= want >= 0.5; /* the half turn is represented as -1/2 */
            worst_take(&w, fabs(turns_at(turns_from(ldexp(1.0, -k), 0.0), distances[i]) - want),
                       0.0, "2^-%d r %.0f", k, distances[i]);
        }
    ck_assert(turns_at(turns_from(0.0, 0.0), 12345.0) == 0.0);
    ck_assert(turns_at(turns_from(1.0, 0.0), 0x1p53) == 0.0);
    /* 2^51 turns and 2^53 2^-60 */
    ck_assert(turns_at(turns_from(0.25, 0x1p-60), 0x1p53) == 0x1p-7);
    ck_assert(turns_at(turns_from(0.25, -0x1p-60), 0x1p53) == -0x1p-7);
    worst_check(&w);
}

/* Every schedule's turns at huge distances: within a part in 1e15 of the truth, as
 * kernels/README.md promises. */
TEST(schedules_keep_their_promise_far_out)
{
    uint64_t state = 42;
    struct worst w = {0};
    static const char *const specs[] = {"rope:base=1e4,dim=128", "rope:base=1e7,dim=64,unit=turn",
                                        "model:llama-3.1-8b"};
    for (size_t e = 0; e < TOOLS_COUNT(specs); e++) {
        struct encoding *encoding = tools_encoding(specs[e]);
        const struct schedule *s = encoding_schedule(encoding);
        for (int i = 0; i < 3000; i++) {
            size_t n = (size_t)((double)s->pairs * tools_uniform(&state));
            double r = DISTANCE_LIMIT - floor(1e6 * tools_uniform(&state));
            worst_take(&w,
                       error_of(s->turn_hi[n], s->turn_lo[n], r,
                                turns_at(turns_from(s->turn_hi[n], s->turn_lo[n]), r)),
                       1e-16, "%s pair %zu r %.0f", specs[e], n, r);
        }
        encoding_free(encoding);
    }
    worst_check(&w);
}
