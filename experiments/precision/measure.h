/* Scores of drawn queries and keys by a pipeline at one position, against the rigorous ones. */
#ifndef POSBIAS_PRECISION_MEASURE_H
#define POSBIAS_PRECISION_MEASURE_H

#include "experiments/harness/draws/random.h"
#include "experiments/precision/rigorous.h"
#include "theory/model/qk_law.h"

/* Of many numbers, none negative. */
struct spread {
    bool present;
    double p50, p99, most;
};

/* Sorts the numbers in place. */
struct spread spread_of(size_t n, double *x);

struct precision_plan {
    const struct schedule *schedule;
    double slope;
    const struct pipeline *pipeline;
    const struct qk_law *law;
    const struct random_stream *stream;
    size_t draws;
    double position; /* of the query, tokens from the start; the pipeline has a number for it */
    size_t keys;     /* distances from it, ascending, none beyond the first token */
    const double *distance;
    size_t shifts;
    const double *shift; /* all finite in the pipeline when added to position */
};

struct precision_result {
    struct spread score;                   /* errors over draws and keys */
    struct spread drift_first, drift_rest; /* over draws and shifts, and keys */
    /* pairs of keys of a draw, and how many of them change their order, mean and 95 % limits */
    double rank_pairs, flips, flips_lo, flips_hi;
};

/* Query at the position, one key at each distance before it: the same key of a draw everywhere.
 * Returns: STATUS_MEMORY, STATUS_STOPPED.
 * Cost:    per draw (1 + shifts)(keys + 2) rotations and products. */
enum status precision_measure(const struct precision_plan *plan, struct precision_result *out);

/* What precision_measure gathers, draw by draw: errors [keys], then for each shift the changes of
 * the first token's score and of the keys' [shifts][1 + keys], then the flips.
 * Out:     result [draws][precision_size].
 * Returns: as precision_measure. */
size_t precision_size(const struct precision_plan *plan);
enum status precision_draws(const struct precision_plan *plan, double *result);

/* Errors over the pairs that rotate, at the position. */
enum status precision_pairs(const struct precision_plan *plan, struct spread *angle,
                            struct spread *cosine);

#endif
