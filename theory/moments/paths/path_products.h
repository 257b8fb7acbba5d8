/* First and second moments of q.k and of the lengths of q and k under a query-key law: what the
 * moments of path encodings are made of. */
#ifndef POSBIAS_THEORY_MOMENTS_PATHS_PATH_PRODUCTS_H
#define POSBIAS_THEORY_MOMENTS_PATHS_PATH_PRODUCTS_H

#include "theory/model/qk_law.h"

/* E q.k, Var q.k and E |q|^2 |k|^2.
 * Source:  derived in theory/moments/README.md#path-moments.
 * In:      dim, even.
 * Out:     whichever pointers are not NULL.
 * Returns: STATUS_UNDEFINED for a law that does not have what is asked for; STATUS_MEMORY. */
enum status path_products(const struct qk_law *law, size_t dim, double *mean, double *variance,
                          double *lengths);

#endif
