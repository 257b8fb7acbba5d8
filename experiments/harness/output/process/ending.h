/* How the program ends where nothing can return. */
#ifndef POSBIAS_HARNESS_OUTPUT_PROCESS_ENDING_H
#define POSBIAS_HARNESS_OUTPUT_PROCESS_ENDING_H

#include <stdbool.h>
#include <stddef.h>

struct message;

/*
 * Takes charge of endings that are not main's: OpenMP's runtime exits and FFTW aborts where they
 * get no memory or no thread. From here on such an ending removes temporary files, says so in one
 * line, which quotes the library's, and has the status EXIT_BROKEN. For this the stream stderr
 * keeps back what libraries print there: our own lines go through ending_tell.
 */
void ending_guard(void);

/* Says that main is ending the program itself. Returns: code. */
int ending_by_main(int code);

/* Prints "posbias: text" as one line on standard error. Gets no memory, and is safe in a signal
 * handler. */
void ending_tell(const char *text, size_t length);

/* Says that this process is a rank whose standard error only repeats what another says: how it ends
 * where nothing can return, and ending_aloud, go to a descriptor of their own. */
void ending_of_rank(size_t number, int descriptor);

/* Says the last line again, for this rank alone. */
void ending_aloud(void);

/* Ends the program because memory ran out: one line, no temporary file, EXIT_BROKEN. For any
 * thread; what stdout has not written is forgotten. */
void ending_memory(void) __attribute__((noreturn));

/* Takes charge of bytes of a mapped file that turn out unreadable: fault says whether an address is
 * in one and what happened to it, in a signal handler and from any thread; the program then ends as
 * above. What it does not know stays what it is. */
void ending_faults(bool (*fault)(const void *address, struct message *error));

#endif
