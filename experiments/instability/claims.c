#include <math.h>
#include <stdio.h>
#include <string.h>

#include "experiments/harness/claim_tools.h"
#include "experiments/instability/instability.h"
#include "theory/independence.h"

static enum status judge_t21(int scale, struct judgement *out)
{
    static const double last[SCALE_COUNT] = {0x1p20, 0x1p24, 0x1p28};
    static const int dims[] = {4, 6, 8, 10, 12};
    static const struct qk_law laws[] = {{.kind = QK_MOMENTS, .mu0 = 1.0}, {.kind = QK_MOMENTS, .mu0 = 1.0, .nu0 = 1.0}};
    enum { TARGETS = 41 };
    double worst = 0.0, worst_target = 0.0, worst_distance = 0.0;
    int worst_dim = 0, worst_nu = 0;
    for (size_t i = 0; i < sizeof dims / sizeof *dims; i++)
        for (size_t k = 0; k < 2; k++) {
            double target[TARGETS], g = hypot(laws[k].mu0, laws[k].nu0);
            struct witness found[TARGETS];
            struct encoding *e = claim_encoding("rope:base=5e5,dim=%d,unit=turn", dims[i]);
            if (!e)
                return STATUS_DOMAIN;
            for (size_t t = 0; t < TARGETS; t++)
                target[t] = g * (2.0 * (double)t / (TARGETS - 1) - 1.0);
            enum status status = instability_scan(e, &laws[k], last[scale], TARGETS, target, found);
            encoding_free(e);
            if (status != STATUS_OK)
                return status;
            for (size_t t = 0; t < TARGETS; t++) {
                double scaled = fabs(found[t].value - target[t]) * 0.5 * dims[i] / (g + fabs(laws[k].mu0));
                if (scaled > worst) {
                    worst = scaled, worst_target = target[t], worst_distance = found[t].distance;
                    worst_dim = dims[i], worst_nu = (int)laws[k].nu0;
                }
            }
        }
    judge_below(out, worst, 1.25);
    message_set(&out->detail,
                "every target has a witness; the worst, gamma = %.3f at D = %d, is met at r = %.0f to %.4f of the "
                "proof's own error (g + |mu0|)/h",
                worst_target, worst_dim, worst_distance, worst);
    message_set(&out->command,
                "build/posbias instability --encoding=rope:base=5e5,dim=%d,unit=turn --qk=moments:mu0=1,nu0=%d "
                "--target=%.17g --scan=%.0f",
                worst_dim, worst_nu, worst_target, last[scale]);
    return STATUS_OK;
}

/* Presets whose frequencies are rationally dependent. */
struct dependence {
    unsigned judged, dependent;
    char list[512];
};

static enum status judge_preset(void *context, const char *name, const struct encoding *e)
{
    struct dependence *d = context;
    unsigned power;
    size_t degree, pairs = e->schedule->pairs;
    enum status status = independence_degree(e->schedule->rule.base, pairs, &power, &degree);
    if (status != STATUS_OK)
        return status;
    d->judged++;
    if (degree < pairs) {
        size_t used = strlen(d->list);
        snprintf(d->list + used, sizeof d->list - used, "%s%s (b = %g, degree %zu of %zu)", d->dependent ? ", " : "", name,
                 e->schedule->rule.base, degree, pairs);
        d->dependent++;
    }
    return STATUS_OK;
}

static enum status judge_hypothesis(int scale, struct judgement *out)
{
    (void)scale;
    struct dependence d = {0};
    enum status status = claim_each_plain_preset(",unit=turn", &d, judge_preset);
    judge_below(out, (double)d.dependent, 0.5);
    message_set(&out->detail,
                "%u of %u presets have rationally dependent frequencies: %s; with b = 1e4 and D = 128, theta_16 = 1/10 and "
                "theta_32 = 1/100",
                d.dependent, d.judged, d.list);
    message_set(&out->command, "build/posbias claims TAPA-T2.1-HYPOTHESIS");
    return status;
}

static enum status judge_reach(int scale, struct judgement *out)
{
    static const double last[SCALE_COUNT] = {0x1p20, 0x1p24, 0x1p30};
    static const struct qk_law law = {.kind = QK_MOMENTS, .mu0 = 1.0};
    double target[] = {-1.0, 1.0};
    struct witness found[2];
    struct encoding *e = claim_encoding("rope:base=5e5,dim=128,unit=turn");
    if (!e)
        return STATUS_DOMAIN;
    enum status status = instability_scan(e, &law, last[scale], 2, target, found);
    encoding_free(e);
    judge_below(out, found[0].value, -1.0 + 1.25 * 4.0 / 128.0);
    message_set(&out->detail,
                "over r = 1..%.0f at D = 128 the lowest value is %.4f (r = %.0f) and the highest %.4f (r = %.0f): "
                "the theorem's witnesses for the rest of [-1, 1] exist but lie beyond any length in use",
                last[scale], found[0].value, found[0].distance, found[1].value, found[1].distance);
    message_set(&out->command, "build/posbias instability --encoding=rope:base=5e5,dim=128,unit=turn --target=-1,1 --scan=%.0f",
                last[scale]);
    return status;
}

const struct claim instability_claims[INSTABILITY_CLAIM_COUNT] = {
    {.id = "TAPA-T2.1",
     .statement = "With rationally independent frequencies, for every gamma in [-g, g] some distances bring (2/sqrt D) E S "
                  "within O(1/D) "
                  "of gamma.",
     .source = "TAPA Theorem 2.1, Eq. 6",
     .domain = "b = 5e5 (independent: not a perfect power), D = 4, 6, 8, 10, 12, unit turn, (mu0, nu0) = (1, 0) and (1, 1), 41 "
               "targets, "
               "distances to 2^20 (smoke), 2^24 (standard), 2^28 (full)",
     .quantity = "largest error of a target's best witness, over the proof's (g + |mu0|)/h",
     .relation = "value < limit",
     .allowance = "1/4 of the proof's error, chosen: a finite scan only comes near the phases the theorem reaches in the limit",
     .kind = CLAIM_CHECKED,
     .expected = VERDICT_VERIFIED,
     .judge = judge_t21},
    {.id = "TAPA-T2.1-HYPOTHESIS",
     .statement = "The frequencies of published models satisfy Theorem 2.1's hypothesis of rational independence.",
     .source = "TAPA Theorem 2.1 and the remark after it; theory/README.md#independence",
     .domain = "plain RoPE presets, unit turn",
     .quantity = "presets with dependent frequencies",
     .relation = "value < limit",
     .allowance = "none: exact integer arithmetic",
     .finding = "The theorem that the expected score returns to every value assumes independent frequencies, which most "
                "published models do not have",
     .kind = CLAIM_CHECKED,
     .expected = VERDICT_REFUTED,
     .judge = judge_hypothesis},
    {.id = "TAPA-T2.1-REACH",
     .statement = "At a real model's size the instability shows within reach: some distance brings the expected score near -g.",
     .source = "derived from TAPA Theorem 2.1",
     .domain = "b = 5e5, D = 128, unit turn, mu0 = 1, distances to 2^20 (smoke), 2^24 (standard), 2^30 (full)",
     .quantity = "lowest (2/sqrt D) E S over the scan",
     .relation = "value < limit",
     .allowance = "as for TAPA-T2.1",
     .kind = CLAIM_CHECKED,
     .expected = VERDICT_REFUTED,
     .judge = judge_reach},
};
