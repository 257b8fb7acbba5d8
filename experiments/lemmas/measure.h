/* Mean cosines and sines beside the bounds that the lemmas give for them. */
#ifndef POSBIAS_LEMMAS_MEASURE_H
#define POSBIAS_LEMMAS_MEASURE_H

#include "kernels/encodings/encoding.h"
#include "theory/proof/tapa/lemma_proof.h"

/* By enum lemma. */
extern const char *const lemma_names[LEMMA_COUNT];

/* What the three inequalities say at one distance. */
struct lemma_values {
    double value[LEMMA_COUNT], bound[LEMMA_COUNT], limit[LEMMA_COUNT];
    int vacuous[LEMMA_COUNT], violated[LEMMA_COUNT], applies;
};

/* C_D and S_D of a plain RoPE encoding at each distance: its norm taken out. Error: trig_sums_error
 * over D. */
enum status lemma_means(const struct encoding *encoding, size_t count, const double *distance,
                        double *c, double *s);

/* The inequalities at a distance of at least 1 token where C_D = c and S_D = s. */
enum status lemma_values_at(const struct encoding *encoding, double distance, double c, double s,
                            struct lemma_values *out);

#endif
