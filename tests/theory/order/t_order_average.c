/* Averages over windows: whole grids exactly, samples within their interval, and the same bits on
 * any number of threads. */
#include "theory/order/order_average.h"

#include <math.h>

#include "experiments/harness/command/run.h"
#include "tests/tools/check_tools.h"

struct wave {
    double near, far, phase;
};

/* A smooth function of both distances, with an error of 2^-20. */
static enum status wave_at(double near, double far, const void *context, struct estimate *value)
{
    const struct wave *w = context;
    *value = (struct estimate){0.5 + 0.5 * cos(w->near * near + w->far * far + w->phase), 0x1p-20};
    return STATUS_OK;
}

/* Fails where both are as given. */
static enum status refuse_at(double near, double far, const void *context, struct estimate *value)
{
    const double *at = context;
    *value = (struct estimate){0.0, 0.0};
    return near == at[0] ? STATUS_UNDEFINED : far == at[1] ? STATUS_CONVERGENCE : STATUS_OK;
}

/* Counts nothing but checks its place. */
static enum status inside(double near, double far, const void *context, struct estimate *value)
{
    (void)context;
    bool in = near >= 3.0 && near < 1003.0 && near == floor(near) && far >= 0x1p52 &&
              far <= 0x1p53 && far == floor(far);
    *value = (struct estimate){in ? 0.25 : NAN, 0.0};
    return STATUS_OK;
}

TEST(whole_grid_is_the_plain_mean)
{
    struct wave w = {0.37, -0.011, 0.5};
    struct estimate got;
    double total = 0.0;
    for (double near = 2.0; near < 2.0 + 13.0; near++)
        for (double far = 40.0; far < 40.0 + 77.0; far++)
            total += 0.5 + 0.5 * cos(w.near * near + w.far * far + w.phase);
    ck_assert_int_eq(order_average(2, 13, 40, 77, 13 * 77, wave_at, &w, &got), STATUS_OK);
    check_le(fabs(got.val - total / 1001.0), 1001.0 * UNIT_ROUNDING);
    check_le(fabs(got.err - 0x1p-20), 1e-12);
}

/* A sum of N equal angle steps is sin(N a/2)/sin(a/2): the grid's mean in closed form. The shifts
 * are the same for all 400 functions, so their count is no binomial one: 363 are inside now, and an
 * interval of half the width holds 203. */
TEST(samples_cover_as_often_as_they_say)
{
    uint64_t state = 77;
    int held = 0;
    double width = 0.0;
    for (int i = 0; i < 400; i++) {
        const double n = 50000.0, m = 70000.0, lo = 1.0, far = 60000.0;
        struct wave w = {12.0 * tools_uniform(&state) / n, 12.0 * tools_uniform(&state) / m,
                         6.3 * tools_uniform(&state)};
        struct estimate got;
        double mean = cos(w.near * (lo + 0.5 * (n - 1.0)) + w.far * (far + 0.5 * (m - 1.0)) +
                          w.phase);
        mean *= sin(0.5 * n * w.near) / (n * sin(0.5 * w.near)) * sin(0.5 * m * w.far) /
                (m * sin(0.5 * w.far));
        ck_assert_int_eq(order_average(lo, n, far, m, 1024, wave_at, &w, &got), STATUS_OK);
        held += fabs(got.val - 0.5 - 0.5 * mean) <= got.err - 0x1p-20;
        width += got.err / 400.0;
    }
    ck_assert_int_ge(held, 345);
    ck_assert_int_lt(held, 400); /* nor are they idle */
    check_le(width, 0.01);       /* 1024 random points would leave 0.02 */
}

TEST(threads_change_nothing)
{
    struct wave w = {0.0003, 0.0001, 1.0};
    struct estimate one, two;
    run_threads(1);
    ck_assert_int_eq(order_average(1, 1e6, 2e6, 1e6, 5000, wave_at, &w, &one), STATUS_OK);
    run_threads(2);
    ck_assert_int_eq(order_average(1, 1e6, 2e6, 1e6, 5000, wave_at, &w, &two), STATUS_OK);
    ck_assert_mem_eq(&one, &two, sizeof one);
}

TEST(windows_are_kept_and_failures_passed_on)
{
    struct estimate got;
    const double at[2] = {7.0, 45.0}, none[2] = {-1.0, 45.0};
    ck_assert_int_eq(order_average(3, 1000, 0x1p52, 0x1p52 + 1.0, 4096, inside, NULL, &got),
                     STATUS_OK);
    ck_assert_double_eq(got.val, 0.25);
    check_le(got.err, 1e-12);
    ck_assert_int_eq(order_average(7, 3, 40, 10, 32, refuse_at, at, &got), STATUS_UNDEFINED);
    /* 6:45 comes before 7:40 */
    ck_assert_int_eq(order_average(6, 3, 40, 10, 32, refuse_at, at, &got), STATUS_CONVERGENCE);
    ck_assert_int_eq(order_average(6, 3, 40, 5, 32, refuse_at, none, &got), STATUS_OK);
    ck_assert_int_eq(order_average(0, 0, 40, 5, 32, wave_at, NULL, &got), STATUS_DOMAIN);
    ck_assert_int_eq(order_average(0, 1, 40, 5.5, 32, wave_at, NULL, &got), STATUS_DOMAIN);
    ck_assert_int_eq(order_average(0.5, 1, 40, 5, 32, wave_at, NULL, &got), STATUS_DOMAIN);
    ck_assert_int_eq(order_average(0, 1, 40, 0x1p53, 32, wave_at, NULL, &got), STATUS_DOMAIN);
    ck_assert_int_eq(order_average(0, 1, 40, NAN, 32, wave_at, NULL, &got), STATUS_DOMAIN);
    ck_assert_int_eq(order_average(0, 10, 40, 10, 31, wave_at, NULL, &got), STATUS_DOMAIN);
}
