#include "experiments/models/vectors/architectures.h"

#include <string.h>

#include "theory/ground/text.h"

#define APART  PROJECTIONS_APART
#define BLOCKS PROJECTIONS_BLOCKS
#define HEADS  PROJECTIONS_HEADS

const struct architecture architectures[] = {
    {"llama", "llama", INPUT_RMS, APART, ROWS_PLAIN, false, false, 1e-6},
    {"mistral", NULL, INPUT_RMS, APART, ROWS_PLAIN, false, false, 1e-6},
    {"ministral3", NULL, INPUT_RMS, APART, ROWS_PLAIN, false, false, 1e-5},
    {"mixtral", NULL, INPUT_RMS, APART, ROWS_PLAIN, false, false, 1e-5},
    {"qwen2", "qwen2", INPUT_RMS, APART, ROWS_PLAIN, true, false, 1e-6},
    {"qwen2_moe", "qwen2moe", INPUT_RMS, APART, ROWS_PLAIN, true, false, 1e-6},
    {"qwen3", "qwen3", INPUT_RMS, APART, ROWS_RMS, false, false, 1e-6},
    {"qwen3_moe", "qwen3moe", INPUT_RMS, APART, ROWS_RMS, false, false, 1e-6},
    {"smollm3", "smollm3", INPUT_RMS, APART, ROWS_PLAIN, false, false, 1e-6},
    {"granite", "granite", INPUT_RMS, APART, ROWS_PLAIN, false, false, 1e-6},
    {"gpt_oss", "gpt-oss", INPUT_RMS, APART, ROWS_PLAIN, true, false, 1e-5},
    {"gemma", "gemma", INPUT_RMS_ONE, APART, ROWS_PLAIN, false, true, 1e-6},
    {"gemma2", "gemma2", INPUT_RMS_ONE, APART, ROWS_PLAIN, false, true, 1e-6},
    {"gemma3_text", "gemma3", INPUT_RMS_ONE, APART, ROWS_RMS_ONE, false, true, 1e-6},
    {"phi3", "phi3", INPUT_RMS, BLOCKS, ROWS_PLAIN, false, false, 1e-5},
    {"phi", NULL, INPUT_LAYER, APART, ROWS_PLAIN, true, false, 1e-5},
    {"gpt_neox", "gptneox", INPUT_LAYER, HEADS, ROWS_PLAIN, false, false, 1e-5},
    {"starcoder2", "starcoder2", INPUT_LAYER, APART, ROWS_PLAIN, false, false, 1e-5},
    {"stablelm", "stablelm", INPUT_LAYER, APART, ROWS_PLAIN, false, false, 1e-5},
    {"cohere", "command-r", INPUT_LAYER, APART, ROWS_PLAIN, false, false, 1e-5},
    {"olmo", "olmo", INPUT_LAYER_BARE, APART, ROWS_PLAIN, false, false, 1e-5},
    {"olmo2", "olmo2", INPUT_PLAIN, APART, ROWS_RMS_ALL, false, false, 1e-5},
    {"olmo3", NULL, INPUT_PLAIN, APART, ROWS_RMS_ALL, false, false, 1e-5},
};
const size_t architecture_count = sizeof architectures / sizeof *architectures;

#define UNDER(prefix)                                                                 \
    {                                                                                 \
        prefix "embed_tokens.weight", prefix "layers.0.input_layernorm",              \
            prefix "layers.0.self_attn.q_proj", prefix "layers.0.self_attn.k_proj",   \
            prefix "layers.0.self_attn.qkv_proj", prefix "layers.0.self_attn.q_norm", \
            prefix "layers.0.self_attn.k_norm"                                        \
    }

const struct architecture_names architecture_names[] = {
    UNDER("model."),
    UNDER("language_model.model."),
    UNDER("model.language_model."),
    UNDER(""),
    {"gpt_neox.embed_in.weight", "gpt_neox.layers.0.input_layernorm", "", "",
     "gpt_neox.layers.0.attention.query_key_value", "", ""},
    {"token_embd.weight", "blk.0.attn_norm", "blk.0.attn_q", "blk.0.attn_k", "blk.0.attn_qkv",
     "blk.0.attn_q_norm", "blk.0.attn_k_norm"},
};
const size_t architecture_names_count = sizeof architecture_names / sizeof *architecture_names;

bool architecture_find(const char *model_type, bool gguf, const struct architecture **out,
                       struct message *error)
{
    const char *names[sizeof architectures / sizeof *architectures];
    size_t count = 0;
    for (size_t i = 0; i < architecture_count; i++) {
        const char *name = gguf ? architectures[i].gguf : architectures[i].model_type;
        if (!name)
            continue;
        names[count++] = name;
        *out = &architectures[i];
        if (strcmp(name, model_type) == 0)
            return true;
    }
    return message_set(error,
                       "how \"%s\" makes queries and keys is not known here; expected one of %s; "
                       "of any other, dump them to npy:q=FILE,k=FILE%s",
                       model_type, text_join(count, names).text,
                       text_suggestion(model_type, count, names).text);
}
