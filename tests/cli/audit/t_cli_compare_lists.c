/* What audit says of two files beside the numbers of one: lists that a context chooses, names, what
 * is copied, and configurations of one format, of which nothing is rounded. */
#include <jansson.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/tools/cli_tools.h"
#include "tests/tools/model_files.h"
#include "tests/tools/models/gguf_words.h"

SUITE_SECONDS(2 * CLI_PATIENCE);

#define CONFIGS "tests/fixtures/configs/"

/* Phi-3's lists, as floats. */
static void phi_lists(float *near, float *far)
{
    char *text = cli_file(CONFIGS "phi-3-mini-128k.json");
    json_t *root = json_loads(text, 0, NULL), *dict = json_object_get(root, "rope_scaling"),
           *shorter = json_object_get(dict, "short_factor"),
           *longer = json_object_get(dict, "long_factor");
    ck_assert(json_array_size(shorter) == 48 && json_array_size(longer) == 48);
    for (size_t n = 0; n < 48; n++) {
        near[n] = (float)json_number_value(json_array_get(shorter, n));
        far[n] = (float)json_number_value(json_array_get(longer, n));
    }
    json_decref(root);
    free(text);
}

/* The list of the context asked for, and the one that another chooses: a file of which only the
 * latter differs is no other at 4096 tokens, and yet no file that means the same. */
static const struct {
    const char *context;
    int far, near; /* by how many float32 a divisor of either list is moved */
    int status;
    const char *says;
} phi[] = {
    {NULL, 0, 0, 0, "factor on cos and sin, the same to float32"},
    {"--context=4096", 0, 0, 0, "mean the same, to the float32"},
    {NULL, 1, 0, 1, "  divisor of pair 7: "},
    {"--context=4096", 1, 0, 1, "  divisor of pair 7 at another context: "},
    {"--context=4096", 0, 1, 1, "  divisor of pair 9: "},
    {NULL, 0, 1, 1, "  divisor of pair 9 at another context: "},
};

TEST_EACH(lists_of_two_contexts_are_both_compared, TOOLS_COUNT(phi))
{
    struct folder f;
    float near[48], far[48];
    folder_make(&f);
    phi_lists(near, far);
    for (int i = 0; i < phi[_i].far; i++)
        far[7] = nextafterf(far[7], 1e9f);
    for (int i = 0; i < phi[_i].near; i++)
        near[9] = nextafterf(near[9], 1e9f);
    gguf_file(&f, "m.gguf", 8,
              MODEL("phi3", 131072, 3072, 32, 32) F32("phi3.rope.freq_base", 10000)
                  U32("phi3.rope.scaling.original_context_length", 4096)
                      F32("phi3.rope.scaling.attn_factor", 1.1902380714238083),
              (struct gguf_floats[]){{"rope_factors_long.weight", 48, far},
                                     {"rope_factors_short.weight", 48, near}});
    struct cli_result r = CLI(&f, "audit", "@/m.gguf", CONFIGS "phi-3-mini-128k.json",
                              phi[_i].context);
    ck_assert_msg(r.status == phi[_i].status, "%d: %s%s", r.status, r.out, r.err);
    ck_assert_msg(strstr(r.out, phi[_i].says) != NULL, "%s", r.out);
    ck_assert_msg(!strstr(r.out, "trained length 1 tokens"), "%s", r.out);
    cli_free(&r);
    folder_remove(&f);
}

/* The name of a scaling is that of what holds it. */
TEST(divisors_are_told_by_their_tensor)
{
    struct folder f;
    float divisors[64], lists[2][48];
    folder_make(&f);
    llama3_divisors(&(struct llama3){5e5, 8, 1, 4, 8192, 128}, 0, divisors);
    gguf_file(&f, "m.gguf", LLAMA_31,
              (struct gguf_floats[]){{"rope_freqs.weight", 64, divisors}, {NULL, 0, NULL}});
    struct cli_result r = CLI(&f, "audit", "@/m.gguf");
    cli_went_well(&r);
    ck_assert_ptr_nonnull(
        strstr(r.out, "rope_freqs.weight: a divisor per pair (as llama3 is stored)\n"));
    ck_assert_ptr_null(strstr(r.out, "longrope: "));
    ck_assert_ptr_null(strstr(r.out, "trained length"));
    cli_free(&r);
    phi_lists(lists[0], lists[1]);
    gguf_file(&f, "m.gguf", 7,
              MODEL("phi3", 131072, 3072, 32, 32) F32("phi3.rope.freq_base", 10000)
                  U32("phi3.rope.scaling.original_context_length", 4096),
              (struct gguf_floats[]){{"rope_factors_short.weight", 48, lists[0]},
                                     {"rope_factors_long.weight", 48, lists[1]}});
    r = CLI(&f, "audit", "@/m.gguf");
    ck_assert_ptr_nonnull(strstr(r.out, "rope_factors_long.weight: a divisor per pair, trained "
                                        "length 4096 tokens; another context"));
    cli_free(&r);
    folder_remove(&f);
}

/* The files that the page on models shows, byte by byte. */
TEST(fixtures_are_what_the_converter_writes)
{
    static const char *const paths[] = {"tests/fixtures/gguf/llama-3.1-8b.gguf",
                                        "tests/fixtures/gguf/llama-3.1-8b-no-divisors.gguf"};
    struct folder f;
    float divisors[64];
    folder_make(&f);
    llama3_divisors(&(struct llama3){5e5, 8, 1, 4, 8192, 128}, 0, divisors);
    for (int i = 0; i < 2; i++) {
        char command[512];
        const char *made = gguf_file(
            &f, "m.gguf", LLAMA_31,
            (struct gguf_floats[]){{i ? NULL : "rope_freqs.weight", 64, divisors},
                                   {NULL, 0, NULL}});
        snprintf(command, sizeof command, "cmp %s %s", made, paths[i]);
        ck_assert_msg(system(command) == 0, "%s", paths[i]);
    }
    folder_remove(&f);
}

#define QWEN(more)                                                                  \
    "{\"model_type\": \"qwen2\", \"hidden_size\": 64, \"num_attention_heads\": 2, " \
    "\"num_hidden_layers\": 2, \"max_position_embeddings\": 8192" more "}"
#define YARN(more)                                                       \
    QWEN(", \"rope_scaling\": {\"rope_type\": \"yarn\", \"factor\": 2, " \
         "\"original_max_position_embeddings\": 4096" more "}")

#define PHI(trained)                                                                   \
    "{\"model_type\": \"phi3\", \"hidden_size\": 8, \"num_attention_heads\": 2, "      \
    "\"num_hidden_layers\": 2, \"max_position_embeddings\": 8192, "                    \
    "\"original_max_position_embeddings\": " trained ", \"rope_scaling\": {\"type\": " \
    "\"longrope\", \"short_factor\": [1, 1], \"long_factor\": [1, 2], "                \
    "\"attention_factor\": 1.2}}"

/* Two configurations: other words for one thing, and numbers that one float32 would hold. */
static const struct {
    const char *first, *second;
    int status;
} configs[] = {
    {QWEN(", \"rope_theta\": 1e4"), QWEN(""), 0},
    {QWEN(", \"rope_scaling\": {\"rope_type\": \"linear\", \"factor\": 1}"), QWEN(""), 0},
    {QWEN(", \"rope_theta\": 5e5"),
     QWEN(", \"rope_parameters\": {\"rope_type\": \"default\", \"rope_theta\": 5e5}"), 0},
    {YARN(""), YARN(", \"attention_factor\": 1.0693147180559945"), 0},
    {YARN(""), YARN(", \"beta_fast\": 32, \"beta_slow\": 1.0"), 0},
    {YARN(""),
     QWEN(", \"rope_scaling\": {\"type\": \"yarn\", \"factor\": 2, "
          "\"original_max_position_embeddings\": 4096}"),
     0},
    {YARN(""), YARN(", \"attention_factor\": 1.0693147"), 1},
    {YARN(""), YARN(", \"truncate\": false"), 1},
    {QWEN(", \"rope_theta\": 1e11"), QWEN(", \"rope_theta\": 99999997952"), 1},
    {QWEN(", \"rope_scaling\": {\"rope_type\": \"linear\", \"factor\": 1.3}"),
     QWEN(", \"rope_scaling\": {\"rope_type\": \"linear\", \"factor\": 1.2999999523162842}"), 1},
    /* one frequency at this context, others at others */
    {QWEN(", \"rope_scaling\": {\"rope_type\": \"dynamic\", \"factor\": 2}"), QWEN(""), 1},
    {QWEN(", \"rope_scaling\": {\"rope_type\": \"dynamic\", \"factor\": 2}"),
     QWEN(", \"rope_scaling\": {\"rope_type\": \"dynamic\", \"factor\": 3}"), 1},
    /* one list at this context, and at others */
    {PHI("4096"), PHI("4096"), 0},
    {PHI("4096"), PHI("4097"), 1},
    {CONFIGS "llama-3.1-8b.json", CONFIGS "llama-3.1-8b.json", 0},
    {CONFIGS "phi-3-mini-128k.json", CONFIGS "phi-3-mini-128k.json", 0},
    {CONFIGS "gemma-3-12b-it-text.json", CONFIGS "gemma-3-12b-it-text.json", 0},
    {CONFIGS "llama-4-scout-17b-16e.json", CONFIGS "llama-4-scout-17b-16e.json", 0},
    {CONFIGS "bloom-7b1.json", CONFIGS "bloom-7b1.json", 0},
};

TEST_EACH(configurations_are_not_rounded, TOOLS_COUNT(configs))
{
    struct folder f;
    folder_make(&f);
    const char *words[] = {configs[_i].first, configs[_i].second}, *names[] = {"a.json", "b.json"},
               *paths[2];
    for (int i = 0; i < 2; i++) {
        paths[i] = words[i];
        if (*words[i] == '{') {
            folder_write(&f, names[i], strlen(words[i]), words[i]);
            paths[i] = i ? "@/b.json" : "@/a.json";
        }
    }
    struct cli_result r = CLI(&f, "audit", paths[0], paths[1]);
    ck_assert_msg(r.status == configs[_i].status, "%d: %s%s", r.status, r.out, r.err);
    ck_assert_ptr_null(strstr(r.out, "float32"));
    cli_free(&r);
    folder_remove(&f);
}

#define GRANITE                                                                          \
    "{\"model_type\": \"granite\", \"hidden_size\": 64, \"num_attention_heads\": 2, "    \
    "\"num_hidden_layers\": 2, \"max_position_embeddings\": 8192, \"rope_theta\": 1e7, " \
    "\"attention_multiplier\": 0.3}"

/* A multiplier that is copied is one float32 and no neighbour of it. */
TEST(a_copied_multiplier_has_one_float32)
{
    struct folder f;
    folder_make(&f);
    folder_write(&f, "config.json", strlen(GRANITE), GRANITE);
    for (int off = -3; off <= 3; off++) {
        float multiplier = 0.3f;
        char words[512];
        for (int i = 0; i < abs(off); i++)
            multiplier = nextafterf(multiplier, off > 0 ? 1.0f : 0.0f);
        snprintf(words, sizeof words, "%s s:granite.attention.scale 4:6 f:%.17g",
                 MODEL("granite", 8192, 64, 2, 2) F32("granite.rope.freq_base", 1e7),
                 (double)multiplier);
        gguf_file(&f, "m.gguf", 7, words, (struct gguf_floats[2]){{NULL, 0, NULL}});
        struct cli_result r = CLI(&f, "audit", "@/config.json", "@/m.gguf");
        ck_assert_msg(r.status == (off != 0), "%d: %d, %s", off, r.status, r.out);
        ck_assert_ptr_nonnull(
            strstr(r.out, off ? "  softmax factor: " : "  softmax factor, the same to float32: "));
        cli_free(&r);
    }
    folder_remove(&f);
}
