/* Token order over distance: the probability that a query's ranking of two keys flips between
 * distance 0 and r. */
#include <stdlib.h>

#include "experiments/consistency/cost.h"
#include "experiments/consistency/exceeds.h"
#include "experiments/consistency/judges.h"
#include "experiments/consistency/rows.h"
#include "experiments/consistency/versus.h"
#include "experiments/exceeds.h"
#include "experiments/harness/command/experiment.h"
#include "experiments/harness/draws/groups.h"
#include "experiments/second_key.h"
#include "experiments/versus.h"
#include "kernels/curves/bank.h"

enum { ENCODING, QK, TOKENS, DISTANCES, CONTEXT, REFERENCE, PAIRS, SEED, VERSUS, EXCEEDS };
static const struct option_spec options[] = {
    [ENCODING] = OPTION_ENCODING_ROW(
        "rope:base=1e4,dim=128;rope:base=5e5,dim=128;rope:base=1e6,dim=128;rope:base=1e7,dim=128;rope:base=1e8,dim=128;tapa:dim=128,alpha=0.1,split=0.5;tapa:dim=128,alpha=0.1,split=0.5,scale=0.1"),
    [QK] = OPTION_QK_ROW("gauss"),
    [TOKENS] = OPTION_TOKENS_ROW,
    [DISTANCES] = {.name = "distances",
                   .type = OPTION_INTEGERS,
                   .fallback = {"1:1048576:log:24", "1:1048576:log:60", "1:16777216:log:120"},
                   .unless = "context",
                   .lo = 0,
                   .hi = DISTANCE_LIMIT,
                   .meaning =
                       "distances, tokens: 1,10,100 or 1:131072:log:40; 128k is 131072; none "
                       "by default where --context is given"},
    [CONTEXT] =
        {.name = "context",
         .type = OPTION_INTEGERS,
         .lo = 1,
         .hi = 1099511627776.0,
         .meaning =
             "context lengths M, tokens: a row each with the average over all r < M, and no other rows "
             "without --distances; default none"},
    [REFERENCE] =
        {.name = "reference",
         .type = OPTION_CHOICE,
         .fallback = {"independent", "independent", "independent"},
         .choices = second_key_names + SECOND_INDEPENDENT,
         .meaning =
             "the second key: another one of the model, or the first's amplitudes with all phases "
             "0"},
    [PAIRS] = OPTION_PAIRS_ROW("4096", "100000", "1000000"),
    [SEED] = OPTION_SEED_ROW,
    [VERSUS] = OPTION_VERSUS_ROW,
    [EXCEEDS] = OPTION_EXCEEDS_ROW("distances, and of --context,"),
};

static const char *const arguments[] = {
    "--encoding=rope:base=1e4,dim=128;rope:base=5e5,dim=128;rope:base=1e6,dim=128;rope:base=1e7,dim=128;rope:base=1e8,dim=128;tapa:dim=128,alpha=0.1,split=0.5;tapa:dim=128,alpha=0.1,split=0.5,scale=0.1;tapa:dim=128,alpha=0.1,split=0.5,scale=0.01",
    "--qk=gauss", NULL};
static const char *const arguments_aligned[] = {
    "--encoding=rope:base=1e4,dim=128;rope:base=5e5,dim=128;rope:base=1e6,dim=128;rope:base=1e7,dim=128;rope:base=1e8,dim=128",
    "--qk=phase", "--reference=aligned", NULL};
static const struct figure figures[] = {
    {"consistency", "Probability that the order of two tokens flips",
     "How often the key that scores higher at distance 0 scores lower at distance r, two "
     "independent keys, all coordinates N(0, 1). Under RoPE the probability rises with the "
     "distance and falls with the base; it reaches 1/2 where the bank's mean cosine vanishes, at "
     "about half the base, and swings around 1/2 beyond. TAPA as published is a coin from the "
     "first token on; with its phase a hundred times slower it hardly flips at all.",
     arguments},
    {"consistency_aligned", "Probability that a key overtakes the reference whose phases are zero",
     "The same against a reference key with the amplitudes of the other and all phases zero, which "
     "leads at distance 0 for certain; unit amplitudes, uniform phases. Its lead is sure while the "
     "mean cosine c(r) is well above zero, and lost within a decade; where c(r) is negative the "
     "reference trails almost surely.",
     arguments_aligned},
};

/* A model's counts; those of encoding e are counts[e * stride]. */
struct model_counts {
    struct run *run;
    const struct qk_law *law;
    size_t stride;
    struct token_count *const *counts;
};

static enum status count_group(void *context, size_t members, const struct encoding *const *group,
                               const size_t *number)
{
    const struct model_counts *m = context;
    const struct option_value *distances = &m->run->values[DISTANCES];
    struct token_count **out = calloc(members, sizeof *out);
    for (size_t i = 0; out && i < members; i++)
        out[i] = m->counts[number[i] * m->stride];
    enum status status = out ? token_order_counts(members, group, m->law, &m->run->stream,
                                                  token_second(run_number(m->run, "reference")),
                                                  (size_t)run_number(m->run, "pairs"),
                                                  distances->count, distances->numbers, out)
                             : STATUS_MEMORY;
    free(out);
    run_step(m->run);
    return status;
}

/* What is written of the distances counted, and of the contexts. */
struct kind {
    enum status (*distances)(const struct consistency_rows *rows, size_t count,
                             const double *distance, const struct token_count *counts);
    enum status (*contexts)(const struct consistency_rows *rows, size_t count,
                            const double *context);
};

static enum status run_kind(struct run *run, const struct kind *kind)
{
    const struct option_value *encodings = &run->values[ENCODING], *qks = &run->values[QK];
    size_t series = encodings->count * qks->count, count = run->values[DISTANCES].count;
    for (size_t i = 0; i < series; i++)
        if (!token_order_allowed(encodings->encodings[i / qks->count], &qks->qks[i % qks->count],
                                 token_second(run_number(run, "reference")), &run->error))
            return STATUS_DOMAIN;
    if (!run_begin(run))
        return STATUS_DOMAIN;
    struct token_count **counts = calloc(series, sizeof *counts);
    enum status status = counts ? STATUS_OK : STATUS_MEMORY;
    for (size_t i = 0; status == STATUS_OK && i < series; i++) {
        counts[i] = calloc(count, sizeof **counts);
        status = counts[i] ? STATUS_OK : STATUS_MEMORY;
    }
    for (size_t k = 0; status == STATUS_OK && k < qks->count; k++) {
        struct model_counts model = {run, &qks->qks[k].law, qks->count, counts + k};
        status = groups_each(encodings->count, encodings->encodings, count_group, &model);
    }
    for (size_t i = 0; status == STATUS_OK && i < series; i++) {
        struct consistency_rows rows = {run, encodings->encodings[i / qks->count],
                                        &qks->qks[i % qks->count],
                                        token_second(run_number(run, "reference"))};
        const struct option_value *distances = &run->values[DISTANCES],
                                  *contexts = &run->values[CONTEXT];
        status = kind->distances(&rows, count, distances->numbers, counts[i]);
        run_step(run);
        if (status == STATUS_OK)
            status = kind->contexts(&rows, contexts->count, contexts->numbers);
    }
    for (size_t i = 0; counts && i < series; i++)
        free(counts[i]);
    free(counts);
    return status;
}

static enum status run_consistency(struct run *run)
{
    return run_kind(run, &(struct kind){consistency_distance_rows, consistency_context_rows});
}

static enum status run_exceeds(struct run *run)
{
    return run_kind(run, &(struct kind){consistency_distance_exceeds, consistency_context_exceeds});
}

static const struct experiment_table tables[] = {
    {"versus", consistency_versus_columns, CONSISTENCY_VERSUS_COLUMN_COUNT, consistency_versus},
    {"exceeds", exceeds_columns, EXCEEDS_COLUMN_COUNT, run_exceeds}};

const struct experiment experiment_consistency = {
    .name = "consistency",
    .summary = "probability that the order of two tokens flips between distance 0 and r",
    .measures = "Draws a query and two keys, many times over, and asks whether the key that scores "
                "higher at distance 0 scores lower when both stand at distance r. Reports how "
                "often, beside the exact probability and an approximate law.",
    .source = "arXiv 2605.15514 (token inversion, second-hand); theory/order/README.md, sections "
              "token-order, token-aligned, tapa-token-order",
    EXPERIMENT_OPTIONS(options),
    EXPERIMENT_COLUMNS(consistency_columns),
    EXPERIMENT_TABLES(tables),
    EXPERIMENT_FIGURES(figures),
    .claims = &consistency_claims,
    .run = run_consistency,
    .cost = consistency_cost,
};
