#include "experiments/harness/table.h"

#include <errno.h>
#include <jansson.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

struct table {
    FILE *file;
    char *path, *temporary;
    enum table_format format;
    size_t column_count, at, rows;
    const struct column *columns;
    json_t *row; /* the row being filled, JSON only */
    struct message error;
};

enum { PATH_LENGTH = 4096 };

/* The temporary file a signal handler must remove. */
static char pending[PATH_LENGTH];

void table_pending(const char *path)
{
    snprintf(pending, sizeof pending, "%s", path ? path : "");
}

void table_interrupted(void)
{
    if (pending[0])
        unlink(pending);
}

/* "dir/name" -> "dir/.name.tmp-PID": same folder, so that rename is atomic. */
static bool temporary_name(const char *path, char *out)
{
    const char *slash = strrchr(path, '/');
    int folder = slash ? (int)(slash - path) + 1 : 0;
    return snprintf(out, PATH_LENGTH, "%.*s.%s.tmp-%ld", folder, path, path + folder, (long)getpid()) < PATH_LENGTH;
}

/* A pipe or a device is written in place: renaming over it would replace it. */
static bool is_special(const char *path)
{
    struct stat status;
    return stat(path, &status) == 0 && !S_ISREG(status.st_mode);
}

static void write_csv_text(FILE *file, const char *text)
{
    if (!strpbrk(text, ",\"\n")) {
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
    for (size_t i = 0; i < t->column_count; i++)
        fprintf(t->file, "%s%s", i ? "," : "", t->columns[i].name);
    putc('\n', t->file);
}

struct table *table_open(const char *path, enum table_format format, const char *header, size_t column_count,
                         const struct column *columns, struct message *error)
{
    struct table *t = calloc(1, sizeof *t);
    char temporary[PATH_LENGTH] = "";
    bool direct = path && is_special(path);
    if (!t || (path && !temporary_name(path, temporary))) {
        message_set(error, t ? "output path \"%.80s...\" is too long" : "out of memory%s", t ? path : "");
        free(t);
        return NULL;
    }
    t->format = format;
    t->column_count = column_count;
    t->columns = columns;
    t->file = path ? fopen(direct ? path : temporary, "w") : stdout;
    if (!t->file) {
        message_set(error, "cannot write \"%s\": %s", path, strerror(errno));
        free(t);
        return NULL;
    }
    if (path)
        t->path = strdup(path);
    if (path && !direct) {
        t->temporary = strdup(temporary);
        table_pending(temporary);
    }
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
        message_set(&t->error, "column %s of row %zu is not a finite number", t->columns[t->at].name, t->rows + 1);
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

static void table_free(struct table *t)
{
    if (t->temporary) {
        unlink(t->temporary);
        table_pending(NULL);
    }
    json_decref(t->row);
    free(t->path);
    free(t->temporary);
    free(t);
}

bool table_close(struct table *t, struct message *error)
{
    bool ok = !t->error.text[0];
    if (!ok)
        *error = t->error;
    if (t->format == TABLE_JSON)
        fputs("\n]}\n", t->file);
    /* A full disk shows at the latest when the data is forced out. */
    bool written = fflush(t->file) == 0 && !ferror(t->file) && (!t->temporary || fsync(fileno(t->file)) == 0);
    int code = errno;
    if (t->path && fclose(t->file) != 0)
        written = false;
    if (ok && !written)
        ok = message_set(error, "cannot write \"%s\": %s", t->path ? t->path : "standard output", strerror(code));
    if (ok && t->temporary) {
        if (rename(t->temporary, t->path) != 0)
            ok = message_set(error, "cannot write \"%s\": %s", t->path, strerror(errno));
    }
    table_free(t);
    return ok;
}

void table_discard(struct table *t)
{
    if (!t)
        return;
    if (t->path)
        fclose(t->file);
    table_free(t);
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
    int next = same ? getc(file) : EOF;
    fclose(file);
    return same && next != '#' && next != EOF;
}
