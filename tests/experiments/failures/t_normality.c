/* normality's measures from the definition: scores one by one, sorted by the library, distances at
 * every jump. */
#include "experiments/normality/measure.h"

#include <gsl/gsl_cdf.h>
#include <math.h>
#include <stdlib.h>

#include "experiments/harness/draws/qk.h"
#include "tests/tools/check_tools.h"
#include "theory/limits/score_limit.h"
#include "theory/moments/window_moments.h"

enum { CONTEXT = 5000, DIM = 16, DRAWS = 3 };
static const struct random_stream STREAM = {9, 4321};

static int ascending(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* sup |share - F| over the sorted scores. */
static double distance(const double *x, double (*cdf)(double x, const void *law), const void *law)
{
    double most = 0.0;
    for (size_t i = 0; i < CONTEXT; i++) {
        double f = cdf(x[i], law);
        most = fmax(most, fmax((double)(i + 1) / CONTEXT - f, f - (double)i / CONTEXT));
    }
    return most;
}

static double normal(double x, const void *law)
{
    const double *l = law;
    return 0.5 * erfc((l[0] - x) / (l[1] * M_SQRT2));
}

static double limit(double x, const void *law) { return score_limit_cdf(law, x); }

TEST(moments_are_their_definition)
{
    static const char *const specs[] = {"rope:base=1e4,dim=16",
                                        "rope:base=1e4,dim=16,unit=turn,norm=none",
                                        "rope:base=1e4,dim=16,rotary=8", "alibi:dim=16,slope=0.01",
                                        "tapa:dim=16,alpha=0.1,split=0.5"};
    static double r[CONTEXT];
    struct worst w = {0};
    struct qk_law law = tools_law("aligned:rho=0.5");
    for (size_t i = 0; i < CONTEXT; i++)
        r[i] = (double)i;
    for (size_t s = 0; s < TOOLS_COUNT(specs); s++) {
        struct encoding *e = tools_encoding(specs[s]);
        double value[DRAWS * NORMALITY_VALUES], q[DIM], k[DIM], work[2 * DIM];
        bool rotates = encoding_schedule(e) && encoding_schedule(e)->rotating > 0;
        ck_assert_int_eq(normality_measure(e, &law, &STREAM, DRAWS, CONTEXT, true, value),
                         STATUS_OK);
        for (size_t d = 0; d < DRAWS; d++) {
            const double *v = value + d * NORMALITY_VALUES;
            qk_draw(&law, &STREAM, d, DIM, work, q, k);
            double *x = tools_scores(e, CONTEXT, r, 1, q, k), own[2] = {0.0, 0.0};
            long double sum = 0.0L, square = 0.0L;
            for (size_t i = 0; i < CONTEXT; i++)
                sum += x[i];
            for (size_t i = 0; i < CONTEXT; i++)
                square += (x[i] - sum / CONTEXT) * (x[i] - sum / CONTEXT);
            own[0] = (double)(sum / CONTEXT);
            own[1] = (double)sqrtl(square / CONTEXT);
            qsort(x, CONTEXT, sizeof *x, ascending);
            /* scores of two engines differ by 1e-13 at most, and densities stay under 10 */
            worst_take(&w, fabs(v[NORMALITY_MEAN] - own[0]), 1e-12, "%s mean", specs[s]);
            worst_take(&w, fabs(v[NORMALITY_SD] - own[1]), 1e-12, "%s sd", specs[s]);
            worst_take(&w, fabs(v[NORMALITY_KS_NORMAL] - distance(x, normal, own)), 1e-11,
                       "%s normal", specs[s]);
            if (!rotates) {
                ck_assert(isnan(v[NORMALITY_KS_LIMIT]) && isnan(v[NORMALITY_KS_SPLIT]) &&
                          isnan(v[NORMALITY_LAW_SD]));
                free(x);
                continue;
            }
            /* the laws from q and k themselves; theta_n = b^(-n/h) over the rotating part */
            double a[DIM / 2], fixed = 0.0, split[2] = {0.0, 0.0};
            size_t turning = 0, h = encoding_schedule(e)->rotating;
            bool turn = encoding_schedule(e)->rule.unit == UNIT_TURN;
            double norm = encoding_schedule(e)->rule.norm == NORM_SQRT ? 1.0 / sqrt(DIM) : 1.0;
            for (size_t n = 0; n < DIM / 2; n++) {
                double A = norm * (q[2 * n] * k[2 * n] + q[2 * n + 1] * k[2 * n + 1]);
                double B = norm * (q[2 * n] * k[2 * n + 1] - q[2 * n + 1] * k[2 * n]);
                double turns = n < h ? CONTEXT * pow(1e4, -(double)n / (double)h) /
                                           (turn ? 1.0 : 2.0 * M_PI)
                                     : 0.0;
                bool still = n >= h || (turn && n == 0);
                fixed += still ? A : 0.0;
                if (!still)
                    a[turning++] = hypot(A, B);
                split[0] += still || turns <= 1.0 ? A : 0.0;
                split[1] += still || turns <= 1.0 ? 0.0 : 0.5 * (A * A + B * B);
            }
            split[1] = sqrt(split[1]);
            worst_take(&w, fabs(v[NORMALITY_LAW_MEAN] - split[0]), 1e-13, "%s split mean",
                       specs[s]);
            worst_take(&w, fabs(v[NORMALITY_LAW_SD] - split[1]), 1e-13, "%s split sd", specs[s]);
            worst_take(&w, fabs(v[NORMALITY_KS_SPLIT] - distance(x, normal, split)), 1e-11,
                       "%s split", specs[s]);
            struct score_limit *l;
            ck_assert_int_eq(score_limit_new(turning, a, fixed, &l), STATUS_OK);
            worst_take(&w, fabs(v[NORMALITY_KS_LIMIT] - distance(x, limit, l)),
                       1e-11 + 2.0 * l->error, "%s limit", specs[s]);
            score_limit_free(l);
            free(x);
        }
        encoding_free(e);
    }
    worst_check(&w);
}

/* The measured mean and spread of whole curves are those of the Dirichlet kernels: two engines
 * without common code. */
TEST(curve_moments_are_the_dirichlet_kernels)
{
    struct worst w = {0};
    struct encoding *e = tools_encoding("rope:base=5e5,dim=128,norm=none");
    struct qk_law law = tools_law("phase");
    for (double context = 2.0; context < 3e5; context = 5.0 * context + 1.0) {
        double value[DRAWS * NORMALITY_VALUES], q[128], k[128], work[256], a[64], b[64], size = 0.0;
        struct window_moments *window;
        ck_assert_int_eq(normality_measure(e, &law, &STREAM, DRAWS, context, false, value),
                         STATUS_OK);
        ck_assert_int_eq(window_moments_new(encoding_schedule(e), 0.0, context, &window),
                         STATUS_OK);
        for (size_t d = 0; d < DRAWS; d++) {
            qk_draw(&law, &STREAM, d, 128, work, q, k);
            for (size_t n = 0; n < 64; n++) {
                a[n] = q[2 * n] * k[2 * n] + q[2 * n + 1] * k[2 * n + 1];
                b[n] = q[2 * n] * k[2 * n + 1] - q[2 * n + 1] * k[2 * n];
                size += fabs(a[n]) + fabs(b[n]);
            }
            const double *v = value + d * NORMALITY_VALUES;
            /* both within (2h + 40) u W and (4h + 40) u W^2, and sums over blocks of 4096 and over
             * 64 blocks */
            worst_take(&w, fabs(v[NORMALITY_MEAN] - window_mean(window, a, b)),
                       5000.0 * UNIT_ROUNDING * size, "mean %.0f", context);
            worst_take(&w, fabs(v[NORMALITY_SD] * v[NORMALITY_SD] - window_variance(window, a, b)),
                       5000.0 * UNIT_ROUNDING * size * size, "variance %.0f", context);
            ck_assert(isnan(v[NORMALITY_KS_LIMIT]));
        }
        window_moments_free(window);
    }
    worst_check(&w);
    encoding_free(e);
}

/* A constant curve has a mean and nothing else; its histogram is one bin. */
TEST(constant_curve_has_a_mean_and_nothing_else)
{
    struct encoding *e = tools_encoding("nope:dim=16");
    struct qk_law law = tools_law("gauss:mu=0.5,sigma=1");
    double value[NORMALITY_VALUES];
    struct normality_bin bin[10];
    ck_assert_int_eq(normality_measure(e, &law, &STREAM, 1, 100.0, true, value), STATUS_OK);
    ck_assert(isfinite(value[NORMALITY_MEAN]) && value[NORMALITY_SD] == 0.0 &&
              isnan(value[NORMALITY_KS_NORMAL]));
    ck_assert(isnan(value[NORMALITY_KS_LIMIT]) && isnan(value[NORMALITY_KS_SPLIT]) &&
              value[NORMALITY_LAW_SD] == 0.0);
    check_le(fabs(value[NORMALITY_LAW_MEAN] - value[NORMALITY_MEAN]), 1e-14);
    ck_assert_int_eq(normality_histogram(e, &law, &STREAM, 100.0, 10, bin), STATUS_OK);
    double share = 0.0;
    for (size_t b = 0; b < 10; b++) {
        share += bin[b].density * (bin[b].hi - bin[b].lo);
        ck_assert(isnan(bin[b].normal) && isnan(bin[b].limit) && isnan(bin[b].split));
    }
    check_le(fabs(share - 1.0), 1e-14);
    encoding_free(e);
}

/* Bins are those of draw 0, counted; the laws' densities are differences of their distribution
 * functions. */
TEST(histogram_counts_draw_zero)
{
    enum { BINS = 40 };
    static double r[CONTEXT];
    struct encoding *e = tools_encoding("rope:base=1e4,dim=16");
    struct qk_law law = tools_law("gauss:mu=0,sigma=1");
    struct normality_bin bin[BINS];
    double q[DIM], k[DIM], work[2 * DIM], value[NORMALITY_VALUES];
    for (size_t i = 0; i < CONTEXT; i++)
        r[i] = (double)i;
    qk_draw(&law, &STREAM, 0, DIM, work, q, k);
    double *x = tools_scores(e, CONTEXT, r, 1, q, k);
    ck_assert_int_eq(normality_histogram(e, &law, &STREAM, CONTEXT, BINS, bin), STATUS_OK);
    ck_assert_int_eq(normality_measure(e, &law, &STREAM, 1, CONTEXT, true, value), STATUS_OK);
    double counted = 0.0, split = 0.0, own[2] = {value[NORMALITY_MEAN], value[NORMALITY_SD]};
    for (size_t b = 0; b < BINS; b++) {
        double count = 0.0, width = bin[b].hi - bin[b].lo;
        for (size_t i = 0; i < CONTEXT; i++)
            count += x[i] >= bin[b].lo && x[i] < bin[b].hi;
        counted += count;
        /* a score on an edge may fall either way */
        check_le(fabs(bin[b].density * width * CONTEXT - count), 1.5);
        check_le(fabs(bin[b].normal * width - (normal(bin[b].hi, own) - normal(bin[b].lo, own))),
                 1e-12);
        ck_assert(b == 0 || bin[b].lo == bin[b - 1].hi);
        split += bin[b].split * width;
    }
    ck_assert(counted == CONTEXT);
    /* 3.5 deviations of each law are shown */
    check_le(fabs(split - 1.0), 2.0 * gsl_cdf_ugaussian_Q(3.5) + 1e-12);
    free(x);
    encoding_free(e);
}
