/* The keys of a configuration as they stand there: known, of their types, within their ranges. */
#ifndef POSBIAS_MODELS_CONFIG_FACTS_H
#define POSBIAS_MODELS_CONFIG_FACTS_H

#include "experiments/models/config/draft.h"
#include "experiments/models/config/keys.h"

/* Notes what an object says of positions; what it says besides is passed over in PLACE_TEXT.
 * Returns: false with *error set: a key that speaks of positions and is not known, in a rope dict
 *          any such key; a value of another type, or out of range. */
bool facts_take(struct draft *d, json_t *object, const char *place, enum key_place kind);

/* A fact by itself, of a file that is no JSON. */
bool fact_add(struct draft *d, const char *place, const char *key, json_t *value);

#endif
