#include "experiments/harness/report/plot/choice.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "experiments/harness/output/csv_columns.h"
#include "experiments/harness/output/files/file_read.h"

enum { PATH_LENGTH = 4096, NAME_LENGTH = 64 };

const char plot_any[] = "lines";

static bool is_filled(const struct csv *csv, size_t column)
{
    for (size_t row = 0; row < csv->row_count; row++)
        if (*csv_cell(csv, row, column))
            return true;
    return false;
}

/* The words of a script's line "KEY = 'NAME ..'".
 * Returns: how many of them are columns with a cell that is not empty; -1: one is no column. */
static int filled(const char *script, const char *key, const struct csv *csv, size_t *names)
{
    const char *at = strstr(script, key), *end = at ? strchr(at + strlen(key), '\'') : NULL;
    int count = 0;
    *names = 0;
    for (at = at ? at + strlen(key) : ""; end && at < end; ++*names) {
        char name[NAME_LENGTH];
        int length = (int)strcspn(at, " '");
        snprintf(name, sizeof name, "%.*s", length, at);
        at += length + (at[length] == ' ');
        size_t column = csv_column(csv, name);
        if (column == csv->column_count)
            return -1;
        count += is_filled(csv, column);
    }
    return count;
}

/* How many of a figure's arguments "--NAME=VALUE" the table's header has as "NAME VALUE". */
static int arguments_met(const struct figure *figure, const struct csv *csv)
{
    int count = 0;
    for (size_t i = 0; figure->arguments[i]; i++) {
        char name[NAME_LENGTH];
        const char *argument = figure->arguments[i] + strspn(figure->arguments[i], "-");
        size_t length = strcspn(argument, "=");
        snprintf(name, sizeof name, "%.*s", (int)length, argument);
        const char *value = csv_header(csv, name);
        count += value && argument[length] && strcmp(value, argument + length + 1) == 0;
    }
    return count;
}

const char *plot_choice(const char *scripts, size_t count, const struct figure *figures,
                        const char *name, const struct csv *csv, struct message *error)
{
    const char *found = plot_any;
    int most = -1, met = 0;
    for (size_t i = 0; i < count; i++) {
        char path[PATH_LENGTH];
        size_t size, needed, used;
        snprintf(path, sizeof path, "%s/%s.gp", scripts, figures[i].stem);
        char *script = file_read(path, &size, error);
        if (!script)
            return NULL;
        int needs = filled(script, "\nneeds = '", csv, &needed);
        int uses = filled(script, "\nuses = '", csv, &used);
        free(script);
        if (needs < 1 || (size_t)needs < needed || uses < 0)
            continue;
        if (strcmp(figures[i].stem, name) == 0)
            return figures[i].stem;
        int arguments = arguments_met(&figures[i], csv);
        if (uses > most || (uses == most && arguments > met)) {
            found = figures[i].stem;
            most = uses;
            met = arguments;
        }
    }
    return found;
}
