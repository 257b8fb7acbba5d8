/* The library's version, and the words for what its functions return. */
#include "build/version.h"
#include "lib/posbias.h"

const char *posbias_version(void) { return POSBIAS_VERSION; }

const char *posbias_status_text(int status)
{
    static const char *const text[] = {
        [POSBIAS_OK] = "success",
        [POSBIAS_ARGUMENT] = "a pointer is NULL or a length is wrong",
        [POSBIAS_TEXT] = "a string is no encoding or query-key model",
        [POSBIAS_DOMAIN] = "a number is out of range",
        [POSBIAS_UNDEFINED] = "there is no such quantity",
        [POSBIAS_MEMORY] = "out of memory",
        [POSBIAS_CONVERGENCE] = "an iteration did not reach its tolerance",
    };
    return status >= 0 && (size_t)status < sizeof text / sizeof *text ? text[status]
                                                                      : "unknown status";
}
