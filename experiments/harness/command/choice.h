/* Names chosen out of a list, as users type them. */
#ifndef POSBIAS_HARNESS_COMMAND_CHOICE_H
#define POSBIAS_HARNESS_COMMAND_CHOICE_H

#include <stdbool.h>
#include <stddef.h>

#include "theory/ground/message.h"

/* Number of names up to the NULL that ends them. */
size_t choice_count(const char *const *names);

/* One of the names. Out: *index. Returns: false with *error naming the text and the names. */
bool choice_one(const char *text, const char *const *names, size_t *index, struct message *error);

/* Names joined by ',', each at most once.
 * Out:     *list, their places in the order typed, to be freed; *count.
 * Returns: false with *error set. */
bool choice_several(const char *text, const char *const *names, double **list, size_t *count,
                    struct message *error);

#endif
