#define _GNU_SOURCE /* asprintf, memfd_create */
#include "experiments/harness/report/gnuplot.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "experiments/harness/output/process/child.h"
#include "experiments/harness/output/text_stream.h"

enum { PATIENCE = 60 };

/* A cell as one field of a line. */
static void put_field(FILE *out, const char *text)
{
    for (; *text; text++)
        putc(strchr("\t\r\n", *text) ? ' ' : *text, out);
}

static void put_fields(FILE *out, size_t count, char *const *fields)
{
    for (size_t i = 0; i < count; i++) {
        if (i)
            putc('\t', out);
        put_field(out, fields[i]);
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
            bool whole = cell[strspn(cell, "-0123456789")] == '\0'; /* of any length, or empty */
            if (!whole && !(is_number(cell, &number) && isfinite(number)))
                return message_set(error, "row %zu, column %s: \"%s\" is no finite number", row + 1,
                                   csv->names[column], cell);
        }
    }
    return true;
}

int gnuplot_data(const struct csv *csv, struct message *error)
{
    if (!can_be_drawn(csv, error))
        return -1;
    int data = memfd_create("data", MFD_CLOEXEC), copy = data < 0 ? -1 : dup(data);
    FILE *out = copy < 0 ? NULL : fdopen(copy, "w");
    bool ok = out != NULL;
    if (ok) {
        put_fields(out, csv->column_count, csv->names);
        for (size_t row = 0; row < csv->row_count; row++) {
            putc('\n', out);
            put_fields(out, csv->column_count, csv->cells + row * csv->column_count);
        }
        putc('\n', out);
        ok = !ferror(out);
    }
    ok = (out ? fclose(out) == 0 : false) && ok;
    if (ok)
        return data;
    message_set(error, "the data could not be handed to gnuplot: %s", strerror(errno));
    if (!out && copy >= 0)
        close(copy);
    if (data >= 0)
        close(data);
    return -1;
}

/* The environment of gnuplot: where programs and libraries are, and the names of the columns. */
struct surroundings {
    char *path, *libraries, *columns;
};

static void release(struct surroundings *s)
{
    free(s->path);
    free(s->libraries);
    free(s->columns);
}

static bool surround(struct surroundings *s, const struct csv *csv)
{
    const char *path = getenv("PATH"), *libraries = getenv("LD_LIBRARY_PATH");
    struct text_stream columns;
    *s = (struct surroundings){NULL, NULL, NULL};
    FILE *names = text_stream_start(&columns);
    if (names) {
        fputs("POSBIAS_COLUMNS=", names);
        put_fields(names, csv->column_count, csv->names);
    }
    s->columns = text_stream_end(&columns);
    bool ok = s->columns != NULL;
    ok = asprintf(&s->path, "PATH=%s", path ? path : "/usr/local/bin:/usr/bin:/bin") > 0 && ok;
    ok = asprintf(&s->libraries, "LD_LIBRARY_PATH=%s", libraries ? libraries : "") > 0 && ok;
    if (!ok)
        release(s);
    return ok;
}

/* gnuplot does not notice when the disk is full. */
static bool complete(FILE *drawing, const char *format)
{
    static const char png[] = "\0\0\0\0IEND\xae\x42\x60\x82", svg[] = "</svg>\n\n";
    bool raster = strcmp(format, "png") == 0;
    size_t size = raster ? sizeof png - 1 : sizeof svg - 1;
    char end[sizeof png];
    return fseek(drawing, -(long)size, SEEK_END) == 0 && fread(end, 1, size, drawing) == size &&
           memcmp(end, raster ? png : svg, size) == 0;
}

bool gnuplot_draw(const char *scripts, const char *stem, const char *format, const struct csv *csv,
                  int data, FILE *out, struct message *error)
{
    struct message settings, script, said;
    struct surroundings around;
    if (!surround(&around, csv))
        return message_memory(error);
    message_set(&settings, "scripts = '.'; stem = '%s'; format = '%s'", stem, format);
    message_set(&script, "%s.gp", stem);
    char name[] = "gnuplot", plain[] = "--default-settings", execute[] = "-e";
    char locale[] = "LC_ALL=C.UTF-8", home[] = "HOME=/nonexistent";
    const int files[] = {data, fileno(out)};
    const struct child child = {
        .words = (char *[]){name, plain, execute, settings.text, script.text, NULL},
        .environment = (char *[]){around.path, around.libraries, around.columns, locale, home,
                                  NULL},
        .folder = scripts,
        .files = files,
        .file_count = sizeof files / sizeof *files,
        .seconds = PATIENCE,
    };
    enum child_end end = child_run(&child, &said);
    release(&around);
    switch (end) {
    case CHILD_DONE:
        return complete(out, format) ||
               message_set(error, "gnuplot's %s is cut short; is the disk full?", format);
    case CHILD_ABSENT:
        return message_set(
            error, "gnuplot is not installed: figures are not drawn, everything else works");
    case CHILD_FAILED:
    case CHILD_LATE:
        break;
    }
    return message_set(error, "gnuplot failed on plots/%s.gp: %s", stem, said.text);
}
