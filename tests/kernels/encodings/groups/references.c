/* Scores of groups other than banks from the definition. */
#include "tests/kernels/encodings/references.h"

static long double xpos(const double *q, const double *k, long double r, const double *tokens)
{
    long double sum = 0.0L;
    (void)tokens;
    for (size_t n = 0; n < REFERENCE_DIM / 2; n++)
        sum += powl((2.0L * (long double)n / REFERENCE_DIM + 0.4L) / 1.4L, r / 512.0L) *
               reference_turned(q, k, n, reference_theta(n, 100.0L), r);
    return sum / sqrtl(REFERENCE_DIM);
}

/* e^(-1.1 r) [A cosh x + C sinh x] */
static long double hope_hyp(const double *q, const double *k, long double r, const double *tokens)
{
    long double sum = 0.0L;
    (void)tokens;
    for (size_t n = 0; n < REFERENCE_DIM / 2; n++, q += 2, k += 2) {
        long double x = r * reference_theta(n, 100.0L);
        sum += ((long double)q[0] * k[0] + (long double)q[1] * k[1]) * coshl(x) +
               ((long double)q[0] * k[1] + (long double)q[1] * k[0]) * sinhl(x);
    }
    return expl(-(long double)1.1 * r) * sum / sqrtl(REFERENCE_DIM);
}

const struct reference reference_groups[] = {
    {"xpos:dim=8,base=100", xpos},
    {"hope-hyp:dim=8,base=100", hope_hyp},
};
const size_t reference_group_count = TOOLS_COUNT(reference_groups);
