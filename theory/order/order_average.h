/* Averages over all pairs of a near and a far distance. */
#ifndef POSBIAS_THEORY_ORDER_ORDER_AVERAGE_H
#define POSBIAS_THEORY_ORDER_ORDER_AVERAGE_H

#include <stddef.h>

#include "theory/ground/status.h"

/* Independent shifts of one quasi-random sequence; each replicate is an average of its own. */
enum { ORDER_REPLICATES = 16 };

/* A quantity of a near and a far distance; called from several threads at once. */
typedef enum status order_quantity(double near, double far, const void *context,
                                   struct estimate *value);

/* Mean of evaluate(r1, r2) over whole r1 in [near_lo, near_lo + near_count) and r2 in [far_lo,
 * far_lo + far_count): all pairs if there are at most `points`, else ORDER_REPLICATES shifts of the
 * first points/ORDER_REPLICATES Sobol points.
 * Source: Cranley and Patterson, SIAM J. Numer. Anal. 13 (1976) 904; derived in
 *         theory/order/README.md#order-average.
 * In:      counts >= 1, whole, tokens; points >= 2 ORDER_REPLICATES; the sequence fills best at
 *          ORDER_REPLICATES times a power of 2; values of size at most 1.
 * Out:     average->val; average->err, the mean error of the values, plus for a sample the
 *          half-width of Student's 95 % interval of the replicates. The bits do not depend on the
 *          number of threads.
 * Returns: STATUS_DOMAIN, STATUS_MEMORY, or the failure of the first point that failed. */
enum status order_average(double near_lo, double near_count, double far_lo, double far_count,
                          size_t points, order_quantity *evaluate, const void *context,
                          struct estimate *average);

#endif
