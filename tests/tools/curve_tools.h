/* Curves from memory of exactly the sizes asked for, with guards behind it. */
#ifndef POSBIAS_TESTS_TOOLS_CURVE_TOOLS_H
#define POSBIAS_TESTS_TOOLS_CURVE_TOOLS_H

#include "tests/tools/check_tools.h"

/* size numbers, all NaN, with a guard behind them that curve_tools_free looks at. */
double *curve_tools_guarded(size_t size);
void curve_tools_free(double *at, size_t size);

/* The curves of all draws in a window, which is the same whether it is filled there or moved there;
 * draws x count, to be freed. */
double *curve_tools_curves(const struct encoding *e, double first, size_t count, size_t draws,
                           const double *q, const double *k);

#endif
