/* Which encodings of a list are one curve: the same but for the value of one key. */
#ifndef POSBIAS_TRADEOFF_FAMILIES_H
#define POSBIAS_TRADEOFF_FAMILIES_H

#include "kernels/encodings/encoding.h"
#include "theory/ground/message.h"
#include "theory/ground/status.h"

/* The family of each: a longest run of neighbours in the list whose resolved strings differ from
 * the first one's at one key, the same for all. Its name is the type's and the key's, "rope base",
 * or of an encoding that has no such neighbour the type's, "nope"; where another family would be
 * called the same, every key follows that is fixed in each of these families and not the same in
 * all, "tapa scale, alpha=0.1".
 * Out:     family [count].
 * Returns: STATUS_MEMORY, else STATUS_OK. */
enum status families_name(size_t count, struct encoding *const *encoding, struct message *family);

#endif
