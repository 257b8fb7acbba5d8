/* The signs of DU's trade-off for position inversions: does the probability rise with the context,
 * and with the base? */
#include "experiments/locality/judges.h"

#include <gsl/gsl_cdf.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "experiments/harness/claims/claim_tools.h"
#include "theory/order/order_average.h"

enum { CONTEXT_COUNT = 8 };
static const struct qk_law UNIT = {.kind = QK_UNIT}, ALIGNED = {.kind = QK_ALIGNED, .rho = 0.5};

const char *const locality_bases[LOCALITY_BASES] = {"1e4", "5e5", "1e6", "1e7", "1e8"};

/* An average's error is half of Student's 95 % interval over its replicates: how much wider it is
 * at the false alarm rate of a claim. */
static double claim_width(void)
{
    const double freedom = ORDER_REPLICATES - 1.0;
    return gsl_cdf_tdist_Qinv(gsl_cdf_ugaussian_Q(claim_z()), freedom) /
           gsl_cdf_tdist_Qinv(0.025, freedom);
}

struct question {
    const char *spec;
    const struct qk_law *law;
    double context;
    size_t points;
};

static enum status answer(void *context, double *value)
{
    const struct question *q = context;
    struct encoding *e = claim_encoding("%s", q->spec);
    struct curve_window window[2];
    struct locality_fraction count;
    struct estimate p = {0};
    enum status status = STATUS_MEMORY;
    locality_window(LOCALITY_HALF, q->context, window);
    if (e && q->law->kind == QK_UNIT) {
        struct random_stream unused = {0};
        status = locality_fractions(e, q->law, &unused, window, 1, &count);
        p = (struct estimate){0.5 * (count.less_lo + count.less_hi),
                              0.5 * (count.less_hi - count.less_lo) + count.tie_hi};
    } else if (e) {
        status = locality_exact(e, q->law, window, q->points, &p);
        p.err *= claim_width(); /* of rounding too, which is nothing beside it */
    }
    encoding_free(e);
    value[0] = p.val, value[1] = p.err;
    return status;
}

enum status locality_probability(const char *spec, const struct qk_law *law, double context,
                                 size_t points, struct estimate *p)
{
    /* a count samples nothing */
    struct question question = {spec, law, context, law->kind == QK_UNIT ? 0 : points};
    const double *value = NULL;
    char key[192];
    snprintf(key, sizeof key, "locality %s %d %g %g %g %.0f %zu", spec, law->kind, law->mu,
             law->sigma, law->rho, context, question.points);
    enum status status = claim_memo(key, 2, answer, &question, &value);
    *p = value ? (struct estimate){value[0], value[1]} : (struct estimate){NAN, NAN};
    return status;
}

size_t locality_points(int scale)
{
    static const size_t points[SCALE_COUNT] = {2048, 4096, 32768};
    return points[scale];
}

enum status locality_rope_probability(const char *base, const struct qk_law *law, double context,
                                      size_t points, struct estimate *p)
{
    char spec[64];
    snprintf(spec, sizeof spec, "rope:base=%s,dim=128", base);
    return locality_probability(spec, law, context, points, p);
}

/* The probabilities on the grid of bases and contexts 64, 256, .., 1048576: every base_step-th
 * base, every context_step-th context. */
static enum status grid(int scale, const struct qk_law *law, size_t base_step, size_t context_step,
                        struct estimate p[LOCALITY_BASES][CONTEXT_COUNT])
{
    enum status status = STATUS_OK;
    for (size_t b = 0; b < LOCALITY_BASES; b += base_step)
        for (size_t i = 0; status == STATUS_OK && i < CONTEXT_COUNT; i += context_step)
            status = locality_rope_probability(locality_bases[b], law, ldexp(64.0, 2 * (int)i),
                                               locality_points(scale), &p[b][i]);
    return status;
}

/* How far b lies above a beyond both errors; negative if not, below by more than the errors if both
 * agree on that. */
static double rise(struct estimate a, struct estimate b)
{
    double d = b.val - a.val, e = a.err + b.err;
    return d > 0.0 ? fmax(d - e, 0.0) : fmin(d + e, 0.0);
}

/* Value 0 means that the errors hide the sign: inconclusive unless something else is plainly
 * negative. */
static void judge_signs(struct judgement *out, double smallest)
{
    judge_above(out, smallest, 0.0);
    if (smallest == 0.0)
        out->verdict = VERDICT_INCONCLUSIVE;
}

/* From the shortest context to the first at or beyond b, for every base: the sign as a trend. */
static enum status judge_context(int scale, const struct qk_law *law, const char *qk,
                                 struct judgement *out)
{
    struct estimate p[LOCALITY_BASES][CONTEXT_COUNT];
    double smallest = HUGE_VAL;
    size_t at = 0;
    enum status status = grid(scale, law, 1, CONTEXT_COUNT - 1, p);
    for (size_t b = 0; status == STATUS_OK && b < LOCALITY_BASES; b++)
        if (rise(p[b][0], p[b][CONTEXT_COUNT - 1]) < smallest) {
            smallest = rise(p[b][0], p[b][CONTEXT_COUNT - 1]);
            at = b;
        }
    judge_signs(out, smallest);
    message_set(&out->detail, "least rise at b = %s, from %.4f at M = 64 to %.4f at 1048576",
                locality_bases[at], p[at][0].val, p[at][CONTEXT_COUNT - 1].val);
    message_set(
        &out->command,
        "build/posbias locality --encoding=rope:base=%s,dim=128 --qk=%s --context=64:1048576:x4",
        locality_bases[at], qk);
    return status;
}

/* Every step of a factor of four, as long as the context is at most the base; by counts, whose
 * steps nothing hides. */
enum status locality_judge_steps_unit(int scale, struct judgement *out)
{
    struct estimate p[LOCALITY_BASES][CONTEXT_COUNT];
    double smallest = HUGE_VAL;
    size_t at = 0, from = 0, steps = 0, falls = 0;
    enum status status = grid(scale, &UNIT, 1, 1, p);
    for (size_t b = 0; status == STATUS_OK && b < LOCALITY_BASES; b++)
        for (size_t i = 0;
             i + 1 < CONTEXT_COUNT && ldexp(256.0, 2 * (int)i) <= strtod(locality_bases[b], NULL);
             i++, steps++) {
            double step = rise(p[b][i], p[b][i + 1]);
            falls += step < 0.0;
            if (step < smallest && smallest >= 0.0) { /* the first fall, else the smallest rise */
                smallest = step;
                at = b, from = i;
            }
        }
    judge_signs(out, smallest);
    message_set(&out->detail,
                "%zu of %zu steps fall; %s b = %s, from %.4f at M = %.0f to %.4f at %.0f", falls,
                steps, falls ? "first" : "least rise", locality_bases[at], p[at][from].val,
                ldexp(64.0, 2 * (int)from), p[at][from + 1].val, ldexp(256.0, 2 * (int)from));
    message_set(
        &out->command,
        "build/posbias locality --encoding=rope:base=%s,dim=128 --qk=unit --context=64:1048576:x4",
        locality_bases[at]);
    return status;
}

/* From b = 1e4 to 1e8 at every context. */
static enum status judge_base(int scale, const struct qk_law *law, const char *qk,
                              struct judgement *out)
{
    struct estimate p[LOCALITY_BASES][CONTEXT_COUNT];
    double smallest = HUGE_VAL;
    size_t at = 0, holds = 0;
    enum status status = grid(scale, law, LOCALITY_BASES - 1, 1, p);
    for (size_t i = 0; status == STATUS_OK && i < CONTEXT_COUNT; i++) {
        double step = rise(p[0][i], p[LOCALITY_BASES - 1][i]);
        if (step > 0.0 && holds == i)
            holds = i + 1;
        if (step < smallest && smallest >= 0.0) {
            smallest = step;
            at = i;
        }
    }
    judge_signs(out, smallest);
    message_set(&out->detail,
                "holds up to M = %.0f; at M = %.0f it is %.4f for b = 1e4 and %.4f for b = 1e8",
                holds ? ldexp(64.0, 2 * (int)holds - 2) : 0.0, ldexp(64.0, 2 * (int)at),
                p[0][at].val, p[LOCALITY_BASES - 1][at].val);
    message_set(
        &out->command,
        "build/posbias locality --encoding='rope:base=1e4,dim=128;rope:base=1e8,dim=128' --qk=%s --context=%.0f",
        qk, ldexp(64.0, 2 * (int)at));
    return status;
}

#define FOR_MODEL(judge)                                                     \
    enum status locality_##judge##_unit(int scale, struct judgement *out)    \
    {                                                                        \
        return judge(scale, &UNIT, "unit", out);                             \
    }                                                                        \
    enum status locality_##judge##_aligned(int scale, struct judgement *out) \
    {                                                                        \
        return judge(scale, &ALIGNED, "aligned:rho=0.5", out);               \
    }
FOR_MODEL(judge_context)
FOR_MODEL(judge_base)
