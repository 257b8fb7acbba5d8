#include "theory/order/token_aligned.h"

#include <gsl/gsl_sf_bessel.h>
#include <math.h>
#include <stdlib.h>

#include "theory/ground/constants.h"
#include "theory/order/gil_pelaez.h"
#include "theory/trig/trig_sums.h"

/* sum_n w_n cos x_n and the schedule it came from. */
struct reference {
    const struct schedule *schedule;
    double score;
};

static double complex characteristic(double t, const void *params)
{
    const struct reference *r = params;
    double product = 1.0;
    for (size_t n = 0; n < r->schedule->pairs && product != 0.0; n++)
        product *= gsl_sf_bessel_J0(t * r->schedule->weight[n]);
    return product * (cos(t * r->score) + I * sin(t * r->score));
}

enum status token_aligned_exact(const struct schedule *schedule, const struct qk_law *law,
                                double distance, struct estimate *p)
{
    struct reference r = {schedule, 0.0};
    double least = HUGE_VAL, total = 0.0, square = 0.0;
    enum status status = trig_sums(schedule, schedule->weight, NULL, 1, &distance, &r.score);
    if (status != STATUS_OK)
        return status;
    for (size_t n = 0; n < schedule->pairs; n++) {
        least = fmin(least, schedule->weight[n]);
        total += schedule->weight[n];
        square += schedule->weight[n] * schedule->weight[n];
    }
    if (law->kind != QK_PHASE || schedule->pairs < 3 || !(least > 0.0))
        return STATUS_UNDEFINED;
    if (distance == 0.0 || schedule->rotating == 0) { /* D is a sum of w_n (1 - cos phi_n) */
        *p = (struct estimate){0.0, 0.0};
        return STATUS_OK;
    }
    status = gil_pelaez_negative(characteristic, &r, sqrt(0.5 * square), p);
    /* The score's rounding moves the threshold: times the density, at most (1/pi) int prod |J0| <=
     * 6/(pi^2 least), since |J0(x)| <= min(1, sqrt(2/(pi x))) and there are three factors or more.
     * A Bessel function errs by 4 units, their product by one more each, over an integral of
     * |phi|/t that is a logarithm: 64 covers it. */
    p->err += trig_sums_error(schedule, schedule->weight, NULL) * 6.0 / (PI * PI * least) +
              64.0 * 5.0 * (double)schedule->pairs * UNIT_ROUNDING * (1.0 + log(total / least));
    return status;
}

enum status token_aligned_normal(const struct schedule *schedule, const struct qk_law *law,
                                 double distance, double *p)
{
    double amplitude, spread, half_power; /* E a, Var a, E a^2/2 */
    if (law->kind == QK_PHASE)
        amplitude = 1.0, spread = 0.0, half_power = 0.5;
    else if (law->kind == QK_GAUSS && law->mu == 0.0 && law->sigma > 0.0)
        amplitude = 0.5 * PI, spread = 4.0 - 0.25 * PI * PI, half_power = 2.0;
    else
        return STATUS_UNDEFINED;
    double *square = malloc(schedule->pairs * sizeof *square), twice = 2.0 * distance, score = 0.0,
           turning = 0.0, flat = 0.0;
    if (!square)
        return STATUS_MEMORY;
    for (size_t n = 0; n < schedule->pairs; n++) {
        square[n] = schedule->weight[n] * schedule->weight[n];
        flat += square[n];
    }
    enum status status = trig_sums(schedule, schedule->weight, NULL, 1, &distance, &score);
    if (status == STATUS_OK) /* cos^2 x = (1 + cos 2x)/2, and 2 x_n(r) = x_n(2r) */
        status = trig_sums(schedule, square, NULL, 1, &twice, &turning);
    free(square);
    double variance = 0.5 * spread * (flat + turning) + half_power * flat;
    *p = 0.5 * erfc(amplitude * score / sqrt(2.0 * variance));
    return status;
}
