/* A program that is not built for MPI: every job is of one rank. */
#include "experiments/harness/driver/ranks.h"

#include <stdlib.h>

bool ranks_launched(void) { return false; }

void ranks_begin(void) {}

bool ranks_end(bool patient)
{
    (void)patient;
    return true;
}

void ranks_abort(int status) { exit(status); }

const char *ranks_library(void) { return NULL; }
