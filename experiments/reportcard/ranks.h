/* Ranks that respect intervals. */
#ifndef POSBIAS_REPORTCARD_RANKS_H
#define POSBIAS_REPORTCARD_RANKS_H

#include "experiments/reportcard/criteria.h"

/* Sets the ranks of a criterion's cells, one per encoding, stride apart. One is surely better than
 * another if its whole interval lies on the better side of the other's, by more than rounding:
 *   rank_lo = 1 + number surely better,   rank_hi = number not surely worse, itself included
 * Cells without a value or limits have none and do not count.
 * In:      cell[i * stride], i < count. */
void card_rank(enum card_better better, size_t count, size_t stride, struct card_cell *cell);

/* The middle of a cell's ranks on a scale from 0, the best of count that have one, to 1, the
 * worst; of one alone 0. */
double card_shade(const struct card_cell *cell, size_t count);

#endif
