/* Random vectors of the same first two moments as a head's queries and keys: what its means and
 * covariances alone make of a statistic. */
#ifndef POSBIAS_MODELS_STATISTICS_NORMAL_LAW_H
#define POSBIAS_MODELS_STATISTICS_NORMAL_LAW_H

#include "experiments/harness/draws/qk.h"
#include "experiments/models/statistics/token_sums.h"

/* Independent normal queries and keys with the means and the covariances, over T, of tokens. */
struct normal_law {
    struct qk_law law; /* draws of it */
    struct qk_source source;
    size_t dim;
    double *mean[TOKEN_SIDES];
    double *factor[TOKEN_SIDES]; /* x = mean + z F, [dim][dim] by strips of product.h */
    struct random_stream rows;   /* what token_rows are drawn from */
};

/* In:      sums with matrices; seed of the rows, which are none of the draws of that seed.
 * Out:     *out, which stays where it is, to be released with normal_law_free, failed or not. */
enum status normal_law_make(const struct token_sums *sums, uint64_t seed, struct normal_law *out);
void normal_law_free(struct normal_law *law);

/* As many tokens of it as there are of other rows, coupled if they are. */
struct token_rows normal_law_rows(const struct normal_law *law, const struct token_rows *like);

#endif
