#include "experiments/harness/output/csv.h"

#include <stdlib.h>
#include <string.h>

#include "experiments/harness/output/files/file_read.h"

/* A place in a text that is being cut into pieces where it lies. */
struct cursor {
    const char *path;
    char *at;
    size_t line;
};

/* Ends the cell that stops here; true if it was the last of its line, and then the next line begins
 * at the cursor. end: where the text of the cell ends, in front of any closing quote. */
static bool close_cell(struct cursor *c, char *end)
{
    bool last = *c->at != ',';
    if (c->at[0] == '\r' && c->at[1] == '\n')
        c->at++;
    c->line += *c->at == '\n';
    c->at += *c->at != '\0';
    *end = '\0';
    return last;
}

/* Cuts one cell off, resolving its quotes in place. */
static bool take_cell(struct cursor *c, char **cell, bool *last, struct message *error)
{
    *cell = c->at;
    if (*c->at != '"') {
        c->at += strcspn(c->at, ",\"\n\r");
        if (*c->at == '"' || (*c->at == '\r' && c->at[1] != '\n'))
            return message_set(error, "%s: line %zu: %s inside a cell without quotes", c->path,
                               c->line, *c->at == '"' ? "a quote" : "a carriage return");
        *last = close_cell(c, c->at);
        return true;
    }
    char *out = *cell;
    size_t opened = c->line;
    for (c->at++; *c->at && (c->at[0] != '"' || c->at[1] == '"'); c->at++) {
        c->at += *c->at == '"';
        c->line += *c->at == '\n';
        *out++ = *c->at;
    }
    if (!*c->at)
        return message_set(error, "%s: line %zu: the quote is never closed", c->path, opened);
    c->at++;
    if (!strchr(",\n", *c->at) && strncmp(c->at, "\r\n", 2) != 0)
        return message_set(error, "%s: line %zu: text after the closing quote", c->path, c->line);
    *last = close_cell(c, out);
    return true;
}

/* Cuts one line into cells. */
static bool take_row(struct cursor *c, char **cells, size_t *count, struct message *error)
{
    for (bool last = false; !last; ++*count)
        if (!take_cell(c, &cells[*count], &last, error))
            return false;
    return true;
}

static void take_header(struct cursor *c, struct csv *out)
{
    while (*c->at == '#') {
        char *line = c->at + 1 + (c->at[1] == ' ');
        c->at += strcspn(c->at, "\n");
        char *end = c->at > line && c->at[-1] == '\r' ? c->at - 1 : c->at;
        close_cell(c, end);
        out->header[out->header_count++] = line;
    }
}

bool csv_read(const char *path, struct csv *out, struct message *error)
{
    size_t size = 0, pieces = 2;
    *out = (struct csv){0};
    out->text = file_read(path, &size, error);
    if (!out->text)
        return false;
    if (strlen(out->text) != size)
        return message_set(error, "%s: a zero byte; expected text", path);
    for (const char *p = out->text; (p = strpbrk(p, ",\n")); p++)
        pieces++;
    /* One array holds the header lines, the names and the cells, in this order. */
    out->header = malloc(pieces * sizeof *out->header);
    if (!out->header)
        return message_memory(error);
    static const char mark[] = "\xef\xbb\xbf"; /* that some programs put in front of UTF-8 */
    struct cursor c = {path, out->text, 1};
    c.at += strncmp(c.at, mark, strlen(mark)) == 0 ? strlen(mark) : 0;
    take_header(&c, out);
    out->names = out->header + out->header_count;
    if (!*c.at)
        return message_set(error, "%s: line %zu: no column names", path, c.line);
    if (!take_row(&c, out->names, &out->column_count, error))
        return false;
    out->cells = out->names + out->column_count;
    while (*c.at) {
        size_t count = 0, line = c.line;
        if (!take_row(&c, out->cells + out->row_count * out->column_count, &count, error))
            return false;
        if (count != out->column_count)
            return message_set(error, "%s: line %zu: %zu cells; expected %zu", path, line, count,
                               out->column_count);
        out->row_count++;
    }
    return true;
}

void csv_free(struct csv *csv)
{
    free(csv->header);
    free(csv->text);
    *csv = (struct csv){0};
}

const char *csv_header(const struct csv *csv, const char *key)
{
    size_t length = strlen(key);
    for (size_t i = 0; i < csv->header_count; i++)
        if (strncmp(csv->header[i], key, length) == 0 && csv->header[i][length] == ' ')
            return csv->header[i] + length + 1;
    return NULL;
}

const char *csv_cell(const struct csv *csv, size_t row, size_t column)
{
    return csv->cells[row * csv->column_count + column];
}
