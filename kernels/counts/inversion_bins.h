/* Inversions of a very long curve within limits: bins of a monotone map, chosen so that they hold
 * about equally many. */
#ifndef POSBIAS_KERNELS_COUNTS_INVERSION_BINS_H
#define POSBIAS_KERNELS_COUNTS_INVERSION_BINS_H

#include "kernels/counts/inversion_stream.h"
#include "kernels/counts/inversion_sweep.h"

/* Limits that enclose the counts: bins order all pairs but those within one; where too many share
 * bins, a second pass finds the crowded ones that hold nothing but ties. Arguments and result as
 * inversion_stream. */
enum status inversion_bins(struct sweep *s, double tie, struct inversion_bounds *out);

#endif
