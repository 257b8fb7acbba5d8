#include "theory/limits/alias_law.h"

#include <float.h>
#include <math.h>

#include "theory/ground/constants.h"

/* Draws reach this many standard deviations; beyond lie 2e-23 of them. */
static const double REACH = 10.0;
/* Error of a difference of two error functions: half an ulp or two each, and the arguments'
 * roundings times the slope. */
static const double CELL_ERROR = 4.0 * DBL_EPSILON;
/* Most numbers of a binade that are counted one by one. */
static const double COUNTED = 131072.0;

/* P(a < Z < b) of a standard normal, from the nearer tail so that small masses
 * keep their digits. */
static double mass(double a, double b)
{
    a *= 0.70710678118654752440, b *= 0.70710678118654752440;
    return a > 0.0   ? 0.5 * (erfc(a) - erfc(b))
           : b < 0.0 ? 0.5 * (erfc(-b) - erfc(-a))
                     : 0.5 * (erf(b) - erf(a));
}

/* Adds the square of the mass of the cell (x - left, x + right). */
static void add_cell(double mean, double sd, double x, double left, double right,
                     struct estimate *sum)
{
    double offset = x - mean, cell = mass((offset - left) / sd, (offset + right) / sd);
    sum->val += cell * cell;
    sum->err += 2.0 * cell * CELL_ERROR;
}

/* Squared masses of the cells (x - step/2, x + step/2) of x = first, first + step, .., last: all
 * exact multiples of step. */
static void add_binade(double mean, double sd, double first, double last, double step,
                       struct estimate *sum)
{
    double low = fmax(first, floor((mean - REACH * sd) / step) * step),
           high = fmin(last, ceil((mean + REACH * sd) / step) * step),
           count = (high - low) / step + 1.0;
    if (!(count >= 1.0))
        return;
    if (count <= COUNTED) {
        for (double i = 0.0; i < count; i += 1.0)
            add_cell(mean, sd, low + i * step, 0.5 * step, 0.5 * step, sum);
        return;
    }
    /* step int f^2, where f^2 is 1/(2 sqrt(pi) sd) times the normal density of
     * deviation sd/sqrt 2 */
    double narrow = 0.70710678118654752440 * sd, ratio = step / sd;
    double value = ratio / (2.0 * sqrt(PI)) *
                   mass((low - mean - 0.5 * step) / narrow, (high - mean + 0.5 * step) / narrow);
    sum->val += value;
    sum->err += 0.0484 * ratio * ratio * ratio + 2.0 * CELL_ERROR * ratio;
}

enum status alias_law_probability(const struct float_format *format, double mean, double sd,
                                  struct estimate *probability)
{
    int p = format->precision;
    if (!(p >= 2 && p <= 53 && format->exponent_min >= -1022 && format->exponent_max <= 1023 &&
          format->exponent_min < format->exponent_max && sd > 0.0 && isfinite(sd) &&
          isfinite(mean)))
        return STATUS_DOMAIN;
    struct estimate sum = {0.0, 0.0};
    /* beyond the largest number: everything above its cell rounds to infinity */
    double step = ldexp(1.0, format->exponent_max - p + 1),
           top = ldexp(2.0 - ldexp(1.0, 1 - p), format->exponent_max);
    for (int sign = -1; sign <= 1; sign += 2) {
        add_cell(sign * mean, sd, top + 0.5 * step, 0.0, HUGE_VAL, &sum);
        for (int e = format->exponent_min; e <= format->exponent_max; e++) {
            /* the first number of a binade has half a step of the binade below on its left */
            step = ldexp(1.0, e - p + 1);
            double first = ldexp(1.0, e),
                   left = e > format->exponent_min ? 0.25 * step : 0.5 * step;
            add_cell(sign * mean, sd, first, left, 0.5 * step, &sum);
            add_binade(sign * mean, sd, first + step, first + (first - step), step, &sum);
        }
        step = ldexp(1.0, format->exponent_min - p + 1); /* subnormals */
        add_binade(sign * mean, sd, step, ldexp(1.0, format->exponent_min) - step, step, &sum);
        step = ldexp(1.0, format->exponent_max - p + 1);
    }
    step = ldexp(1.0, format->exponent_min - p + 1);
    add_cell(mean, sd, 0.0, 0.5 * step, 0.5 * step, &sum);
    *probability = sum;
    return STATUS_OK;
}

double alias_law_pairs(double context, double probability)
{
    return 0.5 * context * (context - 1.0) * probability;
}
