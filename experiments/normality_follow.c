#include <math.h>
#include <stdio.h>

#include "experiments/harness/claim_tools.h"
#include "experiments/normality_claims.h"
#include "theory/window_moments.h"

/* Proposition 1 over a domain. */
struct proposition {
    int scale;
    bool variance;
    double worst, base, count, epsilon; /* worst: of value/epsilon */
    size_t worst_band, worst_pairs;
    unsigned judged, empty, full;
};

static enum status proposition_at(const struct schedule *schedule, struct proposition *p)
{
    static const double epsilons[] = {0.01, 0.03, 0.1, 0.3, 0.49};
    static const double step[SCALE_COUNT] = {8.0, 2.0, 1.1};
    for (double count = 0x1p10; count <= 0x1p30; count = ceil(count * step[p->scale])) {
        struct window_moments *window = NULL;
        for (size_t i = 0; i < sizeof epsilons / sizeof *epsilons; i++) {
            size_t band;
            double mean, variance;
            enum status status = follow_band(schedule, count, epsilons[i], &band);
            p->judged++;
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
            double value = ((p->variance ? variance : mean) + 100.0 * (double)band * 0x1p-53) / epsilons[i];
            if (!(value <= p->worst)) {
                p->worst = value, p->base = schedule->rule.base, p->count = count, p->epsilon = epsilons[i];
                p->worst_band = band, p->worst_pairs = schedule->pairs;
            }
        }
        window_moments_free(window);
    }
    return STATUS_OK;
}

static enum status proposition_preset(void *context, const char *name, const struct encoding *encoding)
{
    (void)name;
    return proposition_at(encoding->schedule, context);
}

static enum status judge_proposition(int scale, bool variance, struct judgement *out)
{
    static const double bases[] = {1e4, 5e5, 1e6, 1e7, 1e8};
    static const size_t pairs[] = {32, 64, 128};
    struct proposition p = {.scale = scale, .variance = variance};
    enum status status = claim_each_plain_preset("", &p, proposition_preset);
    for (size_t b = 0; b < sizeof bases / sizeof *bases; b++)
        for (size_t h = 0; status == STATUS_OK && h < sizeof pairs / sizeof *pairs; h++) {
            struct encoding *e = claim_encoding("rope:base=%g,dim=%zu", bases[b], 2 * pairs[h]);
            status = e ? proposition_at(e->schedule, &p) : STATUS_DOMAIN;
            encoding_free(e);
        }
    judge_below(out, p.worst, 1.0);
    message_set(&out->detail,
                "%u (schedule, M, eps): H empty at %u of them, all pairs at %u; closest %.4f of the bound at b = %g, h = %zu, "
                "M = %.0f, eps = %g, %zu pairs in H",
                p.judged, p.empty, p.full, p.worst, p.base, p.worst_pairs, p.count, p.epsilon, p.worst_band);
    message_set(&out->command, "build/posbias normality --encoding=rope:base=%g,dim=%zu --qk=unit --context=%.0f --eps=%g",
                p.base, 2 * p.worst_pairs, fmin(p.count, 0x1p24), p.epsilon);
    return status;
}

enum status judge_p1_mean(int scale, struct judgement *out) { return judge_proposition(scale, false, out); }
enum status judge_p1_variance(int scale, struct judgement *out) { return judge_proposition(scale, true, out); }

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
    enum status status = follow_band(encoding->schedule, encoding->context, nextafter(0.5, 0.0), &band);
    double share = (double)band / (double)encoding->schedule->pairs;
    if (status == STATUS_OK && share > c->share) {
        *c = (struct cover){share, encoding->context, encoding->schedule->rule.base, band, encoding->schedule->pairs, ""};
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
    message_set(&out->detail, "the most any of them has is %zu of %zu pairs: %s, b = %g, M = %.0f", c.band, c.pairs, c.name,
                c.base, c.context);
    message_set(&out->command, "build/posbias normality --encoding=model:%s --qk=unit --context=%.0f --eps=0.4999", c.name,
                c.context);
    return status;
}
