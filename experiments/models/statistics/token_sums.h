/* One pass over the queries and keys of a head: sums by groups of tokens, and matrices of products
 * over all. */
#ifndef POSBIAS_MODELS_STATISTICS_TOKEN_SUMS_H
#define POSBIAS_MODELS_STATISTICS_TOKEN_SUMS_H

#include "experiments/harness/draws/cost.h"
#include "experiments/models/statistics/token_part.h"
#include "theory/model/schedule.h"

/* Groups of consecutive tokens, so that what neighbours in a text share stays within one; fewer
 * where there are fewer tokens. */
enum { TOKEN_GROUPS = 32 };

/* Matrices of products of all coordinates, [dim][dim]; the last [2 pairs][2 pairs]. */
enum {
    MATRIX_QUERY,    /* q_i q_j, both less the pivot */
    MATRIX_KEY,      /* k_i k_j, likewise */
    MATRIX_MIXED,    /* q_i k_j of one token, likewise; zero where tokens are not the same */
    MATRIX_ROTATED,  /* of keys from zero, row t rotated to position t */
    MATRIX_SHUFFLED, /* rotated to position shuffle[t]; zero without a shuffle */
    MATRIX_NORM,     /* of the lengths (|q_1|, .., |k_1|, ..) from zero */
    MATRIX_COUNT
};

struct token_sums {
    size_t dim, pairs, groups, tokens[TOKEN_SIDES];
    bool joint;    /* query and key of a number are of one token */
    double *pivot; /* [TOKEN_SIDES][dim] */
    double *group; /* [groups], each of token_part_size */
    double *total; /* their sum */
    /* NULL unless asked for */
    double *matrix[MATRIX_COUNT];
    /* sums of k k^T from zero by group, before and after rotation: [groups][2], each dim (dim +
     * 1)/2, row by row up to the diagonal */
    double *gram;
};

/* What is asked for. */
struct token_plan {
    const struct token_rows *rows;
    /* how keys turn, NULL: they do not */
    const struct schedule *schedule;
    bool matrices;
    /* where keys stand instead, [tokens], for MATRIX_SHUFFLED; NULL: nowhere */
    const size_t *shuffle;
};

/* Reads every row once.
 * Source:  theory/moments/README.md#token-moments.
 * Out:     *out, the same whatever the number of threads, to be released with token_sums_free.
 * Returns: STATUS_MEMORY, or what reading does.
 * Cost:    token_sums_cost; memory does not grow with the tokens. */
enum status token_sums_take(const struct token_plan *plan, struct token_sums **out);
void token_sums_free(struct token_sums *sums);

/* Adds what that takes, besides reading. */
void token_sums_cost(struct cost *cost, size_t dim, const double tokens[TOKEN_SIDES],
                     bool matrices);

/* Doubles of a packed symmetric matrix. */
static inline size_t packed_size(size_t dim) { return dim * (dim + 1) / 2; }

/* Covariance of the coordinates (q_1, .., k_1, ..) over tokens, [2 dim][2 dim], divided by their
 * number less `less`; that of q with k is zero where tokens are not the same.
 * In: sums with matrices. */
void token_covariance(const struct token_sums *sums, double less, double *out);

/* The same of the lengths (|q_1|, .., |k_1|, ..), [2 pairs][2 pairs]. */
void token_norm_covariance(const struct token_sums *sums, double less, double *out);

#endif
