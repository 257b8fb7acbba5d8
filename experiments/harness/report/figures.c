#include "experiments/harness/report/figures.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "experiments/harness/output/files/program.h"
#include "experiments/harness/output/process/failure.h"
#include "experiments/harness/report/plot/drawing.h"
#include "theory/ground/text.h"

enum { NAME_LENGTH = 256 };

static const char table_end[] = ".csv";

const char *const figures_formats[] = {"svg", "png", "pdf", NULL};

static bool ends_in(const char *text, const char *end)
{
    size_t length = strlen(text), tail = strlen(end);
    return length > tail && strcmp(text + length - tail, end) == 0;
}

/* "unknown figure .." with every name that would do. */
static int unknown_figure(size_t list_count, const struct figure_list *lists, const char *what)
{
    struct message error;
    size_t count = 0, most = 1;
    for (size_t e = 0; e < list_count; e++)
        most += 1 + lists[e].count;
    const char **names = calloc(most, sizeof *names);
    if (!names) {
        message_memory(&error);
        return failure_print(EXIT_BROKEN, &error);
    }
    names[count++] = "all";
    for (size_t e = 0; e < list_count; e++) {
        names[count++] = lists[e].experiment;
        for (size_t f = 0; f < lists[e].count; f++)
            if (strcmp(lists[e].figures[f].stem, lists[e].experiment) != 0)
                names[count++] = lists[e].figures[f].stem;
    }
    message_set(&error, "unknown figure \"%s\"; expected FILE.csv or one of %s%s", what,
                text_join(count, names).text, text_suggestion(what, count, names).text);
    free(names);
    return failure_print(EXIT_USAGE, &error);
}

/* The place of the format that -o ends in, or of the NULL behind them. */
static size_t format_named(const struct figures_request *request)
{
    size_t i = 0;
    for (; figures_formats[i]; i++) {
        char end[8];
        snprintf(end, sizeof end, ".%s", figures_formats[i]);
        if (request->output && ends_in(request->output, end))
            break;
    }
    return i;
}

/* Formats where none was named: what -o ends in. Returns: 0 with *error set. */
static unsigned formats_of(const struct figures_request *request, struct message *error)
{
    size_t named = format_named(request);
    if (figures_formats[named])
        return 1u << named;
    if (!request->output && !request->printed)
        return FIGURES_DEFAULT;
    message_set(error,
                "option --output: \"%s\" ends in no format; expected .svg, .png or .pdf, or "
                "--format",
                request->output ? request->output : "-");
    return 0;
}

/* Whether the request is for one drawing in one format, if it goes to one place. */
static bool is_one(const struct figures_request *request, size_t drawings, struct message *error)
{
    if (!request->output && !request->printed)
        return true;
    if (request->formats & (request->formats - 1))
        return message_set(error,
                           "option --output: one file takes one format; --format names more");
    size_t named = format_named(request);
    if (figures_formats[named] && request->formats != 1u << named)
        return message_set(error,
                           "option --output: \"%s\" ends in .%s, --format is another; expected "
                           "--format=%s or none",
                           request->output, figures_formats[named], figures_formats[named]);
    return drawings < 2 ||
           message_set(error,
                       "option --output: \"%s\" is %zu figures; expected FILE.csv or "
                       "the name of one",
                       request->what, drawings);
}

/* The path of a user's CSV as a drawing: a folder takes the drawings, the CSV is where it is. */
static void of_file(const struct figures_request *request, struct drawing *d)
{
    const char *slash = strrchr(request->what, '/'), *name = slash ? slash + 1 : request->what;
    message_set(&d->stem, "%.*s", (int)(strlen(name) - strlen(table_end)), name);
    snprintf(d->table, sizeof d->table, "%s", request->what);
    snprintf(d->base, sizeof d->base, "%s%s%.*s", request->folder ? request->folder : "",
             request->folder ? "/" : "",
             (int)(strlen(request->folder ? name : request->what) - strlen(table_end)),
             request->folder ? name : request->what);
    message_set(&d->name, "\"%s\"", request->what);
    d->script = NULL;
}

static void of_figure(const struct figures_request *request, const struct figure *figure,
                      struct drawing *d)
{
    const char *folder = request->folder ? request->folder : "out";
    snprintf(d->table, sizeof d->table, "%s/%s.csv", folder, figure->stem);
    snprintf(d->base, sizeof d->base, "%s/%s", folder, figure->stem);
    message_set(&d->stem, "%s", figure->stem);
    message_set(&d->name, "%s", figure->stem);
    d->script = figure->stem;
}

/* Calls what is to be done with each drawing that is asked for, until one fails.
 * Out:     *count, of drawings. Returns: the exit status. */
static int each(const struct figures_request *request, struct drawing *d,
                int (*work)(const struct drawing *), size_t *count)
{
    int code = EXIT_DONE;
    *count = 0;
    if (ends_in(request->what, table_end)) {
        of_file(request, d);
        *count = 1;
        return work ? work(d) : EXIT_DONE;
    }
    for (size_t e = 0; code == EXIT_DONE && e < d->list_count; e++) {
        const struct figure_list *list = &d->lists[e];
        bool whole = strcmp(request->what, "all") == 0 ||
                     strcmp(request->what, list->experiment) == 0;
        for (size_t f = 0; code == EXIT_DONE && f < list->count; f++)
            if (whole || strcmp(request->what, list->figures[f].stem) == 0) {
                of_figure(request, &list->figures[f], d);
                ++*count;
                code = work ? work(d) : EXIT_DONE;
            }
    }
    return code;
}

/* Whether the words can be a request. Out: *request completed. Returns: false with *error set. */
static bool is_sound(struct figures_request *request, size_t drawings, struct message *error)
{
    bool file = ends_in(request->what, table_end);
    if (request->figure && !file)
        return message_set(error, "option --figure: \"%s\" is drawn as itself; expected FILE.csv",
                           request->what);
    if (strlen(request->what) + NAME_LENGTH > DRAWING_PATH)
        return message_set(error, "plot: the name \"%s\" is too long", request->what);
    if (request->folder &&
        strlen(request->folder) + (file ? strlen(request->what) : 0) + NAME_LENGTH > DRAWING_PATH)
        return message_set(error, "option --out: the name \"%s\" is too long", request->folder);
    if (request->output && strlen(request->output) + 1 > DRAWING_PATH)
        return message_set(error, "option --output: the name \"%s\" is too long", request->output);
    if (request->formats == 0 && (request->formats = formats_of(request, error)) == 0)
        return false;
    return is_one(request, drawings, error);
}

int figures_plot(size_t list_count, const struct figure_list *lists,
                 const struct figures_request *request)
{
    struct message error;
    char scripts[DRAWING_PATH];
    struct figures_request sound = *request;
    struct drawing drawing = {scripts, list_count, lists, &sound, NULL, {""}, {""}, "", ""};
    size_t drawings = 0;
    each(&sound, &drawing, NULL, &drawings);
    bool known = drawings > 0 || strcmp(request->what, "all") == 0;
    for (size_t e = 0; e < list_count; e++)
        known = known || strcmp(request->what, lists[e].experiment) == 0;
    if (!known)
        return unknown_figure(list_count, lists, request->what);
    if (!is_sound(&sound, drawings, &error))
        return failure_print(EXIT_USAGE, &error);
    if (!program_scripts(scripts, sizeof scripts)) {
        message_set(&error, "plot: the folder of gnuplot scripts was not found, neither "
                            "../share/posbias/plots of the program's own nor plots/ beside build/");
        return failure_print(EXIT_BROKEN, &error);
    }
    int code = each(&sound, &drawing, drawing_fits, &drawings);
    return code == EXIT_DONE ? each(&sound, &drawing, drawing_make, &drawings) : code;
}
