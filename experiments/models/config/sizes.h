/* The sizes of a model: in its file, else its class's. */
#ifndef POSBIAS_MODELS_CONFIG_SIZES_H
#define POSBIAS_MODELS_CONFIG_SIZES_H

#include "experiments/models/config/draft.h"

/* Sets hidden, layers, heads, key_value_heads, the contexts and norm_epsilon, and notes which of
 * them are the class's.
 * Returns: false with *error set if there is no memory. */
bool sizes_read(struct draft *d);

/* Whether the class is known with the values that these keys have here: some switch to rules that
 * no encoding here has.
 * Returns: false with *error set. */
bool sizes_class_reads(struct draft *d);

#endif
