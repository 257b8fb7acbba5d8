/* What engines take instead, against a reference of its own: tests/reference/readings. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "experiments/audit/audit.h"
#include "kernels/encodings/encoding.h"
#include "tests/tools/check_tools.h"

enum { COLUMNS = 8 };

/* A line: fixture, context, layers, engine, unit, its position, gauss, its position. */
static bool line_read(FILE *file, char *line, size_t size, char *cell[COLUMNS])
{
    do
        if (!fgets(line, (int)size, file))
            return false;
    while (line[0] == '#');
    line[strcspn(line, "\n")] = '\0';
    for (size_t i = 0; i < COLUMNS; i++)
        cell[i] = strsep(&line, "\t");
    ck_assert_ptr_nonnull(cell[COLUMNS - 1]);
    return true;
}

static const struct reading *find(const struct audit *audit, const char *layers, const char *engine)
{
    for (size_t i = 0; i < audit->readings.count; i++) {
        const struct reading *r = &audit->readings.list[i];
        if (strcmp(r->kind->name, layers) == 0 && strcmp(r->reader->name, engine) == 0)
            return r;
    }
    return NULL;
}

static void read_fixture(const char *name, double context, struct audit *audit)
{
    char path[256];
    struct message error;
    snprintf(path, sizeof path, "tests/fixtures/configs/%s.json", name);
    bool read = audit_read(path, context, true, audit, &error);
    ck_assert_msg(read, "%s", error.text);
}

/* Both curves within 3 (pairs + 50) 2^-53 of their pairs' number, times factors under 2^2, over
 * sqrt(D): for 256 pairs 256 3 306 4/22 2^-53 = 2e-11. gauss^2 within four times that of terms of
 * a size up to D: its root, over 0.2, within 1e-9. */
static void compare(char *const cell[COLUMNS], const struct reading *r)
{
    double unit = strtod(cell[4], NULL), gauss = strtod(cell[6], NULL);
    ck_assert_msg(r, "%s does not say that %s differs", cell[0], cell[3]);
    check_le(fabs(r->difference.unit - unit), 2e-11);
    check_le(fabs(r->difference.gauss - gauss), 1e-9);
    ck_assert_double_eq(r->difference.unit_at, strtod(cell[5], NULL));
    ck_assert_double_eq(r->difference.gauss_at, strtod(cell[7], NULL));
}

TEST(engines_take_what_the_reference_takes)
{
    char line[512], *cell[COLUMNS];
    FILE *file = fopen("tests/reference/readings/readings.tsv", "r");
    size_t count = 0;
    ck_assert_ptr_nonnull(file);
    for (; line_read(file, line, sizeof line, cell); count++) {
        struct audit audit;
        read_fixture(cell[0], strtod(cell[1], NULL), &audit);
        compare(cell, find(&audit, cell[2], cell[3]));
        audit_free(&audit);
    }
    ck_assert_uint_ge(count, 12);
    fclose(file);
}

/* Every string that a reading gives is one that every command takes, and scores as the reading
 * says: at the position found, with q = k and every coordinate 1/sqrt 2. */
static double score_of(const char *text, double distance)
{
    struct encoding *e = tools_encoding(text);
    size_t dim = e->dim, size = encoding_table_size(e, 1);
    double *half = malloc(dim * sizeof *half), *table = malloc(size * sizeof *table),
           *work = malloc(encoding_work_size(e, 1) * sizeof *work), score = NAN;
    ck_assert(half && table && work);
    for (size_t i = 0; i < dim; i++)
        half[i] = sqrt(0.5);
    const struct score_input input = {.draws = 1, .query = half, .key = half};
    ck_assert_int_eq(encoding_table_fill(e, 1, &distance, table), STATUS_OK);
    ck_assert_int_eq(encoding_scores(e, 1, table, &input, work, &score), STATUS_OK);
    free(half);
    free(table);
    free(work);
    encoding_free(e);
    return score;
}

static const char *const fixtures[] = {"gpt-oss-20b",         "olmo-3.1-32b-instruct",
                                       "phi-3-mini-128k",     "internlm2_5-7b-chat",
                                       "gemma-4-26b-a4b",     "functiongemma-270m-v5",
                                       "devstral-2-123b",     "qwen3-0.6b-yarn-attn-factor",
                                       "yarn-llama-2-13b-64k"};

TEST_EACH(strings_of_readings_score_as_they_say, TOOLS_COUNT(fixtures))
{
    struct audit audit;
    size_t count = 0;
    read_fixture(fixtures[_i], 4096.0, &audit);
    for (size_t i = 0; i < audit.readings.count; i++) {
        const struct reading *r = &audit.readings.list[i];
        if (!r->encoding || r->kind->temperature.present)
            continue;
        double at = r->difference.unit_at,
               apart = score_of(r->kind->encoding, at) - score_of(r->encoding, at);
        check_le(fabs(fabs(apart) - r->difference.unit), 1e-10);
        count++;
    }
    ck_assert_uint_ge(count, 1);
    audit_free(&audit);
}

#define SIZES                                                                               \
    "\"hidden_size\":64,\"num_attention_heads\":2,\"num_hidden_layers\":2,\"head_dim\":32," \
    "\"max_position_embeddings\":8192"
#define YARN \
    "\"rope_scaling\":{\"rope_type\":\"yarn\",\"factor\":2,\"original_max_position_embeddings\":4096"

/* Who reads such a file otherwise, of which layers, in which words; and the string, NULL: none. */
TEST(what_else_engines_make_of_a_file)
{
    static const struct {
        const char *json, *engine, *layers, *says, *encoding;
    } rows[] = {
        {"{\"model_type\":\"gemma3_text\"," SIZES
         ",\"layer_types\":[\"full_attention\",\"sliding_attention\"]}",
         "mlx-lm", "full_attention", "1 of its layers are sliding_attention",
         "rope:base=1e4,dim=32,scale=0.0625"},
        {"{\"model_type\":\"gemma3_text\"," SIZES "," YARN "}}", "ollama", "sliding_attention",
         NULL, NULL},
        {"{\"model_type\":\"gemma3_text\"," SIZES
         ",\"layer_types\":[\"sliding_attention\",\"full_attention\"]," YARN "}}",
         "ollama", "full_attention", "64 to 1 turns, not 32 to 1",
         "rope:base=1e6,dim=32,scale=0.0625,scaling=yarn,factor=2,orig=4096,beta_fast=64"},
        {"{\"model_type\":\"olmo2\"," SIZES "," YARN ",\"beta_fast\":16,\"beta_slow\":2}}",
         "ollama", "all", "32 to 1 turns, not 16 to 2",
         "rope:base=1e4,dim=32,scaling=yarn,factor=2,orig=4096"},
        {"{\"model_type\":\"phimoe\",\"hidden_size\":128,\"num_attention_heads\":2,\"head_dim\":32,"
         "\"max_position_embeddings\":8192}",
         "mlx-lm", "all", "heads of 64", NULL},
        {"{\"model_type\":\"qwen2\"," SIZES
         ",\"dual_chunk_attention_config\":{\"chunk_size\":4096,\"local_size\":1024}}",
         "vLLM, dual chunk attention", "all", "begin again every 3072 tokens, and no distance",
         NULL},
        {"{\"model_type\":\"nomic_bert\"," SIZES ",\"rotary_emb_base\":1000}", "TensorRT-LLM",
         "all", NULL, NULL},
    };
    struct folder f;
    struct message error = {""};
    struct audit audit;
    folder_make(&f);
    for (size_t i = 0; i < TOOLS_COUNT(rows); i++) {
        const char *path = folder_write(&f, "config.json", strlen(rows[i].json), rows[i].json);
        ck_assert_msg(audit_read(path, 0.0, true, &audit, &error), "%s", error.text);
        const struct reading *r = find(&audit, rows[i].layers, rows[i].engine);
        ck_assert_msg((r != NULL) == (rows[i].says != NULL), "row %zu", i);
        ck_assert_msg(!r || strstr(r->takes.text, rows[i].says), "%s", r ? r->takes.text : "");
        ck_assert_msg(!r || (r->encoding != NULL) == (rows[i].encoding != NULL), "row %zu", i);
        if (r && r->encoding)
            ck_assert_str_eq(r->encoding, rows[i].encoding);
        audit_free(&audit);
    }
    folder_remove(&f);
}

/* 0.03 s where it was measured. */
TEST(an_audit_of_the_longest_context_takes_under_a_second)
{
    struct audit audit;
    struct timespec before, after;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &before);
    read_fixture("llama-4-scout-17b-16e", 0.0, &audit);
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &after);
    double seconds = (double)(after.tv_sec - before.tv_sec) +
                     (double)(after.tv_nsec - before.tv_nsec) * 1e-9;
    ck_assert(audit.config->context == 10485760.0);
    if (!TOOLS_SANITIZED)
        check_le(seconds, 1.0);
    audit_free(&audit);
}
