#define _DEFAULT_SOURCE /* scandir */
#include "experiments/harness/report/plot/drawing.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "experiments/harness/output/files/atomic_file.h"
#include "experiments/harness/output/process/failure.h"
#include "experiments/harness/report/plot/choice.h"
#include "experiments/harness/report/plot/fit.h"
#include "experiments/harness/report/plot/gnuplot.h"
#include "theory/ground/text.h"

/* The path of a format's drawing. */
static void path_of(const struct drawing *d, size_t format, char *out)
{
    if (d->request->output)
        snprintf(out, DRAWING_PATH, "%s", d->request->output);
    else
        snprintf(out, DRAWING_PATH, "%.*s.%.3s", DRAWING_PATH - 8, d->base,
                 figures_formats[format]);
}

static bool is_wanted(const struct drawing *d, size_t format)
{
    return d->request->formats & 1u << format;
}

static const char *last_part(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}

static int is_table(const struct dirent *entry)
{
    const char *end = strrchr(entry->d_name, '.');
    return end && strcmp(end, ".csv") == 0;
}

/* The tables in the folder of a path, as scandir has them. Out: folder, of DRAWING_PATH. */
static int tables_beside(const char *path, char *folder, struct dirent ***found)
{
    const char *name = last_part(path);
    snprintf(folder, DRAWING_PATH, "%.*s", name > path ? (int)(name - path) : 1,
             name > path ? path : ".");
    return scandir(folder, found, is_table, alphasort);
}

static void free_tables(int count, struct dirent **found)
{
    for (int i = 0; i < count; i++)
        free(found[i]);
    if (count >= 0)
        free(found);
}

/* Whether a path is another than that of any table in the folder of a second. Out: other, of
 * DRAWING_PATH, the table's path if it is not. */
static bool spares_tables(const char *path, const char *second, char *other)
{
    char folder[DRAWING_PATH], table[DRAWING_PATH];
    struct dirent **found = NULL;
    int count = tables_beside(second, folder, &found);
    bool spared = true;
    for (int i = 0; spared && i < count; i++) {
        int length = snprintf(table, sizeof table, "%s/%s", folder, found[i]->d_name);
        spared = length >= DRAWING_PATH || !destination_same(path, table);
        if (!spared)
            memcpy(other, table, sizeof table);
    }
    free_tables(count, found);
    return spared;
}

/* Whether a path, NULL for standard output, is another than that of what else is read and written,
 * and than that of any table where it leads or where the drawing's own is. */
static bool stands_alone(const struct drawing *d, size_t format, const char *path,
                         struct message *error)
{
    char other[DRAWING_PATH];
    struct destination to;
    bool alone = !destination_same(path, d->table);
    snprintf(other, sizeof other, "%s", d->table);
    for (size_t k = 0; path && alone && figures_formats[k]; k++)
        if (k != format && is_wanted(d, k)) {
            path_of(d, k, other);
            alone = !destination_same(path, other);
        }
    if (path && alone) {
        if (destination_find(path, &to) == 0 && to.exists && to.kind == DESTINATION_FILE)
            alone = spares_tables(path, to.path, other) && spares_tables(path, d->table, other);
        destination_free(&to);
    }
    return alone || message_set(error, "plot %s: \"%s\" is the same file as %s", d->name.text,
                                path ? message_quote(path).text : "-", last_part(other));
}

int drawing_fits(const struct drawing *d)
{
    struct message error;
    char path[DRAWING_PATH];
    for (size_t i = 0; figures_formats[i] && access(d->table, R_OK) == 0; i++) {
        struct atomic_file file;
        if (!is_wanted(d, i))
            continue;
        path_of(d, i, path);
        if (!stands_alone(d, i, d->request->printed ? NULL : path, &error))
            return failure_print(EXIT_USAGE, &error);
        if (d->request->printed)
            continue;
        if (!atomic_open(&file, path, &error))
            return failure_print(EXIT_BROKEN, &error);
        atomic_discard(&file);
    }
    return EXIT_DONE;
}

/* One format, complete or not there. */
static bool draw_format(const struct drawing *d, const char *script, size_t format,
                        const struct plot_data *data, struct message *error)
{
    char path[DRAWING_PATH];
    struct atomic_file out;
    path_of(d, format, path);
    if (!atomic_open(&out, d->request->printed ? NULL : path, error))
        return false;
    if (gnuplot_draw(d->scripts, script, figures_formats[format], data, out.stream, error))
        return atomic_commit(&out, error);
    atomic_discard(&out);
    return false;
}

static const struct figure *figure_of(const struct figure_list *list, const char *stem)
{
    for (size_t f = 0; f < list->count; f++)
        if (strcmp(list->figures[f].stem, stem) == 0)
            return &list->figures[f];
    return NULL;
}

/* The experiment of the figure that was asked for; of a user's table that which its first line
 * names, "posbias NAME", without one that whose figure the file is called after. Returns: NULL
 * with *error set. */
static const struct figure_list *list_of(const struct drawing *d, const struct csv *csv,
                                         struct message *error)
{
    const char *made = csv_header(csv, "posbias");
    for (size_t e = 0; e < d->list_count; e++)
        if (d->script ? figure_of(&d->lists[e], d->script) != NULL
            : made    ? strcmp(made, d->lists[e].experiment) == 0
                      : figure_of(&d->lists[e], d->stem.text) != NULL)
            return &d->lists[e];
    const char **names = calloc(d->list_count, sizeof *names);
    for (size_t e = 0; names && e < d->list_count; e++)
        names[e] = d->lists[e].experiment;
    if (!names)
        message_memory(error);
    else if (made)
        message_set(error, "its first line is \"# posbias %s\", which is no experiment%s", made,
                    text_suggestion(made, d->list_count, names).text);
    else
        message_set(error,
                    "no line says \"# posbias EXPERIMENT\"; expected a CSV with the lines in "
                    "front of its column names");
    free(names);
    return NULL;
}

/* The script that was asked for. Returns: NULL with *error set: it is none of these. */
static const char *script_asked(const struct figure_list *list, const char *asked,
                                struct message *error)
{
    const char **names = calloc(list->count + 1, sizeof *names), *found = NULL;
    for (size_t f = 0; names && f < list->count; f++)
        names[f] = list->figures[f].stem;
    if (!names) {
        message_memory(error);
        return NULL;
    }
    names[list->count] = plot_any;
    size_t at = text_find(asked, list->count + 1, names);
    if (at <= list->count)
        found = names[at];
    else
        message_set(error, "option --figure: \"%s\" is no figure of %s; expected one of %s%s",
                    asked, list->experiment, text_join(list->count + 1, names).text,
                    text_suggestion(asked, list->count + 1, names).text);
    free(names);
    return found;
}

/* The script that draws a table whose experiment has these figures. Returns: NULL with *error set.
 */
static const char *script_of(const struct drawing *d, const struct figure_list *list,
                             const struct csv *csv, struct message *error)
{
    if (d->script)
        return d->script;
    if (d->request->figure)
        return script_asked(list, d->request->figure, error);
    if (!csv_header(csv, "posbias"))
        return figure_of(list, d->stem.text)->stem;
    return plot_choice(d->scripts, list->count, list->figures, d->stem.text, csv, error);
}

/* Whether the script that was chosen can read the table. Returns: false with *error set: what it
 * lacks, and the figure that fits. */
static bool has_columns(const struct drawing *d, const struct figure_list *list,
                        const struct csv *csv, const struct plot_script *script,
                        struct message *error)
{
    if (plot_script_fits(script))
        return true;
    const char *fitting = plot_choice(d->scripts, list->count, list->figures, "", csv, error);
    if (!fitting)
        return false;
    bool absent = *script->absent.text;
    return message_set(error, "figure %s needs %s: no %s; plot %s --figure=%s draws it",
                       script->stem, absent ? script->absent.text : script->empty.text,
                       absent ? "such column" : "value in any row", d->table, fitting);
}

/* Draws what was read. Out: *code, the exit status if that fails. */
static bool draw_table(const struct drawing *d, const struct csv *csv, int *code,
                       struct message *error)
{
    struct plot_script script;
    struct plot_data data;
    const struct figure_list *list = list_of(d, csv, error);
    const char *stem = list ? script_of(d, list, csv, error) : NULL;
    *code = EXIT_USAGE;
    if (!stem)
        return false;
    *code = EXIT_BROKEN;
    if (!plot_has_rows(csv, error) || !plot_script_read(d->scripts, stem, csv, &script, error))
        return false;
    *code = d->request->figure ? EXIT_USAGE : EXIT_BROKEN;
    if (!has_columns(d, list, csv, &script, error))
        return false;
    *code = EXIT_BROKEN;
    bool ok = plot_data_make(csv, &script, csv_header(csv, "posbias"), &data, error);
    for (size_t i = 0; ok && figures_formats[i]; i++)
        if (is_wanted(d, i))
            ok = draw_format(d, stem, i, &data, error);
    plot_data_free(&data);
    return ok;
}

/* "; did you mean .." with the CSV of that name where drawings go, else the nearest other one of
 * the folder that it was looked for in; or "". */
static struct message nearest_table(const struct drawing *d)
{
    struct message suggestion = {""};
    struct dirent **found = NULL;
    const char *path = d->table, *name = last_part(path);
    char folder[DRAWING_PATH];
    snprintf(folder, sizeof folder, "%.*s.csv", DRAWING_PATH - 8, d->base);
    if (access(folder, R_OK) == 0) {
        message_set(&suggestion, "; did you mean \"%s\"?", folder);
        return suggestion;
    }
    int count = tables_beside(path, folder, &found);
    const char **names = count > 0 ? calloc((size_t)count, sizeof *names) : NULL;
    size_t others = 0;
    for (int i = 0; names && i < count; i++)
        if (strcmp(found[i]->d_name, name) != 0)
            names[others++] = found[i]->d_name;
    if (names)
        suggestion = text_suggestion(name, others, names);
    free(names);
    free_tables(count, found);
    return suggestion;
}

int drawing_make(const struct drawing *d)
{
    struct message error, why;
    struct csv csv = {0};
    int code = EXIT_BROKEN;
    if (access(d->table, R_OK) != 0) {
        message_set(&error, "plot %s: cannot read \"%s\": %s%s", d->name.text, d->table,
                    strerror(errno),
                    d->script ? "; run the experiment first (posbias plan shows it)"
                              : nearest_table(d).text);
        return failure_print(EXIT_BROKEN, &error);
    }
    bool ok = csv_read(d->table, &csv, &why) && draw_table(d, &csv, &code, &why);
    csv_free(&csv);
    if (ok)
        return EXIT_DONE;
    message_set(&error, "plot %s: %s", d->name.text, why.text);
    return message_is_memory(&why) ? failure_print(EXIT_BROKEN, &why) : failure_print(code, &error);
}
