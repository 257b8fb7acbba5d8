#include "experiments/aliasing/questions.h"

#include "experiments/aliasing/judges.h"

#define DU_2    "DU Theorem 2, second-hand"
#define DU_4    "DU Theorem 4, second-hand"
#define DU_SIGN "DU Table 1, second-hand"
#define EVERY                                                                                    \
    "Nearly every distance has an alias at long contexts: another distance with the same score " \
    "in the format."
#define NEARLY "0.99 stands for nearly every"
#define NEAREST \
    "median over draws, nearest to the limit over bases and contexts, at its confidence limit"
#define CHANGE                                                                                \
    "median over draws of the relative change from first to last, the weakest, at its lower " \
    "confidence limit; or the first step the other way, at its upper"

const struct question alias_every_distance = {
    .statement = EVERY,
    .source = DU_2,
    .quantity = "share of distances with an alias, " NEAREST,
    .relation = "value > limit",
    .allowance = NEARLY,
    .judge = alias_judge_level,
};
const struct question alias_every_distance_counted = {
    .statement = EVERY,
    .source = DU_2,
    .quantity = "share of distances with an alias, the least from 65536 on",
    .relation = "value > limit",
    .allowance = NEARLY,
    .judge = alias_judge_level,
};
const struct question alias_exponentially = {
    .statement = "The share of distances without an alias falls exponentially with the context.",
    .source = "read into " DU_2 ", of which is known here that the probability of an alias tends "
              "to 1",
    .quantity =
        "fall of the logarithm of that share's median from 16384 to 65536 over its fall from 4096 "
        "to 16384, at its upper confidence limit",
    .relation = "value > limit",
    .allowance = "4 for an exponential, 1 for 1/M",
    .judge = alias_judge_rate,
};
const struct question alias_close_keys = {
    .statement =
        "At no more than about 5 % of a context do two keys of a query score alike within 2^-f "
        "times the largest score, the figure quoted for bf16 and h = 64.",
    .source = DU_4 "; its Theta(2^-f sqrt(h) M) fixes no constant",
    .quantity = "share of distances within the threshold, " NEAREST,
    .relation = "value < limit",
    .allowance = "sqrt(2/pi) 2^-7 sqrt(64) = 0.0499, the constant behind the quoted 5 % "
                 "(theory/limits/README.md, section aliasing)",
    .judge = alias_judge_level,
};
const struct question alias_joint = {
    .statement =
        "Pairs of distances aliased for two keys at once are far fewer than those aliased for one.",
    .source = "DU on attention invariance, second-hand",
    .quantity = "invariance pairs less a tenth of the alias pairs, of all pairs, " NEAREST,
    .relation = "value < limit",
    .allowance = "a tenth stands for far fewer; context, second-hand: 1,491 of 76 to 78 thousand, "
                 "a Llama-3.1-8B head at 8K",
    .judge = alias_judge_level,
};
const struct question alias_share_rises = {
    .statement = "The probability that a distance has an alias rises with the context.",
    .source = DU_SIGN,
    .quantity = CHANGE,
    .relation = "value > limit",
    .judge = alias_judge_trend,
};
const struct question alias_more_pairs = {
    .statement = "The number of alias pairs of distances rises with the base.",
    .source = DU_SIGN,
    .quantity = CHANGE,
    .relation = "value > limit",
    .judge = alias_judge_trend,
};
const struct question alias_token_share_rises = {
    .statement =
        "The share of distances where two keys have the same rounded score rises with the context.",
    .source = DU_SIGN,
    .quantity = CHANGE,
    .relation = "value > limit",
    .judge = alias_judge_trend,
};
const struct question alias_fewer_tokens = {
    .statement =
        "The number of distances where two keys have the same rounded score falls with the base.",
    .source = DU_SIGN,
    .quantity = CHANGE,
    .relation = "value > limit",
    .judge = alias_judge_trend,
};
const struct question alias_fewer_close = {
    .statement =
        "The number of distances where two keys score alike within 2^-f times the largest score "
        "falls with the base.",
    .source = DU_SIGN,
    .quantity = CHANGE,
    .relation = "value > limit",
    .judge = alias_judge_trend,
};
const struct question alias_tapa_more = {
    .statement = "At {context} tokens TAPA aliases more pairs of distances than RoPE.",
    .source = "derived here; no paper states it",
    .quantity = "median over draws of ln (TAPA's alias pairs + 1)/(RoPE's + 1), at its lower "
                "confidence limit",
    .relation = "value > limit",
    .judge = alias_judge_tapa,
};
const struct question alias_law = {
    .statement = "Alias pairs are C(M, 2) times the probability that two independent normal scores "
                 "with the curve's mean and deviation round alike.",
    .source = "derived in theory/limits/README.md, section law-alias",
    .quantity = "largest |median over draws of count/law - 1|, at its far confidence limit",
    .relation = "value < limit",
    .allowance = "0.2 is what neighbouring distances and a curve that is not normal were measured "
                 "to cost; counts are exact",
    .judge = alias_judge_law,
};
