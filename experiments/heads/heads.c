/* What heads do with their pairs: quantities of models' heads beside random vectors of the same
 * moments. */
#include <stdlib.h>
#include <string.h>

#include "experiments/harness/command/experiment.h"
#include "experiments/harness/driver/driver.h"
#include "experiments/heads/columns.h"
#include "experiments/heads/cost.h"
#include "experiments/heads/measure.h"
#include "experiments/heads/octaves.h"
#include "experiments/heads/rows.h"
#include "experiments/models/statistics/head_rows.h"
#include "experiments/turning.h"

enum { ENCODING, QK, CONTEXT, PAIRS, TOKENS, SEED, OCTAVES };
static const struct option_spec options[] = {
    [ENCODING] = OPTION_ENCODING_ROW("rope:base=1e4,dim=128"),
    [QK] = OPTION_QK_ROW("gauss;gauss:mu=0.5,sigma=1;aligned:rho=0.5"),
    [CONTEXT] = {.name = "context",
                 .type = OPTION_WHOLE,
                 .lo = 2,
                 .hi = 8388607,
                 .meaning = "context length M, tokens; default: the model's own, else the "
                            "preset's, else 4096"},
    [PAIRS] = {.name = "pairs",
               .type = OPTION_WHOLE,
               .fallback = {"32", "256", "2048"},
               .lo = 1,
               .hi = 1e6,
               .meaning = "draws of a query with two keys; 1 is used for a deterministic model"},
    [TOKENS] = HEAD_TOKENS_ROW,
    [SEED] = OPTION_SEED_ROW,
    [OCTAVES] = {.name = "octaves",
                 .type = OPTION_FLAG,
                 .meaning = "how much pairs are used by octave of wavelength, in place of this"},
};

static const char *const plane[] = {"--qk=gauss;gauss:mu=0.5,sigma=1;aligned:rho=0.5;crossed:c=0.5",
                                    NULL};
static const char *const map[] = {"--qk=gauss;gauss:mu=0.5,sigma=1;aligned:rho=0.5;crossed:c=0.5",
                                  "--octaves", NULL};
static const struct figure figures[] = {
    {"heads", "Positional against semantic score",
     "Two scores after FOLLOW's, of each model with 95 % limits, and, open, of normal vectors with "
     "the same means and covariances. Random laws, which need no file; docs/models.md shows the "
     "command for a model's own heads.",
     plane},
    {"heads_octaves", "Where heads have their pairs' products",
     "Share of the products of query and key lengths by octave of wavelength, one column per head. "
     "Random laws use all pairs alike; docs/models.md shows the command for a model's own heads.",
     map},
};

static bool allowed(const struct encoding *encoding, const struct qk_model *qk,
                    struct message *error)
{
    return turning_schedule(encoding, error) && qk_drawable(qk, encoding, error) &&
           (encoding->dim <= HEAD_DIM_MOST ||
            message_set(
                error,
                "option --encoding: \"%s\" has dim %zu; expected at most %d, since matrices "
                "of all coordinates are made",
                encoding->text, encoding->dim, HEAD_DIM_MOST));
}

/* Models that are heads of one whole, consecutive ones of the run. */
struct whole {
    const struct run *run;
    const struct encoding *encoding;
    const struct qk_model *qk;
};

/* Out: part, the head's struct heads_row. */
static enum status measure_head(const void *context, size_t head, void *lane, void *part)
{
    const struct whole *w = context;
    struct heads_row *row = part;
    (void)lane;
    memset(row, 0, sizeof *row);
    row->context = heads_context(w->run, w->encoding, &w->qk[head]);
    const struct heads_plan plan = {.encoding = w->encoding,
                                    .law = &w->qk[head].law,
                                    .stream = &w->run->stream,
                                    .tokens = (size_t)run_number(w->run, "tokens"),
                                    .pairs = (size_t)run_number(w->run, "pairs"),
                                    .context = (size_t)row->context};
    return heads_measure(&plan, row->value, &row->tokens);
}

static enum status whole_rows(struct run *run, const struct encoding *encoding, size_t count,
                              const struct qk_model *qk)
{
    const struct whole whole = {run, encoding, qk};
    struct heads_row *row = calloc(count, sizeof *row);
    const struct driver_work work = {.units = count,
                                     .context = &whole,
                                     .part_size = sizeof *row,
                                     .run = measure_head,
                                     .alone = true,
                                     .result = row,
                                     .result_size = count * sizeof *row};
    /* A single head's own work is what falls into units. */
    enum status status = !row        ? STATUS_MEMORY
                         : count > 1 ? driver_run(&work)
                                     : measure_head(&whole, 0, NULL, row);
    run_step(run);
    if (status == STATUS_OK)
        status = heads_rows(run, encoding, count, qk, row);
    free(row);
    return status;
}

static enum status run_heads(struct run *run)
{
    const struct option_value *encodings = &run->values[ENCODING], *qks = &run->values[QK];
    if (!run_allowed(run, allowed) || !run_begin(run))
        return STATUS_DOMAIN;
    enum status status = STATUS_OK;
    for (size_t e = 0; status == STATUS_OK && e < encodings->count; e++)
        for (size_t m = 0, count; status == STATUS_OK && m < qks->count; m += count) {
            count = heads_of_whole(qks, m);
            status = whole_rows(run, encodings->encodings[e], count, &qks->qks[m]);
        }
    return status;
}

static enum status run_octaves(struct run *run) { return run_each(run, allowed, octaves_rows); }

static const struct experiment_table tables[] = {
    {"octaves", octaves_columns, OCTAVES_COLUMNS, run_octaves}};

const struct experiment experiment_heads = {
    .name = "heads",
    .summary = "what heads do with their pairs, beside random vectors of the same moments",
    .measures =
        "Of each query-key model, a model's head or a random law, over its tokens: which pairs are "
        "used, coordinates of outstanding size, how far the means lie from zero, whether "
        "Assumption 2.1 holds, two scores after FOLLOW's, failures, where the mean "
        "score peaks, and the spectrum of the keys. Each has limits and two nulls. *_null is of "
        "queries and keys permuted independently: only what is taken of one token, or of a "
        "token's place, changes. A drawn pair is a query's and a key's token drawn independently; "
        "of a model without rows query and key of one draw, which permuting takes apart. "
        "*_null_normal is of normal vectors with the same means and covariances. *_differs tests "
        "usage_slow against the first and all others against the second, at 5 %. Its errors take "
        "tokens and drawn pairs for independent; with head=all Holm's correction is over the "
        "heads.",
    .source =
        "2410.06205 (usage); 2502.01563 (massive); 2503.01832 (offsets); TAPA (2509.12635) "
        "Assumption 2.1; FOLLOW (2609.39929); 2603.18017 (stable rank); 2511.09146 (truncated "
        "effective rank, known second-hand); 2410.08703 (positional heads, known second-hand); "
        "theory/moments/README.md, section head-quantities",
    EXPERIMENT_OPTIONS(options),
    .columns = heads_columns,
    .column_count = HEADS_COLUMNS,
    EXPERIMENT_TABLES(tables),
    EXPERIMENT_FIGURES(figures),
    .run = run_heads,
    .cost = heads_cost,
};
