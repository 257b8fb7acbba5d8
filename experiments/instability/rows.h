/* The columns of instability, and its rows. */
#ifndef POSBIAS_INSTABILITY_ROWS_H
#define POSBIAS_INSTABILITY_ROWS_H

#include "experiments/harness/command/run.h"
#include "experiments/instability/measure.h"

enum {
    COLUMN_ENCODING,
    COLUMN_QK,
    COLUMN_GAMMA_TARGET,
    COLUMN_WITNESS_TOK,
    COLUMN_GAMMA_REACHED,
    COLUMN_ERROR,
    COLUMN_METHOD,
    COLUMN_SCAN_HI_TOK,
    COLUMN_REACHED_LO,
    COLUMN_REACHED_HI,
    COLUMN_ERROR_ALLOWED,
    COLUMN_ERROR_SOUGHT,
    COLUMN_ERROR_BOUND,
    COLUMN_PROVED,
    COLUMN_DIM,
    COLUMN_WITNESS_DIGITS,
    COLUMN_DIGITS_EXPECTED,
    COLUMN_COUNT
};
extern const struct column instability_columns[COLUMN_COUNT];

/* How witnesses are looked for; in the order of --method's choices. */
enum instability_method { METHOD_AUTO, METHOD_SCAN, METHOD_LATTICE };

/* What the rows of one encoding and model share. */
struct instability_rows {
    struct run *run;
    const struct encoding *encoding;
    const struct qk_model *qk;
    double allowed, sought;
    bool scanned, build; /* what may give a witness: a scan, a lattice */
    double lo, hi;       /* the scan's extremes */
    /* NULL: nothing turns, so there is nothing to construct and no balls to prove it */
    struct witness_search *search;
    bool dependent;
};

/* Writes one row: the scan's witness (found, NULL without a scan), or the lattice's where that is
 * asked for and nearer. */
enum status instability_row(const struct instability_rows *rows, double target,
                            const struct witness *found);

/* The targets, as given or an even grid over [-g, g], with -infinity before and infinity behind
 * them, to be freed; NULL: no memory. */
double *instability_targets(const struct run *run, double g, size_t *count);

#endif
