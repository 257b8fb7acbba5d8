#include "experiments/harness/command/verifier.h"
#include "experiments/harness/output/failure.h"

#include <errno.h>
#include <limits.h>
#include <string.h>
#include <unistd.h>

#include "theory/ground/message.h"

int verifier_become(char **words)
{
    static const char name[] = "posbias-verify";
    char path[PATH_MAX + sizeof name];
    struct message error;
    ssize_t size = readlink("/proc/self/exe", path, PATH_MAX);
    while (size > 0 && path[size - 1] != '/')
        size--;
    if (size > 0) {
        memcpy(path + size, name, sizeof name);
        words[0] = path;
        execv(path, words);
        message_set(&error, "\"%s\", which verifies, cannot be run: %s", path, strerror(errno));
    } else {
        message_set(&error, "/proc/self/exe does not say where %s is", name);
    }
    return failure_print(EXIT_BROKEN, &error);
}
