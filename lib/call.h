/* What every function of the library does at its beginning and its end. */
#ifndef POSBIAS_LIB_CALL_H
#define POSBIAS_LIB_CALL_H

#include <fenv.h>
#include <locale.h>

#include "lib/posbias.h"
#include "theory/ground/message.h"
#include "theory/ground/status.h"

/* A call under way: what it took of the thread, and where its message goes. */
struct call {
    locale_t plain, before;
    fenv_t environment;
    struct message message;
    char *error;
    size_t error_size;
};

/* Takes the thread's locale, in which numbers may be written with a comma, and its floating-point
 * environment, which may flush small numbers to zero or round elsewhere, for the plain ones; and
 * GSL's error handler, which may end the process, for none. */
void call_begin(struct call *call, char *error, size_t error_size);

/* Gives them back, and the thread's constants of MPFR to memory; writes the message.
 * Returns: status. */
int call_end(struct call *call, int status);

/* What a status of the rooms is here. */
int call_status(enum status status);

/* What a message that is set already means: POSBIAS_MEMORY if it says that memory ran out, else
 * status. */
int call_said(const struct call *call, int status);

#endif
