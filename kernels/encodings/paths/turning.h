/* Pairs that turn by angles summed token by token: what carope and selective share. */
#ifndef POSBIAS_KERNELS_ENCODINGS_PATHS_TURNING_H
#define POSBIAS_KERNELS_ENCODINGS_PATHS_TURNING_H

#include "kernels/encodings/paths/walk.h"

/* A walk whose pair n turns by 2 pi rate[n] times its sum. */
struct turning {
    struct walk walk;
    double base;   /* selective's */
    double rate[]; /* [dim/2] turns per unit of the sum */
};

/* A walk of that dim, zeroed; NULL: no memory. */
struct turning *turning_new(size_t dim);

/* walk_method's kept_size, begin and score: A_n and B_n with the norm, and the sums, of two doubles
 * each so that r of them lose no more than their last one does. */
size_t turning_kept_size(const void *state);
void turning_begin(const void *state, double position, const double *query, const double *key,
                   double *kept);
double turning_score(const void *state, const double *query, const double *key, double *kept);

/* Adds a term to each of the pairs' sums. */
void turning_add(size_t pairs, const double *term, double *kept);

/* Where the bound on a pair's angle is `each` + `step` n radians, n from 0, the bound on a score.
 * */
double turning_error(const struct walk *walk, const double *query, const double *key, double each,
                     double step);

#endif
