/* What the subject of the report has to say beside a figure. */
#ifndef POSBIAS_HARNESS_REPORT_REPORT_SUBJECT_H
#define POSBIAS_HARNESS_REPORT_REPORT_SUBJECT_H

#include <stdio.h>

#include "experiments/harness/output/csv.h"

/* Writes the numbers from elsewhere and the lines to take from a figure, where the subject has any.
 * In: experiment, the figure's; stem, its name; csv, its data, empty if it was not run. */
void report_beside(FILE *out, const char *experiment, const char *stem, const struct csv *csv);

#endif
