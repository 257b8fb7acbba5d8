#define _GNU_SOURCE /* memfd_create */
#include "experiments/harness/report/plot/data.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "experiments/harness/output/csv_columns.h"
#include "experiments/harness/output/text_stream.h"
#include "experiments/harness/report/plot/fit.h"
#include "experiments/harness/report/plot/labels.h"
#include "theory/ground/arrays.h"

/* A table and what is written of it. */
struct labelled {
    const struct csv *csv;
    const struct plot_script *script;
    struct plot_axes axes;
    struct plot_shared *shared; /* [column], of the keys */
};

/* Series of any table over which none has a label, and rows times series: then each number is a
 * dot, all alike. */
enum { SERIES_MOST = 48, PRODUCT_MOST = 1000000 };

/* Bytes of what all rows have in common. */
enum { COMMON_MOST = 2000 };

static const char *const labels[] = {"encoding", "qk"};

static void put_text(FILE *out, const char *text) { plot_text(out, strlen(text), text); }

static void put_names(FILE *out, const struct labelled *l)
{
    for (size_t i = 0; i < l->script->count; i++) {
        put_text(out, l->csv->names[l->script->columns[i]]);
        putc('\t', out);
    }
    fputs("encoding_label\tqk_label\tseries\tx\ty\tlo\thi\tse\tend", out);
}

static bool is_key(const struct labelled *l, size_t column)
{
    return column < PLOT_KEYS_MOST && l->axes.keys >> column & 1;
}

/* Whether series are more than have labels, or than are drawn one by one in some seconds. */
static bool is_crowd(const struct labelled *l)
{
    return l->axes.series > SERIES_MOST || l->axes.series * l->csv->row_count > PRODUCT_MOST;
}

/* Writes what x is in a row: a string without what all have in common. */
static void put_x(FILE *out, const struct labelled *l, size_t row)
{
    bool string = false;
    for (size_t i = 0; i < ARRAY_COUNT(labels); i++)
        string = string || strcmp(l->csv->names[l->axes.x], labels[i]) == 0;
    if (string && is_key(l, l->axes.x))
        plot_label(out, &l->shared[l->axes.x], csv_cell(l->csv, row, l->axes.x));
    else
        put_text(out, csv_cell(l->csv, row, l->axes.x));
}

static void put_row(FILE *out, const struct labelled *l, size_t row)
{
    const struct plot_axes *a = &l->axes;
    const size_t values[] = {a->y, a->lo, a->hi, a->se};
    for (size_t i = 0; i < l->script->count; i++) {
        put_text(out, csv_cell(l->csv, row, l->script->columns[i]));
        putc('\t', out);
    }
    for (size_t i = 0; i < ARRAY_COUNT(labels); i++) {
        size_t column = csv_column(l->csv, labels[i]);
        if (is_key(l, column))
            plot_label(out, &l->shared[column], csv_cell(l->csv, row, column));
        putc('\t', out);
    }
    if (!is_crowd(l))
        plot_series(out, l->csv, a, l->shared, row);
    putc('\t', out);
    put_x(out, l, row);
    for (size_t i = 0; i < ARRAY_COUNT(values); i++) {
        putc('\t', out);
        if (values[i] < l->csv->column_count)
            put_text(out, csv_cell(l->csv, row, values[i]));
    }
    fputs("\t1\n", out); /* gnuplot takes what an earlier line had for an empty last field */
}

/* Writes the names and the rows, each with its labels, and two backslashes for each, as gnuplot
 * reads one. Returns: false with errno set. */
static bool put_table(FILE *out, const struct labelled *l)
{
    struct text_stream text;
    FILE *stream = text_stream_start(&text);
    if (stream) {
        put_names(stream, l);
        putc('\n', stream);
    }
    for (size_t row = 0; stream && row < l->csv->row_count; row++)
        put_row(stream, l, row);
    char *made = text_stream_end(&text);
    errno = ENOMEM;
    for (const char *at = made; at && *at; at++) {
        if (*at == '\\')
            putc('\\', out);
        putc(*at, out);
    }
    free(made);
    return made && !ferror(out);
}

/* A file in memory that has the table. Returns: -1, with errno set. */
static int cells_of(const struct labelled *l)
{
    int data = memfd_create("data", MFD_CLOEXEC), copy = data < 0 ? -1 : dup(data);
    FILE *out = copy < 0 ? NULL : fdopen(copy, "w");
    bool ok = out && put_table(out, l);
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

/* "x y lo hi se is-x-a-number series crowd", of columns that are there, between tabs; a figure's
 * script has columns of its own. */
static void put_axes(FILE *out, const struct labelled *l)
{
    const struct plot_axes *a = &l->axes;
    const size_t columns[] = {a->x, a->y, a->lo, a->hi, a->se};
    bool any = strcmp(l->script->stem, plot_any) == 0;
    for (size_t i = 0; i < ARRAY_COUNT(columns); i++) {
        if (any && columns[i] < l->csv->column_count)
            put_text(out, l->csv->names[columns[i]]);
        putc('\t', out);
    }
    fprintf(out, "%d\t%zu\t%d", a->x_is_number, a->series, is_crowd(l));
}

/* Cuts a text that a heading has no room for, on a character's boundary. */
static char *shortened(char *text)
{
    size_t end = COMMON_MOST;
    if (text && strlen(text) > COMMON_MOST) {
        while (((unsigned char)text[end] & 0xc0) == 0x80)
            end--;
        memcpy(text + end, "...", sizeof "...");
    }
    return text;
}

/* The variables of the environment. Returns: false: no memory. */
static bool describe(const struct labelled *l, const char *experiment, struct plot_data *out)
{
    struct text_stream text;
    FILE *stream = text_stream_start(&text);
    if (stream) {
        fputs("POSBIAS_COLUMNS=", stream);
        put_names(stream, l);
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
    out->common = shortened(text_stream_end(&text));
    stream = text_stream_start(&text);
    if (stream)
        fprintf(stream, "POSBIAS_ADVICE=%s", plot_advice(l->csv, &l->axes).text);
    out->advice = text_stream_end(&text);
    return out->columns && out->axes && out->common && out->advice;
}

bool plot_data_make(const struct csv *csv, const struct plot_script *script, const char *experiment,
                    struct plot_data *out, struct message *error)
{
    struct labelled l = {.csv = csv, .script = script};
    *out = (struct plot_data){.cells = -1};
    if (!plot_has_rows(csv, error))
        return false;
    if (!plot_axes_find(csv, &l.axes))
        return message_memory(error);
    if (!plot_fits(csv, script, &l.axes, error))
        return false;
    if (!(l.shared = malloc(PLOT_KEYS_MOST * sizeof *l.shared)))
        return message_memory(error);
    for (size_t key = 0; key < PLOT_KEYS_MOST; key++)
        if (l.axes.keys >> key & 1)
            plot_shared_find(csv, key, &l.shared[key]);
    bool ok = describe(&l, experiment, out) || message_memory(error);
    if (ok && (out->cells = cells_of(&l)) < 0)
        ok = errno == ENOMEM ? message_memory(error)
                             : message_set(error, "the data could not be handed to gnuplot: %s",
                                           strerror(errno));
    free(l.shared);
    return ok;
}

void plot_data_free(struct plot_data *data)
{
    free(data->columns);
    free(data->axes);
    free(data->common);
    free(data->advice);
    if (data->cells >= 0)
        close(data->cells);
    *data = (struct plot_data){.cells = -1};
}
