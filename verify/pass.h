/* Whether every base of an interval passes at a context: B_r(b) >= 0 for all r < context. */
#ifndef POSBIAS_VERIFY_PASS_H
#define POSBIAS_VERIFY_PASS_H

#include "verify/bank.h"

enum pass { PASS_PROVED, PASS_REFUTED, PASS_OPEN, PASS_NO_MEMORY };

struct pass_proof {
    enum pass pass;
    /* refuted: B_distance(base) = value < 0; open: balls could not tell there */
    double base;
    uint32_t distance;
    double value;
};

/* Proves B_r(b) >= 0 for all bases in [from, to] and all r < context, 2 pairs = D; a point if from
 * = to. Bases are cut into cells, at whose middle a sum of at least r Lambda times half the cell's
 * width covers the cell; a cell that is hard is cut again, and where balls give the slope a sign
 * the cell's ends decide (README.md#window). The outcome, also which base and distance refute, does
 * not depend on the number of threads.
 * Cost: about context h products for each cell, for a point one cell. */
struct pass_proof pass_prove(slong pairs, uint32_t context, double from, double to);

#endif
