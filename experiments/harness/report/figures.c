#include "experiments/harness/report/figures.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "experiments/harness/output/files/atomic_file.h"
#include "experiments/harness/output/files/program.h"
#include "experiments/harness/output/process/failure.h"
#include "experiments/harness/report/gnuplot.h"
#include "theory/ground/text.h"

enum { PATH_LENGTH = 4096, NAME_LENGTH = 256 };

/* "STEM.csv": this figure alone, where STEM is also the name of an experiment with several. */
static bool is_csv_of(const char *what, const char *stem)
{
    size_t length = strlen(stem);
    return strncmp(what, stem, length) == 0 && strcmp(what + length, ".csv") == 0;
}

static const char *const formats[] = {"svg", "png"};

/* Whether a figure's drawings can be written, and are neither each other nor the CSV they show,
 * where there is one.
 * Returns: the exit status. */
static int drawings_fit(const char *folder, const struct figure *figure)
{
    struct message error;
    char path[PATH_LENGTH], other[PATH_LENGTH];
    snprintf(path, sizeof path, "%s/%s.csv", folder, figure->stem);
    if (access(path, R_OK) != 0)
        return EXIT_DONE;
    for (size_t i = 0; i < 2; i++) {
        struct atomic_file file;
        const char *const others[] = {"csv", formats[!i]};
        snprintf(path, sizeof path, "%s/%s.%s", folder, figure->stem, formats[i]);
        for (size_t k = 0; k < 2; k++) {
            snprintf(other, sizeof other, "%s/%s.%s", folder, figure->stem, others[k]);
            if (destination_same(path, other)) {
                message_set(&error, "plot %s: \"%s\" is the same file as %s.%s", figure->stem,
                            message_quote(path).text, figure->stem, others[k]);
                return failure_print(EXIT_USAGE, &error);
            }
        }
        if (!atomic_open(&file, path, &error))
            return failure_print(EXIT_BROKEN, &error);
        atomic_discard(&file);
    }
    return EXIT_DONE;
}

/* One format of one figure, complete or not there. */
static bool draw_format(const char *scripts, const char *folder, const char *stem,
                        const char *format, const struct csv *csv, int data, struct message *error)
{
    char path[PATH_LENGTH];
    struct atomic_file out;
    snprintf(path, sizeof path, "%s/%s.%s", folder, stem, format);
    if (!atomic_open(&out, path, error))
        return false;
    if (gnuplot_draw(scripts, stem, format, csv, data, out.stream, error))
        return atomic_commit(&out, error);
    atomic_discard(&out);
    return false;
}

/* One figure in both formats. */
static int draw(const char *scripts, const char *folder, const struct figure *figure)
{
    struct message error, why;
    struct csv csv = {0};
    char path[PATH_LENGTH];
    snprintf(path, sizeof path, "%s/%s.csv", folder, figure->stem);
    if (access(path, R_OK) != 0) {
        message_set(
            &error,
            "plot %s: cannot read \"%s\": %s; run the experiment first (posbias plan shows it)",
            figure->stem, path, strerror(errno));
        return failure_print(EXIT_BROKEN, &error);
    }
    int data = csv_read(path, &csv, &why) ? gnuplot_data(&csv, &why) : -1;
    bool ok = data >= 0 && draw_format(scripts, folder, figure->stem, "svg", &csv, data, &why) &&
              draw_format(scripts, folder, figure->stem, "png", &csv, data, &why);
    csv_free(&csv);
    if (data >= 0)
        close(data);
    if (ok)
        return EXIT_DONE;
    message_set(&error, "plot %s: %s", figure->stem, why.text);
    return failure_print(EXIT_BROKEN, message_is_memory(&why) ? &why : &error);
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
    message_set(&error, "unknown figure \"%s\"; expected one of %s%s", what,
                text_join(count, names).text, text_suggestion(what, count, names).text);
    free(names);
    return failure_print(EXIT_USAGE, &error);
}

int figures_plot(size_t list_count, const struct figure_list *lists, const char *what,
                 const char *folder)
{
    struct message error;
    char scripts[PATH_LENGTH];
    bool known = strcmp(what, "all") == 0;
    if (strlen(folder) + NAME_LENGTH > PATH_LENGTH) {
        message_set(&error, "option --out: the name \"%s\" is too long", folder);
        return failure_print(EXIT_USAGE, &error);
    }
    if (!program_scripts(scripts, sizeof scripts)) {
        message_set(&error, "plot: the folder of gnuplot scripts was not found, neither "
                            "../share/posbias/plots of the program's own nor plots/ beside build/");
        return failure_print(EXIT_BROKEN, &error);
    }
    for (int drawing = 0; drawing < 2; drawing++)
        for (size_t e = 0; e < list_count; e++) {
            bool whole = strcmp(what, "all") == 0 || strcmp(what, lists[e].experiment) == 0;
            known = known || whole;
            for (size_t f = 0; f < lists[e].count; f++) {
                const struct figure *figure = &lists[e].figures[f];
                if (!whole && strcmp(what, figure->stem) != 0 && !is_csv_of(what, figure->stem))
                    continue;
                int code = drawing ? draw(scripts, folder, figure) : drawings_fit(folder, figure);
                if (code != EXIT_DONE)
                    return code;
                known = true;
            }
        }
    return known ? EXIT_DONE : unknown_figure(list_count, lists, what);
}
