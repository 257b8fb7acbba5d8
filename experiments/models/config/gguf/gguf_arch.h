/* What llama.cpp does with an architecture beyond its file's keys. */
#ifndef POSBIAS_MODELS_CONFIG_GGUF_GGUF_ARCH_H
#define POSBIAS_MODELS_CONFIG_GGUF_GGUF_ARCH_H

#include "experiments/models/config/model_config.h"

enum {
    ARCH_ALIBI = 1,      /* attention.max_alibi_bias, 8 if it has none */
    ARCH_MLA = 2,        /* yarn's multiplier scales the score, too */
    ARCH_NOPE_FULL = 4,  /* layers without a window do not rotate */
    ARCH_NOPE_STEP = 8,  /* every period-th layer does not rotate */
    ARCH_SCALE = 16,     /* attention.scale replaces 1/sqrt(D) */
    ARCH_ONE = 32,       /* the score is not divided */
    ARCH_PLAIN_SWA = 64, /* layers with a window have no scaling rule */
    ARCH_GEMMA = 128,    /* of the largest model, 1/sqrt(embedding/heads) in place of 1/sqrt(D) */
    ARCH_CHUNKED = 256,  /* llama4 */
    ARCH_WINDOW = 512,   /* every layer has the window */
    ARCH_TEMPERATURE = 1024,
    ARCH_TUNED = 2048,     /* rotates unless rope.scaling.finetuned is false */
    ARCH_NOPE = 4096,      /* never rotates */
    ARCH_INTERVAL = 8192,  /* every period-th layer has attention, the others none */
    ARCH_FIRST = 16384,    /* the first of each period has no window */
    ARCH_ALIBI_40 = 32768, /* ARCH_ALIBI in a model of 40 layers */
    ARCH_SECTIONS = 65536, /* halves turn together where there are sections */
    ARCH_CAP = 131072      /* scores are capped at 50 where the file is silent */
};

struct gguf_arch {
    const char *names; /* general.architecture, joined by blanks */
    enum rotary_layout layout;
    unsigned flags;
    unsigned period; /* every period-th layer has no window; 0: none has */
    double base_swa; /* of layers with a window; 0: the file's */
    size_t largest;  /* ARCH_GEMMA: layers of the largest model */
    const char *why; /* it is refused; NULL: it is not */
};

/* The architecture of that name, or NULL with *near, "; did you mean ..". */
const struct gguf_arch *gguf_arch_find(const char *name, struct message *near);

#endif
