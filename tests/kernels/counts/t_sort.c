/* The sorts of numbers and of keys against the library's comparison sort. */
#include "kernels/counts/sort.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "kernels/counts/sort_keys.h"
#include "tests/tools/check_tools.h"

static int ascending_keys(const void *a, const void *b)
{
    uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
    return (x > y) - (x < y);
}

enum { SHAPES = 16, MOST = 150000 };

/* Numbers that meet every branch: spread, curves, few values, crowds of every size, one value,
 * extremes of the exponents. */
static double number_of(int shape, uint64_t *state, size_t i, size_t count)
{
    double u = tools_uniform(state), x = (double)i / (double)count;
    uint64_t bits;
    double any;
    switch (shape) {
    case 0:
        return 20.0 * u - 10.0;
    case 1:
        return 3.0 * cos(20.0 * x) + cos(311.0 * x);
    case 2:
        return floor(16.0 * u) - 8.0;
    case 3:
        return 3.0 + 1e-12 * u; /* only the trailing digits differ */
    case 4:
        return -7.25;
    case 5:
        return (u - 0.5) * 0x1p-1060; /* subnormal */
    case 6:
        return ldexp(u - 0.5, 1024); /* a range that overflows */
    case 7:
        return i % 2 ? -(double)i : (double)i;
    case 8:
        return u < 0.5 ? -0.0 : 0.0;
    case 9:
        return i == count / 2 ? 1e12 : u; /* all but one in one bucket */
    case 10:
        return floor(40.0 * u) + 1e-9 * tools_uniform(state); /* crowds */
    case 11:
        return floor((double)count / 30.0 * u) + 1e-9 * tools_uniform(state); /* of thirty */
    case 12:
        return cos(1e-2 * x);
    case 13:
        return -pow(1.0 - u, -2.0); /* a heavy tail */
    case 14:
        return ldexp(u < 0.5 ? -1.0 : 1.0, (int)(2000.0 * tools_uniform(state)) - 1000);
    default: /* every finite double is as likely as another */
        do {
            bits = (uint64_t)ldexp(tools_uniform(state), 53) << 11 |
                   (uint64_t)ldexp(tools_uniform(state), 53) >> 42;
            memcpy(&any, &bits, sizeof any);
        } while (!isfinite(any));
        return any;
    }
}

TEST(numbers_are_sorted)
{
    static const size_t counts[] = {0, 1, 2, 3, 16, 17, 64, 65, 100, 1023, 1025, 4096, MOST};
    double *x = malloc(MOST * sizeof *x), *want = malloc(MOST * sizeof *want),
           *got = malloc(MOST * sizeof *got);
    uint64_t state = 17;
    for (int shape = 0; shape < SHAPES; shape++)
        for (size_t c = 0; c < TOOLS_COUNT(counts); c++) {
            size_t count = counts[c], wrong = 0;
            /* no more than is said, for the sanitiser */
            double *work = malloc(sort_work_size(count) * sizeof *work);
            for (size_t i = 0; i < count; i++)
                want[i] = x[i] = number_of(shape, &state, i, count);
            qsort(want, count, sizeof *want, tools_ascending);
            sort_doubles(count, x, work, got);
            for (size_t i = 0; i < count; i++)
                wrong += !(got[i] == want[i]);
            ck_assert_msg(wrong == 0, "shape %d, %zu numbers: %zu out of place", shape, count,
                          wrong);
            free(work);
        }
    free(x), free(want), free(got);
}

/* Infinities are numbers too; a NaN goes to the end of its sign. */
TEST(infinities_are_sorted_and_nan_goes_to_the_end)
{
    double x[100], *got = malloc(sizeof x), *work = malloc(sort_work_size(100) * sizeof *work);
    for (size_t i = 0; i < 100; i++)
        x[i] = (double)(i * 37 % 100); /* every number under 100 */
    x[3] = HUGE_VAL;                   /* was 11 */
    x[50] = -HUGE_VAL;                 /* was 50 */
    sort_doubles(100, x, work, got);
    ck_assert(got[0] == -HUGE_VAL && got[1] == 0.0 && got[11] == 10.0 && got[12] == 12.0 &&
              got[98] == 99.0 && got[99] == HUGE_VAL);
    x[7] = copysign(NAN, 1.0);
    x[8] = copysign(NAN, -1.0);
    sort_doubles(100, x, work, got);
    ck_assert(isnan(got[0]) && got[1] == -HUGE_VAL && got[98] == HUGE_VAL && isnan(got[99]));
    free(got), free(work);
}

/* Keys with digits in common. */
TEST(keys_with_common_digits_are_sorted)
{
    static const uint64_t masks[] = {
        UINT64_MAX, 0xff, 0xff00ff, UINT64_C(0xffff00000000ffff), 0, UINT64_C(1) << 63};
    uint64_t *key = malloc(MOST * sizeof *key), *want = malloc(MOST * sizeof *want),
             *spare = malloc(MOST * sizeof *spare);
    uint64_t state = 3;
    for (size_t m = 0; m < TOOLS_COUNT(masks); m++) {
        for (size_t i = 0; i < MOST; i++)
            key[i] = want[i] = ((uint64_t)(0x1p53 * tools_uniform(&state)) * 2049 & masks[m]) |
                               0x30000000000;
        sort_keys(MOST, key, spare);
        qsort(want, MOST, sizeof *want, ascending_keys);
        ck_assert_msg(memcmp(key, want, MOST * sizeof *key) == 0, "mask %zu", m);
    }
    sort_keys(0, key, spare);
    free(key), free(want), free(spare);
}
