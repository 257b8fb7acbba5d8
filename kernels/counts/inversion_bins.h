/* Inversions of a very long curve within limits: bins of a monotone map, chosen so that they hold
 * about equally many. */
#ifndef POSBIAS_KERNELS_COUNTS_INVERSION_BINS_H
#define POSBIAS_KERNELS_COUNTS_INVERSION_BINS_H

#include "kernels/counts/inversion_stream.h"
#include "kernels/counts/inversion_sweep.h"

/* Limits that enclose the counts: bins order all pairs but those within one; where too many share
 * bins, a second pass finds the crowded ones that hold nothing but ties.
 * In:      s, of both sides and one draw; tie, as for inversion_stream.
 * Out:     *out, as of inversion_stream beyond INVERSION_EXACT_LIMIT.
 * Returns: STATUS_MEMORY; STATUS_CONVERGENCE if more than 1e-6 of the pairs share bins. */
enum status inversion_bins(struct sweep *s, double tie, struct inversion_bounds *out);

#endif
