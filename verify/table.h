/* B_r(b) for many distances in double precision, by angle addition from balls, with a proved bound
 * on the error. */
#ifndef POSBIAS_VERIFY_TABLE_H
#define POSBIAS_VERIFY_TABLE_H

#include <stdbool.h>

#include "verify/bank.h"

/* Cosines and sines of j theta_n, j < step, and of (first + k step) theta_n, k < rows: r = first +
 * k step + j. */
struct table {
    /* width: h rounded up to whole vectors; what is over holds zeros */
    uint32_t first, step, rows, width;
    /* rows each of the four parts has room for */
    uint32_t room;
    double *near_cos, *near_sin, *far_cos, *far_sin;
    /* room for one column */
    acb_ptr powers;
};

/* False if there is no memory. */
bool table_init(struct table *table, uint32_t pairs, uint32_t distances_max);
void table_free(struct table *table);

/* The rows each part needs for so many distances in a row. */
uint32_t table_step(uint32_t distances);

/* Fills the table for the distances first .. first + distances - 1 at the bank's (single) base.
 * Returns: false if an entry is not known to within 2^-53; the table then says nothing. Cost: 2 h
 *          sqrt(distances) complex products. */
bool table_fill(struct table *table, struct bank *bank, uint32_t first, uint32_t distances);

/* B_distance. Error: at most table_error. Cost: 2 h products. */
double table_sum(const struct table *table, uint32_t distance);

/* h (h + 6) 2^-53; derived in README.md#table. */
double table_error(slong pairs);

#endif
