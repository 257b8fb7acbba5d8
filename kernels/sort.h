/* Sorting numbers faster than a comparison sort does. */
#ifndef POSBIAS_KERNELS_SORT_H
#define POSBIAS_KERNELS_SORT_H

#include <stddef.h>

/* Sorts x ascending; -0 comes before 0, and a NaN would come before or after all numbers by its sign.
 * In:   work [count], overwritten.
 * Cost: three passes of 11 bits over the leading 33 bits of the numbers, and a few moves that finish the rest; six passes
 *       if many numbers agree in those bits. */
void sort_doubles(size_t count, double *x, double *work);

#endif
