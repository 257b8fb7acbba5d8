/* Holm's correction of p-values for how many there are. */
#ifndef POSBIAS_MODELS_STATISTICS_HOLM_H
#define POSBIAS_MODELS_STATISTICS_HOLM_H

#include <stddef.h>

#include "theory/ground/status.h"

/* The i-th smallest p of n becomes the largest of (n - j + 1) p_(j), j <= i, at most 1. Calling
 * those under a level different then errs anywhere with that probability at most, however they
 * depend on each other.
 * Source:  Holm, Scandinavian Journal of Statistics 6 (1979) 65.
 * In, out: p [count].
 * Returns: STATUS_MEMORY. */
enum status holm(size_t count, double *p);

#endif
