/* Scores of biases from the definition. */
#include "tests/kernels/encodings/references.h"

REFERENCE(alibi, "alibi:dim=8,slope=0.25")
{
    return reference_dot(REFERENCE_DIM, q, k) / sqrtl(REFERENCE_DIM) - 0.25L * r;
}

REFERENCE(kerple, "kerple-log:dim=8,p=0.75,a=0.25")
{
    return reference_dot(REFERENCE_DIM, q, k) / sqrtl(REFERENCE_DIM) -
           0.75L * logl(1.0L + 0.25L * r);
}

/* The last distance of buckets 16, 17, .., 30: 16 8^(j/16) rounded up, less 1. */
REFERENCE(t5, "t5:dim=8,slope=0.25")
{
    static const int last[] = {18, 20, 23, 26, 30, 34, 39, 45, 51, 58, 66, 76, 86, 98, 112};
    size_t j = 0;
    while (j < TOOLS_COUNT(last) && r > last[j])
        j++;
    return reference_dot(REFERENCE_DIM, q, k) - 0.25L * (r < 16.0L ? r : 16.0L + (long double)j);
}
