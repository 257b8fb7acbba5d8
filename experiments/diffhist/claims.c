#include <math.h>
#include <stdlib.h>

#include "experiments/diffhist/diffhist.h"
#include "experiments/harness/claims/claim_tools.h"
#include "experiments/harness/draws/sample.h"

/* How far from zero a mean difference may be, in standard deviations, and still count as centred.
 * */
static const double CENTRED = 0.1;

/* A shift in standard deviations with its standard error, and how far the sample's mean is from the
 * exact one, in standard errors. */
struct shift {
    double value, error, surprise;
};

static enum status shift_of(const char *spec, const struct qk_law *law, size_t pairs,
                            struct shift *out)
{
    static const struct difference_plan plan = {0.0, 100.0, 10000.0, 10100.0, false};
    struct random_stream stream = {1, random_stream_id("diffhist")};
    struct encoding *e = claim_encoding("%s", spec);
    double *difference = malloc(pairs * sizeof *difference), mean = 0.0, variance = 0.0;
    bool exists = false;
    enum status status = e && difference
                             ? difference_draw(e, law, &stream, &plan, pairs, difference)
                             : STATUS_MEMORY;
    if (status == STATUS_OK)
        status = difference_closed(e, law, &plan, &mean, &variance, &exists);
    if (status == STATUS_OK && exists) {
        struct sample s = sample_of(pairs, difference);
        double sd = sqrt(sample_variance(&s)), error = sample_mean_error(&s);
        /* Relative errors of mean and sd add, at worst. */
        out->value = s.mean / sd;
        out->error = error / sd + fabs(s.mean) / sd * 0.5 * sample_variance_error(&s) / (sd * sd);
        out->surprise = fmax(fabs(s.mean - mean) / error,
                             fabs(sample_variance(&s) - variance) / sample_variance_error(&s));
    }
    free(difference);
    encoding_free(e);
    return exists ? status : STATUS_UNDEFINED;
}

static enum status judge_model(int scale, const struct qk_law *law, const char *qk,
                               struct judgement *out)
{
    static const size_t pairs[SCALE_COUNT] = {20000, 40000, 1000000};
    struct shift rope, tapa;
    enum status status = shift_of("rope:base=5e5,dim=128", law, pairs[scale], &rope);
    if (status == STATUS_OK)
        status = shift_of("tapa:dim=128,alpha=0.1,split=0.5", law, pairs[scale], &tapa);
    if (status != STATUS_OK)
        return status;
    double z = claim_z();
    judge_above(
        out, fmin(rope.value - z * rope.error, 2.0 * CENTRED - fabs(tapa.value) - z * tapa.error),
        CENTRED);
    bool refuted = rope.value + z * rope.error < CENTRED ||
                   fabs(tapa.value) - z * tapa.error > CENTRED;
    if (out->verdict == VERDICT_REFUTED && !refuted)
        out->verdict = VERDICT_INCONCLUSIVE; /* an interval straddles the limit */
    bool trusted = fmax(rope.surprise, tapa.surprise) < z;
    if (!trusted) /* the draws contradict the exact moments: neither can be relied on */
        out->verdict = VERDICT_INCONCLUSIVE;
    message_set(
        &out->detail,
        "mean difference in standard deviations, %zu pairs: RoPE %.3f +- %.3f, TAPA %.4f +- %.4f "
        "(one standard error; the limits use %.2f); sampled means and variances are within %.1f "
        "standard errors of the exact ones%s; context only, a trained model's in the paper: RoPE "
        "4.1/0.85, TAPA 0.03/3.3",
        pairs[scale], rope.value, rope.error, tapa.value, tapa.error, z,
        fmax(rope.surprise, tapa.surprise), trusted ? "" : ", which is too far");
    message_set(&out->shown_by, "build/posbias diffhist --qk=%s --pairs=%zu", qk, pairs[scale]);
    return STATUS_OK;
}

static enum status judge_gauss(int scale, struct judgement *out)
{
    static const struct qk_law law = {.kind = QK_GAUSS, .mu = 0.5, .sigma = 1.0};
    return judge_model(scale, &law, "gauss:mu=0.5,sigma=1", out);
}

static enum status judge_aligned(int scale, struct judgement *out)
{
    static const struct qk_law law = {.kind = QK_ALIGNED, .rho = 0.5};
    return judge_model(scale, &law, "aligned:rho=0.5", out);
}

static enum status judge_narrow(int scale, struct judgement *out)
{
    static const struct qk_law law = {.kind = QK_GAUSS, .mu = 0.1, .sigma = 0.2};
    return judge_model(scale, &law, "gauss:mu=0.1,sigma=0.2", out);
}

#define F1(name, model, judge_function, outcome, found)                                                                      \
    {                                                                                                                        \
        .id = name,                                                                                                          \
        .statement =                                                                                                         \
            "Near minus far scores: RoPE's are shifted to positive values, TAPA's are centred.",                             \
        .source = "TAPA Appendix I, Figure 1",                                                                               \
        .domain = model                                                                                                      \
            ", rope:base=5e5,dim=128 and tapa:dim=128,alpha=0.1,split=0.5, distances 0..100 and 10000..10100, "              \
            "40000 pairs (20000 at smoke, 1000000 at full scale), seed 1",                                                   \
        .quantity =                                                                                                          \
            "the smaller of RoPE's mean difference in standard deviations, at its lower confidence limit, and 0.2 less the " \
            "upper limit of TAPA's |mean|",                                                                                  \
        .relation = "value > limit",                                                                                         \
        .allowance =                                                                                                         \
            "a tenth of a standard deviation counts as centred; confidence limits at a false alarm rate of 1e-9 each",       \
        .finding = found, .kind = CLAIM_MEASURED, .expected = outcome, .judge_old = judge_function                           \
    }

static const struct claim_old rows[] = {
    F1("TAPA-F1", "gauss:mu=0.5,sigma=1", judge_gauss, VERDICT_VERIFIED,
       "On random queries and keys with a common mean of half their spread, near scores exceed far "
       "ones under RoPE and balance under TAPA"),
    F1("TAPA-F1-ALIGNED", "aligned:rho=0.5", judge_aligned, VERDICT_VERIFIED, NULL),
    F1("TAPA-F1-NARROW", "gauss:mu=0.1,sigma=0.2", judge_narrow, VERDICT_REFUTED,
       "With mean and spread a fifth of that, TAPA's differences are shifted too: its phase turns too slowly to average out"),
};

const struct claim_set diffhist_claims = CLAIM_SET_OLD(rows);
