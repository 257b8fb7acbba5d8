/* --exceeds: the first of a list of contexts or distances at which a share of failures is over a
 * level. */
#ifndef POSBIAS_EXCEEDS_H
#define POSBIAS_EXCEEDS_H

#include "experiments/harness/command/run.h"

#define OPTION_EXCEEDS_ROW(list)                                                                   \
    {                                                                                              \
        .name = "exceeds", .type = OPTION_REALS, .lo = 1e-15, .hi = 0.999999999999999,             \
        .meaning = "levels of a share of failures: for each, the first of --" list " at which it " \
                   "is exceeded, in place of the usual rows; default none"                         \
    }

enum {
    EXCEEDS_ENCODING,
    EXCEEDS_QK,
    EXCEEDS_FAILURE,
    EXCEEDS_LEVEL,
    EXCEEDS_SEARCHED,
    EXCEEDS_COUNT,
    EXCEEDS_FIRST_TOK,
    EXCEEDS_FIRST_LO_TOK,
    EXCEEDS_FIRST_HI_TOK,
    EXCEEDS_HAS_EXACT,
    EXCEEDS_FIRST_EXACT_TOK,
    EXCEEDS_FIRST_EXACT_LO_TOK,
    EXCEEDS_FIRST_EXACT_HI_TOK,
    EXCEEDS_PAIRS,
    EXCEEDS_COLUMN_COUNT,
    /* instead of those from has_exact on */
    EXCEEDS_PLAIN_PAIRS = EXCEEDS_HAS_EXACT,
    EXCEEDS_DTYPE,
    EXCEEDS_PLAIN_COUNT
};
/* Where expectations are known, and where none is and a format rounds the scores. */
extern const struct column exceeds_columns[EXCEEDS_COLUMN_COUNT];
extern const struct column exceeds_plain_columns[EXCEEDS_PLAIN_COUNT];

/* An entry of the list, and what is known of the share there: as counted, limits at
 * exceeds_confidence, and the exact expectation. */
struct exceeds_point {
    double at, share, lo, hi;
    bool has_exact;
    struct estimate exact;
};

/* The confidence of each of count intervals that all hold together at 95 % (Bonferroni). */
double exceeds_confidence(size_t count);

/* The share of one failure along a list. */
struct exceeds_series {
    const struct encoding *encoding;
    const struct qk_model *qk;
    const char *failure;  /* the column of the usual table */
    const char *searched; /* the option of the list */
    const char *dtype;    /* NULL: in exceeds_columns */
    double pairs;
    size_t count;
    const struct exceeds_point *point; /* [count], ascending */
};

/* Writes a row for every level of the run. With t the first at which the expectation is over the
 * level, first_lo <= t <= first_hi where all limits hold: no upper limit before first_lo is over
 * it, and the lower limit at first_hi is. */
void exceeds_rows(struct run *run, const struct exceeds_series *series);

#endif
