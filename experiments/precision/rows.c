#include "experiments/precision/rows.h"

#include <stdlib.h>

#include "experiments/precision/measure.h"
#include "experiments/precision/scan.h"

enum {
    ENCODING,
    PIPELINE,
    POSITION_TOK,
    ANGLE_ERR,
    ANGLE_ERR_P50,
    ANGLE_ERR_P99,
    COS_ERR,
    COS_ERR_P50,
    COS_ERR_P99,
    SCORE_ERR,
    SCORE_ERR_P50,
    SCORE_ERR_P99,
    FIRST_COLLISION_TOK,
    RANK_FLIPS,
    RANK_FLIPS_LO,
    RANK_FLIPS_HI,
    RANK_PAIRS,
    ANGLE_ERR_ALL,
    COS_ERR_ALL,
    TABLES_DISTINCT,
    DRIFT_FIRST,
    DRIFT_FIRST_P50,
    DRIFT_FIRST_P99,
    DRIFT_REST,
    DRIFT_REST_P50,
    DRIFT_REST_P99,
    QK,
    PAIRS
};
const struct column precision_columns[PRECISION_COLUMN_COUNT] = {
    [ENCODING] = {"encoding", "encoding string"},
    [PIPELINE] = {"pipeline", "what is computed in place of the exact rotation; see --pipelines"},
    [POSITION_TOK] = {"position_tok", "position of the query, tokens from the start, from 0"},
    [ANGLE_ERR] = {"angle_err",
                   "largest difference over the pairs that rotate between the pipeline's angle and "
                   "the exact one, radians, not reduced; empty where fp16 has no such position"},
    [ANGLE_ERR_P50] = {"angle_err_p50", "its median over the pairs"},
    [ANGLE_ERR_P99] = {"angle_err_p99", "99 % of the pairs have at most this"},
    [COS_ERR] = {"cos_err",
                 "largest difference between the cosine in the table, with the encoding's factor "
                 "on it, and the exact one; below 1e-15 times the factor it is rounding"},
    [COS_ERR_P50] = {"cos_err_p50", "its median over the pairs"},
    [COS_ERR_P99] = {"cos_err_p99", "99 % of the pairs have at most this"},
    [SCORE_ERR] = {"score_err",
                   "largest difference over draws and --keys between the pipeline's score and the "
                   "rigorous one; empty at position 0, before which there is no key"},
    [SCORE_ERR_P50] = {"score_err_p50", "its median over draws and keys"},
    [SCORE_ERR_P99] = {"score_err_p99", "99 % of draws and keys have at most this"},
    [FIRST_COLLISION_TOK] =
        {"first_collision_tok",
         "first position up to here whose next one has the same cosines and sines, of every pair, "
         "or the same bias; empty if there is none"},
    [RANK_FLIPS] = {"rank_flips",
                    "of the pairs of keys of a draw those whose scores the pipeline turns around "
                    "or makes equal, mean over the draws; one key vector at all distances"},
    [RANK_FLIPS_LO] = {"rank_flips_lo",
                       "95 % limit over draws of q and k, lower, whatever the law"},
    [RANK_FLIPS_HI] = {"rank_flips_hi", "upper"},
    [RANK_PAIRS] = {"rank_pairs", "pairs of keys of a draw"},
    [ANGLE_ERR_ALL] = {"angle_err_all", "largest angle_err over all positions up to this one"},
    [COS_ERR_ALL] = {"cos_err_all", "largest cos_err over all positions up to this one"},
    [TABLES_DISTINCT] = {"tables_distinct",
                         "positions up to this one whose table or bias is not that of the one "
                         "before"},
    [DRIFT_FIRST] = {"drift_first",
                     "largest change of the score between the query and the first token, over "
                     "draws, when both move by one of --shifts; the exact score does not change"},
    [DRIFT_FIRST_P50] = {"drift_first_p50", "its median over draws and shifts"},
    [DRIFT_FIRST_P99] = {"drift_first_p99", "99 % of draws and shifts have at most this"},
    [DRIFT_REST] = {"drift_rest", "the same for the keys behind the first token"},
    [DRIFT_REST_P50] = {"drift_rest_p50", "its median over draws, shifts and keys"},
    [DRIFT_REST_P99] = {"drift_rest_p99", "99 % of draws, shifts and keys have at most this"},
    [QK] = {"qk", "query-key model"},
    [PAIRS] = {"pairs", "draws of q and k; 1 for a deterministic model"},
};

size_t precision_types(const struct run *run, const struct encoding *encoding, size_t *type)
{
    const struct option_value *asked = run_value(run, "pipelines");
    const struct frequency_bank *bank = encoding_bank(encoding);
    size_t count = 0;
    for (size_t i = 0; asked->present && i < asked->count; i++)
        type[count++] = (size_t)asked->numbers[i];
    for (size_t i = 0; !asked->present && i < PIPELINE_COUNT; i++)
        if (bank && pipeline_fits(&pipeline_types[i], bank->schedule, bank->slope))
            type[count++] = i;
    return count;
}

static void put_spread(struct table *t, size_t most, const struct spread *s)
{
    row_optional(t, most, s->present, s->most);
    row_optional(t, most + 1, s->present, s->p50);
    row_optional(t, most + 2, s->present, s->p99);
}

/* Whether a position has a number in the pipeline after every shift. */
static bool moves(const struct precision_plan *plan)
{
    for (size_t i = 0; i < plan->shifts; i++)
        if (!pipeline_defined(plan->pipeline, plan->position + plan->shift[i]))
            return false;
    return true;
}

static void put_measured(struct table *t, const struct precision_plan *plan,
                         const struct precision_result *r)
{
    bool ranked = r->rank_pairs > 0.0;
    put_spread(t, SCORE_ERR, &r->score);
    row_optional(t, RANK_FLIPS, ranked, r->flips);
    row_optional(t, RANK_FLIPS_LO, ranked, r->flips_lo);
    row_optional(t, RANK_FLIPS_HI, ranked, r->flips_hi);
    row_number(t, RANK_PAIRS, r->rank_pairs);
    put_spread(t, DRIFT_FIRST, &r->drift_first);
    put_spread(t, DRIFT_REST, &r->drift_rest);
    row_number(t, PAIRS, (double)plan->draws);
}

static enum status put_row(struct run *run, const struct encoding *encoding,
                           const struct qk_model *qk, const struct pipeline_type *type,
                           const struct precision_plan *plan, const struct scan_so_far *so_far)
{
    struct table *t = run->table;
    struct precision_plan shown = *plan;
    struct precision_result result;
    struct spread angle = {0}, cosine = {0};
    enum status status = STATUS_OK;
    row_text(t, ENCODING, encoding->text);
    row_text(t, PIPELINE, type->name);
    row_number(t, POSITION_TOK, plan->position);
    row_text(t, QK, qk->text);
    row_optional(t, FIRST_COLLISION_TOK, so_far->collision >= 0.0, so_far->collision);
    if (pipeline_defined(plan->pipeline, plan->position)) {
        bool turns = plan->schedule->rotating > 0;
        shown.shifts = moves(plan) ? plan->shifts : 0;
        status = precision_pairs(plan, &angle, &cosine);
        if (status == STATUS_OK)
            status = precision_measure(&shown, &result);
        if (status != STATUS_OK)
            return status;
        put_spread(t, ANGLE_ERR, &angle);
        put_spread(t, COS_ERR, &cosine);
        put_measured(t, &shown, &result);
        row_optional(t, ANGLE_ERR_ALL, turns && so_far->defined, so_far->angle);
        row_optional(t, COS_ERR_ALL, turns && so_far->defined, so_far->cosine);
        row_number(t, TABLES_DISTINCT, so_far->distinct);
    }
    row_end(t);
    return status;
}

/* Keys no further back than the first token. */
static size_t keys_at(const struct option_value *keys, double position)
{
    size_t count = 0;
    while (count < keys->count && keys->numbers[count] <= position)
        count++;
    return count;
}

static enum status rows_at(struct run *run, const struct encoding *encoding,
                           const struct qk_model *qk, const struct scan_plan *scan,
                           const size_t *type, const struct scan_so_far *so_far)
{
    const struct option_value *keys = run_value(run, "keys"), *shifts = run_value(run, "shifts");
    enum status status = STATUS_OK;
    for (size_t i = 0; i < scan->positions; i++) {
        for (size_t p = 0; status == STATUS_OK && p < scan->pipelines; p++) {
            struct precision_plan plan = {
                .schedule = scan->schedule,
                .slope = encoding_bank(encoding)->slope,
                .pipeline = scan->pipeline[p],
                .law = &qk->law,
                .stream = &run->stream,
                .draws = qk_deterministic(&qk->law) ? 1 : (size_t)run_number(run, "pairs"),
                .position = scan->position[i],
                .keys = keys_at(keys, scan->position[i]),
                .distance = keys->numbers,
                .shifts = shifts->count,
                .shift = shifts->numbers};
            status = put_row(run, encoding, qk, &pipeline_types[type[p]], &plan,
                             &so_far[i * scan->pipelines + p]);
        }
        run_step(run);
    }
    return status;
}

enum status precision_rows(struct run *run, const struct encoding *encoding,
                           const struct qk_model *qk)
{
    const struct option_value *positions = run_value(run, "positions");
    const struct frequency_bank *bank = encoding_bank(encoding);
    size_t type[PIPELINE_COUNT], count = precision_types(run, encoding, type);
    struct pipeline *pipeline[PIPELINE_COUNT] = {NULL};
    struct scan_plan plan = {bank->schedule, count, pipeline, positions->count, positions->numbers};
    struct scan_so_far *so_far = malloc(positions->count * count * sizeof *so_far);
    enum status status = so_far ? STATUS_OK : STATUS_MEMORY;
    for (size_t p = 0; status == STATUS_OK && p < count; p++)
        status = pipeline_new(&pipeline_types[type[p]], bank->schedule, bank->slope, &pipeline[p]);
    if (status == STATUS_OK)
        status = precision_scan(&plan, so_far);
    run_step(run);
    if (status == STATUS_OK)
        status = rows_at(run, encoding, qk, &plan, type, so_far);
    for (size_t p = 0; p < count; p++)
        pipeline_free(pipeline[p]);
    free(so_far);
    return status;
}
