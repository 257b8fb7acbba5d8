/* The table of model presets and longrope factor lists that presets.h declares. */
#include "kernels/encodings/presets.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "theory/ground/text.h"

#define COPY "second-hand: copies of the config.json of "

/* The names on huggingface.co were read in public text: in litgpt/config.py of Lightning-AI/litgpt,
 * which has base and scaling beside them, or, of qwen, deepseek, gpt-oss, gpt-neox and phi-3, in
 * docs/models/supported_models.md of vllm-project/vllm; of kimi and of Llama-3.1 without "Meta-" as
 * links to their pages in documentation of others. */
const struct preset presets[] = {
    {"llama-2-7b", "rope:base=1e4,dim=128", 4096,
     COPY "meta-llama/Llama-2-7b-hf: rope_theta, rope_scaling null, max_position_embeddings",
     "meta-llama/Llama-2-7b-hf meta-llama/Llama-2-7b-chat-hf"},
    {"codellama-7b", "rope:base=1e6,dim=128", 16384,
     "config.json of codellama/CodeLlama-7b-hf: rope_theta, rope_scaling null, "
     "max_position_embeddings",
     "codellama/CodeLlama-7b-hf"},
    {"llama-3-8b", "rope:base=5e5,dim=128", 8192,
     "second-hand: litgpt/config.py of Lightning-AI/litgpt, entry Meta-Llama-3-8B: rope_base, "
     "block_size",
     "meta-llama/Meta-Llama-3-8B meta-llama/Meta-Llama-3-8B-Instruct"},
    {"llama-3.1-8b", "rope:base=5e5,dim=128,scaling=llama3,factor=8,orig=8192,low=1,high=4", 131072,
     COPY "meta-llama/Llama-3.1-8B: rope_theta, rope_scaling, max_position_embeddings",
     "meta-llama/Llama-3.1-8B meta-llama/Llama-3.1-8B-Instruct meta-llama/Meta-Llama-3.1-8B meta-llama/Meta-Llama-3.1-8B-Instruct"},
    {"mistral-7b-v0.1", "rope:base=1e4,dim=128", 32768,
     COPY "mistralai/Mistral-7B-v0.1: rope_theta, max_position_embeddings; sliding_window 4096",
     "mistralai/Mistral-7B-v0.1"},
    {"mistral-7b-v0.3", "rope:base=1e6,dim=128", 32768,
     COPY "mistralai/Mistral-7B-v0.3: rope_theta, max_position_embeddings; sliding_window null",
     "mistralai/Mistral-7B-v0.3 mistralai/Mistral-7B-Instruct-v0.3"},
    {"qwen2.5-7b", "rope:base=1e6,dim=128", 32768,
     COPY "Qwen/Qwen2.5-7B-Instruct: rope_theta, max_position_embeddings (base model: 131072)",
     "Qwen/Qwen2.5-7B Qwen/Qwen2.5-7B-Instruct"},
    {"qwen2.5-7b-yarn", "rope:base=1e6,dim=128,scaling=yarn,factor=4,orig=32768", 131072,
     "second-hand: config.json a user proposed to Qwen/Qwen2.5-7B-Instruct (commit d1e200f): "
     "rope_scaling",
     "Qwen/Qwen2.5-7B-Instruct"},
    {"qwen3-8b", "rope:base=1e6,dim=128", 40960,
     COPY "Qwen/Qwen3-8B: rope_theta, head_dim, rope_scaling null, max_position_embeddings",
     "Qwen/Qwen3-8B"},
    {"qwen3-8b-yarn", "rope:base=1e6,dim=128,scaling=yarn,factor=4,orig=32768", 131072,
     "second-hand: vLLM documentation, context extension of Qwen3, and quotations of the Qwen3-8B "
     "card",
     "Qwen/Qwen3-8B"},
    {"deepseek-v3",
     "rope:base=1e4,dim=192,rotary=64,scaling=yarn,factor=40,orig=4096,beta_fast=32,beta_slow=1,mscale=1,mscale_all_dim=1",
     163840,
     COPY "deepseek-ai/DeepSeek-V3: rope_theta, rope_scaling, qk_nope_head_dim, qk_rope_head_dim",
     "deepseek-ai/DeepSeek-V3"},
    {"kimi-k2",
     "rope:base=5e4,dim=192,rotary=64,scaling=yarn,factor=32,orig=4096,beta_fast=1,beta_slow=1,mscale=1,mscale_all_dim=1",
     131072,
     COPY "moonshotai/Kimi-K2-Instruct (July 2025): rope_theta, rope_scaling, qk_*_head_dim",
     "moonshotai/Kimi-K2-Instruct"},
    {"gpt-oss-20b",
     "rope:base=1.5e5,dim=64,scaling=yarn,factor=32,orig=4096,beta_fast=32,beta_slow=1,truncate=false",
     131072,
     "gpt_oss/torch/model.py of openai/gpt-oss; truncate and context second-hand: copies of "
     "config.json",
     "openai/gpt-oss-20b"},
    {"gemma-2-9b", "rope:base=1e4,dim=256", 8192,
     COPY
     "google/gemma-2-9b: rope_theta, head_dim, max_position_embeddings; every other layer 4096",
     "google/gemma-2-9b google/gemma-2-9b-it"},
    {"gemma-3-12b-local", "rope:base=1e4,dim=256", 131072,
     COPY "google/gemma-3-12b-it: rope_local_base_freq, head_dim; sliding_window 1024",
     "google/gemma-3-12b-it"},
    {"gemma-3-12b-global", "rope:base=1e6,dim=256,scaling=linear,factor=8", 131072,
     COPY "google/gemma-3-12b-it: rope_theta, rope_scaling, head_dim, max_position_embeddings",
     "google/gemma-3-12b-it"},
    {"phi-4", "rope:base=2.5e5,dim=128", 16384,
     COPY "microsoft/phi-4: rope_theta, rope_scaling null, max_position_embeddings",
     "microsoft/phi-4"},
    {"phi-3-mini-128k-short",
     "rope:base=1e4,dim=96,scaling=longrope,factor=32,orig=4096,ext=phi-3-mini-128k-short", 4096,
     "config.json of microsoft/Phi-3-mini-128k-instruct, June 2024; up to 4096 tokens; base "
     "second-hand",
     "microsoft/Phi-3-mini-128k-instruct"},
    {"phi-3-mini-128k-long",
     "rope:base=1e4,dim=96,scaling=longrope,factor=32,orig=4096,ext=phi-3-mini-128k-long", 131072,
     "config.json of microsoft/Phi-3-mini-128k-instruct, June 2024; beyond 4096 tokens; base "
     "second-hand",
     "microsoft/Phi-3-mini-128k-instruct"},
    {"gpt-neox-20b", "rope:base=1e4,dim=96,rotary=24", 2048,
     "configs/20B.yml of EleutherAI/gpt-neox; rotary_emb_base second-hand: copies of its "
     "config.json",
     "EleutherAI/gpt-neox-20b"},
};

const size_t preset_count = sizeof presets / sizeof presets[0];

const struct preset *preset_find(const char *name)
{
    for (size_t i = 0; i < preset_count; i++)
        if (strcasecmp(presets[i].name, name) == 0)
            return &presets[i];
    return NULL;
}

/* Behind the owner of a repository. */
static const char *without_owner(const char *name)
{
    const char *slash = strchr(name, '/');
    return slash ? slash + 1 : name;
}

/* Whether a list joined by blanks has the name, with or without its owner. */
static bool listed(const char *list, const char *name)
{
    char item[128];
    for (const char *at = list; *at; at += strcspn(at, " "), at += *at == ' ') {
        snprintf(item, sizeof item, "%.*s", (int)strcspn(at, " "), at);
        if (strcasecmp(item, name) == 0 || strcasecmp(without_owner(item), name) == 0)
            return true;
    }
    return false;
}

struct message preset_meant(const char *name)
{
    struct message meant = {""};
    for (size_t i = 0; i < preset_count; i++)
        if (strcasecmp(presets[i].name, name) == 0 || listed(presets[i].hub, name))
            message_add(&meant, "%smodel:%s", *meant.text ? " or " : "", presets[i].name);
    return meant;
}

const char *preset_nearest(const char *name)
{
    const char *names[sizeof presets / sizeof presets[0]];
    for (size_t i = 0; i < preset_count; i++)
        names[i] = presets[i].name;
    return text_nearest(without_owner(name), preset_count, names);
}

/* Phi-3-mini-128k-instruct, June 2024 update, rope_scaling.short_factor. */
static const double phi_3_mini_128k_short[] = {
    1.1,
    1.1,
    1.1,
    1.3000000000000003,
    1.3500000000000003,
    1.3500000000000003,
    1.4000000000000004,
    1.5500000000000005,
    2.000000000000001,
    2.000000000000001,
    2.000000000000001,
    2.000000000000001,
    2.000000000000001,
    2.000000000000001,
    2.000000000000001,
    2.000000000000001,
    2.000000000000001,
    2.000000000000001,
    2.000000000000001,
    2.000000000000001,
    2.000000000000001,
    2.000000000000001,
    2.000000000000001,
    2.000000000000001,
    2.000000000000001,
    2.0500000000000007,
    2.0500000000000007,
    2.0500000000000007,
    2.0500000000000007,
    2.0500000000000007,
    2.0500000000000007,
    2.1000000000000005,
    2.1000000000000005,
    2.1500000000000004,
    2.25,
    2.25,
    2.25,
    2.25,
    2.25,
    2.3999999999999995,
    2.4499999999999993,
    2.499999999999999,
    2.6999999999999984,
    2.6999999999999984,
    2.7499999999999982,
    2.799999999999998,
    2.8999999999999977,
    3.049999999999997,
};

/* Phi-3-mini-128k-instruct, June 2024 update, rope_scaling.long_factor. */
static const double phi_3_mini_128k_long[] = {
    1.0700000524520874, 1.1200000047683716, 1.149999976158142,  1.4199999570846558,
    1.5699999332427979, 1.7999999523162842, 2.129999876022339,  2.129999876022339,
    3.009999990463257,  5.910000324249268,  6.950000286102295,  9.070000648498535,
    9.930000305175781,  10.710000038146973, 11.130000114440918, 14.609999656677246,
    15.409998893737793, 19.809999465942383, 37.279998779296875, 38.279998779296875,
    38.599998474121094, 40.12000274658203,  46.20000457763672,  50.940006256103516,
    53.66000747680664,  54.9373893737793,   56.89738845825195,  57.28738784790039,
    59.98738479614258,  60.86738586425781,  60.887386322021484, 61.71739196777344,
    62.91739273071289,  62.957393646240234, 63.41739273071289,  63.8173942565918,
    63.83739471435547,  63.897396087646484, 63.93739700317383,  64.06739807128906,
    64.11434936523438,  64.12435150146484,  64.15435028076172,  64.19435119628906,
    64.24435424804688,  64.57435607910156,  64.69000244140625,  64.76000213623047,
};

#define COUNT(array) (sizeof(array) / sizeof(array)[0])

#define PHI_3_SOURCE                                                                      \
    "config.json of microsoft/Phi-3-mini-128k-instruct, June 2024 update: first 30 long " \
    "factors; the others second-hand: scripts/eval/long_context/eval_long_context.py of " \
    "t-pranavv/local-rollouts"

const struct extension_list extension_lists[] = {
    {"phi-3-mini-128k-short", COUNT(phi_3_mini_128k_short), phi_3_mini_128k_short, PHI_3_SOURCE},
    {"phi-3-mini-128k-long", COUNT(phi_3_mini_128k_long), phi_3_mini_128k_long, PHI_3_SOURCE},
};

const size_t extension_list_count = COUNT(extension_lists);

_Static_assert(COUNT(phi_3_mini_128k_short) == 48, "one factor per pair");
_Static_assert(COUNT(phi_3_mini_128k_long) == 48, "one factor per pair");

const struct extension_list *extension_list_find(const char *name)
{
    for (size_t i = 0; i < extension_list_count; i++)
        if (strcmp(extension_lists[i].name, name) == 0)
            return &extension_lists[i];
    return NULL;
}
