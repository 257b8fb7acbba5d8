/* What a GGUF file means for positions, as llama.cpp reads it. */
#ifndef POSBIAS_MODELS_CONFIG_GGUF_GGUF_CONFIG_H
#define POSBIAS_MODELS_CONFIG_GGUF_GGUF_CONFIG_H

#include "experiments/models/config/draft.h"
#include "experiments/models/config/gguf/gguf_arch.h"
#include "experiments/readers/tensors.h"

/* A GGUF file while it is read: the keys behind its architecture's name, and lists of divisors. */
struct gguf_draft {
    struct draft *d;
    const struct gguf_arch *arch;
    const json_t *keys;
    double trained;                    /* rope.scaling.original_context_length, else the context */
    size_t pairs;                      /* of the lists */
    const double *always, *near, *far; /* rope_freqs, rope_factors_short, rope_factors_long */
};

/* Fills the configuration from the file's keys and its tensors of divisors.
 * Returns: false with *error set. */
bool gguf_config(struct draft *d, const struct tensors *tensors);

/* Fills the kinds of layers. */
bool gguf_kinds(struct gguf_draft *g);

#endif
