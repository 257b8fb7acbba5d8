/* Scores of other relative encodings from the definition. */
#include "tests/kernels/encodings/references.h"
#include "theory/model/shapes/drawn.h"

REFERENCE(tapa, "tapa:dim=8,alpha=0.5")
{
    return reference_dot(4, q, k) / 2.0L *
           cosl(2.0L * PI_L * sqrtl(r) * reference_dot(4, q + 4, k + 4) / 2.0L);
}

REFERENCE(pope, "pope:dim=8,base=100,delta=-1")
{
    long double sum = 0.0L;
    for (size_t c = 0; c < REFERENCE_DIM; c++)
        sum += log1pl(expl(q[c])) * log1pl(expl(k[c])) *
               cosl(r * powl(100.0L, -(long double)c / REFERENCE_DIM) + 1.0L);
    return sum / sqrtl(REFERENCE_DIM);
}

/* v and u of length 4 along the first 8 normals of the seed's two arrays. */
REFERENCE(grape_a, "grape-a:dim=8,slope=0.25,length=4")
{
    long double terms = 0.0L;
    for (uint32_t which = 0; which < 2; which++) {
        double x[8];
        drawn_normals(1, which, 8, x);
        terms += logl(1.0L + expl(4.0L * reference_dot(8, x, which ? k : q) /
                                  sqrtl(reference_dot(8, x, x)) / sqrtl(8.0L)));
    }
    return reference_dot(8, q, k) / sqrtl(8.0L) - 0.25L * r * terms;
}
