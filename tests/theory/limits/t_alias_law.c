/* The law of equal scores against sums over all numbers of a format and counts over curves. */
#include "theory/limits/alias_law.h"

#include <math.h>
#include <stdlib.h>

#include "tests/tools/check_tools.h"

/* Sum over all numbers of a format in order of size, each cell from midpoint to midpoint; top to
 * the rounding point of infinity. */
static double collisions(const struct float_format *f, double mean, double sd)
{
    size_t count = 0, binade = (size_t)1 << (f->precision - 1);
    size_t most = 2 * binade * (size_t)(f->exponent_max - f->exponent_min + 2) + 1;
    double *x = malloc(most * sizeof *x);
    ck_assert(x != NULL);
    for (int sign = -1; sign <= 1; sign += 2) {
        for (int e = f->exponent_min; e <= f->exponent_max; e++)
            for (size_t m = 0; m < binade; m++)
                x[count++] = sign * ldexp((double)(binade + m), e - f->precision + 1);
        for (size_t m = 1; m < binade; m++)
            x[count++] = sign * ldexp((double)m, f->exponent_min - f->precision + 1);
    }
    x[count++] = 0.0;
    qsort(x, count, sizeof *x, tools_ascending);
    double over = x[count - 1] + 0.5 * (x[count - 1] - x[count - 2]);
    long double sum = 0.0L, last = (-over - (long double)mean) / sd,
                mass = tools_normal_mass(-HUGE_VALL, last);
    sum += mass * mass;
    for (size_t i = 0; i < count; i++) {
        long double next =
            ((i + 1 < count ? 0.5L * x[i] + 0.5L * x[i + 1] : over) - (long double)mean) / sd;
        mass = tools_normal_mass(last, next);
        sum += mass * mass;
        last = next;
    }
    mass = tools_normal_mass(last, HUGE_VALL);
    free(x);
    return (double)(sum + mass * mass);
}

TEST(alias_probability_is_the_share_of_equal_codes)
{
    static const struct float_format formats[] = {
        {2, -2, 2}, {3, -6, 7}, {8, -126, 127}, {11, -14, 15}, {19, -1, 1}};
    static const double means[] = {0.0, 0.37, -1.5, 6.0, 1.0}, sds[] = {1e-6, 1e-3, 0.05, 1.0, 8.0};
    struct worst w = {0};
    struct estimate got;
    for (size_t f = 0; f < TOOLS_COUNT(formats); f++)
        for (size_t i = 0; i < TOOLS_COUNT(means); i++)
            for (size_t j = 0; j < TOOLS_COUNT(sds); j++) {
                if (formats[f].precision > 11 && !(i == 1 && j > 0))
                    continue; /* two million numbers: four cases */
                double want = collisions(&formats[f], means[i], sds[j]);
                ck_assert_int_eq(alias_law_probability(&formats[f], means[i], sds[j], &got),
                                 STATUS_OK);
                worst_take(&w, fabs(got.val - want), got.err,
                           "precision %d mean %g sd %g: %.17g, %.17g +- %.3g", formats[f].precision,
                           means[i], sds[j], want, got.val, got.err);
                worst_take(&w, got.err, 1e-9 * want, "idle error %.3g, precision %d mean %g sd %g",
                           got.err, formats[f].precision, means[i], sds[j]);
            }
    worst_check(&w);
    /* binary32 and binary64: one number in 2^29 times as many */
    static const struct float_format single = {24, -126, 127}, twice = {53, -1022, 1023};
    struct estimate other;
    ck_assert(alias_law_probability(&single, 0.7, 0.6, &got) == STATUS_OK);
    ck_assert(alias_law_probability(&twice, 0.7, 0.6, &other) == STATUS_OK);
    check_le(fabs(other.val / got.val * 0x1p29 - 1.0), 1e-6);
    ck_assert(alias_law_pairs(8192.0, 0.5) == 0.25 * 8192.0 * 8191.0);
    struct float_format bad[] = {{1, -2, 2}, {54, -2, 2}, {8, 3, 3}, {8, -1023, 2}, {8, -2, 1024}};
    for (size_t i = 0; i < TOOLS_COUNT(bad); i++)
        ck_assert_int_eq(alias_law_probability(&bad[i], 0.0, 1.0, &got), STATUS_DOMAIN);
    ck_assert_int_eq(alias_law_probability(&single, 0.0, 0.0, &got), STATUS_DOMAIN);
    ck_assert_int_eq(alias_law_probability(&single, NAN, 1.0, &got), STATUS_DOMAIN);
}

/* Equal pairs along whole curves, with each curve's own mean and deviation: the range its comment
 * states. */
TEST(equal_pairs_of_curves_stay_in_their_range)
{
    enum { COUNT = 32768 };
    static const struct float_format formats[] = {{8, -126, 127}, {11, -14, 15}};
    static const char *const specs[] = {"rope:base=1e4,dim=128", "rope:base=5e5,dim=128",
                                        "rope:base=1e4,dim=64"};
    struct worst w = {0};
    for (size_t i = 0; i < TOOLS_COUNT(specs); i++) {
        struct encoding *e = tools_encoding(specs[i]);
        double *score = tools_unit_curve(e, COUNT), *rounded = malloc(COUNT * sizeof *rounded),
               mean = 0.0, square = 0.0;
        for (size_t r = 0; r < COUNT; r++)
            mean += score[r] / COUNT;
        for (size_t r = 0; r < COUNT; r++)
            square += (score[r] - mean) * (score[r] - mean) / COUNT;
        for (size_t f = 0; f < TOOLS_COUNT(formats); f++) {
            struct estimate p;
            double pairs = 0.0, run = 0.0;
            for (size_t r = 0; r < COUNT; r++) {
                int exponent;
                frexp(score[r], &exponent);
                double step = ldexp(1.0, (exponent - 1 > formats[f].exponent_min
                                              ? exponent - 1
                                              : formats[f].exponent_min) -
                                             formats[f].precision + 1);
                rounded[r] = rint(score[r] / step) * step;
            }
            qsort(rounded, COUNT, sizeof *rounded, tools_ascending);
            for (size_t r = 1; r < COUNT; r++) {
                run = rounded[r] == rounded[r - 1] ? run + 1.0 : 0.0;
                pairs += run;
            }
            ck_assert_int_eq(alias_law_probability(&formats[f], mean, sqrt(square), &p), STATUS_OK);
            worst_take(&w, fabs(pairs / alias_law_pairs(COUNT, p.val) - 1.0), 0.1,
                       "%s precision %d: %.0f pairs, law %.0f", specs[i], formats[f].precision,
                       pairs, alias_law_pairs(COUNT, p.val));
        }
        free(score);
        free(rounded);
        encoding_free(e);
    }
    worst_check(&w);
}
