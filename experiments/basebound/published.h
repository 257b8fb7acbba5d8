/* Lower bounds on RoPE's base as published, head dimension 128. */
#ifndef POSBIAS_BASEBOUND_PUBLISHED_H
#define POSBIAS_BASEBOUND_PUBLISHED_H

#include <stdbool.h>
#include <stddef.h>

/* Who printed a base. */
enum { PUBLISHED_MEN, PUBLISHED_SECOND, PUBLISHED_SOURCES };

/* Smallest bases printed for a context, each number as a text that claims can quote. */
struct basebound_published {
    char context[8], base[PUBLISHED_SOURCES][8];
};

enum { BASEBOUND_PUBLISHED = 11 };
extern const struct basebound_published basebound_published[BASEBOUND_PUBLISHED];

/* The bases printed for a head dimension and a context.
 * Out:     base, by source.
 * Returns: false if there are none. */
bool basebound_published_bases(size_t dim, double context, double base[PUBLISHED_SOURCES]);

#endif
