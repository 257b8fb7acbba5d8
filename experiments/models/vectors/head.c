#include "experiments/models/vectors/head.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "experiments/models/vectors/side_numbers.h"
#include "kernels/curves/product.h"
#include "theory/model/schedule.h"

void input_normalise(const struct vectors_store *s, size_t width, double *x)
{
    double mean = 0.0, square = 0.0;
    if (s->scale != 1.0)
        for (size_t i = 0; i < width; i++)
            x[i] *= s->scale;
    if (s->input == INPUT_PLAIN)
        return;
    bool centred = s->input == INPUT_LAYER || s->input == INPUT_LAYER_BARE;
    for (size_t i = 0; centred && i < width; i++)
        mean += x[i] / (double)width;
    for (size_t i = 0; i < width; i++) {
        x[i] -= mean;
        square += x[i] * x[i];
    }
    double factor = 1.0 / sqrt(square / (double)width + s->epsilon);
    for (size_t i = 0; i < width; i++) {
        double weight = s->norm_weight ? s->norm_weight[i] : 1.0;
        x[i] *= factor * (s->input == INPUT_RMS_ONE ? 1.0 + weight : weight);
        if (s->norm_bias)
            x[i] += s->norm_bias[i];
    }
}

static bool load_side(const struct vectors *v, size_t which, size_t head, struct head_side *side,
                      struct message *error)
{
    const struct vectors_store *s = v->store;
    size_t heads = which == VECTORS_KEY ? v->key_heads : v->heads;
    bool over_all = s->tensors && s->row_norm == ROWS_RMS_ALL;
    *side = (struct head_side){.number = which == VECTORS_KEY ? head / (v->heads / v->key_heads)
                                                              : head,
                               .columns = over_all ? heads * v->dim : v->dim};
    side->own = over_all ? side->number * v->dim : 0;
    return !s->tensors || side_numbers_hold(v, which, side, error);
}

bool vectors_head(const struct vectors *vectors, size_t head, struct vectors_head **out,
                  struct message *error)
{
    struct vectors_head *h = calloc(1, sizeof *h);
    bool ok = h || message_memory(error);
    if (ok)
        h->vectors = vectors;
    for (size_t side = 0; ok && side < VECTORS_SIDES; side++)
        ok = load_side(vectors, side, head, &h->side[side], error);
    if (!ok) {
        vectors_head_free(h);
        h = NULL;
    }
    *out = h;
    return ok;
}

void vectors_head_free(struct vectors_head *head)
{
    for (size_t side = 0; head && side < VECTORS_SIDES; side++)
        side_numbers_release(head->side[side].numbers);
    free(head);
}

double vectors_multiplies(const struct vectors_head *head)
{
    const struct head_side *side = head->side;
    bool made = head->vectors->store->tensors;
    return made
               ? 0.5 * (double)(side[0].columns + side[1].columns) * (double)head->vectors->width[0]
               : (double)head->vectors->dim;
}

/* What is done to the columns of one row. */
static void finish(const struct vectors_store *s, const struct head_side *side, size_t from,
                   size_t count, double *x)
{
    double square = 0.0;
    for (size_t c = 0; c < count; c++) {
        if (side->numbers->bias)
            x[c] += side->numbers->bias[from + c];
        if (s->clip > 0.0)
            x[c] = fmin(fmax(x[c], -s->clip), s->clip);
        square += x[c] * x[c];
    }
    if (s->row_norm == ROWS_PLAIN)
        return;
    double factor = 1.0 / sqrt(square / (double)count + s->epsilon);
    for (size_t c = 0; c < count; c++) {
        double weight = side->numbers->norm[from + c];
        x[c] *= factor * (s->row_norm == ROWS_RMS_ONE ? 1.0 + weight : weight);
    }
}

/* Whether scores of a row can be numbers: its coordinates are, and none is over the largest that
 * models of laws have. */
static bool in_range(const struct vectors *v, size_t side, size_t row, const double *x,
                     struct message *error)
{
    for (size_t c = 0; c < v->dim; c++)
        if (!(fabs(x[c]) <= SIZE_MOST)) {
            const struct vectors_store *s = v->store;
            bool made = s->tensors;
            size_t token = made && s->ids ? (size_t)s->ids[row] : row;
            return message_set(error,
                               "\"%s\": the %s of token %zu has a coordinate %g; expected at most "
                               "%g in size",
                               made ? s->embedding.file : s->rows[side].file,
                               side == VECTORS_KEY ? "key" : "query", token, x[c], SIZE_MOST);
        }
    return true;
}

bool vectors_project(const struct vectors_head *head, size_t side, size_t first, size_t count,
                     const double *input, double *out, struct message *error)
{
    const struct vectors *v = head->vectors;
    const struct head_side *h = &head->side[side];
    size_t width = v->width[side];
    bool ok = true;
    if (!v->store->tensors) {
        for (size_t t = 0; t < count && ok; t++) {
            const double *row = input + t * width + h->number * v->dim;
            for (size_t c = 0; c < v->dim; c++)
                out[t * v->dim + c] = row[v->store->order[c]];
            ok = in_range(v, side, first + t, out + t * v->dim, error);
        }
        return ok;
    }
    bool over_all = h->columns > v->dim;
    double *wide = over_all ? malloc(count * h->columns * sizeof *wide) : NULL,
           *made = over_all ? wide : out;
    if (over_all && !wide)
        return message_memory(error);
    product(count, width, input, h->columns, h->numbers->table, made, h->columns);
    for (size_t t = 0; t < count && ok; t++) {
        finish(v->store, h, 0, h->columns, made + t * h->columns);
        if (over_all)
            memcpy(out + t * v->dim, made + t * h->columns + h->own, v->dim * sizeof *out);
        ok = in_range(v, side, first + t, out + t * v->dim, error);
    }
    free(wide);
    return ok;
}

bool head_file_rows(const struct vectors_head *head, size_t side, size_t first, size_t count,
                    double *out, struct message *error)
{
    const struct vectors *v = head->vectors;
    size_t at = head->side[side].number * v->tokens[side] + first, dim = v->dim;
    double *row = malloc(dim * sizeof *row);
    bool ok = row || message_memory(error);
    for (size_t t = 0; t < count && ok; t++) {
        ok = tensor_rows(&v->store->rows[side], at + t, 1, row, error);
        for (size_t c = 0; ok && c < dim; c++)
            out[t * dim + c] = row[v->store->order[c]];
        ok = ok && in_range(v, side, first + t, out + t * dim, error);
    }
    free(row);
    return ok;
}
