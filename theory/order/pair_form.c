#include "theory/order/pair_form.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>

#include "theory/ground/constants.h"
#include "theory/order/gil_pelaez.h"

/* A product this large leaves nothing of phi; its square does not overflow. */
#define VANISHED 0x1p400

/* Beyond this many deviations the mean decides so firmly that Chernoff's bound is
 * worth its price. */
#define FAR_MEAN 5.0

/* Lists are filled up to whole groups of LANES, which the processor multiplies at once; a pair of
 * zeros is a factor 1. */
enum { LANES = 8 };
static size_t padded(size_t pairs) { return (pairs + LANES - 1) / LANES * LANES; }

enum status pair_form_new(size_t pairs, struct pair_form *form)
{
    size_t length = padded(pairs);
    double *list = calloc(5 * length, sizeof *list);
    if (!list)
        return STATUS_MEMORY;
    *form = (struct pair_form){.pairs = pairs,
                               .push = list,
                               .damp = list + length,
                               .wide = list + 2 * length,
                               .skew = list + 3 * length,
                               .flat = list + 4 * length};
    return STATUS_OK;
}

void pair_form_free(struct pair_form *form)
{
    free(form->push);
    form->push = NULL;
}

/* re + i im, for finite parts (C11's CMPLX is missing from some compilers). */
static double complex complex_of(double re, double im) { return re + im * I; }

/* One group of pairs: sums of phase and loss, and the product of the denominators (re + i im), lane
 * by lane. */
struct lanes {
    double angle[LANES], loss[LANES], re[LANES], im[LANES];
};

static void take_group(const struct pair_form *x, size_t first, double t,
                       struct lanes *restrict sum)
{
    const double *push = x->push + first, *damp = x->damp + first, *wide = x->wide + first,
                 *skew = x->skew + first, *flat = x->flat + first;
    for (size_t i = 0; i < LANES; i++) {
        double rest = 1.0 / (1.0 + t * t * wide[i]), a = 1.0 + t * t * flat[i], b = t * skew[i],
               re = sum->re[i];
        sum->angle[i] += t * push[i] * rest;
        sum->loss[i] += t * t * damp[i] * rest;
        sum->re[i] = re * a + sum->im[i] * b;
        sum->im[i] = sum->im[i] * a - re * b;
    }
}

/* phi(t). Every factor's size is at most 1, so that a vanished product stays vanished. */
static double complex phi(double t, const void *context)
{
    const struct pair_form *x = context;
    struct lanes sum = {{0.0}, {0.0}, {1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0}, {0.0}};
    for (size_t n = 0; n < x->pairs; n += LANES) {
        int vanished = 0; /* no early exit: the loop vectorises */
        take_group(x, n, t, &sum);
        for (size_t i = 0; i < LANES; i++)
            vanished |= fabs(sum.re[i]) + fabs(sum.im[i]) > VANISHED;
        if (vanished)
            return 0.0;
    }
    double angle = t * x->shift, loss = 0.0, re = 1.0, im = 0.0;
    for (size_t i = 0; i < LANES; i++) {
        double first = re;
        angle += sum.angle[i];
        loss += sum.loss[i];
        re = first * sum.re[i] - im * sum.im[i];
        im = first * sum.im[i] + im * sum.re[i];
        if (fabs(re) + fabs(im) > VANISHED)
            return 0.0;
    }
    double size = exp(-loss) / (re * re + im * im), c = cos(angle), s = sin(angle);
    return complex_of(size * (re * c + im * s), size * (re * s - im * c));
}

/* ln E exp(-s X), HUGE_VAL where a pair's formula ends. */
static double log_mgf(const struct pair_form *x, double s)
{
    double total = -s * x->shift, product = 1.0;
    for (size_t n = 0; n < x->pairs; n++) {
        double rest = 1.0 - s * s * x->wide[n], base = 1.0 + s * x->skew[n] - s * s * x->flat[n];
        if (!(rest > 0.0 && base > 0.0))
            return HUGE_VAL;
        total += s * (s * x->damp[n] - x->push[n]) / rest;
        product *= base;
        if (!(product > 0x1p-500 && product < VANISHED)) {
            total -= log(product);
            product = 1.0;
        }
    }
    return total - log(product);
}

static void moments(const struct pair_form *x, double *mean, double *variance)
{
    *mean = x->shift;
    *variance = 0.0;
    for (size_t n = 0; n < x->pairs; n++) {
        *mean += x->push[n] + x->skew[n];
        *variance += 2.0 * (x->damp[n] + x->flat[n]) + x->skew[n] * x->skew[n];
    }
}

double pair_form_chernoff(const struct pair_form *form, double side)
{
    double mean, variance, best = 0.0;
    moments(form, &mean, &variance);
    if (!(side * mean > 0.0 && variance > 0.0))
        return 1.0;
    /* Every s gives a bound. A normal variable's best one is mean/variance: the search starts
     * there, halves s until the transform exists, then walks up or down by steps of half their last
     * size. */
    double s = mean / variance, step = 0.5 * s;
    int halvings = 0;
    while (halvings++ < 60 && log_mgf(form, s) == HUGE_VAL) {
        s = step;
        step *= 0.5;
    }
    best = fmin(best, log_mgf(form, s));
    for (int i = 0; i < 6; i++, step *= 0.5) {
        double up = log_mgf(form, s + step), down = log_mgf(form, s - step);
        if (up < best)
            s += step, best = up;
        else if (down < best)
            s -= step, best = down;
    }
    return exp(best);
}

static bool symmetric(const struct pair_form *x)
{
    bool odd = x->shift != 0.0;
    for (size_t n = 0; n < x->pairs; n++)
        odd |= x->push[n] != 0.0 || x->skew[n] != 0.0;
    return !odd;
}

enum status pair_form_negative(const struct pair_form *form, double tolerance, struct estimate *p)
{
    double mean, variance;
    moments(form, &mean, &variance);
    if (variance == 0.0) {
        double size = fabs(form->shift);
        for (size_t n = 0; n < form->pairs; n++)
            size += fabs(form->push[n]);
        bool known = fabs(mean) > form->slip + (double)form->pairs * UNIT_ROUNDING * size ||
                     size + form->slip == 0.0;
        *p = (struct estimate){mean < 0.0 ? 1.0 : 0.0, known ? 0.0 : 1.0};
        return STATUS_OK;
    }
    if (symmetric(form)) {
        *p = (struct estimate){0.5, 0.0};
        return STATUS_OK;
    }
    double deviation = sqrt(variance), bound = 1.0;
    double rounding = UNIT_ROUNDING * (16.0 * (double)form->pairs + 16.0) +
                      2.0 * form->slip / deviation;
    if (fabs(mean) > FAR_MEAN * deviation)
        bound = pair_form_chernoff(form, mean > 0.0 ? 1.0 : -1.0);
    enum status status = STATUS_OK;
    *p = (struct estimate){0.5, 0.5};
    if (!(bound < 2.0 * rounding))
        status = gil_pelaez_within(phi, form, deviation, tolerance, p);
    p->err += rounding;
    /* The exponent of the bound moves by its roundings and by s slip, s = mean/variance. */
    double half = 0.5 * bound, room = half + bound * rounding * (1.0 + fabs(mean) / deviation);
    if (bound < 1.0 && (room < p->err || status == STATUS_CONVERGENCE)) {
        *p = (struct estimate){mean > 0.0 ? half : 1.0 - half, room};
        status = STATUS_OK;
    }
    return status;
}
