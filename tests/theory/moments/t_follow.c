/* FOLLOW's band, and the extremes of its Proposition 1. */
#include "theory/moments/follow.h"

#include <math.h>

#include "tests/tools/check_tools.h"
#include "theory/moments/window_moments.h"

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
