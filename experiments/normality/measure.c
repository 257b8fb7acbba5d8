#include <gsl/gsl_cdf.h>
#include <math.h>
#include <stdlib.h>

#include "experiments/harness/draws/curve_draws.h"
#include "experiments/harness/draws/sample.h"
#include "experiments/normality/measure.h"
#include "kernels/counts/sort.h"
#include "kernels/curves/bank.h"
#include "theory/limits/kolmogorov.h"
#include "theory/limits/score_limit.h"
#include "theory/moments/du_split.h"

/* Scores averaged at a time, so that rounding grows with the blocks and not with the scores; points
 * of a law's own distance. */
enum { BLOCK = 4096, LAW_POINTS = 1025 };

/* A normal law. */
struct normal {
    double mean, sd;
};

static double normal_cdf(const void *context, double x)
{
    const struct normal *law = context;
    return gsl_cdf_ugaussian_P((x - law->mean) / law->sd);
}

static double limit_cdf(const void *context, double x) { return score_limit_cdf(context, x); }

/* The laws one curve is compared with; sd 0 or a NULL limit: there is none. */
struct laws {
    struct normal own, split; /* sd 0: no such law */
    bool has_split;
    struct score_limit *limit;
};

/* The split's law and the limiting one, from the draw's coefficients. */
static enum status bank_laws(const struct encoding *encoding, const double *query,
                             const double *key, double context, bool limit, struct laws *laws)
{
    const struct schedule *s = encoding_schedule(encoding);
    double *row = malloc((bank_columns(s) + 3 * s->pairs) * sizeof *row), shift = 0.0;
    if (!row)
        return STATUS_MEMORY;
    double *cosine = row + bank_columns(s), *sine = cosine + s->pairs, *amplitude = sine + s->pairs;
    bank_coefficients(s, query, key, row);
    for (size_t n = 0; n < s->pairs; n++) {
        bool turns = n < s->rotating;
        /* all that do not rotate are one constant */
        cosine[n] = turns ? row[n] : n == s->rotating ? row[2 * n] : 0.0;
        sine[n] = turns ? row[s->rotating + n] : 0.0;
        /* whole turns per token */
        bool still = s->turn_hi[n] == rint(s->turn_hi[n]) && s->turn_lo[n] == 0.0;
        amplitude[n] = still ? 0.0 : hypot(cosine[n], sine[n]);
        shift += still ? cosine[n] : 0.0;
    }
    struct du_split split = du_split(s, context, cosine, sine);
    laws->split = (struct normal){split.mean, sqrt(split.variance)};
    laws->has_split = true;
    enum status status = limit ? score_limit_new(s->pairs, amplitude, shift, &laws->limit)
                               : STATUS_OK;
    free(row);
    return status == STATUS_UNDEFINED ? STATUS_OK : status;
}

/* Mean and variance of a curve, block by block. */
static struct sample curve_sample(size_t count, const double *score)
{
    struct sample all = sample_of(count < BLOCK ? count : BLOCK, score);
    for (size_t i = BLOCK; i < count; i += BLOCK) {
        struct sample block = sample_of(count - i < BLOCK ? count - i : BLOCK, score + i);
        sample_join(&all, &block);
    }
    return all;
}

static enum status laws_new(const struct curve_plan *plan, const struct curve_draw *draw,
                            bool limit, struct laws *laws)
{
    size_t count = plan->window[0].count;
    struct sample sample = curve_sample(count, draw->score[0][0]);
    double sd = sqrt(sample.m2 / sample.count);
    /* A spread within the scores' own error is no spread. */
    *laws = (struct laws){.own = {sample.mean, sd > draw->error[0] ? sd : 0.0}};
    if (!encoding_bank(plan->encoding) || encoding_bank(plan->encoding)->slope != 0.0)
        return STATUS_OK;
    return bank_laws(plan->encoding, draw->query, draw->key[0], (double)count, limit, laws);
}

/* The limiting law's distance from the normal law of its own mean and variance. */
static double limit_from_normal(const struct score_limit *limit)
{
    struct normal normal = {limit->shift, sqrt(limit->variance)};
    double farthest = 0.0;
    for (int i = 0; i < LAW_POINTS; i++) {
        double x = limit->shift + limit->reach * (2.0 * i / (LAW_POINTS - 1) - 1.0);
        farthest = fmax(farthest, fabs(score_limit_cdf(limit, x) - normal_cdf(&normal, x)));
    }
    return farthest;
}

static enum status measure(const struct curve_plan *plan, const struct curve_draw *draw,
                           double *scratch, double *result)
{
    size_t count = plan->window[0].count;
    struct laws laws;
    enum status status = laws_new(plan, draw, plan->context != NULL, &laws);
    if (status != STATUS_OK)
        return status;
    for (size_t i = 0; i < NORMALITY_VALUES; i++)
        result[i] = NAN;
    sort_doubles(count, draw->score[0][0], scratch + count, scratch);
    result[NORMALITY_MEAN] = laws.own.mean;
    result[NORMALITY_SD] = laws.own.sd;
    if (laws.own.sd > 0.0)
        result[NORMALITY_KS_NORMAL] = kolmogorov_distance(count, scratch, normal_cdf, &laws.own);
    if (laws.has_split) {
        result[NORMALITY_LAW_MEAN] = laws.split.mean;
        result[NORMALITY_LAW_SD] = laws.split.sd;
    }
    if (laws.split.sd > 0.0)
        result[NORMALITY_KS_SPLIT] = kolmogorov_distance(count, scratch, normal_cdf, &laws.split);
    if (laws.limit) {
        result[NORMALITY_KS_LIMIT] = kolmogorov_distance(count, scratch, limit_cdf, laws.limit);
        result[NORMALITY_LIMIT_ERROR] = laws.limit->error;
        result[NORMALITY_LIMIT_NORMAL] = limit_from_normal(laws.limit);
    }
    score_limit_free(laws.limit);
    return STATUS_OK;
}

struct curve_plan normality_curves(const struct encoding *encoding, const struct qk_law *law,
                                   size_t draws, double context)
{
    size_t count = (size_t)context;
    return (struct curve_plan){.encoding = encoding,
                               .law = law,
                               .draws = draws,
                               .window_count = 1,
                               .window = {{0.0, count}},
                               .scratch = count + sort_work_size(count),
                               .results = NORMALITY_VALUES,
                               .visit = measure};
}

enum status normality_measure(const struct encoding *encoding, const struct qk_law *law,
                              const struct random_stream *stream, size_t draws, double context,
                              bool limit, double *value)
{
    struct curve_plan plan = normality_curves(encoding, law, draws, context);
    plan.stream = stream;
    plan.context = limit ? &plan : NULL; /* any address: asks for the limiting law */
    return curve_draws(&plan, value);
}

/* Standard deviations of each law that a histogram shows. */
static const double LAW_REACH = 3.5;

/* Doubles of a bin. */
enum { BIN_DOUBLES = sizeof(struct normality_bin) / sizeof(double) };

/* Makes room for a law's bulk, so that its density shows also where no score falls. */
static void widen(const struct normal *law, double *lo, double *hi)
{
    if (law->sd > 0.0) {
        *lo = fmin(*lo, law->mean - LAW_REACH * law->sd);
        *hi = fmax(*hi, law->mean + LAW_REACH * law->sd);
    }
}

static double mean_density(double (*cdf)(const void *, double), const void *law,
                           const struct normality_bin *bin)
{
    return (cdf(law, bin->hi) - cdf(law, bin->lo)) / (bin->hi - bin->lo);
}

static enum status histogram_fill(const struct curve_plan *plan, const struct curve_draw *draw,
                                  double *scratch, double *result)
{
    (void)scratch;
    size_t bins = plan->results / BIN_DOUBLES;
    struct normality_bin *out = (struct normality_bin *)(void *)result;
    const double *score = draw->score[0][0];
    size_t count = plan->window[0].count;
    struct laws laws;
    enum status status = laws_new(plan, draw, true, &laws);
    if (status != STATUS_OK)
        return status;
    double lo = score[0], hi = score[0];
    for (size_t i = 1; i < count; i++) {
        lo = fmin(lo, score[i]);
        hi = fmax(hi, score[i]);
    }
    if (laws.own.sd == 0.0) /* a constant curve: bins over a width of one around it */
        lo -= 0.5, hi += 0.5;
    widen(&laws.own, &lo, &hi);
    widen(&laws.split, &lo, &hi);
    if (laws.limit)
        widen(&(struct normal){laws.limit->shift, sqrt(laws.limit->variance)}, &lo, &hi);
    double width = (hi - lo) / (double)bins;
    for (size_t b = 0; b < bins; b++)
        out[b] = (struct normality_bin){lo + width * (double)b,
                                        b + 1 == bins ? hi : lo + width * (double)(b + 1),
                                        0.0,
                                        NAN,
                                        NAN,
                                        NAN};
    for (size_t i = 0; i < count; i++) {
        size_t b = (size_t)((score[i] - lo) / width);
        out[b < bins ? b : bins - 1].density += 1.0;
    }
    for (size_t b = 0; b < bins; b++) {
        struct normality_bin *bin = &out[b];
        bin->density /= (double)count * (bin->hi - bin->lo);
        if (laws.own.sd > 0.0)
            bin->normal = mean_density(normal_cdf, &laws.own, bin);
        if (laws.split.sd > 0.0)
            bin->split = mean_density(normal_cdf, &laws.split, bin);
        if (laws.limit)
            bin->limit = mean_density(limit_cdf, laws.limit, bin);
    }
    score_limit_free(laws.limit);
    return STATUS_OK;
}

enum status normality_histogram(const struct encoding *encoding, const struct qk_law *law,
                                const struct random_stream *stream, double context, size_t bins,
                                struct normality_bin *out)
{
    struct curve_plan plan = {.encoding = encoding,
                              .law = law,
                              .stream = stream,
                              .draws = 1,
                              .window_count = 1,
                              .window = {{0.0, (size_t)context}},
                              .results = bins * BIN_DOUBLES,
                              .visit = histogram_fill};
    return curve_draws(&plan, (double *)(void *)out);
}
