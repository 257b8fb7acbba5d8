#define _DEFAULT_SOURCE /* mincore */
#include "tests/tools/models/page_tools.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tests/tools/check_tools.h"

void page_hole(const char *path, size_t size)
{
    struct stat status;
    ck_assert_int_eq(stat(path, &status), 0);
    ck_assert_int_eq(truncate(path, status.st_size + (off_t)size), 0);
    page_evict(path);
}

void page_evict(const char *path)
{
    int file = open(path, O_RDWR);
    ck_assert_int_ge(file, 0);
    fsync(file);
    posix_fadvise(file, 0, 0, POSIX_FADV_DONTNEED);
    close(file);
}

size_t page_cached(const char *path)
{
    struct stat status;
    int file = open(path, O_RDWR);
    ck_assert_int_eq(fstat(file, &status), 0);
    size_t page = (size_t)sysconf(_SC_PAGESIZE), pages = ((size_t)status.st_size + page - 1) / page,
           count = 0;
    void *bytes = mmap(NULL, (size_t)status.st_size, PROT_READ, MAP_SHARED, file, 0);
    unsigned char *in = malloc(pages);
    ck_assert(bytes != MAP_FAILED && in);
    ck_assert_int_eq(mincore(bytes, (size_t)status.st_size, in), 0);
    for (size_t i = 0; i < pages; i++)
        count += in[i] & 1;
    munmap(bytes, (size_t)status.st_size);
    free(in);
    close(file);
    return count * page;
}

size_t page_resident(void)
{
    size_t all, here = 0;
    FILE *file = fopen("/proc/self/statm", "r");
    ck_assert_ptr_nonnull(file);
    ck_assert_int_eq(fscanf(file, "%zu %zu", &all, &here), 2);
    fclose(file);
    return here * (size_t)sysconf(_SC_PAGESIZE);
}

size_t page_mappings(const char *path)
{
    char line[1024];
    size_t count = 0;
    FILE *file = fopen("/proc/self/maps", "r");
    ck_assert_ptr_nonnull(file);
    while (fgets(line, sizeof line, file))
        count += strstr(line, path) != NULL;
    fclose(file);
    return count;
}

const char *page_safetensors(struct folder *f, const struct page_model *m)
{
    const struct {
        const char *name;
        size_t rows, columns;
    } tensors[] = {{"embed_tokens", m->vocabulary, m->width},
                   {"layers.0.input_layernorm", m->width, 0},
                   {"layers.0.self_attn.q_proj", m->width, m->width},
                   {"layers.0.self_attn.k_proj", m->width / m->heads * m->key_heads, m->width}};
    struct message header = {"{"}, config;
    struct bytes b = {NULL, 0};
    size_t at = 0;
    for (size_t i = 0; i < TOOLS_COUNT(tensors); i++) {
        size_t columns = tensors[i].columns,
               end = at + tensors[i].rows * (columns ? columns : 1) * m->item;
        message_add(&header, "%s\"model.%s.weight\":{\"dtype\":\"%s\",\"shape\":[%zu", i ? "," : "",
                    tensors[i].name, m->dtype, tensors[i].rows);
        if (columns)
            message_add(&header, ",%zu", columns);
        message_add(&header, "],\"data_offsets\":[%zu,%zu]}", at, end);
        at = end;
    }
    message_add(&header, "}");
    message_set(&config,
                "{\"model_type\": \"llama\", \"hidden_size\": %zu, \"num_attention_heads\": %zu, "
                "\"num_key_value_heads\": %zu, \"num_hidden_layers\": 1, \"rms_norm_eps\": 1e-5, "
                "\"max_position_embeddings\": 4096, \"vocab_size\": %zu}",
                m->width, m->heads, m->key_heads, m->vocabulary);
    folder_write(f, "config.json", strlen(config.text), config.text);
    bytes_string(&b, header.text);
    const char *path = folder_write(f, "model.safetensors", b.size, b.at);
    page_hole(path, at);
    bytes_free(&b);
    return path;
}
