#include "experiments/aliasing_judge.h"

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
#define INVARIANCE .name = "invariance pairs less a tenth of the alias pairs, of all pairs", .statistic = alias_invariance_gap

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

/* Under gauss with mean 0 the law of (S1(r), S2(r)) given q depends neither on r nor on b (theory/README.md#aliasing): the trend
 * is exactly flat, which the draws must not contradict. */
static enum status token_base_gauss(int scale, struct judgement *out)
{
    static const struct alias_view view = {.format = DTYPE_BF16, GAUSS, TOKEN};
    struct message detail;
    enum status status = alias_judge_trend(&view, true, -1.0, scale, out);
    if (status == STATUS_OK && out->verdict == VERDICT_INCONCLUSIVE) {
        judge_above(out, 0.0, 0.0);
        detail = out->detail;
        message_set(&out->detail, "its expectation is exactly the same at every base, and the draws agree: %s", detail.text);
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

#define DU_2   "DU Theorem 2, second-hand"
#define DU_4   "DU Theorem 4, second-hand"
#define DU_T   "DU Table 1, second-hand"
#define DU_INV "DU on attention invariance, second-hand"
#define ON(model, format)         \
    model                         \
        ", rope:dim=128, " format \
        ", bases 1e4 to 1e8, contexts from 1024 or as the quantity says to 16384 (131072 at full scale and for unit), seed 1"
#define CONFIDENT "confidence limits at a false alarm rate of 1e-9 each"

const struct claim aliasing_claims[ALIASING_CLAIM_COUNT] = {
    {.id = "DU-F2-GAUSS",
     .statement = "Nearly every distance has an alias at long contexts: another distance with the same score in the format.",
     .source = DU_2,
     .domain = ON("gauss", "bf16"),
     .quantity =
         "share of distances with an alias, nearest to the limit over bases, contexts from 65536 on, at its confidence limit",
     .relation = "value > limit",
     .allowance = "0.99 stands for \"nearly every\"; " CONFIDENT,
     .finding = "In bf16 nearly every distance of a long context shares its score with another, at every base and under every "
                "query-key model",
     .kind = CLAIM_MEASURED,
     .expected = VERDICT_VERIFIED,
     .judge = share_gauss},
    {.id = "DU-F2-ALIGNED",
     .statement = "Nearly every distance has an alias at long contexts: another distance with the same score in the format.",
     .source = DU_2,
     .domain = ON("aligned:rho=0.5", "bf16"),
     .quantity =
         "share of distances with an alias, nearest to the limit over bases, contexts from 65536 on, at its confidence limit",
     .relation = "value > limit",
     .allowance = "0.99 stands for \"nearly every\"; " CONFIDENT,
     .finding = NULL,
     .kind = CLAIM_MEASURED,
     .expected = VERDICT_VERIFIED,
     .judge = share_aligned},
    {.id = "DU-F2-PHASE",
     .statement = "Nearly every distance has an alias at long contexts: another distance with the same score in the format.",
     .source = DU_2,
     .domain = ON("phase", "bf16"),
     .quantity =
         "share of distances with an alias, nearest to the limit over bases, contexts from 65536 on, at its confidence limit",
     .relation = "value > limit",
     .allowance = "0.99 stands for \"nearly every\"; " CONFIDENT,
     .finding = NULL,
     .kind = CLAIM_MEASURED,
     .expected = VERDICT_VERIFIED,
     .judge = share_phase},
    {.id = "DU-F2-UNIT",
     .statement = "Nearly every distance has an alias at long contexts: another distance with the same score in the format.",
     .source = DU_2,
     .domain = ON("unit", "bf16"),
     .quantity =
         "share of distances with an alias, nearest to the limit over bases, contexts from 65536 on, at its confidence limit",
     .relation = "value > limit",
     .allowance = "0.99 stands for \"nearly every\"; none: one curve, counted",
     .finding = NULL,
     .kind = CLAIM_CHECKED,
     .expected = VERDICT_VERIFIED,
     .judge = share_unit},
    {.id = "DU-F2-FP32",
     .statement = "Nearly every distance has an alias at long contexts: another distance with the same score in the format.",
     .source = DU_2,
     .domain = ON("gauss", "fp32"),
     .quantity =
         "share of distances with an alias, nearest to the limit over bases, contexts from 65536 on, at its confidence limit",
     .relation = "value > limit",
     .allowance = "0.99 stands for \"nearly every\"; " CONFIDENT,
     .finding = "In fp32 hardly any distance has an alias at contexts in use",
     .kind = CLAIM_MEASURED,
     .expected = VERDICT_REFUTED,
     .judge = share_single},
    {.id = "DU-F2-RATE",
     .statement = "The share of distances without an alias falls exponentially with the context.",
     .source = DU_2,
     .domain = "gauss, rope:base=5e5,dim=128, bf16, contexts 4096, 16384, 65536",
     .quantity = "fall of the logarithm of that share from 16384 to 65536 over its fall from 4096 to 16384, at its upper "
                 "confidence limit",
     .relation = "value > limit",
     .allowance = "none beyond the limits: 4 for an exponential, 1 for 1/M; " CONFIDENT,
     .finding =
         "The share of distances without an alias falls like 1/M and not exponentially, because numbers near zero are dense",
     .kind = CLAIM_MEASURED,
     .expected = VERDICT_REFUTED,
     .judge = alias_judge_decay},
    {.id = "DU-F4-GAUSS",
     .statement =
         "Two keys of a query score within 2^-f of the largest score of each other at no more than about 5 % of a context.",
     .source = DU_4,
     .domain = ON("gauss", "bf16"),
     .quantity =
         "share of distances within the threshold, nearest to the limit over bases and contexts, at its confidence limit",
     .relation = "value < limit",
     .allowance =
         "sqrt(2/pi) 2^-7 sqrt(64) = 0.0499, the constant behind the quoted 5 % (theory/README.md#aliasing); " CONFIDENT,
     .finding = "Two independent keys come within 2^-7 of the largest score of each other at under 5 % of the distances",
     .kind = CLAIM_MEASURED,
     .expected = VERDICT_VERIFIED,
     .judge = threshold_gauss},
    {.id = "DU-F4-ALIGNED",
     .statement =
         "Two keys of a query score within 2^-f of the largest score of each other at no more than about 5 % of a context.",
     .source = DU_4,
     .domain = ON("aligned:rho=0.5", "bf16"),
     .quantity =
         "share of distances within the threshold, nearest to the limit over bases and contexts, at its confidence limit",
     .relation = "value < limit",
     .allowance =
         "sqrt(2/pi) 2^-7 sqrt(64) = 0.0499, the constant behind the quoted 5 % (theory/README.md#aliasing); " CONFIDENT,
     .finding = NULL,
     .kind = CLAIM_MEASURED,
     .expected = VERDICT_VERIFIED,
     .judge = threshold_aligned},
    {.id = "DU-F4-PHASE",
     .statement =
         "Two keys of a query score within 2^-f of the largest score of each other at no more than about 5 % of a context.",
     .source = DU_4,
     .domain = ON("phase", "bf16"),
     .quantity =
         "share of distances within the threshold, nearest to the limit over bases and contexts, at its confidence limit",
     .relation = "value < limit",
     .allowance =
         "sqrt(2/pi) 2^-7 sqrt(64) = 0.0499, the constant behind the quoted 5 % (theory/README.md#aliasing); " CONFIDENT,
     .finding = NULL,
     .kind = CLAIM_MEASURED,
     .expected = VERDICT_VERIFIED,
     .judge = threshold_phase},
    {.id = "DU-F4-NEAR",
     .statement =
         "Two keys of a query score within 2^-f of the largest score of each other at no more than about 5 % of a context.",
     .source = DU_4,
     .domain = ON("aligned:rho=0.9", "bf16"),
     .quantity =
         "share of distances within the threshold, nearest to the limit over bases and contexts, at its confidence limit",
     .relation = "value < limit",
     .allowance =
         "sqrt(2/pi) 2^-7 sqrt(64) = 0.0499, the constant behind the quoted 5 % (theory/README.md#aliasing); " CONFIDENT,
     .finding = "Two keys that both resemble the query come that close twice as often",
     .kind = CLAIM_MEASURED,
     .expected = VERDICT_REFUTED,
     .judge = threshold_near},
    {.id = "DU-INV-GAUSS",
     .statement = "Pairs of distances aliased for two keys at once are far fewer than those aliased for one.",
     .source = DU_INV,
     .domain = ON("gauss", "bf16"),
     .quantity = "invariance pairs less a tenth of the alias pairs, as a share of all pairs, nearest to the limit, at its "
                 "confidence limit",
     .relation = "value < limit",
     .allowance = "a tenth stands for \"far fewer\"; context only, second-hand: 1,491 of 76 to 78 thousand for a Llama-3.1-8B "
                  "head at 8K; " CONFIDENT,
     .finding = NULL,
     .kind = CLAIM_MEASURED,
     .expected = VERDICT_VERIFIED,
     .judge = invariance_gauss},
    {.id = "DU-INV-ALIGNED",
     .statement = "Pairs of distances aliased for two keys at once are far fewer than those aliased for one.",
     .source = DU_INV,
     .domain = ON("aligned:rho=0.5", "bf16"),
     .quantity = "invariance pairs less a tenth of the alias pairs, as a share of all pairs, nearest to the limit, at its "
                 "confidence limit",
     .relation = "value < limit",
     .allowance = "a tenth stands for \"far fewer\"; context only, second-hand: 1,491 of 76 to 78 thousand for a Llama-3.1-8B "
                  "head at 8K; " CONFIDENT,
     .finding = NULL,
     .kind = CLAIM_MEASURED,
     .expected = VERDICT_VERIFIED,
     .judge = invariance_aligned},
    {.id = "DU-INV-PHASE",
     .statement = "Pairs of distances aliased for two keys at once are far fewer than those aliased for one.",
     .source = DU_INV,
     .domain = ON("phase", "bf16"),
     .quantity = "invariance pairs less a tenth of the alias pairs, as a share of all pairs, nearest to the limit, at its "
                 "confidence limit",
     .relation = "value < limit",
     .allowance = "a tenth stands for \"far fewer\"; context only, second-hand: 1,491 of 76 to 78 thousand for a Llama-3.1-8B "
                  "head at 8K; " CONFIDENT,
     .finding = NULL,
     .kind = CLAIM_MEASURED,
     .expected = VERDICT_VERIFIED,
     .judge = invariance_phase},
    {.id = "DU-T-F2-M",
     .statement = "The probability that a distance has an alias rises with the context.",
     .source = DU_T,
     .domain = ON("gauss", "bf16"),
     .quantity = "relative change from the first context to the last, smallest over bases, at its lower confidence limit; or "
                 "the first step that goes the other way, at its upper one",
     .relation = "value > limit",
     .allowance = "none: any significant change counts; " CONFIDENT,
     .finding = NULL,
     .kind = CLAIM_MEASURED,
     .expected = VERDICT_VERIFIED,
     .judge = share_rises_gauss},
    {.id = "DU-T-F2-M-ALIGNED",
     .statement = "The probability that a distance has an alias rises with the context.",
     .source = DU_T,
     .domain = ON("aligned:rho=0.5", "bf16"),
     .quantity = "relative change from the first context to the last, smallest over bases, at its lower confidence limit; or "
                 "the first step that goes the other way, at its upper one",
     .relation = "value > limit",
     .allowance = "none: any significant change counts; " CONFIDENT,
     .finding = NULL,
     .kind = CLAIM_MEASURED,
     .expected = VERDICT_VERIFIED,
     .judge = share_rises_aligned},
    {.id = "DU-T-F2-M-UNIT",
     .statement = "The probability that a distance has an alias rises with the context.",
     .source = DU_T,
     .domain = ON("unit", "bf16"),
     .quantity = "relative change from the first context to the last, smallest over bases, at its lower confidence limit; or "
                 "the first step that goes the other way, at its upper one",
     .relation = "value > limit",
     .allowance = "none: one curve, counted",
     .finding = "On the single curve of equal amplitudes that probability dips where the scores first spread",
     .kind = CLAIM_CHECKED,
     .expected = VERDICT_REFUTED,
     .judge = share_rises_unit},
    {.id = "DU-T-F2-B",
     .statement = "The number of alias pairs of distances rises with the base.",
     .source = DU_T,
     .domain = ON("gauss", "bf16"),
     .quantity = "relative change from the first base to the last, smallest over contexts, at its lower confidence limit; or "
                 "the first step that goes the other way, at its upper one",
     .relation = "value > limit",
     .allowance = "none: any significant change counts; " CONFIDENT,
     .finding = "A larger base gives more pairs of distances the same score",
     .kind = CLAIM_MEASURED,
     .expected = VERDICT_VERIFIED,
     .judge = pairs_base_gauss},
    {.id = "DU-T-F2-B-ALIGNED",
     .statement = "The number of alias pairs of distances rises with the base.",
     .source = DU_T,
     .domain = ON("aligned:rho=0.5", "bf16"),
     .quantity = "relative change from the first base to the last, smallest over contexts, at its lower confidence limit; or "
                 "the first step that goes the other way, at its upper one",
     .relation = "value > limit",
     .allowance = "none: any significant change counts; " CONFIDENT,
     .finding = NULL,
     .kind = CLAIM_MEASURED,
     .expected = VERDICT_VERIFIED,
     .judge = pairs_base_aligned},
    {.id = "DU-T-F2-B-UNIT",
     .statement = "The number of alias pairs of distances rises with the base.",
     .source = DU_T,
     .domain = ON("unit", "bf16"),
     .quantity = "relative change from the first base to the last, smallest over contexts, at its lower confidence limit; or "
                 "the first step that goes the other way, at its upper one",
     .relation = "value > limit",
     .allowance = "none: one curve, counted",
     .finding = NULL,
     .kind = CLAIM_CHECKED,
     .expected = VERDICT_VERIFIED,
     .judge = pairs_base_unit},
    {.id = "DU-T-F4-M",
     .statement = "The number of distances where two keys have the same rounded score rises with the context.",
     .source = DU_T,
     .domain = ON("gauss", "bf16"),
     .quantity = "relative change from the first context to the last, smallest over bases, at its lower confidence limit; or "
                 "the first step that goes the other way, at its upper one",
     .relation = "value > limit",
     .allowance = "none: any significant change counts; " CONFIDENT,
     .finding = NULL,
     .kind = CLAIM_MEASURED,
     .expected = VERDICT_VERIFIED,
     .judge = tokens_rise},
    {.id = "DU-T-F4-M-SHARE",
     .statement = "The share of distances where two keys have the same rounded score rises with the context.",
     .source = DU_T,
     .domain = ON("aligned:rho=0.5", "bf16"),
     .quantity = "relative change from the first context to the last, smallest over bases, at its lower confidence limit; or "
                 "the first step that goes the other way, at its upper one",
     .relation = "value > limit",
     .allowance = "none: any significant change counts; " CONFIDENT,
     .finding =
         "With keys that resemble the query the share of token aliases falls with the context, though their number rises",
     .kind = CLAIM_MEASURED,
     .expected = VERDICT_REFUTED,
     .judge = token_share_aligned},
    {.id = "DU-T-F4-B",
     .statement = "The number of distances where two keys have the same rounded score falls with the base.",
     .source = DU_T,
     .domain = ON("gauss", "bf16"),
     .quantity = "relative change from the first base to the last, smallest over contexts, at its lower confidence limit; or "
                 "the first step that goes the other way, at its upper one",
     .relation = "value > limit",
     .allowance = "none: the exact change is 0; the draws must not contradict it, " CONFIDENT,
     .finding = "A larger base does not make token aliases rarer: their expected number is the same at every base for "
                "independent centred keys and grows for keys that resemble the query",
     .kind = CLAIM_MEASURED,
     .expected = VERDICT_REFUTED,
     .judge = token_base_gauss},
    {.id = "DU-T-F4-B-ALIGNED",
     .statement = "The number of distances where two keys have the same rounded score falls with the base.",
     .source = DU_T,
     .domain = ON("aligned:rho=0.5", "bf16"),
     .quantity = "relative change from the first base to the last, smallest over contexts, at its lower confidence limit; or "
                 "the first step that goes the other way, at its upper one",
     .relation = "value > limit",
     .allowance = "none: any significant change counts; " CONFIDENT,
     .finding = NULL,
     .kind = CLAIM_MEASURED,
     .expected = VERDICT_REFUTED,
     .judge = token_base_aligned},
    {.id = "DU-T-F4-B-THRESHOLD",
     .statement =
         "The number of distances where two keys score within 2^-f of the largest score of each other falls with the base.",
     .source = DU_T,
     .domain = ON("gauss", "bf16"),
     .quantity = "relative change from the first base to the last, smallest over contexts, at its lower confidence limit; or "
                 "the first step that goes the other way, at its upper one",
     .relation = "value > limit",
     .allowance = "none: any significant change counts; " CONFIDENT,
     .finding = "Only the threshold variant falls with the base, because the largest score of the context does",
     .kind = CLAIM_MEASURED,
     .expected = VERDICT_VERIFIED,
     .judge = threshold_base_gauss},
    {.id = "TAPA-ALIASING-GAUSS",
     .statement = "TAPA aliases more pairs of distances than RoPE.",
     .source = "derived here; no paper states it",
     .domain = "gauss, rope:base=5e5,dim=128 against tapa:dim=128,alpha=0.1,split=0.5, bf16, context 4096, seed 1",
     .quantity = "mean over draws of ln(TAPA's alias pairs + 1)/(RoPE's + 1), at its lower confidence limit",
     .relation = "value > limit",
     .allowance = "none: any significant change counts; " CONFIDENT,
     .finding = "TAPA gives more pairs of distances the same score than RoPE",
     .kind = CLAIM_MEASURED,
     .expected = VERDICT_VERIFIED,
     .judge = tapa_gauss},
    {.id = "TAPA-ALIASING-ALIGNED",
     .statement = "TAPA aliases more pairs of distances than RoPE.",
     .source = "derived here; no paper states it",
     .domain = "aligned:rho=0.5, rope:base=5e5,dim=128 against tapa:dim=128,alpha=0.1,split=0.5, bf16, context 4096, seed 1",
     .quantity = "mean over draws of ln(TAPA's alias pairs + 1)/(RoPE's + 1), at its lower confidence limit",
     .relation = "value > limit",
     .allowance = "none: any significant change counts; " CONFIDENT,
     .finding = NULL,
     .kind = CLAIM_MEASURED,
     .expected = VERDICT_VERIFIED,
     .judge = tapa_aligned},
};
