#include "experiments/harness/output/process/failure.h"

#include <string.h>

#include "experiments/harness/output/process/ending.h"
#include "experiments/harness/output/process/progress.h"

int failure_print(int status, const struct message *message)
{
    progress_end();
    ending_tell(message->text, strlen(message->text));
    return status;
}

int failure_memory(void)
{
    struct message error;
    message_memory(&error);
    return failure_print(EXIT_BROKEN, &error);
}

const char *failure_text(enum status status)
{
    switch (status) {
    case STATUS_OK:
        return "done";
    case STATUS_DOMAIN:
        return "a value is outside the range where the quantity is defined";
    case STATUS_UNDEFINED:
        return "the quantity is not defined for these parameters";
    case STATUS_MEMORY:
        return "out of memory";
    case STATUS_CONVERGENCE:
        return "an iteration did not converge";
    case STATUS_STOPPED:
        return "stopped";
    }
    return "unknown failure";
}
