#include "kernels/curves/logarithm.h"

#include <math.h>
#include <stdatomic.h>
#include <stdbool.h>

#include "kernels/curves/vector.h"

void logarithm_ready(void)
{
#if VECTOR_LANES == 8 /* AVX-512 */
    static atomic_bool ready;
    if (atomic_load_explicit(&ready, memory_order_relaxed))
        return;
    double lanes[VECTOR_LANES];
    vector_store(lanes, vector_log(vector_broadcast(INFINITY)));
    volatile double read = lanes[0]; /* or the compiler leaves it out */
    (void)read;
    atomic_store_explicit(&ready, true, memory_order_relaxed);
#endif
}

static vector_double log1p_of(vector_double x)
{
    vector_double w = 1.0 + x;
    return vector_log(w) + (x - (w - 1.0)) / w;
}

/* SLEEF's exponential of VECTOR_LANES doubles. Error: 1 ulp. */
#define SLEEF_OF(function)    VECTOR_SLEEF(function)
#define EXPONENTIAL(lanes)    EXPONENTIAL_OF(lanes)
#define EXPONENTIAL_OF(lanes) SLEEF_OF(expd##lanes##_u10)

static vector_double softplus_of(vector_double x)
{
    vector_double zero = vector_broadcast(0.0), size = vector_max(x, zero - x);
    return vector_max(x, zero) + log1p_of(EXPONENTIAL(VECTOR_LANES)(zero - size));
}

/* A function of arrays by whole vectors, the last one padded by zeros. */
#define EACH(function, n, x, out)                                    \
    do {                                                             \
        logarithm_ready();                                           \
        size_t i = 0;                                                \
        for (; i + VECTOR_LANES <= (n); i += VECTOR_LANES)           \
            vector_store((out) + i, function(vector_load((x) + i))); \
        if (i < (n)) {                                               \
            double rest[VECTOR_LANES] = {0.0};                       \
            memcpy(rest, (x) + i, ((n)-i) * sizeof *(x));            \
            vector_store(rest, function(vector_load(rest)));         \
            memcpy((out) + i, rest, ((n)-i) * sizeof *(out));        \
        }                                                            \
    } while (0)

void logarithm_log1p(size_t n, const double *x, double *out) { EACH(log1p_of, n, x, out); }

void logarithm_softplus(size_t n, const double *x, double *out) { EACH(softplus_of, n, x, out); }
