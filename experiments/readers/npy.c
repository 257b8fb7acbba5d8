#include "experiments/readers/npy.h"

#include <errno.h>
#include <math.h>

#include "experiments/readers/npy_header.h"

/* "(2, 3)" as Python writes it. */
static struct message shape_text(const struct npy_header *h)
{
    struct message text = {"("};
    for (size_t i = 0; i < h->rank; i++)
        message_add(&text, "%s%zu", i ? ", " : "", h->shape[i]);
    message_add(&text, "%s", h->rank == 1 ? ",)" : ")");
    return text;
}

bool npy_matrix_from(FILE *file, const char *name, size_t dim, double *out, struct message *error)
{
    struct npy_header h;
    if (!npy_header_read(file, name, &h, error))
        return false;
    if (h.rank != 2 || h.shape[0] != dim || h.shape[1] != dim)
        return message_set(error, "\"%s\" has shape %s; expected (%zu, %zu)", name,
                           shape_text(&h).text, dim, dim);
    for (size_t i = 0; i < h.entries; i++) {
        unsigned char bytes[8];
        if (fread(bytes, h.size, 1, file) != 1)
            return ferror(file) ? message_unread(error, name, errno)
                                : message_set(error, "\"%s\" ends after %zu of %zu entries", name,
                                              i, h.entries);
        double x = npy_value(&h, bytes, 0);
        if (!isfinite(x))
            return message_set(error, "\"%s\" has an entry that is not finite, number %zu", name,
                               i);
        out[h.fortran ? i % dim * dim + i / dim : i] = x;
    }
    if (getc(file) != EOF)
        return message_set(error, "\"%s\" goes on after its %zu entries", name, h.entries);
    return true;
}

bool npy_matrix(const char *path, size_t dim, double *out, struct message *error)
{
    FILE *file = fopen(path, "rb");
    if (!file)
        return message_unread(error, path, errno);
    bool ok = npy_matrix_from(file, path, dim, out, error);
    fclose(file);
    return ok;
}
