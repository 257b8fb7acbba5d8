#include "tests/tools/models/vector_tools.h"

#include <stdlib.h>
#include <string.h>

#include "experiments/models/vectors/vectors_reader.h"

const char *vector_npy(struct folder *f, const char *name, size_t rank, const size_t *shape,
                       const double *x)
{
    char header[128] = {0};
    size_t count = 1, used = (size_t)snprintf(
                          header + 10, 118, "{'descr': '<f8', 'fortran_order': False, 'shape': (");
    memcpy(header, "\x93NUMPY\x01\x00\x76\x00", 10);
    for (size_t i = 0; i < rank; i++) {
        used += (size_t)snprintf(header + 10 + used, 118 - used, "%zu,", shape[i]);
        count *= shape[i];
    }
    used += (size_t)snprintf(header + 10 + used, 118 - used, ")}");
    memset(header + 10 + used, ' ', 118 - used);
    header[127] = '\n';
    char *bytes = malloc(sizeof header + count * sizeof *x);
    ck_assert(bytes != NULL);
    memcpy(bytes, header, sizeof header);
    memcpy(bytes + sizeof header, x, count * sizeof *x);
    const char *path = folder_write(f, name, sizeof header + count * sizeof *x, bytes);
    free(bytes);
    return path;
}

const char *vector_llama2c(struct folder *f, const char *name, size_t dim, size_t heads,
                           size_t key_heads, size_t hidden, size_t vocabulary)
{
    enum { CONTEXT = 64 };
    const size_t keys = dim / heads * key_heads, head = dim / heads;
    const int32_t numbers[7] = {(int32_t)dim,       (int32_t)hidden,     1,      (int32_t)heads,
                                (int32_t)key_heads, (int32_t)vocabulary, CONTEXT};
    size_t count = vocabulary * dim + 3 * dim + 2 * dim * dim + 2 * keys * dim + 3 * dim * hidden +
                   CONTEXT * head,
           size = sizeof numbers + count * sizeof(float);
    float *bytes = malloc(size);
    uint64_t state = dim + 64 * heads + 4096 * vocabulary;
    ck_assert(bytes != NULL);
    memcpy(bytes, numbers, sizeof numbers);
    for (size_t i = 0; i < count; i++)
        bytes[7 + i] = (float)(tools_uniform(&state) - 0.4);
    const char *path = folder_write(f, name, size, bytes);
    free(bytes);
    return path;
}

const char *vector_specimen(struct folder *f, const struct qk_type *type, size_t dim,
                            char text[VECTOR_TEXT])
{
    enum { TOKENS = 40, HEADS = 2 };
    uint64_t state = dim;
    if (type->specimen) {
        snprintf(text, VECTOR_TEXT, "%s", type->specimen);
    } else if (strcmp(type->name, "npy") == 0) {
        size_t count = HEADS * TOKENS * dim;
        double *x = malloc(count * sizeof *x);
        ck_assert(x != NULL);
        for (size_t i = 0; i < count; i++)
            x[i] = 2.0 * tools_uniform(&state) - 0.7;
        int used = snprintf(text, VECTOR_TEXT, "npy:q=%s",
                            vector_npy(f, "q.npy", 3, (size_t[]){HEADS, TOKENS, dim}, x));
        snprintf(text + used, (size_t)(VECTOR_TEXT - used), ",k=%s,head=1",
                 vector_npy(f, "k.npy", 2, (size_t[]){HEADS * TOKENS, dim}, x));
        free(x);
    } else {
        snprintf(text, VECTOR_TEXT, "%s:%s,head=2", type->name,
                 vector_llama2c(f, "model.bin", 4 * dim, 4, 2, 8, 48));
    }
    return text;
}

void vector_files(struct folder *f)
{
    double x[48];
    for (size_t i = 0; i < TOOLS_COUNT(x); i++)
        x[i] = 0.25 * (double)(i % 7) - 0.5;
    vector_npy(f, "q.npy", 2, (size_t[]){6, 8}, x);
    vector_llama2c(f, "model.bin", 16, 2, 1, 8, 20);
}

static bool keep(void *context, struct qk_model *model, struct message *error)
{
    (void)error;
    *(struct qk_model *)context = *model;
    return true;
}

struct qk_model vector_model(const char *text)
{
    struct qk_model model = {.text = NULL};
    struct message error;
    if (!qk_each(text, &vectors_reader, &model, keep, &error))
        ck_abort_msg("%s", error.text);
    return model;
}
