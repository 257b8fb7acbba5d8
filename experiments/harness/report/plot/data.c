#define _GNU_SOURCE /* memfd_create */
#include "experiments/harness/report/plot/data.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "experiments/harness/output/csv_columns.h"
#include "experiments/harness/output/text_stream.h"
#include "experiments/harness/report/plot/labels.h"
#include "theory/ground/arrays.h"

static void put_fields(FILE *out, size_t count, char *const *fields)
{
    for (size_t i = 0; i < count; i++) {
        if (i)
            putc('\t', out);
        plot_text(out, strlen(fields[i]), fields[i]);
    }
}

/* Whether a cell is a number; one with an exponent out of range and NaN are, and not finite. */
static bool is_number(const char *cell, double *number)
{
    char *end;
    *number = strtod(cell, &end);
    return end > cell && !*end;
}

/* Whether there is something to draw: rows, and in a column that has numbers nothing else. */
static bool can_be_drawn(const struct csv *csv, struct message *error)
{
    double number;
    if (csv->row_count == 0)
        return message_set(error, "the table has no rows");
    for (size_t column = 0; column < csv->column_count; column++) {
        bool numbers = false;
        for (size_t row = 0; row < csv->row_count; row++)
            numbers = numbers || is_number(csv_cell(csv, row, column), &number);
        for (size_t row = 0; numbers && row < csv->row_count; row++) {
            const char *cell = csv_cell(csv, row, column);
            const char *digits = cell + (*cell == '-' && cell[1]);
            bool whole = digits[strspn(digits, "0123456789")] == '\0'; /* of any length, or empty */
            if (!whole && !(is_number(cell, &number) && isfinite(number)))
                return message_set(error, "row %zu, column %s: \"%s\" is no finite number", row + 1,
                                   csv->names[column], cell);
        }
    }
    return true;
}

/* What is written behind the cells of each row, and into the environment. */
struct labelled {
    const struct csv *csv;
    struct plot_axes axes;
    struct plot_shared *shared; /* [column], of the keys */
};

static const char *const labels[] = {"encoding", "qk"};

static void put_names(FILE *out, const struct csv *csv)
{
    put_fields(out, csv->column_count, csv->names);
    fputs("\tencoding_label\tqk_label\tseries\tend", out);
}

/* Writes the rows, each with its labels. */
static void put_rows(FILE *out, const struct labelled *l)
{
    for (size_t row = 0; row < l->csv->row_count; row++) {
        putc('\n', out);
        put_fields(out, l->csv->column_count, l->csv->cells + row * l->csv->column_count);
        for (size_t i = 0; i < ARRAY_COUNT(labels); i++) {
            size_t column = csv_column(l->csv, labels[i]);
            putc('\t', out);
            if (column < PLOT_KEYS_MOST && l->axes.keys >> column & 1)
                plot_label(out, &l->shared[column], csv_cell(l->csv, row, column));
        }
        putc('\t', out);
        plot_series(out, l->csv, &l->axes, l->shared, row);
        fputs("\t1", out); /* gnuplot takes what an earlier line had for an empty last field */
    }
    putc('\n', out);
}

/* A file in memory that has them. Returns: -1, with errno set. */
static int cells_of(const struct labelled *l)
{
    int data = memfd_create("data", MFD_CLOEXEC), copy = data < 0 ? -1 : dup(data);
    FILE *out = copy < 0 ? NULL : fdopen(copy, "w");
    bool ok = out != NULL;
    if (ok) {
        put_names(out, l->csv);
        put_rows(out, l);
        ok = !ferror(out);
    }
    ok = (out ? fclose(out) == 0 : false) && ok;
    if (ok)
        return data;
    int code = errno;
    if (!out && copy >= 0)
        close(copy);
    if (data >= 0)
        close(data);
    errno = code;
    return -1;
}

/* "x y lo hi se is-x-a-number", of columns that are there, between tabs. */
static void put_axes(FILE *out, const struct labelled *l)
{
    const struct plot_axes *a = &l->axes;
    const size_t columns[] = {a->x, a->y, a->lo, a->hi, a->se};
    for (size_t i = 0; i < ARRAY_COUNT(columns); i++) {
        if (columns[i] < l->csv->column_count)
            plot_text(out, strlen(l->csv->names[columns[i]]), l->csv->names[columns[i]]);
        putc('\t', out);
    }
    putc(a->x_is_number ? '1' : '0', out);
}

/* The variables of the environment. Returns: false: no memory. */
static bool describe(const struct labelled *l, const char *experiment, struct plot_data *out)
{
    struct text_stream text;
    FILE *stream = text_stream_start(&text);
    if (stream) {
        fputs("POSBIAS_COLUMNS=", stream);
        put_names(stream, l->csv);
    }
    out->columns = text_stream_end(&text);
    stream = text_stream_start(&text);
    if (stream) {
        fputs("POSBIAS_AXES=", stream);
        put_axes(stream, l);
    }
    out->axes = text_stream_end(&text);
    stream = text_stream_start(&text);
    if (stream) {
        fputs("POSBIAS_COMMON=", stream);
        plot_common(stream, l->csv, &l->axes, l->shared, experiment);
    }
    out->common = text_stream_end(&text);
    return out->columns && out->axes && out->common;
}

bool plot_data_make(const struct csv *csv, const char *experiment, struct plot_data *out,
                    struct message *error)
{
    struct labelled l = {.csv = csv};
    *out = (struct plot_data){.cells = -1};
    if (!can_be_drawn(csv, error))
        return false;
    if (!plot_axes_find(csv, &l.axes) || !(l.shared = malloc(PLOT_KEYS_MOST * sizeof *l.shared)))
        return message_memory(error);
    for (size_t key = 0; key < PLOT_KEYS_MOST; key++)
        if (l.axes.keys >> key & 1)
            plot_shared_find(csv, key, &l.shared[key]);
    bool ok = describe(&l, experiment, out) || message_memory(error);
    if (ok && (out->cells = cells_of(&l)) < 0)
        ok = message_set(error, "the data could not be handed to gnuplot: %s", strerror(errno));
    free(l.shared);
    return ok;
}

void plot_data_free(struct plot_data *data)
{
    free(data->columns);
    free(data->axes);
    free(data->common);
    if (data->cells >= 0)
        close(data->cells);
    *data = (struct plot_data){.cells = -1};
}
