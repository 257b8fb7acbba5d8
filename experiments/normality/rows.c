/* The rows of the table: a context's, or one for each bin of its histogram. */
#include "experiments/normality/rows.h"

#include <math.h>
#include <stdlib.h>

#include "experiments/harness/draws/qk.h"
#include "experiments/normality/summary.h"

const struct column normality_columns[COLUMN_COUNT] = {
    [COLUMN_ENCODING] = {"encoding", "encoding string"},
    [COLUMN_QK] = {"qk", "query-key model"},
    [COLUMN_CONTEXT_TOK] = {"context_tok", "context length M, tokens"},
    [COLUMN_MEAN] =
        {"mean", "mean of the score over r = 0..M-1, averaged over draws like every column without "
                 "further word"},
    [COLUMN_SD] = {"sd", "its standard deviation over r, divisor M"},
    [COLUMN_KS_NORMAL] =
        {"ks_normal",
         "Kolmogorov distance to the normal law with the curve's own mean and sd; empty if a "
         "curve is constant"},
    [COLUMN_KS_LIMIT] =
        {"ks_limit",
         "Kolmogorov distance to the limiting law of the draw's amplitudes; banks that rotate and "
         "do not slope"},
    [COLUMN_LAW_MEAN] =
        {"law_mean",
         "mean by DU's split: the slow pairs' score at distance 0; banks that do not slope"},
    [COLUMN_LAW_SD] = {"law_sd",
                       "sd by DU's split: root of half the fast pairs' squared amplitudes"},
    [COLUMN_PAIRS] = {"pairs", "draws of q and k"},
    [COLUMN_MEAN_LO] =
        {"mean_lo",
         "95 % limit of the mean over draws, lower; empty for a single draw of a random model"},
    [COLUMN_MEAN_HI] = {"mean_hi", "upper"},
    [COLUMN_SD_LO] = {"sd_lo", "likewise of sd"},
    [COLUMN_SD_HI] = {"sd_hi", "upper"},
    [COLUMN_KS_NORMAL_LO] = {"ks_normal_lo", "likewise of ks_normal"},
    [COLUMN_KS_NORMAL_HI] = {"ks_normal_hi", "upper"},
    [COLUMN_KS_LIMIT_LO] = {"ks_limit_lo",
                            "likewise of ks_limit, less the error bound of the limiting law"},
    [COLUMN_KS_LIMIT_HI] = {"ks_limit_hi", "upper, plus that bound"},
    [COLUMN_LAW_MEAN_LO] = {"law_mean_lo", "likewise of law_mean"},
    [COLUMN_LAW_MEAN_HI] = {"law_mean_hi", "upper"},
    [COLUMN_LAW_SD_LO] = {"law_sd_lo", "likewise of law_sd"},
    [COLUMN_LAW_SD_HI] = {"law_sd_hi", "upper"},
    [COLUMN_KS_SPLIT] =
        {"ks_split",
         "Kolmogorov distance to the normal law of the split, N(law_mean, law_sd^2); empty if no "
         "pair is fast"},
    [COLUMN_KS_SPLIT_LO] = {"ks_split_lo", "95 % limit of the mean over draws, lower"},
    [COLUMN_KS_SPLIT_HI] = {"ks_split_hi", "upper"},
    [COLUMN_LAW_MEAN_ERROR] = {"law_mean_error", "median over draws of |law_mean - mean|/sd"},
    [COLUMN_LAW_MEAN_ERROR_LO] = {"law_mean_error_lo",
                                  "95 % limit of the median, lower, whatever the law of a draw; "
                                  "empty under six draws of a random model"},
    [COLUMN_LAW_MEAN_ERROR_HI] = {"law_mean_error_hi", "upper"},
    [COLUMN_LAW_SD_RATIO] = {"law_sd_ratio", "mean over draws of law_sd/sd"},
    [COLUMN_LAW_SD_RATIO_LO] = {"law_sd_ratio_lo", "95 % limit, lower"},
    [COLUMN_LAW_SD_RATIO_HI] = {"law_sd_ratio_hi", "upper"},
    [COLUMN_FOLLOW_EPS] = {"follow_eps", "epsilon of Proposition 1; plain RoPE in radians"},
    [COLUMN_FOLLOW_PAIRS] = {"follow_pairs", "pairs in its high band H"},
    [COLUMN_FOLLOW_MEAN] = {"follow_mean",
                            "largest |E S_H|/(eps U_H) that any q and k reach; empty if H is"},
    [COLUMN_FOLLOW_VAR] = {"follow_var",
                           "largest |Var S_H - U_H^2/2|/(eps U_H^2) that any q and k reach"},
    [COLUMN_BIN_LO] = {"bin_lo", "with --bins: lower end of the bin, score units"},
    [COLUMN_BIN_HI] = {"bin_hi", "upper end; the last bin includes it"},
    [COLUMN_DENSITY] =
        {"density",
         "share of draw 0's scores in the bin over its width: all of them, so no sampling error"},
    [COLUMN_DENSITY_NORMAL] =
        {"density_normal", "mean density there of the normal law with draw 0's own mean and sd"},
    [COLUMN_DENSITY_LIMIT] = {"density_limit", "of draw 0's limiting law"},
    [COLUMN_DENSITY_SPLIT] = {"density_split", "of the normal law of draw 0's split"},
};

/* The limits go to the column lo and to the one behind it.
 * In: wider, what the value itself may be off by, for a distance in [0, 1], which rounding may put
 *     above 1. */
static void put_limits(struct table *t, size_t lo, const struct average *a, double wider)
{
    bool there = a->exists && a->bounded;
    row_optional(t, lo, there, wider > 0.0 ? fmax(a->lo - wider, 0.0) : a->lo);
    row_optional(t, lo + 1, there, wider > 0.0 ? fmax(a->mean, fmin(a->hi + wider, 1.0)) : a->hi);
}

/* Where each measured value stands: its mean, and its limits. */
static const struct {
    size_t value, mean, lo;
} places[] = {
    {NORMALITY_MEAN, COLUMN_MEAN, COLUMN_MEAN_LO},
    {NORMALITY_SD, COLUMN_SD, COLUMN_SD_LO},
    {NORMALITY_KS_NORMAL, COLUMN_KS_NORMAL, COLUMN_KS_NORMAL_LO},
    {NORMALITY_KS_LIMIT, COLUMN_KS_LIMIT, COLUMN_KS_LIMIT_LO},
    {NORMALITY_LAW_MEAN, COLUMN_LAW_MEAN, COLUMN_LAW_MEAN_LO},
    {NORMALITY_LAW_SD, COLUMN_LAW_SD, COLUMN_LAW_SD_LO},
    {NORMALITY_KS_SPLIT, COLUMN_KS_SPLIT, COLUMN_KS_SPLIT_LO},
};

static void put_average(struct table *t, size_t mean, size_t lo, const struct average *a,
                        double wider)
{
    row_optional(t, mean, a->exists, a->mean);
    put_limits(t, lo, a, wider);
}

static void put_bin(struct table *t, const struct normality_bin *bin)
{
    row_number(t, COLUMN_BIN_LO, bin->lo);
    row_number(t, COLUMN_BIN_HI, bin->hi);
    row_number(t, COLUMN_DENSITY, bin->density);
    row_optional(t, COLUMN_DENSITY_NORMAL, isfinite(bin->normal), bin->normal);
    row_optional(t, COLUMN_DENSITY_LIMIT, isfinite(bin->limit), bin->limit);
    row_optional(t, COLUMN_DENSITY_SPLIT, isfinite(bin->split), bin->split);
}

/* One row; bin NULL: without a histogram. */
static void put_row(struct run *run, const struct encoding *encoding, const struct qk_model *qk,
                    const struct summary *s, const struct normality_bin *bin)
{
    struct table *t = run->table;
    row_text(t, COLUMN_ENCODING, encoding->text);
    row_text(t, COLUMN_QK, qk->text);
    row_number(t, COLUMN_CONTEXT_TOK, s->context);
    row_number(t, COLUMN_PAIRS, (double)s->draws);
    for (size_t i = 0; i < sizeof places / sizeof *places; i++)
        put_average(t, places[i].mean, places[i].lo, &s->value[places[i].value],
                    places[i].value == NORMALITY_KS_LIMIT ? s->limit_error : 0.0);
    put_average(t, COLUMN_LAW_MEAN_ERROR, COLUMN_LAW_MEAN_ERROR_LO, &s->mean_error, 0.0);
    put_average(t, COLUMN_LAW_SD_RATIO, COLUMN_LAW_SD_RATIO_LO, &s->sd_ratio, 0.0);
    row_optional(t, COLUMN_FOLLOW_EPS, s->follow, s->eps);
    row_optional(t, COLUMN_FOLLOW_PAIRS, s->follow, (double)s->band);
    row_optional(t, COLUMN_FOLLOW_MEAN, s->follow && s->band > 0, s->follow_mean / s->eps);
    row_optional(t, COLUMN_FOLLOW_VAR, s->follow && s->band > 0, s->follow_var / s->eps);
    if (bin)
        put_bin(t, bin);
    row_end(t);
}

static enum status context_rows(struct run *run, const struct encoding *encoding,
                                const struct qk_model *qk, double context,
                                struct normality_bin *bin)
{
    bool deterministic = qk_alike(&qk->law, encoding);
    struct summary s = {.context = context,
                        .draws = deterministic ? 1 : (size_t)run_number(run, "pairs"),
                        .eps = run_number(run, "eps")};
    size_t bins = (size_t)run_number(run, "bins");
    double *value = malloc(s.draws * NORMALITY_VALUES * sizeof *value);
    enum status status = value ? normality_measure(encoding, &qk->law, &run->stream, s.draws,
                                                   context, true, value)
                               : STATUS_MEMORY;
    if (status == STATUS_OK)
        status = summary_fill(value, deterministic, &s);
    if (status == STATUS_OK)
        status = summary_follow(encoding, &s);
    if (status == STATUS_OK && bins > 0)
        status = normality_histogram(encoding, &qk->law, &run->stream, context, bins, bin);
    if (status == STATUS_OK && bins == 0)
        put_row(run, encoding, qk, &s, NULL);
    for (size_t b = 0; status == STATUS_OK && b < bins; b++)
        put_row(run, encoding, qk, &s, &bin[b]);
    free(value);
    return status;
}

enum status normality_rows(struct run *run, const struct encoding *encoding,
                           const struct qk_model *qk)
{
    const struct option_value *contexts = run_value(run, "context");
    struct normality_bin *bin = malloc(((size_t)run_number(run, "bins") + 1) * sizeof *bin);
    enum status status = bin ? STATUS_OK : STATUS_MEMORY;
    for (size_t i = 0; status == STATUS_OK && i < contexts->count; i++) {
        status = context_rows(run, encoding, qk, contexts->numbers[i], bin);
        run_step(run);
    }
    free(bin);
    return status;
}
