#include "experiments/aliasing/judge.h"

/* The views: one statistic of RoPE's curves under one query-key model. */
#define GAUSS      .qk = "gauss", .law = {.kind = QK_GAUSS, .sigma = 1.0}
#define ALIGNED    .qk = "aligned:rho=0.5", .law = {.kind = QK_ALIGNED, .rho = 0.5}
#define NEAR       .qk = "aligned:rho=0.9", .law = {.kind = QK_ALIGNED, .rho = 0.9}
#define PHASE      .qk = "phase", .law = {.kind = QK_PHASE}
#define UNIT       .qk = "unit", .law = {.kind = QK_UNIT}
#define SHARE      .name = "share of distances with an alias", .statistic = alias_share
#define PAIR_COUNT .name = "alias pairs", .statistic = alias_pair_count
#define TOKENS     .name = "token-alias positions", .statistic = alias_token_count
#define TOKEN      .name = "share of token-alias positions", .statistic = alias_token_share
#define THRESHOLD  .name = "share of token-threshold positions", .statistic = alias_threshold_share
#define INVARIANCE                                                            \
    .name = "invariance pairs less a tenth of the alias pairs, of all pairs", \
    .statistic = alias_invariance_gap

/* Judges by level and by trend; a view's format is bf16 unless it says otherwise. */
#define LEVEL(function, shortest, sign, limit, ...)                                \
    static enum status function(int scale, struct judgement *out)                  \
    {                                                                              \
        static const struct alias_view view = {.format = DTYPE_BF16, __VA_ARGS__}; \
        return alias_judge_level(&view, shortest, sign, limit, scale, out);        \
    }
#define TREND(function, over_bases, sign, ...)                                     \
    static enum status function(int scale, struct judgement *out)                  \
    {                                                                              \
        static const struct alias_view view = {.format = DTYPE_BF16, __VA_ARGS__}; \
        return alias_judge_trend(&view, over_bases, sign, scale, out);             \
    }

/* "Near 1", at 65536 tokens. */
static const double NEARLY_ALL = 0.99;
/* sqrt(2/pi) 2^-7 sqrt(64): theory/README.md#aliasing. */
static const double FIVE_PERCENT = 0.049867785050179084;

LEVEL(share_gauss, 65536, 1.0, NEARLY_ALL, GAUSS, SHARE)
LEVEL(share_aligned, 65536, 1.0, NEARLY_ALL, ALIGNED, SHARE)
LEVEL(share_phase, 65536, 1.0, NEARLY_ALL, PHASE, SHARE)
LEVEL(share_unit, 65536, 1.0, NEARLY_ALL, UNIT, SHARE)
LEVEL(threshold_gauss, 0, -1.0, FIVE_PERCENT, GAUSS, THRESHOLD)
LEVEL(threshold_aligned, 0, -1.0, FIVE_PERCENT, ALIGNED, THRESHOLD)
LEVEL(threshold_phase, 0, -1.0, FIVE_PERCENT, PHASE, THRESHOLD)
LEVEL(threshold_near, 0, -1.0, FIVE_PERCENT, NEAR, THRESHOLD)
LEVEL(invariance_gauss, 0, -1.0, 0.0, GAUSS, INVARIANCE)
LEVEL(invariance_aligned, 0, -1.0, 0.0, ALIGNED, INVARIANCE)
LEVEL(invariance_phase, 0, -1.0, 0.0, PHASE, INVARIANCE)
TREND(share_rises_gauss, false, 1.0, GAUSS, SHARE)
TREND(share_rises_aligned, false, 1.0, ALIGNED, SHARE)
TREND(share_rises_unit, false, 1.0, UNIT, SHARE)
TREND(pairs_base_gauss, true, 1.0, GAUSS, PAIR_COUNT)
TREND(pairs_base_aligned, true, 1.0, ALIGNED, PAIR_COUNT)
TREND(pairs_base_unit, true, 1.0, UNIT, PAIR_COUNT)
TREND(tokens_rise, false, 1.0, GAUSS, TOKENS)
TREND(token_share_aligned, false, 1.0, ALIGNED, TOKEN)
TREND(token_base_aligned, true, -1.0, ALIGNED, TOKEN)
TREND(threshold_base_gauss, true, -1.0, GAUSS, THRESHOLD)

static enum status share_single(int scale, struct judgement *out)
{
    static const struct alias_view view = {.format = DTYPE_FP32, GAUSS, SHARE};
    return alias_judge_level(&view, 65536, 1.0, NEARLY_ALL, scale, out);
}

/* Under gauss with mean 0 the law of (S1(r), S2(r)) given q depends neither on r nor on b
 * (theory/README.md#aliasing): the trend is exactly flat, which the draws must not contradict. */
static enum status token_base_gauss(int scale, struct judgement *out)
{
    static const struct alias_view view = {.format = DTYPE_BF16, GAUSS, TOKEN};
    struct message detail;
    enum status status = alias_judge_trend(&view, true, -1.0, scale, out);
    if (status == STATUS_OK && out->verdict == VERDICT_INCONCLUSIVE) {
        judge_above(out, 0.0, 0.0);
        detail = out->detail;
        message_set(&out->detail,
                    "its expectation is exactly the same at every base, and the draws agree: %s",
                    detail.text);
    }
    return status;
}

static enum status tapa_gauss(int scale, struct judgement *out)
{
    static const struct alias_view view = {.format = DTYPE_BF16, GAUSS, PAIR_COUNT};
    return alias_judge_tapa(&view, scale, out);
}

static enum status tapa_aligned(int scale, struct judgement *out)
{
    static const struct alias_view view = {.format = DTYPE_BF16, ALIGNED, PAIR_COUNT};
    return alias_judge_tapa(&view, scale, out);
}

#define DU_2    "DU Theorem 2, second-hand"
#define DU_4    "DU Theorem 4, second-hand"
#define DU_SIGN "DU Table 1, second-hand"
#define OURS    "derived here; no paper states it"

#define EVERY \
    "Nearly every distance has an alias at long contexts: another distance with the same score in the format."
#define CLOSE \
    "Two keys of a query score within 2^-f of the largest score of each other at no more than about 5 % of a context."
#define JOINT \
    "Pairs of distances aliased for two keys at once are far fewer than those aliased for one."
#define RISES "The probability that a distance has an alias rises with the context."
#define MORE  "The number of alias pairs of distances rises with the base."
#define RARER \
    "The number of distances where two keys have the same rounded score falls with the base."
#define TAPA_IS "At long contexts TAPA aliases more pairs of distances than RoPE."

/* The grids of aliasing_judge.c. */
#define LONG(model, format)         \
    model ", rope:dim=128, " format \
          ", bases 1e4 to 1e8, context 65536 (at full scale also 131072), seed 1"
#define LEVELS(model) \
    model             \
        ", rope:dim=128, bf16, bases 1e4 to 1e8, contexts 1024 to 16384 (131072 at full scale), seed 1"
#define STEPS(model) \
    model            \
        ", rope:dim=128, bf16, bases 1e4 to 1e8, contexts 1024 to 4096 (131072 at full scale), seed 1"
#define CURVE "unit, rope:dim=128, bf16, bases 1e4 to 1e8, contexts 1024 to 131072 in powers of two"
#define AGAINST(model) \
    model              \
        ", rope:base=5e5,dim=128 against tapa:dim=128,alpha=0.1,split=0.5, bf16, context 16384, seed 1"

#define NEAREST "nearest to the limit over bases and contexts, at its confidence limit"
#define CHANGE                                                                                                                 \
    "relative change from first to last, the weakest, at its lower confidence limit; or the first step the other way, at its " \
    "upper"
#define CONFIDENT "confidence limits at a false alarm rate of 1e-9 each"
#define COUNTED   "one curve, counted"
#define NEARLY    "0.99 stands for nearly every; "
#define CONSTANT \
    "sqrt(2/pi) 2^-7 sqrt(64) = 0.0499, the constant behind the quoted 5 % (theory/README.md#aliasing); "
#define TENTH \
    "a tenth stands for far fewer; context, second-hand: 1,491 of 76 to 78 thousand, a Llama-3.1-8B head at 8K; "

#define CLAIM(name, says, from, where, what, is, slack, outcome, how, judged_by, found)      \
    {                                                                                        \
        .id = name, .statement = says, .source = from, .domain = where, .quantity = what,    \
        .relation = "value " is " limit", .allowance = slack, .finding = found, .kind = how, \
        .expected = VERDICT_##outcome, .judge_old = judged_by                                \
    }
#define MEASURED(name, says, from, where, what, is, slack, outcome, judged_by, found)             \
    CLAIM(name, says, from, where, what, is, slack CONFIDENT, outcome, CLAIM_MEASURED, judged_by, \
          found)
#define COUNT(name, says, from, what, slack, outcome, judged_by, found)                         \
    CLAIM(name, says, from, CURVE, what, ">", slack COUNTED, outcome, CLAIM_CHECKED, judged_by, \
          found)
#define SHARE_IS     "share of distances with an alias, " NEAREST
#define THRESHOLD_IS "share of distances within the threshold, " NEAREST
#define JOINT_IS     "invariance pairs less a tenth of the alias pairs, of all pairs, " NEAREST

#define LAW(name, model, how, judge_function)                                                                            \
    {                                                                                                                    \
        .id = name,                                                                                                      \
        .statement =                                                                                                     \
            "Alias pairs are C(M, 2) times the probability that two independent normal scores with the curve's "         \
            "mean and deviation round alike.",                                                                           \
        .source = "theory/README.md#law-alias",                                                                          \
        .domain = model                                                                                                  \
            ", rope:base=b,dim=128, b = 1e4, 5e5, 1e8, M = 1024, 8192, 65536, bf16, 48 draws (128, 512), seed 1",        \
        .quantity = "largest |count/law - 1|, at its far confidence limit",                                              \
        .relation = "value < limit",                                                                                     \
        .allowance =                                                                                                     \
            "0.2 is what neighbouring distances and a curve that is not normal were measured to cost; counts are exact", \
        .finding = NULL, .kind = how, .expected = VERDICT_VERIFIED, .judge_old = judge_function                          \
    }

static const struct claim_old rows[] = {
    MEASURED("DU-F2-GAUSS", EVERY, DU_2, LONG("gauss", "bf16"), SHARE_IS, ">", NEARLY, VERIFIED,
             share_gauss,
             "In bf16 nearly every distance of a long context shares its score with another, at "
             "every base and under every query-key model"),
    MEASURED("DU-F2-ALIGNED", EVERY, DU_2, LONG("aligned:rho=0.5", "bf16"), SHARE_IS, ">", NEARLY,
             VERIFIED, share_aligned, NULL),
    MEASURED("DU-F2-PHASE", EVERY, DU_2, LONG("phase", "bf16"), SHARE_IS, ">", NEARLY, VERIFIED,
             share_phase, NULL),
    COUNT("DU-F2-UNIT", EVERY, DU_2, "share of distances with an alias, the least from 65536 on",
          NEARLY, VERIFIED, share_unit, NULL),
    MEASURED("DU-F2-FP32", EVERY, DU_2, LONG("gauss", "fp32"), SHARE_IS, ">", NEARLY, REFUTED,
             share_single, "In fp32 hardly any distance has an alias at contexts in use"),
    MEASURED("DU-F2-RATE",
             "The share of distances without an alias falls exponentially with the context.", DU_2,
             "gauss, rope:base=5e5,dim=128, bf16, contexts 4096, 16384, 65536, seed 1",
             "fall of the logarithm of that share from 16384 to 65536 over its fall from 4096 to "
             "16384, at its upper confidence limit",
             ">", "4 for an exponential, 1 for 1/M; ", REFUTED, alias_judge_decay,
             "The share of distances without an alias falls like 1/M and not exponentially, "
             "because a format's numbers are dense near zero"),
    MEASURED(
        "DU-F4-GAUSS", CLOSE, DU_4, LEVELS("gauss"), THRESHOLD_IS, "<", CONSTANT, VERIFIED,
        threshold_gauss,
        "Two independent keys come within 2^-7 of the largest score of each other at under 5 % of the distances"),
    MEASURED("DU-F4-ALIGNED", CLOSE, DU_4, LEVELS("aligned:rho=0.5"), THRESHOLD_IS, "<", CONSTANT,
             VERIFIED, threshold_aligned, NULL),
    MEASURED("DU-F4-PHASE", CLOSE, DU_4, LEVELS("phase"), THRESHOLD_IS, "<", CONSTANT, VERIFIED,
             threshold_phase, NULL),
    MEASURED(
        "DU-F4-NEAR", CLOSE, DU_4, LEVELS("aligned:rho=0.9"), THRESHOLD_IS, "<", CONSTANT, REFUTED,
        threshold_near,
        "Two keys that both resemble the query come that close at about a tenth of the distances"),
    MEASURED("DU-INV-GAUSS", JOINT, "DU on attention invariance, second-hand", LEVELS("gauss"),
             JOINT_IS, "<", TENTH, VERIFIED, invariance_gauss, NULL),
    MEASURED("DU-INV-ALIGNED", JOINT, "DU on attention invariance, second-hand",
             LEVELS("aligned:rho=0.5"), JOINT_IS, "<", TENTH, VERIFIED, invariance_aligned, NULL),
    MEASURED("DU-INV-PHASE", JOINT, "DU on attention invariance, second-hand", LEVELS("phase"),
             JOINT_IS, "<", TENTH, VERIFIED, invariance_phase, NULL),
    MEASURED("DU-T-F2-M", RISES, DU_SIGN, STEPS("gauss"), CHANGE, ">", "", VERIFIED,
             share_rises_gauss, NULL),
    MEASURED("DU-T-F2-M-ALIGNED", RISES, DU_SIGN, STEPS("aligned:rho=0.5"), CHANGE, ">", "",
             VERIFIED, share_rises_aligned, NULL),
    COUNT(
        "DU-T-F2-M-UNIT", RISES, DU_SIGN, CHANGE, "", REFUTED, share_rises_unit,
        "On the single curve of equal amplitudes the share of distances with an alias dips where its scores first spread"),
    MEASURED("DU-T-F2-B", MORE, DU_SIGN, STEPS("gauss"), CHANGE, ">", "", VERIFIED,
             pairs_base_gauss, "A larger base gives more pairs of distances the same score"),
    MEASURED("DU-T-F2-B-ALIGNED", MORE, DU_SIGN, STEPS("aligned:rho=0.5"), CHANGE, ">", "",
             VERIFIED, pairs_base_aligned, NULL),
    COUNT("DU-T-F2-B-UNIT", MORE, DU_SIGN, CHANGE, "", VERIFIED, pairs_base_unit, NULL),
    MEASURED(
        "DU-T-F4-M",
        "The number of distances where two keys have the same rounded score rises with the context.",
        DU_SIGN, STEPS("gauss"), CHANGE, ">", "", VERIFIED, tokens_rise, NULL),
    MEASURED(
        "DU-T-F4-M-SHARE",
        "The share of distances where two keys have the same rounded score rises with the context.",
        DU_SIGN, STEPS("aligned:rho=0.5"), CHANGE, ">", "", REFUTED, token_share_aligned,
        "With keys that resemble the query the share of token aliases falls with the context, though their number rises"),
    MEASURED("DU-T-F4-B", RARER, DU_SIGN, STEPS("gauss"), CHANGE, ">",
             "the exact change is 0, which the draws must not contradict; ", REFUTED,
             token_base_gauss,
             "A larger base makes no token alias rarer: their expected number is the same at every "
             "base for independent centred keys, and larger for keys that resemble the query"),
    MEASURED("DU-T-F4-B-ALIGNED", RARER, DU_SIGN, STEPS("aligned:rho=0.5"), CHANGE, ">", "",
             REFUTED, token_base_aligned, NULL),
    MEASURED(
        "DU-T-F4-B-THRESHOLD",
        "The number of distances where two keys score within 2^-f of the largest score of each other falls with the base.",
        DU_SIGN, STEPS("gauss"), CHANGE, ">", "", VERIFIED, threshold_base_gauss,
        "Only the threshold variant falls with the base, because the largest score of a context does"),
    MEASURED(
        "TAPA-ALIASING-GAUSS", TAPA_IS, OURS, AGAINST("gauss"),
        "mean over draws of ln (TAPA's alias pairs + 1)/(RoPE's + 1), at its lower confidence limit",
        ">", "", VERIFIED, tapa_gauss,
        "At long contexts TAPA gives more pairs of distances the same score than RoPE"),
    MEASURED(
        "TAPA-ALIASING-ALIGNED", TAPA_IS, OURS, AGAINST("aligned:rho=0.5"),
        "mean over draws of ln (TAPA's alias pairs + 1)/(RoPE's + 1), at its lower confidence limit",
        ">", "", VERIFIED, tapa_aligned, NULL),
    LAW("LAW-ALIAS-UNIT", "unit", CLAIM_CHECKED, alias_judge_law_unit),
    LAW("LAW-ALIAS-GAUSS", "gauss", CLAIM_MEASURED, alias_judge_law_gauss),
    LAW("LAW-ALIAS-ALIGNED", "aligned:rho=0.5", CLAIM_MEASURED, alias_judge_law_aligned),
};

const struct claim_set aliasing_claims = CLAIM_SET_OLD(rows);
