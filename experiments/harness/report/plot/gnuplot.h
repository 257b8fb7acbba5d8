/* One run of gnuplot: a CSV, a script, a drawing. No path reaches gnuplot or a shell: it runs in
 * the folder of the scripts, with the data and the drawing open, and sees nothing of the user's
 * settings. */
#ifndef POSBIAS_HARNESS_REPORT_PLOT_GNUPLOT_H
#define POSBIAS_HARNESS_REPORT_PLOT_GNUPLOT_H

#include <stdio.h>

#include "experiments/harness/report/plot/data.h"

/* Draws scripts/STEM.gp from such data, as "svg", "png" or "pdf".
 * Out:     the drawing in out, a file open for reading and writing.
 * Returns: false with *error set if gnuplot is missing, fails, takes longer than a minute, or
 *          leaves a drawing that is cut. */
bool gnuplot_draw(const char *scripts, const char *stem, const char *format,
                  const struct plot_data *data, FILE *out, struct message *error);

#endif
