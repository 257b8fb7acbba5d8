/* Which program made a result. */
#ifndef POSBIAS_HARNESS_OUTPUT_PROVENANCE_H
#define POSBIAS_HARNESS_OUTPUT_PROVENANCE_H

#include <stdio.h>

/* Writes the lines of a result's header on which its bytes depend, besides its command: what it is,
 * version, commit, program hash, instructions. */
void provenance_put(FILE *out, const char *what);

#endif
