/* How a class of models says the type of each layer where no list does. */
#ifndef POSBIAS_MODELS_CONFIG_LAYER_RULES_H
#define POSBIAS_MODELS_CONFIG_LAYER_RULES_H

#include "experiments/models/config/draft.h"

#define FULL    "full_attention"
#define SLIDING "sliding_attention"
#define CHUNKED "chunked_attention"
#define LINEAR  "linear_attention"

/* The n-th entry of a list of truths or numbers, or the fallback. */
double layer_entry(const json_t *list, size_t n, double fallback);

/* The class's word for the type of a layer; NULL: of no softmax attention. */
const char *layer_class_type(const struct draft *d, size_t layer);

#endif
