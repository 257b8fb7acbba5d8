/* Rounding to narrow formats: every value of the 16-bit ones, every midpoint and its neighbours,
 * the hardware's fp32. */
#include <float.h>
#include <math.h>

#include "kernels/counts/dtype.h"
#include "tests/tools/check_tools.h"

/* A format by its definition: value of magnitude code m, from its bit fields. */
static double value_of(const struct dtype *d, uint64_t m)
{
    uint64_t field = m >> d->fraction, fraction = m & ((UINT64_C(1) << d->fraction) - 1);
    if (field == (uint64_t)(d->exponent_max - d->exponent_min + 2))
        return fraction ? NAN : HUGE_VAL;
    if (field == 0)
        return ldexp((double)fraction, d->exponent_min - d->fraction);
    return ldexp((double)((UINT64_C(1) << d->fraction) + fraction),
                 d->exponent_min + (int)field - 1 - d->fraction);
}

static uint64_t code_of(size_t format, double x)
{
    struct dtype_rounding rounding = dtype_rounding(&dtypes[format]);
    return dtype_code(&rounding, x);
}

/* The number itself. */
static double rounded(size_t format, double x)
{
    struct dtype_rounding rounding = dtype_rounding(&dtypes[format]);
    return dtype_round(&rounding, x);
}

static uint64_t zero_of(size_t format) { return code_of(format, 0.0); }

TEST(formats_have_the_ieee_constants)
{
    static const struct {
        const char *name;
        double most, least_normal, least;
        uint64_t zero;
    } want[DTYPE_COUNT] = {
        {"bf16", 0x1.fep127, 0x1p-126, 0x1p-133, 0x8000},
        {"fp16", 65504.0, 0x1p-14, 0x1p-24, 0x8000},
        {"fp32", FLT_MAX, FLT_MIN, FLT_TRUE_MIN, 0x80000000},
        {"fp64", DBL_MAX, DBL_MIN, DBL_TRUE_MIN, UINT64_C(1) << 63},
    };
    for (size_t f = 0; f < DTYPE_COUNT; f++) {
        ck_assert_str_eq(dtypes[f].name, want[f].name);
        uint64_t zero = zero_of(f), normal = UINT64_C(1) << dtypes[f].fraction,
                 infinity = (uint64_t)(dtypes[f].exponent_max - dtypes[f].exponent_min + 2)
                            << dtypes[f].fraction;
        ck_assert_uint_eq(zero, want[f].zero);
        ck_assert_uint_eq(code_of(f, -0.0), zero);
        for (int sign = -1; sign <= 1; sign += 2) {
            uint64_t step = (uint64_t)sign;
            ck_assert_uint_eq(code_of(f, sign * want[f].least), zero + step);
            ck_assert_uint_eq(code_of(f, sign * want[f].least_normal), zero + step * normal);
            ck_assert_uint_eq(code_of(f, sign * want[f].most), zero + step * (infinity - 1));
            ck_assert_uint_eq(code_of(f, sign * HUGE_VAL), zero + step * infinity);
        }
        ck_assert(value_of(&dtypes[f], infinity - 1) == want[f].most);
    }
}

/* Around a value and the midpoint above it: nearest, a tie goes to the even one. The last midpoint
 * is where infinity begins. */
static size_t wrong_near(size_t f, uint64_t m)
{
    const struct dtype *d = &dtypes[f];
    double here = value_of(d, m), above = value_of(d, m + 1),
           half = isinf(above) ? 0.5 * (here - value_of(d, m - 1)) : 0.5 * (above - here),
           middle = here + half;
    uint64_t even = m % 2 ? m + 1 : m, zero = zero_of(f);
    const struct {
        double x;
        uint64_t want;
    } cases[] = {{here, m},
                 {middle, even},
                 {nextafter(middle, 0.0), m},
                 {nextafter(middle, HUGE_VAL), m + 1},
                 {nextafter(here, HUGE_VAL), m}};
    size_t wrong = 0;
    for (size_t i = 0; i < TOOLS_COUNT(cases); i++) {
        wrong += code_of(f, cases[i].x) != zero + cases[i].want;
        wrong += code_of(f, -cases[i].x) != zero - cases[i].want;
        wrong += rounded(f, cases[i].x) != value_of(d, cases[i].want);
        wrong += rounded(f, -cases[i].x) != -value_of(d, cases[i].want);
    }
    return wrong;
}

/* All 65536 patterns but the NaNs, both signs, and all midpoints. */
TEST(every_pattern_of_sixteen_bits_is_right)
{
    for (size_t f = DTYPE_BF16; f <= DTYPE_FP16; f++) {
        uint64_t infinity = (uint64_t)(dtypes[f].exponent_max - dtypes[f].exponent_min + 2)
                            << dtypes[f].fraction;
        size_t wrong = 0;
        for (uint64_t m = 0; m < infinity; m++)
            wrong += wrong_near(f, m);
        ck_assert_msg(wrong == 0, "%s: %zu wrong codes", dtypes[f].name, wrong);
        ck_assert_uint_eq(infinity, f == DTYPE_BF16 ? 0x7f80 : 0x7c00);
    }
}

/* fp32 as the processor rounds: its bits, made to count. Random doubles of every size, midpoints,
 * subnormals, overflow. */
TEST(fp32_is_what_the_processor_rounds)
{
    uint64_t state = 5;
    size_t wrong = 0, subnormal = 0, infinite = 0;
    for (int i = 0; i < 2000000; i++) {
        double x = ldexp(tools_uniform(&state) - 0.5, (int)(300.0 * tools_uniform(&state)) - 155);
        if (i % 3 == 0) { /* at a midpoint, or a double beside it */
            float near = (float)x;
            x = isinf(near) ? 0x1.ffffffp127
                            : 0.5 * ((double)near + (double)nextafterf(near, HUGE_VALF));
            x = i % 9 == 0 ? nextafter(x, HUGE_VAL) : i % 9 == 3 ? nextafter(x, -HUGE_VAL) : x;
        }
        float single = (float)x;
        uint32_t bits;
        memcpy(&bits, &single, sizeof bits);
        uint64_t magnitude = bits & 0x7fffffff;
        wrong += code_of(DTYPE_FP32, x) !=
                 (bits >> 31 ? 0x80000000 - magnitude : 0x80000000 + magnitude);
        wrong += rounded(DTYPE_FP32, x) != (double)single;
        subnormal += single != 0.0F && fabsf(single) < FLT_MIN;
        infinite += isinf(single) != 0;
    }
    ck_assert_uint_eq(wrong, 0);
    ck_assert_uint_gt(subnormal, 10000);
    ck_assert_uint_gt(infinite, 1000);
    for (uint64_t m = 0x3f800000; m < 0x3f810000; m++)
        wrong += wrong_near(DTYPE_FP32, m);
    for (uint64_t m = 0x7fff00; m < 0x800100; m++) /* where normal numbers begin */
        wrong += wrong_near(DTYPE_FP32, m);
    ck_assert_uint_eq(wrong + wrong_near(DTYPE_FP32, 0x7f7fffff), 0);
}

/* One rounding, not two: just above bf16's midpoint, where fp32 in between would make a tie of it.
 * */
TEST(values_are_rounded_once)
{
    double x = 1.0 + 0x1p-8 + 0x1p-40;
    ck_assert_uint_eq(code_of(DTYPE_BF16, x), code_of(DTYPE_BF16, 1.0 + 0x1p-7));
    ck_assert_uint_eq(code_of(DTYPE_BF16, (double)(float)x), code_of(DTYPE_BF16, 1.0));
}

/* Doubles keep their order and their identity, subnormals and zeros included; and the loop is the
 * function. */
TEST(doubles_keep_order_and_identity)
{
    static const double ascending[] = {-HUGE_VAL,
                                       -DBL_MAX,
                                       -1.0,
                                       -0x1.fffffffffffffp-1,
                                       -DBL_MIN,
                                       -DBL_TRUE_MIN,
                                       0.0,
                                       DBL_TRUE_MIN,
                                       0x1p-1073,
                                       DBL_MIN,
                                       0x1.0000000000001p-1022,
                                       0.5,
                                       1.0,
                                       HUGE_VAL};
    uint64_t code[TOOLS_COUNT(ascending)];
    struct dtype_rounding rounding = dtype_rounding(&dtypes[DTYPE_FP64]);
    dtype_codes(&rounding, TOOLS_COUNT(ascending), ascending, code);
    for (size_t i = 0; i < TOOLS_COUNT(ascending); i++) {
        ck_assert_uint_eq(code[i], dtype_code(&rounding, ascending[i]));
        ck_assert(i == 0 || code[i - 1] < code[i]);
        ck_assert_double_eq(rounded(DTYPE_FP64, ascending[i]), ascending[i]);
    }
    ck_assert_uint_eq(code[8] - code[7], 1);
    ck_assert_uint_eq(code[10] - code[9], 1);
}
