#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "experiments/harness/claims/claim_tools.h"
#include "experiments/harness/draws/sample.h"
#include "experiments/normality/claims.h"

/* How far DU's split may be off and still count as followed: in Kolmogorov distance; in the mean,
 * in standard deviations; in the standard deviation, relatively. */
static const double SHAPE_TOLERANCE = 0.1, MEAN_TOLERANCE = 0.25, SD_TOLERANCE = 0.15;

/* What is asked of DU's split. */
enum split_question { SHAPE, MEAN, SPREAD };

/* A draw's answer, positive on average where the claim fails; for the spread the relative error, of
 * either sign. */
static double answer(enum split_question question, const double *v)
{
    double error = (v[NORMALITY_LAW_MEAN] - v[NORMALITY_MEAN]) / v[NORMALITY_SD];
    switch (question) {
    case SHAPE:
        return v[NORMALITY_KS_SPLIT] - SHAPE_TOLERANCE;
    case MEAN:
        return error * error - MEAN_TOLERANCE * MEAN_TOLERANCE;
    default:
        return v[NORMALITY_LAW_SD] / v[NORMALITY_SD] - 1.0;
    }
}

/* The most contradicting case found. */
struct case_found {
    double mean, margin; /* average answer, its confidence half-width */
    double base, context;
    double ks_own, ks_split, error, ratio;
};

/* Curves that all three questions are asked of. */
struct curves {
    double base, context;
    const struct qk_law *law;
    const char *qk;
    size_t draws;
};

static enum status measure(void *context, double *value)
{
    const struct curves *c = context;
    const struct random_stream stream = {1, random_stream_id("normality")};
    struct encoding *e = claim_encoding("rope:base=%.17g,dim=128", c->base);
    enum status status = e ? normality_measure(e, c->law, &stream, c->draws, c->context, false,
                                               value)
                           : STATUS_MEMORY;
    encoding_free(e);
    return status;
}

static enum status answer_of(enum split_question question, struct curves *curves,
                             struct case_found *out)
{
    char key[128];
    size_t draws = curves->draws;
    const double *value = NULL;
    double *x = malloc(draws * sizeof *x);
    snprintf(key, sizeof key, "normality %g %s %.0f %zu", curves->base, curves->qk, curves->context,
             draws);
    enum status status = x ? claim_memo(key, draws * NORMALITY_VALUES, measure, curves, &value)
                           : STATUS_MEMORY;
    *out = (struct case_found){.base = curves->base, .context = curves->context};
    for (size_t d = 0; status == STATUS_OK && d < draws; d++) {
        const double *v = value + d * NORMALITY_VALUES, n = (double)draws;
        double error = (v[NORMALITY_LAW_MEAN] - v[NORMALITY_MEAN]) / v[NORMALITY_SD];
        x[d] = answer(question, v);
        out->ks_own += v[NORMALITY_KS_NORMAL] / n;
        out->ks_split += v[NORMALITY_KS_SPLIT] / n;
        out->error += error * error / n;
        out->ratio += v[NORMALITY_LAW_SD] / v[NORMALITY_SD] / n;
    }
    if (status == STATUS_OK) {
        struct sample s = sample_of(draws, x);
        out->mean = question == SPREAD ? fabs(s.mean) - SD_TOLERANCE : s.mean;
        out->margin = draws > 1 ? claim_z() * sample_mean_error(&s) : 0.0;
    }
    free(x);
    return status;
}

/* Judges one question for one model over bases and lengths: the case whose lower confidence limit
 * is highest decides a refutation, and all upper limits together a verification. */
static enum status judge_split(enum split_question question, int scale, const struct qk_law *law,
                               const char *qk, struct judgement *out)
{
    static const double bases[] = {1e4, 5e5, 1e8}, contexts[] = {1024.0, 4096.0, 16384.0};
    static const size_t draws[SCALE_COUNT] = {768, 768, 4096}, lengths[SCALE_COUNT] = {2, 2, 3};
    size_t n = law->kind == QK_UNIT ? 1 : draws[scale];
    double highest = -HUGE_VAL;
    struct case_found worst = {.mean = -HUGE_VAL};
    for (size_t i = 0; i < sizeof bases / sizeof *bases; i++)
        for (size_t k = 0; k < lengths[scale]; k++) {
            struct case_found found;
            struct curves curves = {bases[i], contexts[k], law, qk, n};
            enum status status = answer_of(question, &curves, &found);
            if (status != STATUS_OK)
                return status;
            highest = fmax(highest, found.mean + found.margin);
            if (!(found.mean - found.margin <= worst.mean - worst.margin))
                worst = found;
        }
    judge_below(out, worst.mean - worst.margin, 0.0);
    if (out->verdict == VERDICT_VERIFIED) {
        out->value = highest;
        out->clearance = -highest;
        if (!(highest < 0.0))
            out->verdict = VERDICT_INCONCLUSIVE; /* an interval straddles the limit */
    }
    message_set(&out->detail,
                "b = %g, M = %.0f, %zu draw%s: the split's mean is off by %.3f standard deviations "
                "(root mean square), its sd is %.3f of the true one, the Kolmogorov distance to "
                "its normal law %.3f, to the normal law with the curve's own mean and sd %.4f",
                worst.base, worst.context, n, n == 1 ? "" : "s", sqrt(worst.error), worst.ratio,
                worst.ks_split, worst.ks_own);
    message_set(
        &out->shown_by,
        "build/posbias normality --encoding=rope:base=%g,dim=128 --qk=%s --context=%.0f --pairs=%zu",
        worst.base, qk, worst.context, n);
    return STATUS_OK;
}

static const struct qk_law unit = {.kind = QK_UNIT}, phase = {.kind = QK_PHASE},
                           gauss = {.kind = QK_GAUSS, .sigma = 1.0},
                           aligned = {.kind = QK_ALIGNED, .rho = 0.5};

#define JUDGE(name, question, model, qk)                                 \
    enum status judge_##name##_##model(int scale, struct judgement *out) \
    {                                                                    \
        return judge_split(question, scale, &model, qk, out);            \
    }
#define JUDGES(name, question)                         \
    JUDGE(name, question, unit, "unit")                \
    JUDGE(name, question, phase, "phase")              \
    JUDGE(name, question, gauss, "gauss:mu=0,sigma=1") \
    JUDGE(name, question, aligned, "aligned:rho=0.5")
JUDGES(shape, SHAPE)
JUDGES(mean, MEAN)
JUDGES(spread, SPREAD)
