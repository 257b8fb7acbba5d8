/* Models' files of every format: the same tensors come out as went in, by name; what is found by
 * content; and the real test model where POSBIAS_MODEL names it. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "experiments/readers/gguf.h"
#include "experiments/readers/tensors.h"
#include "tests/tools/model_files.h"

static struct tensors *opened(const char *path)
{
    struct tensors *t = NULL;
    struct message error = {""};
    ck_assert_msg(tensors_open(path, &t, &error), "%s", error.text);
    return t;
}

/* Row `row` of a tensor is `first`, `first` + step, .. */
static void row_is(const struct tensors *all, const char *name, size_t row, double first,
                   double step)
{
    double out[64];
    struct message error = {""};
    const struct tensor *t;
    ck_assert_msg(tensors_need(all, name, &t, &error), "%s", error.text);
    ck_assert_uint_le(tensor_row_length(t), TOOLS_COUNT(out));
    ck_assert_msg(tensor_rows(t, row, 1, out, &error), "%s", error.text);
    for (size_t i = 0; i < tensor_row_length(t); i++)
        ck_assert_msg(out[i] == first + step * (double)i, "%s row %zu entry %zu: %.17g", name, row,
                      i, out[i]);
}

TEST(safetensors_are_read_by_name)
{
    struct folder f;
    struct message error;
    folder_make(&f);
    struct tensors *t = opened(
        model_file(&f, "m",
                   "s:{'b':{'dtype':'F32','shape':[2,2],'data_offsets':[0,16]},"
                   "\"__metadata__\":{'format':'pt'},"
                   "\"a\":{'dtype':'BF16','shape':[2],'data_offsets':[16,20]},"
                   "\"none\":{'dtype':'F16','shape':[0,4],'data_offsets':[16,16]},"
                   "\"odd\":{'dtype':'NEW8','shape':[3],'data_offsets':[20,22]},"
                   "\"deep\":{'dtype':'U8','shape':[1,1,1,1,1,1,1,1,1],'data_offsets':[22,23]},"
                   "\"n\":{'dtype':'I32','shape':[],'data_offsets':[23,27]}}~~ "
                   "f:1 f:1.5 f:2 f:2.5 2:16256 2:16384 2:0 1:0 4:7"));
    ck_assert_int_eq(tensors_format(t), TENSORS_SAFETENSORS);
    ck_assert_uint_eq(tensors_count(t), 6);
    ck_assert_str_eq(tensors_at(t, 0)->name, "a");
    row_is(t, "b", 0, 1, 0.5);
    row_is(t, "b", 1, 2, 0.5);
    row_is(t, "a", 0, 1, 1);
    uint64_t number;
    double out[4];
    ck_assert(tensor_whole(tensors_find(t, "n"), 0, 1, &number, &error) && number == 7);
    ck_assert(tensor_rows(tensors_find(t, "none"), 0, 0, out, &error));
    ck_assert(!tensor_rows(tensors_find(t, "odd"), 0, 1, out, &error) &&
              strstr(error.text, "tensor \"odd\" has entries of type NEW8; expected F64"));
    ck_assert(!tensor_rows(tensors_find(t, "deep"), 0, 1, out, &error) &&
              strstr(error.text, "over 8 dimensions"));
    const struct tensor *none;
    ck_assert(!tensors_need(t, "nnoe", &none, &error));
    ck_assert_msg(strstr(error.text, "has no tensor \"nnoe\"; did you mean \"none\"?"), "%s",
                  error.text);
    ck_assert(!tensors_gguf(t) && !tensors_llama2c(t));
    tensors_close(t);
    ck_assert_uint_eq(folder_remove(&f), 1);
}

/* Keys of every type, and tensors with the row's length first. */
#define GGUF_KEYS                                                                            \
    "8:15 s:general.architecture 4:8 s:llama s:general.alignment 4:4 4:64 s:a.u8 4:0 1:200 " \
    "s:a.i8 4:1 1:-3 s:a.u16 4:2 2:60000 s:a.i16 4:3 2:-3 s:a.i32 4:5 4:-70000 "             \
    "s:a.f32 4:6 f:0.25 s:a.yes 4:7 1:1 s:a.u64 4:10 8:4294967297 s:a.i64 4:11 8:-5 "        \
    "s:a.f64 4:12 8:4611686018427387904 s:tokens 4:9 4:8 8:3 s:x s: s:zzz "                  \
    "s:nested 4:9 4:9 8:2 4:5 8:2 4:1 4:2 4:0 8:1 1:9 s:numbers 4:9 4:6 8:2 f:1 f:-2 "
#define GGUF_TENSORS                                                           \
    "s:w 4:2 8:3 8:2 4:0 8:0 s:q 4:2 8:32 8:2 4:8 8:64 s:h 4:1 8:2 4:1 8:192 " \
    "s:k4 4:1 8:32 4:2 8:256 s:new 4:1 8:1 4:99 8:320 s:brain 4:1 8:2 4:30 8:384 "

static void gguf_holds(int version)
{
    struct folder f;
    struct bytes b = {NULL, 0};
    struct message error;
    folder_make(&f);
    bytes_words(&b, "t:GGUF");
    bytes_number(&b, 4, (uint64_t)version);
    bytes_words(&b, "8:6 " GGUF_KEYS GGUF_TENSORS);
    bytes_zeros(&b, (64 - b.size % 64) % 64);
    bytes_words(&b, "f:1 f:2 f:3 f:4 f:5 f:6 z:40");
    for (int row = 0; row < 2; row++) { /* 0.5 times 0, 1, ..; 2 times -16, -15, .. */
        bytes_number(&b, 2, row ? 0x4000 : 0x3800);
        for (int i = 0; i < 32; i++)
            bytes_number(&b, 1, (uint64_t)(row ? i - 16 : i));
    }
    bytes_words(&b, "z:60 2:15360 2:16384 z:60 z:64 z:64 2:16256 2:16384");
    struct tensors *t = opened(folder_write(&f, "m.bin", b.size, b.at));
    bytes_free(&b);
    ck_assert_int_eq(tensors_format(t), TENSORS_GGUF);
    row_is(t, "w", 1, 4, 1);
    row_is(t, "q", 0, 0, 0.5);
    row_is(t, "q", 1, -32, 2);
    row_is(t, "h", 0, 1, 1);
    row_is(t, "brain", 0, 1, 1);
    double out[64];
    ck_assert(!tensor_rows(tensors_find(t, "k4"), 0, 1, out, &error) &&
              strstr(error.text, "tensor \"k4\" has entries of type Q4_0; expected F64"));
    ck_assert(!tensor_rows(tensors_find(t, "new"), 0, 1, out, &error) &&
              strstr(error.text, "of type number 99"));
    const struct gguf *g = tensors_gguf(t);
    static const struct {
        const char *key;
        double value;
    } numbers[] = {{"general.alignment", 64},
                   {"a.u8", 200},
                   {"a.i8", -3},
                   {"a.u16", 60000},
                   {"a.i16", -3},
                   {"a.i32", -70000},
                   {"a.f32", 0.25},
                   {"a.yes", 1},
                   {"a.u64", 4294967297},
                   {"a.i64", -5},
                   {"a.f64", 2}};
    for (size_t i = 0; i < TOOLS_COUNT(numbers); i++)
        ck_assert_msg(gguf_number(gguf_find(g, numbers[i].key), 0, out) && *out == numbers[i].value,
                      "%s: %g", numbers[i].key, *out);
    ck_assert_str_eq(gguf_find(g, "general.architecture")->text, "llama");
    const struct gguf_value *list = gguf_find(g, "tokens"), *pair = gguf_find(g, "numbers");
    size_t length;
    ck_assert(memcmp(gguf_entry(list, 2, &length), "zzz", 3) == 0 && length == 3);
    ck_assert(gguf_entry(list, 1, &length) && length == 0 && !gguf_entry(list, 3, &length));
    ck_assert(!gguf_number(list, 0, out) && !gguf_number(gguf_find(g, "nested"), 0, out));
    ck_assert(gguf_number(pair, 1, out) && *out == -2 && !gguf_number(pair, 2, out));
    ck_assert_str_eq(gguf_type_text(pair).text, "array of f32");
    ck_assert(!gguf_find(g, "a") && gguf_count(g) == 15);
    tensors_close(t);
    ck_assert_uint_eq(folder_remove(&f), 1);
}

/* Entries of arrays behind the first, a string with a zero byte, as many axes as there may be. */
TEST(gguf_at_its_limits_is_read)
{
    struct folder f;
    struct bytes b = {NULL, 0};
    double out[2];
    folder_make(&f);
    bytes_words(&b, "t:GGUF 4:3 8:1 8:3 s:list 4:9 4:2 8:3 2:1 2:2 2:3 s:zero 4:8 8:3 t:a 1:0 t:b "
                    "s:signed 4:9 4:1 8:2 1:5 1:-6 s:w 4:4 8:2 8:1 8:1 8:1 4:0 8:0");
    bytes_zeros(&b, (32 - b.size % 32) % 32);
    bytes_words(&b, "f:3 f:4");
    struct tensors *t = opened(folder_write(&f, "m", b.size, b.at));
    const struct gguf *g = tensors_gguf(t);
    bytes_free(&b);
    ck_assert(gguf_number(gguf_find(g, "list"), 2, out) && *out == 3);
    ck_assert(gguf_number(gguf_find(g, "signed"), 1, out) && *out == -6);
    ck_assert(gguf_find(g, "zero") && !gguf_find(g, "zero")->text);
    ck_assert_uint_eq(tensors_find(t, "w")->rank, 4);
    row_is(t, "w", 0, 3, 1);
    tensors_close(t);
    ck_assert_uint_eq(folder_remove(&f), 1);
}

TEST(gguf_of_both_versions_is_read) { gguf_holds(2), gguf_holds(3); }

/* A header, and as many floats 0, 1, 2, .. as follow: dim 4, hidden 3, 2 layers, 2 heads of which
 * 1 has keys, 5 words, 6 positions. */
static void llama2c_holds(bool shared)
{
    struct folder f;
    struct bytes b = {NULL, 0};
    folder_make(&f);
    bytes_words(&b, shared ? "4:4 4:3 4:2 4:2 4:1 4:5 4:6" : "4:4 4:3 4:2 4:2 4:1 4:-5 4:6");
    size_t count = 20 + 2 * (4 + 16 + 8 + 8 + 16 + 4 + 36) + 4 + 12 + (shared ? 0 : 20);
    for (size_t i = 0; i < count; i++) {
        float x = (float)i;
        bytes_put(&b, sizeof x, &x);
    }
    struct tensors *t = opened(folder_write(&f, "m.bin", b.size, b.at));
    bytes_free(&b);
    const struct llama2c *h = tensors_llama2c(t);
    ck_assert(h && h->dim == 4 && h->hidden == 3 && h->layers == 2 && h->heads == 2 &&
              h->key_value_heads == 1 && h->vocabulary == 5 && h->context == 6 &&
              h->shared == shared);
    row_is(t, "model.embed_tokens.weight", 4, 16, 1);
    row_is(t, "model.layers.1.input_layernorm.weight", 0, 24, 1);
    row_is(t, "model.layers.0.self_attn.q_proj.weight", 3, 40, 1);
    row_is(t, "model.layers.1.self_attn.q_proj.weight", 0, 44, 1);
    row_is(t, "model.layers.1.self_attn.k_proj.weight", 1, 72, 1);
    row_is(t, "model.layers.0.self_attn.v_proj.weight", 0, 76, 1);
    row_is(t, "model.layers.1.self_attn.o_proj.weight", 0, 108, 1);
    row_is(t, "model.layers.1.post_attention_layernorm.weight", 0, 128, 1);
    row_is(t, "model.layers.0.mlp.gate_proj.weight", 0, 132, 1);
    row_is(t, "model.layers.0.mlp.down_proj.weight", 3, 165, 1);
    row_is(t, "model.layers.1.mlp.up_proj.weight", 2, 200, 1);
    row_is(t, "model.norm.weight", 0, 204, 1);
    row_is(t, "freq_cis_real", 5, 213, 1);
    row_is(t, "freq_cis_imag", 0, 214, 1);
    ck_assert((tensors_find(t, "lm_head.weight") != NULL) == !shared);
    if (!shared)
        row_is(t, "lm_head.weight", 4, 236, 1);
    tensors_close(t);
    ck_assert_uint_eq(folder_remove(&f), 1);
}

TEST(eight_axes_are_read)
{
    struct folder f;
    folder_make(&f);
    struct tensors *t = opened(model_file(&f, "m",
                                          "s:{'a':{'dtype':'F32','shape':[1,1,1,1,1,1,2,1],"
                                          "'data_offsets':[0,8]}} f:1 f:2"));
    row_is(t, "a", 1, 2, 1);
    tensors_close(t);
    ck_assert_uint_eq(folder_remove(&f), 1);
}

TEST(llama2c_of_both_kinds_is_read) { llama2c_holds(true), llama2c_holds(false); }

TEST(the_real_model_opens)
{
    const char *path = getenv("POSBIAS_MODEL");
    if (!path || access(path, R_OK) != 0) {
        fprintf(stderr, "tensors: POSBIAS_MODEL names no file: the real model was not opened\n");
        return;
    }
    struct tensors *t = opened(path);
    struct message error;
    const struct llama2c *h = tensors_llama2c(t);
    ck_assert(h && h->dim == 64 && h->hidden == 172 && h->layers == 5 && h->heads == 8 &&
              h->key_value_heads == 4 && h->vocabulary == 512 && h->context == 512 && h->shared);
    /* its own table of cosines: of angle position base^(-2n/8), as floats */
    double out[4];
    for (size_t position = 0; position < 512; position += 73) {
        ck_assert(tensor_rows(tensors_find(t, "freq_cis_real"), position, 1, out, &error));
        for (size_t n = 0; n < 4; n++)
            check_le(fabs(out[n] - cos((double)position * pow(1e4, -0.25 * (double)n))),
                     (double)(position + 1) * 0x1p-23);
    }
    for (size_t i = 0; i < tensors_count(t); i++) {
        const struct tensor *all = tensors_at(t, i);
        double *rows = malloc(tensor_entries(all) * sizeof *rows);
        ck_assert(rows && tensor_rows(all, 0, tensor_row_count(all), rows, &error));
        free(rows);
    }
    tensors_close(t);
}

/* Two shards; the index may be a link beside links, as in a cache. */
TEST(shards_are_one_model)
{
    struct folder f, store;
    folder_make(&f);
    model_file(&f, "one", "s:{'a':{'dtype':'F32','shape':[1],'data_offsets':[0,4]}} f:1");
    model_file(&f, "two",
               "s:{'b':{'dtype':'F32','shape':[1],'data_offsets':[0,4]},"
               "\"spare\":{'dtype':'F32','shape':[1],'data_offsets':[4,8]}} f:2 f:3");
    struct tensors *t = opened(
        model_file(&f, "model.safetensors.index.json",
                   "t:{'metadata':{'total_size':8},'weight_map':{'a':'one','b':'two'}}"));
    ck_assert_uint_eq(tensors_count(t), 2);
    row_is(t, "a", 0, 1, 1);
    row_is(t, "b", 0, 2, 1);
    tensors_close(t);
    folder_make(&store);
    char from[200], to[200];
    static const char *const names[] = {"one", "two", "model.safetensors.index.json"};
    for (size_t i = 0; i < TOOLS_COUNT(names); i++) {
        snprintf(from, sizeof from, "%s/%s", f.path, names[i]);
        snprintf(to, sizeof to, "%s/%s", store.path, names[i]);
        ck_assert_int_eq(symlink(from, to), 0);
    }
    t = opened(to);
    row_is(t, "b", 0, 2, 1);
    tensors_close(t);
    ck_assert_uint_eq(folder_remove(&store), 3);
    ck_assert_uint_eq(folder_remove(&f), 3);
}
