/* Judged claims by paper: counts for a terminal, tables for a page. */
#ifndef POSBIAS_HARNESS_CLAIMS_BATTERY_PAPERS_H
#define POSBIAS_HARNESS_CLAIMS_BATTERY_PAPERS_H

#include "experiments/harness/claims/battery_print.h"

/* A line per paper with its verdicts counted; before them, in full, every claim that is not as
 * expected. Returns true. */
bool battery_print_summary(FILE *out, size_t count, const struct judged *list);

/* In Markdown, a table of papers with their verdicts counted, then for each a heading and a table
 * of its claims, what fails before what holds: verdict and kind, statement with what tells it from
 * others of the same words and its source, clearance, command. Returns true. */
bool battery_print_markdown(FILE *out, size_t count, const struct judged *list);

#endif
