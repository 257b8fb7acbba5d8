/* Limits made of values without a group of tokens, against the tokens that are left. */
#include <math.h>
#include <string.h>

#include "experiments/models/statistics/pair_moments.h"
#include "tests/experiments/models/statistics/statistics_tools.h"

enum { DIM = 6, PAIRS = DIM / 2 };

/* A hundred roundings of numbers up to ten. */
#define ROUNDING 1e-13

/* How far the part of E (A, B) across a direction lies from zero, in its jackknife error. */
static double across(const struct pair_moments_of_tokens *all,
                     struct pair_moments_of_tokens left[TOKEN_GROUPS][PAIRS], size_t n,
                     double angle)
{
    double part[TOKEN_GROUPS], mean = 0.0, square = 0.0;
    for (size_t g = 0; g < TOKEN_GROUPS; g++) {
        part[g] = left[g][n].mean_b * cos(angle) - left[g][n].mean_a * sin(angle);
        mean += part[g] / TOKEN_GROUPS;
    }
    for (size_t g = 0; g < TOKEN_GROUPS; g++)
        square += pow(part[g] - mean, 2.0) * (TOKEN_GROUPS - 1) / TOKEN_GROUPS;
    return (all[n].mean_b * cos(angle) - all[n].mean_a * sin(angle)) / sqrt(square);
}

/* The jackknife of offsets and angles against the same statistics of the tokens that are left. */
TEST(errors_are_those_of_tokens_left_out)
{
    enum { TOKENS = 70 }; /* groups of three and of two */
    struct array_rows a, b;
    struct pair_moments_of_tokens all[PAIRS], left[TOKEN_GROUPS][PAIRS];
    struct worst w = {0};
    array_rows_make(&a, DIM, TOKENS, TOKENS, 5);
    ck_assert_int_eq(pair_moments_take(&a.rows, all), STATUS_OK);
    size_t start = 0;
    for (size_t g = 0; g < TOKEN_GROUPS; g++) {
        size_t size = g < TOKENS % TOKEN_GROUPS ? 3 : 2;
        array_rows_make(&b, DIM, TOKENS, TOKENS, 5);
        for (size_t side = 0; side < TOKEN_SIDES; side++) {
            memmove(b.row[side] + start * DIM, b.row[side] + (start + size) * DIM,
                    (TOKENS - start - size) * DIM * sizeof(double));
            b.rows.tokens[side] = TOKENS - size;
        }
        ck_assert_int_eq(pair_moments_take(&b.rows, left[g]), STATUS_OK);
        array_rows_free(&b);
        start += size;
    }
    size_t told = 0;
    for (size_t n = 0; n < PAIRS; n++) {
        double offset[TOKEN_GROUPS], t = 2.0395134463964077; /* Student's of 31, from tables */
        for (size_t g = 0; g < TOKEN_GROUPS; g++)
            offset[g] = left[g][n].offset[1].value;
        struct token_estimate o = token_estimate_of(SCALE_SQUARE, all[n].offset[1].value,
                                                    TOKEN_GROUPS, offset);
        worst_take(&w, all[n].offset[1].error - o.error, ROUNDING, "offset %zu", n);
        worst_take(&w, all[n].offset[1].hi - o.hi, ROUNDING, "limit of offset %zu", n);
        /* limits lie where the part across is t errors off; without any it is so nowhere */
        const struct token_estimate *angle = &all[n].angle;
        if (angle->hi - angle->lo < TWO_PI) {
            told++;
            worst_take(&w, across(all, left, n, angle->lo) - t, 1e-9, "angle's lower %zu", n);
            worst_take(&w, across(all, left, n, angle->hi) + t, 1e-9, "angle's upper %zu", n);
            ck_assert(angle->lo < angle->value && angle->value < angle->hi);
        }
        for (double x = 0.0; angle->hi - angle->lo == TWO_PI && x < PI; x += 0.01)
            ck_assert(fabs(across(all, left, n, x)) < t);
    }
    ck_assert(told > 0 && told < PAIRS);
    worst_check(&w);
    array_rows_free(&a);
}

/* On the scale of squares limits are of the square less its bias, wider by that, and no less than
 * zero; on that of cosines they stay between 0 and pi. */
TEST(limits_are_taken_on_their_scale)
{
    static const double without[] = {1.0, 1.2, 0.7, 1.3};
    double square[4], mean = 0.0, spread = 0.0, value = 0.9;
    for (int g = 0; g < 4; g++) {
        square[g] = without[g] * without[g];
        mean += square[g] / 4.0;
    }
    for (int g = 0; g < 4; g++)
        spread += 0.75 * pow(square[g] - mean, 2.0);
    double bias = 3.0 * (mean - value * value), t = 3.182446305284263, /* of 3, from tables */
        error = sqrt(spread + 2.0 * bias * bias);
    struct token_estimate own = token_estimate_of(SCALE_OWN, value * value, 4, square),
                          root = token_estimate_of(SCALE_SQUARE, value, 4, without);
    ck_assert_double_eq_tol(own.error, error, 1e-14);
    ck_assert_double_eq_tol(own.hi, value * value - bias + t * error, 1e-12);
    ck_assert_double_eq_tol(own.lo, value * value - bias - t * error, 1e-12);
    ck_assert(own.lo < 0.0 && root.lo == 0.0 && root.value == value);
    ck_assert(root.least == 0.7 && root.most == 1.3);
    ck_assert_double_eq_tol(root.hi, sqrt(own.hi), 1e-12);
    ck_assert_double_eq_tol(root.error, root.hi / (2.0 * t), 1e-12);
    static const double angles[] = {0.3, 0.36, 0.28, 0.32};
    double cosine[4];
    for (int g = 0; g < 4; g++)
        cosine[g] = cos(angles[g]);
    own = token_estimate_of(SCALE_OWN, cos(0.31), 4, cosine);
    root = token_estimate_of(SCALE_COSINE, 0.31, 4, angles);
    ck_assert(own.hi > 1.0 && root.lo == 0.0);
    ck_assert_double_eq_tol(root.hi, acos(own.lo), 1e-12);
}

/* The error of a mean of independent numbers in groups of one is s/sqrt(n). */
TEST(groups_of_one_have_the_error_of_a_mean)
{
    double x[4] = {1.0, 4.0, -2.0, 5.0}, mean = 2.0, without[4];
    for (int i = 0; i < 4; i++)
        without[i] = (4.0 * mean - x[i]) / 3.0;
    struct token_estimate e = token_estimate_of(SCALE_OWN, mean, 4, without);
    ck_assert_double_eq_tol(e.error, sqrt(30.0 / 3.0 / 4.0), 1e-15);
    /* Student's 0.975 quantile at three degrees of freedom, from tables */
    ck_assert_double_eq_tol(e.hi - mean, 3.182446305284263 * e.error, 1e-12);
}
