#include "kernels/curves/logarithm.h"

#include "kernels/curves/vector.h"

static vector_double log1p_of(vector_double x)
{
    vector_double w = 1.0 + x;
    return vector_log(w) + (x - (w - 1.0)) / w;
}

void logarithm_log1p(size_t n, const double *x, double *out)
{
    size_t i = 0;
    for (; i + VECTOR_LANES <= n; i += VECTOR_LANES)
        vector_store(out + i, log1p_of(vector_load(x + i)));
    if (i < n) {
        double rest[VECTOR_LANES] = {0.0};
        memcpy(rest, x + i, (n - i) * sizeof *x);
        vector_store(rest, log1p_of(vector_load(rest)));
        memcpy(out + i, rest, (n - i) * sizeof *out);
    }
}
