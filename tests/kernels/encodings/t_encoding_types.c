/* Every registered encoding type, judged by its specimen: its kind, its curve, its offset. */
#include <math.h>
#include <stdlib.h>

#include "experiments/closed_forms/closed_forms.h"
#include "experiments/harness/draws/montecarlo.h"
#include "kernels/encodings/curve.h"
#include "tests/tools/check_tools.h"

enum { DIM = 8, COUNT = 40, DRAWS = 4 };

static struct encoding *specimen(size_t i)
{
    const struct encoding_type *type = encoding_types[i];
    ck_assert_msg(type->specimen != NULL, "encoding type %s has no specimen", type->name);
    struct encoding *e = tools_encoding(type->specimen);
    ck_assert_msg(e->type == type && e->dim == DIM, "encoding type %s: specimen %s is not its own",
                  type->name, type->specimen);
    return e;
}

static void vectors(double *q, double *k)
{
    uint64_t state = 91;
    for (size_t i = 0; i < DRAWS * DIM; i++) {
        q[i] = 2.0 * tools_uniform(&state) - 1.0;
        k[i] = 2.0 * tools_uniform(&state) - 1.0;
    }
}

/* A curve engine left in the row of another encoding gives that one's scores. */
TEST(every_curve_is_the_score)
{
    struct worst w = {0};
    double q[DRAWS * DIM], k[DRAWS * DIM], r[COUNT];
    vectors(q, k);
    for (size_t i = 0; i < encoding_type_count; i++) {
        struct encoding *e = specimen(i);
        /* a path is walked from the query on */
        double most = e->type->kind == ENCODING_PATH ? 1e4 : 1e6;
        for (double first = 0.0; first < most; first = 10.0 * first + 3.0) {
            struct token_stream tokens;
            struct score_input input = {
                .draws = DRAWS, .query = q, .key = k, .tokens = tools_tokens(&tokens, e)};
            double *window = malloc(curve_window_size(e, COUNT) * sizeof *window),
                   *work = malloc(curve_work_size(e, DRAWS, COUNT) * sizeof *work),
                   score[DRAWS * COUNT];
            for (size_t j = 0; j < COUNT; j++)
                r[j] = first + (double)j;
            double *want = tools_scores(e, COUNT, r, DRAWS, q, k);
            ck_assert_int_eq(curve_window_fill(e, first, COUNT, window), STATUS_OK);
            ck_assert_int_eq(curve_scores(e, COUNT, window, &input, work, score), STATUS_OK);
            for (size_t j = 0; j < DRAWS * COUNT; j++)
                worst_take(
                    &w, fabs(score[j] - want[j]),
                    2.0 * curve_error(e, q + j / COUNT * DIM, k + j / COUNT * DIM, first + COUNT),
                    "%s at %.0f", e->text, r[j % COUNT]);
            free(want), free(window), free(work);
        }
        encoding_free(e);
    }
    worst_check(&w);
}

/* Scores less level scores are the offset, to the rounding of the two and of their difference, for
 * the engine of any distances and for that of runs. */
TEST(level_scores_lack_the_offset_alone)
{
    struct worst w = {0};
    double q[DRAWS * DIM], k[DRAWS * DIM], r[COUNT];
    vectors(q, k);
    for (size_t j = 0; j < COUNT; j++)
        r[j] = 100.0 + (double)j;
    for (size_t i = 0; i < encoding_type_count; i++) {
        struct encoding *e = specimen(i);
        struct token_stream tokens;
        struct score_input input = {.draws = DRAWS,
                                    .query = q,
                                    .key = k,
                                    .tokens = tools_tokens(&tokens, e),
                                    .level = true};
        double *table = malloc(encoding_table_size(e, COUNT) * sizeof *table),
               *window = malloc(curve_window_size(e, COUNT) * sizeof *window),
               *work = malloc((encoding_work_size(e, DRAWS) + curve_work_size(e, DRAWS, COUNT)) *
                              sizeof *work),
               level[2][DRAWS * COUNT], *want = tools_scores(e, COUNT, r, DRAWS, q, k);
        ck_assert_int_eq(encoding_table_fill(e, COUNT, r, table), STATUS_OK);
        ck_assert_int_eq(encoding_scores(e, COUNT, table, &input, work, level[0]), STATUS_OK);
        ck_assert_int_eq(curve_window_fill(e, r[0], COUNT, window), STATUS_OK);
        ck_assert_int_eq(curve_scores(e, COUNT, window, &input, work, level[1]), STATUS_OK);
        for (size_t j = 0; j < 2 * DRAWS * COUNT; j++) {
            size_t d = j / COUNT % DRAWS;
            worst_take(&w,
                       fabs(want[j % (DRAWS * COUNT)] -
                            level[j / (DRAWS * COUNT)][j % (DRAWS * COUNT)] -
                            encoding_offset(e, r[j % COUNT])),
                       3.0 * curve_error(e, q + d * DIM, k + d * DIM, r[COUNT - 1]), "%s at %.0f",
                       e->text, r[j % COUNT]);
        }
        free(table), free(window), free(work), free(want);
        encoding_free(e);
    }
    worst_check(&w);
}

/* A(r)[i][j] = score of the unit vectors i and j, a matrix [DIM][DIM]. */
static void matrix_at(const struct encoding *e, double r, double out[DIM][DIM])
{
    for (size_t i = 0; i < DIM; i++)
        for (size_t j = 0; j < DIM; j++) {
            double q[DIM] = {0.0}, k[DIM] = {0.0};
            q[i] = k[j] = 1.0;
            double *score = tools_scores(e, 1, &r, 1, q, k);
            out[i][j] = score[0];
            free(score);
        }
}

/* How far a score is from q'A(r)k with A(r + s) A(0) = A(r) A(s) and A(0) symmetric: the largest
 * difference of an entry or of a drawn pair's score at r. */
static double group_gap(const struct encoding *e, double r, double s)
{
    static double at_zero[DIM][DIM], a[DIM][DIM], b[DIM][DIM], both[DIM][DIM];
    double gap = 0.0, q[DRAWS * DIM], k[DRAWS * DIM], linear = 0.0;
    vectors(q, k);
    matrix_at(e, 0.0, at_zero), matrix_at(e, r, a), matrix_at(e, s, b), matrix_at(e, r + s, both);
    for (size_t i = 0; i < DIM; i++)
        for (size_t j = 0; j < DIM; j++) {
            double left = 0.0, right = 0.0;
            for (size_t n = 0; n < DIM; n++) {
                left += both[i][n] * at_zero[n][j];
                right += a[i][n] * b[n][j];
            }
            gap = fmax(gap, fabs(left - right));
            gap = fmax(gap, fabs(at_zero[i][j] - at_zero[j][i]));
            linear += q[i] * a[i][j] * k[j];
        }
    double *score = tools_scores(e, 1, &r, 1, q, k);
    gap = fmax(gap, fabs(score[0] - linear));
    free(score);
    return gap;
}

/* Entries are at most 1/sqrt(8), each within 40 units of the last place of it: a product of two
 * such matrices is within 8 x 2 x 40 units of 1/8, a score of 64 entries within 64 x 110 units of
 * 1/sqrt(8). A wrong kind misses by far more. */
TEST(every_kind_keeps_its_law)
{
    for (size_t i = 0; i < encoding_type_count; i++) {
        struct encoding *e = specimen(i);
        double gap = group_gap(e, 5.0, 12.0);
        if (e->type->kind == ENCODING_GROUP)
            ck_assert_msg(gap <= 2500.0 * UNIT_ROUNDING, "%s: %.3g", e->text, gap);
        else
            ck_assert_msg(gap > 1e-6, "%s is a group", e->text);
        if (e->type->kind != ENCODING_ABSOLUTE) /* of which some add a term of r and m */
            ck_assert_msg((e->type->kind == ENCODING_ADDITIVE) == (encoding_offset(e, 3.0) != 0.0),
                          "%s", e->text);
        encoding_free(e);
    }
}

/* What a type's row says of its closed mean and variance is what its engine draws, within 7
 * standard errors (a false alarm once in 1e11). */
TEST(every_closed_moment_is_drawn)
{
    const struct random_stream stream = {7, 7};
    const struct qk_law law = {.kind = QK_GAUSS, .mu = 0.5, .sigma = 0.5};
    struct worst worst = {0};
    for (size_t e = 0; e < encoding_type_count; e++) {
        struct encoding *encoding = specimen(e);
        /* a path's tokens are all drawn */
        const double r[2] = {3.0, encoding->type->kind == ENCODING_PATH ? 50.0 : 1000.0};
        const struct encoding *list[] = {encoding};
        struct sample sample[2], *out[] = {sample};
        double mean[2], variance[2];
        bool has_mean = false, has_variance = false;
        ck_assert_int_eq(
            closed_moments(encoding, &law, 2, r, mean, variance, &has_mean, &has_variance),
            STATUS_OK);
        ck_assert_int_eq(montecarlo_scores(1, list, &law, &stream, 20000, 2, r, out), STATUS_OK);
        for (size_t i = 0; i < 2; i++) {
            if (has_mean)
                worst_take(&worst, fabs(sample[i].mean - mean[i]),
                           7.0 * sample_mean_error(&sample[i]), "mean of %s", encoding->text);
            if (has_variance)
                worst_take(&worst, fabs(sample_variance(&sample[i]) - variance[i]),
                           7.0 * sample_variance_error(&sample[i]), "variance of %s",
                           encoding->text);
        }
        encoding_free(encoding);
    }
    worst_check(&worst);
}
