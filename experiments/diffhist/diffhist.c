/* TAPA's Appendix I: the histogram of differences between a near and a far score. */
#include "experiments/diffhist/cost.h"
#include "experiments/diffhist/judges.h"
#include "experiments/diffhist/measure.h"

#include <math.h>
#include <stdlib.h>

#include "experiments/harness/command/experiment.h"
#include "experiments/harness/draws/interval.h"
#include "experiments/harness/draws/qk.h"
#include "experiments/harness/draws/sample.h"

static const char *const token_choices[] = {"independent", "shared", NULL};

enum { ENCODING, QK, BETWEEN, NEAR, FAR, TOKENS, BINS, PAIRS, SEED };
static const struct option_spec options[] = {
    [ENCODING] = OPTION_ENCODING_ROW("rope:base=5e5,dim=128;tapa:dim=128,alpha=0.1,split=0.5"),
    [QK] = OPTION_QK_ROW("gauss:mu=0.5,sigma=1;aligned:rho=0.5"),
    [BETWEEN] = {.name = "token-models",
                 .type = OPTION_TOKENS,
                 .meaning = "what other experiments call --tokens: models of the tokens that path "
                            "encodings read; see `posbias help tokens`"},
    [NEAR] = {.name = "near",
              .type = OPTION_RANGE,
              .fallback = {"0:100", "0:100", "0:100"},
              .lo = 0,
              .hi = DISTANCE_LIMIT,
              .meaning = "near distances A:B, tokens, one drawn uniformly per pair"},
    [FAR] = {.name = "far",
             .type = OPTION_RANGE,
             .fallback = {"10000:10100", "10000:10100", "10000:10100"},
             .lo = 0,
             .hi = DISTANCE_LIMIT,
             .meaning = "far distances A:B, tokens"},
    [TOKENS] = {.name = "tokens",
                .type = OPTION_CHOICE,
                .fallback = {"independent", "independent", "independent"},
                .choices = token_choices,
                .meaning =
                    "whether the far score has its own query and key or shares the near one's"},
    [BINS] = {.name = "bins",
              .type = OPTION_WHOLE,
              .fallback = {"60", "60", "120"},
              .lo = 1,
              .hi = 100000,
              .meaning = "bins of equal width over what a thousand other differences of each span"},
    [PAIRS] = OPTION_PAIRS_ROW("10000", "10000", "1000000"),
    [SEED] = OPTION_SEED_ROW,
};

enum {
    COLUMN_ENCODING,
    COLUMN_QK,
    COLUMN_BIN_LO,
    COLUMN_BIN_HI,
    COLUMN_COUNT,
    COLUMN_MEAN,
    COLUMN_SD,
    COLUMN_SKEWNESS,
    COLUMN_COUNT_LO,
    COLUMN_COUNT_HI,
    COLUMN_MEAN_SE,
    COLUMN_MEAN_CLOSED,
    COLUMN_SD_CLOSED,
    COLUMN_PAIRS
};
static const struct column columns[] = {
    [COLUMN_ENCODING] = {"encoding", "encoding string"},
    [COLUMN_QK] = {"qk", "query-key model"},
    [COLUMN_BIN_LO] = {"bin_lo",
                       "lower end of the bin, score units; the first bin holds all below too"},
    [COLUMN_BIN_HI] = {"bin_hi", "upper end; the last bin holds all above too"},
    [COLUMN_COUNT] = {"count", "differences in the bin"},
    [COLUMN_MEAN] = {"mean", "mean of all differences of this encoding and model"},
    [COLUMN_SD] = {"sd", "their standard deviation"},
    [COLUMN_SKEWNESS] = {"skewness", "their skewness, m3/m2^(3/2)"},
    [COLUMN_COUNT_LO] = {"count_lo", "Clopper-Pearson 95 % limit of the expected count, lower"},
    [COLUMN_COUNT_HI] = {"count_hi", "upper"},
    [COLUMN_MEAN_SE] = {"mean_se", "standard error of mean"},
    [COLUMN_MEAN_CLOSED] = {"mean_closed", "exact mean of the difference; empty where none exists"},
    [COLUMN_SD_CLOSED] = {"sd_closed", "exact standard deviation, independent tokens only"},
    [COLUMN_PAIRS] = {"pairs", "differences drawn"},
};

static const char *const arguments[] = {NULL};
static const struct figure figures[] = {
    {"diffhist", "Near score minus far score",
     "Differences between the score of a random pair at a distance in 0..100 and of another at "
     "10000..10100, 10000 pairs, as in TAPA's Appendix I. Vertical lines are exact means. Whether "
     "RoPE's histogram shifts depends on the query-key model: it does when queries and keys agree "
     "on average (both models here) and cannot when they are independent and centred.",
     arguments},
};

/* Distances that a range may hold. */
enum { RANGE_MOST = 65536 };

/* The sample of one encoding and model. */
struct series {
    const struct encoding *encoding;
    const struct qk_model *qk;
    double *difference;
};

static enum status rows_of(struct run *run, const struct series *s,
                           const struct difference_plan *plan, size_t pairs, double lo, double hi)
{
    size_t bins = (size_t)run_number(run, "bins");
    double width = (hi - lo) / (double)bins, mean, variance;
    bool exists;
    double *count = calloc(bins, sizeof *count);
    enum status status = count ? difference_closed(s->encoding, &s->qk->law, plan, &mean, &variance,
                                                   &exists)
                               : STATUS_MEMORY;
    struct sample sample = sample_of(pairs, s->difference);
    for (size_t i = 0; status == STATUS_OK && i < pairs; i++) {
        count[difference_bin(s->difference[i], lo, width, bins)] += 1.0;
    }
    for (size_t b = 0; status == STATUS_OK && b < bins; b++) {
        double count_lo, count_hi;
        status = interval_binomial(count[b], (double)pairs, 0.95, &count_lo, &count_hi);
        if (status != STATUS_OK)
            break;
        row_text(run->table, COLUMN_ENCODING, s->encoding->text);
        row_text(run->table, COLUMN_QK, s->qk->text);
        row_number(run->table, COLUMN_BIN_LO, lo + width * (double)b);
        row_number(run->table, COLUMN_BIN_HI, b + 1 == bins ? hi : lo + width * (double)(b + 1));
        row_number(run->table, COLUMN_COUNT, count[b]);
        row_number(run->table, COLUMN_MEAN, sample.mean);
        row_number(run->table, COLUMN_SD, sqrt(sample_variance(&sample)));
        row_number(run->table, COLUMN_SKEWNESS, sample_skewness(&sample));
        row_number(run->table, COLUMN_COUNT_LO, count_lo * (double)pairs);
        row_number(run->table, COLUMN_COUNT_HI, count_hi * (double)pairs);
        row_number(run->table, COLUMN_MEAN_SE, sample_mean_error(&sample));
        row_optional(run->table, COLUMN_MEAN_CLOSED, exists, mean);
        row_optional(run->table, COLUMN_SD_CLOSED, exists && !plan->shared, sqrt(variance));
        row_number(run->table, COLUMN_PAIRS, (double)pairs);
        row_end(run->table);
    }
    free(count);
    return status;
}

static enum status run_diffhist(struct run *run)
{
    const struct option_value *encodings = &run->values[ENCODING], *qks = &run->values[QK];
    const double *near = run->values[NEAR].numbers, *far = run->values[FAR].numbers;
    struct difference_plan plan = {near[0], near[1], far[0], far[1],
                                   run_number(run, "tokens") == 1.0};
    size_t total = encodings->count * qks->count, pairs = (size_t)run_number(run, "pairs");
    for (int i = NEAR; i <= FAR; i++)
        if (run->values[i].numbers[1] - run->values[i].numbers[0] >= RANGE_MOST) {
            message_set(
                &run->error,
                "option --%s: \"%s\" holds more than %d distances; expected a shorter range",
                options[i].name, run->values[i].text, RANGE_MOST);
            return STATUS_DOMAIN;
        }
    if ((double)pairs * (double)total > 5e8) {
        message_set(
            &run->error,
            "option --pairs: %zu pairs of %zu series do not fit in memory; expected at most %.0f",
            pairs, total, floor(5e8 / (double)total));
        return STATUS_DOMAIN;
    }
    for (size_t i = 0; i < total; i++)
        if (!qk_drawable(&qks->qks[i % qks->count], encodings->encodings[i / qks->count],
                         &run->error))
            return STATUS_DOMAIN;
    if (!run_begin(run))
        return STATUS_DOMAIN;
    struct series *series = calloc(total, sizeof *series);
    enum status status = series ? STATUS_OK : STATUS_MEMORY;
    double lo = HUGE_VAL, hi = -HUGE_VAL;
    for (size_t i = 0; status == STATUS_OK && i < total; i++) {
        series[i] = (struct series){encodings->encodings[i / qks->count], &qks->qks[i % qks->count],
                                    malloc(pairs * sizeof *series[i].difference)};
        status = series[i].difference ? difference_span(series[i].encoding, &series[i].qk->law,
                                                        &run->stream, &plan, pairs, &lo, &hi)
                                      : STATUS_MEMORY;
        if (status == STATUS_OK)
            status = difference_draw(series[i].encoding, &series[i].qk->law, &run->stream, &plan,
                                     pairs, series[i].difference);
        run_step(run);
    }
    if (lo == hi) /* a deterministic model: one bin of width one around the only value */
        lo -= 0.5, hi += 0.5;
    for (size_t i = 0; status == STATUS_OK && i < total; i++) {
        status = rows_of(run, &series[i], &plan, pairs, lo, hi);
        run_step(run);
    }
    for (size_t i = 0; series && i < total; i++)
        free(series[i].difference);
    free(series);
    return status;
}

const struct experiment experiment_diffhist = {
    .name = "diffhist",
    .summary = "histogram of near score minus far score, TAPA's Appendix I",
    .measures =
        "Draws a query, a key and a near distance, and another query, key and far distance, and "
        "takes the difference of the two scores, many times over. Reports the histogram with its "
        "mean, spread and skewness beside the exact ones.",
    .source = "TAPA Appendix I, Figure 1; theory/moments/README.md, section diffhist-mean",
    EXPERIMENT_OPTIONS(options),
    EXPERIMENT_COLUMNS(columns),
    EXPERIMENT_FIGURES(figures),
    .claims = &diffhist_claims,
    .run = run_diffhist,
    .cost = diffhist_cost,
};
