#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "experiments/consistency/consistency.h"
#include "experiments/consistency/judges.h"
#include "experiments/harness/claims/claim_tools.h"
#include "experiments/harness/draws/interval.h"

static const struct qk_law gauss = {.kind = QK_GAUSS, .mu = 0.5, .sigma = 1.0},
                           aligned = {.kind = QK_ALIGNED, .rho = 0.5}, phase = {.kind = QK_PHASE};
static const char *const gauss_text = "gauss:mu=0.5,sigma=1",
                         *const aligned_text = "aligned:rho=0.5", *const phase_text = "phase";

/* An average over draws with its confidence limits. */
struct average {
    double mean, lo, hi;
};

/* The shares of flipped distances r < context of every draw, from one stream for all bases and
 * contexts: draws pair up. */
struct curves {
    double base, context;
    const struct qk_law *law;
    const char *qk;
    enum second_key second;
    size_t draws;
};

static enum status draw_shares(void *context, double *value)
{
    const struct curves *c = context;
    struct random_stream stream = {1, random_stream_id("consistency")};
    struct encoding *encoding = claim_encoding("rope:base=%.17g,dim=128", c->base);
    enum status status = encoding
                             ? token_order_fractions(encoding, c->law, &stream, c->second,
                                                     c->context, c->draws, value, value + c->draws)
                             : STATUS_DOMAIN;
    encoding_free(encoding);
    return status;
}

static enum status shares(struct curves *c, double *flips)
{
    const double *value = NULL;
    char key[128];
    snprintf(key, sizeof key, "consistency %g %.0f %s %d %zu", c->base, c->context, c->qk,
             c->second, c->draws);
    enum status status = claim_memo(key, 2 * c->draws, draw_shares, c, &value);
    for (size_t d = 0; status == STATUS_OK && d < c->draws; d++)
        flips[d] = value[d];
    return status;
}

static enum status average_of(size_t draws, const double *x, struct average *out)
{
    return interval_mean(draws, x, consistency_level(), &out->mean, &out->lo, &out->hi);
}

/* ---- DU-F3: the average nears 1/2 as M reaches the order of b
 * ---------------------------------------------------------- */

static enum status judge_half(int scale, const struct qk_law *law, const char *qk,
                              enum second_key second, struct judgement *out)
{
    static const size_t draws_least[SCALE_COUNT] = {512, 1024, 1024};
    static const double base = 1e4, at[2] = {156.0, 40000.0};
    /* independent keys are told from 1/2 less easily */
    size_t draws = second == SECOND_ALIGNED ? draws_least[scale] : 1024;
    double *flips = malloc(draws * sizeof *flips);
    struct average p[2];
    enum status status = flips ? STATUS_OK : STATUS_MEMORY;
    for (size_t i = 0; status == STATUS_OK && i < 2; i++) {
        struct curves curves = {base, at[i], law, qk, second, draws};
        status = shares(&curves, flips);
        if (status == STATUS_OK)
            status = average_of(draws, flips, &p[i]);
    }
    free(flips);
    if (status != STATUS_OK)
        return status;
    judge_below(out, fmax(p[1].hi - 0.5, 0.5 - p[1].lo), 0.1 * (0.5 - p[0].hi));
    message_set(
        &out->detail,
        "average over r < M: %.4f (%.4f to %.4f) at M = b/64, %.4f (%.4f to %.4f) at M = 4 b, %zu draws",
        p[0].mean, p[0].lo, p[0].hi, p[1].mean, p[1].lo, p[1].hi, draws);
    message_set(&out->shown_by,
                "build/posbias consistency --encoding=rope:base=1e4,dim=128 --qk=%s --distances=1 "
                "--context=156,40000 --reference=%s --pairs=%zu",
                qk, second == SECOND_ALIGNED ? "aligned" : "independent", draws);
    return STATUS_OK;
}

/* ---- DU-T: signs of the effect of M and of b
 * --------------------------------------------------------------------------- */

/* The average at each of `count` steps of (base, context), paired draw by draw with the step
 * before: least rise, up to sign. */
static enum status judge_sign(const struct qk_law *law, const char *qk, enum second_key second,
                              double sign, size_t draws, size_t count, const double (*step)[2],
                              struct judgement *out)
{
    double *flips = malloc(2 * draws * sizeof *flips), *before = flips + draws;
    double worst = HUGE_VAL, most = HUGE_VAL;
    size_t where = 1;
    struct average p = {0}, first = {0}, rise = {0}, least = {0};
    enum status status = flips ? STATUS_OK : STATUS_MEMORY;
    for (size_t i = 0; status == STATUS_OK && i < count; i++) {
        struct curves curves = {step[i][0], step[i][1], law, qk, second, draws};
        status = shares(&curves, flips);
        if (status == STATUS_OK)
            status = average_of(draws, flips, &p);
        first = i == 0 ? p : first;
        for (size_t d = 0; d < draws; d++) {
            double now = flips[d];
            flips[d] = sign * (now - before[d]);
            before[d] = now;
        }
        if (i == 0 || status != STATUS_OK)
            continue;
        status = average_of(draws, flips, &rise);
        if (rise.lo < worst)
            worst = rise.lo, most = rise.hi, least = rise, where = i;
    }
    free(flips);
    if (status != STATUS_OK)
        return status;
    judge_above(out, worst, 0.0);
    if (out->verdict == VERDICT_REFUTED && !(most < 0.0))
        out->verdict = VERDICT_INCONCLUSIVE;
    message_set(
        &out->detail,
        "from %.4f at (b, M) = (%.0e, %.0f) to %.4f at (%.0e, %.0f); the least %s, from (%.0e, "
        "%.0f) to (%.0e, %.0f), is %.4f (%.4f to %.4f), %zu draws",
        first.mean, step[0][0], step[0][1], p.mean, step[count - 1][0], step[count - 1][1],
        sign > 0.0 ? "rise" : "fall", step[where - 1][0], step[where - 1][1], step[where][0],
        step[where][1], least.mean, least.lo, least.hi, draws);
    bool bases_differ = step[where - 1][0] != step[where][0];
    char base[32] = "", context[32] = "";
    if (bases_differ)
        snprintf(base, sizeof base, ";rope:base=%.0e,dim=128", step[where][0]);
    else
        snprintf(context, sizeof context, ",%.0f", step[where][1]);
    message_set(&out->shown_by,
                "build/posbias consistency --encoding='rope:base=%.0e,dim=128%s' --qk=%s "
                "--distances=1 --context=%.0f%s --reference=%s --pairs=%zu",
                step[where - 1][0], base, qk, step[where - 1][1], context,
                second == SECOND_ALIGNED ? "aligned" : "independent", draws);
    return STATUS_OK;
}

static const double rising[][2] = {{1e4, 64}, {1e4, 256}, {1e4, 1024}, {1e4, 4096}};
static const double beyond[][2] = {{1e4, 40000}, {1e4, 80000}};
static const double falling[][2] = {{1e4, 4096}, {1e6, 4096}, {1e8, 4096}};
static const double small_bases[][2] = {{1e3, 8192}, {3e3, 8192}};
enum { STEPS_RISING = 4, STEPS_FALLING = 3 };
static const size_t draws_sign[SCALE_COUNT] = {1024, 2048, 2048},
                    draws_beyond[SCALE_COUNT] = {256, 512, 512};

#define MODEL(name, law, second)                                     \
    static enum status half_##name(int scale, struct judgement *out) \
    {                                                                \
        return judge_half(scale, &law, law##_text, second, out);     \
    }
#define SIGNS(name, law)                                                                 \
    static enum status rises_##name(int scale, struct judgement *out)                    \
    {                                                                                    \
        return judge_sign(&law, law##_text, SECOND_INDEPENDENT, 1.0, draws_sign[scale],  \
                          STEPS_RISING, rising, out);                                    \
    }                                                                                    \
    static enum status falls_##name(int scale, struct judgement *out)                    \
    {                                                                                    \
        return judge_sign(&law, law##_text, SECOND_INDEPENDENT, -1.0, draws_sign[scale], \
                          STEPS_FALLING, falling, out);                                  \
    }
MODEL(gauss, gauss, SECOND_INDEPENDENT)
MODEL(aligned, aligned, SECOND_INDEPENDENT)
MODEL(phase, phase, SECOND_INDEPENDENT)
MODEL(reference_gauss, gauss, SECOND_ALIGNED)
MODEL(reference_aligned, aligned, SECOND_ALIGNED)
MODEL(reference_phase, phase, SECOND_ALIGNED)
SIGNS(gauss, gauss)
SIGNS(aligned, aligned)
SIGNS(phase, phase)

static enum status judge_rises_beyond(int scale, struct judgement *out)
{
    return judge_sign(&phase, phase_text, SECOND_ALIGNED, 1.0, draws_beyond[scale], 2, beyond, out);
}

static enum status judge_falls_beyond(int scale, struct judgement *out)
{
    return judge_sign(&phase, phase_text, SECOND_ALIGNED, -1.0, draws_beyond[scale], 2, small_bases,
                      out);
}

/* ---- The table
 * --------------------------------------------------------------------------------------------------------- */

#define DU     "arXiv 2605.15514, second-hand"
#define PAIRED "confidence limits at a false alarm rate of 1e-9; the steps share their draws"
#define F3(name, model, which, judge_function, found)                                                   \
    {                                                                                                   \
        .id = name,                                                                                     \
        .statement =                                                                                    \
            "The probability of token inversion, averaged over the context, nears 1/2 as M reaches b.", \
        .source = DU ", Theorem 3",                                                                     \
        .domain = "rope:base=1e4,dim=128, " model ", " which                                            \
                  ", M = b/64 and 4 b, 1024 draws (512 at smoke with the reference), seed 1",           \
        .quantity = "|average - 1/2| at M = 4 b, at its farther confidence limit",                      \
        .relation = "value < limit",                                                                    \
        .allowance =                                                                                    \
            "a tenth of what it is at M = b/64; confidence limits at a false alarm rate of 1e-9 each",  \
        .finding = found, .kind = CLAIM_MEASURED, .expected = VERDICT_VERIFIED,                         \
        .judge_old = judge_function                                                                     \
    }
#define SIGN(name, said, over, what, outcome, judge_function, found)                        \
    {                                                                                       \
        .id = name, .statement = said, .source = DU ", trade-off table", .domain = over,    \
        .quantity = "the least " what " between neighbours, at its lower confidence limit", \
        .relation = "value > limit", .allowance = PAIRED, .finding = found,                 \
        .kind = CLAIM_MEASURED, .expected = outcome, .judge_old = judge_function            \
    }
#define RISES "The average probability of token inversion rises with the context M."
#define FALLS "The average probability of token inversion falls with the base b."
#define UP_TO_B(model)              \
    "rope:base=1e4,dim=128, " model \
    ", independent keys, M = 64, 256, 1024, 4096, 2048 draws (1024 at smoke), seed 1"
#define AT_4096(model)                         \
    "rope, dim=128, b = 1e4, 1e6, 1e8, " model \
    ", independent keys, M = 4096, 2048 draws (1024 at smoke), seed 1"
#define TAPA(name, encoding, model, outcome, judge_function, found)                                          \
    {                                                                                                        \
        .id = name,                                                                                          \
        .statement =                                                                                         \
            "TAPA keeps token order over distance: it is inverted less than half as often as a coin would.", \
        .source = "cross claim: arXiv 2509.12635's encoding by arXiv 2605.15514's criterion",                \
        .domain = encoding                                                                                   \
            ", " model                                                                                       \
            ", independent keys, r = 1, 2, 4, .., 1024, 4096, .., 131072, 20000 draws, seed 1",              \
        .quantity = "the largest upper confidence limit of P(token inversion) at a distance",                \
        .relation = "value < limit",                                                                         \
        .allowance =                                                                                         \
            "halfway to a coin's 1/2; confidence limits at a false alarm rate of 1e-9 each",                 \
        .finding = found, .kind = CLAIM_MEASURED, .expected = outcome, .judge_old = judge_function           \
    }

static const struct claim_old rows[] = {
    F3("DU-F3-GAUSS", "gauss:mu=0.5,sigma=1", "independent keys", half_gauss,
       "RoPE loses token order: at contexts of a few times the base, two keys' order is that at distance 0 half of the time"),
    F3("DU-F3-ALIGNED", "aligned:rho=0.5", "independent keys", half_aligned, NULL),
    F3("DU-F3-PHASE", "phase", "independent keys", half_phase, NULL),
    F3("DU-F3-REFERENCE-GAUSS", "gauss:mu=0.5,sigma=1", "aligned reference", half_reference_gauss,
       NULL),
    F3("DU-F3-REFERENCE-ALIGNED", "aligned:rho=0.5", "aligned reference", half_reference_aligned,
       NULL),
    F3("DU-F3-REFERENCE-PHASE", "phase", "aligned reference", half_reference_phase, NULL),
    {
        .id = "DU-F3-DISTANCE",
        .statement = "At no distance is token order inverted more often than not.",
        .source = DU ", Theorem 3, read as a statement on every distance",
        .domain =
            "rope, dim=128, b = 1e4, 5e5, 1e6, 1e7, 1e8, phase, aligned reference, r to 10 b in steps of 10 % (70 % at smoke)",
        .quantity = "the largest exact probability, less its error bound",
        .relation = "value < limit",
        .allowance = "none",
        .finding =
            "Beyond a context of about the base token order is not lost but turned over at some "
            "distances: the probability against a reference key with all phases zero exceeds 0.9",
        .kind = CLAIM_CHECKED,
        .expected = VERDICT_REFUTED,
        .judge_old = consistency_judge_distance,
    },
    SIGN("DU-T-F3-M-GAUSS", RISES, UP_TO_B("gauss:mu=0.5,sigma=1"), "rise", VERDICT_VERIFIED,
         rises_gauss, NULL),
    SIGN("DU-T-F3-M-ALIGNED", RISES, UP_TO_B("aligned:rho=0.5"), "rise", VERDICT_VERIFIED,
         rises_aligned, NULL),
    SIGN("DU-T-F3-M-PHASE", RISES, UP_TO_B("phase"), "rise", VERDICT_VERIFIED, rises_phase, NULL),
    SIGN(
        "DU-T-F3-M-BEYOND", RISES,
        "rope:base=1e4,dim=128, phase, aligned reference, M = 4 b and 8 b, 512 draws (256 at smoke), seed 1",
        "rise", VERDICT_REFUTED, judge_rises_beyond, NULL),
    SIGN("DU-T-F3-B-GAUSS", FALLS, AT_4096("gauss:mu=0.5,sigma=1"), "fall", VERDICT_VERIFIED,
         falls_gauss,
         "A larger base keeps token order longer, as long as the context stays below the base"),
    SIGN("DU-T-F3-B-ALIGNED", FALLS, AT_4096("aligned:rho=0.5"), "fall", VERDICT_VERIFIED,
         falls_aligned, NULL),
    SIGN("DU-T-F3-B-PHASE", FALLS, AT_4096("phase"), "fall", VERDICT_VERIFIED, falls_phase, NULL),
    SIGN(
        "DU-T-F3-B-BEYOND", FALLS,
        "rope, dim=128, b = 1e3 and 3e3, phase, aligned reference, M = 8192, over both bases, 512 draws (256 at smoke), seed 1",
        "fall", VERDICT_REFUTED, judge_falls_beyond, NULL),
    {
        .id = "LAW-ARCCOS",
        .statement =
            "Between independent keys token order flips with probability arccos(c(r))/pi, c the mean cosine.",
        .source = "derived in theory/README.md#token-order",
        .domain = "rope, dim=128, b = 1e4, 5e5, 1e6, 1e7, 1e8, gauss:mu=0, r to 10 b in steps of "
                  "70 % (a factor of 3 at smoke, 5 % at full scale)",
        .quantity = "the largest |law - exact|, with the error bound",
        .relation = "value < limit",
        .allowance = "1/(4h): the spread of |q_n|^2 moves the expectation by |c| Var(rho)/(2 pi (1 "
                     "- c^2)^(3/2)), Var(rho) = (mean cos^2 - c^2)/(h + 1), which is 0.20/h at "
                     "most up to b = 1e8",
        .kind = CLAIM_CHECKED,
        .expected = VERDICT_VERIFIED,
        .judge_old = consistency_judge_arccos,
    },
    {
        .id = "LAW-TOKEN-ALIGNED",
        .statement =
            "Against the reference with phases zero the average over r < M is Phi(-(h - L)/sqrt(L)), L = h log_b(M/2pi).",
        .source = "derived in theory/README.md#law-token-aligned",
        .domain = "rope:base=1e4,dim=128, phase, M = 8192",
        .quantity =
            "|law - average|, the average by the normal law of LAW-TOKEN-ALIGNED-NORMAL at every r",
        .relation = "value < limit",
        .allowance = "0.05; the average's own error is under 0.04/h by LAW-TOKEN-ALIGNED-NORMAL",
        .kind = CLAIM_CHECKED,
        .expected = VERDICT_REFUTED,
        .judge_old = consistency_judge_turned,
    },
    {
        .id = "LAW-TOKEN-ALIGNED-CORRECTED",
        .statement =
            "That average is the mean over r < M of Phi(-(h - L)/sqrt((h + L)/2)), L = h log_b(r e^gamma).",
        .source = "derived in theory/README.md#law-token-aligned",
        .domain =
            "rope, dim=128, b = 1e4, 5e5, 1e6, 1e7, 1e8, phase, M = 256 to 65536 in steps of 4, at most b/2",
        .quantity =
            "largest |law - average|, the average by the normal law of LAW-TOKEN-ALIGNED-NORMAL at every r",
        .relation = "value < limit",
        .allowance =
            "0.025: 0.02 is what single turns of the slow pairs were measured to cost, the rest covers the average's own error",
        .kind = CLAIM_CHECKED,
        .expected = VERDICT_VERIFIED,
        .judge_old = consistency_judge_corrected,
    },
    {
        .id = "LAW-TOKEN-ALIGNED-NORMAL",
        .statement =
            "Against the reference with phases zero the margin at each distance is normal: Phi(-sqrt(2h) c(r)).",
        .source = "derived in theory/README.md#token-aligned",
        .domain =
            "rope, dim=128, b = 1e4, 5e5, 1e6, 1e7, 1e8, phase, r to 10 b in steps of 10 % (30 % at smoke)",
        .quantity = "the largest |law - exact|, with the error bound",
        .relation = "value < limit",
        .allowance =
            "0.04/h: Edgeworth's next term, excess -3/2, is 0.0344/h at most; the rest is of order 1/h^2",
        .kind = CLAIM_CHECKED,
        .expected = VERDICT_VERIFIED,
        .judge_old = consistency_judge_normal,
    },
    TAPA(
        "TAPA-TOKEN-ORDER", TAPA_STANDARD, "gauss:mu=0.5,sigma=1", VERDICT_REFUTED,
        consistency_tapa_gauss,
        "TAPA does not keep token order on queries and keys of standard deviation 1: from the first token on it is a coin's"),
    TAPA("TAPA-TOKEN-ORDER-ALIGNED", TAPA_STANDARD, "aligned:rho=0.5", VERDICT_REFUTED,
         consistency_tapa_aligned, NULL),
    TAPA("TAPA-TOKEN-ORDER-NARROW", TAPA_STANDARD, "gauss:mu=0.1,sigma=0.2", VERDICT_REFUTED,
         consistency_tapa_narrow, NULL),
    TAPA(
        "TAPA-TOKEN-ORDER-SCALE", TAPA_STANDARD ",scale=0.01", "gauss:mu=0.5,sigma=1",
        VERDICT_VERIFIED, consistency_tapa_scale,
        "With its phase a hundred times slower TAPA keeps token order to 131072 tokens and beyond"),
};

const struct claim_set consistency_claims = CLAIM_SET_OLD(rows);
