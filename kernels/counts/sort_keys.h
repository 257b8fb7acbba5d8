/* Sorting by digits: whole numbers, and doubles by their bits. */
#ifndef POSBIAS_KERNELS_COUNTS_SORT_KEYS_H
#define POSBIAS_KERNELS_COUNTS_SORT_KEYS_H

#include <stddef.h>
#include <stdint.h>

/* Ascending order of whole numbers, in place: digits of 8 bits from the lowest, those that all
 * share left out.
 * In: key [count], count < 2^32; spare [count], scratch. */
void sort_keys(size_t count, uint64_t *key, uint64_t *spare);

/* Ascending order of doubles, in place, whatever they are: a NaN comes before or after all
 * numbers by its sign.
 * In: x [count], spare [count], scratch; count < 2^32; both memory of no declared type. */
void sort_keys_doubles(size_t count, double *x, double *spare);

#endif
