/* Window moments against direct sums in long double, DU's split, FOLLOW's band, and Proposition 1's
 * extremes. */
#include "theory/moments/du_split.h"
#include "theory/moments/follow.h"
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

/* The fast pairs of plain RoPE are those with n < h log_b(M/2pi); whole turns per token stand
 * still. */
TEST(fast_pairs_are_those_within_the_window)
{
    struct encoding *e = tools_encoding("rope:base=5e5,dim=128"),
                    *turn = tools_encoding("rope:base=1e4,dim=8,unit=turn");
    double a[64], b[64];
    for (size_t n = 0; n < 64; n++) {
        a[n] = (double)n + 1.0;
        b[n] = 0.5;
    }
    for (double count = 2.0; count < 1e8; count *= 3.0) {
        double at = 64.0 * log(count / (double)TURN) / log(5e5), mean = 0.0, variance = 0.0;
        struct du_split s = du_split(encoding_schedule(e), count, a, b);
        size_t fast = 0;
        for (size_t n = 0; n < 64; n++)
            if ((double)n < at) {
                variance += (a[n] * a[n] + 0.25) / 2.0;
                fast++;
            } else {
                mean += a[n];
            }
        ck_assert_uint_eq(s.fast, fast);
        check_le(fabs(s.mean - mean), 1e-12);
        check_le(fabs(s.variance - variance), 1e-10);
    }
    /* turn: f = 1, 1/10, 1/100, 1/1000; over 50 tokens only the second turns more than once */
    struct du_split s = du_split(encoding_schedule(turn), 50.0, a, b);
    ck_assert(s.fast == 1 && s.mean == 1.0 + 3.0 + 4.0 && s.variance == 0.5 * (4.0 + 0.25));
    encoding_free(e);
    encoding_free(turn);
}

/* Sizes of the band as they follow from Eq. 4; FOLLOW prints the one of b = 1e6, h = 64, eps =
 * 0.01, M = 32768: 8. */
TEST(band_sizes_follow_from_the_equation)
{
    static const struct {
        const char *spec;
        double count, epsilon;
        size_t band;
    } rows[] = {
        {"rope:base=1e6,dim=128", 32768, 0.01, 8},  {"rope:base=1e6,dim=128", 32768, 0.1, 19},
        {"rope:base=1e6,dim=128", 32768, 0.49, 26}, {"rope:base=1e4,dim=128", 8192, 0.01, 0},
        {"rope:base=1e4,dim=128", 32768, 0.1, 25},  {"rope:base=5e5,dim=128", 131072, 0.49, 34},
        {"rope:base=1e4,dim=128", 9e6, 0.1, 64}};
    size_t band = 77;
    for (size_t i = 0; i < TOOLS_COUNT(rows); i++) {
        struct encoding *e = tools_encoding(rows[i].spec);
        ck_assert_int_eq(follow_band(encoding_schedule(e), rows[i].count, rows[i].epsilon, &band),
                         STATUS_OK);
        ck_assert_msg(band == rows[i].band, "%s M %.0f eps %g: %zu", rows[i].spec, rows[i].count,
                      rows[i].epsilon, band);
        encoding_free(e);
    }
    static const char *const outside[] = {"rope:base=1e4,dim=64,unit=turn",
                                          "rope:base=1e4,dim=64,rotary=32",
                                          "rope:base=1e4,dim=64,scaling=linear,factor=2"};
    for (size_t i = 0; i < TOOLS_COUNT(outside); i++) {
        struct encoding *e = tools_encoding(outside[i]);
        ck_assert_int_eq(follow_band(encoding_schedule(e), 32768.0, 0.1, &band), STATUS_UNDEFINED);
        ck_assert_uint_eq(band, 0);
        encoding_free(e);
    }
    struct encoding *e = tools_encoding("rope:base=1e4,dim=64");
    static const double bad[] = {0.0, 0.5, -0.1, NAN};
    for (size_t i = 0; i < TOOLS_COUNT(bad); i++)
        ck_assert_int_eq(follow_band(encoding_schedule(e), 32768.0, bad[i], &band), STATUS_DOMAIN);
    ck_assert_int_eq(follow_band(encoding_schedule(e), 1.0, 0.1, &band), STATUS_DOMAIN);
    encoding_free(e);
}

/* The extremes are reached and not passed: the mean's at its own direction; the variance's by power
 * iteration on the square of the form, which needs nothing but the form's values at pairs of
 * vectors. */
TEST(extremes_are_reached_and_not_passed)
{
    struct encoding *e = tools_encoding("rope:base=5e5,dim=32");
    const struct schedule *s = encoding_schedule(e);
    uint64_t state = 8;
    for (double count = 50.0; count < 1e6; count *= 9.0)
        for (size_t band = 1; band <= 16; band += 5) {
            struct window_moments *w;
            double mean, variance, zero[16] = {0.0}, reached = 0.0, v[32], most = 0.0;
            ck_assert_int_eq(window_moments_new(s, 0.0, count, &w), STATUS_OK);
            ck_assert_int_eq(follow_extremes(w, band, &mean, &variance), STATUS_OK);
            for (size_t i = 0; i < 2 * band; i++) { /* E S_H of every unit vector */
                double unit[16] = {0.0};
                unit[i % band] = 1.0;
                double m = i < band ? window_mean(w, unit, zero) : window_mean(w, zero, unit);
                reached += m * m;
            }
            check_le(fabs(sqrt(reached) - mean), 1e-14);
            for (size_t i = 0; i < 2 * band; i++)
                v[i] = tools_uniform(&state) - 0.5;
            for (int step = 0; step < 3000; step++) {
                double next[32], length = 0.0;
                for (size_t i = 0; i < 2 * band; i++) {
                    size_t row = i < band ? i : 16 + i - band;
                    next[i] = -0.5 * v[i];
                    for (size_t k = 0; k < 2 * band; k++)
                        next[i] += w->covariance[row * 32 + (k < band ? k : 16 + k - band)] * v[k];
                    length += next[i] * next[i];
                }
                most = sqrt(length);
                for (size_t i = 0; i < 2 * band; i++)
                    v[i] = next[i] / most;
            }
            check_le(most, variance * (1.0 + 1e-12));
            /* two nearly equal eigenvalues converge slowly */
            check_le(variance * (1.0 - 1e-3), most);
            for (int t = 0; t < 50; t++) { /* no amplitudes pass the bounds */
                double a[16] = {0.0}, b[16] = {0.0}, square = 0.0;
                for (size_t n = 0; n < band; n++) {
                    a[n] = tools_uniform(&state) - 0.5;
                    b[n] = tools_uniform(&state) - 0.5;
                    square += a[n] * a[n] + b[n] * b[n];
                }
                check_le(fabs(window_mean(w, a, b)), mean * sqrt(square) * (1.0 + 1e-12));
                check_le(fabs(window_variance(w, a, b) - 0.5 * square),
                         variance * square * (1.0 + 1e-12));
            }
            window_moments_free(w);
        }
    struct window_moments *w;
    double mean, variance;
    ck_assert_int_eq(window_moments_new(s, 0.0, 9.0, &w), STATUS_OK);
    ck_assert_int_eq(follow_extremes(w, 0, &mean, &variance), STATUS_DOMAIN);
    ck_assert_int_eq(follow_extremes(w, 17, &mean, &variance), STATUS_DOMAIN);
    window_moments_free(w);
    encoding_free(e);
}
