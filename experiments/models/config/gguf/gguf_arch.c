/* The table of architectures that gguf_arch.h declares. Source: llama.cpp's llama_model_rope_type
 * and the graph of each architecture, read in public copies of 2026. */
#include "experiments/models/config/gguf/gguf_arch.h"

#include <stdio.h>
#include <string.h>

#include "theory/ground/arrays.h"
#include "theory/ground/text.h"

#define CROSS LAYOUT_INTERLEAVED
#define HALF  LAYOUT_HALF

static const struct gguf_arch archs[] = {
    {"llama deci internlm2 xverse minicpm olmo arctic deepseek plm arcee ernie4_5 ernie4_5-moe "
     "command-r chatglm bailingmoe",
     CROSS, 0, 0, 0, 0},
    {"granite granitemoe", CROSS, ARCH_SCALE, 0, 0, 0},
    {"mistral3", CROSS, ARCH_TEMPERATURE, 0, 0, 0},
    {"smollm3", CROSS, ARCH_NOPE_STEP, 4, 0, 0},
    {"llama4", CROSS, ARCH_NOPE_STEP | ARCH_CHUNKED, 4, 0, 0},
    {"cohere2", CROSS, ARCH_NOPE_FULL, 4, 0, 0},
    {"deepseek2 glm-dsa", CROSS, ARCH_MLA, 0, 0, 0},
    {"qwen qwen2 qwen2moe qwen2vl qwen3 qwen3moe qwen3vl qwen3vlmoe falcon falcon-h1 gptneox "
     "stablelm phi2 phimoe starcoder2 nemotron exaone olmoe dbrx bitnet dots1 hunyuan-moe "
     "hunyuan-dense seed_oss minimax-m2 glm4moe lfm2 apertus gemma codeshell",
     HALF, 0, 0, 0, 0},
    {"phi3", HALF, ARCH_WINDOW, 0, 0, 0},
    {"gemma2", HALF, ARCH_GEMMA, 2, 0, 46},
    {"gemma3", HALF, ARCH_GEMMA | ARCH_PLAIN_SWA, 6, 1e4, 62},
    {"gemma4", HALF, ARCH_ONE | ARCH_PLAIN_SWA, 6, 1e4, 0},
    {"olmo2", HALF, ARCH_PLAIN_SWA, 4, 0, 0},
    {"exaone4", HALF, ARCH_NOPE_FULL, 4, 0, 0},
    {"gpt-oss", HALF, 0, 2, 0, 0},
    {"bloom mpt", HALF, ARCH_ALIBI, 0, 0, 0},
};

const struct gguf_arch *gguf_arch_find(const char *name, struct message *near)
{
    enum { NAMES = 128 };
    char words[NAMES][32];
    const char *names[NAMES];
    size_t count = 0;
    for (size_t i = 0; i < ARRAY_COUNT(archs); i++)
        for (const char *at = archs[i].names; *at; at += strcspn(at, " "), at += *at == ' ') {
            size_t length = strcspn(at, " ");
            if (length == strlen(name) && memcmp(at, name, length) == 0)
                return &archs[i];
            if (count < NAMES) {
                snprintf(words[count], sizeof words[count], "%.*s", (int)length, at);
                names[count] = words[count];
                count++;
            }
        }
    *near = text_suggestion(name, count, names);
    return NULL;
}
