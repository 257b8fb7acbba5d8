/* The divisors of longrope as a key's value. */
#ifndef POSBIAS_KERNELS_ENCODINGS_BANKS_DIVISORS_H
#define POSBIAS_KERNELS_ENCODINGS_BANKS_DIVISORS_H

#include <stddef.h>

#include "theory/ground/message.h"

/* Reads the value of `ext`: the name of a published list, or numbers over 0 joined by '/'.
 * In:      count, the pairs that rotate.
 * Out:     *list [count]; *owned, NULL before, holds it if it is not a published one, and is freed
 *          by the caller whatever this returns.
 * Returns: false with *error set. */
bool divisors_read(const char *text, size_t count, const double **list, double **owned,
                   struct message *error);

#endif
