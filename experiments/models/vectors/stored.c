/* Rows that stand in .npy files. */
#include "experiments/models/vectors/store.h"
#include "experiments/readers/npy.h"

/* What is wrong with the shape or the type of one file, if anything is. */
static bool is_rows(const struct tensor *t, struct message *error)
{
    bool empty = tensor_entries(t) == 0, real = t->type <= TENSOR_BF16;
    if (t->rank != 2 && t->rank != 3) {
        tensor_named(t, error);
        message_add(error, " has shape %s; expected (tokens, dim) or (heads, tokens, dim)",
                    tensor_shape_text(t).text);
    } else if (empty) {
        tensor_named(t, error);
        message_add(error, " has shape %s, which holds nothing", tensor_shape_text(t).text);
    } else if (!real) {
        tensor_named(t, error);
        message_add(error, " has whole numbers, type %s; expected float16, float32 or float64",
                    t->type_name);
    }
    return !empty && real && (t->rank == 2 || t->rank == 3);
}

static bool fits(const struct vectors *v, const struct tensor rows[VECTORS_SIDES],
                 struct message *error)
{
    size_t dim = tensor_row_length(&rows[VECTORS_KEY]);
    if (dim != v->dim)
        return message_set(error, "q has %zu coordinates and k %zu; expected as many", v->dim, dim);
    if (v->dim % 2 != 0)
        return message_set(error, "vectors have %zu coordinates; expected an even number", v->dim);
    return v->heads % v->key_heads == 0 ||
           message_set(error,
                       "%zu query heads are no whole number of times the %zu key heads; expected "
                       "as many to share each",
                       v->heads, v->key_heads);
}

/* The order of coordinates, once their number is known. */
static bool ordered(struct vectors *v, bool halves, size_t rotary, struct message *error)
{
    if (rotary > 0 && !halves)
        return message_set(error, "rotary=%zu is read with layout=half only", rotary);
    if (rotary > v->dim)
        return message_set(error, "rotary=%zu is over the %zu coordinates that vectors have",
                           rotary, v->dim);
    size_t span = rotary > 0 ? rotary : v->dim;
    v->span = halves ? span : 0;
    return vectors_order(v, halves, span, error);
}

bool vectors_npy(const char *query, const char *key, bool halves, size_t rotary,
                 struct vectors **out, struct message *error)
{
    const char *path[VECTORS_SIDES] = {query, key};
    size_t heads[VECTORS_SIDES];
    struct vectors *v = vectors_new();
    bool ok = v || message_memory(error);
    for (size_t side = 0; ok && side < VECTORS_SIDES; side++) {
        struct vectors_store *s = v->store;
        struct tensor *rows = &s->rows[side];
        ok = npy_open(path[side], &s->mapped[side], rows, error) && is_rows(rows, error) &&
             vectors_note(v, s->mapped[side]->path, error);
        if (!ok)
            break;
        heads[side] = rows->rank == 3 ? rows->shape[0] : 1;
        v->tokens[side] = rows->shape[rows->rank - 2];
        v->dim = tensor_row_length(&s->rows[VECTORS_QUERY]);
        v->width[side] = heads[side] * tensor_row_length(rows);
    }
    if (ok) {
        v->heads = heads[VECTORS_QUERY];
        v->key_heads = heads[VECTORS_KEY];
        ok = fits(v, v->store->rows, error) && ordered(v, halves, rotary, error);
    }
    if (!ok) {
        vectors_free(v);
        v = NULL;
    }
    *out = v;
    return ok;
}
