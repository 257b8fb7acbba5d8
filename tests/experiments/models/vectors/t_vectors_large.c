/* One head of one layer of a large file costs its own rows: in bytes of this program, and in bytes
 * that come into memory from the file. */
#include <stdlib.h>
#include <string.h>

#include "experiments/models/vectors/vectors.h"
#include "tests/tools/model_files.h"
#include "tests/tools/models/page_tools.h"

/* Of safetensors 10 GB, which fill no disk; of the others 2 GB. */
enum { WIDTH = 4096, HEADS = 32, KEY_HEADS = 8, DIM = 128, LARGE = 655360, SMALL = 131072 };
/* Rows that are read; and what else comes into memory, the program itself where it is run first. */
enum { TOKENS = 40, STEP = 3001, PROGRAM = 4 << 20 };

static const struct {
    const char *name;
    size_t shape[2];
} parts[] = {{"embed", {SMALL, WIDTH}},
             {"norm", {WIDTH, 0}},
             {"q", {HEADS * DIM, WIDTH}},
             {"k", {KEY_HEADS * DIM, WIDTH}}};

static size_t part_size(size_t i)
{
    size_t columns = parts[i].shape[1];
    return sizeof(float) * parts[i].shape[0] * (columns ? columns : 1);
}

static const char *with_hole(struct folder *f, const char *name, struct bytes *b, size_t size)
{
    const char *path = folder_write(f, name, b->size, b->at);
    page_hole(path, size);
    bytes_free(b);
    return path;
}

static const char *safetensors(struct folder *f)
{
    return page_safetensors(
        f, &(struct page_model){"F32", sizeof(float), WIDTH, HEADS, KEY_HEADS, LARGE});
}

static const char *gguf(struct folder *f)
{
    static const char *const names[] = {"token_embd", "blk.0.attn_norm", "blk.0.attn_q",
                                        "blk.0.attn_k"};
    struct bytes b = {NULL, 0};
    size_t at = 0;
    bytes_words(&b, "t:GGUF 4:3 8:4 8:7 s:general.architecture 4:8 s:llama "
                    "s:llama.context_length 4:4 4:4096 s:llama.embedding_length 4:4 4:4096 "
                    "s:llama.block_count 4:4 4:1 s:llama.attention.head_count 4:4 4:32 "
                    "s:llama.attention.head_count_kv 4:4 4:8 "
                    "s:llama.attention.layer_norm_rms_epsilon 4:6 f:1e-5");
    for (size_t i = 0; i < TOOLS_COUNT(parts); i++) {
        char name[64];
        snprintf(name, sizeof name, "%s.weight", names[i]);
        bytes_string(&b, name);
        bytes_number(&b, 4, parts[i].shape[1] ? 2 : 1);
        if (parts[i].shape[1])
            bytes_number(&b, 8, parts[i].shape[1]);
        bytes_number(&b, 8, parts[i].shape[0]);
        bytes_number(&b, 4, 0);
        bytes_number(&b, 8, at);
        at += part_size(i);
    }
    bytes_zeros(&b, (32 - b.size % 32) % 32);
    return with_hole(f, "model.gguf", &b, at);
}

static const char *npy(struct folder *f)
{
    struct bytes b = {NULL, 0};
    bytes_words(&b, "x:934e554d50590100 2:65 "
                    "t:{'descr':'<f4','fortran_order':False,'shape':(32,131072,128),}~~~");
    return with_hole(f, "q.npy", &b, sizeof(float) * HEADS * (size_t)SMALL * DIM);
}

static const struct {
    const char *name;
    const char *(*write)(struct folder *f);
    size_t tokens;
} files[] = {{"safetensors", safetensors, LARGE}, {"gguf", gguf, SMALL}, {"npy", npy, SMALL}};

TEST_EACH(one_head_costs_its_own_rows, TOOLS_COUNT(files))
{
    struct folder f;
    struct vectors *v;
    struct vectors_head *head;
    struct message error;
    char path[160];
    double row[DIM];
    bool model = files[_i].write != npy;
    folder_make(&f);
    snprintf(path, sizeof path, "%s", files[_i].write(&f));
    size_t row_bytes = sizeof(float) * (model ? WIDTH : DIM),
           read = TOKENS * row_bytes +
                  (model ? sizeof(float) * WIDTH * (2 * DIM + 1) : TOKENS * row_bytes),
           /* of each row its first and last page, with the file's own beginning */
        edges = 4096 * (size_t)(2 * TOKENS + 32) * (model ? 1 : 2),
           held = model ? sizeof(double) * WIDTH * (2 * DIM + 2) : 0;
    size_t cached = page_cached(path), resident = page_resident();
    if (!(model ? vectors_weights(path, 0, "uniform", &v, &error)
                : vectors_npy(path, path, false, 0, &v, &error)) ||
        !vectors_head(v, 21, &head, &error))
        ck_abort_msg("%s", error.text);
    ck_assert_uint_eq(v->tokens[VECTORS_KEY], files[_i].tokens);
    for (size_t side = 0; side < VECTORS_SIDES; side++)
        for (size_t t = 0; t < TOKENS; t++)
            ck_assert(vectors_rows(head, side, t * STEP, 1, row, &error));
    size_t more = page_resident() - resident, came = page_cached(path) - cached;
    printf("vectors: %s: rows of %zu kB: %zu kB read from the file, %zu kB more in memory\n",
           files[_i].name, read >> 10, came >> 10, more >> 10);
    check_le(came, read + edges);
    if (!TOOLS_SANITIZED)
        check_le(more, read + edges + held + PROGRAM);
    vectors_head_free(head);
    vectors_free(v);
    folder_remove(&f);
}
