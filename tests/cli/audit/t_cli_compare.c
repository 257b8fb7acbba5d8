/* Two files of one model in two formats: what is the same to the float32 of a GGUF file, what just
 * is not, and two of one format, of which nothing is granted. */
#include <jansson.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "tests/tools/cli_tools.h"
#include "tests/tools/model_files.h"
#include "tests/tools/models/gguf_words.h"

SUITE_SECONDS(2 * CLI_PATIENCE);

#define CONFIGS "tests/fixtures/configs/"

/* A GGUF file as a converter makes it of a configuration, of the fixtures or as text. */
struct both {
    const char *config;
    size_t keys;
    const char *words;
    const char *same[3]; /* what is the same to float32 and no more; none: nothing is */
    struct llama3 llama3;
};

#define LINEAR                                                                               \
    "{\"model_type\": \"qwen2\", \"hidden_size\": 64, \"num_attention_heads\": 2, "          \
    "\"num_hidden_layers\": 2, \"max_position_embeddings\": 8192, \"rope_theta\": 10000.1, " \
    "\"rope_scaling\": {\"rope_type\": \"linear\", \"factor\": 1.3}}"
#define LINEAR_WORDS                     \
    MODEL("qwen2", 8192, 64, 2, 2)       \
    F32("qwen2.rope.freq_base", 10000.1) \
    TEXT("qwen2.rope.scaling.type", "linear") F32("qwen2.rope.scaling.factor", 1.3)

#define NO_DIVISORS \
    {               \
        .dim = 0    \
    }

static const struct both rows[] = {
    {CONFIGS "llama-3.1-8b.json", LLAMA_31, {"scaling"}, {5e5, 8, 1, 4, 8192, 128}},
    {CONFIGS "llama-3.2-1b.json",
     7,
     MODEL("llama", 131072, 2048, 16, 32) F32("llama.rope.freq_base", 500000)
         U32("llama.rope.dimension_count", 64),
     {"scaling"},
     {5e5, 32, 1, 4, 8192, 64}},
    {CONFIGS "apertus-8b.json",
     6,
     MODEL("apertus", 65536, 4096, 32, 32) F32("apertus.rope.freq_base", 12000000),
     {"scaling"},
     {12e6, 8, 1, 4, 8192, 128}},
    /* 1e11 has 26 bits */
    {"{\"model_type\": \"llama\", \"hidden_size\": 64, \"num_attention_heads\": 2, "
     "\"num_hidden_layers\": 2, \"max_position_embeddings\": 16384, \"rope_theta\": 1e11}",
     6,
     MODEL("llama", 16384, 64, 2, 2) F32("llama.rope.freq_base", 1e11),
     {"base"},
     NO_DIVISORS},
    /* the converter writes the base that alpha makes */
    {CONFIGS "hunyuan-mt-7b.json",
     6,
     MODEL("hunyuan-dense", 32768, 4096, 32, 32)
         F32("hunyuan-dense.rope.freq_base", 1200508057.7484066),
     {"scaling"},
     NO_DIVISORS},
    {LINEAR, 8, LINEAR_WORDS, {"base", "scaling"}, NO_DIVISORS},
    {"{\"model_type\": \"qwen2\", \"hidden_size\": 64, \"num_attention_heads\": 2, "
     "\"num_hidden_layers\": 2, \"max_position_embeddings\": 8192, \"rope_theta\": 10000.1, "
     "\"rope_scaling\": {\"rope_type\": \"yarn\", \"factor\": 2.7, "
     "\"original_max_position_embeddings\": 3000}}",
     9,
     MODEL("qwen2", 8192, 64, 2, 2) F32("qwen2.rope.freq_base", 10000.1)
         TEXT("qwen2.rope.scaling.type", "yarn") F32("qwen2.rope.scaling.factor", 2.7)
             U32("qwen2.rope.scaling.original_context_length", 3000),
     {"base", "scaling", "factor on cos and sin"},
     NO_DIVISORS},
    /* 0.0707 is no float32; the softmax factor is made of it */
    {CONFIGS "deepseek-v2-lite.json",
     12,
     MODEL("deepseek2", 163840, 2048, 27, 16) U32("deepseek2.attention.key_length", 192)
         U32("deepseek2.rope.dimension_count", 64) F32("deepseek2.rope.freq_base", 10000)
             TEXT("deepseek2.rope.scaling.type", "yarn") F32("deepseek2.rope.scaling.factor", 40)
                 U32("deepseek2.rope.scaling.original_context_length", 4096)
                     F32("deepseek2.rope.scaling.yarn_log_multiplier", 0.0707),
     {"softmax factor"},
     NO_DIVISORS},
    {CONFIGS "ministral-3-3b-2512.json",
     12,
     MODEL("mistral3", 262144, 3072, 26, 32) U32("mistral3.attention.key_length", 128)
         F32("mistral3.rope.freq_base", 1e6) TEXT("mistral3.rope.scaling.type", "yarn")
             F32("mistral3.rope.scaling.factor", 16)
                 U32("mistral3.rope.scaling.original_context_length", 16384)
                     F32("mistral3.rope.scaling.yarn_log_multiplier", 0.1)
                         F32("mistral3.attention.temperature_scale", 0.1),
     {"factor on cos and sin", "temperature"},
     NO_DIVISORS},
    {CONFIGS "codellama-7b.json",
     6,
     MODEL("llama", 16384, 4096, 32, 32) F32("llama.rope.freq_base", 1e6),
     {NULL},
     NO_DIVISORS},
};

static const char *write_config(struct folder *f, const char *config)
{
    return *config == '{' ? folder_write(f, "config.json", strlen(config), config) : config;
}

static json_t *object_of(const struct cli_result *r)
{
    json_error_t error;
    json_t *root = json_loads(r->out, JSON_REJECT_DUPLICATES, &error);
    ck_assert_msg(root, "%s", error.text);
    return root;
}

static bool has(const json_t *root, const char *list, const char *what)
{
    size_t i;
    json_t *now;
    json_array_foreach(json_object_get(root, list), i,
                       now) if (strcmp(json_string_value(json_object_get(now, "what")), what) ==
                                0) return true;
    return false;
}

static size_t entries(const json_t *root, const char *list)
{
    ck_assert_ptr_nonnull(json_object_get(root, list));
    return json_array_size(json_object_get(root, list));
}

static double score(const json_t *root, const char *key)
{
    json_t *number = json_object_get(json_array_get(json_object_get(root, "scores"), 0), key);
    ck_assert(json_is_number(number));
    return json_number_value(number);
}

static void same_but_for(const json_t *root, const struct both *row)
{
    size_t count = 0;
    for (; count < 3 && row->same[count]; count++)
        ck_assert_msg(has(root, "same_to_float32", row->same[count]), "%s: %s", row->config,
                      row->same[count]);
    ck_assert_msg(entries(root, "differences") == 0, "%s differs", row->config);
    ck_assert_msg(entries(root, "same_to_float32") == count, "%s: more", row->config);
    if (count > 0) { /* the number is there, and small */
        double gauss = score(root, "rms_score_difference");
        ck_assert_msg(gauss > 0.0 && gauss < 1e-3, "%s: %g", row->config, gauss);
    }
}

/* The text and the object, in both orders. */
TEST_EACH(a_converted_file_means_the_same, TOOLS_COUNT(rows))
{
    const struct both *row = &rows[_i];
    struct folder f;
    float divisors[64];
    size_t pairs = row->llama3.dim / 2;
    folder_make(&f);
    char *config = strdup(write_config(&f, row->config));
    for (int off = -1; off <= (pairs ? 1 : -1); off++) {
        if (pairs)
            llama3_divisors(&row->llama3, off, divisors);
        gguf_file(&f, "m.gguf", row->keys, row->words,
                  (struct gguf_floats[]){{pairs ? "rope_freqs.weight" : NULL, pairs, divisors},
                                         {NULL, 0, NULL}});
        for (int turned = 0; turned < 2; turned++) {
            struct cli_result r = CLI(&f, "audit", "--json", turned ? config : "@/m.gguf",
                                      turned ? "@/m.gguf" : config);
            ck_assert_msg(r.status == 0, "%s: %d, %s %s", config, r.status, r.out, r.err);
            json_t *root = object_of(&r);
            same_but_for(root, row);
            json_decref(root);
            cli_free(&r);
        }
    }
    struct cli_result r = CLI(&f, "audit", "@/m.gguf", config);
    cli_went_well(&r);
    ck_assert_ptr_nonnull(strstr(r.out, row->same[0] ? "The two mean the same, to the float32"
                                                     : "The two mean the same."));
    ck_assert(!row->same[0] || strstr(r.out, "  scores differ by up to "));
    cli_free(&r);
    free(config);
    folder_remove(&f);
}

/* Llama 3.1, but for one thing. */
static const struct {
    size_t pair; /* whose divisor is moved by so many float32 */
    int by;
    const char *base, *context, *says;
} moved[] = {
    {0, 4, "500000", NULL, "divisor of pair 0: 1.000000476837158"},
    {0, -1, "500000", NULL, "divisor of pair 0: 0.99999994039"},
    {40, 4, "500000", NULL, "divisor of pair 40: 8.00000"},
    {63, 1, "500000", NULL, "divisor of pair 63: 8.00000"},
    /* beyond all rounding on the ramp: its bounds are 12 to 18 of these */
    {30, 40, "500000", NULL, "divisor of pair 30"},
    {34, -40, "500000", NULL, "divisor of pair 34"},
    /* a slow pair: the scores of a short context do not show it, and are no excuse */
    {63, 4, "500000", "--context=16", "divisor of pair 63: 8.00000"},
    {SIZE_MAX, 0, "500000.03125", NULL, "base: 500000.03125 against 5e5"},
};

TEST_EACH(what_rounding_does_not_explain_differs, TOOLS_COUNT(moved))
{
    static const struct llama3 l = {5e5, 8, 1, 4, 8192, 128};
    struct folder f;
    float divisors[64];
    char words[512];
    folder_make(&f);
    llama3_divisors(&l, 0, divisors);
    for (int i = 0; i < abs(moved[_i].by); i++)
        divisors[moved[_i].pair] = nextafterf(divisors[moved[_i].pair],
                                              moved[_i].by > 0 ? 1e9f : 0.0f);
    snprintf(words, sizeof words, "%s s:llama.rope.freq_base 4:6 f:%s",
             MODEL("llama", 131072, 4096, 32, 32), moved[_i].base);
    gguf_file(&f, "m.gguf", 6, words,
              (struct gguf_floats[]){{"rope_freqs.weight", 64, divisors}, {NULL, 0, NULL}});
    struct cli_result r = CLI(&f, "audit", "@/m.gguf", CONFIGS "llama-3.1-8b.json",
                              moved[_i].context);
    ck_assert_msg(r.status == 1, "%d: %s", r.status, r.out);
    ck_assert_msg(strstr(r.out, moved[_i].says) != NULL, "%s", r.out);
    ck_assert_ptr_null(strstr(r.out, "mean the same"));
    ck_assert_ptr_nonnull(strstr(r.out, "scores differ by up to"));
    cli_free(&r);
    folder_remove(&f);
}

/* Without its divisors a file means another model, by the number that it always was. */
TEST(a_file_without_divisors_differs)
{
    struct folder f;
    folder_make(&f);
    gguf_file(&f, "m.gguf", LLAMA_31, (struct gguf_floats[2]){{NULL, 0, NULL}});
    struct cli_result r = CLI(&f, "audit", "--json", "@/m.gguf", CONFIGS "llama-3.1-8b.json");
    ck_assert_int_eq(r.status, 1);
    json_t *root = object_of(&r);
    ck_assert(has(root, "differences", "scaling") && has(root, "not_compared", "layout"));
    ck_assert(!has(root, "differences", "layout") && entries(root, "same_to_float32") == 0);
    check_le(fabs(score(root, "max_score_difference") - 1.63174), 5e-6);
    json_decref(root);
    cli_free(&r);
    folder_remove(&f);
}

/* What float32 does to angles grows with the context, from a rounding to another score. */
static const struct {
    const char *context;
    bool seen;
} contexts[] = {
    {"--context=8192", false}, {"--context=262144", false},          {"--context=1048576", true},
    {"--context=1e8", true},   {"--context=9007199254740992", true},
};

TEST_EACH(float32_that_changes_scores_is_a_difference, TOOLS_COUNT(contexts))
{
    struct folder f;
    bool seen = contexts[_i].seen;
    folder_make(&f);
    write_config(&f, LINEAR);
    gguf_file(&f, "m.gguf", 8, LINEAR_WORDS, (struct gguf_floats[2]){{NULL, 0, NULL}});
    struct cli_result r = CLI(&f, "audit", "@/config.json", "@/m.gguf", contexts[_i].context);
    ck_assert_msg(r.status == seen, "%d: %s%s", r.status, r.out, r.err);
    ck_assert_ptr_nonnull(
        strstr(r.out, seen ? "  differs by over 0.00390625 (unit), though each number is the other "
                             "rounded to float32\n"
                           : "The two mean the same, to the float32"));
    ck_assert(!seen || !strstr(r.out, "the same"));
    cli_free(&r);
    r = CLI(&f, "audit", "--json", "@/config.json", "@/m.gguf", contexts[_i].context);
    ck_assert_int_eq(r.status, seen);
    json_t *root = object_of(&r);
    ck_assert(entries(root, seen ? "differences" : "same_to_float32") == 2);
    ck_assert(entries(root, seen ? "same_to_float32" : "differences") == 0);
    ck_assert((score(root, "max_score_difference") > 0x1p-8) == seen);
    json_decref(root);
    cli_free(&r);
    folder_remove(&f);
}
