#include "experiments/harness/command/verifier.h"
#include "experiments/harness/output/process/failure.h"

#include <errno.h>
#include <limits.h>
#include <string.h>
#include <unistd.h>

#include "theory/ground/message.h"

static const char name[] = "posbias-verify";

/* Its place, beside this program. Returns: false if the system does not say where that is. */
static bool path_of(char path[PATH_MAX + sizeof name])
{
    ssize_t size = readlink("/proc/self/exe", path, PATH_MAX);
    while (size > 0 && path[size - 1] != '/')
        size--;
    if (size > 0)
        memcpy(path + size, name, sizeof name);
    return size > 0;
}

bool verifier_there(void)
{
    char path[PATH_MAX + sizeof name];
    return path_of(path) && access(path, X_OK) == 0;
}

int verifier_become(char **words)
{
    char path[PATH_MAX + sizeof name];
    struct message error;
    if (path_of(path)) {
        words[0] = path;
        execv(path, words);
        message_set(&error, "\"%s\", which verifies, cannot be run: %s", path, strerror(errno));
    } else {
        message_set(&error, "/proc/self/exe does not say where %s is", name);
    }
    return failure_print(EXIT_BROKEN, &error);
}
