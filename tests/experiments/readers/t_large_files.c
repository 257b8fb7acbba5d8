/* A file of 2 GB costs what is looked at: pages that come into memory, and none besides. */
#include <fcntl.h>
#include <unistd.h>

#include "experiments/readers/npy.h"
#include "experiments/readers/tensors.h"
#include "tests/tools/check_tools.h"
#include "tests/tools/model_files.h"
#include "tests/tools/models/page_tools.h"

enum { ROWS = 131072, ROW = 4096, LOOKED_AT = 100000 };
static const size_t DATA = (size_t)ROWS * ROW * sizeof(float);

/* Begins the file with a header and makes it as long as a hole of all rows, but for one, which
 * holds 0, 1, 2, .. */
static const char *sparse(struct folder *f, const char *name, const char *words, size_t alignment)
{
    struct bytes b = {NULL, 0};
    float row[ROW];
    bytes_words(&b, words);
    bytes_zeros(&b, (alignment - b.size % alignment) % alignment);
    const char *path = folder_write(f, name, b.size, b.at);
    for (size_t i = 0; i < ROW; i++)
        row[i] = (float)i;
    ck_assert_int_eq(truncate(path, (off_t)(b.size + DATA)), 0);
    int file = open(path, O_WRONLY);
    ck_assert_int_eq(pwrite(file, row, sizeof row, (off_t)(b.size + LOOKED_AT * sizeof row)),
                     sizeof row);
    close(file);
    page_evict(path);
    bytes_free(&b);
    return path;
}

/* One row, and what it cost: its own pages and those of the header. */
static void row_costs(const char *path, const struct tensor *t, size_t before, size_t cached_before,
                      size_t header)
{
    static double out[ROW];
    struct message error;
    size_t slack = 16 * (size_t)sysconf(_SC_PAGESIZE);
    ck_assert(tensor_rows(t, LOOKED_AT, 1, out, &error));
    for (size_t i = 0; i < ROW; i++)
        ck_assert(out[i] == (double)i);
    if (!TOOLS_SANITIZED)
        check_le(page_resident(), before + header + ROW * sizeof(double) + (size_t)(1 << 20));
    check_le(page_cached(path), cached_before + header + ROW * sizeof(float) + slack);
}

TEST(one_row_of_safetensors_costs_its_pages)
{
    struct folder f;
    struct tensors *t;
    struct message error = {""};
    folder_make(&f);
    const char *path = sparse(
        &f, "m.safetensors",
        "s:{'a':{'dtype':'F32','shape':[131072,4096],'data_offsets':[0,2147483648]}}", 1);
    size_t cached_before = page_cached(path), before = page_resident();
    ck_assert_msg(tensors_open(path, &t, &error), "%s", error.text);
    row_costs(path, tensors_find(t, "a"), before, cached_before, 0);
    tensors_close(t);
    ck_assert_uint_eq(folder_remove(&f), 1);
}

TEST(one_row_of_gguf_costs_its_pages)
{
    struct folder f;
    struct tensors *t;
    struct message error = {""};
    folder_make(&f);
    const char *path = sparse(&f, "m.gguf", "t:GGUF 4:3 8:1 8:0 s:a 4:2 8:4096 8:131072 4:0 8:0",
                              32);
    size_t cached_before = page_cached(path), before = page_resident();
    ck_assert_msg(tensors_open(path, &t, &error), "%s", error.text);
    row_costs(path, tensors_find(t, "a"), before, cached_before, 1 << 18);
    tensors_close(t);
    ck_assert_uint_eq(folder_remove(&f), 1);
}

TEST(one_row_of_npy_costs_its_pages)
{
    struct folder f;
    struct mapped *m;
    struct tensor t;
    struct message error = {""};
    folder_make(&f);
    const char *path = sparse(&f, "m.npy",
                              "x:934e554d50590100 2:65 "
                              "t:{'descr':'<f4','fortran_order':False,'shape':(131072,4096),}~~~~~",
                              1);
    size_t cached_before = page_cached(path), before = page_resident();
    ck_assert_msg(npy_open(path, &m, &t, &error), "%s", error.text);
    row_costs(path, &t, before, cached_before, 0);
    mapped_close(m);
    ck_assert_uint_eq(folder_remove(&f), 1);
}

/* As many tensors in a header of 2 MB would take 160 MB once they are read. */
TEST(a_header_of_more_tensors_than_any_file_is_refused_unread)
{
    enum { MANY = 131073 };
    static const char entry[] = "\"data_offsets\"";
    const size_t length = sizeof entry - 1, size = 9 + MANY * length;
    const uint64_t header = size - 8;
    struct folder f;
    struct tensors *t;
    struct message error = {""};
    char *bytes = malloc(size);
    ck_assert_ptr_nonnull(bytes);
    memcpy(bytes, &header, sizeof header);
    bytes[8] = '{';
    for (size_t i = 0; i < MANY; i++)
        memcpy(bytes + 9 + i * length, entry, length);
    folder_make(&f);
    const char *path = folder_write(&f, "m.safetensors", size, bytes);
    free(bytes);
    ck_assert(!tensors_open(path, &t, &error));
    ck_assert_ptr_nonnull(strstr(error.text, "over 131072 tensors"));
    ck_assert_uint_eq(folder_remove(&f), 1);
}
