/* Floating-point formats narrower than the engine's: rounding a double to one, as codes that
 * compare like the values. */
#ifndef POSBIAS_KERNELS_COUNTS_DTYPE_H
#define POSBIAS_KERNELS_COUNTS_DTYPE_H

#include <math.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

/* A binary format: `fraction` explicit bits after the leading one, normal numbers from
 * 2^exponent_min to under 2^(exponent_max + 1), subnormals below, infinities above.
 * Source: IEEE 754-2019 Table 3.5; bf16 is fp32's upper half. */
struct dtype {
    const char *name;
    int fraction;
    int exponent_min, exponent_max;
};

enum { DTYPE_BF16, DTYPE_FP16, DTYPE_FP32, DTYPE_FP64, DTYPE_COUNT };
extern const struct dtype dtypes[DTYPE_COUNT];

/* What rounding to a format needs, derived from its row. */
struct dtype_rounding {
    unsigned drop;       /* bits of a double's significand that go */
    uint64_t half, even; /* just under half a unit of what stays; 1 if anything goes */
    uint64_t rebias;     /* from a double's exponent to the format's */
    /* a power of two whose unit in the last place is the format's smallest subnormal */
    double anchor;
    uint64_t anchor_bits, normal; /* bits of anchor, and of the least normal number */
    uint64_t infinity, zero;      /* codes of infinity (as a magnitude) and of zero */
};

struct dtype_rounding dtype_rounding(const struct dtype *dtype);

/* Code of x rounded to the format, to nearest, ties to even, in one step from the double. Codes are
 * ordered like the rounded values and equal where those are: -0 and +0 share one, everything from
 * the largest number plus half a unit on rounds to infinity, so two overflowing scores are equal. A
 * format of w bits has codes under 2^w.
 * Source: theory/limits/README.md#aliasing.
 * In:     x not a NaN.
 * Error:  none: below the least normal number the sum with anchor rounds to whole smallest
 *         subnormals in hardware, above it the integer sum carries into the exponent. */
static inline uint64_t dtype_code(const struct dtype_rounding *rounding, double x)
{
    double shifted = fabs(x) + rounding->anchor;
    uint64_t bits, quanta;
    memcpy(&bits, &x, sizeof bits);
    memcpy(&quanta, &shifted, sizeof quanta);
    uint64_t magnitude = bits & (UINT64_MAX >> 1);
    uint64_t rounded = (magnitude + rounding->half +
                        (magnitude >> rounding->drop & rounding->even)) >>
                       rounding->drop;
    uint64_t code = magnitude < rounding->normal ? quanta - rounding->anchor_bits
                                                 : rounded - rounding->rebias;
    code = code < rounding->infinity ? code : rounding->infinity;
    return bits >> 63 ? rounding->zero - code : rounding->zero + code;
}

/* The number that dtype_code stands for: x rounded to the format, as a double; an infinity where
 * that overflows.
 * In:     x not a NaN. */
static inline double dtype_round(const struct dtype_rounding *rounding, double x)
{
    double small = fabs(x) + rounding->anchor - rounding->anchor, out;
    uint64_t bits;
    memcpy(&bits, &x, sizeof bits);
    uint64_t magnitude = bits & (UINT64_MAX >> 1);
    uint64_t code = (magnitude + rounding->half + (magnitude >> rounding->drop & rounding->even)) >>
                    rounding->drop;
    uint64_t wide = code << rounding->drop;
    memcpy(&out, &wide, sizeof out);
    out = code - rounding->rebias < rounding->infinity ? out : HUGE_VAL;
    return copysign(magnitude < rounding->normal ? small : out, x);
}

/* Codes of n numbers.
 * In:    x [n], no NaN.
 * Out:   code [n].
 * Cost:  0.5 ns per number (AVX-512, 2.3 GHz Sapphire Rapids). */
void dtype_codes(const struct dtype_rounding *rounding, size_t n, const double *x, uint64_t *code);

#endif
