#include "experiments/models/vectors/vectors_reader.h"

#include <stdlib.h>

#include "experiments/models/vectors/vectors.h"

/* Seconds of a multiply-add of a row made by itself, and of opening it. */
static const double MULTIPLY = 0.25e-9, ROW = 1e-6;

struct source {
    struct vectors *vectors;
    struct vectors_head *head;
};

static bool read_rows(const void *self, size_t side, size_t first, size_t count, double *out,
                      struct message *error)
{
    const struct source *s = self;
    return vectors_rows(s->head, side == QK_KEY ? VECTORS_KEY : VECTORS_QUERY, first, count, out,
                        error);
}

static bool identity(const void *self, struct message *out, struct message *error)
{
    return vectors_identity(((const struct source *)self)->head, out, error);
}

static void release(void *self)
{
    struct source *s = self;
    vectors_head_free(s->head);
    vectors_free(s->vectors);
    free(s);
}

/* Takes over what was opened; layer, of a model, else NULL. */
static bool offer(struct vectors *v, const size_t *layer, size_t head, size_t *heads,
                  struct qk_rows *rows, struct message *error)
{
    *heads = v->heads;
    if (!rows) {
        vectors_free(v);
        return true;
    }
    struct source *s = malloc(sizeof *s);
    struct vectors_head *h = NULL;
    if (!(s ? vectors_head(v, head, &h, error) : message_memory(error))) {
        free(s);
        vectors_free(v);
        return false;
    }
    *s = (struct source){v, h};
    *rows = (struct qk_rows){.self = s,
                             .dim = v->dim,
                             .tokens = {v->tokens[VECTORS_QUERY], v->tokens[VECTORS_KEY]},
                             .layered = layer != NULL,
                             .layer = layer ? *layer : 0,
                             .head = head,
                             .context = vectors_context(v),
                             .row_seconds = ROW + MULTIPLY * vectors_multiplies(h),
                             .encoding = v->encoding,
                             .file_count = v->file_count,
                             .file = v->file,
                             .read = read_rows,
                             .identity = identity,
                             .release = release};
    return true;
}

static bool npy(const char *query, const char *key, bool halves, size_t head, size_t *heads,
                struct qk_rows *rows, struct message *error)
{
    struct vectors *v;
    return vectors_npy(query, key, halves, &v, error) && offer(v, NULL, head, heads, rows, error);
}

static bool weights(const char *file, size_t layer, const char *tokens, size_t head, size_t *heads,
                    struct qk_rows *rows, struct message *error)
{
    struct vectors *v;
    return vectors_weights(file, layer, tokens, &v, error) &&
           offer(v, &layer, head, heads, rows, error);
}

const struct qk_reader vectors_reader = {npy, weights};

const struct vectors_head *vectors_reader_head(const struct qk_rows *rows)
{
    return rows->read == read_rows ? ((const struct source *)rows->self)->head : NULL;
}
