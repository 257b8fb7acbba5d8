/* What is measured of any rows of tokens: a head's, or those of a null. */
#ifndef POSBIAS_HEADS_MEASURED_H
#define POSBIAS_HEADS_MEASURED_H

#include "experiments/heads/measure.h"
#include "experiments/models/statistics/token_jackknife.h"

struct measured {
    struct token_estimate value[HEAD_QUANTITIES];
    struct token_estimate drawn_usage, gain; /* of usage_slow: of rows permuted, the difference */
};

/* Rows of tokens, their sums, and the sums of rows whose pairs are the drawn ones. */
struct head_sums {
    struct token_rows rows;
    struct token_sums *own, *pairs; /* may be the same */
};

/* Reads the rows in *out. In: shuffle, as of a token_plan. Out: released with measured_free. */
enum status measured_sums(const struct heads_plan *plan, const size_t *shuffle,
                          struct head_sums *out);
void measured_free(struct head_sums *sums);

/* All that needs no weights, with scores of draws of a law. */
enum status measured_take(const struct heads_plan *plan, const struct qk_law *law,
                          const struct random_stream *stream, const struct head_sums *sums,
                          struct measured *out);

/* Anew what is of drawn pairs, any two tokens being one. */
enum status measured_pairs(const struct heads_plan *plan, const struct qk_law *law,
                           const struct token_sums *sums, struct measured *out);

/* What there is none of. */
extern const struct token_estimate measured_none;

#endif
