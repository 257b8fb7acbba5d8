/* Curves handed to a visitor against a plain loop over the same draws. */
#include "experiments/harness/draws/curve_draws.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "experiments/harness/command/run.h"
#include "experiments/harness/draws/qk.h"
#include "tests/tools/check_tools.h"

static const struct random_stream STREAM = {21, 22};
enum {
    DIM = 6,
    FIRST = 150,
    SECOND = 40,
    KEYS = 2,
    VECTORS = 3 * DIM,
    CURVES = KEYS * (FIRST + SECOND)
};
enum { RESULTS = VECTORS + CURVES + KEYS };

/* Copies everything a draw shows: query, keys, curves window by window, error bounds. Writes all
 * over its scratch. */
static enum status record(const struct curve_plan *plan, const struct curve_draw *draw,
                          double *scratch, double *result)
{
    size_t keys = plan->second == SECOND_NONE ? 1 : 2;
    double *at = result + VECTORS;
    for (size_t i = 0; i < plan->scratch; i++)
        scratch[i] = NAN;
    memset(result, 0, RESULTS * sizeof *result);
    memcpy(result, draw->query, DIM * sizeof *result);
    for (size_t k = 0; k < keys; k++) {
        memcpy(result + (1 + k) * DIM, draw->key[k], DIM * sizeof *result);
        for (size_t w = 0; w < plan->window_count; w++) {
            memcpy(at, draw->score[k][w], plan->window[w].count * sizeof *at);
            at += plan->window[w].count;
        }
        result[VECTORS + CURVES + k] = draw->error[k];
    }
    return STATUS_OK;
}

static struct curve_plan plan_of(const struct encoding *e, const struct qk_law *law,
                                 enum second_key second, size_t draws)
{
    return (struct curve_plan){.encoding = e,
                               .law = law,
                               .stream = &STREAM,
                               .draws = draws,
                               .second = second,
                               .window_count = 2,
                               .window = {{3.0, FIRST}, {1000.0, SECOND}},
                               .scratch = 11,
                               .results = RESULTS,
                               .visit = record};
}

static double *results(const struct curve_plan *plan, int threads)
{
    double *out = malloc(plan->draws * plan->results * sizeof *out);
    ck_assert(out != NULL);
    memset(out, 0xff, plan->draws * plan->results * sizeof *out);
    run_threads(threads);
    ck_assert_int_eq(curve_draws(plan, out), STATUS_OK);
    return out;
}

/* 1500 draws of 190 distances are three batches; the slow loop scores them one by one with the
 * engine for any distances. */
TEST(curves_are_those_of_a_plain_loop)
{
    static const char *const specs[] = {"rope:base=100,dim=6", "alibi:dim=6,slope=0.01",
                                        "tapa:dim=6"};
    static const char *const laws[] = {"unit", "phase", "gauss:mu=0.5", "aligned:rho=0.5",
                                       "crossed:c=0.5"};
    enum { DRAWS = 1500 };
    struct worst w = {0};
    double r[FIRST + SECOND], work[3 * DIM], q[DIM], k[2][DIM], again[DIM];
    for (size_t i = 0; i < FIRST + SECOND; i++)
        r[i] = i < FIRST ? 3.0 + (double)i : 1000.0 + (double)(i - FIRST);
    ck_assert_uint_le(qk_second_work_size(DIM), 3 * DIM);
    for (size_t c = 0; c < TOOLS_COUNT(specs) * TOOLS_COUNT(laws) * 3; c++) {
        struct encoding *e = tools_encoding(specs[c % 3]);
        struct qk_law law = tools_law(laws[c / 9]);
        enum second_key second = (enum second_key)(c / 3 % 3);
        size_t keys = second == SECOND_NONE ? 1 : 2;
        bool bank = e->type->bank;
        if (!bank && (second == SECOND_ALIGNED || c / 9 < 2 || c / 9 == 4)) {
            encoding_free(e);
            continue;
        }
        struct curve_plan plan = plan_of(e, &law, second, DRAWS);
        double *one = results(&plan, 1), *two = results(&plan, 2);
        ck_assert_msg(memcmp(one, two, DRAWS * RESULTS * sizeof *one) == 0, "%s %s", specs[c % 3],
                      laws[c / 9]);
        for (size_t d = 0; d < DRAWS; d += d < 3 || d > DRAWS - 4 ? 1 : 41) {
            const double *got = one + d * RESULTS;
            qk_draw(&law, &STREAM, d, DIM, work, q, k[0]);
            ck_assert_mem_eq(got, q, sizeof q);
            ck_assert_mem_eq(got + DIM, k[0], sizeof k[0]);
            if (second == SECOND_INDEPENDENT) {
                qk_draw_second(&law, &STREAM, d, DIM, work, again, k[1]);
                ck_assert_mem_eq(again, q, sizeof q);
                ck_assert_mem_eq(got + 2 * DIM, k[1], sizeof k[1]);
            } else if (second == SECOND_ALIGNED) {
                memcpy(k[1], got + 2 * DIM, sizeof k[1]);
                for (size_t n = 0; n < DIM; n += 2) { /* a_n of the first key, phase zero */
                    double a = hypot(q[n] * k[0][n] + q[n + 1] * k[0][n + 1],
                                     q[n] * k[0][n + 1] - q[n + 1] * k[0][n]);
                    double scale = 8.0 * UNIT_ROUNDING * a;
                    worst_take(&w, fabs(q[n] * k[1][n] + q[n + 1] * k[1][n + 1] - a), scale,
                               "A of draw %zu", d);
                    worst_take(&w, fabs(q[n] * k[1][n + 1] - q[n + 1] * k[1][n]), scale,
                               "B of draw %zu", d);
                }
            }
            for (size_t j = 0; j < keys; j++) {
                double *want = tools_scores(e, FIRST + SECOND, r, 1, q, k[j]),
                       error = got[VECTORS + CURVES + j];
                ck_assert(error == curve_error(e, q, k[j], 1000.0 + SECOND - 1.0));
                for (size_t i = 0; i < FIRST + SECOND; i++)
                    worst_take(&w, fabs(got[VECTORS + j * (FIRST + SECOND) + i] - want[i]),
                               2.0 * error, "%s %s draw %zu key %zu distance %.0f", specs[c % 3],
                               laws[c / 9], d, j, r[i]);
                free(want);
            }
        }
        free(one);
        free(two);
        encoding_free(e);
    }
    worst_check(&w);
}

/* A second key has the law of the first, with the same query, and nothing else of it: correlations
 * of every coordinate. */
TEST(second_key_has_the_law_and_nothing_else_of_the_first)
{
    static const struct {
        const char *qk;
        double query_key, mean;
    } cases[] = {{"gauss:mu=0.5,sigma=2", 0.0, 0.5},
                 {"aligned:rho=0.6", 0.6, 0.0},
                 {"phase", 0.0, 0.0},
                 {"crossed:c=0.5", 0.0, 0.0}};
    enum { DRAWS = 40000 };
    for (size_t c = 0; c < TOOLS_COUNT(cases); c++) {
        struct qk_law law = tools_law(cases[c].qk);
        bool phase = law.kind == QK_PHASE;
        double work[3 * DIM], q[DIM], k[2][DIM], mean = phase ? 0.0 : cases[c].mean,
                                                 variance = law.kind == QK_GAUSS ? 4.0
                                                            : phase              ? 0.5
                                                                                 : 1.0;
        double sum[DIM] = {0}, square[DIM] = {0}, first[DIM][DIM] = {{0}}, query[DIM] = {0};
        struct worst w = {0};
        for (uint64_t d = 0; d < DRAWS; d++) {
            qk_draw(&law, &STREAM, d, DIM, work, q, k[0]);
            qk_draw_second(&law, &STREAM, d, DIM, work, q, k[1]);
            for (size_t i = 0; i < DIM; i++) {
                double x = k[1][i] - mean;
                sum[i] += x, square[i] += x * x, query[i] += x * (q[i] - mean);
                for (size_t j = 0; j < DIM; j++)
                    first[i][j] += x * (k[0][j] - mean);
            }
        }
        /* sample means of products of numbers of that variance: under sqrt(3) of it */
        for (size_t i = 0; i < DIM; i++) {
            double error = DEVIATIONS * 1.8 * variance / sqrt(DRAWS), rho = cases[c].query_key;
            worst_take(&w, fabs(sum[i]) / DRAWS, DEVIATIONS * sqrt(variance / DRAWS), "%s mean %zu",
                       cases[c].qk, i);
            worst_take(&w, fabs(square[i] / DRAWS - variance), error, "%s variance %zu",
                       cases[c].qk, i);
            if (!phase)
                worst_take(&w, fabs(query[i] / DRAWS - rho), error, "%s with query %zu",
                           cases[c].qk, i);
            /* given q independent: through q alone, rho^2 of the same coordinate */
            for (size_t j = 0; j < DIM; j++)
                worst_take(&w, fabs(first[i][j] / DRAWS - (i == j ? rho * rho : 0.0)), error,
                           "%s keys %zu,%zu", cases[c].qk, i, j);
        }
        worst_check(&w);
    }
}

/* One long window and a few draws: each its own batch; one draw; a query without length has no
 * direction to align with. */
TEST(batches_of_any_shape_agree)
{
    struct encoding *e = tools_encoding("rope:base=100,dim=6");
    struct qk_law law = tools_law("gauss"), still = {.kind = QK_GAUSS, .mu = 0.0, .sigma = 0.0};
    struct curve_plan plan = plan_of(e, &law, SECOND_INDEPENDENT, 3000), few = plan,
                      zero = plan_of(e, &still, SECOND_ALIGNED, 1);
    double *all = results(&plan, 2), *flat = results(&zero, 2);
    few.draws = 1; /* other batches: up to rounding */
    double *one = results(&few, 2);
    struct worst w = {0};
    for (size_t i = 0; i < RESULTS; i++) {
        worst_take(&w, fabs(all[i] - one[i]), 2.0 * all[RESULTS - 1 - (i < VECTORS + CURVES / 2)],
                   "result %zu", i);
        /* a bound is never less than what underflows */
        check_le(fabs(flat[i]), i < VECTORS + CURVES ? 0.0 : 0x1p-599);
    }
    worst_check(&w);
    for (size_t i = 0; i < plan.draws * RESULTS; i++) /* no result is left out */
        worst_take(&w, isfinite(all[i]) ? 0.0 : 1.0, 0.5, "result %zu", i);
    worst_check(&w);
    free(all);
    free(one);
    free(flat);
    encoding_free(e);
}

/* The number of a draw, from its query; some draws fail, each in its way. */
static enum status fail_some(const struct curve_plan *plan, const struct curve_draw *draw,
                             double *scratch, double *result)
{
    const double *queries = plan->context;
    (void)scratch;
    *result = 1.0;
    for (size_t i = 0; i < 3; i++)
        if (draw->query[0] == queries[i])
            return i == 0 ? STATUS_UNDEFINED : i == 1 ? STATUS_CONVERGENCE : STATUS_MEMORY;
    return STATUS_OK;
}

TEST(failures_are_passed_on)
{
    static const uint64_t failing[][3] = {
        {700, 701, 2999}, {2999, 700, 701}, {1400, 2999, 2100}, {0, 1, 2}};
    static const enum status want[] = {STATUS_UNDEFINED, STATUS_CONVERGENCE, STATUS_UNDEFINED,
                                       STATUS_UNDEFINED};
    struct encoding *e = tools_encoding("rope:base=100,dim=6");
    struct qk_law law = tools_law("gauss");
    struct curve_plan plan = plan_of(e, &law, SECOND_NONE, 3000);
    double work[2 * DIM], q[DIM], k[DIM], query[3], *out = malloc(plan.draws * sizeof *out);
    plan.visit = fail_some;
    plan.results = 1;
    plan.context = query;
    for (size_t c = 0; c < TOOLS_COUNT(failing); c++)
        for (int threads = 1; threads <= 3; threads++) {
            for (size_t i = 0; i < 3; i++) {
                qk_draw(&law, &STREAM, failing[c][i], DIM, work, q, k);
                query[i] = q[0];
            }
            run_threads(threads);
            ck_assert_int_eq(curve_draws(&plan, out), want[c]);
        }
    query[0] = query[1] = query[2] = NAN;
    plan.window[1] = (struct curve_window){DISTANCE_LIMIT, 2};
    ck_assert_int_eq(curve_draws(&plan, out), STATUS_DOMAIN);
    plan.window[1].count = 1;
    ck_assert_int_eq(curve_draws(&plan, out), STATUS_OK);
    free(out);
    encoding_free(e);
}
