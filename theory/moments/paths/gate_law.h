/* Expectations over the law of a token's gate. */
#ifndef POSBIAS_THEORY_MOMENTS_PATHS_GATE_LAW_H
#define POSBIAS_THEORY_MOMENTS_PATHS_GATE_LAW_H

#include <stddef.h>

#include "theory/ground/status.h"
#include "theory/model/token_law.h"

/* E g(f) = sum_k weight_k g(f_k) for every smooth g: Gauss and Legendre's rule for uniform, the
 * trapezoid's on the logit over 9 deviations for logit, one node for constant.
 * In:      highest, the largest power of f that g varies with.
 * Out:     *value, *weight [*count], one block that the caller frees by *value.
 * Returns: STATUS_UNDEFINED for a law that is none of gates, STATUS_MEMORY. */
enum status gate_nodes(const struct token_law *law, size_t highest, size_t *count, double **value,
                       double **weight);

/* E ln f and Var ln f.
 * Source:  derived in theory/moments/README.md#fox-moments.
 * Returns: as gate_nodes. */
enum status gate_log_moments(const struct token_law *law, double *mean, double *variance);

#endif
