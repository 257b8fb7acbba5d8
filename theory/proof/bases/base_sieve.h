/* Distances at which a sum of cosines is small or negative, found quickly and without proof. */
#ifndef POSBIAS_THEORY_PROOF_BASES_BASE_SIEVE_H
#define POSBIAS_THEORY_PROOF_BASES_BASE_SIEVE_H

#include <math.h>
#include <stdint.h>

#include "theory/model/schedule.h"

/* Distances in ascending order; a zeroed struct is empty. */
struct base_sieve {
    size_t count, room;
    uint32_t *distance;
};

void base_sieve_free(struct base_sieve *sieve);

/* cos(2 pi turns); without branches, so that loops vectorise.
 * Error: 5e-5 for |turns| <= 0.5, and what turns beyond that have lost of their digits. */
static inline float base_sieve_cosine(float turns)
{
    float x = turns - rintf(turns), z = x * x;
    /* interpolates cos(2 pi sqrt z) at five Chebyshev points of [0, 1/4] */
    float c = 45.595547f;
    c = c * z - 82.378036f;
    c = c * z + 64.669441f;
    c = c * z - 19.730843f;
    return c * z + 0.99995822f;
}

/* Appends the distances r in [first, last) at which sum_n cos(2 pi f_n r) seems to be under a
 * limit; the same for any number of threads.
 * Source:  derived in theory/proof/README.md#base-sieve.
 * In:      first, last < 2^32.
 * Returns: STATUS_MEMORY.
 * Error:   one whose sum is under limit - 1 is missed only by rounding, one over limit + 1 taken
 *          only by that: sums of h float terms.
 * Cost:    about a tenth of a sum over all distances: that over slow pairs is taken at every 16th,
 *          and the rest only where it leaves a chance. */
enum status base_sieve_append(struct base_sieve *sieve, const struct schedule *schedule,
                              size_t first, size_t last, double limit);

#endif
