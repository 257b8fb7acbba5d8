#include "theory/limits/score_limit.h"

#include <fftw3.h>
#include <gsl/gsl_errno.h>
#include <gsl/gsl_sf_bessel.h>
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>

#include "theory/ground/constants.h"

/* Half a unit in the last place. */

/* The series ends once what it leaves out is below what rounding costs, or at TERMS_MOST; the grid
 * has OVERSAMPLING points and more per term, so that cubics lose little between them. */
static const double TAIL_WANTED = 0x1p-42;
enum { TERMS_LEAST = 16, TERMS_MOST = 1 << 15, OVERSAMPLING = 8, POINTS_LEAST = 1 << 12 };

/* prod_n min(1, sqrt(2/(pi a_n t))) >= |phi(s)| for all s >= t; *falling is how many factors are
 * below 1. */
static double envelope(size_t pairs, const double *amplitude, double t, size_t *falling)
{
    double log_product = 0.0;
    *falling = 0;
    for (size_t n = 0; n < pairs; n++) {
        double x = 0.5 * PI * amplitude[n] * t;
        if (x > 1.0) {
            log_product -= 0.5 * log(x);
            ++*falling;
        }
    }
    return exp(log_product);
}

/* Bounds on what terms beyond `terms` add to the cdf and to the density:
 *   sum_(k>K) |phi(t_k)|/(pi k) <= envelope 2/(pi m),   sum_(k>K) |phi(t_k)|/A <= envelope K/(A
 *   (m/2 - 1)). */
static void tails(size_t pairs, const double *amplitude, double reach, size_t terms, double *cdf,
                  double *density)
{
    size_t falling;
    double bound = envelope(pairs, amplitude, PI * (double)terms / reach, &falling),
           half = 0.5 * (double)falling;
    *cdf = falling > 0 ? bound / (PI * half) : HUGE_VAL;
    *density = falling > 2 ? bound * (double)terms / (reach * (half - 1.0)) : HUGE_VAL;
}

static size_t terms_needed(size_t pairs, const double *amplitude, double reach)
{
    size_t terms = TERMS_LEAST;
    double cdf = HUGE_VAL, density;
    while (terms < TERMS_MOST) {
        tails(pairs, amplitude, reach, terms, &cdf, &density);
        if (cdf <= TAIL_WANTED)
            break;
        terms += terms / 4;
    }
    return terms < TERMS_MOST ? terms : TERMS_MOST;
}

/* phi(t) = prod J0(a_n t), and a bound on its error: the function's own, and that of the rounded
 * argument, which moves J0 by 3u x |J1(x)| < 3u sqrt(x). */
static struct estimate characteristic(size_t pairs, const double *amplitude, double t)
{
    struct estimate phi = {1.0, 0.0};
    for (size_t n = 0; n < pairs; n++) {
        gsl_sf_result j0;
        double x = amplitude[n] * t;
        if (gsl_sf_bessel_J0_e(x, &j0) != GSL_SUCCESS)
            return (struct estimate){NAN, HUGE_VAL};
        double err = j0.err + 3.0 * UNIT_ROUNDING * sqrt(x);
        phi.err = phi.err * (fabs(j0.val) + err) +
                  fabs(phi.val) * (err + UNIT_ROUNDING * fabs(j0.val));
        phi.val *= j0.val;
    }
    return phi;
}

/* In place: bin[k] = c_k - i s_k becomes the 2 points real numbers sum_k 2 [c_k cos(pi j k/points)
 * + s_k sin(..)], j = 0.. Without FFTW's vector codelets, which it picks by the processor and which
 * round differently. */
static enum status transform(size_t points, fftw_complex *bin)
{
    fftw_plan plan;
#pragma omp critical(fftw)
    plan = fftw_plan_dft_c2r_1d((int)(2 * points), bin, (double *)bin,
                                FFTW_ESTIMATE | FFTW_NO_SIMD);
    if (!plan)
        return STATUS_MEMORY;
    fftw_execute(plan);
#pragma omp critical(fftw)
    fftw_destroy_plan(plan);
    return STATUS_OK;
}

/* Sums over the terms that the error bound needs. */
struct spent {
    double evaluated; /* error of the characteristic function, in the cdf */
    double fourth;    /* bound on the cdf's fourth derivative, times A^4 */
    double square;    /* of all coefficients given to the transform */
};

/* Coefficients of the density, over 1/A, as cosines and those of the cdf as sines: one transform
 * serves both. */
static enum status coefficients(const struct score_limit *law, size_t pairs,
                                const double *amplitude, size_t terms, fftw_complex *bin,
                                struct spent *spent)
{
    *spent = (struct spent){.square = 0.25};
    for (size_t k = 0; k <= law->points; k++)
        bin[k][0] = bin[k][1] = 0.0;
    bin[0][0] = 0.5;
    for (size_t k = 1; k <= terms; k++) {
        double t = PI * (double)k / law->reach, over = PI * (double)k;
        struct estimate phi = characteristic(pairs, amplitude, t);
        if (!(phi.err < HUGE_VAL))
            return STATUS_CONVERGENCE;
        bin[k][0] = 0.5 * phi.val;
        bin[k][1] = -0.5 * phi.val / over;
        spent->evaluated += phi.err / over;
        spent->fourth += (fabs(phi.val) + phi.err) * over * over * over;
        spent->square += 0.5 * phi.val * phi.val * (1.0 + 1.0 / (over * over));
    }
    return STATUS_OK;
}

/* Fills the grid from the series with so many terms, and the errors. */
static enum status fill(struct score_limit *law, size_t pairs, const double *amplitude,
                        size_t terms)
{
    struct spent spent;
    fftw_complex *bin = fftw_malloc((law->points + 1) * sizeof *bin);
    enum status status = bin ? coefficients(law, pairs, amplitude, terms, bin, &spent)
                             : STATUS_MEMORY;
    if (status == STATUS_OK)
        status = transform(law->points, bin);
    if (status == STATUS_OK) {
        const double *y = (const double *)bin; /* the density's part is even in j, the cdf's odd */
        for (size_t j = 0; j <= law->points; j++) {
            double back = y[(2 * law->points - j) % (2 * law->points)];
            law->excess[j] = 0.5 * (double)j / (double)law->points + 0.5 * (y[j] - back);
            law->density[j] = 0.5 * (y[j] + back) / law->reach;
        }
        law->excess[law->points] = 0.5;
        /* A transform of n numbers errs by 10 u log2 n in the Euclidean norm, relatively: at most
         * that norm in one number. */
        double n = 2.0 * (double)law->points,
               spread = 10.0 * UNIT_ROUNDING * log2(n) * sqrt(n * spent.square);
        double cdf_tail, density_tail, step = 1.0 / (double)law->points, step3 = step * step * step;
        tails(pairs, amplitude, law->reach, terms, &cdf_tail, &density_tail);
        law->error = cdf_tail + spent.evaluated + step3 * step * spent.fourth / 384.0 + spread +
                     8.0 * UNIT_ROUNDING;
        law->density_error = density_tail + spent.evaluated * PI * (double)terms / law->reach +
                             (sqrt(3.0) / 216.0 * step3 * spent.fourth + spread +
                              8.0 * UNIT_ROUNDING * sqrt(n)) /
                                 law->reach;
    }
    fftw_free(bin);
    return status;
}

enum status score_limit_new(size_t pairs, const double *amplitude, double shift,
                            struct score_limit **out)
{
    struct score_limit *law = calloc(1, sizeof *law);
    double *turning = malloc((pairs + 1) * sizeof *turning);
    enum status status = law && turning ? STATUS_OK : STATUS_MEMORY;
    size_t count = 0;
    for (size_t n = 0; status == STATUS_OK && n < pairs; n++) {
        if (!(amplitude[n] >= 0.0 && amplitude[n] < HUGE_VAL))
            status = STATUS_DOMAIN;
        if (amplitude[n] > 0.0)
            turning[count++] = amplitude[n];
    }
    if (status == STATUS_OK && !isfinite(shift))
        status = STATUS_DOMAIN;
    if (status == STATUS_OK && count == 0)
        status = STATUS_UNDEFINED;
    if (status == STATUS_OK) {
        law->shift = shift;
        for (size_t n = 0; n < count; n++) {
            law->reach += turning[n];
            law->variance += 0.5 * turning[n] * turning[n];
        }
        law->error = 4.0 * UNIT_ROUNDING;
        law->density_error = HUGE_VAL;
    }
    if (status == STATUS_OK && count > 1) {
        size_t terms = terms_needed(count, turning, law->reach);
        law->points = POINTS_LEAST;
        while (law->points < OVERSAMPLING * terms)
            law->points *= 2;
        law->step = law->reach / (double)law->points;
        law->excess = malloc((law->points + 1) * sizeof *law->excess);
        law->density = malloc((law->points + 1) * sizeof *law->density);
        status = law->excess && law->density ? fill(law, count, turning, terms) : STATUS_MEMORY;
    }
    free(turning);
    if (status != STATUS_OK) {
        score_limit_free(law);
        law = NULL;
    }
    *out = law;
    return status;
}

void score_limit_free(struct score_limit *law)
{
    if (!law)
        return;
    free(law->excess);
    free(law->density);
    free(law);
}

/* Place of |x| < reach in the grid: the point below it, and the part of the step beyond. */
static size_t place(const struct score_limit *law, double x, double *part)
{
    double at = x / law->step;
    size_t j = (size_t)at;
    j = j < law->points ? j : law->points - 1;
    *part = at - (double)j;
    return j;
}

double score_limit_cdf(const struct score_limit *law, double x)
{
    double y = x - law->shift, size = fabs(y), excess = isnan(y) ? NAN : 0.5, p;
    if (size < law->reach && !law->excess) {
        excess = asin(size / law->reach) / PI;
    } else if (size < law->reach) {
        size_t j = place(law, size, &p);
        const double *q = law->excess + j, *f = law->density + j;
        double rise = q[1] - q[0], left = f[0] * law->step - rise, right = rise - f[1] * law->step;
        excess = q[0] + p * (rise + (1.0 - p) * ((1.0 - p) * left + p * right));
    }
    /* interpolation may round past the ends, where no law is */
    excess = excess > 0.5 ? 0.5 : excess;
    return y < 0.0 ? 0.5 - excess : 0.5 + excess; /* NaN stays NaN */
}

double score_limit_density(const struct score_limit *law, double x)
{
    double size = fabs(x - law->shift), p;
    if (!(size <= law->reach))
        return isnan(size) ? NAN : 0.0;
    if (!law->excess)
        return 1.0 / (PI * sqrt((law->reach - size) * (law->reach + size)));
    size_t j = place(law, size, &p);
    const double *q = law->excess + j, *f = law->density + j;
    double slope = (q[1] - q[0]) / law->step;
    return 6.0 * p * (1.0 - p) * slope + (1.0 - p) * (1.0 - 3.0 * p) * f[0] +
           p * (3.0 * p - 2.0) * f[1];
}
