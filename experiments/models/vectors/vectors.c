#include "experiments/models/vectors/vectors.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "experiments/models/config/model_config.h"
#include "experiments/models/vectors/head.h"
#include "experiments/models/vectors/store.h"

struct vectors *vectors_new(void)
{
    struct vectors *v = calloc(1, sizeof *v);
    struct vectors_store *s = calloc(1, sizeof *s);
    if (!v || !s) {
        free(v);
        free(s);
        return NULL;
    }
    v->store = s;
    v->file = s->file;
    return v;
}

void vectors_free(struct vectors *v)
{
    if (!v)
        return;
    struct vectors_store *s = v->store;
    for (size_t side = 0; side < VECTORS_SIDES; side++)
        mapped_close(s->mapped[side]);
    if (s->tensors)
        tensors_close(s->tensors);
    model_config_free(s->config);
    free(s->norm_weight);
    free(s->norm_bias);
    free(s->ids);
    free(s->order);
    free(s->own_names);
    free(s->token_file);
    free(s);
    free(v);
}

/* Without padding, so that bytes compare. */
static struct file_stamp stamp_of(const struct stat *status)
{
    return (struct file_stamp){
        (unsigned long long)status->st_size, (unsigned long long)status->st_dev,
        (unsigned long long)status->st_ino, (long long)status->st_ctim.tv_sec,
        (long long)status->st_ctim.tv_nsec};
}

bool vectors_note(struct vectors *v, const char *file, struct message *error)
{
    struct stat status;
    for (size_t i = 0; i < v->file_count; i++)
        if (strcmp(v->file[i], file) == 0)
            return true;
    if (v->file_count == FILES_MOST)
        return message_set(error, "\"%s\": one file too many", file);
    if (stat(file, &status) != 0)
        return message_set(error, "\"%s\" was there and is no longer", file);
    v->store->file[v->file_count] = file;
    v->store->stamp[v->file_count++] = stamp_of(&status);
    return true;
}

bool vectors_current(const struct vectors *v)
{
    struct stat status;
    bool same = true;
    for (size_t i = 0; i < v->file_count && same; i++) {
        if (stat(v->file[i], &status) != 0)
            return false;
        struct file_stamp now = stamp_of(&status);
        same = memcmp(&now, &v->store->stamp[i], sizeof now) == 0;
    }
    return same;
}

bool vectors_order(struct vectors *v, bool halves, size_t span, struct message *error)
{
    size_t *order = malloc(v->dim * sizeof *order);
    if (!order)
        return message_memory(error);
    for (size_t c = 0; c < v->dim; c++)
        order[c] = halves && c < span ? c / 2 + c % 2 * (span / 2) : c;
    v->store->order = order;
    return true;
}

/* The embedding's rows of some tokens, of which neighbours are read at once. */
static bool embedding_rows(const struct vectors *v, size_t first, size_t count, double *out,
                           struct message *error)
{
    const struct vectors_store *s = v->store;
    size_t run = 0;
    for (size_t i = 0; i < count; i += run) {
        size_t row = s->ids ? (size_t)s->ids[first + i] : first + i;
        run = 1;
        while (i + run < count && (!s->ids || s->ids[first + i + run] == row + run))
            run++;
        if (!tensor_rows(&s->embedding, row, run, out + i * v->width[0], error))
            return false;
    }
    return true;
}

/* The rows of all heads of some tokens of a file. */
static bool file_rows(const struct vectors *v, size_t side, size_t first, size_t count, double *out,
                      struct message *error)
{
    const struct tensor *rows = &v->store->rows[side];
    size_t heads = v->width[side] / v->dim;
    for (size_t t = 0; t < count; t++)
        for (size_t h = 0; h < heads; h++)
            if (!tensor_rows(rows, h * v->tokens[side] + first + t, 1,
                             out + t * v->width[side] + h * v->dim, error))
                return false;
    return true;
}

bool vectors_inputs(const struct vectors *v, size_t side, size_t first, size_t count, double *out,
                    struct message *error)
{
    const struct vectors_store *s = v->store;
    if (!s->tensors)
        return file_rows(v, side, first, count, out, error);
    if (!embedding_rows(v, first, count, out, error))
        return false;
    for (size_t t = 0; t < count; t++)
        input_normalise(s, v->width[side], out + t * v->width[side]);
    return true;
}

bool vectors_rows(const struct vectors_head *head, size_t side, size_t first, size_t count,
                  double *out, struct message *error)
{
    const struct vectors *v = head->vectors;
    if (!v->store->tensors)
        return head_file_rows(head, side, first, count, out, error);
    double *input = malloc(count * v->width[side] * sizeof *input);
    bool ok = input ? vectors_inputs(v, side, first, count, input, error) &&
                          vectors_project(head, side, first, count, input, out, error)
                    : message_memory(error);
    free(input);
    return ok;
}
