/* How a model's first layer makes queries and keys of its embedding: what is known of each
 * architecture. */
#ifndef POSBIAS_MODELS_VECTORS_ARCHITECTURES_H
#define POSBIAS_MODELS_VECTORS_ARCHITECTURES_H

#include <stdbool.h>
#include <stddef.h>

#include "theory/ground/message.h"

/* What stands between the embedding and the projections. */
enum input_norm {
    INPUT_PLAIN,     /* nothing */
    INPUT_RMS,       /* x w/sqrt(mean x^2 + eps) */
    INPUT_RMS_ONE,   /* x (1 + w)/sqrt(mean x^2 + eps) */
    INPUT_LAYER,     /* (x - mean x) w/sqrt(var x + eps) + b, b where the file has it */
    INPUT_LAYER_BARE /* without w and b */
};

/* How the rows of W_q and W_k are stored. */
enum projections {
    PROJECTIONS_APART,  /* a matrix each */
    PROJECTIONS_BLOCKS, /* one: all queries, all keys, all values */
    PROJECTIONS_HEADS   /* one: of each head its query, its key, its value */
};

/* What is done to the projected rows. */
enum row_norm {
    ROWS_PLAIN,
    ROWS_RMS,     /* each head's by itself, as INPUT_RMS */
    ROWS_RMS_ONE, /* as INPUT_RMS_ONE */
    ROWS_RMS_ALL  /* of all heads together */
};

struct architecture {
    const char *model_type; /* of a config.json */
    const char *gguf;       /* general.architecture of a GGUF file; NULL: not known there */
    enum input_norm input;
    enum projections projections;
    enum row_norm rows;
    bool biased;    /* W_q and W_k have biases for sure; others where the file has them */
    bool scaled;    /* the embedding is multiplied by sqrt(hidden) */
    double epsilon; /* where the configuration has none */
};

/* Source: the modeling files of Hugging Face transformers, and of GGUF files llama.cpp's converter
 *         (convert_hf_to_gguf.py), which adds the 1 to norms and parts projections in blocks.
 * In:     gguf, whether the name is general.architecture.
 * Returns: false with *error saying which there are. */
bool architecture_find(const char *model_type, bool gguf, const struct architecture **out,
                       struct message *error);

/* Every row. */
extern const struct architecture architectures[];
extern const size_t architecture_count;

/* A file's names for what a tensor is, without ".weight" and ".bias" but for the embedding. */
struct architecture_names {
    const char *embedding, *norm, *query, *key, *fused, *query_norm, *key_norm;
};
extern const struct architecture_names architecture_names[];
extern const size_t architecture_names_count;

#endif
