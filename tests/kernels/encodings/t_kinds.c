/* Encodings that need more than q, k and r: two types that stand in no table read the query's
 * position and the tokens between. */
#include <math.h>
#include <string.h>

#include "experiments/closed_forms/closed_forms.h"
#include "experiments/consistency/measure.h"
#include "experiments/harness/draws/qk.h"
#include "kernels/encodings/curve.h"
#include "tests/tools/check_tools.h"

enum { DIM = 2, DRAWS = 2, COUNT = 4 };

static const struct spec_key keys[] = {
    {"rate", SPEC_REAL, 0, HUGE_VAL, true, false, "1", NULL, "factor on what is added to q.k"}};

static double rate;

static bool build(struct spec *spec, const struct encoding_reader *reader, struct encoding *out,
                  struct message *error)
{
    (void)reader, (void)error;
    rate = spec->value[0].number;
    out->dim = DIM;
    out->state = &rate;
    return true;
}

static size_t table_size(const void *state, size_t count)
{
    (void)state;
    return count;
}

static enum status table_fill(const void *state, size_t count, const double *distance,
                              double *table)
{
    (void)state;
    memcpy(table, distance, count * sizeof *table);
    return STATUS_OK;
}

static size_t no_work(const void *state, size_t draws)
{
    (void)state, (void)draws;
    return 0;
}

static double dot(const struct score_input *input, size_t d)
{
    const double *q = input->query + d * DIM, *k = input->key + d * DIM;
    return q[0] * k[0] + q[1] * k[1];
}

/* q.k + rate m^2 r, m the query's position. */
static enum status score_absolute(const void *state, size_t count, const double *table,
                                  const struct score_input *input, double *work, double *score)
{
    (void)work;
    if (!input->position)
        return STATUS_DOMAIN;
    for (size_t i = 0; i < input->draws * count; i++) {
        size_t d = i / count;
        double m = input->position[d];
        score[i] = dot(input, d) + *(const double *)state * m * m * table[i % count];
    }
    return STATUS_OK;
}

/* q.k + rate sum of the first number of the r tokens back from the query, one pass for ascending
 * distances. */
static enum status score_path(const void *state, size_t count, const double *table,
                              const struct score_input *input, double *work, double *score)
{
    (void)work;
    if (!input->tokens || input->tokens->width != 1)
        return STATUS_DOMAIN;
    for (size_t d = 0; d < input->draws; d++) {
        double sum = 0.0, token;
        size_t back = 0;
        for (size_t i = 0; i < count; i++) {
            for (; (double)back < table[i]; back++) {
                input->tokens->read(input->tokens, d, back, 1, &token);
                sum += token;
            }
            score[d * count + i] = dot(input, d) + *(const double *)state * sum;
        }
    }
    return STATUS_OK;
}

static const struct score_method absolute_method = {table_size, table_fill, no_work, score_absolute,
                                                    NULL,       NULL,       NULL},
                                 path_method = {table_size, table_fill, no_work, score_path,
                                                NULL,       NULL,       NULL};

static const struct encoding_type absolute = {.name = "absolute",
                                              .kind = ENCODING_ABSOLUTE,
                                              .keys = keys,
                                              .key_count = 1,
                                              .engine = &absolute_method,
                                              .build = build},
                                  path = {.name = "between",
                                          .kind = ENCODING_PATH,
                                          .keys = keys,
                                          .key_count = 1,
                                          .engine = &path_method,
                                          .build = build};

static struct encoding *parsed(const struct encoding_type *type, const char *text)
{
    struct encoding *e;
    struct message error;
    ck_assert_msg(encoding_parse_as(type, text, text, NULL, &e, &error), "%s", error.text);
    ck_assert(e->type == type && e->context == 0.0 && !encoding_bank(e));
    return e;
}

static const double q[DRAWS * DIM] = {1, 2, 3, 4}, k[DRAWS * DIM] = {5, 6, 7, 8},
                              dots[DRAWS] = {17, 53};

/* Each draw is scored at its own query's position, by the engine of runs as well. */
TEST(absolute_engine_reads_the_position)
{
    struct encoding *e = parsed(&absolute, "absolute:rate=0.5");
    const double position[DRAWS] = {10, 30};
    double table[COUNT], score[DRAWS * COUNT], work[1];
    struct score_input input = {.draws = DRAWS, .query = q, .key = k};
    ck_assert_str_eq(e->resolved, "absolute:rate=0.5");
    ck_assert_uint_eq(curve_window_size(e, COUNT), COUNT);
    ck_assert_int_eq(curve_window_fill(e, 4, COUNT, table), STATUS_OK);
    ck_assert_int_eq(curve_scores(e, COUNT, table, &input, work, score), STATUS_DOMAIN);
    input.position = position;
    ck_assert_int_eq(curve_scores(e, COUNT, table, &input, work, score), STATUS_OK);
    for (size_t i = 0; i < DRAWS * COUNT; i++) {
        size_t d = i / COUNT;
        ck_assert(score[i] ==
                  dots[d] + 0.5 * position[d] * position[d] * (4.0 + (double)(i % COUNT)));
    }
    encoding_free(e);
}

static size_t reads;

static void token_read(const struct token_source *source, size_t draw, size_t back, size_t count,
                       double *out)
{
    ck_assert_uint_eq(count, 1);
    ck_assert_uint_eq(source->width, 1);
    *out = (double)(100 * draw + back * back);
    reads++;
}

/* One pass over the tokens serves every distance: none is read twice, none beyond the key. */
TEST(path_engine_reads_each_token_once)
{
    struct encoding *e = parsed(&path, "between");
    const double r[COUNT] = {0, 1, 5, 12};
    const struct token_source source = {1, token_read};
    double table[COUNT], score[DRAWS * COUNT], work[1];
    struct score_input input = {.draws = DRAWS, .query = q, .key = k};
    ck_assert_int_eq(encoding_table_fill(e, COUNT, r, table), STATUS_OK);
    ck_assert_int_eq(encoding_scores(e, COUNT, table, &input, work, score), STATUS_DOMAIN);
    input.tokens = &source;
    reads = 0;
    ck_assert_int_eq(encoding_scores(e, COUNT, table, &input, work, score), STATUS_OK);
    ck_assert_uint_eq(reads, DRAWS * 12);
    for (size_t i = 0; i < DRAWS * COUNT; i++) {
        double n = r[i % COUNT]; /* sum of squares below n */
        ck_assert(score[i] == dots[i / COUNT] + 100.0 * (double)(i / COUNT) * n +
                                  (n - 1.0) * n * (2.0 * n - 1.0) / 6.0);
    }
    encoding_free(e);
}

/* What draws takes both: tokens and the position are the encoding's own. */
TEST(models_can_be_drawn_for_both)
{
    struct encoding *both[] = {parsed(&absolute, "absolute:rate=2"),
                               parsed(&path, "between:rate=2")};
    struct qk_model model;
    struct message error;
    ck_assert(qk_parse("gauss", &model, &error));
    for (size_t i = 0; i < TOOLS_COUNT(both); i++) {
        ck_assert(qk_drawable(&model, both[i], &error) && closed_allowed(both[i], &model, &error));
        ck_assert(token_order_allowed(both[i], &model, SECOND_INDEPENDENT, &error));
        encoding_free(both[i]);
    }
    qk_free(&model);
}

/* A type in no table has its strings refused as the others do, the typed one named. */
TEST(strings_of_a_type_in_no_table_are_checked)
{
    struct encoding *e;
    struct message error;
    ck_assert(!encoding_parse_as(&path, "typed", "between:rate=0", NULL, &e, &error) && !e);
    ck_assert_msg(strstr(error.text, "\"typed\"") && strstr(error.text, "over 0"), "%s",
                  error.text);
    ck_assert(!encoding_parse("between", NULL, &e, &error));
    ck_assert_msg(strstr(error.text, "unknown name \"between\""), "%s", error.text);
}
