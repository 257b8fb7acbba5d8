#include "experiments/lemmas/lemmas.h"

#include <math.h>
#include <stdio.h>

#include "theory/ground/constants.h"
#include "theory/limits/lemmas.h"
#include "theory/proof/tapa/lemma_bound.h"
#include "theory/trig/trig_limits.h"

/* What proofs of some of the bounds over all plain presets collect. */
struct proofs {
    enum lemma first, last;
    double from; /* first distance, tokens */
    /* useful: largest distance where a bound is below 1/2 */
    double useful, evaluated, balls, least_bound;
    unsigned presets, outside, vacuous, open, failed;
    char worst[64], failure[160];
};

static enum status prove_preset(void *context, const char *name, const struct encoding *e)
{
    struct proofs *t = context;
    if (!lemma_hypotheses(encoding_schedule(e), 2.0)) {
        t->outside++;
        return STATUS_OK;
    }
    t->presets++;
    for (enum lemma lemma = t->first; lemma <= t->last; lemma++) {
        struct lemma_problem problem = {encoding_schedule(e), lemma, t->from, DISTANCE_LIMIT};
        struct lemma_proof proof;
        enum status status = lemma_prove(&problem, &proof);
        if (status != STATUS_OK)
            return status;
        t->evaluated += (double)proof.evaluated;
        t->balls += (double)proof.balls;
        t->vacuous += proof.trivial_from == t->from && proof.beyond;
        t->open += proof.outcome == PROOF_UNDECIDED || !proof.beyond;
        if (proof.trivial_from - 1.0 > t->useful) {
            t->useful = proof.trivial_from - 1.0;
            snprintf(t->worst, sizeof t->worst, "%s", name);
        }
        if (proof.outcome == PROOF_NEGATIVE) {
            t->failed++;
            snprintf(t->failure, sizeof t->failure,
                     "; %s fails for %s at r = %.0f: %.17g against %.17g", lemma_names[lemma], name,
                     proof.distance, proof.value, proof.bound);
        }
    }
    return STATUS_OK;
}

static enum status judge_lemma(enum lemma first, enum lemma last, struct judgement *out)
{
    struct proofs t = {.first = first, .last = last, .from = 2.0};
    enum status status = claim_each_plain_preset(",unit=turn", &t, prove_preset);
    judge_below(out, t.open + t.failed, 1.0);
    if (out->verdict == VERDICT_REFUTED && t.failed == 0)
        out->verdict = VERDICT_INCONCLUSIVE;
    message_set(&out->detail,
                "%u presets (%u more are outside D > 4 ln b); %.0f distances needed a value, %.0f "
                "of them by balls; at every other, and at every preset for all r > %.0f without "
                "end (%s), the bound says no more than the trivial 1/2%s",
                t.presets, t.outside, t.evaluated, t.balls, t.useful, t.worst, t.failure);
    message_set(&out->shown_by, "build/posbias lemmas --prove --encoding=model:%s,unit=turn",
                t.worst);
    return status;
}

static enum status judge_c1(int scale, struct judgement *out)
{
    (void)scale;
    return judge_lemma(LEMMA_C1_COS, LEMMA_C1_SIN, out);
}

static enum status judge_c2(int scale, struct judgement *out)
{
    (void)scale;
    return judge_lemma(LEMMA_C2, LEMMA_C2, out);
}

/* Proves that the cosine bound is trivial from one turn on, and takes its least value, at r =
 * 2b/pi. */
static enum status least_cosine_bound(void *context, const char *name, const struct encoding *e)
{
    struct proofs *t = context;
    struct lemma_point point = {encoding_schedule(e)->rule.base, (double)e->dim,
                                4.0 * encoding_schedule(e)->rule.base / TWO_PI};
    unsigned presets = t->presets;
    enum status status = prove_preset(t, name, e);
    if (status == STATUS_OK && t->presets > presets && lemma_c1_cos(&point) < t->least_bound) {
        t->least_bound = lemma_c1_cos(&point);
        snprintf(t->worst, sizeof t->worst, "%s", name);
    }
    return status;
}

static enum status judge_c1_cosine(int scale, struct judgement *out)
{
    (void)scale;
    struct proofs t = {.from = 1.0, .least_bound = HUGE_VAL, .useful = HUGE_VAL};
    enum status status = claim_each_plain_preset(",unit=turn", &t, least_cosine_bound);
    judge_above(out, (double)t.presets - (double)t.vacuous, 0.0);
    out->verdict = out->clearance > 0.0 ? VERDICT_INCONCLUSIVE : VERDICT_VACUOUS;
    message_set(&out->detail,
                "at %u of %u presets the bound is proved to be at least 1/2 at every real "
                "distance, where |C_D| <= 1/2 is trivial; its least value, at r = 2b/pi, is %.3f "
                "(%s)",
                t.vacuous, t.presets, t.least_bound, t.worst);
    message_set(
        &out->shown_by,
        "build/posbias lemmas --prove --encoding=model:%s,unit=turn --range=1:9007199254740992",
        t.worst);
    return status;
}

static enum status judge_sharp(int scale, struct judgement *out)
{
    (void)scale;
    double worst = 0.0, worst_base = 0.0, worst_distance = 0.0;
    for (double exponent = 1.01; exponent <= 30.0; exponent += 0.25)
        for (double turns = 2.0; turns < 0x1p50; turns = floor(turns * 1.07) + 1.0) {
            struct estimate c, s;
            double base = pow(10.0, exponent), log_base = log(base);
            enum status status = trig_limits(base, turns, &c, &s);
            if (status != STATUS_OK)
                return status;
            double used = fmax((fabs(c.val) + c.err) * 4.0 * 0.5 * TWO_PI * log_base * turns /
                                   (base + 1.0),
                               (fabs(s.val) + s.err) * log_base / 0.926);
            if (used > worst)
                worst = used, worst_base = base, worst_distance = turns;
        }
    judge_below(out, worst, 1.0);
    message_set(&out->detail, "closest at b = %.3g, r = %.0f: %.4f of the bound", worst_base,
                worst_distance, worst);
    message_set(
        &out->shown_by,
        "build/posbias lemmas --encoding=rope:base=%.17g,dim=65536,unit=turn --distances=%.0f",
        worst_base, worst_distance);
    return STATUS_OK;
}

static const struct claim_old rows[] = {
    {.id = "TAPA-LC.1",
     .statement =
         "|C_D| <= 2b/(ln b r pi) + eps and |S_D| <= 2/ln b + eps, eps = a + 4 pi r b^(-a)/D for every a > 0.",
     .source = "TAPA Lemma C.1, Eq. 25 and 26",
     .domain =
         "plain RoPE presets with D > 4 ln b, unit turn; every whole r >= 2, without end; every a > 0",
     .quantity = "bounds at presets not proved to hold at every distance",
     .relation = "value < limit",
     .allowance = "none: sums and bounds are enclosed",
     .kind = CLAIM_PROVED,
     .expected = VERDICT_VERIFIED,
     .judge_old = judge_c1},
    {.id = "TAPA-LC.1-COSINE",
     .statement =
         "Lemma C.1's bound on |C_D| says something at real models: it is below 1/2 at some distance.",
     .source = "TAPA Eq. 25; theory/README.md#lemma-bounds",
     .domain = "plain RoPE presets with D > 4 ln b, unit turn, all real distances r >= 1 at once",
     .quantity = "presets at which the bound is not proved to be at least 1/2 at every distance",
     .relation = "value > limit",
     .allowance = "none: the bound is enclosed",
     .finding =
         "The lemma under these theorems bounds the mean cosine by more than its trivial bound at every model",
     .kind = CLAIM_PROVED,
     .expected = VERDICT_VACUOUS,
     .judge_old = judge_c1_cosine},
    {.id = "TAPA-LC.1-SHARP",
     .statement = "In the limit D to infinity, |C| <= (b + 1)/(4 pi r ln b) and |S| <= 0.926/ln b: "
                  "7 and 2 times sharper than Lemma C.1.",
     .source = "derived in theory/README.md#lemma-bounds",
     .domain =
         "b from 10^1.01 to 1e30 in quarter decades, integer r from 2 to 2^50 in steps of 7 %, unit turn",
     .quantity = "largest limit over bound, with the special function's error",
     .relation = "value < limit",
     .allowance = "the special function's own error bound is added to the value",
     .kind = CLAIM_CHECKED,
     .expected = VERDICT_VERIFIED,
     .judge_old = judge_sharp},
    {.id = "TAPA-LC.2",
     .statement = "If r b^(-e0) < 1/4 then C_D > (1 - e0)/2 cos(2 pi r b^(-e0)) - 1/ln b - eps.",
     .source = "TAPA Lemma C.2, Eq. 27",
     .domain = "as TAPA-LC.1; every e0 with r b^(-e0) < 1/4",
     .quantity = "presets at which it is not proved to hold at every distance",
     .relation = "value < limit",
     .allowance = "none: sums and bounds are enclosed",
     .kind = CLAIM_PROVED,
     .expected = VERDICT_VERIFIED,
     .judge_old = judge_c2},
};

const struct claim_set lemmas_claims = CLAIM_SET_OLD(rows);
