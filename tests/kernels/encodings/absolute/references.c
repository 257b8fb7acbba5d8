/* Scores of absolute encodings from the definition. */
#include "tests/kernels/encodings/references.h"

static long double fire(const double *q, const double *k, long double r, const double *tokens)
{
    (void)tokens;
    return reference_dot(REFERENCE_DIM, q, k) / sqrtl(REFERENCE_DIM) -
           2.0L * logl(0.1L * r + 1.0L) / (logl(0.1L * 4194304.0L + 1.0L) + 1e-6L);
}

const struct reference reference_absolute[] = {
    {"fire:dim=8,slope=2,l0=16,at=4M", fire},
};
const size_t reference_absolute_count = TOOLS_COUNT(reference_absolute);
