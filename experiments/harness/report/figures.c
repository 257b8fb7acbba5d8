#include "experiments/harness/report/figures.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "experiments/harness/output/atomic_file.h"
#include "experiments/harness/output/failure.h"
#include "theory/ground/text.h"

enum { PATH_LENGTH = 4096 };

bool figures_scripts(char *out, size_t size)
{
    char self[PATH_LENGTH];
    ssize_t length = readlink("/proc/self/exe", self, sizeof self - 1);
    if (length <= 0)
        return false;
    self[length] = '\0';
    /* build/posbias or build/FLAVOUR/posbias: plots/ stands beside build/ */
    char *at = strstr(self, "/build/");
    if (!at)
        return false;
    for (char *next; (next = strstr(at + 1, "/build/"));)
        at = next;
    *at = '\0';
    return snprintf(out, size, "%s/plots", self) < (int)size && access(out, R_OK) == 0;
}

/* Runs gnuplot on one script, in the folder of the CSVs; -1 if there is no gnuplot, else its exit
 * status. */
static int gnuplot(const char *scripts, const char *folder, const char *stem, const char *terminal)
{
    char command[3 * PATH_LENGTH], script[2 * PATH_LENGTH];
    snprintf(command, sizeof command, "folder='%s'; stem='%s'; format='%s'; scripts='%s'", folder,
             stem, terminal, scripts);
    snprintf(script, sizeof script, "%s/%s.gp", scripts, stem);
    fflush(NULL);
    pid_t child = fork();
    if (child < 0)
        return 1;
    if (child == 0) {
        execlp("gnuplot", "gnuplot", "-e", command, script, (char *)NULL);
        _exit(errno == ENOENT ? 127 : 126);
    }
    int status;
    if (waitpid(child, &status, 0) < 0 || !WIFEXITED(status))
        return 1;
    return WEXITSTATUS(status) == 127 ? -1 : WEXITSTATUS(status);
}

/* Draws one figure under a temporary name in both formats, then gives them their names. */
static int draw(const char *scripts, const char *folder, const struct figure *figure)
{
    static const char *const formats[] = {"svg", "png"};
    struct message error;
    char path[PATH_LENGTH], drawn[PATH_LENGTH];
    snprintf(path, sizeof path, "%s/%s.csv", folder, figure->stem);
    if (access(path, R_OK) != 0) {
        message_set(
            &error,
            "plot %s: cannot read \"%s\": %s; run the experiment first (posbias plan shows it)",
            figure->stem, path, strerror(errno));
        return failure_print(EXIT_BROKEN, &error);
    }
    for (size_t i = 0; i < 2; i++) {
        snprintf(path, sizeof path, "%s/%s.%s", folder, figure->stem, formats[i]);
        if (!atomic_temporary_name(path, sizeof drawn, drawn)) {
            message_set(&error, "option --out: the name is too long");
            return failure_print(EXIT_USAGE, &error);
        }
        atomic_pending(drawn);
        setenv("POSBIAS_FIGURE", drawn, 1);
        int code = gnuplot(scripts, folder, figure->stem, formats[i]);
        bool failed = code != 0 || access(drawn, R_OK) != 0 || rename(drawn, path) != 0;
        if (failed)
            unlink(drawn);
        atomic_settled(drawn);
        if (failed) {
            if (code == -1)
                message_set(
                    &error,
                    "gnuplot is not installed: figures are not drawn, everything else works");
            else
                message_set(&error, "plot %s: gnuplot failed on plots/%s.gp", figure->stem,
                            figure->stem);
            return failure_print(EXIT_BROKEN, &error);
        }
    }
    return EXIT_DONE;
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
    if (strpbrk(folder, "'\"\\")) {
        message_set(&error,
                    "option --out: \"%s\" has a quote or backslash, which gnuplot cannot take",
                    folder);
        return failure_print(EXIT_USAGE, &error);
    }
    if (!figures_scripts(scripts, sizeof scripts)) {
        message_set(&error,
                    "plot: the folder plots/ was not found beside the program's build folder");
        return failure_print(EXIT_BROKEN, &error);
    }
    for (size_t e = 0; e < list_count; e++) {
        bool whole = strcmp(what, "all") == 0 || strcmp(what, lists[e].experiment) == 0;
        known = known || whole;
        for (size_t f = 0; f < lists[e].count; f++) {
            const struct figure *figure = &lists[e].figures[f];
            if (!whole && strcmp(what, figure->stem) != 0)
                continue;
            int code = draw(scripts, folder, figure);
            if (code != EXIT_DONE)
                return code;
            known = true;
        }
    }
    return known ? EXIT_DONE : unknown_figure(list_count, lists, what);
}
