/* What two files mean differently. */
#ifndef POSBIAS_AUDIT_COMPARE_H
#define POSBIAS_AUDIT_COMPARE_H

#include <stdio.h>

#include "experiments/audit/audit.h"

/* Prints what differs, kind by kind, what does by a GGUF file's float32 alone, and the largest
 * difference of scores either makes.
 * Out:     *differ, whether anything does beyond that.
 * Returns: STATUS_MEMORY. */
enum status compare_print(FILE *out, const struct audit *first, const struct audit *second,
                          bool json, bool *differ);

#endif
