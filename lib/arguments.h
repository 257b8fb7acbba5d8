/* What the functions of the library ask of their arguments, and what is behind a handle. */
#ifndef POSBIAS_LIB_ARGUMENTS_H
#define POSBIAS_LIB_ARGUMENTS_H

#include "experiments/harness/draws/qk.h"
#include "kernels/encodings/encoding.h"
#include "lib/call.h"

struct posbias_encoding {
    struct encoding *of;
};

struct posbias_model {
    struct qk_model of;
};

/* Each returns POSBIAS_OK, or another status with the message set. */

/* In: name, of the argument, as the header has it. */
int argument_given(struct call *call, const void *pointer, const char *name);

/* Whether a length is the encoding's own. */
int argument_length(struct call *call, const struct encoding *encoding, const char *name,
                    size_t length, size_t expected);

/* Whether every coordinate is finite and at most SIZE_MOST in size. */
int argument_vector(struct call *call, const char *name, size_t dim, const double *vector);

/* Whether every distance is a whole number of tokens that the encoding has scores at. */
int argument_distances(struct call *call, const struct encoding *encoding, size_t count,
                       const double *distance);

/* Whether it scores a query and a key without the tokens between them. */
int argument_pathless(struct call *call, const struct encoding *encoding);

/* An encoding with the vectors of one head. */
int argument_vectors(struct call *call, const posbias_encoding *encoding, size_t dim, size_t count,
                     const char *const *names, const double *const *vectors);

#endif
