/* The published formulas against the numbers printed with them, and each against its inverse. */
#include "theory/limits/length_bounds.h"

#include <math.h>

#include "tests/tools/check_tools.h"
#include "theory/model/schedule.h"

/* Llama 2, as SCALE prints it. */
TEST(critical_dimension_is_the_printed_one)
{
    size_t critical = 0;
    ck_assert_int_eq(scale_critical_dim(128, 1e4, 4096.0, &critical), STATUS_OK);
    ck_assert_uint_eq(critical, 92);
    /* the last pair counted finishes a turn in the context, the next does not */
    check_le(pow(1e4, 90.0 / 128.0) * TWO_PI, 4096.0);
    ck_assert_double_gt(pow(1e4, 92.0 / 128.0) * TWO_PI, 4096.0);
    ck_assert_int_eq(scale_critical_dim(128, 1e4, 131072.0, &critical), STATUS_UNDEFINED);
    ck_assert_int_eq(scale_critical_dim(128, 1.0, 4096.0, &critical), STATUS_DOMAIN);
    ck_assert_int_eq(scale_critical_dim(128, 1e4, 6.0, &critical), STATUS_DOMAIN);
}

/* A power loses |ln result| + 2 roundings per function, here at most 40 of 2^-53, and two are
 * taken. */
static const double POWERS = 100 * 0x1p-53;

TEST(reach_and_base_undo_each_other)
{
    for (double base = 1e3; base < 1e9; base *= 7.0) {
        double reach = scale_reach(128, 92, base),
               tuned = scale_critical_context(1e4, 4096.0, base);
        ck_assert_double_eq_tol(scale_base(128, 92, reach) / base, 1.0, 4.0 * POWERS);
        ck_assert_double_eq_tol(scale_critical_base(1e4, 4096.0, tuned) / base, 1.0, 4.0 * POWERS);
    }
    ck_assert_double_eq_tol(scale_critical_base(1e4, 4096.0, 4096.0), 1e4, 1e4 * POWERS);
    /* without rounding 64 ln(4096/2 pi)/ln(1e4) = 45.03 pairs up to 46, both are one formula */
    double exact = 128.0 * log(4096.0 / TWO_PI) / log(1e4);
    ck_assert_double_eq_tol(exact, 90.054, 0.001);
    ck_assert_double_eq_tol(TWO_PI * pow(5e5, exact / 128.0),
                            scale_critical_context(1e4, 4096.0, 5e5), 1e5 * POWERS);
}

TEST(slowest_pair_turns_by_the_frequency_asked_for)
{
    for (size_t dim = 4; dim <= 512; dim *= 2) {
        struct schedule *schedule;
        double frequency = 1e-5, base = base_of_slowest(dim, 1.0, frequency);
        struct frequency_rule rule = frequency_rule_rope(base, dim);
        ck_assert_int_eq(schedule_new(&rule, &schedule), STATUS_OK);
        ck_assert_double_eq_tol(schedule->theta[dim / 2 - 1] / frequency, 1.0, POWERS);
        schedule_free(schedule);
    }
    ck_assert(isinf(base_of_slowest(2, 1.0, 1e-5)));
}

/* cos(angle)^depth = eps. */
TEST(angle_keeps_the_product_of_cosines)
{
    for (double depth = 1.0; depth < 200.0; depth *= 2.0)
        ck_assert_double_eq_tol(pow(cos(phase_angle(0.95, depth)), depth), 0.95, 400 * 0x1p-53);
    ck_assert_double_eq_tol(phase_angle(0.5, 1.0), PI / 3.0, 1e-15);
}
