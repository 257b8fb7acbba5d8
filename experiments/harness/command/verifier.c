#include "experiments/harness/command/verifier.h"

#include <errno.h>
#include <limits.h>
#include <string.h>
#include <unistd.h>

#include "experiments/harness/output/files/program.h"
#include "experiments/harness/output/process/failure.h"
#include "theory/ground/message.h"

static const char name[] = "posbias-verify";

bool verifier_there(void)
{
    char path[PATH_MAX + sizeof name];
    return program_beside(name, path, sizeof path) && access(path, X_OK) == 0;
}

int verifier_become(char **words)
{
    char path[PATH_MAX + sizeof name];
    struct message error;
    if (program_beside(name, path, sizeof path)) {
        words[0] = path;
        execv(path, words);
        message_set(&error, "\"%s\", which verifies, cannot be run: %s", path, strerror(errno));
    } else {
        message_set(&error, "/proc/self/exe does not say where %s is", name);
    }
    return failure_print(EXIT_BROKEN, &error);
}
