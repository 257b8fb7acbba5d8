#include <math.h>
#include <stdlib.h>

#include "experiments/harness/claim_tools.h"
#include "experiments/harness/run.h"
#include "experiments/locality.h"

static const char *const BASES[] = {"1e4", "5e5", "1e6", "1e7", "1e8"};
enum { BASE_COUNT = sizeof BASES / sizeof *BASES, CONTEXT_COUNT = 8 };
static const struct qk_law UNIT = {.kind = QK_UNIT}, ALIGNED = {.kind = QK_ALIGNED, .rho = 0.5},
                           GAUSS = {.kind = QK_GAUSS, .mu = 0.5, .sigma = 1.0},
                           CENTRED = {.kind = QK_GAUSS, .mu = 0.0, .sigma = 1.0};

/* P(position inversion) over DU's halves: the count itself for the deterministic curve, else the exact expectation. */
static enum status probability(const char *spec, const struct qk_law *law, double context, size_t points, struct estimate *p)
{
    struct encoding *e = claim_encoding("%s", spec);
    struct curve_window window[2];
    struct locality_fraction count;
    enum status status = STATUS_MEMORY;
    locality_window(LOCALITY_HALF, context, window);
    if (e && law->kind == QK_UNIT) {
        struct random_stream unused = {0};
        status = locality_fractions(e, law, &unused, window, 1, &count);
        *p = (struct estimate){0.5 * (count.less_lo + count.less_hi), 0.5 * (count.less_hi - count.less_lo) + count.tie_hi};
    } else if (e) {
        status = locality_exact(e, law, window, points, p);
    }
    encoding_free(e);
    return status;
}

/* Quasi-random pairs of distances per probability. */
static size_t points_of(int scale)
{
    static const size_t points[SCALE_COUNT] = {2048, 4096, 32768};
    return points[scale];
}

static enum status rope_probability(const char *base, const struct qk_law *law, double context, size_t points,
                                    struct estimate *p)
{
    char spec[64];
    snprintf(spec, sizeof spec, "rope:base=%s,dim=128", base);
    return probability(spec, law, context, points, p);
}

/* ---- DU-F1: to 1/2 --------------------------------------------------------------------------------------------------- */

enum { HALF_POINTS = 8192 };

static enum status judge_half(int scale, const struct qk_law *law, const char *qk, struct judgement *out)
{
    (void)scale;
    static const double contexts[] = {1048576.0, 4194304.0};
    struct estimate early = {0}, late = {0}, middle = {0};
    double worst = 0.0;
    enum status status = rope_probability("1e4", law, 64.0, HALF_POINTS, &early);
    if (status == STATUS_OK)
        status = rope_probability("1e4", law, 65536.0, HALF_POINTS, &middle);
    for (size_t i = 0; status == STATUS_OK && i < sizeof contexts / sizeof *contexts; i++) {
        status = rope_probability("1e4", law, contexts[i], HALF_POINTS, &late);
        worst = fmax(worst, fabs(late.val - 0.5) + late.err);
    }
    if (status != STATUS_OK)
        return status;
    judge_below(out, worst, 0.01);
    message_set(&out->detail, "b = 1e4: %.4f at M = 64, %.4f at 65536 = 1.04 (2 pi b), %.4f +- %.4f at 4194304", early.val,
                middle.val, late.val, late.err);
    message_set(&out->command, "build/posbias locality --encoding=rope:base=1e4,dim=128 --qk=%s --context=64:4194304:x4", qk);
    return STATUS_OK;
}

static enum status judge_half_unit(int scale, struct judgement *out) { return judge_half(scale, &UNIT, "unit", out); }
static enum status judge_half_aligned(int scale, struct judgement *out)
{
    return judge_half(scale, &ALIGNED, "aligned:rho=0.5", out);
}
static enum status judge_half_gauss(int scale, struct judgement *out)
{
    return judge_half(scale, &GAUSS, "gauss:mu=0.5,sigma=1", out);
}

static enum status judge_half_centred(int scale, struct judgement *out)
{
    struct estimate p;
    double largest = 0.0;
    enum status status = STATUS_OK;
    for (double context = 2.0; status == STATUS_OK && context <= 1048576.0; context *= 32.0) {
        status = rope_probability("5e5", &CENTRED, context, points_of(scale), &p);
        largest = fmax(largest, fabs(p.val - 0.5) + p.err);
    }
    judge_below(out, largest, 0.0);
    out->verdict = VERDICT_VACUOUS;
    message_set(&out->detail,
                "exactly 1/2 at every length from M = 2 on, for every bank that turns and for TAPA: the score and its "
                "negative are equally likely, so that there is no preference to lose");
    message_set(&out->command, "build/posbias locality --qk=gauss --context=2:65536:x8");
    return status;
}

/* ---- DU-T: signs ------------------------------------------------------------------------------------------------------ */

/* The probabilities on the grid of bases and contexts 64, 256, .., 1048576: every base_step-th base, every context_step-th
 * context. */
static enum status grid(int scale, const struct qk_law *law, size_t base_step, size_t context_step,
                        struct estimate p[BASE_COUNT][CONTEXT_COUNT])
{
    enum status status = STATUS_OK;
    for (size_t b = 0; b < BASE_COUNT; b += base_step)
        for (size_t i = 0; status == STATUS_OK && i < CONTEXT_COUNT; i += context_step)
            status = rope_probability(BASES[b], law, ldexp(64.0, 2 * (int)i), points_of(scale), &p[b][i]);
    return status;
}

/* How far b lies above a beyond both errors; negative if not, below by more than the errors if both agree on that. */
static double rise(struct estimate a, struct estimate b)
{
    double d = b.val - a.val, e = a.err + b.err;
    return d > 0.0 ? fmax(d - e, 0.0) : fmin(d + e, 0.0);
}

/* Value 0 means that the errors hide the sign: inconclusive unless something else is plainly negative. */
static void judge_signs(struct judgement *out, double smallest)
{
    judge_above(out, smallest, 0.0);
    if (smallest == 0.0)
        out->verdict = VERDICT_INCONCLUSIVE;
}

/* From the shortest context to the first at or beyond b, for every base: the sign as a trend. */
static enum status judge_context(int scale, const struct qk_law *law, const char *qk, struct judgement *out)
{
    struct estimate p[BASE_COUNT][CONTEXT_COUNT];
    double smallest = HUGE_VAL;
    size_t at = 0;
    enum status status = grid(scale, law, 1, CONTEXT_COUNT - 1, p);
    for (size_t b = 0; status == STATUS_OK && b < BASE_COUNT; b++)
        if (rise(p[b][0], p[b][CONTEXT_COUNT - 1]) < smallest) {
            smallest = rise(p[b][0], p[b][CONTEXT_COUNT - 1]);
            at = b;
        }
    judge_signs(out, smallest);
    message_set(&out->detail, "least rise at b = %s, from %.4f at M = 64 to %.4f at 1048576", BASES[at], p[at][0].val,
                p[at][CONTEXT_COUNT - 1].val);
    message_set(&out->command, "build/posbias locality --encoding=rope:base=%s,dim=128 --qk=%s --context=64:1048576:x4",
                BASES[at], qk);
    return status;
}

/* Every step, as long as the context is at most the base: of a factor of four for counts, of sixteen for averages, whose errors
 * would hide the smaller ones. */
static enum status judge_steps(int scale, const struct qk_law *law, const char *qk, struct judgement *out)
{
    struct estimate p[BASE_COUNT][CONTEXT_COUNT];
    double smallest = HUGE_VAL;
    size_t at = 0, from = 0, steps = 0, falls = 0, by = law->kind == QK_UNIT ? 1 : 2;
    enum status status = grid(scale, law, 1, by, p);
    for (size_t b = 0; status == STATUS_OK && b < BASE_COUNT; b++)
        for (size_t i = 0; i + by < CONTEXT_COUNT && ldexp(64.0, 2 * (int)(i + by)) <= strtod(BASES[b], NULL);
             i += by, steps++) {
            double step = rise(p[b][i], p[b][i + by]);
            falls += step < 0.0;
            if (step < smallest && smallest >= 0.0) { /* the first fall, else the smallest rise */
                smallest = step;
                at = b, from = i;
            }
        }
    judge_signs(out, smallest);
    message_set(&out->detail, "%zu of %zu steps fall; %s b = %s, from %.4f at M = %.0f to %.4f at %.0f", falls, steps,
                falls ? "first" : "least rise", BASES[at], p[at][from].val, ldexp(64.0, 2 * (int)from), p[at][from + by].val,
                ldexp(64.0, 2 * (int)(from + by)));
    message_set(&out->command, "build/posbias locality --encoding=rope:base=%s,dim=128 --qk=%s --context=64:1048576:x4",
                BASES[at], qk);
    return status;
}

/* From b = 1e4 to 1e8 at every context. */
static enum status judge_base(int scale, const struct qk_law *law, const char *qk, struct judgement *out)
{
    struct estimate p[BASE_COUNT][CONTEXT_COUNT];
    double smallest = HUGE_VAL;
    size_t at = 0, holds = 0;
    enum status status = grid(scale, law, BASE_COUNT - 1, 1, p);
    for (size_t i = 0; status == STATUS_OK && i < CONTEXT_COUNT; i++) {
        double step = rise(p[0][i], p[BASE_COUNT - 1][i]);
        if (step > 0.0 && holds == i)
            holds = i + 1;
        if (step < smallest && smallest >= 0.0) {
            smallest = step;
            at = i;
        }
    }
    judge_signs(out, smallest);
    message_set(&out->detail, "holds up to M = %.0f; at M = %.0f it is %.4f for b = 1e4 and %.4f for b = 1e8",
                holds ? ldexp(64.0, 2 * (int)holds - 2) : 0.0, ldexp(64.0, 2 * (int)at), p[0][at].val,
                p[BASE_COUNT - 1][at].val);
    message_set(&out->command,
                "build/posbias locality --encoding='rope:base=1e4,dim=128;rope:base=1e8,dim=128' --qk=%s --context=%.0f", qk,
                ldexp(64.0, 2 * (int)at));
    return status;
}

#define FOR_MODEL(judge)                                                                                           \
    static enum status judge##_unit(int scale, struct judgement *out) { return judge(scale, &UNIT, "unit", out); } \
    static enum status judge##_aligned(int scale, struct judgement *out)                                           \
    {                                                                                                              \
        return judge(scale, &ALIGNED, "aligned:rho=0.5", out);                                                     \
    }
FOR_MODEL(judge_context)
FOR_MODEL(judge_steps)
FOR_MODEL(judge_base)

/* ---- The table ---------------------------------------------------------------------------------------------------------- */

#define DU      "DU (2605.15514), second-hand"
#define HALVES  ", near [0, M/2), far [M/2, M), D = 128"
#define COUNTED "checked against every pair of distances: the count is exact"
#define EXPECTED                                                                                                           \
    "exact expectation over q and k by characteristic functions, averaged over quasi-random pairs of distances; its 95 % " \
    "error is added"

#define F1(name, model, judge_function, found, why)                                                                            \
    {                                                                                                                          \
        .id = name, .statement = "The probability of a position inversion tends to 1/2 as the context grows.",                 \
        .source = DU ", position inversion", .domain = model ", b = 1e4, M = 1048576 and 4194304" HALVES,                      \
        .quantity = "largest |P - 1/2| with its error", .relation = "value < limit",                                           \
        .allowance = "0.01 stands for the limit not being reached at finite M; " why, .finding = found, .kind = CLAIM_CHECKED, \
        .expected = VERDICT_VERIFIED, .judge = judge_function                                                                  \
    }
#define SIGN(name, text, model, range, what, outcome, judge_function, found, why)                                  \
    {                                                                                                              \
        .id = name, .statement = text, .source = DU ", signs of the trade-off", .domain = model ", " range HALVES, \
        .quantity = what, .relation = "value > limit",                                                             \
        .allowance = "none: a difference counts only beyond the errors of both sides; " why, .finding = found,     \
        .kind = CLAIM_CHECKED, .expected = outcome, .judge = judge_function                                        \
    }
#define GRID  "b = 1e4, 5e5, 1e6, 1e7, 1e8"
#define RISES "Position inversions rise with the context."

const struct claim locality_claims[LOCALITY_CLAIM_COUNT] = {
    F1("DU-F1-UNIT", "unit", judge_half_unit, NULL, COUNTED),
    F1("DU-F1-ALIGNED", "aligned:rho=0.5", judge_half_aligned,
       "Where keys agree with queries, RoPE prefers near keys less and less as the context grows and not at all beyond 2 pi b: "
       "a far "
       "key then scores higher half of the time",
       EXPECTED),
    F1("DU-F1-GAUSS", "gauss:mu=0.5,sigma=1", judge_half_gauss, NULL, EXPECTED),
    {
        .id = "DU-F1-CENTRED",
        .statement = "The probability of a position inversion tends to 1/2 as the context grows.",
        .source = DU ", position inversion",
        .domain = "gauss:mu=0,sigma=1, b = 5e5, M = 2 to 1048576" HALVES,
        .quantity = "largest |P - 1/2|",
        .relation = "value < limit",
        .allowance = "none: the symmetry is exact",
        .finding = "With queries and keys that are independent and centred there is no preference for near keys at any length",
        .kind = CLAIM_CHECKED,
        .expected = VERDICT_VACUOUS,
        .judge = judge_half_centred,
    },
    SIGN("DU-T-F1-M-UNIT", RISES, "unit", GRID ", M = 64 against 1048576", "smallest rise from the first to the last context",
         VERDICT_VERIFIED, judge_context_unit, NULL, COUNTED),
    SIGN("DU-T-F1-M-ALIGNED", RISES, "aligned:rho=0.5", GRID ", M = 64 against 1048576",
         "smallest rise from the first to the last context", VERDICT_VERIFIED, judge_context_aligned, NULL, EXPECTED),
    SIGN("DU-T-F1-M-STEPS-UNIT", "Position inversions rise with every lengthening of the context.", "unit",
         GRID ", steps of a factor of 4 from M = 64 to b", "first fall, else the smallest rise", VERDICT_REFUTED,
         judge_steps_unit, NULL, COUNTED),
    SIGN("DU-T-F1-M-STEPS-ALIGNED", "Position inversions rise with every lengthening of the context.", "aligned:rho=0.5",
         GRID ", steps of a factor of 16 from M = 64 to b", "first fall, else the smallest rise", VERDICT_VERIFIED,
         judge_steps_aligned, NULL, EXPECTED),
    SIGN("DU-T-F1-B-UNIT", "Position inversions rise with the base.", "unit",
         "b = 1e4 against 1e8, M = 64 to 1048576 in steps of 4", "first fall, else the smallest rise", VERDICT_REFUTED,
         judge_base_unit, NULL, COUNTED),
    SIGN("DU-T-F1-B-ALIGNED", "Position inversions rise with the base.", "aligned:rho=0.5",
         "b = 1e4 against 1e8, M = 64 to 1048576 in steps of 4", "first fall, else the smallest rise", VERDICT_REFUTED,
         judge_base_aligned,
         "A larger base costs locality only while the context is shorter than the smaller base's reach; beyond, it is the "
         "smaller base "
         "that has lost it",
         EXPECTED),
};
