#include "experiments/models/vectors/side_numbers.h"

#include <pthread.h>
#include <stdlib.h>

#include "kernels/curves/product.h"

/* Before the count of those that hold numbers is looked at or changed. */
static pthread_mutex_t gate = PTHREAD_MUTEX_INITIALIZER;

/* The file's row of a column. */
static size_t source_row(const struct vectors *v, const struct projection *p,
                         const struct head_side *side, size_t column)
{
    size_t head = side->columns > v->dim ? column / v->dim : side->number;
    return p->first + head * p->stride + v->store->order[column % v->dim];
}

/* Entries of a weight of one axis, in the order of columns. */
static bool load_columns(const struct vectors *v, const struct tensor *t,
                         const struct projection *p, const struct head_side *side, bool per_head,
                         double **out, struct message *error)
{
    size_t entries = tensor_entries(t);
    double *all = malloc(entries * sizeof *all);
    *out = malloc(side->columns * sizeof **out);
    bool ok = all && *out ? tensor_rows(t, 0, 1, all, error) : message_memory(error);
    for (size_t c = 0; ok && c < side->columns; c++)
        (*out)[c] = all[per_head ? v->store->order[c % v->dim] : source_row(v, p, side, c)];
    free(all);
    return ok;
}

/* The matrix of a side, a row of the file at a time into the strips. */
static bool load_table(const struct vectors *v, const struct projection *p,
                       const struct head_side *side, size_t width, double **table,
                       struct message *error)
{
    size_t size = product_table_size(width, side->columns);
    double *row = malloc(width * sizeof *row);
    *table = calloc(size, sizeof **table);
    bool ok = (row && *table) || message_memory(error);
    for (size_t c = 0; ok && c < side->columns; c++) {
        size_t strip = c / PRODUCT_WIDTH * PRODUCT_WIDTH;
        ok = tensor_rows(&p->weight, source_row(v, p, side, c), 1, row, error);
        for (size_t n = 0; ok && n < width; n++)
            product_strip(*table, width, n, strip)[c - strip] = row[n];
    }
    free(row);
    return ok;
}

static bool load(const struct vectors *v, size_t which, const struct head_side *side,
                 struct side_numbers *out, struct message *error)
{
    const struct projection *p = &v->store->projection[which];
    /* a norm's weight of all heads has their rows' numbers, one of a head its coordinates' */
    const struct projection plain = {.stride = v->dim};
    bool over_all = v->store->row_norm == ROWS_RMS_ALL;
    return load_table(v, p, side, v->width[which], &out->table, error) &&
           (!p->bias.bytes || load_columns(v, &p->bias, p, side, false, &out->bias, error)) &&
           (!p->norm.bytes ||
            load_columns(v, &p->norm, &plain, side, !over_all, &out->norm, error));
}

static void forget(struct side_numbers *n)
{
    free(n->table);
    free(n->bias);
    free(n->norm);
    free(n);
}

/* What is held already, or is loaded now. */
static bool find(const struct vectors *v, size_t which, struct head_side *side,
                 struct message *error)
{
    struct side_numbers **list = &v->store->numbers[which];
    for (struct side_numbers *n = *list; n; n = n->next)
        if (n->number == side->number || n->columns > v->dim) {
            n->uses++;
            side->numbers = n;
            return true;
        }
    struct side_numbers *n = calloc(1, sizeof *n);
    if (!n)
        return message_memory(error);
    if (!load(v, which, side, n, error)) {
        forget(n);
        return false;
    }
    n->uses = 1;
    n->number = side->number;
    n->columns = side->columns;
    n->list = list;
    n->next = *list;
    *list = side->numbers = n;
    return true;
}

bool side_numbers_hold(const struct vectors *v, size_t which, struct head_side *side,
                       struct message *error)
{
    pthread_mutex_lock(&gate);
    bool ok = find(v, which, side, error);
    pthread_mutex_unlock(&gate);
    return ok;
}

void side_numbers_release(struct side_numbers *numbers)
{
    if (!numbers)
        return;
    pthread_mutex_lock(&gate);
    bool last = --numbers->uses == 0;
    struct side_numbers **at = numbers->list;
    while (last && *at != numbers)
        at = &(*at)->next;
    if (last)
        *at = numbers->next;
    pthread_mutex_unlock(&gate);
    if (last)
        forget(numbers);
}
