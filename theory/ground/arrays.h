/* Counts and sizes of arrays, and an average. */
#ifndef POSBIAS_THEORY_GROUND_ARRAYS_H
#define POSBIAS_THEORY_GROUND_ARRAYS_H

#include <stddef.h>

/* Elements of an array (never of a pointer): a constant expression. */
#define ARRAY_COUNT(array) (sizeof(array) / sizeof *(array))

static inline size_t size_min(size_t a, size_t b) { return a < b ? a : b; }
static inline size_t size_max(size_t a, size_t b) { return a > b ? a : b; }

/* Average of count >= 1 numbers. Their distances from the first are added up, so that equal ones
 * have themselves as theirs. */
static inline double array_average(size_t count, const double *x)
{
    double sum = 0.0;
    for (size_t i = 1; i < count; i++)
        sum += x[i] - x[0];
    return x[0] + sum / (double)count;
}

#endif
