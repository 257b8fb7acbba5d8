/* Window moments against direct sums in long double. */
#include "theory/moments/window_moments.h"

#include <math.h>
#include <stdlib.h>

#include "tests/tools/check_tools.h"

static const long double TURN = 6.283185307179586476925286766559L;

/* Cosine and sine of 2 pi f r: the fraction of f r from 64-bit mantissas, r f < 2^12 turns. */
static void angle(const struct schedule *s, size_t n, double r, long double *c, long double *q)
{
    long double product = (long double)s->turn_hi[n] * r, whole = roundl(product);
    long double rest = fmal((long double)s->turn_hi[n], r, -product) +
                       (long double)s->turn_lo[n] * r;
    *c = cosl(TURN * (product - whole + rest));
    *q = sinl(TURN * (product - whole + rest));
}

static void direct(const struct schedule *s, double first, double count, const double *a,
                   const double *b, long double *mean, long double *variance)
{
    long double sum = 0.0L, square = 0.0L;
    for (int pass = 0; pass < 2; pass++) {
        for (double r = first; r < first + count; r++) {
            long double score = 0.0L, c, q;
            for (size_t n = 0; n < s->pairs; n++) {
                angle(s, n, r, &c, &q);
                score += a[n] * c + b[n] * q;
            }
            if (pass == 0)
                sum += score;
            else
                square += (score - sum / count) * (score - sum / count);
        }
    }
    *mean = sum / count;
    *variance = square / count;
}

static const char *const SPECS[] = {
    "rope:base=1e4,dim=64", "rope:base=1e4,dim=64,unit=turn,norm=none",
    /* frequencies that nearly agree */
    "rope:base=1.0000001,dim=16", "rope:base=1e4,dim=32,rotary=8",
    "rope:base=1e4,dim=64,scaling=yarn,factor=40,orig=4096", "nope:dim=8"};

TEST(windows_are_their_direct_sums)
{
    struct worst mean = {0}, variance = {0};
    uint64_t state = 3;
    for (size_t e = 0; e < TOOLS_COUNT(SPECS); e++)
        for (double first = 0.0; first < 1000.0; first += 411.0)
            for (double count = 1.0; count < 3000.0; count = 3.0 * count + 1.0) {
                struct encoding *encoding = tools_encoding(SPECS[e]);
                const struct schedule *s = encoding_schedule(encoding);
                double a[64], b[64], size = 0.0, h = (double)s->pairs;
                long double m, v;
                struct window_moments *w;
                for (size_t n = 0; n < s->pairs; n++) {
                    a[n] = 2.0 * tools_uniform(&state) - 1.0;
                    b[n] = 2.0 * tools_uniform(&state) - 1.0;
                    size += fabs(a[n]) + fabs(b[n]);
                }
                ck_assert_int_eq(window_moments_new(s, first, count, &w), STATUS_OK);
                direct(s, first, count, a, b, &m, &v);
                worst_take(&mean, (double)fabsl(window_mean(w, a, b) - m),
                           (2.0 * h + 40.0) * UNIT_ROUNDING * size, "%s %.0f %.0f", SPECS[e], first,
                           count);
                worst_take(&variance, (double)fabsl(window_variance(w, a, b) - v),
                           (4.0 * h + 40.0) * UNIT_ROUNDING * size * size, "%s %.0f %.0f", SPECS[e],
                           first, count);
                window_moments_free(w);
                encoding_free(encoding);
            }
    worst_check(&mean);
    worst_check(&variance);
}

/* Far out and over long windows, where no direct sum is possible: a window is the weighted mean of
 * its halves, and its variance theirs plus that of the halves' means. */
TEST(window_is_the_mean_of_its_halves)
{
    struct worst mean = {0}, variance = {0};
    struct encoding *e = tools_encoding("rope:base=5e5,dim=64");
    double a[32], b[32], size = 0.0;
    for (size_t n = 0; n < 32; n++) {
        a[n] = cos((double)(n * n));
        b[n] = sin(3.0 * (double)n);
        size += fabs(a[n]) + fabs(b[n]);
    }
    for (double first = 0.0; first < 1e15; first = 1000.0 * first + 1.0)
        for (double half = 1.0; half < 1e15; half *= 17.0) {
            struct window_moments *w[3];
            ck_assert(
                window_moments_new(encoding_schedule(e), first, 2.0 * half, &w[0]) == STATUS_OK &&
                window_moments_new(encoding_schedule(e), first, half, &w[1]) == STATUS_OK &&
                window_moments_new(encoding_schedule(e), first + half, half, &w[2]) == STATUS_OK);
            double m[3], v[3];
            for (int i = 0; i < 3; i++) {
                m[i] = window_mean(w[i], a, b);
                v[i] = window_variance(w[i], a, b);
                window_moments_free(w[i]);
            }
            worst_take(&mean, fabs(m[0] - 0.5 * (m[1] + m[2])),
                       2.0 * (2.0 * 32.0 + 40.0) * UNIT_ROUNDING * size, "%.0f %.0f", first, half);
            worst_take(
                &variance, fabs(v[0] - 0.5 * (v[1] + v[2]) - 0.25 * (m[1] - m[2]) * (m[1] - m[2])),
                3.0 * (4.0 * 32.0 + 40.0) * UNIT_ROUNDING * size * size, "%.0f %.0f", first, half);
        }
    worst_check(&mean);
    worst_check(&variance);
    struct window_moments *w;
    ck_assert_int_eq(window_moments_new(encoding_schedule(e), 0.0, 0.0, &w), STATUS_DOMAIN);
    ck_assert_ptr_null(w);
    ck_assert_int_eq(window_moments_new(encoding_schedule(e), 0.5, 1.0, &w), STATUS_DOMAIN);
    ck_assert_int_eq(window_moments_new(encoding_schedule(e), -1.0, 1.0, &w), STATUS_DOMAIN);
    ck_assert_int_eq(window_moments_new(encoding_schedule(e), 0.0, NAN, &w), STATUS_DOMAIN);
    ck_assert_int_eq(window_moments_new(encoding_schedule(e), 0.5 * DISTANCE_LIMIT, 2.0, &w),
                     STATUS_DOMAIN);
    window_moments_free(NULL);
    encoding_free(e);
}
