/* Everything that is measured of one head. */
#ifndef POSBIAS_HEADS_MEASURE_H
#define POSBIAS_HEADS_MEASURE_H

#include "experiments/harness/draws/qk.h"
#include "experiments/heads/quantities.h"
#include "theory/ground/status.h"

struct heads_plan {
    const struct encoding *encoding;
    const struct qk_law *law;
    const struct random_stream *stream;
    size_t tokens; /* of a law without rows */
    size_t pairs;  /* draws */
    size_t context;
};

/* Measures a head.
 * Source: theory/moments/README.md#head-quantities.
 * Out:    value [HEAD_QUANTITIES], with the p-value of no difference from the null that tells: rows
 * permuted for the usage of slow pairs, normal vectors for the others that have an error; *tokens,
 * how many of queries.
 * Returns: the failure of reading, of drawing, or STATUS_MEMORY. */
enum status heads_measure(const struct heads_plan *plan, struct head_value *value, double *tokens);

#endif
