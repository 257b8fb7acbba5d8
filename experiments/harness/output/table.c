#include "experiments/harness/output/table.h"

#include <inttypes.h>
#include <jansson.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "experiments/harness/output/atomic_file.h"
#include "experiments/harness/output/checksum.h"

struct table {
    struct atomic_file output;
    FILE *file; /* output.stream */
    enum table_format format;
    size_t column_count, at, rows;
    long rows_line, body; /* where the count of rows stands, and where what it vouches for begins */
    const struct column *columns;
    json_t *row; /* the row being filled, JSON only */
    struct message error;
};

/* The line that makes a cut or edited CSV recognisable; filled in when the table is closed. */
#define ROWS_LINE "# rows %-12zu checksum %016" PRIx64 "\n"

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

static void write_head(struct table *t, const char *header)
{
    if (t->format == TABLE_JSON) {
        json_t *text = json_string(header);
        fputs("{\"header\":", t->file);
        json_dumpf(text, t->file, JSON_ENCODE_ANY);
        fputs(",\"rows\":[", t->file);
        json_decref(text);
        return;
    }
    for (const char *line = header; *line;) {
        size_t length = strcspn(line, "\n");
        fprintf(t->file, "# %.*s\n", (int)length, line);
        line += length + (line[length] == '\n');
    }
    t->rows_line = ftell(t->file);
    fprintf(t->file, ROWS_LINE, (size_t)0, (uint64_t)0);
    t->body = ftell(t->file);
    for (size_t i = 0; i < t->column_count; i++)
        fprintf(t->file, "%s%s", i ? "," : "", t->columns[i].name);
    putc('\n', t->file);
}

struct table *table_open(const char *path, enum table_format format, const char *header,
                         size_t column_count, const struct column *columns, struct message *error)
{
    struct table *t = calloc(1, sizeof *t);
    if (!t) {
        message_set(error, "out of memory");
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
    write_head(t, header);
    return t;
}

/* Before a cell: the separator, or a fresh JSON row. */
static void begin_cell(struct table *t)
{
    if (t->format == TABLE_CSV && t->at > 0)
        putc(',', t->file);
    if (t->format == TABLE_JSON && t->at == 0)
        t->row = json_object();
}

static void end_cell(struct table *t, json_t *value)
{
    if (t->format == TABLE_JSON)
        json_object_set_new(t->row, t->columns[t->at].name, value);
    if (++t->at < t->column_count)
        return;
    if (t->format == TABLE_JSON) {
        fputs(t->rows ? ",\n" : "\n", t->file);
        json_dumpf(t->row, t->file, JSON_COMPACT | JSON_REAL_PRECISION(17));
        json_decref(t->row);
        t->row = NULL;
    } else {
        putc('\n', t->file);
    }
    t->rows++;
    t->at = 0;
}

void table_text(struct table *t, const char *text)
{
    begin_cell(t);
    if (t->format == TABLE_CSV)
        write_csv_text(t->file, text);
    end_cell(t, t->format == TABLE_JSON ? json_string(text) : NULL);
}

void table_number(struct table *t, double number)
{
    if (!isfinite(number) && !t->error.text[0])
        message_set(&t->error, "column %s of row %zu is not a finite number",
                    t->columns[t->at].name, t->rows + 1);
    begin_cell(t);
    if (t->format == TABLE_CSV)
        fprintf(t->file, "%.17g", number);
    end_cell(t, t->format == TABLE_JSON ? json_real(number) : NULL);
}

void table_empty(struct table *t)
{
    begin_cell(t);
    end_cell(t, t->format == TABLE_JSON ? json_null() : NULL);
}

void table_optional(struct table *t, bool present, double number)
{
    if (present)
        table_number(t, number);
    else
        table_empty(t);
}

/* Writes the number of rows and the checksum of the body where they belong. */
static void vouch(struct table *t)
{
    fflush(t->file);
    fseek(t->file, t->body, SEEK_SET);
    uint64_t sum = checksum(t->file);
    fseek(t->file, t->rows_line, SEEK_SET);
    fprintf(t->file, ROWS_LINE, t->rows, sum);
}

bool table_close(struct table *t, struct message *error)
{
    bool ok = !t->error.text[0];
    if (t->format == TABLE_JSON)
        fputs("\n]}\n", t->file);
    else if (ok)
        vouch(t);
    if (ok) {
        ok = atomic_commit(&t->output, error);
    } else {
        *error = t->error;
        atomic_discard(&t->output);
    }
    json_decref(t->row);
    free(t);
    return ok;
}

void table_discard(struct table *t)
{
    if (!t)
        return;
    atomic_discard(&t->output);
    json_decref(t->row);
    free(t);
}

bool table_matches(const char *path, const char *header)
{
    FILE *file = fopen(path, "r");
    if (!file)
        return false;
    bool same = true;
    for (const char *line = header; same && *line;) {
        size_t length = strcspn(line, "\n");
        same = getc(file) == '#' && getc(file) == ' ';
        for (size_t i = 0; same && i < length; i++)
            same = getc(file) == (unsigned char)line[i];
        same = same && getc(file) == '\n';
        line += length + (line[length] == '\n');
    }
    size_t rows = 0;
    uint64_t sum = 0;
    char end = 0;
    same = same && fscanf(file, "# rows %zu checksum %" SCNx64 "%c", &rows, &sum, &end) == 3 &&
           end == '\n' && rows > 0 && checksum(file) == sum;
    fclose(file);
    return same;
}
