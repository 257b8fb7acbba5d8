/* What the angle, the cosine and the score are, rigorously: the other side of every difference. */
#ifndef POSBIAS_PRECISION_RIGOROUS_H
#define POSBIAS_PRECISION_RIGOROUS_H

#include "kernels/precision/pipeline.h"

/* Radians per token of the pairs that rotate, as a sum of two doubles; [rotating] each. */
struct radians {
    double *hi, *lo;
};

/* Error: hi + lo within 2^-100 relative. Returns: STATUS_MEMORY; to be released whatever it
 * returns. */
enum status radians_new(const struct schedule *schedule, struct radians *out);
void radians_free(struct radians *radians);

/* Absolute errors of angles at a position, not reduced.
 * In:      angle [rotating].
 * Out:     error [rotating], radians.
 * Error:   2^-52 of the error plus 2^-99 of the angle. */
void angle_errors(const struct radians *radians, size_t rotating, double position,
                  const double *angle, double *error);

/* Cosines of the pairs that rotate, the encoding's factor on them included.
 * Error:   (3 2^-53 up to 2^47 turns + 2^-52) times the factor. */
void exact_cosines(const struct schedule *schedule, double position, double *cosine);

/* Cosines and sines of the angle at a distance for exact_score, factor squared. */
void exact_table(const struct schedule *schedule, double distance, double *cosine, double *sine);

/* norm sum_n [A_n c_n + B_n s_n], less slope times distance.
 * Source:  theory/README.md#conventions.
 * Error:   *error, as a bound. */
double exact_score(const struct schedule *schedule, double slope, double distance,
                   const double *query, const double *key, const double *cosine, const double *sine,
                   double *error);

/* The value at a share of n ascending values: the least one that so many do not exceed. */
double value_at(size_t n, const double *ascending, double share);

#endif
