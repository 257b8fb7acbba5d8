/* What two files mean differently. */
#ifndef POSBIAS_AUDIT_COMPARE_H
#define POSBIAS_AUDIT_COMPARE_H

#include <stdio.h>

#include "experiments/audit/audit.h"

/* The most that float32 may do to a score (unit) and two files still mean the same: what bfloat16,
 * in which models compute, rounds a score from 1 to 2 by, half a unit in its last place. */
#define COMPARE_SCORE_MOST 0x1p-8

/* Prints what differs, kind by kind, what does by a GGUF file's float32 alone, and the largest
 * difference of scores either makes.
 * Out:     *differ, whether anything does beyond that, or that by over COMPARE_SCORE_MOST.
 * Returns: STATUS_MEMORY. */
enum status compare_print(FILE *out, const struct audit *first, const struct audit *second,
                          bool json, bool *differ);

#endif
