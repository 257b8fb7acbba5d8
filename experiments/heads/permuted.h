/* A law whose queries and keys were permuted independently of each other. */
#ifndef POSBIAS_HEADS_PERMUTED_H
#define POSBIAS_HEADS_PERMUTED_H

#include "experiments/harness/draws/qk.h"

/* The query of a draw with keys of draws of another stream, a second key of another draw yet. */
struct permuted_law {
    struct qk_law law; /* draws of it */
    struct qk_source source;
    const struct qk_law *own;
};

/* Out: *out, which stays where it is; `own` lives as long. */
void permuted_law_make(const struct qk_law *own, struct permuted_law *out);

#endif
