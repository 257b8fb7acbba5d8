#include "experiments/lemmas/lemmas.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "theory/lemmas.h"
#include "theory/trig_limits.h"

static const double TWO_PI = 6.283185307179586476925286766559;

/* Tallies of one lemma over presets and distances, and of the next with it. */
struct tally {
    struct tally *next;
    int lemma;
    double dense, step; /* all integers 2..dense, then geometric to 2^50 */
    double points, vacuous, violated, worst, worst_distance, last_useful, least_bound;
    unsigned presets, outside;
    char worst_name[64];
};

static void count_values(struct tally *t, const char *name, double distance, const struct lemma_values *v)
{
    int i = t->lemma;
    /* How much of the room is used: value/bound from above, distance below the ceiling 1/2 from below. */
    double used = i == LEMMA_C2 ? (0.5 - v->value[i]) / (0.5 - v->bound[i]) : v->value[i] / v->bound[i];
    if (!v->applies)
        return;
    t->points += 1.0;
    t->vacuous += v->vacuous[i];
    t->violated += v->violated[i];
    t->least_bound = fmin(t->least_bound, v->bound[i]);
    if (!v->vacuous[i])
        t->last_useful = fmax(t->last_useful, distance);
    if (used > t->worst) {
        t->worst = used, t->worst_distance = distance;
        snprintf(t->worst_name, sizeof t->worst_name, "%s", name);
    }
}

static enum status judge_preset(void *context, const char *name, const struct encoding *e)
{
    struct tally *t = context;
    struct lemma_point point = {e->schedule->rule.base, (double)e->dim, 2.0};
    bool applies = lemma_applies(&point);
    for (struct tally *each = t; each; each = each->next) {
        each->presets += applies;
        each->outside += !applies;
    }
    if (!applies)
        return STATUS_OK;
    size_t count = 0, room = (size_t)t->dense + 4096;
    double *distance = malloc(3 * room * sizeof *distance), *c = distance + room, *s = c + room;
    if (!distance)
        return STATUS_MEMORY;
    for (double r = 2.0; r <= t->dense; r += 1.0)
        distance[count++] = r;
    for (double r = t->dense; r < 0x1p50; r *= t->step)
        distance[count++] = floor(r) + 1.0;
    enum status status = lemma_means(e, count, distance, c, s);
    for (size_t i = 0; status == STATUS_OK && i < count; i++) {
        struct lemma_values v;
        status = lemma_values_at(e, distance[i], c[i], s[i], &v);
        if (status == STATUS_OK)
            for (struct tally *each = t; each; each = each->next)
                count_values(each, name, distance[i], &v);
    }
    free(distance);
    return status;
}

static struct tally tally_of(int scale, int lemma, struct tally *next)
{
    static const double dense[SCALE_COUNT] = {0x1p10, 0x1p14, 0x1p18}, step[SCALE_COUNT] = {1.05, 1.01, 1.01};
    return (struct tally){.next = next, .lemma = lemma, .dense = dense[scale], .step = step[scale], .least_bound = HUGE_VAL};
}

static enum status tally_presets(struct tally *t) { return claim_each_plain_preset(",unit=turn", t, judge_preset); }

static enum status judge_c1(int scale, struct judgement *out)
{
    struct tally sine = tally_of(scale, LEMMA_C1_SIN, NULL), cosine = tally_of(scale, LEMMA_C1_COS, &sine);
    enum status status = tally_presets(&cosine);
    judge_below(out, fmax(cosine.worst, sine.worst), 1.0);
    if (cosine.violated + sine.violated > 0.0)
        out->verdict = VERDICT_REFUTED;
    message_set(
        &out->detail,
        "no violation at %.0f (preset, distance) points of %u presets (%u more are outside D > 4 ln b); the cosine "
        "bound is vacuous at %.1f %% of them, the sine bound at %.1f %% and useful up to r = %.0f; closest: cosine %.3f of "
        "its bound, sine %.3f at r = %.0f of %s",
        cosine.points, cosine.presets, cosine.outside, 100.0 * cosine.vacuous / cosine.points,
        100.0 * sine.vacuous / sine.points, sine.last_useful, cosine.worst, sine.worst, sine.worst_distance, sine.worst_name);
    message_set(&out->command, "build/posbias lemmas --encoding=model:%s,unit=turn --distances=2:1000", sine.worst_name);
    return status;
}

/* The least value the cosine bound takes at any real distance, at r = 2b/pi where its derivative vanishes. */
static enum status least_cosine_bound(void *context, const char *name, const struct encoding *e)
{
    struct tally *t = context;
    struct lemma_point point = {e->schedule->rule.base, (double)e->dim, 2.0 * e->schedule->rule.base / (0.5 * TWO_PI)};
    if (!lemma_applies(&point))
        return STATUS_OK;
    t->presets++;
    if (lemma_c1_cos(&point) < t->least_bound) {
        t->least_bound = lemma_c1_cos(&point);
        snprintf(t->worst_name, sizeof t->worst_name, "%s", name);
    }
    return STATUS_OK;
}

static enum status judge_c1_cosine(int scale, struct judgement *out)
{
    (void)scale;
    struct tally t = {.least_bound = HUGE_VAL};
    enum status status = claim_each_plain_preset(",unit=turn", &t, least_cosine_bound);
    judge_below(out, t.least_bound, 0.5);
    out->verdict = out->clearance > 0.0 ? VERDICT_VERIFIED : VERDICT_VACUOUS;
    message_set(&out->detail,
                "the bound's least value over all real distances, at r = 2b/pi, is %.3f (%s), so at all %u presets it "
                "never says more than |C_D| <= 1/2, which is trivial",
                t.least_bound, t.worst_name, t.presets);
    message_set(&out->command, "build/posbias lemmas --encoding=model:%s,unit=turn", t.worst_name);
    return status;
}

static enum status judge_c2(int scale, struct judgement *out)
{
    struct tally t = tally_of(scale, LEMMA_C2, NULL);
    enum status status = tally_presets(&t);
    judge_below(out, t.worst, 1.0);
    if (t.violated > 0.0)
        out->verdict = VERDICT_REFUTED;
    message_set(&out->detail,
                "no violation at %.0f (preset, distance) points of %u presets; vacuous at %.1f %% of them, useful up to "
                "r = %.0f; the share of the room between bound and 1/2 that C_D uses is at most %.3f (r = %.0f of %s)",
                t.points, t.presets, 100.0 * t.vacuous / t.points, t.last_useful, t.worst, t.worst_distance, t.worst_name);
    message_set(&out->command, "build/posbias lemmas --encoding=model:%s,unit=turn --distances=2:1000", t.worst_name);
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
            double used = fmax((fabs(c.val) + c.err) * 4.0 * 0.5 * TWO_PI * log_base * turns / (base + 1.0),
                               (fabs(s.val) + s.err) * log_base / 0.926);
            if (used > worst)
                worst = used, worst_base = base, worst_distance = turns;
        }
    judge_below(out, worst, 1.0);
    message_set(&out->detail, "closest at b = %.3g, r = %.0f: %.4f of the bound", worst_base, worst_distance, worst);
    message_set(&out->command, "build/posbias lemmas --encoding=rope:base=%.17g,dim=65536,unit=turn --distances=%.0f",
                worst_base, worst_distance);
    return STATUS_OK;
}

const struct claim lemmas_claims[LEMMAS_CLAIM_COUNT] = {
    {.id = "TAPA-LC.1",
     .statement = "|C_D| <= 2b/(ln b r pi) + eps and |S_D| <= 2/ln b + eps, eps = a + 4 pi r b^(-a)/D for every a > 0.",
     .source = "TAPA Lemma C.1, Eq. 25 and 26",
     .domain = "plain RoPE presets with D > 4 ln b, unit turn, all r from 2 to 2^10 (smoke), 2^14 (standard), 2^18 (full), "
               "then steps of "
               "1 % (5 % at smoke) to 2^50; the a that makes eps least",
     .quantity = "largest value over bound",
     .relation = "value < limit",
     .allowance = "rounding of the sums, under 1e-12; not needed, the closest point keeps a wide margin",
     .kind = CLAIM_CHECKED,
     .expected = VERDICT_VERIFIED,
     .judge = judge_c1},
    {.id = "TAPA-LC.1-COSINE",
     .statement = "Lemma C.1's bound on |C_D| says something at real models: it is below 1/2 at some distance.",
     .source = "TAPA Eq. 25; theory/README.md#lemma-bounds",
     .domain = "plain RoPE presets with D > 4 ln b, unit turn, all real distances at once",
     .quantity = "least bound over distances",
     .relation = "value < limit",
     .allowance = "none",
     .finding = "The lemma under these theorems bounds the mean cosine by more than its trivial bound at every model",
     .kind = CLAIM_CHECKED,
     .expected = VERDICT_VACUOUS,
     .judge = judge_c1_cosine},
    {.id = "TAPA-LC.1-SHARP",
     .statement = "In the limit D to infinity, |C| <= (b + 1)/(4 pi r ln b) and |S| <= 0.926/ln b: 7 and 2 times sharper than "
                  "Lemma C.1.",
     .source = "derived in theory/README.md#lemma-bounds",
     .domain = "b from 10^1.01 to 1e30 in quarter decades, integer r from 2 to 2^50 in steps of 7 %, unit turn",
     .quantity = "largest limit over bound, with the special function's error",
     .relation = "value < limit",
     .allowance = "the special function's own error bound is added to the value",
     .kind = CLAIM_CHECKED,
     .expected = VERDICT_VERIFIED,
     .judge = judge_sharp},
    {.id = "TAPA-LC.2",
     .statement = "If r b^(-e0) < 1/4 then C_D > (1 - e0)/2 cos(2 pi r b^(-e0)) - 1/ln b - eps.",
     .source = "TAPA Lemma C.2, Eq. 27",
     .domain = "as TAPA-LC.1, at the e0 that makes the bound largest",
     .quantity = "largest (1/2 - C_D)/(1/2 - bound)",
     .relation = "value < limit",
     .allowance = "rounding of the sums, under 1e-12, and 1e-12 of the maximisation over e0",
     .kind = CLAIM_CHECKED,
     .expected = VERDICT_VERIFIED,
     .judge = judge_c2},
};
