/* The tables behind a bank's curve: how a run of distances is cut into blocks, and the cosines and
 * sines at their centres and offsets. */
#ifndef POSBIAS_KERNELS_CURVES_BANK_WINDOW_H
#define POSBIAS_KERNELS_CURVES_BANK_WINDOW_H

#include "kernels/curves/bank.h"

/* How a run of count distances is cut: blocks of 2 half distances, the last one cut short. A
 * table's columns are Chebyshev polynomials, if there are slow pairs, and then the fast pairs. */
struct bank_shape {
    size_t fast, slow, columns;
    size_t half, blocks;
};
struct bank_shape bank_shape(const struct frequency_bank *bank, size_t count);

/* Where the tables of a window stand: by tiles, the slow pairs' Chebyshev coefficients, and the
 * even and odd columns at offsets 1/2, 3/2, .. tokens; cosines and sines at the centres of
 * blocks. */
struct bank_tables {
    const double *conversion, *table, *centre;
};
struct bank_tables bank_tables(const struct bank_shape *shape, const double *window);

/* curve_method's functions of a window; window[0] is the run's first distance. */
size_t bank_window_size(const struct frequency_bank *bank, size_t count);
enum status bank_window_fill(const struct frequency_bank *bank, double first, size_t count,
                             double *window);
void bank_window_move(const struct frequency_bank *bank, double first, size_t count,
                      double *window);

#endif
