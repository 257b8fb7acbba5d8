/* What GGUF and llama2.c files mean, and what is refused in them. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "experiments/models/config/model_config.h"
#include "tests/tools/model_files.h"
#include "tests/tools/models/gguf_words.h"

#define SIZES(arch)                    \
    TEXT("general.architecture", arch) \
    U32(arch ".context_length", 8192)  \
    U32(arch ".embedding_length", 64)  \
    U32(arch ".block_count", 2) U32(arch ".attention.head_count", 2)
#define SCALED(arch, type, factor)           \
    TEXT(arch ".rope.scaling.type", type)    \
    F32(arch ".rope.scaling.factor", factor) \
    U32(arch ".rope.scaling.original_context_length", 4096)

/* kinds: encodings joined by blanks; NULL: refused, with these words. */
static const struct {
    const char *arch;
    int keys;
    const char *words, *kinds, *says;
    double attention, softmax;
    double context;
    const char *tensors; /* name and four divisors; NULL: none */
} rows[] = {
    {"llama", 5, SIZES("llama"), "rope:base=1e4,dim=32", NULL, 1, 1, 0, NULL},
    {"llama", 6, SIZES("llama") F32("llama.rope.freq_base", 500000), "rope:base=5e5,dim=32", NULL,
     1, 1, 0, NULL},
    {"llama", 6, SIZES("llama") U32("llama.rope.dimension_count", 16),
     "rope:base=1e4,dim=32,rotary=16", NULL, 1, 1, 0, NULL},
    {"llama", 6, SIZES("llama") U32("llama.attention.key_length", 64), "rope:base=1e4,dim=64", NULL,
     1, 1, 0, NULL},
    {"qwen2", 8, SIZES("qwen2") SCALED("qwen2", "linear", 4),
     "rope:base=1e4,dim=32,scaling=linear,factor=4", NULL, 1, 1, 0, NULL},
    {"qwen2", 8, SIZES("qwen2") SCALED("qwen2", "none", 4), "rope:base=1e4,dim=32", NULL, 1, 1, 0,
     NULL},
    /* 0.1 ln 2 + 1 */
    {"qwen2", 8, SIZES("qwen2") SCALED("qwen2", "yarn", 2),
     "rope:base=1e4,dim=32,scaling=yarn,factor=2,orig=4096", NULL, 1.0693147180559945, 1, 0, NULL},
    /* an attention factor of the file's is on top, not in place */
    {"qwen2", 9,
     SIZES("qwen2") SCALED("qwen2", "yarn", 2) F32("qwen2.rope.scaling.attn_factor", 0.5),
     "rope:base=1e4,dim=32,scaling=yarn,factor=2,orig=4096,attn=0.5346573590279973", NULL,
     0.5346573590279973, 1, 0, NULL},
    {"mistral3", 9,
     SIZES("mistral3") SCALED("mistral3", "yarn", 2)
         F32("mistral3.rope.scaling.yarn_log_multiplier", 1),
     "rope:base=1e4,dim=32,scaling=yarn,factor=2,orig=4096,attn=0.6315544982346771", NULL,
     0.6315544982346771, 1, 0, NULL},
    /* multiplier 10 over 10: (ln 2 + 1)^2 on the score, 1 on cos and sin */
    {"deepseek2", 10,
     SIZES("deepseek2") SCALED("deepseek2", "yarn", 2) F32(
         "deepseek2.rope.scaling.yarn_log_multiplier", 1) U32("deepseek2.rope.dimension_count", 8),
     "rope:base=1e4,dim=32,rotary=8,scale=0.5067741272095424,scaling=yarn,factor=2,orig=4096,attn=1",
     NULL, 1, 2.866747375038092, 0, NULL},
    {"qwen2", 9,
     SIZES("qwen2") SCALED("qwen2", "yarn", 2) F32("qwen2.rope.scaling.yarn_ext_factor", 0.5), NULL,
     "qwen2.rope.scaling.yarn_ext_factor is neither 1", 0, 0, 0, NULL},
    {"gemma3", 8,
     SIZES("gemma3") F32("gemma3.rope.freq_base", 1e6) F32("gemma3.rope.scaling.factor", 8)
         U32("gemma3.attention.sliding_window", 512),
     "rope:base=1e4,dim=32", NULL, 1, 1, 0, NULL},
    {"bloom", 5, SIZES("bloom"), "alibi:dim=32,slope=0.0625", NULL, 1, 1, 0, NULL},
    {"cohere2", 6, SIZES("cohere2") U32("cohere2.attention.sliding_window", 512),
     "rope:base=1e4,dim=32", NULL, 1, 1, 0, NULL},
    {"granite", 6, SIZES("granite") F32("granite.attention.scale", 0.25),
     "rope:base=1e4,dim=32,scale=0.25", NULL, 1, 1.4142135623730951, 0, NULL},
    /* divisors */
    {"llama", 6, SIZES("llama") U32("llama.rope.dimension_count", 8),
     "rope:base=1e4,dim=32,rotary=8,scaling=longrope,factor=1,orig=1,attn=1,ext=1/2/4/8", NULL, 1,
     1, 0, "s:rope_freqs.weight"},
    {"llama", 6, SIZES("llama") U32("llama.rope.dimension_count", 10), NULL,
     "llama.rope.dimension_count is not twice", 0, 0, 0, "s:rope_freqs.weight"},
    /* refused */
    {"gpt2", 5, SIZES("gpt2"), NULL, "\"gpt2\" has learned absolute positions", 0, 0, 0, NULL},
    {"lama", 5, SIZES("lama"), NULL, "did you mean \"llama\"", 0, 0, 0, NULL},
    {"llama", 6, SIZES("llama") F32("llama.rope.freqbase", 5), NULL,
     "llama.rope.freqbase is not known; did you mean \"rope.freq_base\"", 0, 0, 0, NULL},
    {"llama", 6, SIZES("llama") TEXT("llama.rope.freq_base", "5"), NULL,
     "llama.rope.freq_base is a text; expected a number", 0, 0, 0, NULL},
    {"llama", 6, SIZES("llama") U32("llama.rope.freq_base", 1), NULL,
     "llama.rope.freq_base is 1; expected a number over 1", 0, 0, 0, NULL},
    {"llama", 6, SIZES("llama") U32("llama.rope.dimension_count", 7), NULL,
     "llama.rope.dimension_count is no even number", 0, 0, 0, NULL},
    {"llama", 6, SIZES("llama") TEXT("llama.rope.scaling.type", "ntk"), NULL,
     "llama.rope.scaling.type is not known", 0, 0, 0, NULL},
};

static const char *write_gguf(struct folder *f, int keys, const char *words, const char *tensor)
{
    struct bytes b = {NULL, 0};
    bytes_words(&b, "t:GGUF 4:3");
    bytes_number(&b, 8, tensor ? 1 : 0);
    bytes_number(&b, 8, (uint64_t)keys);
    bytes_words(&b, words + 1);
    if (tensor) {
        bytes_words(&b, tensor);
        bytes_words(&b, "4:1 8:4 4:0 8:0");
        bytes_zeros(&b, (32 - b.size % 32) % 32);
        bytes_words(&b, "f:1 f:2 f:4 f:8");
    }
    const char *path = folder_write(f, "m.gguf", b.size, b.at);
    bytes_free(&b);
    return path;
}

TEST_EACH(a_gguf_file_means_what_llama_cpp_makes_of_it, TOOLS_COUNT(rows))
{
    struct folder f;
    struct message error = {""};
    struct model_config *c;
    folder_make(&f);
    const char *path = write_gguf(&f, rows[_i].keys, rows[_i].words, rows[_i].tensors);
    bool good = model_config_beside(path, rows[_i].context, &c, &error);
    if (!rows[_i].kinds) {
        ck_assert_msg(!good, "%d is taken", _i);
        ck_assert_msg(strstr(error.text, rows[_i].says) != NULL, "%s", error.text);
    } else {
        ck_assert_msg(good, "%d: %s", _i, error.text);
        ck_assert_msg(c->kind_count == 1 && c->kinds[0].count == 2, "%d: kinds", _i);
        ck_assert_msg(strcmp(c->kinds[0].encoding, rows[_i].kinds) == 0, "%d: %s", _i,
                      c->kinds[0].encoding);
        check_le(fabs(c->kinds[0].attention_factor - rows[_i].attention), 0x1p-52);
        /* 0.1 ln 2 + 1 and its square, in long double, and one rounding */
        check_le(fabs(c->kinds[0].softmax_factor - rows[_i].softmax), 4 * 0x1p-52);
        ck_assert_int_eq(c->kinds[0].layout, strcmp(rows[_i].arch, "qwen2") == 0 ||
                                                     strcmp(rows[_i].arch, "gemma3") == 0 ||
                                                     strcmp(rows[_i].arch, "bloom") == 0
                                                 ? LAYOUT_HALF
                                                 : LAYOUT_INTERLEAVED);
    }
    model_config_free(c);
    folder_remove(&f);
}

TEST(a_llama2c_file_is_llama_with_pairs_side_by_side)
{
    struct folder f;
    struct bytes b = {NULL, 0};
    struct message error = {""};
    struct model_config *c;
    folder_make(&f);
    bytes_words(&b, "4:4 4:3 4:2 4:2 4:1 4:5 4:6");
    bytes_zeros(&b, 4 * (20 + 2 * (4 + 16 + 8 + 8 + 16 + 4 + 36) + 4 + 12));
    const char *path = folder_write(&f, "m.bin", b.size, b.at);
    bytes_free(&b);
    ck_assert_msg(model_config_beside(path, 0.0, &c, &error), "%s", error.text);
    ck_assert_str_eq(c->kinds[0].encoding, "rope:base=1e4,dim=2");
    ck_assert(c->kind_count == 1 && c->kinds[0].count == 2 && c->context == 6.0);
    ck_assert_int_eq(c->kinds[0].layout, LAYOUT_INTERLEAVED);
    model_config_free(c);
    folder_remove(&f);
}

TEST(weights_without_words_of_their_own_have_the_config_beside_them)
{
    static const char json[] = "{\"model_type\":\"llama\",\"head_dim\":16}";
    struct folder f;
    struct bytes b = {NULL, 0};
    struct message error = {""};
    struct model_config *c;
    folder_make(&f);
    bytes_words(&b, "s:{} ");
    char path[160];
    snprintf(path, sizeof path, "%s", folder_write(&f, "m.safetensors", b.size, b.at));
    bytes_free(&b);
    ck_assert(!model_config_beside(path, 0.0, &c, &error));
    ck_assert_ptr_nonnull(strstr(error.text, "config.json"));
    ck_assert(!model_config_read(path, 0.0, &c, &error));
    ck_assert_ptr_nonnull(strstr(error.text, "no configuration"));
    folder_write(&f, "config.json", sizeof json - 1, json);
    ck_assert_msg(model_config_beside(path, 0.0, &c, &error), "%s", error.text);
    ck_assert_str_eq(c->kinds[0].encoding, "rope:base=1e4,dim=16");
    model_config_free(c);
    folder_remove(&f);
}

TEST(what_a_gguf_file_contradicts_is_noted)
{
    struct folder f;
    struct message error = {""};
    struct model_config *c;
    folder_make(&f);
    const char *path = write_gguf(&f, 9,
                                  SIZES("qwen2vl") SCALED("qwen2vl", "yarn", 2)
                                      F32("qwen2vl.rope.scaling.yarn_attn_factor", 0.5),
                                  NULL);
    ck_assert_msg(model_config_read(path, 0.0, &c, &error), "%s", error.text);
    ck_assert_uint_eq(c->finding_count, 1);
    ck_assert_str_eq(c->findings[0].key, "qwen2vl.rope.scaling.yarn_attn_factor");
    ck_assert(model_config_fact(c, "qwen2vl", "rope.scaling.factor")->number == 2.0);
    model_config_free(c);
    path = write_gguf(
        &f, 6, SIZES("qwen2vl") " s:qwen2vl.rope.dimension_sections 4:9 4:5 8:4 4:8 4:4 4:3 4:0",
        NULL);
    ck_assert_msg(model_config_read(path, 0.0, &c, &error), "%s", error.text);
    ck_assert_uint_eq(c->finding_count, 1);
    ck_assert_str_eq(c->findings[0].id, "sections");
    model_config_free(c);
    folder_remove(&f);
}

/* Every second layer has a window, and a base of its own. */
TEST(layers_with_a_window_are_told_apart)
{
    struct folder f;
    struct message error = {""};
    struct model_config *c;
    folder_make(&f);
    const char *path = write_gguf(&f, 8,
                                  SIZES("gemma2") U32("gemma2.attention.sliding_window", 512)
                                      F32("gemma2.rope.freq_base", 50000)
                                          F32("gemma2.rope.freq_base_swa", 100),
                                  NULL);
    ck_assert_msg(model_config_read(path, 0.0, &c, &error), "%s", error.text);
    ck_assert_uint_eq(c->kind_count, 2);
    ck_assert_str_eq(c->kinds[0].name, "sliding_attention");
    ck_assert_str_eq(c->kinds[0].encoding, "rope:base=100,dim=32");
    ck_assert_str_eq(c->kinds[1].encoding, "rope:base=5e4,dim=32");
    ck_assert(c->kinds[0].window == 512.0 && c->kinds[1].window == 0.0);
    ck_assert(c->kinds[0].cap == 50.0 && c->kinds[1].cap == 50.0);
    ck_assert(c->kind_of_layer[0] == 0 && c->kind_of_layer[1] == 1);
    model_config_free(c);
    folder_remove(&f);
}

/* lfm2's convolutions have no heads, and no rotation. */
TEST(layers_without_heads_are_not_counted)
{
    static const struct {
        const char *list;
        size_t count, second;
    } heads[] = {{"4:0 4:2", 1, 0}, {"4:2 4:0", 1, SIZE_MAX}, {"4:2 4:2", 2, 0}, {"4:0 4:0", 0, 0}};
    struct folder f;
    struct message error = {""};
    struct model_config *c;
    char words[256];
    folder_make(&f);
    for (size_t i = 0; i < TOOLS_COUNT(heads); i++) {
        snprintf(words, sizeof words,
                 SIZES("lfm2") " s:lfm2.attention.head_count_kv 4:9 4:4 8:2 %s", heads[i].list);
        const char *path = write_gguf(&f, 6, words, NULL);
        bool good = model_config_read(path, 0.0, &c, &error);
        ck_assert_msg(good == (heads[i].count > 0), "%s", error.text);
        ck_assert(good || strstr(error.text, "head_count_kv leaves no layer"));
        ck_assert(!good || (c->kind_count == 1 && c->kinds[0].count == heads[i].count));
        ck_assert(!good || c->kind_of_layer[1] == heads[i].second);
        model_config_free(c);
    }
    folder_remove(&f);
}

TEST(the_context_chooses_the_divisors)
{
    static const struct {
        double context;
        const char *used, *other;
    } at[] = {{4096, "1/2/4/8", "3/5/7/9"}, {4097, "3/5/7/9", "1/2/4/8"}};
    struct folder f;
    struct bytes b = {NULL, 0};
    struct message error = {""};
    struct model_config *c;
    folder_make(&f);
    bytes_words(&b, "t:GGUF 4:3 8:2 8:8");
    bytes_words(&b, &(SIZES("phi3") U32("phi3.rope.dimension_count", 8)
                          U32("phi3.rope.scaling.original_context_length", 4096)
                              F32("phi3.rope.scaling.attn_factor", 1.25))[1]);
    bytes_words(&b, "s:rope_factors_short.weight 4:1 8:4 4:0 8:0 s:rope_factors_long.weight 4:1 "
                    "8:4 4:0 8:32");
    bytes_zeros(&b, (32 - b.size % 32) % 32);
    bytes_words(&b, "f:1 f:2 f:4 f:8 z:16 f:3 f:5 f:7 f:9");
    const char *path = folder_write(&f, "m.gguf", b.size, b.at);
    bytes_free(&b);
    for (size_t i = 0; i < TOOLS_COUNT(at); i++) {
        ck_assert_msg(model_config_read(path, at[i].context, &c, &error), "%s", error.text);
        ck_assert_msg(strstr(c->kinds[0].encoding, at[i].used) != NULL, "%s", c->kinds[0].encoding);
        ck_assert_ptr_nonnull(strstr(c->kinds[0].other_encoding, at[i].other));
        ck_assert(c->kinds[0].attention_factor == 1.25);
        model_config_free(c);
    }
    folder_remove(&f);
}
