/* The tables behind config_names.h. Source: configuration_*.py and modeling_rope_utils.py of
 * Hugging Face transformers, options of llama.cpp, and what papers call the same. */
#include "kernels/encodings/config_names.h"

#include <string.h>

#include "theory/ground/arrays.h"
#include "theory/ground/text.h"

const struct config_key config_keys[] = {
    {"mean", "mu", NULL},
    {"loc", "mu", NULL},
    {"std", "sigma", NULL},
    {"sd", "sigma", NULL},
    {"stdev", "sigma", NULL},
    {"stddev", "sigma", NULL},
    {"std_dev", "sigma", NULL},
    {"var", "sigma", "the square root of the variance"},
    {"variance", "sigma", "the square root of the variance"},
    {"corr", "rho", NULL},
    {"correlation", "rho", NULL},
    {"corr", "c", NULL},
    {"correlation", "c", NULL},
    {"rho", "c", NULL},
    {"c", "rho", NULL},
    {"mu", "mu0", NULL},
    {"nu", "nu0", NULL},
    {"query", "q", NULL},
    {"queries", "q", NULL},
    {"key", "k", NULL},
    {"keys", "k", NULL},
    {"h", "head", NULL},
    {"head_index", "head", NULL},
    {"order", "layout", NULL},
    {"pairing", "layout", NULL},
    {"model", "file", NULL},
    {"path", "file", NULL},
    {"l", "layer", NULL},
    {"layer_idx", "layer", NULL},
    {"ids", "tokens", NULL},
    {"token_ids", "tokens", NULL},
    {"input_ids", "tokens", NULL},
    {"rope_theta", "base", NULL},
    {"b", "base", NULL},
    {"freq_base", "base", NULL},
    {"rope_freq_base", "base", NULL},
    {"theta", "base", NULL},
    {"rope_base", "base", NULL},
    {"rotary_base", "base", NULL},
    {"rotary_emb_base", "base", NULL},
    {"rope_local_base_freq", "base", "of the layers with a sliding window"},
    {"head_dim", "dim", NULL},
    {"d", "dim", NULL},
    {"D", "dim", NULL},
    {"d_k", "dim", NULL},
    {"d_head", "dim", NULL},
    {"head_size", "dim", NULL},
    {"d_model", "dim", "d_model/heads"},
    {"hidden_size", "dim", "hidden_size/num_attention_heads"},
    {"qk_head_dim", "dim", NULL},
    {"qk_nope_head_dim", "dim", "qk_nope_head_dim + qk_rope_head_dim, the second being rotary"},
    {"qk_rope_head_dim", "rotary", "of dim = qk_nope_head_dim + qk_rope_head_dim"},
    {"rotary_dim", "rotary", NULL},
    {"rotary_ndims", "rotary", NULL},
    {"partial_rotary_factor", "rotary", "that share of dim"},
    {"rotary_pct", "rotary", "that share of dim"},
    {"rope_type", "scaling", NULL},
    {"type", "scaling", NULL},
    {"rope_scaling", "scaling", "and its own keys beside it: factor, orig, .."},
    {"rope_parameters", "scaling", "and its own keys beside it: base, factor, orig, .."},
    {"scaling_factor", "factor", NULL},
    {"s", "factor", NULL},
    {"original_max_position_embeddings", "orig", NULL},
    {"attention_factor", "attn", NULL},
    {"attn_factor", "attn", NULL},
    {"short_mscale", "attn", "with the short list of divisors"},
    {"long_mscale", "attn", "with the long list of divisors"},
    {"low_freq_factor", "low", NULL},
    {"high_freq_factor", "high", NULL},
    {"short_factor", "ext", "its numbers joined by '/'"},
    {"long_factor", "ext", "its numbers joined by '/'"},
    {"attention_multiplier", "scale", NULL},
    {"query_pre_attn_scalar", "scale", "that number to the power -1/2"},
    {"num_attention_heads", "heads", NULL},
    {"n_head", "heads", NULL},
    {"n_heads", "heads", NULL},
    {"num_heads", "heads", NULL},
    {"m", "slope", NULL},
    {"max_position_embeddings", NULL, "option --context, or orig where a rule scales"},
    {"model_max_length", NULL, "option --context"},
    {"seq_len", NULL, "option --context, or length with scaling=dynamic"},
    {"context", NULL, "option --context, or length with scaling=dynamic"},
    {"torch_dtype", NULL, "option --dtype of aliasing"},
    {"dtype", NULL, "option --dtype of aliasing"},
    {"mrope_section", NULL, "nothing: equal positions on all axes are plain RoPE"},
};
const size_t config_key_count = ARRAY_COUNT(config_keys);

const struct config_value config_values[] = {
    {"scaling", "su", "longrope"},
    {"scaling", "default", "none"},
    {"scaling", "mrope", "none"},
    {"scaling", "null", "none"},
    {"scaling", "deepseek_yarn", "yarn"},
    {"scaling", "proportional", "partial=p with rotary"},
    {"truncate", "False", "false"},
    {"truncate", "True", "true"},
    {"dtype", "bfloat16", "bf16"},
    {"dtype", "float16", "fp16"},
    {"dtype", "half", "fp16"},
    {"dtype", "f16", "fp16"},
    {"dtype", "float32", "fp32"},
    {"dtype", "float", "fp32"},
    {"dtype", "f32", "fp32"},
    {"dtype", "float64", "fp64"},
    {"dtype", "double", "fp64"},
    {"dtype", "f64", "fp64"},
};
const size_t config_value_count = ARRAY_COUNT(config_values);

struct message config_key_hint(const char *name, size_t count, const char *const *keys)
{
    struct message hint = {""};
    for (size_t i = 0; i < config_key_count; i++) {
        const struct config_key *k = &config_keys[i];
        if (strcmp(name, k->name) != 0 || (k->key && text_find(k->key, count, keys) == count))
            continue;
        message_set(&hint, "; %s is %s%s%s%s here", name, k->key ? k->key : k->note,
                    k->key && k->note ? " (" : "", k->key && k->note ? k->note : "",
                    k->key && k->note ? ")" : "");
    }
    return hint;
}

static const char *value_of(const char *key, const char *name)
{
    for (size_t i = 0; i < config_value_count; i++)
        if (strcmp(config_values[i].key, key) == 0 && strcmp(config_values[i].name, name) == 0)
            return config_values[i].value;
    return NULL;
}

struct message config_value_hint(const char *key, const char *value)
{
    struct message hint = {""};
    const char *meant = value_of(key, value);
    if (meant)
        message_set(&hint, "; %s is %s%s%s here", value, strchr(meant, '=') ? "" : key,
                    strchr(meant, '=') ? "" : "=", meant);
    return hint;
}

const char *config_dtype(const char *name)
{
    const char *meant = value_of("dtype", name);
    return meant ? meant : name;
}
