#include "kernels/counts/dtype.h"

const struct dtype dtypes[DTYPE_COUNT] = {
    [DTYPE_BF16] = {"bf16", 7, -126, 127},
    [DTYPE_FP16] = {"fp16", 10, -14, 15},
    [DTYPE_FP32] = {"fp32", 23, -126, 127},
    [DTYPE_FP64] = {"fp64", 52, -1022, 1023},
};

enum { FRACTION = 52, BIAS = 1023 }; /* of a double */

static uint64_t bits_of(double x)
{
    uint64_t bits;
    memcpy(&bits, &x, sizeof bits);
    return bits;
}

struct dtype_rounding dtype_rounding(const struct dtype *dtype)
{
    unsigned drop = (unsigned)(FRACTION - dtype->fraction);
    /* exponent fields of the finite numbers */
    uint64_t span = (uint64_t)(dtype->exponent_max - dtype->exponent_min + 2);
    struct dtype_rounding out = {
        .drop = drop,
        .half = drop ? (UINT64_C(1) << (drop - 1)) - 1 : 0,
        .even = drop != 0,
        .rebias = (uint64_t)(dtype->exponent_min + BIAS - 1) << dtype->fraction,
        .anchor = ldexp(1.0, dtype->exponent_min - dtype->fraction + FRACTION),
        .normal = bits_of(ldexp(1.0, dtype->exponent_min)),
        .infinity = span << dtype->fraction,
        .zero = (span + 1) / 2 << (dtype->fraction + 1),
    };
    out.anchor_bits = bits_of(out.anchor);
    return out;
}

void dtype_codes(const struct dtype_rounding *rounding, size_t n, const double *x, uint64_t *code)
{
    struct dtype_rounding local = *rounding; /* so that no store can seem to change it */
    for (size_t i = 0; i < n; i++)
        code[i] = dtype_code(&local, x[i]);
}
