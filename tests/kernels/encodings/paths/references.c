/* Scores of path encodings from the definition: tokens[b] is b places before the query. */
#include "tests/kernels/encodings/references.h"

/* The key is taken through H_(n+1) .. H_m, the other way round than the engine goes. */
static long double path(const double *q, const double *k, long double r, const double *tokens)
{
    long double key[REFERENCE_DIM];
    for (size_t c = 0; c < REFERENCE_DIM; c++)
        key[c] = k[c];
    for (size_t back = (size_t)r; back-- > 0;) {
        const double *w = tokens + back * REFERENCE_DIM;
        long double along = 0.0L;
        for (size_t c = 0; c < REFERENCE_DIM; c++)
            along += w[c] * key[c];
        for (size_t c = 0; c < REFERENCE_DIM; c++)
            key[c] -= 1.5L * along * w[c];
    }
    long double sum = 0.0L;
    for (size_t c = 0; c < REFERENCE_DIM; c++)
        sum += q[c] * key[c];
    return sum / sqrtl(REFERENCE_DIM);
}

const struct reference reference_paths[] = {
    {"path:dim=8,beta=1.5", path},
};
const size_t reference_path_count = TOOLS_COUNT(reference_paths);
