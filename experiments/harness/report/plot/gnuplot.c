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
    const int files[] = {data->cells, fileno(out)};
    const struct child child = {
        .words = (char *[]){name, plain, execute, settings.text, script.text, NULL},
        .environment = (char *[]){programs, shared, data->columns, data->axes, data->common, locale,
                                  home, zone, NULL},
        .folder = scripts,
        .files = files,
        .file_count = ARRAY_COUNT(files),
        .seconds = PATIENCE,
    };
    enum child_end end = child_run(&child, &said);
    free(programs);
    free(shared);
    switch (end) {
    case CHILD_DONE:
        if (!complete(out, format))
            return message_set(error, "gnuplot's %s is cut short; is the disk full?", format);
        return strcmp(format, "pdf") != 0 || undated(out, error);
    case CHILD_ABSENT:
        return message_set(
            error, "gnuplot is not installed: figures are not drawn, everything else works");
    case CHILD_FAILED:
    case CHILD_LATE:
        break;
    }
    return message_set(error, "gnuplot failed on plots/%s.gp: %s", stem, said.text);
}
