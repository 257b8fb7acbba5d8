/* Encodings that turn by fixed frequencies and do nothing else. */
#ifndef POSBIAS_TURNING_H
#define POSBIAS_TURNING_H

#include "kernels/encodings/encoding.h"

/* The frequencies by which the encoding's score turns with distance.
 * Returns: NULL with *error set, which names the encoding and what would do, if it has none. */
const struct schedule *turning_schedule(const struct encoding *encoding, struct message *error);

/* Radians that a pair turns per token, which a rule in radians has as they are. */
double turning_radians(const struct schedule *schedule, size_t pair);

#endif
