/* Closed-form moments of any encoding's score: picks the theory function that fits the kind. */
#ifndef POSBIAS_MOMENTS_H
#define POSBIAS_MOMENTS_H

#include "experiments/harness/command/experiment.h"

/* True if this model can be evaluated for this encoding at all; else *error says what can. */
bool moments_allowed(const struct encoding *encoding, const struct qk_model *qk,
                     struct message *error);

/* True if the encoding has a closed mean under some law. */
bool moments_exist(const struct encoding *encoding);

/* Mean and variance at each distance; has_mean and has_variance say which exist in closed form.
 * Out: mean [count], variance [count]. */
enum status moments_closed(const struct encoding *encoding, const struct qk_law *law, size_t count,
                           const double *distance, double *mean, double *variance, bool *has_mean,
                           bool *has_variance);

#endif
