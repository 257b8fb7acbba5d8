/* Scores of banks from the definition. */
#include "tests/kernels/encodings/references.h"

REFERENCE(rope, "rope:dim=8,base=100")
{
    long double sum = 0.0L;
    for (size_t n = 0; n < REFERENCE_DIM / 2; n++)
        sum += reference_turned(q, k, n, reference_theta(n, 100.0L), r);
    return sum / sqrtl(REFERENCE_DIM);
}

REFERENCE(nope, "nope:dim=8,norm=sqrt")
{
    return reference_dot(REFERENCE_DIM, q, k) / sqrtl(REFERENCE_DIM);
}

/* Of the periods 2 pi 100^(n/4), 6, 20, 63 and 199 tokens, two are under 32. */
REFERENCE(hope_fast, "hope-fast:dim=8,base=100,train=32")
{
    return (reference_turned(q, k, 0, 1.0L, r) +
            reference_turned(q, k, 1, reference_theta(1, 100.0L), r) +
            reference_dot(4, q + 4, k + 4)) /
           sqrtl(REFERENCE_DIM);
}

/* Three tapered pairs: factors 1, 1/2 and 0. */
REFERENCE(cope_clip, "cope-clip:dim=8,base=100,clip=3")
{
    static const long double factor[] = {1.0L, 1.0L, 0.5L, 0.0L};
    long double sum = 0.0L;
    for (size_t n = 0; n < REFERENCE_DIM / 2; n++)
        sum += reference_turned(q, k, n, factor[n] * reference_theta(n, 100.0L), r);
    return sum / sqrtl(REFERENCE_DIM);
}

/* Two pairs of 32 and of 1000/2 tokens. */
REFERENCE(rope_id, "rope-id:dim=8,train=1000")
{
    long double turn = 8.0L * atanl(1.0L);
    return (reference_turned(q, k, 0, turn / 32.0L, r) +
            reference_turned(q, k, 1, turn / 500.0L, r) + reference_dot(4, q + 4, k + 4)) /
           sqrtl(REFERENCE_DIM);
}

REFERENCE(evq, "evq:dim=8,base=100,tau=2")
{
    long double sum = 0.0L;
    for (size_t n = 0; n < REFERENCE_DIM / 2; n++) {
        long double u = ((long double)n + 0.5L) / 4.0L,
                    phi = 1.0L - asinhl((1.0L - u) * sinhl(2.0L)) / 2.0L;
        sum += reference_turned(q, k, n, powl(100.0L, -phi), r);
    }
    return sum / sqrtl(REFERENCE_DIM);
}

/* The imaginary part of (q0 + i q1) conj(k0 + i k1) e^(i x), pair by pair: x is r theta. */
REFERENCE(rope_im, "rope-im:dim=8,base=100")
{
    long double sum = 0.0L;
    for (size_t n = 0; n < REFERENCE_DIM / 2; n++) {
        long double x = r * reference_theta(n, 100.0L), real = cosl(x), imaginary = sinl(x),
                    p0 = (long double)q[2 * n] * k[2 * n] +
                         (long double)q[2 * n + 1] * k[2 * n + 1],
                    p1 = (long double)q[2 * n + 1] * k[2 * n] -
                         (long double)q[2 * n] * k[2 * n + 1];
        sum += p0 * imaginary + p1 * real;
    }
    return sum / sqrtl(REFERENCE_DIM);
}
