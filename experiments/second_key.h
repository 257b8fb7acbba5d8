/* The second key of a query, as --reference names it. */
#ifndef POSBIAS_SECOND_KEY_H
#define POSBIAS_SECOND_KEY_H

#include "experiments/harness/draws/curve_draws.h"

/* Names of enum second_key, in its order, up to a NULL. */
extern const char *const second_key_names[];

/* False with *error set if the encoding has no amplitudes to align a second key with.
 * In: choices of the option, up to a NULL. */
bool second_key_fits(const struct encoding *encoding, enum second_key second,
                     const char *const *choices, struct message *error);

#endif
