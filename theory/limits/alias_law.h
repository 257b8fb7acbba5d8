/* How many scores of a window a floating-point format makes equal, if the scores were independent
 * normal draws. */
#ifndef POSBIAS_THEORY_LIMITS_ALIAS_LAW_H
#define POSBIAS_THEORY_LIMITS_ALIAS_LAW_H

#include "theory/ground/status.h"

/* Binary floating-point formats: significand bits (the hidden one included) and exponents e of the
 * values 2^e .. 2^(e+1); bfloat16 is {8, -126, 127}, binary16 {11, -14, 15}, binary32 {24, -126,
 * 127}, binary64 {53, -1022, 1023}. */
struct float_format {
    int precision, exponent_min, exponent_max;
};

/* Probability that two independent draws of S ~ N(mean, sd^2) round to the same number (nearest,
 * ties to even; subnormals; +0 and -0 are one number, an infinity is one).
 *   sum over numbers x of P(S rounds to x)^2
 * Source: derived in theory/limits/README.md#law-alias.
 * In:     precision from 2 to 53, exponents within those of double; sd > 0.
 * Out:    probability, with a bound on its error.
 * Returns: STATUS_DOMAIN.
 * Cost:   one error function per number within 10 sd where they are few (at most 2^17 in a binade),
 *         else two per binade. */
enum status alias_law_probability(const struct float_format *format, double mean, double sd,
                                  struct estimate *probability);

/* Expected number of equal pairs among M scores: C(M, 2) p.
 * Source: derived in theory/limits/README.md#law-alias.
 * Error:  with the curve's own mean and deviation, h = 64, 8 and 11 bits: 20 % from M = 1024, 10 %
 *         from M = 32,768 on. */
double alias_law_pairs(double context, double probability);

#endif
