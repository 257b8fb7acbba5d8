/* The report: one self-contained page from a folder of results. */
#ifndef POSBIAS_HARNESS_REPORT_REPORT_H
#define POSBIAS_HARNESS_REPORT_REPORT_H

/* Writes FOLDER/report.html from FOLDER/claims.csv and the CSVs and SVGs of the figures that are
 * there.
 * Returns: the exit status. */
int report_write(const char *folder);

#endif
