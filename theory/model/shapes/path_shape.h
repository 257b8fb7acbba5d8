/* What closed forms know of a path encoding. */
#ifndef POSBIAS_THEORY_MODEL_SHAPES_PATH_SHAPE_H
#define POSBIAS_THEORY_MODEL_SHAPES_PATH_SHAPE_H

#include <stddef.h>

#include "theory/model/token_law.h"

struct path_shape {
    size_t dim;  /* even */
    double norm; /* factor on q.k */
    /* of the tokens, which are independent of each other and of query and key */
    const struct token_law *law;
    double beta; /* path */
    double base; /* selective: T_j = base^(-2j/dim) */
    /* fox: not 0 where the score loses it per token whatever the gates; cope-ctx: lost per
     * position; grape-ap: what multiplies a gate's logarithm */
    double slope;
    double last; /* cope-ctx: the table's last position */
    double at;   /* grape-ap: the query's position */
};

#endif
