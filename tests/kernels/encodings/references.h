/* Scores of specimens from the definition, a few lines in long double each. */
#ifndef POSBIAS_TESTS_KERNELS_ENCODINGS_REFERENCES_H
#define POSBIAS_TESTS_KERNELS_ENCODINGS_REFERENCES_H

#include <math.h>
#include <stddef.h>

#include "tests/tools/check_tools.h"

/* Dimension of every specimen that a table here scores. */
enum { REFERENCE_DIM = 8 };

/* The score of a specimen, a function body that follows: it stands in the type's own test, or in
 * the references.c of its kind.
 * In: q, k [REFERENCE_DIM]; r, tokens. Of a path encoding tokens [r][token_width], the query's own
 * first; else NULL. */
#define REFERENCE(name, specimen)                                                         \
    static reference_score name;                                                          \
    __attribute__((constructor)) static void name##_is_known(void)                        \
    {                                                                                     \
        reference_take(specimen, name);                                                   \
    }                                                                                     \
    static long double name(                                                              \
        __attribute__((unused)) const double *q, __attribute__((unused)) const double *k, \
        __attribute__((unused)) long double r, __attribute__((unused)) const double *tokens)

typedef long double reference_score(const double *q, const double *k, long double r,
                                    const double *tokens);

/* What REFERENCE calls before any test runs. */
void reference_take(const char *specimen, reference_score *score);

static inline long double reference_dot(size_t n, const double *q, const double *k)
{
    long double sum = 0.0L;
    for (size_t c = 0; c < n; c++)
        sum += (long double)q[c] * k[c];
    return sum;
}

/* Pair n of the query turned by r theta, times its key. */
static inline long double reference_turned(const double *q, const double *k, size_t n,
                                           long double theta, long double r)
{
    long double x = r * theta, c = cosl(x), s = sinl(x), q0 = q[2 * n] * c - q[2 * n + 1] * s,
                q1 = q[2 * n] * s + q[2 * n + 1] * c;
    return q0 * k[2 * n] + q1 * k[2 * n + 1];
}

/* base^(-2n/8) */
static inline long double reference_theta(size_t n, long double base)
{
    return powl(base, -2.0L * (long double)n / REFERENCE_DIM);
}

#endif
