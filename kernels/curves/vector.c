#include "kernels/curves/vector.h"

#include "kernels/curves/logarithm.h"

/*
 * An array is a run of whole vectors and at most one short one. The short one is padded and goes
 * through the same vector function, so that the tail has the bits it would have anywhere else.
 */

/* A phase and a uniform that every function here takes without raising a floating-point flag. */
#define PADDING 0.5

static vector_double load_some(size_t n, const double *from)
{
    if (n >= VECTOR_LANES)
        return vector_load(from);
    double lanes[VECTOR_LANES];
    for (size_t i = 0; i < VECTOR_LANES; i++)
        lanes[i] = i < n ? from[i] : PADDING;
    return vector_load(lanes);
}

static void store_some(size_t n, double *to, vector_double x)
{
    if (n >= VECTOR_LANES) {
        vector_store(to, x);
        return;
    }
    double lanes[VECTOR_LANES];
    vector_store(lanes, x);
    memcpy(to, lanes, n * sizeof *to);
}

void vector_cos_turns(size_t n, const double *turns, double *out)
{
    for (size_t i = 0; i < n; i += VECTOR_LANES) {
        const vector_double x = vector_fraction(load_some(n - i, turns + i));
        store_some(n - i, out + i, vector_cos_turn(x));
    }
}

void vector_sincos_turns(size_t n, const double *turns, double *sin_out, double *cos_out)
{
    for (size_t i = 0; i < n; i += VECTOR_LANES) {
        const vector_double x = vector_fraction(load_some(n - i, turns + i));
        const vector_double_pair sincos = vector_sincos_turn(x);
        store_some(n - i, sin_out + i, sincos.x);
        store_some(n - i, cos_out + i, sincos.y);
    }
}

void vector_box_muller(size_t n, const double *u, const double *turns, double *cos_out,
                       double *sin_out)
{
    logarithm_ready();
    for (size_t i = 0; i < n; i += VECTOR_LANES) {
        const vector_double x = vector_fraction(load_some(n - i, turns + i));
        const vector_double radius = vector_sqrt(-2.0 * vector_log(load_some(n - i, u + i)));
        const vector_double_pair sincos = vector_sincos_turn_u35(x);
        store_some(n - i, cos_out + i, radius * sincos.y);
        store_some(n - i, sin_out + i, radius * sincos.x);
    }
}
