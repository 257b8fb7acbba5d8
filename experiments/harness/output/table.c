#include "experiments/harness/output/table.h"

#include <errno.h>
#include <inttypes.h>
#include <jansson.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "experiments/harness/driver/ranks.h"
#include "experiments/harness/output/checksum.h"
#include "experiments/harness/output/column_kind.h"
#include "experiments/harness/output/files/atomic_file.h"
#include "experiments/harness/output/json_number.h"

/* What a cell of the row being filled holds. */
struct cell {
    enum { CELL_UNSET, CELL_EMPTY, CELL_TEXT, CELL_NUMBER } kind;
    const char *text;
    double number;
};

struct table {
    struct atomic_file output;
    FILE *file; /* output.stream */
    enum table_format format;
    size_t column_count, rows;
    long rows_line, body; /* where the count of rows stands, and where what it vouches for begins */
    const struct column *columns;
    struct message error; /* the first thing that went wrong */
    struct cell row[];    /* [column_count] */
};

/* Notes what went wrong, unless something did before. */
#define FAIL(t, ...) ((t)->error.text[0] ? (void)0 : (void)message_set(&(t)->error, __VA_ARGS__))

/* The line that makes a cut or edited CSV recognisable; filled in when the table is closed. */
#define ROWS_LINE TABLE_ROWS "%-12zu checksum %016" PRIx64 "\n"

/* The checksum of what follows in the stream. */
static uint64_t checksum(FILE *file)
{
    unsigned char block[1 << 14];
    uint64_t hash = CHECKSUM_START;
    for (size_t got; (got = fread(block, 1, sizeof block, file)) > 0;)
        hash = checksum_add(hash, block, got);
    return hash;
}

static void write_csv_text(FILE *file, const char *text)
{
    if (!strpbrk(text, ",\"\r\n")) {
        fputs(text, file);
        return;
    }
    putc('"', file);
    for (; *text; text++) {
        if (*text == '"')
            putc('"', file);
        putc(*text, file);
    }
    putc('"', file);
}

/* False without memory. */
static bool write_head(struct table *t, struct header *header)
{
    const json_t *object = header_object(header);
    const char *line = header_text(header);
    if (!object || !line)
        return false;
    if (t->format == TABLE_JSON) {
        fputs("{\"header\":", t->file);
        bool ok = json_dumpf(object, t->file, JSON_COMPACT) == 0 || ferror(t->file);
        fputs(",\"rows\":[", t->file);
        return ok;
    }
    while (*line) {
        size_t length = strcspn(line, "\n");
        fprintf(t->file, "# %.*s\n", (int)length, line);
        line += length + (line[length] == '\n');
    }
    t->rows_line = ftell(t->file);
    fprintf(t->file, ROWS_LINE, (size_t)0, (uint64_t)0);
    t->body = ftell(t->file);
    if (t->rows_line < 0 || t->body < 0)
        FAIL(t, "a place in the table's temporary file cannot be told: %s", strerror(errno));
    for (size_t i = 0; i < t->column_count; i++)
        fprintf(t->file, "%s%s", i ? "," : "", t->columns[i].name);
    putc('\n', t->file);
    return true;
}

struct table *table_open(const char *path, enum table_format format, struct header *header,
                         size_t column_count, const struct column *columns, struct message *error)
{
    struct table *t = calloc(1, sizeof *t + column_count * sizeof *t->row);
    if (!t) {
        message_memory(error);
        return NULL;
    }
    t->format = format;
    t->column_count = column_count;
    t->columns = columns;
    if (!atomic_open(&t->output, path, error)) {
        free(t);
        return NULL;
    }
    t->file = t->output.stream;
    if (!write_head(t, header))
        FAIL(t, "out of memory");
    return t;
}

/* A cell that can be filled, or NULL with the table's error set. */
static struct cell *cell_at(struct table *t, size_t column)
{
    if (column >= t->column_count) {
        FAIL(t, "row %zu has no column number %zu; it has %zu", t->rows + 1, column,
             t->column_count);
        return NULL;
    }
    if (t->row[column].kind != CELL_UNSET) {
        FAIL(t, "column %s of row %zu is set twice", t->columns[column].name, t->rows + 1);
        return NULL;
    }
    return &t->row[column];
}

void row_text(struct table *t, size_t column, const char *text)
{
    struct cell *cell = cell_at(t, column);
    if (!cell)
        return;
    if (strchr(text, '#'))
        FAIL(t, "column %s of row %zu holds a '#': \"%s\"", t->columns[column].name, t->rows + 1,
             text);
    *cell = (struct cell){.kind = CELL_TEXT, .text = text};
}

void row_optional(struct table *t, size_t column, bool present, double number)
{
    struct cell *cell = cell_at(t, column);
    if (!cell)
        return;
    if (present && !isfinite(number))
        FAIL(t, "column %s of row %zu is not a finite number", t->columns[column].name,
             t->rows + 1);
    bool sound = present && isfinite(number);
    *cell = (struct cell){.kind = sound ? CELL_NUMBER : CELL_EMPTY, .number = number};
}

void row_number(struct table *t, size_t column, double number)
{
    row_optional(t, column, true, number);
}

static void write_csv_cell(struct table *t, const struct cell *cell)
{
    if (cell->kind == CELL_TEXT)
        write_csv_text(t->file, cell->text);
    else if (cell->kind == CELL_NUMBER)
        fprintf(t->file, "%.17g", cell->number);
}

/* A number as its column has them. */
static json_t *json_cell(const char *name, double number)
{
    switch (column_kind(name)) {
    case COLUMN_KIND_FLAG:
        return number == 0.0 || number == 1.0 ? json_boolean(number == 1.0) : json_real(number);
    case COLUMN_KIND_WHOLE:
        return json_whole(number);
    default:
        return json_real(number);
    }
}

/* Writes a row as one object. */
static void write_json_row(struct table *t)
{
    json_t *row = json_object();
    bool ok = row != NULL;
    for (size_t i = 0; ok && i < t->column_count; i++) {
        const struct cell *cell = &t->row[i];
        json_t *value = cell->kind == CELL_TEXT     ? json_string(cell->text)
                        : cell->kind == CELL_NUMBER ? json_cell(t->columns[i].name, cell->number)
                                                    : json_null();
        ok = value && json_object_set_new(row, t->columns[i].name, value) == 0;
    }
    fputs(t->rows ? ",\n" : "\n", t->file);
    if (!ok ||
        (json_dumpf(row, t->file, JSON_COMPACT | JSON_REAL_PRECISION(17)) != 0 && !ferror(t->file)))
        FAIL(t, "out of memory");
    json_decref(row);
}

void row_end(struct table *t)
{
    if (t->format == TABLE_JSON) {
        write_json_row(t);
    } else {
        for (size_t i = 0; i < t->column_count; i++) {
            if (i > 0)
                putc(',', t->file);
            write_csv_cell(t, &t->row[i]);
        }
        putc('\n', t->file);
    }
    t->rows++;
    memset(t->row, 0, t->column_count * sizeof *t->row);
}

/* Writes the number of rows and the checksum of the body where they belong. What fails without a
 * word here, as a write does on a full disk, shows when the file is finished. */
static bool vouch(struct table *t)
{
    if (fflush(t->file) != 0 || ferror(t->file))
        return true;
    bool there = fseek(t->file, t->body, SEEK_SET) == 0;
    uint64_t sum = checksum(t->file);
    if (!there || ferror(t->file) || fseek(t->file, t->rows_line, SEEK_SET) != 0)
        return message_set(&t->error, "the table's temporary file cannot be read back: %s",
                           strerror(errno));
    fprintf(t->file, ROWS_LINE, t->rows, sum);
    return true;
}

bool table_close(struct table *t, struct message *error)
{
    for (size_t i = 0; i < t->column_count; i++)
        if (t->row[i].kind != CELL_UNSET)
            FAIL(t, "row %zu is not ended", t->rows + 1);
    bool ok = !t->error.text[0];
    if (t->format == TABLE_JSON)
        fputs("\n]}\n", t->file);
    else if (ok)
        ok = vouch(t);
    if (ranks_agree(!ok))
        FAIL(t, "another rank could not end its table");
    ok = !t->error.text[0];
    if (ok) {
        ok = atomic_commit(&t->output, error);
    } else {
        *error = t->error;
        atomic_discard(&t->output);
    }
    free(t);
    return ok;
}

void table_discard(struct table *t)
{
    if (!t)
        return;
    atomic_discard(&t->output);
    free(t);
}
