/* What drawing and scoring take: the prices that experiments build their costs from. */
#ifndef POSBIAS_HARNESS_DRAWS_PRICES_H
#define POSBIAS_HARNESS_DRAWS_PRICES_H

#include "experiments/harness/draws/cost.h"
#include "experiments/harness/draws/curve_draws.h"

/* Prices are seconds of one thread on the machine of experiments/harness/draws/machine.h; they were
 * taken there and hold within a factor of two. */

/* A query and its keys of dim coordinates, drawn, and their coefficients under one encoding. */
double price_draw(const struct qk_law *law, size_t dim, enum second_key second);

/* Their images under matrices that stand in files; 0 for most encodings. */
double price_matrices(const struct encoding *encoding);

/* One score of count distances, chunk draws at a time: by a table, up to farthest, and of a curve.
 * A path encoding reads every token on the way, for each panel of count distances anew. */
double price_score(const struct encoding *encoding, double chunk, double count, double farthest);
double price_curve(const struct encoding *encoding, double chunk, double count);

/* A table's entries for one distance; a bound on a draw's scores. */
double price_column(const struct encoding *encoding);
double price_bound(const struct encoding *encoding);

/* Adds what curve_draws does with a plan, besides visit, and a visit of so many seconds. */
void price_curve_draws(struct cost *cost, const struct curve_plan *plan, double visit);

#endif
