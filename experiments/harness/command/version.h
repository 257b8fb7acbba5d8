/* What this program is and what it runs on. */
#ifndef POSBIAS_HARNESS_COMMAND_VERSION_H
#define POSBIAS_HARNESS_COMMAND_VERSION_H

#include <stddef.h>

/* Version, commit, program hash, instructions, compiler, libraries and vector width: lines "key
 * text", cut at size. */
void version_text(char *out, size_t size);

/* Prints them. */
void version_print(void);

#endif
