/* The table of architectures that gguf_arch.h declares. Source: llama.cpp's llama_model_rope_type
 * and the graph of each architecture, read in public copies of 2026. */
#include "experiments/models/config/gguf/gguf_arch.h"

#include <string.h>

#include "theory/ground/arrays.h"
#include "theory/ground/text.h"

#define CROSS LAYOUT_INTERLEAVED
#define HALF  LAYOUT_HALF

static const struct gguf_arch archs[] = {
    {"llama deci internlm2 xverse minicpm olmo arctic deepseek plm arcee ernie4_5 ernie4_5-moe "
     "command-r chatglm bailingmoe llada nanbeige maincoder chameleon llama-embed neo-bert",
     CROSS, 0, 0, 0, 0, NULL},
    {"baichuan", CROSS, ARCH_ALIBI_40, 0, 0, 0, NULL},
    {"glm4", CROSS, ARCH_SECTIONS, 0, 0, 0, NULL},
    {"granite granitemoe granitehybrid", CROSS, ARCH_SCALE | ARCH_TUNED, 0, 0, 0, NULL},
    {"mistral3", CROSS, ARCH_TEMPERATURE, 0, 0, 0, NULL},
    {"mistral4", CROSS, ARCH_MLA | ARCH_TEMPERATURE, 0, 0, 0, NULL},
    {"smollm3", CROSS, ARCH_NOPE_STEP, 4, 0, 0, NULL},
    {"llama4", CROSS, ARCH_NOPE_STEP | ARCH_CHUNKED, 4, 0, 0, NULL},
    {"cohere2", CROSS, ARCH_NOPE_FULL, 4, 0, 0, NULL},
    {"deepseek2 deepseek2-ocr deepseek32 glm-dsa", CROSS, ARCH_MLA, 0, 0, 0, NULL},
    {"qwen qwen2 qwen2moe qwen2vl qwen3 qwen3moe qwen3vl qwen3vlmoe falcon falcon-h1 gptneox "
     "stablelm phi2 phimoe starcoder2 nemotron exaone olmoe dbrx bitnet dots1 hunyuan-moe "
     "hunyuan-dense seed_oss minimax-m2 glm4moe lfm2 lfm2moe apertus gemma codeshell dream "
     "llada-moe rnd1 eurobert nomic-bert nomic-bert-moe jina-bert-v3 grovemoe jais2 minicpm3 "
     "bailingmoe2 pangu-embedded orion plamo",
     HALF, 0, 0, 0, 0, NULL},
    {"qwen3next qwen35 qwen35moe", HALF, ARCH_INTERVAL, 4, 0, 0, NULL},
    {"phi3", HALF, ARCH_WINDOW, 0, 0, 0, NULL},
    {"gemma2", HALF, ARCH_GEMMA | ARCH_CAP, 2, 0, 46, NULL},
    {"gemma3", HALF, ARCH_GEMMA | ARCH_PLAIN_SWA, 6, 1e4, 62, NULL},
    {"gemma-embedding", HALF, ARCH_PLAIN_SWA, 6, 1e4, 0, NULL},
    {"gemma3n", HALF, ARCH_ONE | ARCH_PLAIN_SWA, 5, 1e4, 0, NULL},
    {"gemma4", HALF, ARCH_ONE | ARCH_PLAIN_SWA, 6, 1e4, 0, NULL},
    {"olmo2", HALF, ARCH_PLAIN_SWA, 4, 0, 0, NULL},
    {"exaone4", HALF, ARCH_NOPE_FULL, 4, 0, 0, NULL},
    {"gpt-oss", HALF, 0, 2, 0, 0, NULL},
    {"modern-bert", HALF, ARCH_FIRST, 3, 0, 0, NULL},
    {"jamba nemotron_h nemotron_h_moe kimi-linear", HALF, ARCH_NOPE, 0, 0, 0, NULL},
    {"bloom mpt refact", HALF, ARCH_ALIBI, 0, 0, 0, NULL},
    {"gpt2 gptj starcoder bert", HALF, 0, 0, 0, 0,
     "has learned absolute positions, no rotary ones and no ALiBi, in llama.cpp's graph"},
    {"t5 t5encoder", HALF, 0, 0, 0, 0, "has T5's relative bias in buckets, which is learned"},
    {"mamba mamba2 rwkv6 rwkv6qwen2 rwkv7 arwkv7", HALF, 0, 0, 0, 0, "has no softmax attention"},
    {"clip", HALF, 0, 0, 0, 0, "is a projector of images, no text model"},
};

/* The nearest of each row, and of these the nearest, so that no number of names is too many. */
static struct message near_name(const char *name)
{
    static const char blank[] = " ";
    struct message rows[ARRAY_COUNT(archs)];
    const char *names[ARRAY_COUNT(archs)];
    size_t count = 0;
    for (size_t i = 0; i < ARRAY_COUNT(archs); i++) {
        const char *words[MESSAGE_SIZE / 2];
        size_t word_count = 0;
        message_set(&rows[count], "%s", archs[i].names);
        char *rest = rows[count].text;
        for (char *word = strtok_r(rest, blank, &rest); word; word = strtok_r(NULL, blank, &rest))
            words[word_count++] = word;
        names[count] = text_nearest(name, word_count, words);
        count += names[count] != NULL;
    }
    return text_suggestion(name, count, names);
}

const struct gguf_arch *gguf_arch_find(const char *name, struct message *near)
{
    size_t length = strlen(name);
    for (size_t i = 0; i < ARRAY_COUNT(archs); i++)
        for (const char *at = archs[i].names; *at; at += strcspn(at, " "), at += *at == ' ')
            if (strcspn(at, " ") == length && memcmp(at, name, length) == 0)
                return &archs[i];
    *near = near_name(name);
    return NULL;
}
