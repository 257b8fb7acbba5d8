/* Monte Carlo moments of an encoding's score over drawn queries and keys. */
#ifndef POSBIAS_HARNESS_DRAWS_MONTECARLO_H
#define POSBIAS_HARNESS_DRAWS_MONTECARLO_H

#include "experiments/harness/draws/cost.h"
#include "experiments/harness/draws/random.h"
#include "experiments/harness/draws/sample.h"
#include "kernels/encodings/encoding.h"
#include "theory/model/qk_law.h"

/* Scores every distance with each of draws drawn pairs, by each encoding, and returns the sample of
 * scores per distance.
 * In:      encodings [encoding_count], all of one dim: they share the draws; law, drawable for
 *          them; distance [count].
 * Out:     out[e] [count] for encoding e, the same as if it were alone.
 * Cost:    one draw of 2 dim normals per pair and panel of distances, one engine call per encoding
 *          and chunk of pairs.
 * The result does not depend on the number of threads: chunks are joined in order. */
enum status montecarlo_scores(size_t encoding_count, const struct encoding *const *encodings,
                              const struct qk_law *law, const struct random_stream *stream,
                              size_t draws, size_t count, const double *distance,
                              struct sample *const *out);

/* The same of S_e - S_0, draw by draw, for every encoding e but the first; out[0] is the sample of
 * the first's scores. */
enum status montecarlo_differences(size_t encoding_count, const struct encoding *const *encodings,
                                   const struct qk_law *law, const struct random_stream *stream,
                                   size_t draws, size_t count, const double *distance,
                                   struct sample *const *out);

/* Adds what either takes at count distances up to farthest. */
void montecarlo_cost(struct cost *cost, size_t encoding_count,
                     const struct encoding *const *encodings, bool differences,
                     const struct qk_law *law, double draws, double count, double farthest);

#endif
