/* Published encodings that have no score here, and why. */
#ifndef POSBIAS_KERNELS_ENCODINGS_UNEVALUATED_H
#define POSBIAS_KERNELS_ENCODINGS_UNEVALUATED_H

#include <stddef.h>

/* A published encoding or method that no string stands for. */
struct unevaluated {
    const char *name;   /* as a user types it, lowercase */
    const char *reason; /* what keeps its score from being computed, and what to take instead */
    const char *source; /* where it was published; `second-hand` if no text of it was read */
};

extern const struct unevaluated unevaluated[];
extern const size_t unevaluated_count;

/* The row of that name, in upper or lower case, or NULL. */
const struct unevaluated *unevaluated_find(const char *name);

#endif
