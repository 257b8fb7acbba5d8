/* Heads of one file share it: it is mapped once, whoever opens them, until the last is released. */
#include <stdlib.h>
#include <string.h>

#include "experiments/harness/draws/qk_rows.h"
#include "experiments/models/vectors/vectors_reader.h"
#include "tests/tools/model_files.h"
#include "tests/tools/models/page_tools.h"
#include "tests/tools/models/vector_tools.h"

enum { HEADS = 16, KEY_HEADS = 4, DIM = 64, WIDTH = HEADS * DIM, VOCABULARY = 20000 };

/* A model whose embedding is a hole of 41 MB, its other numbers too. */
static const char *wide_model(struct folder *f)
{
    return page_safetensors(f, &(struct page_model){"F16", 2, WIDTH, HEADS, KEY_HEADS, VOCABULARY});
}

struct kept {
    struct qk_model model[HEADS];
    size_t count;
};

static bool keep(void *context, struct qk_model *model, struct message *error)
{
    struct kept *k = context;
    (void)error;
    k->model[k->count++] = *model;
    return true;
}

/* Every page of the embedding is looked at by every head. */
TEST(all_heads_cost_one_mapping_and_its_rows)
{
    struct folder f;
    struct kept k = {.count = 0};
    struct message error;
    char path[160], text[VECTOR_TEXT];
    double row[DIM];
    folder_make(&f);
    snprintf(path, sizeof path, "%s", wide_model(&f));
    snprintf(text, sizeof text, "weights:%s,head=all", path);
    size_t before = page_resident(),
           file = 2 * (size_t)WIDTH * (VOCABULARY + WIDTH + KEY_HEADS * DIM),
           tables = sizeof(double) * WIDTH * DIM * (HEADS + KEY_HEADS);
    ck_assert_msg(qk_each(text, &vectors_reader, &k, keep, &error), "%s", error.text);
    ck_assert_uint_eq(k.count, HEADS);
    ck_assert_uint_eq(page_mappings(path), 1);
    for (size_t h = 0; h < HEADS; h++) {
        const struct qk_rows *rows = qk_rows_of(&k.model[h].law);
        for (size_t t = 0; t < VOCABULARY; t += 64)
            ck_assert(rows->read(rows->self, QK_QUERY, t, 1, row, &error));
    }
    if (!TOOLS_SANITIZED)
        check_le(page_resident(), before + file + tables + (4 << 20));
    for (size_t h = HEADS; h-- > 0;) {
        ck_assert_uint_eq(page_mappings(path), 1);
        qk_free(&k.model[h]);
    }
    ck_assert_uint_eq(page_mappings(path), 0);
    folder_remove(&f);
}

/* Opened and released by several threads in any order, heads have the rows they have alone. */
TEST(heads_are_opened_by_any_thread)
{
    enum { ROUNDS = 4, TOKENS = 48 };
    struct folder f;
    char path[160];
    double want[4][TOKENS * 8], got[4 * ROUNDS][TOKENS * 8];
    folder_make(&f);
    snprintf(path, sizeof path, "%s", vector_llama2c(&f, "model.bin", 32, 4, 2, 8, TOKENS));
#pragma omp parallel for num_threads(4) schedule(dynamic, 1)
    for (int i = -4; i < 4 * ROUNDS; i++) {
        char text[VECTOR_TEXT];
        double *out = i < 0 ? want[i + 4] : got[i];
        snprintf(text, sizeof text, "weights:%s,head=%d", path, (i + 4) % 4);
        struct qk_model model = vector_model(text);
        qk_rows_read(&model.law, i % 2 ? QK_QUERY : QK_KEY, 0, TOKENS, out);
        qk_free(&model);
    }
    for (int i = 0; i < 4 * ROUNDS; i++)
        ck_assert_mem_eq(got[i], want[i % 4], sizeof want[0]);
    ck_assert_uint_eq(page_mappings(path), 0);
    folder_remove(&f);
}

/* What is open already is no longer what is asked for. */
TEST(a_file_that_changed_is_opened_anew)
{
    struct folder f;
    double x[64] = {1.0};
    char text[VECTOR_TEXT];
    folder_make(&f);
    vector_npy(&f, "q.npy", 2, (size_t[]){4, 8}, x);
    snprintf(text, sizeof text, "npy:q=%s,k=%s", f.file, f.file);
    struct qk_model first = vector_model(text), second = vector_model(text);
    ck_assert_uint_eq(page_mappings(f.file), 2);
    vector_npy(&f, "q.npy", 2, (size_t[]){8, 8}, x);
    struct qk_model third = vector_model(text);
    ck_assert_uint_eq(page_mappings(f.file), 4);
    ck_assert_uint_eq(qk_rows_of(&second.law)->tokens[QK_KEY], 4);
    ck_assert_uint_eq(qk_rows_of(&third.law)->tokens[QK_KEY], 8);
    qk_free(&first);
    qk_free(&third);
    qk_free(&second);
    ck_assert_uint_eq(page_mappings(f.file), 0);
    folder_remove(&f);
}
