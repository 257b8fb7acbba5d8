#define _GNU_SOURCE /* qsort_r */
#include "experiments/harness/report/plot/axes.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "experiments/harness/output/column_kind.h"
#include "experiments/harness/output/csv_columns.h"
#include "theory/ground/arrays.h"
#include "theory/ground/text.h"

enum { NAME_SIZE = 128 };

bool plot_is_number(const struct csv *csv, size_t column)
{
    bool found = false;
    for (size_t row = 0; row < csv->row_count; row++) {
        const char *cell = csv_cell(csv, row, column);
        char *end;
        strtod(cell, &end);
        if (*end || (*cell && end == cell))
            return false;
        found = found || *cell;
    }
    return found;
}

bool plot_is_constant(const struct csv *csv, size_t column)
{
    for (size_t row = 1; row < csv->row_count; row++)
        if (strcmp(csv_cell(csv, row, column), csv_cell(csv, 0, column)) != 0)
            return false;
    return true;
}

/* A table, and which of its columns are looked at: 1 << column. */
struct order {
    const struct csv *csv;
    uint64_t columns;
};

static int compare(const void *a, const void *b, void *context)
{
    const struct order *o = context;
    int sign = 0;
    for (uint64_t left = o->columns; sign == 0 && left; left &= left - 1) {
        size_t column = (size_t)__builtin_ctzll(left);
        sign = strcmp(csv_cell(o->csv, *(const size_t *)a, column),
                      csv_cell(o->csv, *(const size_t *)b, column));
    }
    return sign;
}

/* How many of the first rows listed differ in these columns; sorts them. */
static size_t distinct_among(const struct csv *csv, uint64_t columns, size_t most, size_t *rows)
{
    struct order order = {csv, columns};
    size_t count = most > 0;
    qsort_r(rows, most, sizeof *rows, compare, &order);
    for (size_t row = 1; row < most; row++)
        count += compare(&rows[row - 1], &rows[row], &order) != 0;
    return count;
}

/* How many rows differ in these columns. */
static size_t distinct(const struct csv *csv, uint64_t columns, size_t *rows)
{
    for (size_t row = 0; row < csv->row_count; row++)
        rows[row] = row;
    return distinct_among(csv, columns, csv->row_count, rows);
}

/* How many series have something to show. */
static size_t series_of(const struct csv *csv, const struct plot_axes *axes, size_t *rows)
{
    size_t filled = 0;
    for (size_t row = 0; axes->y < csv->column_count && row < csv->row_count; row++)
        if (*csv_cell(csv, row, axes->y))
            rows[filled++] = row;
    return distinct_among(csv, axes->telling & ~(UINT64_C(1) << axes->x), filled, rows);
}

/* The column NAME with `end` behind it, in front of a unit if it has one: "reach_lo_tok". */
static size_t beside(const struct csv *csv, size_t column, const char *end)
{
    static const char unit[] = "_tok";
    char name[NAME_SIZE];
    const char *own = csv->names[column];
    size_t length = strlen(own), tail = strlen(unit);
    snprintf(name, sizeof name, "%s%s", own, end);
    size_t found = csv_column(csv, name);
    if (found == csv->column_count && length > tail && strcmp(own + length - tail, unit) == 0) {
        snprintf(name, sizeof name, "%.*s%s%s", (int)(length - tail), own, end, unit);
        found = csv_column(csv, name);
    }
    return found;
}

static bool ends_in(const char *text, const char *end)
{
    size_t length = strlen(text), tail = strlen(end);
    return length > tail && strcmp(text + length - tail, end) == 0;
}

static uint64_t bit(size_t column) { return UINT64_C(1) << column; }

/* How good a column is as y, if it depends on x: 0 it is none. */
static int rank_y(const struct csv *csv, size_t column, const struct plot_axes *axes)
{
    const char *name = csv->names[column];
    enum column_kind kind = column_kind(name);
    if (column >= PLOT_KEYS_MOST || axes->keys & bit(column) || kind == COLUMN_KIND_FLAG ||
        !plot_is_number(csv, column))
        return 0;
    if (beside(csv, column, "_se") < csv->column_count ||
        (beside(csv, column, "_lo") < csv->column_count &&
         beside(csv, column, "_hi") < csv->column_count))
        return 5;
    if (ends_in(name, "_lo") || ends_in(name, "_hi"))
        return 2;
    return kind == COLUMN_KIND_REAL ? 4 : 3;
}

/* Lengths that many experiments are asked about. */
static const char *const lengths[] = {"context_tok", "distance_tok", "position_tok"};

/* How good a key is as x, of those that vary: lengths and quantities, other numbers, words. */
static int rank_x(const struct csv *csv, size_t key)
{
    bool counted = column_kind(csv->names[key]) == COLUMN_KIND_WHOLE &&
                   !ends_in(csv->names[key], "_tok");
    return !plot_is_number(csv, key) ? 0 : counted ? 1 : 2;
}

/* Adds a column to the keys. */
static void add_key(const struct csv *csv, size_t column, size_t *rows, size_t *before,
                    struct plot_axes *out)
{
    size_t count = distinct(csv, out->telling | bit(column), rows);
    out->keys |= bit(column);
    if (count > *before)
        out->telling |= bit(column);
    *before = count;
}

/* Finds the keys, in rows of scratch: first words and lengths, then what else it takes. */
static void find_keys(const struct csv *csv, size_t *rows, struct plot_axes *out)
{
    size_t most = csv->column_count < PLOT_KEYS_MOST ? csv->column_count : PLOT_KEYS_MOST,
           before = 1, words = 0;
    while (words < most && !plot_is_number(csv, words))
        add_key(csv, words++, rows, &before, out);
    for (size_t column = words; column < most; column++)
        if (text_find(csv->names[column], ARRAY_COUNT(lengths), lengths) < ARRAY_COUNT(lengths))
            add_key(csv, column, rows, &before, out);
    for (size_t column = words; column < most && before < csv->row_count; column++)
        if (distinct(csv, out->telling | bit(column), rows) > before)
            add_key(csv, column, rows, &before, out);
}

bool plot_axes_find(const struct csv *csv, struct plot_axes *out)
{
    size_t *rows = malloc(csv->row_count * sizeof *rows), most = 0;
    int best_x = -1, best_y = 0;
    if (!rows)
        return false;
    *out = (struct plot_axes){.y = csv->column_count};
    find_keys(csv, rows, out);
    for (uint64_t left = out->telling; left; left &= left - 1) {
        size_t key = (size_t)__builtin_ctzll(left), count = distinct(csv, bit(key), rows);
        int rank = rank_x(csv, key);
        if (count > out->widest_values) {
            out->widest = key;
            out->widest_values = count;
        }
        if (rank > best_x || (rank == best_x && count > most)) {
            out->x = key;
            out->x_is_number = rank > 0;
            best_x = rank;
            most = count;
        }
    }
    uint64_t others = out->telling & ~bit(out->x);
    size_t without = distinct(csv, others, rows);
    for (size_t column = 0; column < csv->column_count; column++) {
        int rank = rank_y(csv, column, out);
        if (rank > best_y && distinct(csv, others | bit(column), rows) == without)
            rank = 1; /* it says nothing of x */
        if (rank > best_y) {
            best_y = rank;
            out->y = column;
        }
    }
    out->series = series_of(csv, out, rows);
    free(rows);
    out->lo = best_y ? beside(csv, out->y, "_lo") : csv->column_count;
    out->hi = best_y ? beside(csv, out->y, "_hi") : csv->column_count;
    out->se = best_y ? beside(csv, out->y, "_se") : csv->column_count;
    return true;
}
