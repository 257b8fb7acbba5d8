#include "experiments/harness/report/plot/choice.h"

#include <stdio.h>
#include <string.h>

#include "experiments/harness/report/plot/script.h"

enum { NAME_LENGTH = 64 };

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
    size_t most = 0;
    int met = -1;
    for (size_t i = 0; i < count; i++) {
        struct plot_script script;
        if (!plot_script_read(scripts, figures[i].stem, csv, &script, error))
            return NULL;
        if (script.needed == 0 || !plot_script_fits(&script))
            continue;
        if (strcmp(figures[i].stem, name) == 0)
            return figures[i].stem;
        int arguments = arguments_met(&figures[i], csv);
        if (met < 0 || script.used > most || (script.used == most && arguments > met)) {
            found = figures[i].stem;
            most = script.used;
            met = arguments;
        }
    }
    return found;
}
