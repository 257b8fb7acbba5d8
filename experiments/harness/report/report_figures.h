/* The figures on the page: the card first, then those that people come for, then the others. */
#ifndef POSBIAS_HARNESS_REPORT_REPORT_FIGURES_H
#define POSBIAS_HARNESS_REPORT_REPORT_FIGURES_H

#include <stdio.h>

#include "experiments/harness/report/report.h"
#include "theory/ground/message.h"

/* The figure that opens the page.
 * Out:     *refused, the first drawing that is there and may not stand in a page, unless another is
 *          written there.
 * Returns: false with *error set if its data cannot be read. */
bool report_card(FILE *out, const struct report *report, struct message *refused,
                 struct message *error);

/* All others, with links to each before them. Out, Returns: as report_card. */
bool report_figures(FILE *out, const struct report *report, struct message *refused,
                    struct message *error);

/* " --out='DIR'" for a shell; nothing for the default. */
struct message report_out_option(const char *folder);

#endif
