/* What the scores of each kind of layer are. */
#ifndef POSBIAS_MODELS_CONFIG_KINDS_H
#define POSBIAS_MODELS_CONFIG_KINDS_H

#include "experiments/models/config/draft.h"

/* Fills the kinds that layers_make names: rule, factors, temperature, slopes, strings.
 * Returns: false with *error set. */
bool kinds_fill(struct draft *d);

/* Sets a kind's factor on the score, in place of 1/sqrt(dim). */
void kind_scale(struct layer_kind *kind, long double scale);

/* ALiBi's slopes of every head, 2^(-most (i + 1)/n) of a power of two n, else those of the power
 * below and every second of the one above; each divided by `by`. */
const double *alibi_slopes(struct draft *d, size_t heads, double most, long double by);

#endif
