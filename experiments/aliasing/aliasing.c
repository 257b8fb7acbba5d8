/* DU's aliasing: distances, and tokens, that a floating-point format cannot tell apart. */
#include "experiments/aliasing/aliasing.h"

#include <math.h>
#include <stdlib.h>

#include "experiments/harness/draws/curve_draws.h"
#include "experiments/harness/draws/qk.h"
#include "kernels/curves/bank.h"

/* the rows of dtypes, in order */
static const char *const dtype_choices[] = {"bf16", "fp16", "fp32", "fp64", NULL};

enum { ENCODING, QK, CONTEXT, DTYPE, PAIRS, SEED };
static const struct option_spec options[] = {
    [ENCODING] = OPTION_ENCODING_ROW("rope:base=5e5,dim=128;tapa:dim=128,alpha=0.1,split=0.5"),
    [QK] = OPTION_QK_ROW("gauss"),
    [CONTEXT] = OPTION_CONTEXT_ROW("1024:16384:x4", "1024:131072:x2", "1024:1048576:x2", 2,
                                   CURVE_HELD_LIMIT),
    [DTYPE] = {.name = "dtype",
               .type = OPTION_NAMES,
               .fallback = {"bf16,fp16,fp32,fp64", "bf16,fp16,fp32,fp64", "bf16,fp16,fp32,fp64"},
               .choices = dtype_choices,
               .meaning = "floating-point formats that scores are rounded to, joined by ','"},
    [PAIRS] = OPTION_DRAWS_ROW("16", "64", "256"),
    [SEED] = OPTION_SEED_ROW,
};

static const struct column columns[] = {
    {"encoding", "encoding string"},
    {"qk", "query-key model"},
    {"context_tok", "context length M: distances 0 .. M - 1, tokens"},
    {"dtype", "format that scores are rounded to; f is its number of fraction bits"},
    {"alias_pairs", "pairs of distances with the same rounded score, mean over the draws"},
    {"p_alias_pair", "alias_pairs as a share of all M (M - 1)/2 pairs"},
    {"positions_aliased", "distances that share their rounded score with another, mean"},
    {"invariance_pairs",
     "pairs of distances aliased for both of two keys of a query, mean; empty for a deterministic model"},
    {"token_alias_positions",
     "distances where two keys of a query have the same rounded score, mean; empty likewise"},
    {"threshold_pairs",
     "pairs of distances with |difference| <= 2^-f of the curve's largest |score|, unrounded, mean"},
    {"pairs", "draws of a query with two keys; 1 for a deterministic model"},
    {"alias_pairs_lo", "95 % limit of alias_pairs over the draw of q and k, lower"},
    {"alias_pairs_hi", "upper; a limit and no zero if no draw shows a pair"},
    {"p_alias_pair_lo", "the same of p_alias_pair"},
    {"p_alias_pair_hi", "upper"},
    {"positions_aliased_lo", "the same of positions_aliased"},
    {"positions_aliased_hi", "upper"},
    {"invariance_pairs_lo", "the same of invariance_pairs"},
    {"invariance_pairs_hi", "upper"},
    {"token_alias_positions_lo", "the same of token_alias_positions"},
    {"token_alias_positions_hi", "upper"},
    {"threshold_pairs_lo", "the same of threshold_pairs"},
    {"threshold_pairs_hi", "upper"},
    {"token_threshold_positions",
     "distances where two keys' scores differ by at most 2^-f of the largest |score| of both, mean"},
    {"token_threshold_positions_lo", "its 95 % limit, lower"},
    {"token_threshold_positions_hi", "upper"},
    {"positions_uncertain",
     "distances whose rounded score the engine's own error could change, mean: 0 makes the counts exact"},
    {"alias_pairs_law",
     "alias_pairs expected of M independent normal scores with the curve's own mean and deviation; "
     "empty outside the law's range: banks with 32 rotating pairs or more, M from 1024, where it "
     "was within a fifth"},
};

static const char *const arguments[] = {
    "--encoding=rope:base=1e4,dim=128;rope:base=5e5,dim=128;rope:base=1e8,dim=128;tapa:dim=128,alpha=0.1,split=0.5",
    "--qk=gauss", NULL};
static const struct figure figures[] = {
    {"aliasing",
     "Alias pairs against context",
     "Pairs of distances whose scores are the same number after rounding, mean over random "
     "independent queries and keys with 95 % limits, under all pairs there are. Three fraction "
     "bits less make eight times as many; a larger base makes more; TAPA's mean is higher and "
     "uncertain, since few draws with a small phase carry it. In fp64 no draw shows a pair: no "
     "point.",
     arguments,
     {0.3, 6, 200}},
};

static void put_limits(struct table *table, const struct alias_mean *mean, double unit)
{
    table_number(table, mean->lo / unit);
    table_number(table, mean->hi / unit);
}

static enum status row_of(struct run *run, const struct alias_plan *plan, const struct qk_model *qk,
                          const double *count, size_t format)
{
    struct alias_mean mean[ALIAS_QUANTITIES];
    double all = alias_most(ALIAS_PAIRS, plan->context);
    enum status status = STATUS_OK;
    for (size_t q = 0; status == STATUS_OK && q < ALIAS_QUANTITIES; q++)
        status = alias_average(plan, count, format, (enum alias_quantity)q, &mean[q]);
    if (status != STATUS_OK)
        return status;
    table_text(run->table, plan->encoding->text);
    table_text(run->table, qk->text);
    table_number(run->table, (double)plan->context);
    table_text(run->table, dtypes[plan->formats[format]].name);
    table_number(run->table, mean[ALIAS_PAIRS].mean);
    table_number(run->table, mean[ALIAS_PAIRS].mean / all);
    table_number(run->table, mean[ALIAS_POSITIONS].mean);
    table_optional(run->table, plan->tokens, mean[ALIAS_INVARIANCE_PAIRS].mean);
    table_optional(run->table, plan->tokens, mean[ALIAS_TOKEN_POSITIONS].mean);
    table_number(run->table, mean[ALIAS_THRESHOLD_PAIRS].mean);
    table_number(run->table, (double)plan->draws);
    put_limits(run->table, &mean[ALIAS_PAIRS], 1.0);
    put_limits(run->table, &mean[ALIAS_PAIRS], all);
    put_limits(run->table, &mean[ALIAS_POSITIONS], 1.0);
    static const enum alias_quantity tokens[] = {ALIAS_INVARIANCE_PAIRS, ALIAS_TOKEN_POSITIONS};
    for (size_t i = 0; i < 2; i++) {
        table_optional(run->table, plan->tokens, mean[tokens[i]].lo);
        table_optional(run->table, plan->tokens, mean[tokens[i]].hi);
    }
    put_limits(run->table, &mean[ALIAS_THRESHOLD_PAIRS], 1.0);
    table_optional(run->table, plan->tokens, mean[ALIAS_TOKEN_THRESHOLD_POSITIONS].mean);
    table_optional(run->table, plan->tokens, mean[ALIAS_TOKEN_THRESHOLD_POSITIONS].lo);
    table_optional(run->table, plan->tokens, mean[ALIAS_TOKEN_THRESHOLD_POSITIONS].hi);
    table_number(run->table, mean[ALIAS_UNCERTAIN].mean);
    table_optional(run->table, plan->with_law, mean[ALIAS_LAW].mean);
    return STATUS_OK;
}

/* Where the law was measured to hold within a fifth. */
static bool alias_law_holds(const struct encoding *encoding, size_t context)
{
    return bank_is_plain(encoding) && encoding->schedule->rotating >= 32 &&
           encoding->slope == 0.0 && context >= 1024;
}

static enum status rows_of(struct run *run, const struct encoding *encoding,
                           const struct qk_model *qk)
{
    const struct option_value *contexts = &run->values[CONTEXT], *names = &run->values[DTYPE];
    size_t formats[DTYPE_COUNT];
    struct alias_plan plan = {
        .encoding = encoding,
        .law = &qk->law,
        .stream = &run->stream,
        .tokens = !qk_deterministic(&qk->law),
        .draws = qk_deterministic(&qk->law) ? 1 : (size_t)run_number(run, "pairs"),
        .format_count = names->count,
        .formats = formats};
    for (size_t f = 0; f < names->count; f++)
        formats[f] = (size_t)names->numbers[f];
    double *count = malloc(plan.draws * plan.format_count * ALIAS_QUANTITIES * sizeof *count);
    enum status status = count ? STATUS_OK : STATUS_MEMORY;
    for (size_t c = 0; status == STATUS_OK && c < contexts->count; c++) {
        plan.context = (size_t)contexts->numbers[c];
        plan.with_law = alias_law_holds(encoding, plan.context);
        status = alias_draw(&plan, count);
        for (size_t f = 0; status == STATUS_OK && f < names->count; f++)
            status = row_of(run, &plan, qk, count, f);
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

static enum status run_aliasing(struct run *run)
{
    double pairs = run_number(run, "pairs");
    if (pairs > DRAWS_MOST) {
        message_set(
            &run->error,
            "option --pairs: the counts of %.0f draws do not fit in memory; expected at most %.0f",
            pairs, DRAWS_MOST);
        return STATUS_DOMAIN;
    }
    return run_each(run, drawable, rows_of);
}

/* Two curves, a multiply-add per frequency pair and distance, a sort, and the formats' counts;
 * curves of more than a million distances miss the caches. */
static double seconds(const struct run *run)
{
    const struct option_value *encodings = &run->values[ENCODING], *qks = &run->values[QK],
                              *contexts = &run->values[CONTEXT];
    double formats = (double)run->values[DTYPE].count, distances = 0.0, sum = 0.0;
    for (size_t c = 0; c < contexts->count; c++)
        distances += contexts->numbers[c] * (contexts->numbers[c] > 0x1p20 ? 2.5 : 1.0);
    for (size_t e = 0; e < encodings->count; e++)
        for (size_t k = 0; k < qks->count; k++) {
            double draws = qk_deterministic(&qks->qks[k].law) ? 1.0 : run_number(run, "pairs");
            sum += draws * distances *
                   (1e-8 + 1e-8 * formats + 1e-10 * (double)encodings->encodings[e]->dim);
        }
    return sum;
}

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
    .source = "DU (2605.15514), Theorems 2 and 4, known second-hand; theory/README.md#aliasing",
    EXPERIMENT_TABLES,
    .claims = aliasing_claims,
    .claim_count = ALIASING_CLAIM_COUNT,
    .run = run_aliasing,
    .seconds = seconds,
};
