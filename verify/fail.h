/* Where B_r is negative: at a base, by a margin that reaches some way up; all along an interval. */
#ifndef POSBIAS_VERIFY_FAIL_H
#define POSBIAS_VERIFY_FAIL_H

#include <stdbool.h>

#include "verify/bank.h"

/* No number of a certificate is larger; frontiers stop there. */
#define BASE_MAX 1e200

enum margin { MARGIN_TRUE, MARGIN_OVER, MARGIN_BLUNT, MARGIN_OPEN };

/* What balls say of B_r(base) <= -margin. */
struct fail_proof {
    /* true; over -B_r; under (1 - 1e-6) (-B_r); not decided */
    enum margin margin;
    /* B_r(base), rounded */
    double value;
    /* if true: no base in [base, frontier) passes, by the hop of README.md#hop */
    double frontier;
};

/* Proves B_r(base) <= -margin and (1 - 1e-6) (-B_r(base)) <= margin, and bounds base exp(margin/(r
 * Lambda(base))) from below.
 * Cost: h cosines and 2 h products for each precision tried, one as a rule. */
struct fail_proof fail_prove(struct bank *bank, double base, uint32_t distance, double margin);

/* What balls say of B_r < 0 on an interval. */
struct below_proof {
    /* no: B_r(base) = value is not negative; open: there is no double left to cut at, at base, or
     * balls could not tell there */
    enum answer below;
    double base, value;
};

/* Proves B_r(b) < 0 for every real b in [from, to], by chords (README.md#chord).
 * Cost: h cosines for each point, two points and one for each cut; a few cuts where the interval
 * fits between roots. */
struct below_proof below_prove(struct bank *bank, double from, double to, uint32_t distance);

#endif
