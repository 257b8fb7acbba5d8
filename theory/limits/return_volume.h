/* How long a sum of independent turning pairs takes to come back to a value: the volume of the
 * phases that give it. */
#ifndef POSBIAS_THEORY_LIMITS_RETURN_VOLUME_H
#define POSBIAS_THEORY_LIMITS_RETURN_VOLUME_H

#include <stddef.h>

#include "theory/ground/status.h"

/* log10 1/P, P = probability that the mean of so many cosines of independent uniform phases lies in
 * [lo, hi]: the digits of the first distance where it does, if distances hit phases like
 * independent draws.
 * Source: Cramer's tilted law with a normal body; derived in theory/proof/README.md#witness.
 * Out:     *digits, HUGE_VAL if [lo, hi] and [-1, 1] have no interior point in common.
 * Returns: STATUS_DOMAIN without pairs or unless lo < hi. */
enum status return_volume_digits(size_t pairs, double lo, double hi, double *digits);

#endif
