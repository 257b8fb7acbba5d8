/* Scores of groups other than banks from the definition. */
#include "tests/kernels/encodings/references.h"

REFERENCE(xpos, "xpos:dim=8,base=100")
{
    long double sum = 0.0L;
    for (size_t n = 0; n < REFERENCE_DIM / 2; n++)
        sum += powl((2.0L * (long double)n / REFERENCE_DIM + 0.4L) / 1.4L, r / 512.0L) *
               reference_turned(q, k, n, reference_theta(n, 100.0L), r);
    return sum / sqrtl(REFERENCE_DIM);
}

/* e^(-1.1 r) [A cosh x + C sinh x] */
REFERENCE(hope_hyp, "hope-hyp:dim=8,base=100")
{
    long double sum = 0.0L;
    for (size_t n = 0; n < REFERENCE_DIM / 2; n++, q += 2, k += 2) {
        long double x = r * reference_theta(n, 100.0L);
        sum += ((long double)q[0] * k[0] + (long double)q[1] * k[1]) * coshl(x) +
               ((long double)q[0] * k[1] + (long double)q[1] * k[0]) * sinhl(x);
    }
    return expl(-(long double)1.1 * r) * sum / sqrtl(REFERENCE_DIM);
}

/* e^(-(chi + delta) r) H^r by Lagrange's formula on H's eigenvalues e^(+-chi). */
REFERENCE(hyspe, "hyspe:dim=8,base=100,chi=0.02,delta=0.001")
{
    long double sum = 0.0L;
    for (size_t n = 0; n < REFERENCE_DIM / 2; n++, q += 2, k += 2) {
        long double chi = (long double)0.02 * tanhl(reference_theta(n, 100.0L)),
                    h = 2.0L * sinhl(chi / 2.0L), up = expl(chi), down = expl(-chi),
                    high = expl(-(long double)0.001 * r),
                    low = expl(-(2.0L * chi + (long double)0.001) * r),
                    plain = (long double)q[0] * k[0] + (long double)q[1] * k[1],
                    stepped = q[0] * ((1.0L + h * h) * k[0] + h * k[1]) + q[1] * (h * k[0] + k[1]);
        sum += (high * (stepped - down * plain) - low * (stepped - up * plain)) / (up - down);
    }
    return sum / sqrtl(REFERENCE_DIM);
}

/* Blocks of four with any shear. */
static long double jordan_blocks(const double *q, const double *k, long double r, long double shear)
{
    long double sum = 0.0L;
    for (size_t b = 0; b < REFERENCE_DIM / 4; b++) {
        long double theta = reference_theta(b, 100.0L);
        const double *u = k + 4 * b, *v = u + 2;
        sum += reference_turned(q + 4 * b, u, 0, theta, r) +
               reference_turned(q + 4 * b + 2, v, 0, theta, r) +
               (long double)0.01 * shear * reference_turned(q + 4 * b, v, 0, theta, r);
    }
    return expl(-(long double)0.001 * r) * sum / sqrtl(REFERENCE_DIM);
}

REFERENCE(jordan, "jordan:dim=8,base=100,gamma=0.001,eta=0.01")
{
    return jordan_blocks(q, k, r, r);
}

/* tau(4000) - tau(4000 - r), L = 1024 */
REFERENCE(jordan_stab, "jordan-stab:dim=8,base=100,gamma=0.001,eta=0.01,at=4000")
{
    long double m = 4000.0L, n = m - r;
    return jordan_blocks(q, k, r, m / (1.0L + m / 1024.0L) - n / (1.0L + n / 1024.0L));
}

/* q' exp(r omega L) k = q'k + sin(x) q'Lk + (1 - cos x) q'LLk, L = a b' - b a', a = e_0
 * and b = e_1. */
REFERENCE(grape_m, "grape-m:dim=8,omega=0.3")
{
    long double once[REFERENCE_DIM] = {k[1], -(long double)k[0]},
                twice[REFERENCE_DIM] = {once[1], -once[0]}, x = (long double)0.3 * r, sum = 0.0L;
    for (size_t c = 0; c < REFERENCE_DIM; c++)
        sum += q[c] * (k[c] + sinl(x) * once[c] + (1.0L - cosl(x)) * twice[c]);
    return sum / sqrtl(REFERENCE_DIM);
}
