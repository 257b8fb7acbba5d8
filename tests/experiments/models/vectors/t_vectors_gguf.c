/* Queries and keys of GGUF files, in which the same weights stand under other names and in other
 * orders: the same rows. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "experiments/models/config/gguf/gguf_arch.h"
#include "experiments/models/vectors/architectures.h"
#include "experiments/models/vectors/vectors.h"
#include "tests/tools/models/model_tools.h"

enum { GGUF_U32 = 4, GGUF_F32 = 6, GGUF_STRING = 8, BYTES = 65536, ALIGNMENT = 32 };

/* How llama.cpp's converter leaves the rows of a matrix: as they are, pairs of the halves of a head
 * side by side, or queries, keys and values in blocks that stood head by head. */
enum order { AS_IS, PAIRED, PARTED };

static const struct {
    const char *model_type, *architecture;
    enum order order;
    size_t key_heads, rotary;
    const char *epsilon;
} models[] = {
    {"llama", "llama", PAIRED, 2, 6, "layer_norm_rms_epsilon"},
    {"qwen3", "qwen3", AS_IS, 2, 6, "layer_norm_rms_epsilon"},
    {"phi3", "phi3", AS_IS, 2, 6, "layer_norm_rms_epsilon"},
    {"gpt_neox", "gptneox", PARTED, 4, 4, "layer_norm_epsilon"},
};

/* A file as it grows. */
struct bytes {
    size_t size;
    unsigned char at[BYTES];
};

static void put(struct bytes *b, size_t size, const void *from)
{
    ck_assert_uint_le(b->size + size, BYTES);
    memcpy(b->at + b->size, from, size);
    b->size += size;
}

static void put_u32(struct bytes *b, uint32_t x) { put(b, sizeof x, &x); }

static void put_u64(struct bytes *b, uint64_t x) { put(b, sizeof x, &x); }

static void put_text(struct bytes *b, const char *text)
{
    put_u64(b, strlen(text));
    put(b, strlen(text), text);
}

static void put_number(struct bytes *b, const char *architecture, const char *key, size_t value)
{
    char name[MODEL_NAME];
    snprintf(name, sizeof name, "%s.%s", architecture, key);
    put_text(b, name);
    put_u32(b, GGUF_U32);
    put_u32(b, (uint32_t)value);
}

/* The name of a tensor in these files. */
static void renamed(const char *name, char out[MODEL_NAME])
{
    static const char *const names[][2] = {
        {"embed_tokens.", "token_embd."},
        {"embed_in.", "token_embd."},
        {"input_layernorm.", "blk.0.attn_norm."},
        {"q_proj.", "blk.0.attn_q."},
        {"k_proj.", "blk.0.attn_k."},
        {"qkv_proj.", "blk.0.attn_qkv."},
        {"query_key_value.", "blk.0.attn_qkv."},
        {"q_norm.", "blk.0.attn_q_norm."},
        {"k_norm.", "blk.0.attn_k_norm."},
    };
    *out = '\0';
    for (size_t i = 0; i < TOOLS_COUNT(names); i++)
        if (strstr(name, names[i][0]))
            snprintf(out, MODEL_NAME, "%s%s", names[i][1], strrchr(name, '.') + 1);
    ck_assert_msg(*out, "%s has no other name", name);
}

/* The row of a model's matrix that stands in row i of the file's. */
static size_t row_from(enum order order, const char *name, size_t i)
{
    size_t head = i / MODEL_DIM, c = i % MODEL_DIM;
    if (order == PAIRED && strstr(name, "_proj."))
        return head * MODEL_DIM + c / 2 + c % 2 * (MODEL_DIM / 2);
    if (order == PARTED && strstr(name, "query_key_value."))
        return (head % MODEL_HEADS * 3 + head / MODEL_HEADS) * MODEL_DIM + c;
    return i;
}

static void put_tensor(struct bytes *b, enum order order, const struct model_tensor *t)
{
    size_t columns = t->shape[1] ? t->shape[1] : 1, count = t->shape[0] * columns;
    float *x = malloc(count * sizeof *x);
    ck_assert(x != NULL);
    model_numbers(t->name, count, x);
    for (size_t i = 0; i < t->shape[0]; i++)
        put(b, columns * sizeof *x, x + row_from(order, t->name, i) * columns);
    free(x);
    while (b->size % ALIGNMENT)
        put(b, 1, "");
}

static const char *write_gguf(struct folder *f, size_t model)
{
    static struct bytes head, data;
    const char *architecture = models[model].architecture;
    struct model_file m;
    char name[MODEL_NAME];
    const struct {
        const char *key;
        size_t value;
    } numbers[] = {{"context_length", 64},
                   {"embedding_length", MODEL_HIDDEN},
                   {"block_count", 2},
                   {"attention.head_count", MODEL_HEADS},
                   {"attention.head_count_kv", models[model].key_heads},
                   {"attention.key_length", MODEL_DIM},
                   {"attention.value_length", MODEL_DIM},
                   {"rope.dimension_count", models[model].rotary}};
    model_layer(&m, models[model].model_type);
    head.size = data.size = 0;
    put(&head, 4, "GGUF");
    put_u32(&head, 3);
    put_u64(&head, m.count);
    put_u64(&head, TOOLS_COUNT(numbers) + 2);
    put_text(&head, "general.architecture");
    put_u32(&head, GGUF_STRING);
    put_text(&head, architecture);
    for (size_t i = 0; i < TOOLS_COUNT(numbers); i++)
        put_number(&head, architecture, numbers[i].key, numbers[i].value);
    snprintf(name, sizeof name, "%s.attention.%s", architecture, models[model].epsilon);
    put_text(&head, name);
    put_u32(&head, GGUF_F32);
    put(&head, sizeof(float), &(float){1e-5F});
    for (size_t i = 0; i < m.count; i++) {
        const struct model_tensor *t = &m.tensor[i];
        renamed(t->name, name);
        put_text(&head, name);
        put_u32(&head, t->shape[1] ? 2 : 1);
        if (t->shape[1])
            put_u64(&head, t->shape[1]);
        put_u64(&head, t->shape[0]);
        put_u32(&head, 0);
        put_u64(&head, data.size);
        put_tensor(&data, models[model].order, t);
    }
    while (head.size % ALIGNMENT)
        put(&head, 1, "");
    put(&head, data.size, data.at);
    return folder_write(f, "model.gguf", head.size, head.at);
}

struct golden {
    size_t model, rows;
    const struct vectors *vectors;
    struct worst worst;
};

/* The epsilon stands as a float in these files, 2e-8 off: a norm is 1e-12 off where squares are
 * 1/12. */
static void golden_row(void *context, char *const cell[GOLDEN_CELLS])
{
    struct golden *g = context;
    struct vectors_head *head;
    struct message error;
    double x[MODEL_DIM], want[MODEL_DIM], size = 0.0;
    char *at = cell[4];
    if (strcmp(cell[0], models[g->model].model_type) != 0)
        return;
    for (size_t c = 0; c < MODEL_DIM; c++)
        want[c] = strtod(at, &at), size = fmax(size, fabs(want[c]));
    if (!vectors_head(g->vectors, strtoul(cell[1], NULL, 10), &head, &error) ||
        !vectors_rows(head, *cell[2] == 'k', strtoul(cell[3], NULL, 10), 1, x, &error))
        ck_abort_msg("%s", error.text);
    for (size_t c = 0; c < MODEL_DIM; c++)
        worst_take(&g->worst, fabs(x[c] - want[c]), 1e-11 * size, "%s, head %s, %s of token %s",
                   cell[0], cell[1], cell[2], cell[3]);
    vectors_head_free(head);
    g->rows++;
}

TEST(every_gguf_architecture_has_a_configuration)
{
    for (size_t i = 0; i < architecture_count; i++) {
        struct message near;
        const char *name = architectures[i].gguf;
        ck_assert_msg(!name || gguf_arch_find(name, &near), "gguf_arch.c has no %s", name);
    }
}

TEST_EACH(rows_are_those_of_the_model, TOOLS_COUNT(models))
{
    struct golden g = {.model = (size_t)_i};
    struct folder f;
    struct vectors *v;
    struct message error;
    folder_make(&f);
    if (!vectors_weights(write_gguf(&f, g.model), 0, "uniform", &v, &error))
        ck_abort_msg("%s", error.text);
    g.vectors = v;
    golden_each("vectors.csv", &g, golden_row);
    ck_assert_uint_eq(g.rows, 8);
    vectors_free(v);
    folder_remove(&f);
    worst_check(&g.worst);
}
