/* Whether every base from one on, without end, passes at a context. */
#ifndef POSBIAS_VERIFY_SAFE_H
#define POSBIAS_VERIFY_SAFE_H

#include "verify/pass.h"

/* Proves B_r(b) >= 0 for every real b >= safe and all first <= r < context, 2 pairs = D, in boxes
 * of distances and of q = b^(-1/h) (README.md#safe). The outcome, also which base and distance
 * refute, does not depend on the number of threads.
 * In: first, at least 1.
 * Cost: 4 h products a box; a million boxes for D = 128 and a million distances. */
struct pass_proof safe_prove(slong pairs, uint32_t first, uint32_t context, double safe);

/* A lower bound of the sum, over the pairs, of the least cosine that each has in the box of all
 * distances first .. last and all q from low to high, 0 <= low <= high <= 1; in doubles, as
 * safe_prove takes it.
 * Returns: NaN if there is no memory. Error: under the truth by at most 1.2e-7 (h + 7) + 1e-14
 *          last / (1 - high). */
double safe_least(slong pairs, uint32_t first, uint32_t last, double low, double high);

#endif
