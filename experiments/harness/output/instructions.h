/* Which instructions a result's last digits come from. */
#ifndef POSBIAS_HARNESS_OUTPUT_INSTRUCTIONS_H
#define POSBIAS_HARNESS_OUTPUT_INSTRUCTIONS_H

#include <stdbool.h>
#include <stddef.h>

#include "theory/ground/message.h"

/* How libm rounds: glibc picks a variant of most functions by the processor, and the variants
 * differ in the last digit of one value in a thousand. */
enum libm_rounding {
    LIBM_FUSED,    /* fused multiply-add */
    LIBM_SEPARATE, /* products rounded before they are added */
    LIBM_OTHER     /* neither all along: another libm, or other releases' functions */
};

/* Tells it by values in which the variants differ, not by what the processor says it can do. */
enum libm_rounding libm_rounding(void);

/* Room for instructions_text. */
enum { INSTRUCTIONS_SIZE = 160 };

/* "avx512f, glibc 2.36, libm with fused multiply-add": the vectors of this build, the C library's
 * release and its variant, cut at size. Two runs of one program and command with the same text give
 * the same bytes. */
void instructions_text(char *out, size_t size);

/* Whether this program's vectors are those that the environment asks for by POSBIAS_INSTRUCTIONS. A
 * build for any processor holds several and has chosen among them by then; others have one. */
bool instructions_wanted(struct message *error);

#endif
