/* PDF without the moment at which it was made, which cairo writes into it: the same table gives the
 * same bytes. */
#ifndef POSBIAS_HARNESS_REPORT_PLOT_UNDATED_H
#define POSBIAS_HARNESS_REPORT_PLOT_UNDATED_H

#include <stdbool.h>
#include <stdio.h>

#include "theory/ground/message.h"

/* Overwrites the last date of creation of a drawing with blanks; the description of a document
 * stands behind all that it shows.
 * In:      pdf, a file open for reading and writing.
 * Returns: false with *error set. */
bool undated(FILE *pdf, struct message *error);

#endif
