#include "experiments/reportcard/criteria.h"

#include <math.h>

const char *const card_better_names[] = {[CARD_LESS] = "less",
                                         [CARD_MORE] = "more",
                                         [CARD_NEAR_ZERO] = "near 0",
                                         [CARD_NEAR_ONE] = "near 1"};

const struct card_criterion card_criteria[CARD_CRITERIA] = {
    [CARD_ALIGNED_MEAN] = {"aligned_mean", CARD_NEAR_ONE,
                           "mean score over the far half [M/2, M) as a share of that at distance "
                           "0: what an equally good key keeps by being far"},
    [CARD_FIRST_NEGATIVE] = {"first_negative_tok", CARD_MORE,
                             "smallest distance below 16 M with a negative mean score"},
    [CARD_GAP] = {"gap", CARD_NEAR_ZERO,
                  "the least sgn(E A) (E S(r) - E S(r'))/sqrt(D) over near r < M/64 and far r' in "
                  "[M/2, M), gap_min of the command gap"},
    [CARD_HORIZON] =
        {"horizon_tok", CARD_LESS,
         "smallest far distance from M/2 below 16 M where that gap is |E A|/8 at most: "
         "how far the preference for near keys lasts"},
    [CARD_POSITION_INVERSION] = {"position_inversion", CARD_LESS,
                                 "P(S(near) < S(far)), near in [0, M/2), far in [M/2, M)"},
    [CARD_TOKEN_INVERSION] = {"token_inversion", CARD_LESS,
                              "P(two keys have the reverse of their order at 0), r in [0, M)"},
    [CARD_POSITION_ALIASING] = {"position_aliasing", CARD_LESS,
                                "share of pairs of distances below M with equal scores in bf16, "
                                "median over the draws"},
    [CARD_TOKEN_ALIASING] = {"token_aliasing", CARD_LESS,
                             "share of distances below M where two keys have equal scores in bf16, "
                             "median over the draws"},
    [CARD_DRIFT] = {"drift", CARD_LESS,
                    "root mean square change of a score, in the score's own units, which a softmax "
                    "reads, when query and key move together by M, their vectors rounded to bf16"},
    [CARD_VARIANCE] =
        {"variance", CARD_NEAR_ONE,
         "variance of the score at 16 distances spread over [M/2, M), mean, over that "
         "at distance 0: how much content still counts"},
    [CARD_POSITIONAL] = {"positional", CARD_MORE,
                         "mean of |S(r + 1) - S(r)|/(norm sum |q_n||k_n|), r < M"},
    [CARD_SEMANTIC] = {"semantic", CARD_MORE,
                       "1 less the share of M+1..2M where two keys have the reverse of their order "
                       "at 0; ties are no reversals, and stand in the limits"},
};

struct card_cell card_known(double value) { return card_between(value, value, value); }

struct card_cell card_between(double value, double lo, double hi)
{
    return (struct card_cell){value, lo, hi, NULL, 0, 0};
}

struct card_cell card_without(const char *reason)
{
    return (struct card_cell){NAN, NAN, NAN, reason, 0, 0};
}

struct card_cell card_beyond(double looked, const char *reason)
{
    return (struct card_cell){NAN, looked, HUGE_VAL, reason, 0, 0};
}
