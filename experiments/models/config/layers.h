/* The layers of a model: of which type each is, whether it rotates, how far it sees. */
#ifndef POSBIAS_MODELS_CONFIG_LAYERS_H
#define POSBIAS_MODELS_CONFIG_LAYERS_H

#include "experiments/models/config/draft.h"

/* Sets the configuration's kinds, with name, count, rotates and window, in the order of their first
 * layers, and which layer is of which.
 * Returns: false with *error set. */
bool layers_make(struct draft *d);

#endif
