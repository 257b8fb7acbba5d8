#include "experiments/heads/columns.h"

#define AT(quantity, part) [HEADS_FIRST + (int)PARTS * (int)(quantity) + (int)(part)]

/* What a quantity's lower and upper column are. */
#define LIMITS       "95 % limit over tokens, lower; groups left out as `moments` says", "upper"
#define DRAWN_LIMITS "95 % limit over drawn pairs of these tokens, lower", "upper"
#define SPECTRUM_LIMITS                                                                          \
    "limit likewise, lower; too wide where eigenvalues are close, and of rotated keys, where a " \
    "group left out leaves a gap",                                                               \
        "upper"
#define RANGE     "least value with a group of tokens left out", "largest"
#define EXACT     "the value itself: nothing is drawn", "likewise"
#define NO_LIMITS "empty but in a summary", "likewise"

/* A quantity whose name is followed by what its columns are, and by the unit. */
#define QUANTITY(...) COLUMNS_OF(__VA_ARGS__)
#define COLUMNS_OF(quantity, name, unit, lo, hi, meaning)                                \
    AT(quantity,                                                                         \
       PART_VALUE) = {name unit, meaning},                                               \
       AT(quantity, PART_LO) = {name "_lo" unit, lo},                                    \
       AT(quantity, PART_HI) = {name "_hi" unit, hi},                                    \
       AT(quantity, PART_NULL) = {name "_null" unit, "of rows permuted"},                \
       AT(quantity, PART_NULL_NORMAL) = {name "_null_normal" unit, "of normal vectors"}, \
       AT(quantity, PART_DIFFERS) = {                                                    \
           name "_differs",                                                              \
           "0, or 1 if it differs from its null; in a summary how many do; empty without a test"}

const struct column heads_columns[HEADS_COLUMNS] = {
    [HEADS_ENCODING] = {"encoding", "encoding string"},
    [HEADS_QK] = {"qk", "query-key model; head=all: a summary of the heads above"},
    [HEADS_LAYER] = {"layer", "layer of a model's file; empty otherwise"},
    [HEADS_HEAD] = {"head", "head of files; empty for a model that reads none, and in the summary, "
                            "whose model has head=all: of each quantity the mean over heads (of "
                            "*_tok the lower median, empty taken for behind all distances), the "
                            "least and largest as limits, means of the nulls, and how many heads "
                            "differ"},
    QUANTITY(HEAD_USAGE_SLOW, "usage_slow", "", LIMITS,
             "share of sum_n mean |q_n| |k_n|, both of one token, in pairs with under 2 turns "
             "within the context, pairs that do not rotate among them"),
    QUANTITY(HEAD_SLOT_SLOW, "slot_slow", "", EXACT,
             "the same share of |W_q| |W_k|, Frobenius norms of the pair's rows of the raw "
             "weights; empty where there are none"),
    QUANTITY(HEAD_MASSIVE_Q, "massive_q", "", RANGE,
             "coordinates of the query whose root mean square is over 5 times their mean"),
    QUANTITY(HEAD_MASSIVE_K, "massive_k", "", RANGE, "the same of keys"),
    QUANTITY(HEAD_OFFSET_Q, "offset_q", "", LIMITS,
             "size of the mean query over the root of the mean square distance from it"),
    QUANTITY(HEAD_OFFSET_K, "offset_k", "", LIMITS, "the same of keys"),
    QUANTITY(
        HEAD_OFFSET_ANGLE, "offset_angle_rad", "", LIMITS,
        "angle between mean query and mean key, radians; limits 0 and pi where a mean may be zero"),
    QUANTITY(HEAD_SPREAD_A, "spread_a", "", LIMITS,
             "standard deviation over rotating pairs of E A_n, over the mean of their E |z_n|: 0 "
             "under Assumption 2.1; of drawn pairs, as `moments` has them"),
    QUANTITY(HEAD_ASSUMPTION_P, "assumption_p", "", NO_LIMITS,
             "p-value of Assumption 2.1 as `moments --test` has it"),
    QUANTITY(HEAD_AMPLITUDE_MAX, "amplitude_max", "", DRAWN_LIMITS,
             "largest |z_n| over sum |z_n|, mean: regular amplitudes if near 1/pairs"),
    QUANTITY(HEAD_POSITIONAL, "positional", "", DRAWN_LIMITS,
             "mean of |S(m + 1) - S(m)|/(norm sum |z_n|), m below the context M; after FOLLOW's "
             "Eq. 174, which divides by norm (sum |z_n|^2)^(1/2)"),
    QUANTITY(
        HEAD_SEMANTIC, "semantic", "", DRAWN_LIMITS,
        "1 less the share of distances M+1..2M at which two keys' order is the reverse of that "
        "at distance 0; after FOLLOW's Eq. 173, a normal law over 0..M-1"),
    QUANTITY(HEAD_P_INV, "p_inv", "", DRAWN_LIMITS,
             "position inversions between r in [0, M/2) and [M/2, M), as `locality` has them"),
    QUANTITY(HEAD_P_ALIAS, "p_alias_bf16", "", DRAWN_LIMITS,
             "pairs of distances below M with equal scores in bf16, as p_alias_pair of `aliasing`"),
    QUANTITY(HEAD_FIRST_NEGATIVE, "first_negative", "_tok", RANGE,
             "first distance below M at which the mean score of drawn pairs is negative; empty if "
             "none"),
    QUANTITY(HEAD_ARGMAX, "argmax", "_tok", RANGE,
             "smallest distance below M at which the mean score is largest"),
    QUANTITY(HEAD_STABLE_RANK, "stable_rank_k", "", SPECTRUM_LIMITS,
             "sum of squares of the keys' singular values over the largest square"),
    QUANTITY(HEAD_STABLE_RANK_ROTATED, "stable_rank_k_rotated", "", SPECTRUM_LIMITS,
             "the same, row t rotated to position t, from 0"),
    QUANTITY(HEAD_FIRST_SHARE, "first_share", "", SPECTRUM_LIMITS,
             "share of the first singular value's square: 1/stable_rank_k"),
    QUANTITY(HEAD_FIRST_SHARE_ROTATED, "first_share_rotated", "", SPECTRUM_LIMITS,
             "the same when rotated"),
    QUANTITY(HEAD_DOPE_RANK, "dope_rank", "", SPECTRUM_LIMITS,
             "truncated effective rank of the rotated keys: exp of the entropy of the 32 largest "
             "squares' shares in their sum"),
    QUANTITY(HEAD_REACH, "reach", "", EXACT,
             "with norms on q and k, sqrt(dim) max w_q max w_k over a pair, the largest of the "
             "pairs: what a pair can add to a score; empty without norms"),
    QUANTITY(HEAD_POSITIONAL_CORR, "positional_corr", "", LIMITS,
             "mean over rotating pairs, by usage of drawn pairs, of |correlation of the mean "
             "partial score E A_n cos x_n + E B_n sin x_n with the distance| over pairs of "
             "positions below M (positional heads of 2410.08703, known second-hand: the mean over "
             "pairs is ours); its limits held 93 % of samples of 500 tokens at least"),
    [HEADS_CONTEXT_TOK] = {"context_tok", "context length M, tokens"},
    [HEADS_TOKENS] = {"tokens", "tokens, of queries"},
    [HEADS_PAIRS] = {"pairs", "draws of a query with two keys"},
};
