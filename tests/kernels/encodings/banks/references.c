/* Scores of banks from the definition. */
#include "tests/kernels/encodings/references.h"

static long double rope(const double *q, const double *k, long double r, const double *tokens)
{
    long double sum = 0.0L;
    (void)tokens;
    for (size_t n = 0; n < REFERENCE_DIM / 2; n++)
        sum += reference_turned(q, k, n, reference_theta(n, 100.0L), r);
    return sum / sqrtl(REFERENCE_DIM);
}

static long double nope(const double *q, const double *k, long double r, const double *tokens)
{
    (void)r, (void)tokens;
    return reference_dot(REFERENCE_DIM, q, k) / sqrtl(REFERENCE_DIM);
}

const struct reference reference_banks[] = {
    {"rope:dim=8,base=100", rope},
    {"nope:dim=8,norm=sqrt", nope},
};
const size_t reference_bank_count = TOOLS_COUNT(reference_banks);
