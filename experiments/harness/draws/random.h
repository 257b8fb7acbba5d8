#ifndef POSBIAS_HARNESS_DRAWS_RANDOM_H
#define POSBIAS_HARNESS_DRAWS_RANDOM_H

/*
 * Random numbers as a function of their address: value i of draw d of stream s under a seed, from
 * Philox4x32-10.
 *
 *     key     = (seed mod 2^32, seed div 2^32)
 *     counter = (kind * 2^31 + block, stream, draw mod 2^32, draw div 2^32),    kind = 0 for
 *     normals, 1 for uniforms
 *
 * The four 32-bit words w of a block make two uniforms of 52 bits on the open interval,
 *
 *     u = (2 k + 1) 2^-53,    k = (w[0] + 2^32 w[1]) div 2^12,  and the same of w[2] and w[3],
 *
 * and values 2 block and 2 block + 1 of the draw: the uniforms themselves, or the two normals that
 * Box and Muller's map makes of them. A value depends on (seed, stream, draw, index) alone: not on
 * the count asked for, the thread, or the vector width (kernels/curves/vector.h says what happens
 * without FMA). Distinct addresses never share a block.
 *
 * Source: Salmon, Moraes, Dror, Shaw, "Parallel random numbers: as easy as 1, 2, 3", SC11.
 */

#include <stddef.h>
#include <stdint.h>

struct random_stream {
    uint64_t seed;
    uint32_t stream; /* random_stream_id of a name, or any number */
};

/*
 * Standard normals.
 *
 * In:      count <= 2^32.
 * Out:     out[count].
 * Error:   the radius sqrt(-2 log u) takes 2^52 values, from 1.5e-8 to 8.57, and P(|Z| > 8.57) =
 *          1e-17; the rounding is that of vector_box_muller.
 * Cost:    2.4 ns per normal for count = 256 (AVX-512, 2.3 GHz Sapphire Rapids).
 */
void random_normals(const struct random_stream *s, uint64_t draw, size_t count, double *out);

/*
 * Uniforms on (0, 1): odd multiples of 2^-53, so neither end occurs and u and 1 - u are equally
 * likely, exactly.
 *
 * In:      count <= 2^32.
 * Out:     out[count].
 * Cost:    1.1 ns per uniform for count = 256.
 */
void random_uniforms(const struct random_stream *s, uint64_t draw, size_t count, double *out);

/* Values first, .., first + count - 1 of the same numbers, bit for bit.
 * In: first + count <= 2^32. */
void random_normals_from(const struct random_stream *s, uint64_t draw, uint32_t first, size_t count,
                         double *out);
void random_uniforms_from(const struct random_stream *s, uint64_t draw, uint32_t first,
                          size_t count, double *out);

/* The draws of queries and keys under a seed: the same for every experiment, so that each measures
 * what the others do and anyone can count again. */
struct random_stream random_draws(uint64_t seed);

/* The stream number of a name: its 32-bit FNV-1a hash. Two names can collide: check where they are
 * listed. */
uint32_t random_stream_id(const char *name);

#endif
