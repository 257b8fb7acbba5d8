/* DU's aliasing: distances, and tokens, that a floating-point format cannot tell apart. */
#include <math.h>
#include <stdlib.h>

#include "experiments/aliasing/cost.h"
#include "experiments/aliasing/exceeds.h"
#include "experiments/aliasing/judges.h"
#include "experiments/aliasing/measure.h"
#include "experiments/exceeds.h"
#include "experiments/harness/command/experiment.h"
#include "experiments/harness/draws/curve_draws.h"
#include "experiments/harness/draws/qk.h"
#include "kernels/curves/bank.h"

/* the rows of dtypes, in order */
static const char *const dtype_choices[] = {"bf16", "fp16", "fp32", "fp64", NULL};

enum { ENCODING, QK, TOKENS, CONTEXT, DTYPE, PAIRS, SEED, EXCEEDS };
static const struct option_spec options[] = {
    [ENCODING] = OPTION_ENCODING_ROW("rope:base=5e5,dim=128;tapa:dim=128,alpha=0.1,split=0.5"),
    [QK] = OPTION_QK_ROW("gauss"),
    [TOKENS] = OPTION_TOKENS_ROW,
    [CONTEXT] = OPTION_CONTEXT_ROW("1024:16384:x4", "1024:131072:x2", "1024:1048576:x2", 2,
                                   CURVE_HELD_LIMIT),
    [DTYPE] = {.name = "dtype",
               .type = OPTION_NAMES,
               .fallback = {"bf16,fp16,fp32,fp64", "bf16,fp16,fp32,fp64", "bf16,fp16,fp32,fp64"},
               .choices = dtype_choices,
               .meaning = "floating-point formats that scores are rounded to, joined by ','"},
    [PAIRS] = OPTION_DRAWS_ROW("16", "64", "256"),
    [SEED] = OPTION_SEED_ROW,
    [EXCEEDS] = OPTION_EXCEEDS_ROW("context"),
};

enum {
    COLUMN_ENCODING,
    COLUMN_QK,
    COLUMN_CONTEXT_TOK,
    COLUMN_DTYPE,
    COLUMN_ALIAS_PAIRS,
    COLUMN_P_ALIAS_PAIR,
    COLUMN_POSITIONS_ALIASED,
    COLUMN_INVARIANCE_PAIRS,
    COLUMN_TOKEN_ALIAS_POSITIONS,
    COLUMN_THRESHOLD_PAIRS,
    COLUMN_PAIRS,
    COLUMN_ALIAS_PAIRS_LO,
    COLUMN_ALIAS_PAIRS_HI,
    COLUMN_P_ALIAS_PAIR_LO,
    COLUMN_P_ALIAS_PAIR_HI,
    COLUMN_POSITIONS_ALIASED_LO,
    COLUMN_POSITIONS_ALIASED_HI,
    COLUMN_INVARIANCE_PAIRS_LO,
    COLUMN_INVARIANCE_PAIRS_HI,
    COLUMN_TOKEN_ALIAS_POSITIONS_LO,
    COLUMN_TOKEN_ALIAS_POSITIONS_HI,
    COLUMN_THRESHOLD_PAIRS_LO,
    COLUMN_THRESHOLD_PAIRS_HI,
    COLUMN_TOKEN_THRESHOLD_POSITIONS,
    COLUMN_TOKEN_THRESHOLD_POSITIONS_LO,
    COLUMN_TOKEN_THRESHOLD_POSITIONS_HI,
    COLUMN_POSITIONS_UNCERTAIN,
    COLUMN_ALIAS_PAIRS_LAW,
    COLUMN_ALIAS_PAIRS_MEDIAN,
    COLUMN_ALIAS_PAIRS_MEDIAN_LO,
    COLUMN_ALIAS_PAIRS_MEDIAN_HI
};
static const struct column columns[] = {
    [COLUMN_ENCODING] = {"encoding", "encoding string"},
    [COLUMN_QK] = {"qk", "query-key model"},
    [COLUMN_CONTEXT_TOK] = {"context_tok", "context length M: distances 0 .. M - 1, tokens"},
    [COLUMN_DTYPE] = {"dtype",
                      "format that scores are rounded to; f is its number of fraction bits"},
    [COLUMN_ALIAS_PAIRS] = {"alias_pairs",
                            "pairs of distances with the same rounded score, mean over the draws"},
    [COLUMN_P_ALIAS_PAIR] = {"p_alias_pair", "alias_pairs as a share of all M (M - 1)/2 pairs"},
    [COLUMN_POSITIONS_ALIASED] = {"positions_aliased",
                                  "distances that share their rounded score with another, mean"},
    [COLUMN_INVARIANCE_PAIRS] =
        {"invariance_pairs",
         "pairs of distances aliased for both of two keys of a query, mean; empty for a "
         "deterministic model"},
    [COLUMN_TOKEN_ALIAS_POSITIONS] =
        {"token_alias_positions",
         "distances where two keys of a query have the same rounded score, mean; empty likewise"},
    [COLUMN_THRESHOLD_PAIRS] =
        {"threshold_pairs",
         "pairs of distances with |difference| <= 2^-f of the curve's largest |score|, unrounded, "
         "mean"},
    [COLUMN_PAIRS] = {"pairs", "draws of a query with two keys; 1 for a deterministic model"},
    [COLUMN_ALIAS_PAIRS_LO] = {"alias_pairs_lo", "95 % limit over draws of q and k, lower"},
    [COLUMN_ALIAS_PAIRS_HI] =
        {"alias_pairs_hi",
         "upper, whatever the law of a draw's share: it allows for draws too rare to be among "
         "these, 3.7/n of all pairs at n, since a draw may alias them all (a query in the slowest "
         "pair alone); see alias_pairs_median"},
    [COLUMN_P_ALIAS_PAIR_LO] = {"p_alias_pair_lo", "the same of p_alias_pair"},
    [COLUMN_P_ALIAS_PAIR_HI] = {"p_alias_pair_hi", "upper"},
    [COLUMN_POSITIONS_ALIASED_LO] = {"positions_aliased_lo", "the same of positions_aliased"},
    [COLUMN_POSITIONS_ALIASED_HI] = {"positions_aliased_hi", "upper"},
    [COLUMN_INVARIANCE_PAIRS_LO] = {"invariance_pairs_lo", "the same of invariance_pairs"},
    [COLUMN_INVARIANCE_PAIRS_HI] = {"invariance_pairs_hi", "upper"},
    [COLUMN_TOKEN_ALIAS_POSITIONS_LO] = {"token_alias_positions_lo", "the same of these"},
    [COLUMN_TOKEN_ALIAS_POSITIONS_HI] = {"token_alias_positions_hi", "upper"},
    [COLUMN_THRESHOLD_PAIRS_LO] = {"threshold_pairs_lo", "the same of threshold_pairs"},
    [COLUMN_THRESHOLD_PAIRS_HI] = {"threshold_pairs_hi", "upper"},
    [COLUMN_TOKEN_THRESHOLD_POSITIONS] =
        {"token_threshold_positions",
         "distances where two keys' scores differ by at most 2^-f of the largest |score| of both, "
         "mean"},
    [COLUMN_TOKEN_THRESHOLD_POSITIONS_LO] = {"token_threshold_positions_lo", "limit, lower"},
    [COLUMN_TOKEN_THRESHOLD_POSITIONS_HI] = {"token_threshold_positions_hi", "upper"},
    [COLUMN_POSITIONS_UNCERTAIN] =
        {"positions_uncertain",
         "distances whose rounded score the engine's own error could change, mean: 0 makes the "
         "counts exact"},
    [COLUMN_ALIAS_PAIRS_LAW] =
        {"alias_pairs_law",
         "alias_pairs expected of M independent normal scores with the curve's own mean and "
         "deviation; empty but for RoPE without scaling, 32 pairs or more, M from 1024 (4096 for "
         "one deterministic curve) and 100 pairs expected of all draws, where it was within a "
         "fifth"},
    [COLUMN_ALIAS_PAIRS_MEDIAN] = {"alias_pairs_median", "their median over the draws"},
    [COLUMN_ALIAS_PAIRS_MEDIAN_LO] =
        {"alias_pairs_median_lo", "95 % limit of the median, lower, whatever the law; empty under "
                                  "six draws of a random model"},
    [COLUMN_ALIAS_PAIRS_MEDIAN_HI] = {"alias_pairs_median_hi", "upper"},
};

static const char *const arguments[] = {
    "--encoding=rope:base=1e4,dim=128;rope:base=5e5,dim=128;rope:base=1e8,dim=128;tapa:dim=128,alpha=0.1,split=0.5",
    "--qk=gauss", NULL};
static const struct figure figures[] = {
    {"aliasing", "Alias pairs against context",
     "Pairs of distances whose scores are the same number after rounding, mean over random "
     "independent queries and keys with 95 % limits, under all pairs there are. Three fraction "
     "bits less make eight times as many; a larger base makes more; TAPA's mean is higher and "
     "uncertain, since few draws with a small phase carry it. In fp64 no draw shows a pair: no "
     "point.",
     arguments},
};

/* Limits go to the column lo and to the one behind it. */
static void put_limits(struct table *table, size_t lo, bool present, const struct alias_mean *mean,
                       double unit)
{
    row_optional(table, lo, present, mean->lo / unit);
    row_optional(table, lo + 1, present, mean->hi / unit);
}

/* Where each quantity stands: its mean, and its limits. */
static const struct {
    enum alias_quantity quantity;
    size_t mean, lo;
    bool tokens; /* takes two keys */
} places[] = {
    {ALIAS_PAIRS, COLUMN_ALIAS_PAIRS, COLUMN_ALIAS_PAIRS_LO, false},
    {ALIAS_POSITIONS, COLUMN_POSITIONS_ALIASED, COLUMN_POSITIONS_ALIASED_LO, false},
    {ALIAS_INVARIANCE_PAIRS, COLUMN_INVARIANCE_PAIRS, COLUMN_INVARIANCE_PAIRS_LO, true},
    {ALIAS_TOKEN_POSITIONS, COLUMN_TOKEN_ALIAS_POSITIONS, COLUMN_TOKEN_ALIAS_POSITIONS_LO, true},
    {ALIAS_THRESHOLD_PAIRS, COLUMN_THRESHOLD_PAIRS, COLUMN_THRESHOLD_PAIRS_LO, false},
    {ALIAS_TOKEN_THRESHOLD_POSITIONS, COLUMN_TOKEN_THRESHOLD_POSITIONS,
     COLUMN_TOKEN_THRESHOLD_POSITIONS_LO, true},
};

/* Fewer pairs than that scatter by more than a fifth by chance. */
static const double LAW_PAIRS = 100.0;

static enum status row_of(struct run *run, const struct alias_plan *plan, const struct qk_model *qk,
                          const double *count, size_t format)
{
    struct alias_mean mean[ALIAS_QUANTITIES], median;
    struct table *t = run->table;
    double all = alias_most(ALIAS_PAIRS, plan->context);
    enum status status = STATUS_OK;
    for (size_t q = 0; status == STATUS_OK && q < ALIAS_QUANTITIES; q++)
        status = alias_average(plan, count, format, (enum alias_quantity)q, 0.95, &mean[q]);
    if (status == STATUS_OK)
        status = alias_median(plan, count, format, ALIAS_PAIRS, &median);
    if (status != STATUS_OK)
        return status;
    row_text(t, COLUMN_ENCODING, plan->encoding->text);
    row_text(t, COLUMN_QK, qk->text);
    row_number(t, COLUMN_CONTEXT_TOK, (double)plan->context);
    row_text(t, COLUMN_DTYPE, dtypes[plan->formats[format]].name);
    for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
        const struct alias_mean *m = &mean[places[i].quantity];
        bool present = plan->tokens || !places[i].tokens;
        row_optional(t, places[i].mean, present, m->mean);
        put_limits(t, places[i].lo, present, m, 1.0);
    }
    row_number(t, COLUMN_P_ALIAS_PAIR, mean[ALIAS_PAIRS].mean / all);
    put_limits(t, COLUMN_P_ALIAS_PAIR_LO, true, &mean[ALIAS_PAIRS], all);
    row_number(t, COLUMN_PAIRS, (double)plan->draws);
    row_number(t, COLUMN_POSITIONS_UNCERTAIN, mean[ALIAS_UNCERTAIN].mean);
    bool many = mean[ALIAS_LAW].mean * (double)plan->draws >= LAW_PAIRS;
    row_optional(t, COLUMN_ALIAS_PAIRS_LAW, plan->with_law && many, mean[ALIAS_LAW].mean);
    row_number(t, COLUMN_ALIAS_PAIRS_MEDIAN, median.mean);
    put_limits(t, COLUMN_ALIAS_PAIRS_MEDIAN_LO, isfinite(median.hi), &median, 1.0);
    row_end(t);
    return STATUS_OK;
}

/* What is counted of an encoding and a model, but for the context. */
static struct alias_plan plan_of(const struct run *run, const struct encoding *encoding,
                                 const struct qk_model *qk, size_t formats[DTYPE_COUNT])
{
    const struct option_value *names = &run->values[DTYPE];
    for (size_t f = 0; f < names->count; f++)
        formats[f] = (size_t)names->numbers[f];
    return (struct alias_plan){
        .encoding = encoding,
        .law = &qk->law,
        .stream = &run->stream,
        .tokens = !qk_deterministic(&qk->law),
        .draws = qk_alike(&qk->law, encoding) ? 1 : (size_t)run_number(run, "pairs"),
        .format_count = names->count,
        .formats = formats};
}

static enum status exceeds_of(struct run *run, const struct encoding *encoding,
                              const struct qk_model *qk)
{
    size_t formats[DTYPE_COUNT];
    struct alias_plan plan = plan_of(run, encoding, qk, formats);
    return aliasing_exceeds(run, qk, &plan);
}

static enum status rows_of(struct run *run, const struct encoding *encoding,
                           const struct qk_model *qk)
{
    size_t formats[DTYPE_COUNT];
    struct alias_plan plan = plan_of(run, encoding, qk, formats);
    double *count = malloc(plan.draws * plan.format_count * ALIAS_QUANTITIES * sizeof *count);
    enum status status = count ? STATUS_OK : STATUS_MEMORY;
    for (size_t c = 0; status == STATUS_OK && c < run->values[CONTEXT].count; c++) {
        plan.context = (size_t)run->values[CONTEXT].numbers[c];
        plan.with_law = alias_law_holds(encoding, &qk->law, plan.context);
        status = alias_draw(&plan, count);
        for (size_t f = 0; status == STATUS_OK && f < plan.format_count; f++)
            status = row_of(run, &plan, qk, count, f);
        run_step(run);
    }
    free(count);
    return status;
}

static bool drawable(const struct encoding *encoding, const struct qk_model *qk,
                     struct message *error)
{
    return qk_drawable(qk, encoding, error);
}

/* Draws whose counts are held at once. */
static const double DRAWS_MOST = 1e6;

static bool draws_fit(struct run *run)
{
    double pairs = run_number(run, "pairs");
    return pairs <= DRAWS_MOST ||
           message_set(&run->error,
                       "option --pairs: the counts of %.0f draws do not fit in memory; expected at "
                       "most %.0f",
                       pairs, DRAWS_MOST);
}

static enum status run_aliasing(struct run *run)
{
    return draws_fit(run) ? run_each(run, drawable, rows_of) : STATUS_DOMAIN;
}

static enum status run_exceeds(struct run *run)
{
    return draws_fit(run) ? run_each(run, drawable, exceeds_of) : STATUS_DOMAIN;
}

static const struct experiment_table tables[] = {
    {"exceeds", exceeds_plain_columns, EXCEEDS_PLAIN_COUNT, run_exceeds}};

const struct experiment experiment_aliasing = {
    .name = "aliasing",
    .summary = "distances and tokens that a floating-point format cannot tell apart, DU's aliasing",
    .measures =
        "Draws a query with two keys, scores both keys at every distance of the context in double "
        "precision, rounds the scores to each format (to nearest, ties to even) and counts "
        "exactly: pairs of distances with equal scores, distances with a partner, pairs equal for "
        "both keys at once, distances where both keys score alike, and what is within the "
        "threshold 2^-f max |S| without rounding. Scores are those a softmax sees: the encoding's "
        "norm matters. Counts for fp64 are those of the computed doubles, whose last bits the "
        "engine decides.",
    .source = "DU (2605.15514), Theorems 2 and 4, known second-hand; theory/limits/README.md, "
              "section aliasing",
    EXPERIMENT_OPTIONS(options),
    EXPERIMENT_COLUMNS(columns),
    EXPERIMENT_TABLES(tables),
    EXPERIMENT_FIGURES(figures),
    .claims = &aliasing_claims,
    .run = run_aliasing,
    .cost = aliasing_cost,
};
