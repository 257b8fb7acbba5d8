/* The layers of a GGUF file: which attend, rotate and see a window alone. */
#ifndef POSBIAS_MODELS_CONFIG_GGUF_GGUF_LAYERS_H
#define POSBIAS_MODELS_CONFIG_GGUF_GGUF_LAYERS_H

#include "experiments/models/config/gguf/gguf_config.h"

/* Whether the architecture biases scores by distance. */
bool gguf_biased(const struct gguf_draft *g);

/* Whether a layer sees a window: the key, a number or a list of truths, goes before the
 * architecture's period. */
bool gguf_layer_slides(const struct gguf_draft *g, size_t layer);

/* Whether a layer has attention: where heads are a list, 0 in it is a layer of another sort. */
bool gguf_layer_attends(const struct gguf_draft *g, size_t layer);

/* windows: whether any layer slides. */
bool gguf_layer_rotates(const struct gguf_draft *g, size_t layer, bool windows);

/* The name of such a layer's kind. */
const char *gguf_layer_name(const struct gguf_draft *g, bool window, bool rotates);

#endif
