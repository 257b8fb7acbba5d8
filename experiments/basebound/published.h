/* Lower bounds on RoPE's base as published, head dimension 128. */
#ifndef POSBIAS_BASEBOUND_PUBLISHED_H
#define POSBIAS_BASEBOUND_PUBLISHED_H

#include <stddef.h>

/* Smallest bases printed for a context of `context` tokens. */
struct basebound_published {
    double context, men, second;
};

enum { BASEBOUND_PUBLISHED = 11 };
extern const struct basebound_published basebound_published[BASEBOUND_PUBLISHED];

/* The row of a head dimension and a context, or NULL. */
const struct basebound_published *basebound_published_row(size_t dim, double context);

#endif
