/* The drawn scores themselves, for whoever wants to count on their own. */
#include <stdlib.h>

#include "experiments/harness/command/experiment.h"
#include "experiments/harness/draws/curve_draws.h"
#include "experiments/harness/draws/tokens/tokens.h"
#include "experiments/scores/cost.h"
#include "experiments/scores/judges.h"
#include "experiments/second_key.h"
#include "kernels/encodings/curve.h"

enum { ENCODING, QK, TOKENS, DISTANCES, REFERENCE, PAIRS, SEED };
static const struct option_spec options[] = {
    [ENCODING] = OPTION_ENCODING_ROW("rope:base=1e4,dim=128"),
    [QK] = OPTION_QK_ROW("gauss:mu=0.5,sigma=1"),
    [TOKENS] = OPTION_TOKENS_ROW,
    [DISTANCES] = OPTION_DISTANCES_ROW("0,1:131072:log:4", "0,1:131072:log:24",
                                       "0,1:131072:log:200"),
    [REFERENCE] =
        {.name = "reference",
         .type = OPTION_CHOICE,
         .fallback = {"none", "none", "none"},
         .choices = second_key_names,
         .meaning = "a second key for every query, as consistency draws it: none, another one of "
                    "the model, or the first's amplitudes with all phases 0"},
    [PAIRS] = OPTION_DRAWS_ROW("16", "64", "4096"),
    [SEED] = OPTION_SEED_ROW,
};

enum {
    COLUMN_ENCODING,
    COLUMN_QK,
    COLUMN_DRAW,
    COLUMN_DISTANCE_TOK,
    COLUMN_SCORE,
    COLUMN_SCORE_ERR,
    COLUMN_KEY
};
static const struct column columns[] = {
    [COLUMN_ENCODING] = {"encoding", "encoding string"},
    [COLUMN_QK] = {"qk", "query-key model"},
    [COLUMN_DRAW] = {"draw", "number of the draw, from 0; equal numbers have equal vectors"},
    [COLUMN_DISTANCE_TOK] = {"distance_tok", "distance, tokens"},
    [COLUMN_SCORE] = {"score", "attention score of the drawn query and key"},
    [COLUMN_SCORE_ERR] = {"score_err",
                          "bound on its rounding error; scores nearer than the sum of their bounds "
                          "are ties"},
    [COLUMN_KEY] = {"key", "1, or 2 for the second key of the query"},
};

/* What the draws of one encoding under one model need. */
struct buffers {
    double *table, *work, *draw_work, *query, *key[2], *score;
};

static void buffers_free(struct buffers *b)
{
    double *all[] = {b->table, b->work, b->draw_work, b->query, b->key[0], b->key[1], b->score};
    for (size_t i = 0; i < ARRAY_COUNT(all); i++)
        free(all[i]);
}

/* At least one double each, so that NULL means no memory. */
static bool buffers_make(struct buffers *b, const struct encoding *e, size_t count)
{
    size_t dim = e->dim, size[] = {encoding_table_size(e, count),
                                   encoding_work_size(e, 1),
                                   qk_second_work_size(dim),
                                   dim,
                                   dim,
                                   dim,
                                   count};
    double **all[] = {&b->table,  &b->work,   &b->draw_work, &b->query,
                      &b->key[0], &b->key[1], &b->score};
    bool ok = true;
    for (size_t i = 0; i < ARRAY_COUNT(all); i++) {
        *all[i] = malloc((size[i] + 1) * sizeof(double));
        ok = ok && *all[i];
    }
    return ok;
}

/* The rows of one draw and one of its keys. */
static enum status key_rows(struct run *run, const struct encoding *e, const struct qk_model *qk,
                            const struct buffers *b, size_t draw, size_t which)
{
    const struct option_value *distances = &run->values[DISTANCES];
    struct token_stream tokens;
    struct score_input input = {.draws = 1,
                                .query = b->query,
                                .key = b->key[which],
                                .tokens = token_stream(&tokens, e, &run->stream, draw)};
    enum status status = encoding_scores(e, distances->count, b->table, &input, b->work, b->score);
    for (size_t i = 0; status == STATUS_OK && i < distances->count; i++) {
        row_text(run->table, COLUMN_ENCODING, e->text);
        row_text(run->table, COLUMN_QK, qk->text);
        row_number(run->table, COLUMN_DRAW, (double)draw);
        row_number(run->table, COLUMN_DISTANCE_TOK, distances->numbers[i]);
        row_number(run->table, COLUMN_SCORE, b->score[i]);
        row_number(run->table, COLUMN_SCORE_ERR,
                   curve_error(e, b->query, b->key[which], distances->numbers[i]));
        row_number(run->table, COLUMN_KEY, (double)(which + 1));
        row_end(run->table);
    }
    return status;
}

static enum second_key second_of(const struct run *run)
{
    return (enum second_key)run_number(run, "reference");
}

static enum status rows_of(struct run *run, const struct encoding *e, const struct qk_model *qk)
{
    const struct option_value *distances = &run->values[DISTANCES];
    size_t draws = qk_alike(&qk->law, e) ? 1 : (size_t)run_number(run, "pairs"),
           keys = second_of(run) == SECOND_NONE ? 1 : 2;
    struct buffers b = {0};
    enum status status = buffers_make(&b, e, distances->count) ? STATUS_OK : STATUS_MEMORY;
    if (status == STATUS_OK)
        status = encoding_table_fill(e, distances->count, distances->numbers, b.table);
    for (size_t d = 0; status == STATUS_OK && d < draws; d++) {
        status = curve_draw_vectors(&qk->law, &run->stream, second_of(run), e->dim, d, 1,
                                    b.draw_work, b.query, b.key[0], b.key[1]);
        for (size_t k = 0; status == STATUS_OK && k < keys; k++)
            status = key_rows(run, e, qk, &b, d, k);
    }
    buffers_free(&b);
    run_step(run);
    return status;
}

static bool allowed(const struct encoding *e, const struct qk_model *qk, struct message *error)
{
    return qk_drawable(qk, e, error);
}

static enum status run_scores(struct run *run)
{
    const struct option_value *encodings = &run->values[ENCODING];
    for (size_t e = 0; e < encodings->count; e++)
        if (!second_key_fits(encodings->encodings[e], second_of(run), second_key_names,
                             &run->error))
            return STATUS_DOMAIN;
    return run_each(run, allowed, rows_of);
}

const struct experiment experiment_scores = {
    .name = "scores",
    .summary = "the drawn scores themselves, draw by draw, with bounds on their rounding",
    .measures = "Draws queries and keys as every experiment does under the same seed, and prints "
                "the score of each at each distance instead of what is counted of it.",
    .source = "TAPA Eq. 3; kernels/README.md",
    EXPERIMENT_OPTIONS(options),
    EXPERIMENT_COLUMNS(columns),
    .claims = &scores_claims,
    .run = run_scores,
    .cost = scores_cost,
};
