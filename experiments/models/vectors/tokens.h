/* Which tokens of a vocabulary are drawn from. */
#ifndef POSBIAS_MODELS_VECTORS_TOKENS_H
#define POSBIAS_MODELS_VECTORS_TOKENS_H

#include <stdint.h>

#include "theory/ground/message.h"

enum { TOKENS_MOST = 1 << 24 };

/* Reads "uniform", all of them; or ids joined by '/', each also a range A:B, both ends in it; or a
 * FILE.npy of whole numbers. An id that stands twice counts twice.
 * Out:     *ids [count], to be freed; NULL for uniform.
 * Returns: false with *error naming the item at fault. */
bool tokens_read(const char *text, size_t vocabulary, uint64_t **ids, size_t *count,
                 struct message *error);

#endif
