#define _GNU_SOURCE /* asprintf */
#include "experiments/harness/report/plot/gnuplot.h"

#include <stdlib.h>
#include <string.h>

#include "experiments/harness/output/process/child.h"
#include "experiments/harness/report/plot/undated.h"
#include "theory/ground/arrays.h"

enum { PATIENCE = 60 };

/* How a drawing ends that is whole: gnuplot does not notice when the disk is full. */
static const struct ending {
    const char *format, *end;
    size_t size;
} endings[] = {
    {"svg", "</svg>\n\n", 8},
    {"png", "\0\0\0\0IEND\xae\x42\x60\x82", 12},
    {"pdf", "%%EOF\n", 6},
};

static bool complete(FILE *drawing, const char *format)
{
    char end[16];
    const struct ending *e = endings;
    while (strcmp(e->format, format) != 0)
        e++;
    return fseek(drawing, -(long)e->size, SEEK_END) == 0 &&
           fread(end, 1, e->size, drawing) == e->size && memcmp(end, e->end, e->size) == 0;
}

/* Why nothing was drawn. A script says itself what it refuses, behind a mark. Returns: false. */
static bool explain(enum child_end end, const char *stem, const struct plot_data *data,
                    const char *said, struct message *error)
{
    static const char mark[] = "posbias: ";
    const char *own = strstr(said, mark), *advice = strchr(data->advice, '=') + 1;
    if (end == CHILD_ABSENT)
        return message_set(
            error, "gnuplot is not installed: figures are not drawn, everything else works");
    if (own)
        return message_set(error, "%s", own + strlen(mark));
    if (end == CHILD_LATE)
        return message_set(error, "the drawing took over %d s; %s", PATIENCE, advice);
    message_set(error, "gnuplot failed on plots/%s.gp: %s", stem, said);
    if (strcmp(stem, plot_any) != 0)
        message_add(error, "; --figure=%s draws any table", plot_any);
    return false;
}

bool gnuplot_draw(const char *scripts, const char *stem, const char *format,
                  const struct plot_data *data, FILE *out, struct message *error)
{
    struct message settings, script, said;
    const char *path = getenv("PATH"), *libraries = getenv("LD_LIBRARY_PATH");
    char *programs = NULL, *shared = NULL;
    if (asprintf(&programs, "PATH=%s", path ? path : "/usr/local/bin:/usr/bin:/bin") < 0 ||
        asprintf(&shared, "LD_LIBRARY_PATH=%s", libraries ? libraries : "") < 0) {
        free(programs);
        return message_memory(error);
    }
    message_set(&settings, "scripts = '.'; stem = '%s'; format = '%s'", stem, format);
    message_set(&script, "%s.gp", stem);
    char name[] = "gnuplot", plain[] = "--default-settings", execute[] = "-e";
    char locale[] = "LC_ALL=C.UTF-8", home[] = "HOME=/nonexistent", zone[] = "TZ=UTC0";
    char plain_pdf[] = "CAIRO_DEBUG_PDF=1"; /* nothing compressed, so that its date is found */
    const int files[] = {data->cells, fileno(out)};
    const struct child child = {
        .words = (char *[]){name, plain, execute, settings.text, script.text, NULL},
        .environment = (char *[]){programs, shared, data->columns, data->axes, data->common,
                                  data->advice, locale, home, zone, plain_pdf, NULL},
        .folder = scripts,
        .files = files,
        .file_count = ARRAY_COUNT(files),
        .seconds = PATIENCE,
    };
    enum child_end end = child_run(&child, &said);
    free(programs);
    free(shared);
    if (end == CHILD_DONE && !complete(out, format))
        return message_set(error, "gnuplot's %s is cut short; is the disk full?", format);
    if (end == CHILD_DONE)
        return strcmp(format, "pdf") != 0 || undated(out, error);
    return explain(end, stem, data, said.text, error);
}
