/* Putting an SVG drawn by gnuplot inside a page. */
#ifndef POSBIAS_HARNESS_REPORT_SVG_INLINE_H
#define POSBIAS_HARNESS_REPORT_SVG_INLINE_H

#include <stdbool.h>
#include <stdio.h>

#include "theory/ground/message.h"

/* Copies the <svg> element of a file, without prolog, gnuplot's own title and unused ids. The other
 * ids, and what refers to them, are prefixed with "PREFIX-", so that several drawings can share a
 * page. To a screen reader it is an image of that label, described by the element "caption-PREFIX".
 * Returns: false, with nothing written and *error set, if the file is not there or svg_check
 *          refuses it. */
bool svg_inline(FILE *out, const char *path, const char *prefix, const char *label,
                struct message *error);

#endif
