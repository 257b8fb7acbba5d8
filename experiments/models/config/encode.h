/* A rule as an encoding string, in as few digits as say each number. */
#ifndef POSBIAS_MODELS_CONFIG_ENCODE_H
#define POSBIAS_MODELS_CONFIG_ENCODE_H

#include "experiments/models/config/draft.h"

/* Sets a kind's encoding, its factor on cos and sin, and the other string: "rope:..", "nope:..", or
 * "alibi:.." where slope is over 0. What is written is read again: a rule that encodings do not
 * take is refused.
 * Returns: false with *error set. */
bool encode_kind(struct draft *d, struct layer_kind *kind, double slope);

/* The string of a kind's rule and norm, to be freed; NULL if memory runs out. With more divisors
 * than a string has room for it is "". */
char *encode_text(const struct layer_kind *kind);

/* The number in as few digits as a double needs, "5e5"; words for one that is not finite. */
struct message encode_number(double x);

#endif
