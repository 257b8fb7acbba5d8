/* Presets against what the configurations they are taken from mean. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "kernels/encodings/presets.h"
#include "tests/tools/check_tools.h"
#include "tests/tools/config_tables.h"

/* The fixture of a preset, the kind of layers it is about, the context in which (0: the file's
 * own), and the factor on the score that presets leave out, as the golden table has it. */
static const struct {
    const char *preset, *fixture, *kind;
    double context, left_out;
} pairs[] = {
    {"llama-2-7b", "llama-2-7b", "all", 0, 1},
    {"codellama-7b", "codellama-7b", "all", 0, 1},
    {"llama-3-8b", "llama-3-8b", "all", 0, 1},
    {"llama-3.1-8b", "llama-3.1-8b", "all", 0, 1},
    {"llama-3.2-1b", "llama-3.2-1b", "all", 0, 1},
    {"llama-4-scout", "llama-4-scout-17b-16e", "chunked_attention", 0, 1},
    {"mistral-7b-v0.1", "mistral-7b-v0.1", "all", 0, 1},
    {"mistral-7b-v0.3", "mistral-7b-v0.3", "all", 0, 1},
    {"qwen2.5-7b", "qwen2.5-7b", "all", 0, 1},
    {"qwen3-8b", "qwen3-8b", "all", 0, 1},
    {"qwen3-8b-yarn", "qwen3-0.6b-yarn-attn-factor", "all", 0, 1},
    {"qwen3.5-35b", "qwen3.5-35b-a3b", "full_attention", 0, 1},
    {"qwen3.5-35b-yarn", "qwen3.5-35b-a3b-yarn", "full_attention", 0, 1},
    {"deepseek-v2-lite", "deepseek-v2-lite", "all", 0, 1.5896261651208734},
    {"deepseek-v2-lite", "deepseek-coder-v2-lite-base", "all", 0, 1.5896261651208734},
    {"deepseek-v3", "deepseek-v3", "all", 0, 1.8738542070926265},
    {"deepseek-v4-flash", "deepseek-v4-flash", "compressed_sparse_attention", 0, 1},
    {"deepseek-v4-flash", "deepseek-v4-pro", "heavily_compressed_attention", 0, 1},
    {"kimi-k2", "kimi-k2-instruct", "all", 0, 1.8132604340394958},
    {"kimi-k2.5", "kimi-k2.5", "all", 0, 2.0047397016824871},
    {"gpt-oss-20b", "gpt-oss-20b", "full_attention", 0, 1},
    {"ministral-3-3b", "ministral-3-3b-2512", "all", 0, 1},
    {"olmo-3.1-32b", "olmo-3.1-32b-instruct", "full_attention", 0, 1},
    {"gemma-2-9b", "gemma-2-9b", "full_attention", 0, 1},
    {"gemma-3-12b-local", "gemma-3-12b-it-text", "sliding_attention", 0, 1},
    {"gemma-3-12b-global", "gemma-3-12b-it-text", "full_attention", 0, 1},
    {"gemma-4-26b-local", "gemma-4-26b-a4b", "sliding_attention", 0, 1},
    {"gemma-4-26b-global", "gemma-4-26b-a4b", "full_attention", 0, 1},
    {"phi-3-mini-128k-short", "phi-3-mini-128k", "all", 4096, 1},
    {"phi-3-mini-128k-long", "phi-3-mini-128k", "all", 131072, 1},
    {"phi-4", "phi-4", "all", 0, 1},
    {"phi-4-mini-short", "phi-4-mini", "all", 4096, 1},
    {"phi-4-mini-long", "phi-4-mini", "all", 131072, 1},
    {"gpt-neox-20b", "gpt-neox-20b", "all", 0, 1},
    {"pythia-6.9b", "pythia-6.9b", "all", 0, 1},
    {"minimax-m2", "minimax-m2.5", "all", 0, 1},
    {"glm-4.5-air", "glm-4.5-air", "all", 0, 1},
    {"smollm3-3b", "smollm3-3b", "rope", 0, 1},
    {"mimo-v2-flash", "mimo-v2-flash", "full_attention", 0, 1},
    {"apertus-8b", "apertus-8b", "all", 0, 1},
    {"falcon-h1-0.5b", "falcon-h1-0.5b", "all", 0, 1},
    {"granite-3.3-8b", "granite-3.3-8b", "all", 0, 1},
    {"hunyuan-large", "hunyuan-large", "all", 0, 1},
};

/* Presets that no published file has: qwen2.5-7b-yarn is what a card says to add. */
static const char *const without[] = {"qwen2.5-7b-yarn"};

/* Frequencies are correctly rounded on both sides; the factor on cos and sin is squared here. */
TEST_EACH(presets_are_what_their_files_mean, TOOLS_COUNT(pairs))
{
    char text[64];
    struct config_table table;
    size_t k = 0;
    snprintf(text, sizeof text, "model:%s", pairs[_i].preset);
    struct encoding *e = tools_encoding(text);
    const struct schedule *s = encoding_schedule(e);
    config_table_find(pairs[_i].fixture, pairs[_i].context, &table);
    while (k < table.kind_count && strcmp(table.kind[k].name, pairs[_i].kind) != 0)
        k++;
    ck_assert_msg(k < table.kind_count, "%s has no %s", table.file, pairs[_i].kind);
    const struct table_kind *kind = &table.kind[k];
    ck_assert_str_eq(kind->way, "rope");
    ck_assert_msg(e->dim == kind->dim && s->rotating == kind->number_count &&
                      2 * s->rotating == kind->rotated,
                  "%s: %zu of %zu pairs", text, s->rotating, s->pairs);
    for (size_t i = 0; i < s->rotating; i++) {
        ck_assert_msg(s->theta[i] == kind->number[i], "%s, pair %zu: %.17g, not %.17g", text, i,
                      s->theta[i], kind->number[i]);
        check_le(fabs(sqrt(s->weight[i]) / kind->attention - 1.0), 0x1p-52);
    }
    /* norm has two roundings and a root, the product two more */
    double score = s->norm * sqrt((double)e->dim) * pairs[_i].left_out;
    check_le(fabs(score / kind->softmax - 1.0), 4 * 0x1p-53);
    config_table_free(&table);
    encoding_free(e);
}

TEST(every_preset_has_a_file)
{
    for (size_t i = 0; i < preset_count; i++) {
        bool found = false;
        for (size_t p = 0; p < TOOLS_COUNT(pairs); p++)
            found = found || strcmp(pairs[p].preset, presets[i].name) == 0;
        for (size_t w = 0; w < TOOLS_COUNT(without); w++)
            found = found || strcmp(without[w], presets[i].name) == 0;
        ck_assert_msg(found, "no configuration is compared with %s", presets[i].name);
    }
}
