/* The drawings of one table, each complete or not there. */
#ifndef POSBIAS_HARNESS_REPORT_PLOT_DRAWING_H
#define POSBIAS_HARNESS_REPORT_PLOT_DRAWING_H

#include "experiments/harness/report/figures.h"
#include "theory/ground/message.h"

enum { DRAWING_PATH = 4096 };

/* One table and what is drawn of it. */
struct drawing {
    const char *scripts; /* the folder of STEM.gp */
    size_t list_count;
    const struct figure_list *lists;
    const struct figures_request *request; /* formats are set */
    const char *script;                    /* a stem; NULL: chosen when the table is read */
    struct message name;                   /* what errors call it, as "plot NAME" */
    struct message stem;                   /* the file's name without its end */
    char table[DRAWING_PATH];              /* the CSV's path */
    char base[DRAWING_PATH];               /* the drawings', in front of ".svg" */
};

/* Whether the drawings can be written, and are neither each other nor the table, where there is
 * one, nor a table beside it or where they lead. Returns: the exit status. */
int drawing_fits(const struct drawing *drawing);

/* Draws in every format. Returns: the exit status. */
int drawing_make(const struct drawing *drawing);

#endif
