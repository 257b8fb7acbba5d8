/* The engine of additive biases: norm q.k, which no distance changes, and a term of the distance,
 * computed once for all draws. */
#ifndef POSBIAS_KERNELS_ENCODINGS_BIASES_BIAS_H
#define POSBIAS_KERNELS_ENCODINGS_BIASES_BIAS_H

#include "kernels/encodings/encoding.h"
#include "theory/model/shapes/bias_shape.h"

/* A bias as its encoding's file builds it. */
struct bias {
    /* of q.k: no pair turns */
    struct frequency_bank *level;
    struct bias_shape shape;
    /* of buckets: what shape.value points to, and the first distance of each */
    double *value, *edge;
    /* of waves: what shape.waves points to */
    struct schedule *waves;
    /* The score lost at each distance, to be times factor where there is one. Out: out [count]. */
    void (*lost)(const struct bias *bias, size_t count, const double *distance, double *out);
    /* seconds of lost(), of a distance alone and of each of many */
    double alone_seconds, each_seconds;
    /* factor on what is lost of a query at a position; NULL: 1 at every one */
    double (*factor)(const struct bias *bias, double position);
    /* of factor times lost, 2^-53 of the largest up to a distance */
    double roundings;
    /* size of the largest term at any distance; 0: that at the farthest */
    double largest;
};

/* score = norm q.k - factor lost(r).
 * Error: bank_method's of norm q.k, and `roundings` of the largest term.
 * Cost:  one multiply-add per (draw, distance), one lost() per distance. */
extern const struct score_method bias_method;

/* A model keeps the query times norm, and the key. */
extern const struct factor_method bias_factors;

/* Where a table has the keys of norm q.k. */
struct bias_keys {
    size_t dim, norm, scale;
};

/* What a builder does first: *out gets the state, a bias of norm q.k without terms, with its
 * release.
 * Returns: false with *error set: the keys norm and scale together, no memory. */
bool bias_new(struct spec *spec, struct bias_keys keys, enum bias_rule kind, struct encoding *out,
              struct message *error);
void bias_release(void *state);

/* The shape of an encoding on bias_method; NULL for every other encoding. */
const struct bias_shape *encoding_bias_shape(const struct encoding *encoding);

#endif
