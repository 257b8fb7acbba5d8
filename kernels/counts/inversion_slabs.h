/* Inversions of a long curve exactly: slabs of its score range, gathered one after the other. */
#ifndef POSBIAS_KERNELS_COUNTS_INVERSION_SLABS_H
#define POSBIAS_KERNELS_COUNTS_INVERSION_SLABS_H

#include "kernels/counts/inversion_stream.h"
#include "kernels/counts/inversion_sweep.h"

/* Exact counts: the range of scores is cut into slabs that can be held, and each is gathered by a
 * pass of its own and counted by inversions_count.
 * In:      s, of both sides and one draw; tie, as for inversion_stream.
 * Out:     *out, equal limits.
 * Returns: STATUS_MEMORY. */
enum status inversion_slabs(struct sweep *s, double tie, struct inversion_bounds *out);

#endif
