#include "experiments/harness/command/settings.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "experiments/harness/command/choice.h"
#include "experiments/harness/command/list.h"
#include "experiments/harness/output/files/destination.h"
#include "theory/ground/text.h"
#include "theory/model/schedule.h"

enum { THREADS_MOST = 1024 };

static const struct plain_option table[SETTING_COUNT] = {
    [SETTING_SCALE] = {"scale", "smoke|standard|full",
                       "how much is computed where nothing else says so; default standard"},
    [SETTING_THREADS] = {"threads", "N",
                         "threads, without effect on the result; default all cores"},
    [SETTING_FORMAT] = {"format", "NAME", "format of the result; default the first named"},
    [SETTING_OUTPUT] = {"output", "FILE",
                        "write to FILE, complete or not at all; a run that is stopped goes on "
                        "from FILE.checkpoint; default standard output"},
    [SETTING_OUT] = {"out", "DIR", "folder of the results; default out"},
    [SETTING_FIGURE] = {"figure", "STEM",
                        "the figure of its experiment that FILE.csv is drawn as, or lines, which "
                        "any table is; default what its columns and rows fit"},
    [SETTING_CONTEXT] = {"context", "N", "context length, tokens; default the file's own"},
    [SETTING_WEIGHTS] = {"weights", "FILE",
                         "the model's file that some claims are about; without it they are not "
                         "judged, and not counted"},
    [SETTING_JSON] = {"json", NULL, "as JSON"},
    [SETTING_LIST] = {"list", NULL, "print ids and statements, judge nothing"},
    [SETTING_REUSE] = {"reuse", NULL,
                       "keep FILE, a regular one, if it holds exactly this result; its checksum "
                       "tells damage, not forgery"},
    [SETTING_YES] = {"yes", NULL, "start even if it would take over an hour or most of the memory"},
    [SETTING_QUIET] = {"quiet", NULL, "say nothing on standard error unless something fails"},
    [SETTING_HELP] = {"help", NULL, "print this and do nothing else"},
};

void settings_rows(const struct setting_menu *menu, struct setting_rows *out)
{
    *out = (struct setting_rows){0};
    for (size_t i = 0; menu->formats && menu->formats[i]; i++) {
        size_t used = strlen(out->formats.text);
        snprintf(out->formats.text + used, sizeof out->formats.text - used, "%s%s", i ? "|" : "",
                 menu->formats[i]);
    }
    if (menu->formats_default) {
        message_add(&out->formats, ",..");
        message_set(&out->formats_meaning, "formats of the result, joined by ','; default %s",
                    menu->formats_default);
    }
    for (size_t i = 0; i < SETTING_COUNT; i++)
        if (menu->which & 1u << i) {
            out->rows[out->count] = table[i];
            if (i == SETTING_OUTPUT && menu->output)
                out->rows[out->count].meaning = menu->output;
            if (i == SETTING_FORMAT)
                out->rows[out->count].metavar = out->formats.text;
            if (i == SETTING_FORMAT && menu->formats_default)
                out->rows[out->count].meaning = out->formats_meaning.text;
            out->count++;
        }
}

struct settings settings_default(void)
{
    return (struct settings){.scale = SCALE_STANDARD, .folder = "out"};
}

enum setting settings_find(const struct setting_menu *menu, const char *name)
{
    size_t i = 0;
    while (i < SETTING_COUNT && !((menu->which & 1u << i) && strcmp(table[i].name, name) == 0))
        i++;
    return (enum setting)i;
}

/* Names of formats joined by ','. */
static bool read_formats(const char *value, const char *const *names, unsigned *out,
                         struct message *error)
{
    size_t count;
    double *list;
    bool ok = choice_several(value, names, &list, &count, error);
    for (size_t i = 0; ok && i < count; i++)
        *out |= 1u << (size_t)list[i];
    free(list);
    return ok;
}

/* The value alone; the option's name is put in front of the error by the caller. */
static bool read_value(const struct setting_menu *menu, enum setting which, const char *value,
                       struct settings *out, struct message *error)
{
    size_t index;
    double number, *list;
    const char *fault;
    switch (which) {
    case SETTING_SCALE:
        if (!choice_one(value, scale_names, &index, error))
            return false;
        out->scale = (enum scale)index;
        return true;
    case SETTING_THREADS:
        fault = text_number_fault(value, &number);
        if (fault || number != floor(number))
            return message_set(error, "\"%s\" %s; expected a whole number from 1 to %d", value,
                               fault ? fault : "is not a whole number", THREADS_MOST);
        if (number < 1 || number > THREADS_MOST)
            return message_set(error,
                               "\"%s\" is out of range; expected a whole number from 1 to %d",
                               value, THREADS_MOST);
        out->threads = (int)number;
        return true;
    case SETTING_FORMAT:
        if (menu->formats_default)
            return read_formats(value, menu->formats, &out->formats, error);
        return choice_one(value, menu->formats, &out->format, error);
    case SETTING_OUTPUT:
        out->output = destination_is_stdout(value) ? NULL : value;
        return *value || message_set(error, "the file name is empty");
    case SETTING_OUT:
        out->folder = value;
        return *value || message_set(error, "the folder's name is empty");
    case SETTING_FIGURE:
        out->figure = value;
        return *value || message_set(error, "the figure's name is empty");
    case SETTING_CONTEXT:
        if (!list_integers(value, 1.0, DISTANCE_LIMIT, &list, &index, error))
            return false;
        out->context = list[0];
        free(list);
        return index == 1 ||
               message_set(error, "\"%s\" is more than one length; expected one", value);
    case SETTING_WEIGHTS:
        out->weights = value;
        return *value || message_set(error, "the file name is empty");
    case SETTING_JSON:
        return out->json = true;
    case SETTING_LIST:
        return out->list = true;
    case SETTING_REUSE:
        return out->reuse = true;
    case SETTING_YES:
        return out->yes = true;
    case SETTING_QUIET:
        return out->quiet = true;
    case SETTING_HELP: /* seen before any other word */
    case SETTING_COUNT:
        break;
    }
    return false;
}

bool settings_read(const struct setting_menu *menu, enum setting which, const char *value,
                   struct settings *out, struct message *error)
{
    struct message inner;
    if (out->given & 1u << which)
        return message_set(error, "option --%s is given twice", table[which].name);
    out->given |= 1u << which;
    return read_value(menu, which, value, out, &inner) ||
           (message_is_memory(&inner)
                ? message_memory(error)
                : message_set(error, "option --%s: %s", table[which].name, inner.text));
}

bool settings_list_fits(const struct settings *settings, struct message *error)
{
    static const enum setting dropped[] = {SETTING_FORMAT, SETTING_OUTPUT, SETTING_REUSE,
                                           SETTING_WEIGHTS};
    for (size_t i = 0; settings->list && i < sizeof dropped / sizeof *dropped; i++)
        if (settings->given & 1u << dropped[i])
            return message_set(error,
                               "option --%s: --list prints ids and statements alone; give one of "
                               "them",
                               table[dropped[i]].name);
    return true;
}
