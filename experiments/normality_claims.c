#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "experiments/harness/claim_tools.h"
#include "experiments/harness/montecarlo.h"
#include "experiments/normality.h"
#include "theory/window_moments.h"

/* How far DU's split may be off and still count as followed: a quarter of a standard deviation in the mean, a tenth in sd. */
static const double MEAN_TOLERANCE = 0.25, SD_TOLERANCE = 0.1;

/* What is asked of DU's split. */
enum question { SHAPE, MEAN, SPREAD };

/* A draw's answer, positive where it contradicts the claim on average. */
static double answer(enum question question, const double *v)
{
    double error = (v[NORMALITY_LAW_MEAN] - v[NORMALITY_MEAN]) / v[NORMALITY_SD];
    switch (question) {
    case SHAPE:
        return v[NORMALITY_KS_SPLIT] - v[NORMALITY_SPLIT_SHAPE];
    case MEAN:
        return error * error - MEAN_TOLERANCE * MEAN_TOLERANCE;
    default:
        return fabs(v[NORMALITY_LAW_SD] / v[NORMALITY_SD] - 1.0) - SD_TOLERANCE;
    }
}

/* The most contradicting case found. */
struct case_found {
    double mean, margin, base; /* average answer, its confidence half-width */
    double ks_own, ks_split, error, ratio;
};

static enum status answer_of(enum question question, double base, const struct qk_law *law, size_t draws, double context,
                             struct case_found *out)
{
    const struct random_stream stream = {1, random_stream_id("normality")};
    struct encoding *e = claim_encoding("rope:base=%.17g,dim=128", base);
    double *value = malloc(draws * (NORMALITY_VALUES + 1) * sizeof *value), *x = value + draws * NORMALITY_VALUES;
    enum status status = e && value ? normality_measure(e, law, &stream, draws, context, value) : STATUS_MEMORY;
    *out = (struct case_found){.base = base};
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
        out->mean = s.mean;
        out->margin = draws > 1 ? claim_z() * sample_mean_error(&s) : 0.0;
    }
    free(value);
    encoding_free(e);
    return status;
}

/* Judges one question for one model over the bases: the case whose lower confidence limit is highest decides a refutation,
 * and all upper limits together a verification. */
static enum status judge_split(enum question question, int scale, const struct qk_law *law, const char *qk,
                               struct judgement *out)
{
    static const double bases[] = {1e4, 5e5, 1e8};
    static const size_t draws[SCALE_COUNT] = {256, 256, 2048};
    size_t n = law->kind == QK_UNIT ? 1 : draws[scale];
    double context = 16384.0, highest = -HUGE_VAL;
    struct case_found worst = {.mean = -HUGE_VAL};
    for (size_t i = 0; i < sizeof bases / sizeof *bases; i++) {
        struct case_found found;
        enum status status = answer_of(question, bases[i], law, n, context, &found);
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
                "b = %g, M = %.0f, %zu draw%s: the split's mean is off by %.3f standard deviations (root mean square), its sd "
                "is %.3f of the true one, the Kolmogorov distance to its normal law %.3f, to the normal law with the curve's "
                "own mean and sd %.4f",
                worst.base, context, n, n == 1 ? "" : "s", sqrt(worst.error), worst.ratio, worst.ks_split, worst.ks_own);
    message_set(&out->command, "build/posbias normality --encoding=rope:base=%g,dim=128 --qk=%s --context=%.0f --pairs=%zu",
                worst.base, qk, context, n);
    return STATUS_OK;
}

static const struct qk_law unit = {.kind = QK_UNIT}, phase = {.kind = QK_PHASE}, gauss = {.kind = QK_GAUSS, .sigma = 1.0},
                           aligned = {.kind = QK_ALIGNED, .rho = 0.5};

#define SPLIT_JUDGE(question, model, qk)                                            \
    static enum status judge_##question##_##model(int scale, struct judgement *out) \
    {                                                                               \
        return judge_split(question, scale, &model, qk, out);                       \
    }
#define SPLIT_JUDGES(question)                         \
    SPLIT_JUDGE(question, unit, "unit")                \
    SPLIT_JUDGE(question, phase, "phase")              \
    SPLIT_JUDGE(question, gauss, "gauss:mu=0,sigma=1") \
    SPLIT_JUDGE(question, aligned, "aligned:rho=0.5")
SPLIT_JUDGES(SHAPE)
SPLIT_JUDGES(MEAN)
SPLIT_JUDGES(SPREAD)

/* Curves at one length: their distances over the limiting law's own distance from normal. */
struct ratios {
    double least_normal, most_limit; /* over draws and models */
    double normal, limit, own;       /* at the draw with the largest limit ratio: absolute */
};

static enum status ratios_of(const char *spec, double context, struct ratios *out)
{
    enum { DRAWS = 4 };
    const struct random_stream stream = {1, random_stream_id("normality")};
    const struct qk_law *const laws[] = {&unit, &phase, &gauss, &aligned};
    double value[DRAWS * NORMALITY_VALUES];
    struct encoding *e = claim_encoding("%s", spec);
    enum status status = e ? STATUS_OK : STATUS_DOMAIN;
    *out = (struct ratios){.least_normal = HUGE_VAL};
    for (size_t k = 0; status == STATUS_OK && k < sizeof laws / sizeof *laws; k++) {
        size_t draws = laws[k]->kind == QK_UNIT ? 1 : DRAWS;
        status = normality_measure(e, laws[k], &stream, draws, context, value);
        for (size_t d = 0; status == STATUS_OK && d < draws; d++) {
            const double *v = value + d * NORMALITY_VALUES;
            double own = v[NORMALITY_LIMIT_NORMAL], limit = v[NORMALITY_KS_LIMIT] + v[NORMALITY_LIMIT_ERROR];
            out->least_normal = fmin(out->least_normal, v[NORMALITY_KS_NORMAL] / own);
            if (!(limit / own <= out->most_limit)) {
                out->most_limit = limit / own;
                out->normal = v[NORMALITY_KS_NORMAL], out->limit = limit, out->own = own;
            }
        }
    }
    encoding_free(e);
    return status;
}

static const double LONGEST[SCALE_COUNT] = {0x1p20, 0x1p20, 0x1p24};
static const char *const TURNING[] = {"rope:base=1e3,dim=8", "rope:base=1e3,dim=16"};

static enum status judge_vanish(int scale, struct judgement *out)
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
                "at M = %.0f no curve of 13 per encoding is nearer to its normal law than %.3f of its limiting law's own "
                "distance from normal (%s): a bounded sum of h cosines is not normal, and longer windows make it its limit",
                LONGEST[scale], least.least_normal, spec);
    message_set(&out->command, "build/posbias normality --encoding=%s --qk=unit --context=%.0f", spec, LONGEST[scale]);
    return STATUS_OK;
}

static enum status judge_limit(int scale, struct judgement *out)
{
    struct ratios r, worst = {0}, before;
    const char *spec = "";
    for (size_t i = 0; i < sizeof TURNING / sizeof *TURNING; i++) {
        enum status status = ratios_of(TURNING[i], LONGEST[scale], &r);
        if (status != STATUS_OK)
            return status;
        if (!(r.most_limit <= worst.most_limit))
            worst = r, spec = TURNING[i];
    }
    enum status status = ratios_of(spec, LONGEST[scale] / 16.0, &before);
    judge_below(out, worst.most_limit, 0.25);
    message_set(
        &out->detail,
        "worst of 13 curves each, %s at M = %.0f: Kolmogorov distance to the limiting law %.2g, to the normal law %.2g, "
        "between the two laws %.2g; at M = %.0f the distance to the limiting law was still %.2g",
        spec, LONGEST[scale], worst.limit, worst.normal, worst.own, LONGEST[scale] / 16.0, before.limit);
    message_set(&out->command, "build/posbias normality --encoding=%s --qk='unit;phase' --context=%.0f --pairs=4", spec,
                LONGEST[scale]);
    return status;
}

static enum status judge_dependent(int scale, struct judgement *out)
{
    struct ratios r;
    enum status status = ratios_of("rope:base=1e4,dim=8", LONGEST[scale], &r);
    judge_below(out, r.most_limit, 0.25);
    message_set(&out->detail,
                "frequencies 1, 1/10, 1/100, 1/1000: at M = %.0f, 167 turns of the slowest pair or more, a curve is still at "
                "Kolmogorov distance %.3f from the law of independent phases, and at %.3f from the normal law",
                LONGEST[scale], r.limit, r.normal);
    message_set(&out->command,
                "build/posbias normality --encoding=rope:base=1e4,dim=8 --qk='unit;phase' --context=%.0f --pairs=4",
                LONGEST[scale]);
    return status;
}

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
                "M = %.0f, eps = %g, %zu pairs in H: a constant C_F an order below the proof's 2 pi would do here",
                p.judged, p.empty, p.full, p.worst, p.base, p.worst_pairs, p.count, p.epsilon, p.worst_band);
    message_set(&out->command, "build/posbias normality --encoding=rope:base=%g,dim=%zu --qk=unit --context=%.0f --eps=%g",
                p.base, 2 * p.worst_pairs, fmin(p.count, 0x1p24), p.epsilon);
    return status;
}

static enum status judge_p1_mean(int scale, struct judgement *out) { return judge_proposition(scale, false, out); }
static enum status judge_p1_variance(int scale, struct judgement *out) { return judge_proposition(scale, true, out); }

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

static enum status judge_whole(int scale, struct judgement *out)
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

#define SPLIT_CLAIM(name, model_text, said, quantity_text, allowance_text, outcome, found, judge_function)                     \
    {                                                                                                                          \
        .id = name, .statement = said, .source = "DU's normal law, second-hand (arXiv 2605.15514); theory/README.md#du-split", \
        .domain = model_text ", rope:base=b,dim=128, b = 1e4, 5e5, 1e8, M = 16384, 256 draws (2048 at full scale; unit: its "  \
                             "one curve), seed 1",                                                                             \
        .quantity = quantity_text, .relation = "value < limit", .allowance = allowance_text, .finding = found,                 \
        .kind = CLAIM_MEASURED, .expected = outcome, .judge = judge_function                                                   \
    }
#define SHAPE_CLAIM(name, model_text, outcome, found, judge_function)                                                        \
    SPLIT_CLAIM(name, model_text,                                                                                            \
                "Over distance the score is normal with the split's mean and variance, up to the Berry-Esseen error of its " \
                "fast pairs.",                                                                                               \
                "mean Kolmogorov distance to that normal law less the mean Berry-Esseen bound, at the worst base",           \
                "Berry and Esseen's bound with the constant 0.56, as if the fast pairs were independent; confidence limits " \
                "at a false alarm rate of 1e-9 each",                                                                        \
                outcome, found, judge_function)
#define MEAN_CLAIM(name, model_text, outcome, found, judge_function)                                                        \
    SPLIT_CLAIM(name, model_text, "The score's mean over distance is that of its slow pairs at distance 0.",                \
                "mean square of the split's error of the mean in standard deviations less 1/16, at the worst base",         \
                "a quarter of a standard deviation, chosen; confidence limits at a false alarm rate of 1e-9 each", outcome, \
                found, judge_function)
#define SPREAD_CLAIM(name, model_text, outcome, found, judge_function)                                              \
    SPLIT_CLAIM(name, model_text, "The score's variance over distance is half the fast pairs' squared amplitudes.", \
                "mean relative error of the split's standard deviation less 0.1, at the worst base",                \
                "a tenth, chosen; confidence limits at a false alarm rate of 1e-9 each", outcome, found, judge_function)

#define TURNING_DOMAIN                                                                                                       \
    "rope:base=1e3 with dim=8 and 16 (independent frequencies, every pair turns 900 times or more), M = 2^20 (2^24 at full " \
    "scale), unit and four draws each of phase, gauss:mu=0,sigma=1, aligned:rho=0.5, seed 1"

const struct claim normality_claims[NORMALITY_CLAIM_COUNT] = {
    SHAPE_CLAIM("DU-N-UNIT", "unit", VERDICT_REFUTED, NULL, judge_SHAPE_unit),
    SHAPE_CLAIM("DU-N-PHASE", "phase", VERDICT_REFUTED, NULL, judge_SHAPE_phase),
    SHAPE_CLAIM("DU-N-GAUSS", "gauss:mu=0,sigma=1", VERDICT_REFUTED, NULL, judge_SHAPE_gauss),
    SHAPE_CLAIM("DU-N-ALIGNED", "aligned:rho=0.5", VERDICT_REFUTED, NULL, judge_SHAPE_aligned),
    MEAN_CLAIM("DU-N-MEAN-UNIT", "unit", VERDICT_REFUTED, NULL, judge_MEAN_unit),
    MEAN_CLAIM("DU-N-MEAN-PHASE", "phase", VERDICT_REFUTED, NULL, judge_MEAN_phase),
    MEAN_CLAIM("DU-N-MEAN-GAUSS", "gauss:mu=0,sigma=1", VERDICT_REFUTED, NULL, judge_MEAN_gauss),
    MEAN_CLAIM("DU-N-MEAN-ALIGNED", "aligned:rho=0.5", VERDICT_REFUTED, NULL, judge_MEAN_aligned),
    SPREAD_CLAIM("DU-N-VARIANCE-UNIT", "unit", VERDICT_REFUTED, NULL, judge_SPREAD_unit),
    SPREAD_CLAIM("DU-N-VARIANCE-PHASE", "phase", VERDICT_VERIFIED, NULL, judge_SPREAD_phase),
    SPREAD_CLAIM("DU-N-VARIANCE-GAUSS", "gauss:mu=0,sigma=1", VERDICT_VERIFIED, NULL, judge_SPREAD_gauss),
    SPREAD_CLAIM("DU-N-VARIANCE-ALIGNED", "aligned:rho=0.5", VERDICT_REFUTED, NULL, judge_SPREAD_aligned),
    {.id = "DU-N-VANISH",
     .statement = "At a fixed number of pairs the score's Kolmogorov distance to a normal law tends to 0 as the context grows.",
     .source = "read into DU's normal law; FOLLOW's scope paragraph says it cannot hold; theory/README.md#score-limit",
     .domain = TURNING_DOMAIN,
     .quantity = "least distance to the normal law with the curve's own mean and sd, over the limiting law's own distance",
     .relation = "value < limit",
     .allowance = "half the limiting law's own distance: a distance that tends to 0 falls below any share of it",
     .finding = "With h pairs the score's law is not normal in the limit but the law of h independent phases, at a fixed "
                "distance from normal",
     .kind = CLAIM_CHECKED,
     .expected = VERDICT_REFUTED,
     .judge = judge_vanish},
    {.id = "DU-N-LIMIT",
     .statement = "With independent frequencies that all turn many times the score's law is that of independent phases, "
                  "characteristic function prod J0(a_n t).",
     .source = "derived in theory/README.md#score-limit",
     .domain = TURNING_DOMAIN,
     .quantity = "largest distance to the limiting law, over that law's own distance from normal",
     .relation = "value < limit",
     .allowance =
         "a quarter: at finite M the discrepancy of the angles remains; the error bound of the law is added to the value",
     .kind = CLAIM_CHECKED,
     .expected = VERDICT_VERIFIED,
     .judge = judge_limit},
    {.id = "DU-N-LIMIT-DEPENDENT",
     .statement = "The same law holds where the frequencies are rationally dependent.",
     .source = "theory/README.md#score-limit, #independence",
     .domain = "rope:base=1e4,dim=8 (each frequency a tenth of the one before), otherwise as DU-N-LIMIT",
     .quantity = "as DU-N-LIMIT",
     .relation = "value < limit",
     .allowance = "as DU-N-LIMIT",
     .kind = CLAIM_CHECKED,
     .expected = VERDICT_REFUTED,
     .judge = judge_dependent},
    {.id = "FOLLOW-P1-MEAN",
     .statement = "For every query and key the high band's mean over m < M is at most eps U_H in size.",
     .source = "FOLLOW Proposition 1, Eq. 5, with the proof's constant C_F = 2 pi; theory/README.md#follow-proposition-1",
     .domain =
         "all amplitudes and phases at once; plain RoPE presets and b = 1e4, 5e5, 1e6, 1e7, 1e8 with h = 32, 64, 128, rad; M "
         "from 2^10 to 2^30 in steps of 8 (smoke), 2 (standard), 1.1 (full); eps = 0.01, 0.03, 0.1, 0.3, 0.49",
     .quantity = "largest |E S_H|/(eps U_H)",
     .relation = "value < limit",
     .allowance =
         "rounding of the moments, 100 |H| 2^-53, is added to the value; points with H empty say nothing and are counted",
     .kind = CLAIM_CHECKED,
     .expected = VERDICT_VERIFIED,
     .judge = judge_p1_mean},
    {.id = "FOLLOW-P1-VAR",
     .statement = "For every query and key the high band's variance over m < M is within eps U_H^2 of U_H^2/2.",
     .source = "FOLLOW Proposition 1, Eq. 5, with the proof's constant C_F = 2 pi; theory/README.md#follow-proposition-1",
     .domain = "as FOLLOW-P1-MEAN",
     .quantity = "largest |Var S_H - U_H^2/2|/(eps U_H^2)",
     .relation = "value < limit",
     .allowance = "as FOLLOW-P1-MEAN",
     .finding = "FOLLOW's moment bounds hold for every query and key, with eight times room to spare",
     .kind = CLAIM_CHECKED,
     .expected = VERDICT_VERIFIED,
     .judge = judge_p1_variance},
    {.id = "FOLLOW-P1-WHOLE",
     .statement =
         "At a published model's own context some eps < 1/2 brings all pairs into the high band, as FOLLOW's Theorems 2 "
         "and 3 need.",
     .source = "FOLLOW Eq. 4, 12 and 43",
     .domain = "plain RoPE presets at their own context, eps just below 1/2",
     .quantity = "largest share of a preset's pairs in H",
     .relation = "value >= limit",
     .allowance = "none",
     .finding =
         "No published model's context is long enough for the high band to hold all pairs, where FOLLOW's limit theorems "
         "begin",
     .kind = CLAIM_CHECKED,
     .expected = VERDICT_REFUTED,
     .judge = judge_whole},
};
