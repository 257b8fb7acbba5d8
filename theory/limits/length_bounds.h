/* Bounds between a RoPE base and a context length that others published: formulas as they stand,
 * none of them a theorem about a model. */
#ifndef POSBIAS_THEORY_LIMITS_LENGTH_BOUNDS_H
#define POSBIAS_THEORY_LIMITS_LENGTH_BOUNDS_H

#include <stddef.h>

#include "theory/ground/status.h"

/* Coordinates whose pairs finish a turn in training, the critical dimension
 *   d = 2 ceil( (D/2) ln(T/2 pi)/ln b )
 * Source:  SCALE, theory/limits/README.md#length-bounds.
 * In:      dim, D; base over 1; train, T, over 2 pi tokens.
 * Returns: STATUS_DOMAIN; STATUS_UNDEFINED where d is over D, so that every pair finishes one. */
enum status scale_critical_dim(size_t dim, double base, double train, size_t *critical);

/* The context that a base reaches, 2 pi base^(d/D), and the base that reaches a context.
 * Source:  SCALE, theory/limits/README.md#length-bounds.
 * In:      context over 2 pi tokens. */
double scale_reach(size_t dim, size_t critical, double base);
double scale_base(size_t dim, size_t critical, double context);

/* The same without rounding d up: the critical base b^( ln(context/2 pi)/ln(T/2 pi) ), and the
 * context whose critical base it is.
 * Source:  SCALE, theory/limits/README.md#length-bounds.
 * In:      base over 1; train and context over 2 pi tokens. */
double scale_critical_base(double base, double train, double context);
double scale_critical_context(double base, double train, double tuned);

/* The angle by which the slowest pair may turn in a context so that the product of its cosine over
 * depth layers stays over eps, arccos(eps^(1/depth)).
 * Source:  PHASE, known second-hand; theory/limits/README.md#length-bounds.
 * In:      eps in (0, 1); depth from 1 on. */
double phase_angle(double eps, double depth);

/* The base at which the slowest of D/2 pairs turns by a frequency in radians per token,
 * turn b^(-1 + 2/D) = frequency with turn the radians of one unit of angle; HUGE_VAL for D = 2,
 * whose only pair has the same frequency at every base.
 * Source:  RoFormer Eq. 15; theory/limits/README.md#length-bounds. */
double base_of_slowest(size_t dim, double turn, double frequency);

#endif
