/* The numbers that rows of one side are multiplied with: one copy for all heads that have the same,
 * as query heads share a key head, and all heads where a norm runs over them. */
#ifndef POSBIAS_MODELS_VECTORS_SIDE_NUMBERS_H
#define POSBIAS_MODELS_VECTORS_SIDE_NUMBERS_H

#include "experiments/models/vectors/head.h"

struct side_numbers {
    double *table;       /* [columns] by strips of kernels/curves/product.h */
    double *bias, *norm; /* [columns]; NULL where there is none */
    size_t number, columns,
        uses; /* the head, or any where columns are of all; those that hold it */
    struct side_numbers **list, *next;
};

/* Finds or reads those of a side whose number and columns are set, from any thread.
 * Out:     side->numbers, until as many releases.
 * Returns: false with *error naming file and tensor at fault, and nothing held. */
bool side_numbers_hold(const struct vectors *vectors, size_t which, struct head_side *side,
                       struct message *error);

/* NULL is allowed. */
void side_numbers_release(struct side_numbers *numbers);

#endif
