/* The volume of phases against counted ones and against the ball it becomes at the ends. */
#include <math.h>

#include "tests/tools/check_tools.h"
#include "theory/limits/return_volume.h"

/* Shares of random phases, and the ball's volume at the ends; the mean's symmetry; what cannot be.
 * */
TEST(volume_is_the_share_of_random_phases)
{
    enum { DRAWS = 200000, PAIRS = 12 };
    static const double window[][2] = {{-0.1, 0.1}, {0.2, 0.3},  {-0.5, -0.4},
                                       {0.5, 2.0},  {-1.0, 0.0}, {-0.05, 1.0}};
    double hits[TOOLS_COUNT(window)] = {0}, digits, mirrored;
    uint64_t state = 11;
    for (int d = 0; d < DRAWS; d++) {
        double mean = 0.0;
        for (int n = 0; n < PAIRS; n++)
            mean += cos(2.0 * M_PI * tools_uniform(&state)) / PAIRS;
        for (size_t i = 0; i < TOOLS_COUNT(window); i++)
            hits[i] += mean >= window[i][0] && mean <= window[i][1];
    }
    for (size_t i = 0; i < TOOLS_COUNT(window); i++) {
        double p = hits[i] / DRAWS;
        ck_assert_int_eq(return_volume_digits(PAIRS, window[i][0], window[i][1], &digits),
                         STATUS_OK);
        ck_assert_int_eq(return_volume_digits(PAIRS, -window[i][1], -window[i][0], &mirrored),
                         STATUS_OK);
        check_le(fabs(mirrored - digits), 1e-12);
        /* The normal body errs by a share of about 1/(8 pairs) with cosines' fourth cumulant; the
         * draws by their deviation. */
        check_le(fabs(pow(10.0, -digits) / p - 1.0),
                 3.0 / (8.0 * PAIRS) + DEVIATIONS / sqrt(hits[i]));
    }
    /* Near 1: (2 pi)^-m times the ball of radius sqrt(2 m d), to the cosine's next term, m d/8 or
     * so, and the normal body's. */
    for (int m = 31; m <= 127; m += 32) {
        double d = 0.001, log_p = -m * log(2.0 * M_PI) + 0.5 * m * log(2.0 * M_PI * m * d) -
                                  lgamma(0.5 * m + 1.0);
        ck_assert_int_eq(return_volume_digits((size_t)m, 1.0 - d, 1.5, &digits), STATUS_OK);
        check_le(fabs(digits + log_p / M_LN10), (m * d / 8.0 + 3.0 / m) / M_LN10);
    }
    ck_assert_int_eq(return_volume_digits(5, 1.0, 1.5, &digits), STATUS_OK);
    ck_assert(digits == HUGE_VAL);
    ck_assert_int_eq(return_volume_digits(5, -3.0, 3.0, &digits), STATUS_OK);
    ck_assert(digits == 0.0);
    ck_assert_int_eq(return_volume_digits(0, 0.0, 0.5, &digits), STATUS_DOMAIN);
    ck_assert_int_eq(return_volume_digits(5, 0.5, 0.5, &digits), STATUS_DOMAIN);
    ck_assert_int_eq(return_volume_digits(5, NAN, 0.5, &digits), STATUS_DOMAIN);
}
