/* How much a score changes when the query and the key move together and a model keeps their vectors
 * in bf16. */
#ifndef POSBIAS_REPORTCARD_DRIFT_H
#define POSBIAS_REPORTCARD_DRIFT_H

#include "experiments/reportcard/drawn.h"

/* Root of the mean, over draws and over 16 distances r spread over the context, of
 *   (S(r + M, M) - S(r, 0))^2,
 * S(m, n) the product of the two vectors that a model forms at m and n (encoding_type.factors),
 * each rounded to bf16; sums in double. A model that forms its score from the distance has 0; of a
 * group or a path without factors there is none, nor where factors overflow. The change is not
 * divided by the size of the scores: a softmax reads their differences as they are. An absolute
 * encoding's score changes by itself, and that is in it. Limits: of the mean square, over the
 * draws, Student's.
 * Source:  2411.13476 has the rounding and the shift.
 * Returns: as qk_draw. */
enum status card_drift(const struct card_plan *plan, struct card_cell *out);

/* Adds what that takes. */
void card_drift_cost(struct cost *cost, const struct card_plan *plan);

#endif
