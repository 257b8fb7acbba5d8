/* What a type of model means beyond its file's keys: defaults and rules of its class. */
#ifndef POSBIAS_MODELS_CONFIG_MODEL_CLASS_H
#define POSBIAS_MODELS_CONFIG_MODEL_CLASS_H

#include <stdbool.h>

#include "experiments/models/config/model_config.h"

enum class_positions {
    POSITIONS_ROTARY,
    POSITIONS_ALIBI,
    POSITIONS_ALIBI_KEY, /* ALiBi where the key alibi is true, else rotary */
    POSITIONS_NONE,
    POSITIONS_OTHER /* refused: why says which */
};

enum class_softmax {
    SOFTMAX_SQRT,     /* 1/sqrt(D) */
    SOFTMAX_DEEPSEEK, /* times (0.1 mscale_all_dim ln s + 1)^2 */
    SOFTMAX_SCALAR,   /* query_pre_attn_scalar to the power -1/2 */
    SOFTMAX_MULTIPLY, /* attention_multiplier */
    SOFTMAX_ONE,      /* 1 */
    SOFTMAX_KEYS,     /* keys times key_multiplier */
    SOFTMAX_LORA,     /* DeepSeek's, queries times sqrt(hidden_size/q_lora_rank) */
    SOFTMAX_DOUBLE,   /* 1/sqrt(D/2) */
};

/* How the types of layers follow where layer_types does not say them. */
enum class_layers {
    LAYERS_ALIKE,
    LAYERS_PERIOD,    /* sliding_attention, every period-th full_attention */
    LAYERS_FIRST,     /* full_attention, the rest of each period sliding_attention */
    LAYERS_NO_ROPE,   /* every period-th does not rotate: no_rope_layers, no_rope_layer_interval */
    LAYERS_WINDOW,    /* sliding_attention from max_window_layers on if use_sliding_window */
    LAYERS_ODD,       /* sliding_attention at every second one before max_window_layers, likewise */
    LAYERS_INTERVAL,  /* linear_attention, every full_attention_interval-th full_attention */
    LAYERS_ALTERNATE, /* full_attention, linear_attention, .. */
    LAYERS_RATIOS,    /* compress_ratios */
    LAYERS_HYBRID,    /* hybrid_layer_pattern: 1 is sliding_attention */
    LAYERS_LISTED,    /* layer_types alone says it */
    LAYERS_BLOCKS,    /* block_configs: some without attention */
    LAYERS_CROSS,     /* cross_attention_layers attend to what has no positions */
    LAYERS_LETTERS,   /* hybrid_override_pattern: '*' is attention */
    LAYERS_INDICES,   /* those in the list of numbers layer_key have attention, the others none */
    LAYERS_MARKED,    /* attn_type_list: 1 is attention */
    LAYERS_OFFSET,    /* attn_layer_offset of every attn_layer_period has attention */
    LAYERS_ZAMBA,     /* the third one, and behind it attn_layer_offset of attn_layer_period */
    LAYERS_CYCLE,     /* block_types over and over */
};

enum {
    CLASS_MLA = 1,           /* qk_rope_head_dim rotates beside qk_nope_head_dim */
    CLASS_ALPHA = 2,         /* alpha grows the base */
    CLASS_MSCALES = 4,       /* short_mscale and long_mscale are the factor on cos and sin */
    CLASS_NOPE_FULL = 8,     /* full_attention does not rotate beside sliding_attention */
    CLASS_SCALE_FULL = 16,   /* the scaling rule is full_attention's alone */
    CLASS_SLIDING = 32,      /* every layer has the window */
    CLASS_TEMPERATURE = 64,  /* llama_4_scaling_beta */
    CLASS_SU = 128,          /* type yarn is longrope */
    CLASS_UNCONVERTED = 256, /* a flat rope_scaling and rope_theta are not read */
    CLASS_ALIBI_NORM = 512,  /* the slopes are divided by sqrt(D), too */
    CLASS_GLOBAL_DIM = 1024, /* global_head_dim is full_attention's */
    CLASS_CHUNKED = 2048,    /* llama4: rotating layers see chunks, the others are tempered */
    CLASS_QWEN = 4096,       /* beyond seq_length the base grows and the score too, by logarithms */
    CLASS_TYPED = 8192,      /* rotates where position_embedding_type is "rope" */
    CLASS_SWITCH = 16384,    /* rotates where use_mem_rope is true */
    CLASS_WINDOWED = 32768,  /* rotates where a layer has a window */
    CLASS_HALF_SHARE = 65536, /* half of the head rotates, whatever the file says */
    CLASS_RATIO = 131072,     /* rope_ratio multiplies the base */
    CLASS_ALL_LISTED = 262144 /* without its list every layer is in it */
};

struct model_class {
    const char *types; /* values of model_type, joined by blanks */
    double theta;      /* default base */
    double share;      /* default rotated share */
    enum rotary_layout layout;
    enum class_softmax softmax;
    enum class_layers layers;
    unsigned period; /* of LAYERS_PERIOD, LAYERS_FIRST and LAYERS_NO_ROPE */
    unsigned flags;
    enum class_positions positions;
    const char *why;        /* of POSITIONS_OTHER */
    const char *theta_key;  /* of the base, if not rope_theta */
    const char *share_key;  /* of the share, if not partial_rotary_factor */
    const char *rotary_key; /* of the rotated part in coordinates; NULL: none */
    double rotary;          /* its default; 0: the share decides */
    double head_dim, context, window, local_theta, cap; /* defaults; 0: none */
    size_t hidden, heads, key_value_heads, layer_count; /* defaults of the sizes; 0: none */
    const char *head_key;   /* of the head's coordinates, if not head_dim */
    const char *local_key;  /* of sliding_attention's base, if not rope_local_base_freq */
    const char *window_key; /* of the window, if not sliding_window */
    const char *layer_key;  /* of LAYERS_INDICES and LAYERS_CROSS */
    unsigned first_index;   /* of the first layer there */
    const char *dict;       /* of rope parameters where the file has none, as JSON; NULL: none */
};

/* The class of a model_type, or NULL. */
const struct model_class *model_class_find(const char *type);

/* The class one of whose types is this name in small letters and without '_' and '-', or NULL. */
const struct model_class *model_class_plain(const char *name);

/* "; did you mean \"llama\"?", or "". */
struct message model_class_near(const char *type);

#endif
