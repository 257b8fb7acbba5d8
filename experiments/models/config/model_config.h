/* What a model's configuration means for positions: kinds of layers, each with the encoding of its
 * scores. */
#ifndef POSBIAS_MODELS_CONFIG_MODEL_CONFIG_H
#define POSBIAS_MODELS_CONFIG_MODEL_CONFIG_H

#include <stdint.h>

#include "theory/ground/message.h"
#include "theory/model/schedule.h"

/* Which coordinates turn together: n and n + rotary/2, or 2n and 2n + 1. */
enum rotary_layout { LAYOUT_HALF, LAYOUT_INTERLEAVED };

/* q times 1 + beta ln(1 + floor((position + shift)/length)). */
struct temperature {
    bool present;
    double beta, length, shift;
};

/* Layers whose scores are computed alike. */
struct layer_kind {
    char name[64];              /* the file's own word for the type of layer, else "all" */
    size_t count;               /* layers of this kind; 0 where the file does not say */
    bool rotates;               /* false: no rotary encoding there */
    struct frequency_rule rule; /* of this context; its divisors belong to the configuration */
    enum rotary_layout layout;
    double attention_factor; /* on cos and sin */
    double softmax_factor;   /* on the score, beside 1/sqrt(D) */
    struct temperature temperature;
    double window; /* tokens a layer sees, 0: all */
    double cap;    /* the score s becomes cap tanh(s/cap), 0: it does not */
    /* A string every command accepts: the whole meaning but temperature, window and cap. Under
     * ALiBi that of head 0. */
    const char *encoding;
    const char *divisors; /* the tensor of a GGUF file that has the rule's divisors; else NULL */
    /* longrope: the list that another context chooses, and the string with it; else NULL */
    const double *other_extension;
    const char *other_encoding;
    /* ALiBi: [heads] what the score loses per token; else NULL */
    const double *slope;
};

/* What the file contradicts itself in, or what limits the numbers that are read of it. */
struct finding {
    bool contradiction;
    const char *id;  /* of a kind of them, "theta-twice" */
    const char *key; /* where, "rope_scaling.type" */
    struct message text;
};

enum fact_type { FACT_NULL, FACT_NUMBER, FACT_TRUTH, FACT_TEXT, FACT_NUMBERS, FACT_TEXTS };

/* A key that says something of positions or sizes, as it stands in the file. */
struct fact {
    /* "" for the text model's own keys, "rope_scaling", "rope_parameters.full_attention",
     * "attn_config"; "outer" for those around a text_config */
    char place[96];
    const char *key;
    enum fact_type type;
    double number;         /* a number; 1 of true */
    const char *text;      /* a text */
    size_t count;          /* of a list */
    const double *numbers; /* [count] */
};

enum config_format { CONFIG_JSON, CONFIG_GGUF, CONFIG_LLAMA2C };

struct model_config {
    const char *file;
    enum config_format format;
    const char *model_type; /* of the text model; general.architecture of a GGUF file */
    const char *wrapper;    /* the key the text model stands under, "text_config", or "" */
    double context;         /* tokens: the one asked for, else the file's own; 0: it has none */
    double own_context;     /* the file's own, or what the reference takes where it says none */
    bool context_of_class;  /* the latter */
    size_t hidden, heads, key_value_heads, layers; /* 0 where the file does not say */
    size_t head_dim;                               /* of kinds[0] */
    double norm_epsilon;                           /* 0 where the file does not say */
    size_t kind_count;
    struct layer_kind *kinds;
    /* [layers]: which kind a layer is of, SIZE_MAX for one without softmax attention; NULL where
     * the file does not say */
    const size_t *kind_of_layer;
    size_t finding_count;
    struct finding *findings;
    size_t fact_count;
    struct fact *facts;
    struct config_store *store; /* what the pointers point into */
};

/* Reads a config.json or a GGUF file as Hugging Face transformers, or llama.cpp, means it.
 * In:      context, tokens; 0 for the file's own.
 * Out:     *out, to be released with model_config_free.
 * Returns: false with *error naming the file and the key that is not understood. */
bool model_config_read(const char *path, double context, struct model_config **out,
                       struct message *error);

/* The configuration of a weights file: the config.json beside it, or what a GGUF or llama2.c file
 * says of itself. */
bool model_config_beside(const char *weights_path, double context, struct model_config **out,
                         struct message *error);

/* A fact by its place and key, or NULL. */
const struct fact *model_config_fact(const struct model_config *config, const char *place,
                                     const char *key);

/* Releases a configuration; NULL is allowed. */
void model_config_free(struct model_config *config);

#endif
