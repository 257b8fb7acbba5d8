/* Scores of biases from the definition. */
#include "tests/kernels/encodings/references.h"

static long double alibi(const double *q, const double *k, long double r, const double *tokens)
{
    (void)tokens;
    return reference_dot(REFERENCE_DIM, q, k) / sqrtl(REFERENCE_DIM) - 0.25L * r;
}

static long double kerple(const double *q, const double *k, long double r, const double *tokens)
{
    (void)tokens;
    return reference_dot(REFERENCE_DIM, q, k) / sqrtl(REFERENCE_DIM) -
           0.75L * logl(1.0L + 0.25L * r);
}

/* The last distance of buckets 16, 17, .., 30: 16 8^(j/16) rounded up, less 1. */
static long double t5(const double *q, const double *k, long double r, const double *tokens)
{
    static const int last[] = {18, 20, 23, 26, 30, 34, 39, 45, 51, 58, 66, 76, 86, 98, 112};
    size_t j = 0;
    (void)tokens;
    while (j < TOOLS_COUNT(last) && r > last[j])
        j++;
    return reference_dot(REFERENCE_DIM, q, k) - 0.25L * (r < 16.0L ? r : 16.0L + (long double)j);
}

static long double sandwich(const double *q, const double *k, long double r, const double *tokens)
{
    long double sum = 0.0L;
    (void)tokens;
    for (int n = 0; n < 3; n++)
        sum += cosl(r * powl(1e4L, -n / 3.0L));
    return reference_dot(REFERENCE_DIM, q, k) / sqrtl(REFERENCE_DIM) + sum / 2.0L;
}

const struct reference reference_biases[] = {
    {"alibi:dim=8,slope=0.25", alibi},
    {"kerple-log:dim=8,p=0.75,a=0.25", kerple},
    {"t5:dim=8,slope=0.25", t5},
    {"sandwich:dim=8,bar=6,ratio=2", sandwich},
};
const size_t reference_bias_count = TOOLS_COUNT(reference_biases);
