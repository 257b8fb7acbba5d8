/* Scores of biases from the definition. */
#include "tests/kernels/encodings/references.h"

static long double alibi(const double *q, const double *k, long double r, const double *tokens)
{
    (void)tokens;
    return reference_dot(REFERENCE_DIM, q, k) / sqrtl(REFERENCE_DIM) - 0.25L * r;
}

const struct reference reference_biases[] = {
    {"alibi:dim=8,slope=0.25", alibi},
};
const size_t reference_bias_count = TOOLS_COUNT(reference_biases);
