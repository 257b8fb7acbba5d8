/* Encodings of a list that share draws: vectors of one dimension serve every encoding of it. */
#ifndef POSBIAS_HARNESS_DRAWS_GROUPS_H
#define POSBIAS_HARNESS_DRAWS_GROUPS_H

#include "kernels/encodings/encoding.h"

/* Calls each on the encodings of one dimension after the other, in the order of the first of them
 * in the list, until one fails.
 * In:      each gets the group [members] and the numbers of its encodings in the list.
 * Returns: STATUS_MEMORY; else what each did. */
enum status groups_each(size_t count, struct encoding *const *encodings,
                        enum status (*each)(void *context, size_t members,
                                            const struct encoding *const *group,
                                            const size_t *number),
                        void *context);

#endif
