/* Alias counts against brute force over all pairs, with a rounding of its own; the bound on what
 * rounding decides. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "experiments/harness/draws/interval.h"
#include "kernels/counts/alias_count.h"
#include "tests/tools/check_tools.h"

enum { MOST = 1500 };

/* Nearest number of the format by the definition: whole multiples of the unit of x's binade, ties
 * to even. */
static double rounded(const struct dtype *d, double x)
{
    int exponent;
    if (x == 0.0 || !isfinite(x))
        return x;
    frexp(x, &exponent); /* |x| in [2^(exponent-1), 2^exponent) */
    int unit = (exponent - 1 < d->exponent_min ? d->exponent_min : exponent - 1) - d->fraction;
    long double y = ldexpl(rintl(ldexpl((long double)x, -unit)), unit);
    return fabsl(y) >= ldexpl(1.0L, d->exponent_max + 1) ? (double)copysignl(HUGE_VALL, y)
                                                         : (double)y;
}

static double most_of(size_t n, const double *x)
{
    double most = 0.0;
    for (size_t i = 0; i < n; i++)
        most = fmax(most, fabs(x[i]));
    return most;
}

static struct alias_counts brute(size_t n, const double *first, const double *second,
                                 const struct dtype *d)
{
    struct alias_counts out = {0};
    double unit = exp2(-d->fraction), most = most_of(n, first),
           both = second ? fmax(most, most_of(n, second)) : most;
    static double a[MOST], b[MOST];
    for (size_t i = 0; i < n; i++) {
        a[i] = rounded(d, first[i]);
        b[i] = second ? rounded(d, second[i]) : 0.0;
    }
    for (size_t i = 0; i < n; i++) {
        bool partner = false;
        for (size_t j = 0; j < n; j++) {
            partner = partner || (j != i && a[i] == a[j]);
            if (j <= i)
                continue;
            out.pairs += a[i] == a[j];
            out.invariance_pairs += second && a[i] == a[j] && b[i] == b[j];
            out.threshold_pairs += fabs(first[i] - first[j]) <= unit * most;
        }
        out.positions += partner;
        out.token_positions += second && a[i] == b[i];
        out.token_threshold_positions += second && fabs(first[i] - second[i]) <= unit * both;
    }
    return out;
}

static bool same(const struct alias_counts *a, const struct alias_counts *b)
{
    return a->pairs == b->pairs && a->positions == b->positions &&
           a->threshold_pairs == b->threshold_pairs && a->invariance_pairs == b->invariance_pairs &&
           a->token_positions == b->token_positions &&
           a->token_threshold_positions == b->token_threshold_positions;
}

/* Curves of every shape: spread, clumped, constant, few values, tiny, huge, an outlier, powers of
 * two, crowded at an end. */
enum { SHAPES = 12 };
static double shape(int kind, size_t i, size_t n, uint64_t *state)
{
    double u = tools_uniform(state), x = (double)i / (double)n;
    switch (kind) {
    case 0:
        return 6.0 * u - 3.0;
    case 1:
        return 3.0 * cos(20.0 * x) + cos(311.0 * x);
    case 2:
        return -1.25;
    case 3:
        return floor(5.0 * u) - 2.0;
    case 4:
        return ldexp(u - 0.5, -1070);
    case 5:
        return ldexp(u - 0.5, 1024);
    case 6:
        return i == n / 2 ? 1e12 : u;
    case 7:
        return ldexp(u < 0.5 ? -1.0 : 1.0, (int)(2000.0 * tools_uniform(state)) - 1000);
    case 8:
        return cos(1e-2 * x);
    case 9:
        return i % 2 ? 0.0 : -0.0;
    case 10:
        return 70000.0 * u; /* fp16 overflows */
    default:
        return floor(40.0 * u) + 1e-9 * floor(3.0 * tools_uniform(state));
    }
}

TEST(counts_are_those_of_every_pair)
{
    static const size_t sizes[] = {1, 2, 3, 7, 8, 9, 16, 100, 1023, 1024, 1025, MOST};
    /* any order */
    static const size_t formats[] = {DTYPE_FP64, DTYPE_BF16, DTYPE_FP32, DTYPE_FP16};
    static double first[MOST], second[MOST];
    double *work = malloc(alias_work_size(MOST) * sizeof *work);
    uint64_t state = 11, invariance = 0;
    for (size_t s = 0; s < TOOLS_COUNT(sizes); s++)
        for (int a = 0; a < SHAPES; a++)
            for (int b = -1; b < SHAPES; b += 1 + (sizes[s] > 1000 ? 4 : 0)) {
                size_t n = sizes[s];
                struct alias_counts got[DTYPE_COUNT];
                for (size_t i = 0; i < n; i++) {
                    first[i] = shape(a, i, n, &state);
                    second[i] = b < 0 ? 0.0 : b == a ? first[i] : shape(b, i, n, &state);
                }
                ck_assert_int_eq(
                    alias_count(n, first, b < 0 ? NULL : second, DTYPE_COUNT, formats, work, got),
                    STATUS_OK);
                for (size_t f = 0; f < DTYPE_COUNT; f++) {
                    struct alias_counts want = brute(n, first, b < 0 ? NULL : second,
                                                     &dtypes[formats[f]]);
                    ck_assert_msg(same(&got[f], &want),
                                  "%zu of shapes %d and %d, %s: pairs %ju, not %ju; %ju, %ju, %ju",
                                  n, a, b, dtypes[formats[f]].name, (uintmax_t)got[f].pairs,
                                  (uintmax_t)want.pairs, (uintmax_t)want.threshold_pairs,
                                  (uintmax_t)want.invariance_pairs,
                                  (uintmax_t)want.token_threshold_positions);
                    invariance += want.invariance_pairs * (a != b && a != 2 && b != 2);
                }
            }
    ck_assert_uint_gt(invariance, 10000);
    free(work);
}

TEST(bad_scores_are_refused)
{
    static const double bad[] = {NAN, HUGE_VAL, -HUGE_VAL};
    static const size_t format = DTYPE_BF16;
    double first[20] = {0.0}, second[20] = {0.0};
    struct alias_counts out;
    double *scratch = malloc(alias_work_size(20) * sizeof *scratch);
    for (size_t i = 0; i < TOOLS_COUNT(bad); i++)
        for (size_t at = 0; at < 20; at++) {
            first[at] = bad[i];
            ck_assert_int_eq(alias_count(20, first, second, 1, &format, scratch, &out),
                             STATUS_DOMAIN);
            ck_assert_int_eq(alias_count(20, second, first, 1, &format, scratch, &out),
                             STATUS_DOMAIN);
            first[at] = 0.0;
        }
    ck_assert_int_eq(alias_count(0, first, NULL, 1, &format, scratch, &out), STATUS_DOMAIN);
    free(scratch);
}

/* 1 + 2^-8 is bf16's first midpoint above 1: an error of e decides the code of scores nearer to it
 * than e. */
TEST(scores_near_a_midpoint_are_uncertain)
{
    const double e = 1e-9, m = 1.0 + 0x1p-8,
                 x[] = {1.0, m - 2e-9, m - 0.5e-9, m, m + 0.5e-9, m + 2e-9, -m, 0.0};
    /* the zero has no coarse neighbours */
    ck_assert_uint_eq(alias_uncertain(TOOLS_COUNT(x), x, e, DTYPE_BF16), 5);
    ck_assert_uint_eq(alias_uncertain(TOOLS_COUNT(x), x, 0.0, DTYPE_FP64), 0);
    ck_assert_uint_eq(alias_uncertain(TOOLS_COUNT(x) - 1, x, e, DTYPE_FP64), TOOLS_COUNT(x) - 1);
}

/* One draw with a tiny share of pairs: a uniform weight between it and an end. */
TEST(one_draw_has_limits)
{
    static const double share[] = {1e-9, 1e-5, 2e-3};
    for (size_t i = 0; i < TOOLS_COUNT(share); i++) {
        double mean, lo, hi;
        ck_assert_int_eq(interval_fraction(1, &share[i], 0.95, &mean, &lo, &hi), STATUS_OK);
        ck_assert(mean == share[i]);
        check_le(fabs(lo - 0.025 * share[i]), 1e-11 * share[i]);
        check_le(fabs(hi - share[i] - 0.975 * (1.0 - share[i])), 1e-10);
    }
}
