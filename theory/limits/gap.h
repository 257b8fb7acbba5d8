/* The hypotheses and the threshold of TAPA's Theorem 2.2. */
#ifndef POSBIAS_THEORY_LIMITS_GAP_H
#define POSBIAS_THEORY_LIMITS_GAP_H

#include "theory/ground/status.h"

/* Integers of the theorem's near range 1 < r < b^(1/4)/8.
 * Source: TAPA Theorem 2.2; theory/limits/README.md#gap-theorem.
 * Out:    lo, hi, tokens.
 * Returns: STATUS_UNDEFINED if it holds no integer (b <= 65536). */
enum status gap_near_range(double base, double *lo, double *hi);

/* Base above which the theorem's proof applies: exp(64 (|mu0| + |nu0|)/|mu0|); HUGE_VAL if it
 * overflows or mu0 = 0.
 * Source: TAPA Eq. 32; theory/limits/README.md#gap-theorem. */
double gap_base_required(double mu0, double nu0);

/* Lower bound on the theorem's gap in the limit D to infinity, over all of its near and far
 * distances, in units of |mu0|, in unit turn.
 *   [ -Ci(2 pi hi/b) - E - |nu0/mu0| (pi/2 + E) ]/(2 ln b),   E = B(4 pi) + B(2 pi b) + B(2 pi),
 * with B(x) = sqrt(1 + 1/x^2)/x >= |Ci(x)|, |Si(x) - pi/2| and hi the last near integer.
 * Source: derived in theory/limits/README.md#gap-theorem.
 * Returns: STATUS_UNDEFINED if the near range holds no integer, STATUS_DOMAIN if mu0 = 0.
 * Error:  the special function's own bound is taken off; 2^-50 for the rest. */
enum status gap_limit(double base, double mu0, double nu0, double *gap);

#endif
