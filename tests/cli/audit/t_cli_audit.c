/* The command audit: its page, its object, its exit status, and what it refuses. */
#include <jansson.h>
#include <math.h>
#include <string.h>

#include "tests/tools/cli_tools.h"
#include "tests/tools/model_files.h"

SUITE_SECONDS(2 * CLI_PATIENCE);

#define CONFIGS "tests/fixtures/configs/"

static const struct cli_row rows[] = {
    {{"audit"}, 2, {"word is missing", "audit FILE [FILE]"}},
    {{"audit", "a", "b", "c"}, 2, {"unexpected word \"c\""}},
    {{"audti", CONFIGS "llama-3-8b.json"}, 2, {"\"audti\"", "did you mean \"audit\"?"}},
    {{"audit", "--jsn", CONFIGS "llama-3-8b.json"}, 2, {"\"--jsn\"", "did you mean \"--json\"?"}},
    {{"audit", "--context=0", CONFIGS "llama-3-8b.json"}, 2, {"--context", "out of range"}},
    {{"audit", "--context=1.5", CONFIGS "llama-3-8b.json"}, 2, {"--context", "whole number"}},
    {{"audit", "--context=x", CONFIGS "llama-3-8b.json"}, 2, {"--context", "\"x\""}},
    {{"audit", "--context=9007199254740993", CONFIGS "llama-3-8b.json"}, 2, {"--context"}},
    {{"audit", "--context=1", "--context=1", CONFIGS "llama-3-8b.json"}, 2, {"given twice"}},
    {{"audit", "@/missing.json"}, 2, {"@/missing.json", "No such file"}},
    {{"audit", CONFIGS "llama-3-8b.json", "@/missing.json"}, 2, {"@/missing.json"}},
    {{"audit", "README.md"}, 2, {"README.md"}},
};

TEST_EACH(command_line_is_refused, TOOLS_COUNT(rows)) { cli_refuses_alone(&rows[_i]); }

/* The object of a file, to be released; ends with that status. */
static json_t *object_of(int status, const char *path, const char *more)
{
    json_error_t error;
    struct cli_result r = CLI(NULL, "audit", "--json", path, more);
    ck_assert_msg(r.status == status, "%s: status %d: %s", path, r.status, r.err);
    ck_assert_str_eq(r.err, "");
    json_t *root = json_loads(r.out, JSON_REJECT_DUPLICATES, &error);
    ck_assert_msg(root, "%s", error.text);
    cli_free(&r);
    return root;
}

static json_t *layer(const json_t *root, size_t place)
{
    return json_array_get(json_object_get(root, "layers"), place);
}

static double number(const json_t *object, const char *key)
{
    json_t *value = json_object_get(object, key);
    ck_assert_msg(json_is_number(value), "%s is no number", key);
    return json_number_value(value);
}

static const char *text(const json_t *object, const char *key)
{
    const char *value = json_string_value(json_object_get(object, key));
    ck_assert_msg(value, "%s is no text", key);
    return value;
}

/* The item of a list whose key has that text, or NULL. */
static json_t *item(const json_t *root, const char *list, const char *key, const char *value)
{
    size_t i;
    json_t *now;
    json_array_foreach(json_object_get(root, list), i,
                       now) if (strcmp(text(now, key), value) == 0) return now;
    return NULL;
}

TEST(object_has_what_was_promised)
{
    static const char *const keys[] = {"file",   "model_type", "context_tok",
                                       "layers", "warnings",   "readings"};
    static const char *const of_layer[] = {
        "name",   "count",    "encoding",         "base",           "dim",        "rotary",
        "layout", "inv_freq", "attention_factor", "softmax_factor", "temperature"};
    static const char *const of_reading[] = {
        "reader", "date", "key", "takes", "max_score_difference", "at_tok"};
    json_t *root = object_of(0, CONFIGS "ministral-3-3b-2512.json", NULL);
    for (size_t i = 0; i < TOOLS_COUNT(keys); i++)
        ck_assert_msg(json_object_get(root, keys[i]), "no %s", keys[i]);
    for (size_t i = 0; i < TOOLS_COUNT(of_layer); i++)
        ck_assert_msg(json_object_get(layer(root, 0), of_layer[i]), "no %s", of_layer[i]);
    json_t *reading = item(root, "readings", "reader", "vLLM");
    for (size_t i = 0; i < TOOLS_COUNT(of_reading); i++)
        ck_assert_msg(json_object_get(reading, of_reading[i]), "no %s", of_reading[i]);
    ck_assert_str_eq(text(reading, "date"), "2026-11-28");
    ck_assert_str_eq(text(layer(root, 0), "temperature"), "1 + 0.1 ln(1 + floor(p/16384))");
    ck_assert_uint_eq(json_array_size(json_object_get(layer(root, 0), "inv_freq")), 64);
    ck_assert_double_eq(number(root, "context_tok"), 262144.0);
    json_decref(root);
}

/* The ramp's ends of gpt-oss, published to four decimals. */
TEST(ramp_is_told_unrounded_and_as_used)
{
    json_t *root = object_of(0, CONFIGS "gpt-oss-20b.json", NULL);
    json_t *ramp = json_object_get(layer(root, 0), "ramp");
    check_le(fabs(number(ramp, "low") - 8.0928), 5e-5);
    check_le(fabs(number(ramp, "high") - 17.3980), 5e-5);
    check_le(fabs(number(ramp, "low_used") - 8.0928), 5e-5);
    json_decref(root);
    root = object_of(0, CONFIGS "ministral-3-3b-2512.json", NULL);
    ramp = json_object_get(layer(root, 0), "ramp");
    ck_assert_double_eq(number(ramp, "low_used"), 20.0);
    ck_assert_double_eq(number(ramp, "high_used"), 37.0);
    json_decref(root);
}

/* First distances at which the aligned sum turns negative, found elsewhere. */
static const struct {
    const char *path, *says;
} infeasible[] = {{CONFIGS "llama-3.1-8b.json", "at 85133 tokens"},
                  {CONFIGS "gpt-oss-20b.json", "at 64255 tokens"}};

TEST_EACH(infeasible_base_is_told_with_its_distance, TOOLS_COUNT(infeasible))
{
    json_t *root = object_of(0, infeasible[_i].path, NULL),
           *warning = item(root, "warnings", "id", "base-infeasible");
    ck_assert_ptr_nonnull(warning);
    ck_assert_ptr_nonnull(strstr(text(warning, "text"), infeasible[_i].says));
    ck_assert_str_eq(text(warning, "kind"), "limit");
    json_decref(root);
}

TEST(context_moves_limits_lists_and_readings)
{
    json_t *root = object_of(0, CONFIGS "phi-3-mini-128k.json", "--context=4096"),
           *own = object_of(0, CONFIGS "phi-3-mini-128k.json", NULL);
    ck_assert_double_eq(number(root, "context_tok"), 4096.0);
    ck_assert_ptr_nonnull(item(root, "readings", "reader", "mlx-lm"));
    ck_assert_ptr_null(item(own, "readings", "reader", "mlx-lm"));
    ck_assert_str_ne(text(layer(root, 0), "encoding"), text(layer(own, 0), "encoding"));
    ck_assert_str_eq(text(layer(root, 0), "other_encoding"), text(layer(own, 0), "encoding"));
    json_decref(root);
    json_decref(own);
    root = object_of(0, CONFIGS "llama-3-8b.json", "--context=256");
    ck_assert_ptr_null(item(root, "warnings", "id", "precision-positions"));
    ck_assert_ptr_null(item(root, "warnings", "id", "base-infeasible"));
    json_decref(root);
}

/* Strings that the object gives are taken by another command, which has the same frequencies. */
TEST(encoding_is_what_other_commands_take)
{
    json_t *root = object_of(0, CONFIGS "llama-3.1-8b.json", NULL);
    struct cli_result r = CLI(NULL, "frequencies", "--format=json", "--quiet", "--encoding",
                              text(layer(root, 0), "encoding"));
    cli_went_well(&r);
    char *at = strstr(r.out, "\"pair\":40,\"inv_freq_rad\":");
    ck_assert_ptr_nonnull(at);
    ck_assert(strtod(strstr(at, "rad\":") + 5, NULL) ==
              json_real_value(json_array_get(json_object_get(layer(root, 0), "inv_freq"), 40)));
    cli_free(&r);
    json_decref(root);
}

/* Qwen3's published snippet with the length left as it was: max/orig is 1.25 where factor says 4;
 * and a second dictionary that is not read. */
static const char contradictory[] =
    "{\"model_type\": \"qwen3\", \"hidden_size\": 4096, \"num_attention_heads\": 32, \"head_dim\": 128, "
    "\"num_hidden_layers\": 36, \"max_position_embeddings\": 40960, \"rope_theta\": 1000000, "
    "\"rope_scaling\": {\"rope_type\": \"yarn\", \"factor\": 4.0, "
    "\"original_max_position_embeddings\": 32768}, \"rope_parameters\": {\"rope_theta\": 5000}}";

TEST(contradictions_end_with_one)
{
    struct folder f;
    folder_make(&f);
    const char *path = folder_write(&f, "config.json", sizeof contradictory - 1, contradictory);
    json_t *root = object_of(1, path, NULL), *warning, *reading;
    size_t i, count = 0;
    json_array_foreach(json_object_get(root, "warnings"), i, warning)
        count += strcmp(text(warning, "kind"), "contradiction") == 0;
    ck_assert_uint_ge(count, 1);
    reading = item(root, "readings", "reader", "exllamav3");
    ck_assert_ptr_nonnull(reading);
    ck_assert_ptr_nonnull(strstr(text(reading, "takes"), "factor 1.25"));
    ck_assert_ptr_nonnull(strstr(text(reading, "takes"), "1.0223"));
    json_decref(root);
    struct cli_result r = CLI(&f, "audit", path);
    ck_assert_int_eq(r.status, 1);
    ck_assert_ptr_nonnull(strstr(r.out, "Contradictions inside the file"));
    cli_free(&r);
    folder_remove(&f);
}

TEST(two_files_are_told_apart)
{
    struct cli_result r = CLI(NULL, "audit", CONFIGS "llama-3-8b.json",
                              CONFIGS "llama-3.1-8b.json");
    ck_assert_int_eq(r.status, 1);
    ck_assert_ptr_nonnull(strstr(r.out, "context: "));
    ck_assert_ptr_nonnull(strstr(r.out, "scaling: none against llama3"));
    ck_assert_ptr_nonnull(strstr(r.out, "scores differ by up to"));
    ck_assert_ptr_null(strstr(r.out, "base: "));
    cli_free(&r);
    r = CLI(NULL, "audit", CONFIGS "llama-3-8b.json", CONFIGS "llama-3-8b.json");
    cli_went_well(&r);
    ck_assert_ptr_nonnull(strstr(r.out, "mean the same"));
    cli_free(&r);
    r = CLI(NULL, "audit", "--json", CONFIGS "llama-3-8b.json", CONFIGS "llama-2-7b.json");
    ck_assert_int_eq(r.status, 1);
    json_t *root = json_loads(r.out, 0, NULL);
    ck_assert_ptr_nonnull(item(root, "differences", "what", "base"));
    ck_assert_uint_eq(json_array_size(json_object_get(root, "scores")), 1);
    json_decref(root);
    cli_free(&r);
}

/* Beyond 262144 tokens not every position is looked at, which every form of the result says. */
TEST(positions_left_out_are_told)
{
    static const char part[] = "every position below 262144, then one in 6";
    const char *long_one = CONFIGS "gpt-oss-20b.json", *more = "--context=1000000";
    json_t *root = object_of(0, long_one, more);
    ck_assert_str_eq(text(layer(root, 0), "positions"), "every position");
    ck_assert_str_eq(text(layer(root, 1), "positions"), part);
    json_decref(root);
    struct cli_result r = CLI(NULL, "audit", long_one, more);
    ck_assert_ptr_nonnull(strstr(r.out, part));
    cli_free(&r);
    r = CLI(NULL, "audit", CONFIGS "llama-3-8b.json", CONFIGS "llama-3.1-8b.json", more);
    ck_assert_ptr_nonnull(strstr(r.out, part));
    cli_free(&r);
    r = CLI(NULL, "audit", "--json", CONFIGS "llama-3-8b.json", CONFIGS "llama-3.1-8b.json", more);
    root = json_loads(r.out, 0, NULL);
    ck_assert_str_eq(text(json_array_get(json_object_get(root, "scores"), 0), "positions"), part);
    json_decref(root);
    cli_free(&r);
}

/* A converter's order of coordinates is not told as a difference; its keys are those that limits
 * name. */
TEST(formats_are_compared_by_what_they_mean)
{
    static const char gguf[] =
        "t:GGUF 4:3 8:0 8:6 s:general.architecture 4:8 s:llama s:llama.context_length 4:4 4:8192"
        " s:llama.embedding_length 4:4 4:64 s:llama.block_count 4:4 4:2"
        " s:llama.attention.head_count 4:4 4:2 s:llama.rope.freq_base 4:6 f:500000";
    static const char json[] =
        "{\"model_type\": \"llama\", \"hidden_size\": 64, \"num_attention_heads\": 2, "
        "\"num_hidden_layers\": 2, \"max_position_embeddings\": 8192, \"rope_theta\": 5e5}";
    struct folder f;
    folder_make(&f);
    model_file(&f, "m.gguf", gguf);
    folder_write(&f, "config.json", sizeof json - 1, json);
    struct cli_result r = CLI(&f, "audit", "@/m.gguf", "@/config.json");
    cli_went_well(&r);
    cli_free(&r);
    json_t *root = object_of(0, folder_file(&f, "m.gguf"), NULL);
    ck_assert_str_eq(text(item(root, "warnings", "id", "precision-base"), "key"), "rope.freq_base");
    ck_assert_str_eq(text(item(root, "warnings", "id", "precision-positions"), "key"),
                     "context_length");
    ck_assert_str_eq(text(layer(root, 0), "layout"), "interleaved");
    json_decref(root);
    folder_remove(&f);
}

TEST(limits_name_the_key_of_their_layers)
{
    json_t *root = object_of(0, CONFIGS "gemma-3-12b-it-text.json", "--context=4096");
    json_t *warning;
    size_t i, found = 0;
    json_array_foreach(json_object_get(root, "warnings"), i, warning)
        found += strcmp(text(warning, "key"), "rope_local_base_freq") == 0 &&
                 strcmp(text(warning, "layers"), "sliding_attention") == 0;
    ck_assert_uint_ge(found, 1);
    json_decref(root);
}

/* What is printed of a name is seen as it is. */
TEST(names_of_strangers_are_shown_escaped)
{
    struct folder f;
    folder_make(&f);
    char *path = strdup(folder_file(&f, "a\xe2\x80\xae.json"));
    FILE *file = path ? fopen(path, "w") : NULL;
    ck_assert(path && file);
    fputs(contradictory, file);
    fclose(file);
    json_t *root = object_of(1, path, NULL);
    ck_assert_str_eq(text(root, "file"), path);
    json_decref(root);
    struct cli_result r = CLI(&f, "audit", path);
    ck_assert_ptr_nonnull(strstr(r.out, "\\u202e.json: qwen3"));
    cli_free(&r);
    free(path);
    folder_remove(&f);
}
