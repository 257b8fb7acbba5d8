/* What a configuration says of a layer's numbers besides positions, and which files were read. */
#ifndef POSBIAS_MODELS_VECTORS_LAYER_SETTINGS_H
#define POSBIAS_MODELS_VECTORS_LAYER_SETTINGS_H

#include "experiments/models/config/model_config.h"
#include "experiments/models/vectors/store.h"

/* Takes the factor on the embedding, which multiplies the one that is there, the bound on projected
 * entries, and what norms add to a square, where the configuration has such.
 * Returns: false with *error naming file and key: no positive number. */
bool layer_settings(struct vectors_store *store, struct message *error);

/* Notes the files that a layer's rows are made of.
 * In: file, tokens, as for vectors_weights. */
bool layer_files(struct vectors *vectors, const char *file, const char *tokens,
                 struct message *error);

#endif
