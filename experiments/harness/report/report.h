/* The report: one self-contained page from a folder of results. */
#ifndef POSBIAS_HARNESS_REPORT_REPORT_H
#define POSBIAS_HARNESS_REPORT_REPORT_H

#include "experiments/harness/report/figures.h"

/* What goes into it. */
struct report {
    const char *folder;
    const char *version; /* lines "key text" */
    size_t list_count;
    const struct figure_list *lists;
};

/* Writes FOLDER/report.html from FOLDER/claims.csv and the CSVs and SVGs of the figures that are
 * there.
 * Returns: the exit status; 3 with one line on stderr, and the page written, if the first of the
 *          drawings that are there may not stand in a page. */
int report_write(const struct report *report);

#endif
