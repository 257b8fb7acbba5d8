/* What the exact and the stabilised Jordan-RoPE share: keys, coefficients, factors. */
#ifndef POSBIAS_KERNELS_ENCODINGS_GROUPS_JORDAN_BLOCKS_H
#define POSBIAS_KERNELS_ENCODINGS_GROUPS_JORDAN_BLOCKS_H

#include "kernels/curves/modes.h"
#include "kernels/encodings/encoding_keys.h"
#include "kernels/encodings/groups/jordan.h"

/* Keys of both: gamma, eta, base, dim, unit, norm come first, in this order. */
#define JORDAN_GAMMA_KEY                                         \
    {                                                            \
        "gamma", SPEC_REAL, 0, 1000, false, false, "1e-4", NULL, \
            "decay of every pair, per token of distance"         \
    }
#define JORDAN_ETA_KEY                                                     \
    {                                                                      \
        "eta", SPEC_SIGNED, 1e-15, 1, false, false, "9.765625e-5", NULL,   \
            "shear of the second pair of a block into the first per token" \
    }
#define JORDAN_DIM_KEY                                             \
    {                                                              \
        "dim", SPEC_EVEN, 4, DIM_LIMIT, false, false, "128", NULL, \
            "head dimension D, a multiple of 4"                    \
    }
#define JORDAN_UNIT_KEY                                                 \
    {                                                                   \
        "unit", SPEC_CHOICE, 0, 0, false, false, "rad", encoding_units, \
            "block n turns by r theta_n radians (rad) or turns (turn)"  \
    }

/* Modes of D/4 frequencies whose shape is a jordan_shape; out's dim and state.
 * Returns: NULL with *error set. */
struct modes *jordan_build(struct spec *spec, bool grows, struct encoding *out,
                           struct message *error);

/* Coefficients of cosines and sines: of what does not shear, and of what does, eta included. */
void jordan_coefficients(const struct modes *modes, const double *query, const double *key,
                         double *plain, double *shear);

/* Sizes of both, those of the second times `most`. */
double jordan_size(const struct modes *modes, const double *query, const double *key, double most);

/* A query or a key at a position, sheared by eta times `shear`. */
void jordan_factor(const struct modes *modes, enum factor_side side, double position, double shear,
                   const double *vector, double *out);

#endif
