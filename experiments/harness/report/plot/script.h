/* What a script of gnuplot reads of a table. */
#ifndef POSBIAS_HARNESS_REPORT_PLOT_SCRIPT_H
#define POSBIAS_HARNESS_REPORT_PLOT_SCRIPT_H

#include "experiments/harness/output/csv.h"

/* The script that draws any table: a line for each series. */
extern const char plot_any[];

enum { PLOT_COLUMNS_MOST = 64 };

struct plot_script {
    const char *stem;
    size_t count, columns[PLOT_COLUMNS_MOST]; /* that it reads, each once */
    bool over[PLOT_COLUMNS_MOST];             /* whether its numbers have to be over 0 */
    size_t needed, used; /* names of its lines, of columns that have a cell that is not empty */
    /* names that stand in the way: of no column, or that it needs and all of whose cells are
     * empty; "" if the table fits */
    struct message absent, empty;
};

/* Reads its lines "needs = 'NAME ..'", of columns that have to have cells, "uses = 'NAME ..'", of
 * those that may be empty, "takes = 'NAME ..'", of those that may be absent, and
 * "over = 'NAME ..'", of those among them whose numbers have to be over 0. Any script reads
 * encoding and qk where they are.
 * In:      scripts, the folder of STEM.gp.
 * Returns: false with *error set. */
bool plot_script_read(const char *scripts, const char *stem, const struct csv *csv,
                      struct plot_script *out, struct message *error);

/* Whether the table fits. */
bool plot_script_fits(const struct plot_script *script);

#endif
