/* The engine of banks at changed vectors: a query and a key are mapped, coordinate by coordinate or
 * pair by pair, and scored by a bank. */
#ifndef POSBIAS_KERNELS_CURVES_BANK_MAPPED_H
#define POSBIAS_KERNELS_CURVES_BANK_MAPPED_H

#include "kernels/curves/bank.h"

struct bank_mapped;

/* Maps rows of dim coordinates to rows of as many as the bank has. */
typedef void bank_map(const struct bank_mapped *mapped, size_t rows, const double *in, double *out);

/* The state of both engines. */
struct bank_mapped {
    struct frequency_bank *bank; /* without a slope */
    size_t dim;                  /* of queries and keys as they come */
    bank_map *query, *key;       /* NULL: as they come */
    /* score_method.error of what query and key are mapped to */
    double (*error)(const struct bank_mapped *mapped, const double *query, const double *key);
    double cosine, sine; /* what the maps multiply by, where they do */
    double map_seconds;  /* of a coordinate of a query and a key: the maps, or what error reads */
};

/* Releases a struct bank_mapped; NULL is allowed. */
void bank_mapped_release(void *state);

/* bank_method's and bank_curve's scores of the mapped vectors.
 * Error: the state's own.
 * Cost:  a map of each draw's vectors, and the bank's. */
extern const struct score_method bank_mapped_method;
extern const struct curve_method bank_mapped_curve;

/* bank_factors' of the mapped vectors. */
extern const struct factor_method bank_mapped_factors;

#endif
