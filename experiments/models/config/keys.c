#include "experiments/models/config/keys.h"

#include <ctype.h>
#include <math.h>
#include <string.h>

#include "theory/ground/arrays.h"
#include "theory/ground/text.h"
#include "theory/model/schedule.h"

#define SIZE     1, 1e9, false, 0
#define LAYERS   1, 1e5, false, 0
#define HEADS    1, 65536, false, 0
#define HEAD     1, HEAD_MOST, false, 0
#define LENGTH   1, DISTANCE_LIMIT, false, 0
#define BASE     1, BASE_LIMIT, true, 0
#define SHARE    0, 1, true, 0
#define POSITIVE 0, SIZE_MOST, true, 0
#define ANY      -HUGE_VAL, HUGE_VAL, false, 0

static const struct known_key text_keys[] = {
    {"model_type", KEY_TEXT, true, ANY},
    {"architectures", KEY_TEXTS, true, ANY},
    {"hidden_size", KEY_WHOLE, false, SIZE},
    {"n_embd", KEY_WHOLE, false, SIZE},
    {"n_embed", KEY_WHOLE, false, SIZE},
    {"d_model", KEY_WHOLE, false, SIZE},
    {"num_hidden_layers", KEY_WHOLE, false, LAYERS},
    {"n_layer", KEY_WHOLE, false, LAYERS},
    {"n_layers", KEY_WHOLE, false, LAYERS},
    {"num_layers", KEY_WHOLE, true, LAYERS},
    {"num_transformer_layers", KEY_WHOLE, true, LAYERS},
    {"num_attention_heads", KEY_WHOLE, false, HEADS},
    {"n_head", KEY_WHOLE, false, HEADS},
    {"n_heads", KEY_WHOLE, false, HEADS},
    {"num_heads", KEY_WHOLE, false, HEADS},
    {"num_key_value_heads", KEY_WHOLE, true, SIZE},
    {"num_kv_heads", KEY_WHOLE, true, SIZE},
    {"n_kv_heads", KEY_WHOLE, true, SIZE},
    {"head_dim", KEY_WHOLE, true, HEAD},
    {"kv_channels", KEY_WHOLE, true, HEAD},
    {"attention_head_dim", KEY_WHOLE, true, HEAD},
    {"global_head_dim", KEY_WHOLE, true, HEAD},
    {"swa_head_dim", KEY_WHOLE, true, HEAD},
    {"qk_head_dim", KEY_WHOLE, true, HEAD},
    {"qk_rope_head_dim", KEY_WHOLE, true, 0, HEAD_MOST, false, 0},
    {"qk_nope_head_dim", KEY_WHOLE, true, 0, HEAD_MOST, false, 0},
    {"use_mla", KEY_TRUTH, true, ANY},
    {"v_head_dim", KEY_WHOLE, true, 0, HEAD_MOST, false, 0},
    {"q_lora_rank", KEY_WHOLE, true, SIZE},
    {"kv_lora_rank", KEY_WHOLE, true, SIZE},
    {"max_position_embeddings", KEY_WHOLE, false, LENGTH},
    {"n_positions", KEY_WHOLE, false, LENGTH},
    {"max_seq_len", KEY_WHOLE, false, LENGTH},
    {"seq_length", KEY_WHOLE, true, LENGTH},
    {"max_sequence_length", KEY_WHOLE, true, LENGTH},
    {"model_max_length", KEY_WHOLE, true, LENGTH},
    {"max_context_length", KEY_WHOLE, true, LENGTH},
    {"rope_max_length", KEY_WHOLE, true, LENGTH},
    {"rope_freq_constant", KEY_NUMBER, true, BASE},
    {"original_max_position_embeddings", KEY_WHOLE, true, LENGTH},
    {"initial_context_length", KEY_WHOLE, true, LENGTH},
    {"rms_norm_eps", KEY_NUMBER, true, 0, 1, false, 0},
    {"layer_norm_eps", KEY_NUMBER, true, 0, 1, false, 0},
    {"layer_norm_epsilon", KEY_NUMBER, true, 0, 1, false, 0},
    {"norm_eps", KEY_NUMBER, true, 0, 1, false, 0},
    {"rope_theta", KEY_NUMBER, false, BASE},
    {"rotary_emb_base", KEY_NUMBER, false, BASE},
    {"rope_local_base_freq", KEY_NUMBER, true, BASE},
    {"global_rope_theta", KEY_NUMBER, true, BASE},
    {"local_rope_theta", KEY_NUMBER, true, BASE},
    {"layer_rope_theta", KEY_NUMBERS, true, 0, BASE_LIMIT, false, 0},
    {"rope_ratio", KEY_NUMBER, true, POSITIVE},
    {"original_rope", KEY_TRUTH, true, ANY},
    {"swa_rope_theta", KEY_NUMBER, false, BASE},
    {"compress_rope_theta", KEY_NUMBER, false, BASE},
    {"rope_scaling", KEY_DICT, true, ANY},
    {"rope_parameters", KEY_DICT, true, ANY},
    {"partial_rotary_factor", KEY_NUMBER, true, SHARE},
    {"rotary_pct", KEY_NUMBER, false, SHARE},
    {"rope_pct", KEY_NUMBER, false, SHARE},
    {"rope_percent", KEY_NUMBER, false, SHARE},
    {"rotary_emb_fraction", KEY_NUMBER, false, SHARE},
    {"rotary_dim", KEY_WHOLE, true, SIZE},
    {"attn_rotary_emb", KEY_WHOLE, true, SIZE},
    {"rotary", KEY_TRUTH, false, ANY},
    {"rotary_value", KEY_TRUTH, false, ANY},
    {"rotary_emb_interleaved", KEY_TRUTH, true, ANY},
    {"rotary_emb_scale_base", KEY_NUMBER, true, POSITIVE},
    {"rope_interleave", KEY_TRUTH, false, ANY},
    {"rope_interleaved", KEY_TRUTH, false, ANY},
    {"rope_traditional", KEY_TRUTH, false, ANY},
    {"indexer_rope_interleave", KEY_TRUTH, false, ANY},
    {"use_rotary_pos_emb", KEY_TRUTH, false, ANY},
    {"use_mem_rope", KEY_TRUTH, true, ANY},
    {"use_long_context", KEY_TRUTH, true, ANY},
    {"mla_use_nope", KEY_TRUTH, true, ANY},
    {"mla_scale_q_lora", KEY_TRUTH, true, ANY},
    {"mla_scale_kv_lora", KEY_TRUTH, true, ANY},
    {"rope_3d", KEY_TRUTH, true, ANY},
    {"rope", KEY_TRUTH, true, ANY},
    {"rope_full_precision", KEY_TRUTH, true, ANY},
    {"fuse_rope", KEY_TRUTH, true, ANY},
    {"use_mrope", KEY_TRUTH, false, ANY},
    {"rope_condense_ratio", KEY_NUMBER, true, POSITIVE},
    {"rotary_scaling_factor", KEY_NUMBER, true, POSITIVE},
    {"use_dynamic_ntk", KEY_TRUTH, false, ANY},
    {"use_logn_attn", KEY_TRUTH, false, ANY},
    {"no_rope_layers", KEY_WHOLES, true, 0, 1, false, 0},
    {"no_rope_layer_interval", KEY_WHOLE, true, SIZE},
    {"layer_types", KEY_TEXTS, true, ANY},
    {"layers_block_type", KEY_TEXTS, true, ANY},
    {"block_types", KEY_TEXTS, true, ANY},
    {"attn_layer_indices", KEY_WHOLES, true, 0, 1e9, false, 0},
    {"hybrid_layer_ids", KEY_WHOLES, true, 0, 1e9, false, 0},
    {"full_attn_idxs", KEY_WHOLES, true, 0, 1e9, false, 0},
    {"attn_layer_period", KEY_WHOLE, false, LAYERS},
    {"attn_layer_offset", KEY_WHOLE, false, 0, 1e5, false, 0},
    {"global_attn_every_n_layers", KEY_WHOLE, false, LAYERS},
    {"local_attention", KEY_WHOLE, true, LENGTH},
    {"attention_window_size", KEY_WHOLE, true, LENGTH},
    {"sliding_window", KEY_WHOLE, true, LENGTH},
    {"use_sliding_window", KEY_TRUTH, false, ANY},
    {"max_window_layers", KEY_WHOLE, true, 0, 1e9, false, 0},
    {"sliding_window_pattern", KEY_WHOLE_OR_TEXT, true, SIZE},
    {"cross_attention_layers", KEY_WHOLES, false, 0, 1e9, false, 0},
    {"full_attention_interval", KEY_WHOLE, false, SIZE},
    {"attn_type_list", KEY_WHOLES, false, 0, 1, false, 0},
    {"hybrid_layer_pattern", KEY_WHOLES, false, 0, 1, false, 0},
    {"hybrid_override_pattern", KEY_TEXT, false, ANY},
    {"compress_ratios", KEY_WHOLES, false, 0, 1e9, false, 0},
    {"attention_chunk_size", KEY_WHOLE, true, LENGTH},
    {"attn_temperature_tuning", KEY_TRUTH, true, ANY},
    {"floor_scale", KEY_NUMBER, true, LENGTH},
    {"attn_scale", KEY_NUMBER, true, 0, SIZE_MOST, false, 0},
    {"query_pre_attn_scalar", KEY_NUMBER, false, POSITIVE},
    {"attention_multiplier", KEY_NUMBER, false, POSITIVE},
    {"attn_logit_softcapping", KEY_NUMBER, true, POSITIVE},
    {"key_multiplier", KEY_NUMBER, true, POSITIVE},
    {"alibi", KEY_TRUTH, false, ANY},
    {"alibi_bias_max", KEY_NUMBER, true, POSITIVE},
    {"offset_alibi", KEY_NUMBER, true, ANY},
    {"attn_config", KEY_DICT, true, ANY},
    {"linear_attn_config", KEY_DICT, true, ANY},
    {"dual_chunk_attention_config", KEY_DICT, true, ANY},
    {"position_embedding_type", KEY_TEXT, true, ANY},
};

#define ON(type) ROPE_BIT(ROPE_##type)
#define NOT_READ 0u

static const struct known_key rope_keys[] = {
    {"rope_type", KEY_TEXT, false, -HUGE_VAL, HUGE_VAL, false, ROPE_ANY},
    {"type", KEY_TEXT, true, -HUGE_VAL, HUGE_VAL, false, ROPE_ANY},
    {"rope_theta", KEY_NUMBER, false, 1, BASE_LIMIT, true, ROPE_ANY},
    {"partial_rotary_factor", KEY_NUMBER, false, 0, 1, true, ROPE_ANY},
    {"factor", KEY_NUMBER, true, 0, FACTOR_MOST, true,
     ON(LINEAR) | ON(DYNAMIC) | ON(YARN) | ON(LONGROPE) | ON(LLAMA3) | ON(PROPORTIONAL)},
    {"original_max_position_embeddings", KEY_WHOLE, true, 1, DISTANCE_LIMIT, false,
     ON(YARN) | ON(LONGROPE) | ON(LLAMA3)},
    {"attention_factor", KEY_NUMBER, true, 1.0 / ATTN_MOST, ATTN_MOST, false,
     ON(YARN) | ON(LONGROPE)},
    {"attn_factor", KEY_NUMBER, true, 0, ATTN_MOST, false, NOT_READ},
    {"extrapolation_factor", KEY_NUMBER, true, 0, ATTN_MOST, false, NOT_READ},
    {"apply_yarn_scaling", KEY_TRUTH, true, -HUGE_VAL, HUGE_VAL, false, NOT_READ},
    {"mscale", KEY_NUMBER, true, 0, ATTN_MOST, false, ON(YARN)},
    {"mscale_all_dim", KEY_NUMBER, true, 0, ATTN_MOST, false, ON(YARN)},
    {"beta_fast", KEY_NUMBER, true, 0, SIZE_MOST, false, ON(YARN)},
    {"beta_slow", KEY_NUMBER, true, 0, SIZE_MOST, false, ON(YARN)},
    {"truncate", KEY_TRUTH, false, -HUGE_VAL, HUGE_VAL, false, ON(YARN)},
    {"low_freq_factor", KEY_NUMBER, false, 0, SIZE_MOST, true, ON(LLAMA3)},
    {"high_freq_factor", KEY_NUMBER, false, 0, SIZE_MOST, true, ON(LLAMA3)},
    {"short_factor", KEY_NUMBERS, false, 0, FACTOR_MOST, true, ON(LONGROPE)},
    {"long_factor", KEY_NUMBERS, false, 0, FACTOR_MOST, true, ON(LONGROPE)},
    {"short_mscale", KEY_NUMBER, true, 1.0 / ATTN_MOST, ATTN_MOST, false, NOT_READ},
    {"long_mscale", KEY_NUMBER, true, 1.0 / ATTN_MOST, ATTN_MOST, false, NOT_READ},
    {"alpha", KEY_NUMBER, true, 0, FACTOR_MOST, true, NOT_READ},
    {"llama_4_scaling_beta", KEY_NUMBER, true, 0, SIZE_MOST, false, NOT_READ},
    {"mrope_section", KEY_WHOLES, false, 0, 1e9, false, ROPE_ANY},
    {"xdrope_section", KEY_WHOLES, false, 0, 1e9, false, ROPE_ANY},
    {"mrope_interleaved", KEY_TRUTH, false, -HUGE_VAL, HUGE_VAL, false, ROPE_ANY},
    {"interleaved", KEY_TRUTH, true, -HUGE_VAL, HUGE_VAL, false, ROPE_ANY},
    {"max_position_embeddings", KEY_WHOLE, true, 1, DISTANCE_LIMIT, false, ROPE_ANY},
    {"finetuned", KEY_TRUTH, true, -HUGE_VAL, HUGE_VAL, false, ROPE_ANY},
};

static const struct known_key part_keys[] = {
    {"alibi", KEY_TRUTH, false, ANY},
    {"alibi_bias_max", KEY_NUMBER, false, 0, 1000, true, 0},
    {"softmax_scale", KEY_NUMBER, true, NORM_LEAST, NORM_MOST, false, 0},
    {"rope", KEY_TRUTH, false, ANY},
    {"rope_theta", KEY_NUMBER, false, BASE},
    {"rope_impl", KEY_TEXT, false, ANY},
    {"full_attn_layers", KEY_WHOLES, false, 1, 1e9, false, 0},
    {"chunk_size", KEY_WHOLE, false, LENGTH},
    {"local_size", KEY_WHOLE, false, LENGTH},
};

/* A table of a place. */
static size_t table_of(enum key_place place, const struct known_key **keys)
{
    static const struct {
        const struct known_key *keys;
        size_t count;
    } tables[] = {
        [PLACE_TEXT] = {text_keys, ARRAY_COUNT(text_keys)},
        [PLACE_ROPE] = {rope_keys, ARRAY_COUNT(rope_keys)},
        [PLACE_PART] = {part_keys, ARRAY_COUNT(part_keys)},
        [PLACE_GGUF] = {gguf_keys, 0},
    };
    *keys = tables[place].keys;
    return place == PLACE_GGUF ? gguf_key_count : tables[place].count;
}

const struct known_key *known_key_find(enum key_place place, const char *name)
{
    const struct known_key *keys;
    size_t count = table_of(place, &keys);
    for (size_t i = 0; i < count; i++)
        if (strcmp(keys[i].name, name) == 0)
            return &keys[i];
    return NULL;
}

struct message known_key_near(enum key_place place, const char *name)
{
    const struct known_key *keys;
    size_t count = size_min(table_of(place, &keys), ARRAY_COUNT(text_keys));
    const char *names[ARRAY_COUNT(text_keys)];
    for (size_t i = 0; i < count; i++)
        names[i] = keys[i].name;
    return text_suggestion(name, count, names);
}

bool key_speaks_of_positions(const char *name)
{
    static const char *const words[] = {"rope", "rotary", "yarn", "ntk", "alibi"};
    char lower[128] = "";
    for (size_t i = 0; name[i] && i + 1 < sizeof lower; i++)
        lower[i] = (char)tolower((unsigned char)name[i]);
    for (size_t w = 0; w < ARRAY_COUNT(words); w++) {
        const char *at = strstr(lower, words[w]);
        /* "property" and "europe" do not */
        if (at && strncmp(at, "ropert", 6) != 0 && !(at > lower && at[-1] == 'u'))
            return true;
    }
    return false;
}

static const struct {
    const char *name;
    enum rope_type type;
} rope_types[] = {
    {"default", ROPE_DEFAULT},   {"linear", ROPE_LINEAR},
    {"dynamic", ROPE_DYNAMIC},   {"yarn", ROPE_YARN},
    {"longrope", ROPE_LONGROPE}, {"llama3", ROPE_LLAMA3},
    {"su", ROPE_LONGROPE},       {"mrope", ROPE_DEFAULT},
    {"xdrope", ROPE_DYNAMIC},    {"proportional", ROPE_PROPORTIONAL},
};

enum rope_type rope_type_find(const char *name)
{
    for (size_t i = 0; i < ARRAY_COUNT(rope_types); i++)
        if (strcmp(rope_types[i].name, name) == 0)
            return rope_types[i].type;
    return ROPE_TYPE_COUNT;
}

struct message rope_type_expected(const char *name)
{
    const char *names[ARRAY_COUNT(rope_types)];
    struct message what;
    for (size_t i = 0; i < ARRAY_COUNT(rope_types); i++)
        names[i] = rope_types[i].name;
    message_set(&what, "\"%s\" is not known; expected one of %s%s", name,
                text_join(ARRAY_COUNT(rope_types), names).text,
                text_suggestion(name, ARRAY_COUNT(rope_types), names).text);
    return what;
}
