/* Limits of values given with how often each occurs. */
#include <math.h>

#include "experiments/harness/draws/interval.h"
#include "tests/tools/check_tools.h"

/* Values counted are values listed; of none but zeros and ones, binomial limits however many. */
TEST(counted_values_have_the_limits_of_listed_ones)
{
    static const double half[] = {0.0, 0.5, 1.0}, levels[] = {0.95, 1.0 - 1e-6};
    for (size_t i = 0; i < 24; i++) {
        double least[] = {(double)(i % 4), (double)(i * i % 37), (double)(i % 3)},
               most[] = {least[0] - (i % 4 > 0), least[1] + (i % 4 > 0), least[2]}, low[64],
               high[64], lo[2], hi[2], mean, level = levels[i % 2];
        size_t n = 0, count[2] = {0};
        least[1] += 1.0, most[1] += 1.0;
        for (size_t g = 0; g < 3; g++) {
            for (size_t j = 0; j < (size_t)least[g]; j++, n++)
                low[count[0]++] = half[g];
            for (size_t j = 0; j < (size_t)most[g]; j++)
                high[count[1]++] = half[g];
        }
        ck_assert_int_eq(interval_between(n, low, high, level, &mean, &lo[0], &hi[0]), STATUS_OK);
        ck_assert_int_eq(interval_counted(3, half, least, most, level, &lo[1], &hi[1]), STATUS_OK);
        check_le(fabs(lo[0] - lo[1]), 1e-9);
        check_le(fabs(hi[0] - hi[1]), 1e-9);
    }
    for (double n = 10.0; n < 1e7; n *= 10.0) {
        double times[] = {n, 0.0, 3.0}, lo[2], hi[2];
        ck_assert_int_eq(interval_counted(3, half, times, times, 0.95, &lo[0], &hi[0]), STATUS_OK);
        ck_assert_int_eq(interval_binomial(3.0, n + 3.0, 0.95, &lo[1], &hi[1]), STATUS_OK);
        check_le(fabs(lo[0] / lo[1] - 1.0), 1e-8);
        check_le(fabs(hi[0] / hi[1] - 1.0), 1e-8);
    }
}
