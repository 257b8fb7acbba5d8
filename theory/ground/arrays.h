/* Counts and sizes of arrays. */
#ifndef POSBIAS_THEORY_GROUND_ARRAYS_H
#define POSBIAS_THEORY_GROUND_ARRAYS_H

#include <stddef.h>

/* Elements of an array (never of a pointer): a constant expression. */
#define ARRAY_COUNT(array) (sizeof(array) / sizeof *(array))

static inline size_t size_min(size_t a, size_t b) { return a < b ? a : b; }
static inline size_t size_max(size_t a, size_t b) { return a > b ? a : b; }

#endif
