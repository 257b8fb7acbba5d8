/* The keys of a GGUF file that say something of positions or sizes, behind the architecture's
 * name. Source: llama.cpp's list of keys. */
#include <math.h>

#include "experiments/models/config/keys.h"
#include "theory/ground/arrays.h"
#include "theory/model/schedule.h"

#define SIZE     0, 1e9, false, 0
#define LENGTH   0, DISTANCE_LIMIT, false, 0
#define BASE     1, BASE_LIMIT, true, 0
#define FACTOR   0, FACTOR_MOST, false, 0
#define POSITIVE 0, SIZE_MOST, false, 0
#define ANY      -HUGE_VAL, HUGE_VAL, false, 0

const struct known_key gguf_keys[] = {
    {"context_length", KEY_WHOLE, false, LENGTH},
    {"embedding_length", KEY_WHOLE, false, SIZE},
    {"block_count", KEY_WHOLE, false, 1, 1e5, false, 0},
    {"attention.head_count", KEY_WHOLES, false, 0, 65536, false, 0},
    {"attention.head_count_kv", KEY_WHOLES, false, 0, 65536, false, 0},
    {"attention.key_length", KEY_WHOLE, false, SIZE},
    {"attention.key_length_mla", KEY_WHOLE, false, SIZE},
    {"attention.key_length_swa", KEY_WHOLE, false, SIZE},
    {"attention.layer_norm_epsilon", KEY_NUMBER, false, 0, 1, false, 0},
    {"attention.layer_norm_rms_epsilon", KEY_NUMBER, false, 0, 1, false, 0},
    {"attention.max_alibi_bias", KEY_NUMBER, false, 0, 1000, false, 0},
    {"attention.scale", KEY_NUMBER, false, 0, NORM_MOST, false, 0},
    {"attention.sliding_window", KEY_WHOLE, false, LENGTH},
    {"attention.sliding_window_pattern", KEY_WHOLES, false, 0, 1e9, false, 0},
    {"attention.temperature_length", KEY_WHOLE, false, LENGTH},
    {"attention.temperature_scale", KEY_NUMBER, false, POSITIVE},
    {"attn_logit_softcapping", KEY_NUMBER, false, POSITIVE},
    {"full_attention_interval", KEY_WHOLE, false, 1, 1e5, false, 0},
    {"rope.dimension_count", KEY_WHOLE, false, SIZE},
    {"rope.dimension_count_swa", KEY_WHOLE, false, SIZE},
    {"rope.dimension_sections", KEY_WHOLES, false, 0, 1e9, false, 0},
    {"rope.freq_base", KEY_NUMBER, false, BASE},
    {"rope.freq_base_swa", KEY_NUMBER, false, BASE},
    {"rope.scale_linear", KEY_NUMBER, false, FACTOR},
    {"rope.scaling.type", KEY_TEXT, false, ANY},
    {"rope.scaling.factor", KEY_NUMBER, false, FACTOR},
    {"rope.scaling.original_context_length", KEY_WHOLE, false, LENGTH},
    {"rope.scaling.attn_factor", KEY_NUMBER, false, 1.0 / ATTN_MOST, ATTN_MOST, false, 0},
    {"rope.scaling.finetuned", KEY_TRUTH, false, ANY},
    {"rope.scaling.yarn_log_multiplier", KEY_NUMBER, false, 0, ATTN_MOST, false, 0},
    {"rope.scaling.yarn_ext_factor", KEY_NUMBER, false, -1, ATTN_MOST, false, 0},
    {"rope.scaling.yarn_attn_factor", KEY_NUMBER, false, ANY},
    {"rope.scaling.yarn_beta_fast", KEY_NUMBER, false, POSITIVE},
    {"rope.scaling.yarn_beta_slow", KEY_NUMBER, false, POSITIVE},
};
const size_t gguf_key_count = ARRAY_COUNT(gguf_keys);
