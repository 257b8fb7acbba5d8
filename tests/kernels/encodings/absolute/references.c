/* Scores of absolute encodings from the definition. */
#include "tests/kernels/encodings/references.h"
#include "theory/model/shapes/drawn.h"

REFERENCE(fire, "fire:dim=8,slope=2,l0=16,at=4M")
{
    return reference_dot(REFERENCE_DIM, q, k) / sqrtl(REFERENCE_DIM) -
           2.0L * logl(0.1L * r + 1.0L) / (logl(0.1L * 4194304.0L + 1.0L) + 1e-6L);
}

/* Row i of 2 mixes waves of 1, 1/10, 1/100 and 1/1000 turns per token, with a 1 at wave 2 i. */
static void fope_mixed(size_t i, long double position, long double out[2])
{
    for (uint32_t which = 0; which < 2; which++) {
        double normal[8];
        long double period = 1.0L;
        drawn_normals(1, which, 8, normal);
        out[which] = 0.0L;
        for (size_t d = 0; d < 4; d++, period *= 10.0L) {
            long double x = 2.0L * PI_L * fmodl(position, period) / period,
                        entry = 0.3L * sqrtl(2.0L / (2.0L * (8.0L + 4.0L))) * normal[4 * i + d] +
                                (d == 2 * i ? 1.0L : 0.0L);
            out[which] += entry * (which ? sinl(x) : cosl(x));
        }
    }
}

REFERENCE(fope, "fope:dim=8,base=1e4,unit=turn,train=1k,at=4M")
{
    long double sum = 0.0L, m[2] = {1.0L, 1.0L}, n[2] = {1.0L, 1.0L};
    for (size_t i = 0; i < 4; i++) {
        const double *a = q + 2 * i, *b = k + 2 * i;
        if (i < 2)
            fope_mixed(i, 4194304.0L, m), fope_mixed(i, 4194304.0L - r, n);
        else
            m[0] = m[1] = n[0] = n[1] = 1.0L;
        sum += (a[0] * m[0] - a[1] * m[1]) * (b[0] * n[0] - b[1] * n[1]) +
               (a[1] * m[0] + a[0] * m[1]) * (b[1] * n[0] + b[0] * n[1]);
    }
    return sum / sqrtl(REFERENCE_DIM);
}
