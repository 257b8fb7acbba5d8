#include <math.h>
#include <stdio.h>
#include <string.h>

#include "experiments/harness/claims/claim_tools.h"
#include "experiments/normality/claims.h"
#include "theory/ground/constants.h"
#include "theory/moments/follow.h"
#include "theory/moments/window_moments.h"

/* Where a bound of Proposition 1 comes closest; all numbers are doubles, so that a memo holds them.
 * */
struct closest {
    double value, base, count, epsilon, band, pairs; /* value: over epsilon */
};

/* Proposition 1 over a domain: its mean and its variance. */
struct proposition {
    double scale, judged, empty, full;
    struct closest mean, variance;
};

static void widen(struct closest *worst, double value, const struct schedule *schedule,
                  double count, double epsilon, size_t band)
{
    value = (value + 100.0 * (double)band * UNIT_ROUNDING) / epsilon;
    if (!(value <= worst->value))
        *worst = (struct closest){value,   schedule->rule.base, count,
                                  epsilon, (double)band,        (double)schedule->pairs};
}

static enum status proposition_at(const struct schedule *schedule, struct proposition *p)
{
    static const double epsilons[] = {0.01, 0.03, 0.1, 0.3, 0.49};
    static const double step[SCALE_COUNT] = {32.0, 2.0, 1.1};
    for (double count = 0x1p10; count <= 0x1p30; count = ceil(count * step[(int)p->scale])) {
        struct window_moments *window = NULL;
        for (size_t i = 0; i < sizeof epsilons / sizeof *epsilons; i++) {
            size_t band;
            double mean, variance;
            enum status status = follow_band(schedule, count, epsilons[i], &band);
            p->judged += 1.0;
            p->empty += band == 0;
            p->full += band == schedule->pairs;
            if (status == STATUS_OK && band == 0)
                continue;
            if (status == STATUS_OK && !window)
                status = window_moments_new(schedule, 0.0, count, &window);
            if (status == STATUS_OK)
                status = follow_extremes(window, band, &mean, &variance);
            if (status != STATUS_OK) {
                window_moments_free(window);
                return status;
            }
            widen(&p->mean, mean, schedule, count, epsilons[i], band);
            widen(&p->variance, variance, schedule, count, epsilons[i], band);
        }
        window_moments_free(window);
    }
    return STATUS_OK;
}

static enum status proposition_preset(void *context, const char *name,
                                      const struct encoding *encoding)
{
    (void)name;
    return proposition_at(encoding_schedule(encoding), context);
}

static enum status proposition_judge(void *context, double *value)
{
    static const double bases[] = {1e4, 5e5, 1e6, 1e7, 1e8};
    static const size_t pairs[] = {32, 64, 128};
    struct proposition p = {.scale = *(int *)context};
    enum status status = claim_each_plain_preset("", &p, proposition_preset);
    for (size_t b = 0; b < sizeof bases / sizeof *bases; b++)
        for (size_t h = 0; status == STATUS_OK && h < sizeof pairs / sizeof *pairs; h++) {
            struct encoding *e = claim_encoding("rope:base=%g,dim=%zu", bases[b], 2 * pairs[h]);
            status = e ? proposition_at(encoding_schedule(e), &p) : STATUS_DOMAIN;
            encoding_free(e);
        }
    memcpy(value, &p, sizeof p);
    return status;
}

static enum status judge_proposition(int scale, bool variance, struct judgement *out)
{
    struct proposition p = {0};
    const double *value = NULL;
    char key[64];
    snprintf(key, sizeof key, "proposition %d", scale);
    enum status status = claim_memo(key, sizeof p / sizeof *value, proposition_judge, &scale,
                                    &value);
    if (status != STATUS_OK)
        return status;
    memcpy(&p, value, sizeof p);
    const struct closest *worst = variance ? &p.variance : &p.mean;
    judge_below(out, worst->value, 1.0);
    message_set(&out->detail,
                "%.0f (schedule, M, eps): H empty at %.0f of them, all pairs at %.0f; closest %.4f "
                "of the bound at b = %g, h = %.0f, M = %.0f, eps = %g, %.0f pairs in H",
                p.judged, p.empty, p.full, worst->value, worst->base, worst->pairs, worst->count,
                worst->epsilon, worst->band);
    message_set(
        &out->shown_by,
        "build/posbias normality --encoding=rope:base=%g,dim=%.0f --qk=unit --context=%.0f --eps=%g",
        worst->base, 2.0 * worst->pairs, fmin(worst->count, 0x1p24), worst->epsilon);
    return status;
}

enum status judge_p1_mean(int scale, struct judgement *out)
{
    return judge_proposition(scale, false, out);
}
enum status judge_p1_variance(int scale, struct judgement *out)
{
    return judge_proposition(scale, true, out);
}

/* The largest share of a preset's pairs that the proposition covers at the preset's own length. */
struct cover {
    double share, context, base;
    size_t band, pairs;
    char name[64];
};

static enum status cover_preset(void *context, const char *name, const struct encoding *encoding)
{
    struct cover *c = context;
    size_t band;
    enum status status = follow_band(encoding_schedule(encoding), encoding->context,
                                     nextafter(0.5, 0.0), &band);
    double share = (double)band / (double)encoding_schedule(encoding)->pairs;
    if (status == STATUS_OK && share > c->share) {
        *c = (struct cover){share,
                            encoding->context,
                            encoding_schedule(encoding)->rule.base,
                            band,
                            encoding_schedule(encoding)->pairs,
                            ""};
        snprintf(c->name, sizeof c->name, "%s", name);
    }
    return status;
}

enum status judge_whole(int scale, struct judgement *out)
{
    (void)scale;
    struct cover c = {0};
    enum status status = claim_each_plain_preset("", &c, cover_preset);
    judge_above(out, c.share, 1.0);
    if (c.share >= 1.0)
        out->verdict = VERDICT_VERIFIED;
    message_set(&out->detail, "the most any of them has is %zu of %zu pairs: %s, b = %g, M = %.0f",
                c.band, c.pairs, c.name, c.base, c.context);
    message_set(&out->shown_by,
                "build/posbias normality --encoding=model:%s --qk=unit --context=%.0f --eps=0.4999",
                c.name, c.context);
    return status;
}
