#include "tests/tools/run_tools.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "experiments/harness/draws/machine.h"
#include "tests/tools/cli_tools.h"

void run_as_priced(void)
{
    static const double same[PACE_COUNT] = {1.0, 1.0};
    machine_assume(same);
}

void run_leaks_chosen(void)
{
    enum { SIZE = 1024 };
    static char options[2][SIZE];
    static size_t started;
    const char *given = getenv("ASAN_OPTIONS");
    if (!given || strlen(given) + sizeof WITHOUT_LEAKS > SIZE || getenv("POSBIAS_SLOW"))
        return;
    if (started == 0) {
        snprintf(options[0], SIZE, "%s", given);
        snprintf(options[1], SIZE, "%s" WITHOUT_LEAKS, given);
    }
    setenv("ASAN_OPTIONS", options[started++ % LEAKS != 0], 1);
}

struct outcome run_tools(const struct experiment *e, const char *const *words)
{
    enum { MOST = 12, SIZE = 512 };
    struct outcome out;
    struct folder f;
    char storage[MOST][SIZE], path[160], *argv[MOST];
    int count = 0, old[3];
    folder_make(&f);
    snprintf(path, sizeof path, "--output=%s/out", f.path);
    for (; words[count]; count++) {
        snprintf(storage[count], SIZE, "%s", words[count]);
        argv[count] = storage[count];
    }
    argv[count++] = path;
    static const char *const names[3] = {NULL, "printed", "error"};
    fflush(stdout);
    for (int fd = STDOUT_FILENO; fd <= STDERR_FILENO; fd++) {
        old[fd] = dup(fd);
        int file = open(folder_file(&f, names[fd]), O_CREAT | O_RDWR, 0600);
        ck_assert(old[fd] >= 0 && file >= 0 && dup2(file, fd) >= 0);
        close(file);
    }
    out.status = experiment_main(e, count, argv);
    fflush(stdout);
    fflush(stderr);
    for (int fd = STDOUT_FILENO; fd <= STDERR_FILENO; fd++) {
        dup2(old[fd], fd);
        close(old[fd]);
    }
    out.text = cli_file(folder_file(&f, "out"));
    out.printed = cli_file(folder_file(&f, "printed"));
    out.error = cli_file(folder_file(&f, "error"));
    folder_remove(&f);
    return out;
}
