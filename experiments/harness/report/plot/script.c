#include "experiments/harness/report/plot/script.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "experiments/harness/output/csv_columns.h"
#include "experiments/harness/output/files/file_read.h"
#include "theory/ground/arrays.h"

enum { PATH_LENGTH = 4096, NAME_LENGTH = 64 };

const char plot_any[] = "lines";

static bool is_filled(const struct csv *csv, size_t column)
{
    for (size_t row = 0; row < csv->row_count; row++)
        if (*csv_cell(csv, row, column))
            return true;
    return false;
}

/* Where the words of a script's line "KEY = 'NAME ..'" begin, and the quote that ends them; NULL:
 * there is no such line. */
static const char *words_of(const char *script, const char *key, const char **end)
{
    const char *at = strstr(script, key);
    at = at ? at + strlen(key) : NULL;
    *end = at ? strchr(at, '\'') : NULL;
    return *end ? at : NULL;
}

static void add_column(struct plot_script *out, size_t column, bool over)
{
    size_t i = 0;
    while (i < out->count && out->columns[i] != column)
        i++;
    if (i == PLOT_COLUMNS_MOST)
        return;
    out->columns[i] = column;
    out->over[i] = out->over[i] || over;
    out->count += i == out->count;
}

static void add_name(struct message *names, const char *name)
{
    message_add(names, "%s\"%s\"", *names->text ? ", " : "", name);
}

enum use { NEEDS, USES, TAKES, OVER };

static void take_words(const char *script, enum use use, const struct csv *csv,
                       struct plot_script *out)
{
    static const char *const keys[] = {[NEEDS] = "\nneeds = '",
                                       [USES] = "\nuses = '",
                                       [TAKES] = "\ntakes = '",
                                       [OVER] = "\nover = '"};
    const char *end, *at = words_of(script, keys[use], &end);
    while (at && at < end) {
        char name[NAME_LENGTH];
        int length = (int)strcspn(at, " '");
        snprintf(name, sizeof name, "%.*s", length, at);
        at += length + (at[length] == ' ');
        size_t column = csv_column(csv, name);
        bool there = column < csv->column_count, filled = there && is_filled(csv, column);
        if (there)
            add_column(out, column, use == OVER);
        out->needed += use == NEEDS && filled;
        out->used += use == USES && filled;
        if (!there && use < TAKES)
            add_name(&out->absent, name);
        if (there && use == NEEDS && !filled)
            add_name(&out->empty, name);
    }
}

bool plot_script_read(const char *scripts, const char *stem, const struct csv *csv,
                      struct plot_script *out, struct message *error)
{
    static const char *const always[] = {"encoding", "qk"};
    char path[PATH_LENGTH];
    size_t size;
    snprintf(path, sizeof path, "%s/%s.gp", scripts, stem);
    char *text = file_read(path, &size, error);
    *out = (struct plot_script){.stem = stem};
    for (size_t i = 0; i < ARRAY_COUNT(always); i++)
        if (csv_column(csv, always[i]) < csv->column_count)
            add_column(out, csv_column(csv, always[i]), false);
    for (enum use use = NEEDS; text && use <= OVER; use++)
        take_words(text, use, csv, out);
    free(text);
    return text != NULL;
}

bool plot_script_fits(const struct plot_script *script)
{
    return !*script->absent.text && !*script->empty.text;
}
