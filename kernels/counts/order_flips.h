/* Token inversions of one query: distances at which two keys change their order. */
#ifndef POSBIAS_KERNELS_COUNTS_ORDER_FLIPS_H
#define POSBIAS_KERNELS_COUNTS_ORDER_FLIPS_H

#include "kernels/encodings/curve.h"

/* Distances with the margin S1 - S2 strictly of the other sign than at 0, and distances at which
 * rounding leaves open whether it is. */
struct order_flips {
    size_t flips, ties;
};

/* Counts them among scores of two keys; where the margin at 0 has no sign every distance ties.
 * In: at_zero, the margin there; slack, the two scores' errors together; one, two [count]. */
struct order_flips order_flips(double at_zero, double slack, size_t count, const double *one,
                               const double *two);

/* Distances of a context that are scored at once. */
#define ORDER_BLOCK 1048576.0

/* The flips over the distances 0 <= r < context.
 * In:      query, key, other [dim], of an encoding that reads no tokens; context, whole, from 1 to
 *          DISTANCE_LIMIT.
 * Returns: STATUS_DOMAIN for scores that overflow, STATUS_MEMORY.
 * Cost:    two curves, and memory for those of a block. */
enum status order_curve(const struct encoding *encoding, const double *query, const double *key,
                        const double *other, double context, struct order_flips *out);

#endif
