/* Lists and ranges as users type them. */
#ifndef POSBIAS_HARNESS_COMMAND_LIST_H
#define POSBIAS_HARNESS_COMMAND_LIST_H

#include <stdbool.h>
#include <stddef.h>

#include "theory/ground/message.h"

/* Ascending distinct whole numbers in [lo, hi]: items joined by ',', each N, A:B (step 1),
 * A:B:log:N (N numbers evenly spaced in the logarithm, rounded, without repeats) or A:B:xK (A, A K,
 * A K^2, ... up to B). A number may end in k, 1024, or M, 1048576.
 * Out:     *list, to be freed; *count.
 * Returns: false with *error naming the item at fault. */
bool list_integers(const char *text, double lo, double hi, double **list, size_t *count,
                   struct message *error);

/* One whole number in [lo, hi], without k or M. Out: *list, that number, to be freed. */
bool list_whole(const char *text, double lo, double hi, double **list, size_t *count,
                struct message *error);

/* Numbers joined by ',', in [lo, hi]. */
bool list_reals(const char *text, double lo, double hi, double **list, size_t *count,
                struct message *error);

/* A:B, two whole numbers in [lo, hi] with A <= B. Out: *list, two ends, to be freed. */
bool list_range(const char *text, double lo, double hi, double **list, size_t *count,
                struct message *error);

#endif
