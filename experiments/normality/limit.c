#include <math.h>
#include <stdio.h>

#include "experiments/harness/claims/claim_tools.h"
#include "experiments/normality/claims.h"

static const struct qk_law unit = {.kind = QK_UNIT}, phase = {.kind = QK_PHASE},
                           gauss = {.kind = QK_GAUSS, .sigma = 1.0},
                           aligned = {.kind = QK_ALIGNED, .rho = 0.5};

/* Curves at one length: their distances over the limiting law's own distance from normal. */
struct ratios {
    double least_normal, most_limit; /* over draws and models */
    double normal, limit, own;       /* at the draw with the largest limit ratio: absolute */
};

/* One curve of unit and DRAWS of each other model. */
enum { DRAWS = 2, CURVES = 1 + 3 * DRAWS };

struct curves {
    const char *spec;
    double context;
};

static enum status measure(void *context, double *value)
{
    const struct curves *c = context;
    const struct random_stream stream = {1, random_stream_id("normality")};
    const struct qk_law *const laws[] = {&unit, &phase, &gauss, &aligned};
    struct encoding *e = claim_encoding("%s", c->spec);
    enum status status = e ? STATUS_OK : STATUS_DOMAIN;
    for (size_t k = 0; status == STATUS_OK && k < sizeof laws / sizeof *laws; k++) {
        size_t draws = laws[k]->kind == QK_UNIT ? 1 : DRAWS;
        status = normality_measure(e, laws[k], &stream, draws, c->context, true, value);
        value += draws * NORMALITY_VALUES;
    }
    encoding_free(e);
    return status;
}

static enum status ratios_of(const char *spec, double context, struct ratios *out)
{
    struct curves curves = {spec, context};
    char key[128];
    const double *v = NULL;
    snprintf(key, sizeof key, "normality limit %s %.0f", spec, context);
    enum status status = claim_memo(key, CURVES * NORMALITY_VALUES, measure, &curves, &v);
    *out = (struct ratios){.least_normal = HUGE_VAL};
    for (size_t d = 0; status == STATUS_OK && d < CURVES; d++, v += NORMALITY_VALUES) {
        double own = v[NORMALITY_LIMIT_NORMAL],
               limit = v[NORMALITY_KS_LIMIT] + v[NORMALITY_LIMIT_ERROR];
        out->least_normal = fmin(out->least_normal, v[NORMALITY_KS_NORMAL] / own);
        if (!(limit / own <= out->most_limit)) {
            out->most_limit = limit / own;
            out->normal = v[NORMALITY_KS_NORMAL], out->limit = limit, out->own = own;
        }
    }
    return status;
}

static const double LONGEST[SCALE_COUNT] = {0x1p18, 0x1p20, 0x1p24};
static const char *const TURNING[] = {"rope:base=1e3,dim=8", "rope:base=1e3,dim=16"};
/* The more pairs, the longer the limit takes: how many of the list have come near it at LONGEST. */
static const size_t NEAR[SCALE_COUNT] = {1, 1, 2};
/* Nearer to the limiting law than this share of the two laws' distance counts as having it. */
static const double LIMIT_SHARE = 0.1;

enum status judge_vanish(int scale, struct judgement *out)
{
    struct ratios r, least = {.least_normal = HUGE_VAL};
    const char *spec = "";
    for (size_t i = 0; i < sizeof TURNING / sizeof *TURNING; i++) {
        enum status status = ratios_of(TURNING[i], LONGEST[scale], &r);
        if (status != STATUS_OK)
            return status;
        if (!(r.least_normal >= least.least_normal))
            least = r, spec = TURNING[i];
    }
    judge_below(out, least.least_normal, 0.5);
    message_set(&out->detail,
                "at M = %.0f none of 7 curves per encoding is nearer to its normal law than %.3f "
                "of its limiting law's own distance from normal (%s): a bounded sum of h cosines "
                "is not normal, and longer windows make it its limit",
                LONGEST[scale], least.least_normal, spec);
    message_set(&out->shown_by, "build/posbias normality --encoding=%s --qk=unit --context=%.0f",
                spec, LONGEST[scale]);
    return STATUS_OK;
}

enum status judge_limit(int scale, struct judgement *out)
{
    struct ratios r, worst = {0}, before;
    const char *spec = "";
    for (size_t i = 0; i < NEAR[scale]; i++) {
        enum status status = ratios_of(TURNING[i], LONGEST[scale], &r);
        if (status != STATUS_OK)
            return status;
        if (!(r.most_limit <= worst.most_limit))
            worst = r, spec = TURNING[i];
    }
    enum status status = ratios_of(spec, LONGEST[scale] / 16.0, &before);
    judge_below(out, worst.most_limit, LIMIT_SHARE);
    message_set(&out->detail,
                "worst of 7 curves each, %s at M = %.0f: Kolmogorov distance to the limiting law "
                "%.2g, to the normal law %.2g, between the two laws %.2g; at M = %.0f the distance "
                "to the limiting law was still %.2g",
                spec, LONGEST[scale], worst.limit, worst.normal, worst.own, LONGEST[scale] / 16.0,
                before.limit);
    message_set(&out->shown_by,
                "build/posbias normality --encoding=%s --qk='unit;phase' --context=%.0f --pairs=2",
                spec, LONGEST[scale]);
    return status;
}

enum status judge_dependent(int scale, struct judgement *out)
{
    struct ratios r;
    enum status status = ratios_of("rope:base=1e4,dim=8", LONGEST[scale], &r);
    judge_below(out, r.most_limit, LIMIT_SHARE);
    message_set(&out->detail,
                "frequencies 1, 1/10, 1/100, 1/1000: at M = %.0f, %.0f turns of the slowest pair, "
                "a curve is still at Kolmogorov distance %.4f from the law of independent phases, "
                "and at %.4f from the normal law",
                LONGEST[scale], LONGEST[scale] / 6283.185307179586, r.limit, r.normal);
    message_set(
        &out->shown_by,
        "build/posbias normality --encoding=rope:base=1e4,dim=8 --qk='unit;phase' --context=%.0f --pairs=2",
        LONGEST[scale]);
    return status;
}
