#include "experiments/readers/npy.h"

#include "experiments/readers/npy_header.h"

/* The array behind a header. */
static bool array(const struct npy_header *h, size_t size, const unsigned char *bytes,
                  const char *name, struct tensor *out, struct message *error)
{
    size_t there = (size - h->offset) / h->size;
    if (there < h->entries)
        return message_set(error, "\"%s\" ends after %zu of %zu entries", name, there, h->entries);
    if (size - h->offset > h->entries * h->size)
        return message_set(error, "\"%s\" goes on after its %zu entries", name, h->entries);
    *out = (struct tensor){.file = name,
                           .type = h->type,
                           .type_name = h->type_name,
                           .rank = h->rank,
                           .big_endian = h->big_endian,
                           .fortran = h->fortran && h->rank > 1,
                           .bytes = bytes + h->offset};
    for (size_t i = 0; i < h->rank; i++)
        out->shape[i] = h->shape[i];
    return true;
}

bool npy_from(size_t size, const unsigned char *bytes, const char *name, struct tensor *out,
              struct message *error)
{
    struct npy_header h;
    return npy_header_read(size, bytes, name, &h, error) &&
           array(&h, size, bytes, name, out, error);
}

bool npy_open(const char *path, struct mapped **mapped, struct tensor *out, struct message *error)
{
    if (!mapped_open(path, mapped, error))
        return false;
    if (npy_from((*mapped)->size, (*mapped)->bytes, (*mapped)->path, out, error))
        return true;
    mapped_close(*mapped);
    *mapped = NULL;
    return false;
}

static bool matrix_read(const struct mapped *m, size_t dim, double *out, struct message *error)
{
    struct npy_header h;
    struct tensor t;
    if (!npy_header_read(m->size, m->bytes, m->path, &h, error))
        return false;
    if (h.type >= TENSOR_I64)
        return npy_type_refused(m->path, h.type_text, error);
    t = (struct tensor){.rank = h.rank, .shape = {h.shape[0], h.shape[1], h.shape[2]}};
    if (h.rank != 2 || h.shape[0] != dim || h.shape[1] != dim)
        return message_set(error, "\"%s\" has shape %s; expected (%zu, %zu)", m->path,
                           tensor_shape_text(&t).text, dim, dim);
    return array(&h, m->size, m->bytes, m->path, &t, error) && tensor_rows(&t, 0, dim, out, error);
}

bool npy_matrix(const char *path, size_t dim, double *out, struct message *error)
{
    struct mapped *mapped;
    if (!mapped_open(path, &mapped, error))
        return false;
    bool good = matrix_read(mapped, dim, out, error);
    mapped_close(mapped);
    return good;
}
