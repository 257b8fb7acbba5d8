/* Scores of other relative encodings from the definition. */
#include "tests/kernels/encodings/references.h"

static long double tapa(const double *q, const double *k, long double r, const double *tokens)
{
    (void)tokens;
    return reference_dot(4, q, k) / 2.0L *
           cosl(2.0L * PI_L * sqrtl(r) * reference_dot(4, q + 4, k + 4) / 2.0L);
}

const struct reference reference_relative[] = {
    {"tapa:dim=8,alpha=0.5", tapa},
};
const size_t reference_relative_count = TOOLS_COUNT(reference_relative);
