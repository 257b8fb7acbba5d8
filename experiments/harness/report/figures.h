/* The runs behind the figures, and drawing them. */
#ifndef POSBIAS_HARNESS_REPORT_FIGURES_H
#define POSBIAS_HARNESS_REPORT_FIGURES_H

#include "experiments/harness/command/experiment.h"

/* One line per figure: stem, rough seconds, the arguments of its run quoted for a shell;
 * tab-separated. */
void figures_plan(enum scale scale);

/* Draws DIR/STEM.svg and .png from DIR/STEM.csv for one stem, for every figure of an experiment, or
 * for all.
 * Returns: the exit status; 3 with one line on stderr if gnuplot is missing or a CSV is. */
int figures_plot(const char *what, const char *folder);

/* The folder of the gnuplot scripts: plots/ above the program's own folder. */
bool figures_scripts(char *out, size_t size);

#endif
