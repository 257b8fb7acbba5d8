#include <math.h>
#include <stdlib.h>

#include "experiments/diffhist.h"
#include "experiments/harness/claim_tools.h"
#include "experiments/harness/montecarlo.h"

/* A shift in standard deviations with its standard error. */
struct shift {
    double value, error;
};

static enum status shift_of(const char *spec, const struct qk_law *law, size_t pairs, struct shift *out)
{
    static const struct difference_plan plan = {0.0, 100.0, 10000.0, 10100.0, false};
    struct random_stream stream = {1, random_stream_id("diffhist")};
    struct encoding *e = claim_encoding("%s", spec);
    double *difference = malloc(pairs * sizeof *difference);
    enum status status = e && difference ? difference_draw(e, law, &stream, &plan, pairs, difference) : STATUS_MEMORY;
    if (status == STATUS_OK) {
        struct sample s = sample_of(pairs, difference);
        double sd = sqrt(sample_variance(&s));
        /* Relative errors of mean and sd add, at worst. */
        out->value = s.mean / sd;
        out->error = sample_mean_error(&s) / sd + fabs(s.mean) / sd * 0.5 * sample_variance_error(&s) / (sd * sd);
    }
    free(difference);
    encoding_free(e);
    return status;
}

static enum status judge_model(int scale, const struct qk_law *law, const char *qk, struct judgement *out)
{
    static const size_t pairs[SCALE_COUNT] = {10000, 10000, 1000000};
    struct shift rope, tapa;
    enum status status = shift_of("rope:base=5e5,dim=128", law, pairs[scale], &rope);
    if (status == STATUS_OK)
        status = shift_of("tapa:dim=128,alpha=0.1,split=0.5", law, pairs[scale], &tapa);
    if (status != STATUS_OK)
        return status;
    double z = claim_z();
    judge_above(out, rope.value - z * rope.error, fabs(tapa.value) + z * tapa.error);
    if (out->verdict == VERDICT_REFUTED && rope.value + z * rope.error > fmax(0.0, fabs(tapa.value) - z * tapa.error))
        out->verdict = VERDICT_INCONCLUSIVE; /* the intervals overlap */
    message_set(&out->detail, "mean difference in standard deviations, %zu pairs: RoPE %.3f +- %.3f, TAPA %.4f +- %.3f (one standard error); "
                "context only, a trained model's in the paper: RoPE 4.1/0.85, TAPA 0.03/3.3",
                pairs[scale], rope.value, rope.error, tapa.value, tapa.error);
    message_set(&out->command, "build/posbias diffhist --qk=%s --pairs=%zu", qk, pairs[scale]);
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

#define F1(name, model, judge_function, found)                                                                                      \
    {.id = name,                                                                                                             \
     .statement = "Near minus far scores: RoPE's are shifted to positive values, TAPA's are centred.",                       \
     .source = "TAPA Appendix I, Figure 1",                                                                                  \
     .domain = model ", rope:base=5e5,dim=128 and tapa:dim=128,alpha=0.1,split=0.5, distances 0..100 and 10000..10100, "     \
                     "10000 pairs (1000000 at full scale), seed 1",                                                          \
     .quantity = "lower limit of RoPE's mean difference in standard deviations; the limit is the upper one of TAPA's |mean|", \
     .relation = "value > limit",                                                                                            \
     .allowance = "6.0 standard errors on each side: a false alarm less than once in 1e9 per comparison",                    \
     .finding = found,\
     .kind = CLAIM_MEASURED,                                                                                                 \
     .expected = VERDICT_VERIFIED,                                                                                           \
     .judge = judge_function}

const struct claim diffhist_claims[DIFFHIST_CLAIM_COUNT] = {
    F1("TAPA-F1", "gauss:mu=0.5,sigma=1", judge_gauss,
       "On random queries and keys that agree on average, near scores exceed far ones under RoPE and balance under TAPA"),
    F1("TAPA-F1-ALIGNED", "aligned:rho=0.5", judge_aligned, NULL),
};
