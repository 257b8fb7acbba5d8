#include "experiments/readers/npy.h"

#include <errno.h>
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* What a .npy header says. */
struct npy_header {
    bool single, fortran;
    unsigned long rows, columns;
};

/* The text after 'key': in the header's dictionary, or NULL. */
static const char *after_key(const char *text, const char *key)
{
    const char *at = strstr(text, key);
    at = at ? strchr(at, ':') : NULL;
    return at ? at + 1 + strspn(at + 1, " ") : NULL;
}

static bool read_header(FILE *file, const char *path, struct npy_header *h, struct message *error)
{
    unsigned char magic[12];
    size_t got = fread(magic, 1, 10, file);
    if (ferror(file))
        return message_set(error, "cannot read \"%s\": %s", path, strerror(errno));
    if (got != 10 || memcmp(magic, "\x93NUMPY", 6) != 0)
        return message_set(error, "\"%s\" is not a .npy file", path);
    if (magic[6] < 1 || magic[6] > 3)
        return message_set(error, "\"%s\" is a .npy file of version %d; expected 1 to 3", path,
                           magic[6]);
    size_t length = magic[8] | (size_t)magic[9] << 8;
    if (magic[6] > 1) {
        if (fread(magic + 10, 1, 2, file) != 2)
            return message_set(error, "\"%s\" ends inside its header", path);
        length |= (size_t)magic[10] << 16 | (size_t)magic[11] << 24;
    }
    if (length > 65536)
        return message_set(error, "\"%s\" has a header of %zu bytes; expected at most 65536", path,
                           length);
    char *text = calloc(1, length + 1);
    if (!text)
        return message_memory(error);
    bool ok = fread(text, 1, length, file) == length ||
              message_set(error, "\"%s\" ends inside its header", path);
    const char *dtype = after_key(text, "'descr'"), *order = after_key(text, "'fortran_order'"),
               *shape = after_key(text, "'shape'");
    if (ok && !(dtype && order && shape))
        ok = message_set(error, "\"%s\" has no %s in its header", path,
                         !dtype   ? "descr"
                         : !order ? "fortran_order"
                                  : "shape");
    if (ok && strncmp(dtype, "'<f8'", 5) != 0 && strncmp(dtype, "'<f4'", 5) != 0)
        ok = message_set(error, "\"%s\" has dtype %.*s; expected '<f8' or '<f4'", path,
                         (int)strcspn(dtype, ",}"), dtype);
    if (ok) {
        h->single = dtype[3] == '4';
        h->fortran = strncmp(order, "True", 4) == 0;
        char tail = 0;
        if (sscanf(shape, "(%lu, %lu%c", &h->rows, &h->columns, &tail) != 3 || tail != ')')
            ok = message_set(error, "\"%s\" has shape %.*s; expected a square matrix", path,
                             (int)strcspn(shape, ")") + 1, shape);
    }
    free(text);
    return ok;
}

bool npy_matrix(const char *path, size_t dim, double *out, struct message *error)
{
    struct npy_header h;
    FILE *file = fopen(path, "rb");
    if (!file)
        return message_unread(error, path, errno);
    bool ok = read_header(file, path, &h, error);
    if (ok && (h.rows != dim || h.columns != dim))
        ok = message_set(error, "\"%s\" has shape (%lu, %lu); expected (%zu, %zu)", path, h.rows,
                         h.columns, dim, dim);
    for (size_t i = 0; ok && i < dim * dim; i++) {
        double x = 0.0;
        float single = 0.0f;
        if (fread(h.single ? (void *)&single : (void *)&x, h.single ? 4 : 8, 1, file) != 1)
            ok = message_set(error, "\"%s\" ends after %zu of %zu entries", path, i, dim * dim);
        else if (h.single)
            x = (double)single;
        if (ok && !isfinite(x))
            ok = message_set(error, "\"%s\" has an entry that is not finite, number %zu", path, i);
        out[h.fortran ? i % dim * dim + i / dim : i] = x;
    }
    if (ok && getc(file) != EOF)
        ok = message_set(error, "\"%s\" goes on after its %zu entries", path, dim * dim);
    fclose(file);
    return ok;
}
