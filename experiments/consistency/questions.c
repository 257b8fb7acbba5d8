#include "experiments/consistency/questions.h"

#include "experiments/consistency/judges.h"

#define DU "arXiv 2605.15514, second-hand"

#define HALF                                                                              \
    .quantity = "|average - 1/2| at the longer context, at its farther confidence limit", \
    .relation = "value < limit", .allowance = "a tenth of what it is at M = b/64",        \
    .judge = consistency_judge_half
const struct question flip_half = {
    .statement =
        "The probability of token inversion, averaged over the context, nears 1/2 as M reaches b.",
    .source = DU ", Theorem 3, its Theta(b) read as b itself",
    HALF,
};
const struct question flip_half_beyond = {
    .statement =
        "The probability of token inversion, averaged over the context, nears 1/2 as M reaches "
        "4 b.",
    .source = DU ", Theorem 3, its Theta(b) read as 4 b",
    HALF,
};
const struct question flip_nowhere_over_half = {
    .statement = "At no distance is token order inverted more often than not.",
    .source = "derived: is the 1/2 of " DU ", Theorem 3, a limit on averages, the most there is?",
    .quantity = "the largest exact probability, less its error bound",
    .relation = "value < limit",
    .allowance = "none",
    .judge = consistency_judge_distance,
};
const struct question flip_rises = {
    .statement = "The average probability of token inversion rises with the context M.",
    .source = DU ", trade-off table",
    .quantity = "the least rise between neighbours, at its lower confidence limit",
    .relation = "value > limit",
    .judge = consistency_judge_trend,
};
const struct question flip_falls = {
    .statement = "The average probability of token inversion falls with the base b.",
    .source = DU ", trade-off table",
    .quantity = "the least fall between neighbours, at its lower confidence limit",
    .relation = "value > limit",
    .judge = consistency_judge_trend,
};
const struct question flip_rises_beyond = {
    .statement = "The average probability of token inversion rises with the context M beyond 4 b.",
    .source = DU ", trade-off table, beyond the range it speaks of",
    .quantity = "the least rise between neighbours, at its lower confidence limit",
    .relation = "value > limit",
    .judge = consistency_judge_trend,
};
const struct question flip_falls_beyond = {
    .statement = "The average probability of token inversion falls with the base b at an M over "
                 "both bases.",
    .source = DU ", trade-off table, beyond the range it speaks of",
    .quantity = "the least fall between neighbours, at its lower confidence limit",
    .relation = "value > limit",
    .judge = consistency_judge_trend,
};
const struct question flip_arccos = {
    .statement = "Between independent keys token order flips with probability arccos(c(r))/pi, c "
                 "the mean cosine.",
    .source = "derived in theory/order/README.md, section token-order",
    .quantity = "the largest |law - exact|, with the error bound",
    .relation = "value < limit",
    .allowance = "1/(4h): the spread of |q_n|^2 moves the expectation by |c| Var(rho)/(2 pi (1 - "
                 "c^2)^(3/2)), Var(rho) = (mean cos^2 - c^2)/(h + 1), which is 0.20/h at most up "
                 "to b = 1e8",
    .judge = consistency_judge_law,
};
const struct question flip_aligned_turns = {
    .statement = "Against the reference with phases zero the average over r < M is Phi(-(h - "
                 "L)/sqrt(L)), L = h log_b(M/2pi).",
    .source = "derived in theory/limits/README.md, section law-token-aligned",
    .quantity =
        "|law - average|, the average by the normal law of LAW-TOKEN-ALIGNED-NORMAL at every r",
    .relation = "value < limit",
    .allowance = "0.05; the average's own error is under 0.04/h by LAW-TOKEN-ALIGNED-NORMAL",
    .judge = consistency_judge_average,
};
const struct question flip_aligned_corrected = {
    .statement = "That average is the mean over r < M of Phi(-(h - L)/sqrt((h + L)/2)), L = h "
                 "log_b(r e^gamma).",
    .source = "derived in theory/limits/README.md, section law-token-aligned",
    .quantity = "largest |law - average|, the average by the normal law of "
                "LAW-TOKEN-ALIGNED-NORMAL at every r",
    .relation = "value < limit",
    .allowance = "0.025: 0.02 is what single turns of the slow pairs were measured to cost, the "
                 "rest covers the average's own error",
    .judge = consistency_judge_average,
};
const struct question flip_aligned_normal = {
    .statement = "Against the reference with phases zero the margin at each distance is normal: "
                 "Phi(-sqrt(2h) c(r)).",
    .source = "derived in theory/order/README.md, section token-aligned",
    .quantity = "the largest |law - exact|, with the error bound",
    .relation = "value < limit",
    .allowance = "0.04/h: Edgeworth's next term, excess -3/2, is 0.0344/h at most; the rest is of "
                 "order 1/h^2",
    .judge = consistency_judge_law,
};
const struct question flip_tapa_keeps = {
    .statement = "By DU's criterion TAPA keeps token order over distance: it is inverted less than "
                 "half as often as a coin would.",
    .source = "cross claim: arXiv 2509.12635's encoding by arXiv 2605.15514's criterion, of which "
              "TAPA says "
              "nothing",
    .quantity = "the largest upper confidence limit of P(token inversion) at a distance",
    .relation = "value < limit",
    .allowance = "halfway to a coin's 1/2",
    .judge = consistency_judge_kept,
};
