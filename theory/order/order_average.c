#include "theory/order/order_average.h"

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_qrng.h>
#include <gsl/gsl_statistics_double.h>
#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>

#include "theory/ground/constants.h"

/* Shifts of the replicates, in 2^-32: the first 1024 binary digits of pi - 3, drawn by nobody. */
static const uint32_t shifts[ORDER_REPLICATES][2] = {
    {0x243f6a88, 0x85a308d3}, {0x13198a2e, 0x03707344}, {0xa4093822, 0x299f31d0},
    {0x082efa98, 0xec4e6c89}, {0x452821e6, 0x38d01377}, {0xbe5466cf, 0x34e90c6c},
    {0xc0ac29b7, 0xc97c50dd}, {0x3f84d5b5, 0xb5470917}, {0x9216d5d9, 0x8979fb1b},
    {0xd1310ba6, 0x98dfb5ac}, {0x2ffd72db, 0xd01adfb7}, {0xb8e1afed, 0x6a267e96},
    {0xba7c9045, 0xf12c7f99}, {0x24a19947, 0xb3916cf7}, {0x0801f2e2, 0x858efc16},
    {0x636920d8, 0x71574e69}};

struct point {
    double near, far;
    struct estimate value;
    enum status status;
};

/* lo + floor(count u), within the window whatever the rounding. */
static double place(double lo, double count, double u)
{
    return lo + fmin(floor(count * u), count - 1.0);
}

static double wrap(double u) { return u - floor(u); }

/* The shifted points, one replicate after the other. The sequence's first point is the origin,
 * which GSL leaves out. */
static enum status sample(double near_lo, double near_count, double far_lo, double far_count,
                          size_t each, struct point *point)
{
    gsl_qrng *sobol = gsl_qrng_alloc(gsl_qrng_sobol, 2);
    if (!sobol)
        return STATUS_MEMORY;
    double u[2] = {0.0, 0.0};
    for (size_t i = 0; i < each; i++) {
        for (size_t k = 0; k < ORDER_REPLICATES; k++) {
            struct point *at = &point[k * each + i];
            at->near = place(near_lo, near_count, wrap(u[0] + (double)shifts[k][0] * 0x1p-32));
            at->far = place(far_lo, far_count, wrap(u[1] + (double)shifts[k][1] * 0x1p-32));
        }
        gsl_qrng_get(sobol, u);
    }
    gsl_qrng_free(sobol);
    return STATUS_OK;
}

static void grid(double near_lo, double far_lo, double far_count, size_t count, struct point *point)
{
    size_t width = (size_t)far_count;
    for (size_t i = 0; i < count; i++) {
        point[i].near = near_lo + (double)(i / width);
        point[i].far = far_lo + (double)(i % width);
    }
}

/* Values in parallel; sums in the order of the points. */
static enum status evaluate_all(size_t count, struct point *point, order_quantity *evaluate,
                                const void *context)
{
#pragma omp parallel for schedule(dynamic, 16)
    for (size_t i = 0; i < count; i++)
        point[i].status = evaluate(point[i].near, point[i].far, context, &point[i].value);
    for (size_t i = 0; i < count; i++)
        if (point[i].status != STATUS_OK)
            return point[i].status;
    return STATUS_OK;
}

static struct estimate mean_of(size_t count, const struct point *point)
{
    struct estimate sum = {0.0, 0.0};
    for (size_t i = 0; i < count; i++) {
        sum.val += point[i].value.val;
        sum.err += point[i].value.err;
    }
    return (struct estimate){sum.val / (double)count, sum.err / (double)count};
}

/* Half the width of Student's two-sided 95 % interval of the replicates' mean. */
static double spread(size_t each, const struct point *point)
{
    double mean[ORDER_REPLICATES];
    for (size_t k = 0; k < ORDER_REPLICATES; k++)
        mean[k] = mean_of(each, point + k * each).val;
    double deviation = gsl_stats_sd(mean, 1, ORDER_REPLICATES);
    return gsl_cdf_tdist_Pinv(0.975, ORDER_REPLICATES - 1.0) * deviation /
           sqrt((double)ORDER_REPLICATES);
}

static bool window_valid(double lo, double count)
{
    return lo >= 0.0 && count >= 1.0 && lo == floor(lo) && count == floor(count) &&
           lo + (count - 1.0) <= 0x1p53;
}

enum status order_average(double near_lo, double near_count, double far_lo, double far_count,
                          size_t points, order_quantity *evaluate, const void *context,
                          struct estimate *average)
{
    if (!window_valid(near_lo, near_count) || !window_valid(far_lo, far_count) ||
        points < 2 * ORDER_REPLICATES)
        return STATUS_DOMAIN;
    bool whole = near_count * far_count <= (double)points;
    size_t each = points / ORDER_REPLICATES,
           count = whole ? (size_t)(near_count * far_count) : each * ORDER_REPLICATES;
    struct point *point = malloc(count * sizeof *point);
    if (!point)
        return STATUS_MEMORY;
    enum status status = STATUS_OK;
    if (whole)
        grid(near_lo, far_lo, far_count, count, point);
    else
        status = sample(near_lo, near_count, far_lo, far_count, each, point);
    if (status == STATUS_OK)
        status = evaluate_all(count, point, evaluate, context);
    if (status == STATUS_OK) {
        *average = mean_of(count, point);
        average->err += (double)count * UNIT_ROUNDING + (whole ? 0.0 : spread(each, point));
    }
    free(point);
    return status;
}
