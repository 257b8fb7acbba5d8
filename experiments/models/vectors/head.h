/* One head: its matrices, and what is done to rows before and behind them. */
#ifndef POSBIAS_MODELS_VECTORS_HEAD_H
#define POSBIAS_MODELS_VECTORS_HEAD_H

#include "experiments/models/vectors/store.h"

/* Of one side: columns of all heads where a norm runs over them, else of this one, in the order of
 * coordinates. */
struct head_side {
    size_t number, columns, own;  /* the head; the columns, and the first that is its own */
    struct side_numbers *numbers; /* of a model; NULL of rows that stand in files */
};

struct vectors_head {
    const struct vectors *vectors;
    struct head_side side[VECTORS_SIDES];
};

/* Applies what stands between embedding and projection. In/Out: x [width]. */
void input_normalise(const struct vectors_store *store, size_t width, double *x);

/* Rows of a head that stand in a file. */
bool head_file_rows(const struct vectors_head *head, size_t side, size_t first, size_t count,
                    double *out, struct message *error);

#endif
