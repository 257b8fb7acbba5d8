/* Parameters that a model draws once and an encoding string says by a seed. */
#ifndef POSBIAS_THEORY_MODEL_SHAPES_DRAWN_H
#define POSBIAS_THEORY_MODEL_SHAPES_DRAWN_H

#include <stddef.h>
#include <stdint.h>

/* Standard normals number 0, 1, .. of array number `which` of a seed: a function of the three, and
 * of no other draw of that seed.
 * Source: Philox4x32-10 (Random123) and Box-Muller, a block for two of them.
 * In:     seed < 2^53.
 * Out:    out [count]. */
void drawn_normals(uint64_t seed, uint32_t which, size_t count, double *out);

#endif
