/* The law of a score over a uniform distance: how far from normal, from its limit, from DU's split
 * and FOLLOW's bounds. */
#include "experiments/normality/normality.h"

#include <math.h>
#include <stdlib.h>

#include "experiments/harness/draws/curve_draws.h"
#include "experiments/harness/draws/interval.h"
#include "experiments/harness/draws/qk.h"
#include "kernels/curves/bank.h"
#include "theory/moments/window_moments.h"

enum { ENCODING, QK, CONTEXT, PAIRS, BINS, EPS, SEED };
static const struct option_spec options[] = {
    [ENCODING] = OPTION_ENCODING_ROW(
        "rope:base=1e4,dim=128;rope:base=5e5,dim=128;rope:base=1e7,dim=128"),
    [QK] = OPTION_QK_ROW("phase;gauss:mu=0,sigma=1"),
    [CONTEXT] = OPTION_CONTEXT_ROW("1024:16384:x4", "1024:1048576:x4", "1024:16777216:x2", 2,
                                   CURVE_HELD_LIMIT),
    [PAIRS] = OPTION_DRAWS_ROW("16", "32", "256"),
    [BINS] =
        {.name = "bins",
         .type = OPTION_WHOLE,
         .fallback = {"0", "0", "0"},
         .lo = 0,
         .hi = 100000,
         .meaning =
             "bins of equal width over draw 0's scores and 3.5 sd of each law, one row each; 0: one row per context"},
    [EPS] = {.name = "eps",
             .type = OPTION_REALS,
             .fallback = {"0.1", "0.1", "0.1"},
             .lo = 1e-9,
             .hi = 0.499999999,
             .meaning = "epsilon of FOLLOW's Proposition 1, one number"},
    [SEED] = OPTION_SEED_ROW,
};

static const struct column columns[] = {
    {"encoding", "encoding string"},
    {"qk", "query-key model"},
    {"context_tok", "context length M, tokens"},
    {"mean",
     "mean of the score over r = 0..M-1, averaged over draws like every column without further word"},
    {"sd", "its standard deviation over r, divisor M"},
    {"ks_normal",
     "Kolmogorov distance to the normal law with the curve's own mean and sd; empty if a curve is constant"},
    {"ks_limit",
     "Kolmogorov distance to the limiting law of the draw's amplitudes; banks that rotate and do not slope"},
    {"law_mean",
     "mean by DU's split: the slow pairs' score at distance 0; banks that do not slope"},
    {"law_sd", "sd by DU's split: root of half the fast pairs' squared amplitudes"},
    {"pairs", "draws of q and k"},
    {"mean_lo",
     "95 % limit of the mean over draws, lower; empty for a single draw of a random model"},
    {"mean_hi", "upper"},
    {"sd_lo", "likewise of sd"},
    {"sd_hi", "upper"},
    {"ks_normal_lo", "likewise of ks_normal"},
    {"ks_normal_hi", "upper"},
    {"ks_limit_lo", "likewise of ks_limit, less the error bound of the limiting law"},
    {"ks_limit_hi", "upper, plus that bound"},
    {"law_mean_lo", "likewise of law_mean"},
    {"law_mean_hi", "upper"},
    {"law_sd_lo", "likewise of law_sd"},
    {"law_sd_hi", "upper"},
    {"ks_split",
     "Kolmogorov distance to the normal law of the split, N(law_mean, law_sd^2); empty if no pair is fast"},
    {"ks_split_lo", "95 % limit of the mean over draws, lower"},
    {"ks_split_hi", "upper"},
    {"law_mean_error", "root mean square over draws of (law_mean - mean)/sd"},
    {"law_mean_error_lo", "95 % limit, lower"},
    {"law_mean_error_hi", "upper"},
    {"law_sd_ratio", "mean over draws of law_sd/sd"},
    {"law_sd_ratio_lo", "95 % limit, lower"},
    {"law_sd_ratio_hi", "upper"},
    {"follow_eps", "epsilon of Proposition 1; plain RoPE in radians"},
    {"follow_pairs", "pairs in its high band H"},
    {"follow_mean", "largest |E S_H|/(eps U_H) that any q and k reach; empty if H is"},
    {"follow_var", "largest |Var S_H - U_H^2/2|/(eps U_H^2) that any q and k reach"},
    {"bin_lo", "with --bins: lower end of the bin, score units"},
    {"bin_hi", "upper end; the last bin includes it"},
    {"density",
     "share of draw 0's scores in the bin over its width: all of them, so no sampling error"},
    {"density_normal", "mean density there of the normal law with draw 0's own mean and sd"},
    {"density_limit", "of draw 0's limiting law"},
    {"density_split", "of the normal law of draw 0's split"},
};

static const char *const arguments[] = {"--encoding=rope:base=5e5,dim=128",
                                        "--qk=aligned:rho=0.5",
                                        "--context=4096,262144,16777216",
                                        "--pairs=1",
                                        "--bins=120",
                                        NULL};
static const struct figure figures[] = {
    {"normality",
     "Law of the score over distance",
     "Scores of one query and a key that agrees with it (RoPE, b = 5e5, D = 128, aligned:rho=0.5) "
     "at all distances of a short, a longer and a very long context. The limiting law (independent "
     "phases, product of Bessel functions) takes every pair as turning: over the short context the "
     "slow pairs still hold the score up. DU's normal law keeps them at their value at distance 0, "
     "which is too high once they have turned in part. Over 16,777,216 tokens every pair has "
     "turned at least six times and all laws agree.",
     arguments,
     {4, 4, 4}},
};

/* One result over draws: mean with 95 % limits, where they exist. */
struct average {
    bool exists, bounded;
    double mean, lo, hi;
};

/* Averages value(draw) over draws; a fraction's limits stay in [0, 1]. A deterministic model has no
 * spread. */
static enum status average_of(size_t draws, const double *x, bool fraction, bool deterministic,
                              struct average *out)
{
    *out = (struct average){
        .exists = true, .mean = x[0], .lo = x[0], .hi = x[0], .bounded = deterministic};
    for (size_t d = 0; d < draws; d++)
        out->exists = out->exists && isfinite(x[d]);
    if (!out->exists || deterministic || draws == 1)
        return STATUS_OK;
    out->bounded = true;
    return fraction ? interval_fraction(draws, x, 0.95, &out->mean, &out->lo, &out->hi)
                    : interval_mean(draws, x, 0.95, &out->mean, &out->lo, &out->hi);
}

/* wider: what the value itself may be off by, for a distance in [0, 1], which rounding may put
 * above 1. */
static void put_limits(struct table *table, const struct average *a, double wider)
{
    bool there = a->exists && a->bounded;
    table_optional(table, there, wider > 0.0 ? fmax(a->lo - wider, 0.0) : a->lo);
    table_optional(table, there, wider > 0.0 ? fmax(a->mean, fmin(a->hi + wider, 1.0)) : a->hi);
}

static void put_average(struct table *table, const struct average *a)
{
    table_optional(table, a->exists, a->mean);
    put_limits(table, a, 0.0);
}

/* Everything one context's rows share. */
struct summary {
    double context, limit_error, eps;
    size_t draws, band;
    struct average value[NORMALITY_VALUES], mean_error, sd_ratio;
    bool follow; /* Proposition 1 applies */
    double follow_mean, follow_var;
};

static enum status summarise_follow(const struct encoding *encoding, struct summary *s)
{
    if (!bank_is_plain(encoding) || encoding->slope != 0.0)
        return STATUS_OK;
    enum status status = follow_band(encoding->schedule, s->context, s->eps, &s->band);
    if (status == STATUS_UNDEFINED)
        return STATUS_OK;
    s->follow = status == STATUS_OK;
    struct window_moments *window;
    if (status != STATUS_OK || s->band == 0)
        return status;
    status = window_moments_new(encoding->schedule, 0.0, s->context, &window);
    if (status == STATUS_OK)
        status = follow_extremes(window, s->band, &s->follow_mean, &s->follow_var);
    window_moments_free(window);
    return status;
}

static enum status summarise(const double *value, bool deterministic, struct summary *s)
{
    static const bool fraction[NORMALITY_VALUES] = {
        [NORMALITY_KS_NORMAL] = true, [NORMALITY_KS_LIMIT] = true, [NORMALITY_KS_SPLIT] = true};
    double *x = malloc(s->draws * sizeof *x);
    enum status status = x ? STATUS_OK : STATUS_MEMORY;
    for (size_t i = 0; status == STATUS_OK && i < NORMALITY_VALUES; i++) {
        for (size_t d = 0; d < s->draws; d++)
            x[d] = value[d * NORMALITY_VALUES + i];
        status = average_of(s->draws, x, fraction[i], deterministic, &s->value[i]);
    }
    for (size_t d = 0; status == STATUS_OK && d < s->draws; d++) {
        const double *v = value + d * NORMALITY_VALUES;
        double error = (v[NORMALITY_LAW_MEAN] - v[NORMALITY_MEAN]) / v[NORMALITY_SD];
        x[d] = error * error;
        s->limit_error = fmax(s->limit_error, v[NORMALITY_LIMIT_ERROR]);
    }
    if (status == STATUS_OK)
        status = average_of(s->draws, x, false, deterministic, &s->mean_error);
    s->mean_error.mean = sqrt(s->mean_error.mean);
    /* a mean square is not negative, whatever its limit */
    s->mean_error.lo = sqrt(fmax(s->mean_error.lo, 0.0));
    s->mean_error.hi = sqrt(s->mean_error.hi);
    for (size_t d = 0; status == STATUS_OK && d < s->draws; d++)
        x[d] = value[d * NORMALITY_VALUES + NORMALITY_LAW_SD] /
               value[d * NORMALITY_VALUES + NORMALITY_SD];
    if (status == STATUS_OK)
        status = average_of(s->draws, x, false, deterministic, &s->sd_ratio);
    free(x);
    return status;
}

/* One row; bin NULL: without a histogram. */
static void put_row(struct run *run, const struct encoding *encoding, const struct qk_model *qk,
                    const struct summary *s, const struct normality_bin *bin)
{
    static const int plain[] = {NORMALITY_MEAN,     NORMALITY_SD,       NORMALITY_KS_NORMAL,
                                NORMALITY_KS_LIMIT, NORMALITY_LAW_MEAN, NORMALITY_LAW_SD};
    enum { PLAIN = sizeof plain / sizeof *plain };
    struct table *t = run->table;
    table_text(t, encoding->text);
    table_text(t, qk->text);
    table_number(t, s->context);
    for (size_t i = 0; i < PLAIN; i++)
        table_optional(t, s->value[plain[i]].exists, s->value[plain[i]].mean);
    table_number(t, (double)s->draws);
    for (size_t i = 0; i < PLAIN; i++)
        put_limits(t, &s->value[plain[i]], plain[i] == NORMALITY_KS_LIMIT ? s->limit_error : 0.0);
    put_average(t, &s->value[NORMALITY_KS_SPLIT]);
    put_average(t, &s->mean_error);
    put_average(t, &s->sd_ratio);
    table_optional(t, s->follow, s->eps);
    table_optional(t, s->follow, (double)s->band);
    table_optional(t, s->follow && s->band > 0, s->follow_mean / s->eps);
    table_optional(t, s->follow && s->band > 0, s->follow_var / s->eps);
    const double cells[] = {bin ? bin->lo : NAN,      bin ? bin->hi : NAN,
                            bin ? bin->density : NAN, bin ? bin->normal : NAN,
                            bin ? bin->limit : NAN,   bin ? bin->split : NAN};
    for (size_t i = 0; i < sizeof cells / sizeof *cells; i++)
        table_optional(t, isfinite(cells[i]), cells[i]);
}

static enum status context_rows(struct run *run, const struct encoding *encoding,
                                const struct qk_model *qk, double context,
                                struct normality_bin *bin)
{
    bool deterministic = qk_deterministic(&qk->law);
    struct summary s = {.context = context,
                        .draws = deterministic ? 1 : (size_t)run_number(run, "pairs"),
                        .eps = run_number(run, "eps")};
    size_t bins = (size_t)run_number(run, "bins");
    double *value = malloc(s.draws * NORMALITY_VALUES * sizeof *value);
    enum status status = value ? normality_measure(encoding, &qk->law, &run->stream, s.draws,
                                                   context, true, value)
                               : STATUS_MEMORY;
    if (status == STATUS_OK)
        status = summarise(value, deterministic, &s);
    if (status == STATUS_OK)
        status = summarise_follow(encoding, &s);
    if (status == STATUS_OK && bins > 0)
        status = normality_histogram(encoding, &qk->law, &run->stream, context, bins, bin);
    if (status == STATUS_OK && bins == 0)
        put_row(run, encoding, qk, &s, NULL);
    for (size_t b = 0; status == STATUS_OK && b < bins; b++)
        put_row(run, encoding, qk, &s, &bin[b]);
    free(value);
    return status;
}

static enum status rows_of(struct run *run, const struct encoding *encoding,
                           const struct qk_model *qk)
{
    const struct option_value *contexts = &run->values[CONTEXT];
    struct normality_bin *bin = malloc(((size_t)run_number(run, "bins") + 1) * sizeof *bin);
    enum status status = bin ? STATUS_OK : STATUS_MEMORY;
    for (size_t i = 0; status == STATUS_OK && i < contexts->count; i++)
        status = context_rows(run, encoding, qk, contexts->numbers[i], bin);
    free(bin);
    return status;
}

static bool allowed(const struct encoding *encoding, const struct qk_model *qk,
                    struct message *error)
{
    return qk_drawable(qk, encoding, error);
}

static enum status run_normality(struct run *run)
{
    double most = floor(4e9 / (NORMALITY_VALUES * sizeof(double)));
    if (run->values[EPS].count != 1) {
        message_set(&run->error,
                    "option --eps: \"%s\" is not one number; expected one between 0 and 1/2",
                    run->values[EPS].text);
        return STATUS_DOMAIN;
    }
    if (run_number(run, "pairs") > most) {
        message_set(&run->error,
                    "option --pairs: %.0f draws do not fit in memory; expected at most %.0f",
                    run_number(run, "pairs"), most);
        return STATUS_DOMAIN;
    }
    return run_each(run, allowed, rows_of);
}

/* A score costs 0.15 ns per pair (TAPA: a cosine), and 50 ns to sort and compare; a limiting law a
 * few milliseconds. */
static double seconds(const struct run *run)
{
    const struct option_value *encodings = &run->values[ENCODING], *qks = &run->values[QK],
                              *contexts = &run->values[CONTEXT];
    double total = 0.0;
    for (size_t e = 0; e < encodings->count; e++)
        for (size_t k = 0; k < qks->count; k++)
            for (size_t c = 0; c < contexts->count; c++)
                total += (qk_deterministic(&qks->qks[k].law) ? 1.0 : run_number(run, "pairs")) *
                         0.5 *
                         (2e-3 + contexts->numbers[c] *
                                     (50e-9 + 0.075e-9 * (double)encodings->encodings[e]->dim));
    return total;
}

const struct experiment experiment_normality = {
    .name = "normality",
    .summary =
        "law of the score over distance against the normal law, its limit, DU's split and FOLLOW's Proposition 1",
    .measures = "The scores of a drawn query and key at every distance below M, as a sample: mean, "
                "spread and exact Kolmogorov distances to the normal law, to DU's normal law (slow "
                "pairs make the mean, fast ones the variance) and to the limiting law of "
                "independent phases. Beside them, how much of FOLLOW's Proposition 1 any query and "
                "key can use up.",
    .source = "DU (arXiv 2605.15514, second-hand), FOLLOW (arXiv 2609.39929) Proposition 1; "
              "theory/README.md#score-limit, #window-moments, #follow-proposition-1, #du-split",
    EXPERIMENT_TABLES,
    .claims = normality_claims,
    .claim_count = NORMALITY_CLAIM_COUNT,
    .run = run_normality,
    .seconds = seconds,
};
