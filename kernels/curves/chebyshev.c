#include "kernels/curves/chebyshev.h"

#include <float.h>
#include <math.h>

#include "theory/ground/assumptions.h"
#include "theory/ground/constants.h"

/* What a term must be under for those after it to be nothing: they fall by more than half each. */
#define LEAST (LDBL_EPSILON * 0x1p-10L)

/* J_order(z) = top sum_i (-z^2/4)^i / (i! (order + 1) .. (order + i)) with top = (z/2)^order /
 * order! and square = z^2/4. */
static long double bessel(int order, long double top, long double square)
{
    long double term = top, sum = top;
    for (int i = 1; i <= 3 || fabsl(term) > LEAST; i++) {
        term *= -square / (long double)(i * (order + i));
        sum += term;
    }
    return sum;
}

void chebyshev_wave(long double turns, double *cosine, double *sine)
{
    long double half = PI_L * turns, top = 1.0L, sign = 1.0L;
    for (int k = 0; k < CHEBYSHEV_TERMS; k++, sign = -sign) {
        cosine[k] = (double)(sign * (k ? 2.0L : 1.0L) * bessel(2 * k, top, half * half));
        top *= half / (long double)(2 * k + 1);
        sine[k] = (double)(sign * 2.0L * bessel(2 * k + 1, top, half * half));
        top *= half / (long double)(2 * k + 2);
    }
}

void chebyshev_values(long double u, double *even, double *odd)
{
    long double now = 1.0L, next = u;
    for (int k = 0; k < CHEBYSHEV_TERMS; k++) {
        even[k] = (double)now;
        odd[k] = (double)next;
        now = 2.0L * u * next - now;
        next = 2.0L * u * now - next;
    }
}
