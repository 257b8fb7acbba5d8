/* Moves of drawn scores against every pair of positions and every move, and against what is
 * expected of them. */
#include "experiments/shift/measure.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "experiments/harness/draws/curve_draws.h"
#include "experiments/harness/output/process/failure.h"
#include "tests/tools/check_tools.h"
#include "tests/tools/run_tools.h"

enum { LENGTH = 11, DRAWS = 3, DIM = 8 };
static const struct random_stream STREAM = {3, 1234};

/* The score of a query and a key where they stand: in order by the distance, else by the vectors
 * that a model forms of both. */
static double score_at(const struct encoding *e, const double *query, const double *key, int m,
                       int n)
{
    double r = m - n, score = 0.0;
    if (m < n) {
        const struct factor_method *f = e->type->factors;
        size_t width = f->width(e->state);
        double *factor = malloc(2 * width * sizeof *factor);
        f->form(e->state, FACTOR_QUERY, m, query, factor);
        f->form(e->state, FACTOR_KEY, n, key, factor + width);
        for (size_t i = 0; i < width; i++)
            score += factor[i] * factor[width + i];
        free(factor);
        return score;
    }
    double *table = malloc(encoding_table_size(e, 1) * sizeof *table),
           *work = malloc((encoding_work_size(e, 1) + 1) * sizeof *work);
    struct score_input input = {.draws = 1, .query = query, .key = key};
    ck_assert_int_eq(encoding_table_fill(e, 1, &r, table), STATUS_OK);
    ck_assert_int_eq(encoding_scores(e, 1, table, &input, work, &score), STATUS_OK);
    free(table);
    free(work);
    return score;
}

static double move_of(const struct encoding *e, const double *query, const double *key,
                      enum shift_kind kind, double *largest)
{
    double sum = 0.0, cases = 0.0;
    for (int m = 0; m < LENGTH; m++)
        for (int n = 0; n < m; n++) {
            double own = score_at(e, query, key, m, n);
            for (int s = 0; s < LENGTH; s++)
                for (int y = 1; y <= (kind == SHIFT_SKIP ? LENGTH : 1); y++) {
                    double moved =
                        kind == SHIFT_SKIP
                            ? score_at(e, query, key, m + (m >= s ? y : 0), n + (n >= s ? y : 0))
                            : score_at(e, query, key, (m + s) % LENGTH, (n + s) % LENGTH);
                    sum += (moved - own) * (moved - own);
                    *largest = fmax(*largest, fabs(moved));
                    cases++;
                }
        }
    return sum / cases;
}

TEST(draws_by_every_pair_and_every_move)
{
    static const char *const specs[] = {"rope:dim=8", "xpos:dim=8",     "tapa:dim=8",
                                        "pope:dim=8", "hope-hyp:dim=8", "kerple-log:dim=8",
                                        "nope:dim=8"};
    struct qk_law law = tools_law("gauss:mu=0.5,sigma=1");
    struct worst w = {0};
    for (size_t i = 0; i < TOOLS_COUNT(specs); i++)
        for (int kind = 0; kind < SHIFT_KINDS; kind++) {
            struct encoding *e = tools_encoding(specs[i]);
            struct shift_task task = {e, &law, (enum shift_kind)kind, LENGTH};
            double square[DRAWS][2], query[DIM], key[DIM], work[64];
            struct message error;
            ck_assert_uint_le(qk_second_work_size(DIM), TOOLS_COUNT(work));
            if (!shift_allowed(e, (enum shift_kind)kind, &error)) {
                encoding_free(e);
                continue;
            }
            ck_assert_int_eq(shift_draws(&task, &STREAM, DRAWS, square[0]), STATUS_OK);
            for (size_t d = 0; d < DRAWS; d++) {
                double largest = 0.0;
                ck_assert_int_eq(curve_draw_vectors(&law, &STREAM, SECOND_NONE, DIM, d, 1, work,
                                                    query, key, NULL),
                                 STATUS_OK);
                double want = move_of(e, query, key, (enum shift_kind)kind, &largest);
                /* differences of 2 `largest` at most, of scores with the engine's error and, behind
                 * the query, 30 roundings of its terms more */
                double off = encoding_error_level(e, query, key, 2.0 * LENGTH) +
                             64.0 * UNIT_ROUNDING * (largest + 2.0 * DIM);
                worst_take(&w, fabs(square[d][0] - want), 8.0 * largest * off, "%s %d", specs[i],
                           kind);
            }
            encoding_free(e);
        }
    worst_check(&w);
}

TEST(draws_agree_with_expectations)
{
    static const char *const specs[] = {"rope:base=1e2,dim=8", "rope:dim=16,rotary=8",
                                        "alibi:dim=8,slope=0.07", "kerple-log:dim=8"};
    static const char *const laws[] = {"gauss:mu=0.5,sigma=1", "aligned:rho=0.75", "crossed:c=0.5",
                                       "phase"};
    struct worst w = {0};
    for (size_t i = 0; i < TOOLS_COUNT(specs); i++)
        for (size_t l = 0; l < TOOLS_COUNT(laws); l++)
            for (int kind = 0; kind < SHIFT_KINDS; kind++) {
                struct encoding *e = tools_encoding(specs[i]);
                struct qk_law law = tools_law(laws[l]);
                struct shift_task task = {e, &law, (enum shift_kind)kind, 24};
                struct shift_result out;
                struct message error;
                if (shift_allowed(e, (enum shift_kind)kind, &error)) {
                    ck_assert_int_eq(shift_measure(&task, &STREAM, 2000, &out), STATUS_OK);
                    ck_assert(out.lo < out.move && out.move < out.hi && isfinite(out.exact));
                    /* twice the limits: 4 standard errors, of 28 comparisons */
                    worst_take(&w, fabs(out.move - out.exact), out.hi - out.lo, "%s %s %d",
                               specs[i], laws[l], kind);
                }
                encoding_free(e);
            }
    worst_check(&w);
}

/* One vector under every draw: nothing is left to chance. */
TEST(deterministic_models_have_their_expectation)
{
    struct encoding *e = tools_encoding("rope:base=1e4,dim=64");
    struct qk_law law = tools_law("unit");
    for (int kind = 0; kind < SHIFT_KINDS; kind++) {
        struct shift_task task = {e, &law, (enum shift_kind)kind, 100};
        struct shift_result out;
        ck_assert_int_eq(shift_measure(&task, &STREAM, 1, &out), STATUS_OK);
        /* scores of size sqrt(32), 200 roundings of each */
        ck_assert_double_eq_tol(out.move, out.exact, 400.0 * UNIT_ROUNDING);
        ck_assert(out.move > 0.1 && isnan(out.lo) && isnan(out.hi));
    }
    encoding_free(e);
}

TEST(without_positions_nothing_moves)
{
    struct encoding *e = tools_encoding("nope:dim=8");
    struct qk_law law = tools_law("gauss:mu=0.5,sigma=1");
    for (int kind = 0; kind < SHIFT_KINDS; kind++) {
        struct shift_task task = {e, &law, (enum shift_kind)kind, 100};
        struct shift_result out;
        ck_assert_int_eq(shift_measure(&task, &STREAM, 9, &out), STATUS_OK);
        ck_assert(out.exact == 0.0);
        /* behind the query the product is another sum of the same terms */
        ck_assert_double_le(out.move, kind == SHIFT_SKIP ? 0.0 : 64.0 * UNIT_ROUNDING);
    }
    encoding_free(e);
}

/* What cannot be asked for, and what is named instead. */
TEST(refusals_name_what_is_possible)
{
    static const struct {
        const char *words[3], *named[2];
    } bad[] = {
        {{"--variant=shuffle"}, {"--variant: ", "cyclic"}},
        {{"--variant=cyclic"}, {"\"alibi:dim=128,slope=0.0039\"", "skip, or one of rope"}},
        {{"--encoding=fope:dim=8"}, {"\"fope:dim=8\"", "expected one of rope,"}},
        {{"--encoding=path:dim=8"}, {"\"path:dim=8\"", "rope"}},
        {{"--encoding=xpos:dim=8,scale=1e-9", "--variant=cyclic"}, {"--variant=cyclic", "or skip"}},
        {{"--qk=moments"}, {"\"moments\"", "gauss"}},
    };
    for (size_t i = 0; i < TOOLS_COUNT(bad); i++) {
        struct outcome out = run_tools(experiment_find("shift"), bad[i].words);
        ck_assert_int_eq(out.status, EXIT_USAGE);
        for (int n = 0; n < 2; n++)
            ck_assert_msg(strstr(out.error, bad[i].named[n]) != NULL, "%s: %s", bad[i].words[0],
                          out.error);
        ck_assert_ptr_null(out.text);
        free(out.printed);
        free(out.error);
    }
}
