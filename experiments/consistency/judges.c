/* Claims on single distances, their laws, and TAPA by the same criterion. */
#include <math.h>

#include "experiments/consistency/consistency.h"
#include "experiments/consistency/judges.h"
#include "experiments/harness/claims/claim_tools.h"
#include "experiments/harness/draws/driver.h"
#include "experiments/harness/draws/interval.h"
#include "theory/limits/failure_laws.h"

static const struct qk_law gauss = {.kind = QK_GAUSS, .mu = 0.5, .sigma = 1.0},
                           centred = {.kind = QK_GAUSS, .sigma = 1.0},
                           aligned = {.kind = QK_ALIGNED, .rho = 0.5}, phase = {.kind = QK_PHASE};

double consistency_level(void) { return erf(claim_z() / sqrt(2.0)); }

/* The largest of a function of exact value and law over bases and distances 1, 1.2, .. reach b. */
struct extreme {
    double value, exact, law, base, distance, err;
};

/* What every point of a scan reads. */
struct scan {
    const struct encoding *encoding;
    const struct qk_law *law;
    enum second_key second;
    bool deviation;
    double base, ratio;
};

static enum status point(const void *context, size_t unit, void *lane, void *part)
{
    const struct scan *s = context;
    struct extreme *x = part;
    struct estimate exact = {0};
    (void)lane;
    *x = (struct extreme){.base = s->base, .distance = ceil(pow(s->ratio, (double)unit))};
    enum status status = token_order_exact(s->encoding, s->law, s->second, x->distance, &exact);
    if (status == STATUS_OK)
        status = token_order_law(s->encoding, s->law, s->second, x->distance, &x->law);
    x->exact = exact.val;
    x->err = exact.err;
    x->value = s->deviation ? fabs(x->law - x->exact) + x->err : x->exact - x->err;
    return status;
}

static void keep_largest(void *total, size_t unit, const void *part)
{
    struct extreme *most = total;
    const struct extreme *x = part;
    (void)unit;
    if (x->value > most->value || (x->value == most->value && x->distance < most->distance))
        *most = *x;
}

static enum status scan(size_t count, const double *bases, double ratio, double reach,
                        const struct qk_law *law, enum second_key second, bool deviation,
                        struct extreme *most)
{
    enum status status = STATUS_OK;
    *most = (struct extreme){.value = -HUGE_VAL};
    for (size_t i = 0; status == STATUS_OK && i < count; i++) {
        struct encoding *encoding = claim_encoding("rope:base=%.17g,dim=128", bases[i]);
        struct scan s = {encoding, law, second, deviation, bases[i], ratio};
        struct driver_work work = {.units = (size_t)ceil(log(reach * bases[i]) / log(ratio)),
                                   .context = &s,
                                   .part_size = sizeof *most,
                                   .run = point,
                                   .total = most,
                                   .fold = keep_largest};
        status = encoding ? driver_run(&work) : STATUS_DOMAIN;
        encoding_free(encoding);
    }
    return status;
}

static const double bases[] = {1e4, 5e5, 1e6, 1e7, 1e8};
enum { BASES = sizeof bases / sizeof *bases, PAIRS_OF_128 = 64 };

enum status consistency_judge_distance(int scale, struct judgement *out)
{
    struct extreme most;
    enum status status = scan(BASES, bases, scale == SCALE_SMOKE ? 1.7 : 1.1, 10.0, &phase,
                              SECOND_ALIGNED, false, &most);
    judge_below(out, most.value, 0.5);
    message_set(&out->detail,
                "the exact probability at r = %.0f, b = %.0e is %.4f: all margins' signs turn over "
                "together where the mean cosine of the bank is negative",
                most.distance, most.base, most.exact);
    message_set(&out->shown_by,
                "build/posbias consistency --encoding=rope:base=%.0e,dim=128 --qk=phase "
                "--reference=aligned --distances=%.0f",
                most.base, most.distance);
    return status;
}

static enum status judge_deviation(const struct qk_law *law, const char *qk, enum second_key second,
                                   double ratio, double limit, struct judgement *out)
{
    struct extreme most;
    enum status status = scan(BASES, bases, ratio, 10.0, law, second, true, &most);
    judge_below(out, most.value, limit);
    message_set(&out->detail, "largest at b = %.0e, r = %.0f: law %.6f, exact %.6f", most.base,
                most.distance, most.law, most.exact);
    message_set(&out->shown_by,
                "build/posbias consistency --encoding=rope:base=%.0e,dim=128 --qk=%s "
                "--reference=%s --distances=%.0f",
                most.base, qk, second == SECOND_ALIGNED ? "aligned" : "independent", most.distance);
    return status;
}

enum status consistency_judge_arccos(int scale, struct judgement *out)
{
    static const double ratio[SCALE_COUNT] = {3.0, 1.7, 1.05};
    return judge_deviation(&centred, "gauss", SECOND_INDEPENDENT, ratio[scale], 0.25 / PAIRS_OF_128,
                           out);
}

enum status consistency_judge_normal(int scale, struct judgement *out)
{
    return judge_deviation(&phase, "phase", SECOND_ALIGNED, scale == SCALE_SMOKE ? 1.3 : 1.1,
                           0.04 / PAIRS_OF_128, out);
}

/* A law of the average over r < M beside the average of a law that is right at every distance. */
static enum status averages(double base, double context,
                            enum status (*law)(const struct schedule *schedule, double context,
                                               double *probability),
                            double *said, double *truth)
{
    struct encoding *encoding = claim_encoding("rope:base=%.17g,dim=128", base);
    if (!encoding)
        return STATUS_DOMAIN;
    enum status status = token_order_law_average(encoding, &phase, SECOND_ALIGNED, context, truth);
    if (status == STATUS_OK)
        status = law(encoding->schedule, context, said);
    encoding_free(encoding);
    return status;
}

enum status consistency_judge_corrected(int scale, struct judgement *out)
{
    static const double contexts[] = {256.0, 1024.0, 4096.0, 16384.0, 65536.0};
    double worst = 0.0, at_law = 0.0, at_truth = 0.0, at_context = 0.0, at_base = 0.0;
    size_t judged = 0;
    enum status status = STATUS_OK;
    (void)scale;
    for (size_t b = 0; b < sizeof bases / sizeof *bases; b++)
        for (size_t i = 0; i < sizeof contexts / sizeof *contexts && 2.0 * contexts[i] <= bases[b];
             i++, judged++) {
            double law = 0.0, truth = 0.0;
            if (status == STATUS_OK)
                status = averages(bases[b], contexts[i], law_token_aligned_context, &law, &truth);
            if (fabs(law - truth) > worst) {
                worst = fabs(law - truth);
                at_law = law, at_truth = truth, at_context = contexts[i], at_base = bases[b];
            }
        }
    if (judged == 0)
        return STATUS_DOMAIN;
    judge_below(out, worst, 0.025);
    message_set(
        &out->detail,
        "farthest off at b = %g, M = %.0f: the law says %.4f, the average over r < M is %.4f",
        at_base, at_context, at_law, at_truth);
    message_set(&out->shown_by,
                "build/posbias consistency --encoding=rope:base=%.17g,dim=128 --qk=phase "
                "--reference=aligned --distances=1 --context=%.0f --pairs=1000",
                at_base, at_context);
    return status;
}

enum status consistency_judge_turned(int scale, struct judgement *out)
{
    (void)scale;
    static const double context = 8192.0;
    double truth = 0.0, law = 0.0;
    enum status status = averages(1e4, context, law_token_aligned, &law, &truth);
    judge_below(out, fabs(truth - law), 0.05);
    message_set(
        &out->detail,
        "b = 1e4, M = %.0f: the law says %.4f, the average over r < M is %.4f: a pair stops "
        "favouring the reference when it has turned by a quarter, long before the whole turn that "
        "the law waits for",
        context, law, truth);
    message_set(&out->shown_by,
                "build/posbias consistency --encoding=rope:base=1e4,dim=128 --qk=phase "
                "--reference=aligned --distances=1 --context=%.0f --pairs=1000",
                context);
    return status;
}

/* ---- TAPA by the same criterion
 * ---------------------------------------------------------------------------------------- */

static enum status judge_tapa(const char *text, const struct qk_law *law, const char *qk,
                              struct judgement *out)
{
    static const double distance[] = {1,   2,   4,    8,    16,    32,    64,    128,
                                      256, 512, 1024, 4096, 16384, 65536, 131072};
    enum { COUNT = sizeof distance / sizeof *distance, DRAWS = 20000 };
    struct random_stream stream = {1, random_stream_id("consistency")};
    struct token_count counts[COUNT], *list[] = {counts};
    struct encoding *encoding = claim_encoding("%s", text);
    if (!encoding)
        return STATUS_DOMAIN;
    const struct encoding *const group[] = {encoding};
    enum status status = token_order_counts(1, group, law, &stream, SECOND_INDEPENDENT, DRAWS,
                                            COUNT, distance, list);
    encoding_free(encoding);
    double lo = 0.0, hi = 0.0, lowest = HUGE_VAL, highest = 0.0;
    size_t first = COUNT;
    for (size_t i = 0; status == STATUS_OK && i < COUNT; i++) {
        status = interval_binomial(counts[i].flips, DRAWS, consistency_level(), &lo, &hi);
        first = first == COUNT && lo > 0.25 ? i : first;
        highest = fmax(highest, hi);
        lowest = fmin(lowest, lo);
    }
    judge_below(out, highest, 0.25);
    if (out->verdict == VERDICT_REFUTED && first == COUNT)
        out->verdict = VERDICT_INCONCLUSIVE;
    size_t shown = first < COUNT ? first : COUNT - 1;
    message_set(
        &out->detail,
        "%s at r = %.0f, where %.4f of %d draws flip; %.4f flip at r = 1 and %.4f at r = 131072",
        first < COUNT ? "over the limit first" : "below it even", distance[shown],
        counts[shown].flips / DRAWS, DRAWS, counts[0].flips / DRAWS,
        counts[COUNT - 1].flips / DRAWS);
    message_set(&out->shown_by,
                "build/posbias consistency --encoding=%s --qk=%s --distances=1,%.0f --pairs=%d",
                text, qk, distance[shown] > 1.0 ? distance[shown] : 131072.0, DRAWS);
    return status;
}

enum status consistency_tapa_gauss(int scale, struct judgement *out)
{
    (void)scale;
    return judge_tapa(TAPA_STANDARD, &gauss, "gauss:mu=0.5,sigma=1", out);
}

enum status consistency_tapa_aligned(int scale, struct judgement *out)
{
    (void)scale;
    return judge_tapa(TAPA_STANDARD, &aligned, "aligned:rho=0.5", out);
}

enum status consistency_tapa_narrow(int scale, struct judgement *out)
{
    (void)scale;
    static const struct qk_law narrow = {.kind = QK_GAUSS, .mu = 0.1, .sigma = 0.2};
    return judge_tapa(TAPA_STANDARD, &narrow, "gauss:mu=0.1,sigma=0.2", out);
}

enum status consistency_tapa_scale(int scale, struct judgement *out)
{
    (void)scale;
    return judge_tapa(TAPA_STANDARD ",scale=0.01", &gauss, "gauss:mu=0.5,sigma=1", out);
}
