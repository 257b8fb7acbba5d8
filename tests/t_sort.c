/* The radix sort against the library's comparison sort, bit by bit. */
#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "kernels/sort.h"
#include "tests/check_tools.h"

Suite *suite_sort(void);

/* -0 before 0: the sign bit decides where the values do not. */
static int ascending(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    int sign = (signbit(x) == 0) - (signbit(y) == 0);
    return x < y ? -1 : x > y ? 1 : sign;
}

enum { SHAPES = 8, MOST = 70000 };

/* Numbers that meet every branch: random, few bits, long runs that agree in the leading digits, one value, subnormals. */
static double number_of(int shape, uint64_t *state, size_t i)
{
    double u = tools_uniform(state);
    uint64_t bits;
    double any;
    switch (shape) {
    case 0:
        return 20.0 * u - 10.0;
    case 1:
        return floor(16.0 * u) - 8.0;
    case 2:
        return 3.0 + 1e-12 * u; /* only the trailing digits differ */
    case 3:
        return -7.25;
    case 4:
        return (u - 0.5) * 0x1p-1060; /* subnormal */
    case 5:
        return i % 2 ? -(double)i : (double)i;
    case 6:
        return u < 0.5 ? -0.0 : 0.0;
    default: /* every finite double is as likely as another */
        do {
            bits = (uint64_t)ldexp(tools_uniform(state), 53) << 11 | (uint64_t)ldexp(tools_uniform(state), 53) >> 42;
            memcpy(&any, &bits, sizeof any);
        } while (!isfinite(any));
        return any;
    }
}

START_TEST(against_the_library)
{
    static const size_t counts[] = {0, 1, 2, 3, 63, 64, 65, 100, 4096, MOST};
    double *x = malloc(MOST * sizeof *x), *want = malloc(MOST * sizeof *want), *work = malloc(MOST * sizeof *work);
    uint64_t state = 17;
    for (int shape = 0; shape < SHAPES; shape++)
        for (size_t c = 0; c < TOOLS_COUNT(counts); c++) {
            size_t count = counts[c];
            for (size_t i = 0; i < count; i++)
                want[i] = x[i] = number_of(shape, &state, i);
            qsort(want, count, sizeof *want, ascending);
            sort_doubles(count, x, work);
            ck_assert_msg(memcmp(x, want, count * sizeof *x) == 0, "shape %d, %zu numbers", shape, count);
        }
    /* infinities are numbers too */
    double ends[4] = {HUGE_VAL, 1.0, -HUGE_VAL, -1.0};
    sort_doubles(4, ends, work);
    ck_assert(ends[0] == -HUGE_VAL && ends[1] == -1.0 && ends[2] == 1.0 && ends[3] == HUGE_VAL);
    free(x);
    free(want);
    free(work);
}
END_TEST

Suite *suite_sort(void)
{
    const TTest *const tests[] = {against_the_library};
    return tools_suite("sort", TOOLS_COUNT(tests), tests);
}
