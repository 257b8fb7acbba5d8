/* TAPA's characteristic function from its formulas, in long double, and random cases for it. */
#ifndef POSBIAS_TESTS_TOOLS_TAPA_REFERENCE_H
#define POSBIAS_TESTS_TOOLS_TAPA_REFERENCE_H

#include <complex.h>

#include "tests/tools/check_tools.h"
#include "theory/model/shapes/tapa_shape.h"

/* ln F(t) by the formulas of theory/moments/README.md#tapa-characteristic, one factor at a time; s
 * = t sqrt(D_P). */
long double complex tapa_reference_log(const struct tapa_shape *shape, const struct qk_law *law,
                                       long double s);

/* What |F| is multiplied by in the mean. */
double tapa_reference_amplitude(const struct tapa_shape *shape, const struct qk_law *law);

/* A random shape, law (gauss or aligned) and distance with exactly known parameters. */
void tapa_reference_draw(uint64_t *state, struct tapa_shape *shape, struct qk_law *law, double *r);

#endif
