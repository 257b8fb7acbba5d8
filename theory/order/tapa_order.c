#include "theory/order/tapa_order.h"

#include <complex.h>
#include <gsl/gsl_sf_gamma.h>
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>

#include "theory/ground/constants.h"

/* Sums t_k P(Poisson(rate) > k), k >= 0, t_k = (1/2)^(2a) (2a)!/(..): positive terms, added until
 * the rest is below 2^-70. */
static struct estimate gauss_sign(double dim, double rate)
{
    long double a = 0.5L * (long double)dim, lambda = (long double)rate, below = 0.0L, sum = 0.0L;
    int sign;
    long double log_first = lgammal_r(2.0L * a, &sign) - lgammal_r(a + 1.0L, &sign) -
                            lgammal_r(a, &sign);
    long double term = expl(log_first - 2.0L * a * logl(2.0L)), k = 0.0L, log_rate = logl(lambda);
    for (;; k += 1.0L) {
        below += lambda > 0.0L ? expl(k * log_rate - lambda - lgammal_r(k + 1.0L, &sign)) : 1.0L;
        sum += term * fmaxl(0.0L, 1.0L - below);
        long double ratio = (2.0L * a + k) / (2.0L * (a + k + 1.0L));
        term *= ratio;
        if (term < 0x1p-70L * (1.0L - ratio))
            break;
    }
    /* the logarithms lose their size; the terms one rounding each per step */
    double lost = (double)(fabsl(log_first) + 2.0L * a + k +
                           k * fabsl(lambda > 0.0L ? log_rate : 0.0L) + lambda + 16.0L);
    return (struct estimate){(double)(2.0L * sum), 0x1p-61 * lost + 0x1p-52};
}

enum status tapa_amplitude_sign(const struct tapa_shape *shape, const struct qk_law *law,
                                struct estimate *sign)
{
    long double log_size, angle;
    /* is there a closed form? */
    enum status status = tapa_characteristic(shape, law, 0.0, &log_size, &angle);
    if (status != STATUS_OK)
        return status;
    double dim = (double)shape->dim_amplitude;
    *sign = (struct estimate){0.0, 0.0};
    if (law->kind == QK_GAUSS && law->mu != 0.0) {
        double ratio = law->mu / law->sigma, rate = dim * ratio * ratio;
        /* Chernoff at half the range: P(q.k < 0) <= exp(-D (m/3 - ln(4/3)/2)), m = mu^2/sigma^2 */
        double log_tail = -dim * (ratio * ratio / 3.0 - 0.14384103622589045);
        *sign = log_tail < -80.0 ? (struct estimate){1.0, UNIT_ROUNDING} : gauss_sign(dim, rate);
    } else if (law->kind == QK_ALIGNED && law->rho != 0.0) {
        gsl_sf_result beta = {1.0, 0.0};
        if (fabs(law->rho) < 1.0 && gsl_sf_beta_inc_e(0.5, 0.5 * dim, law->rho * law->rho, &beta))
            return STATUS_CONVERGENCE;
        *sign = (struct estimate){copysign(beta.val, law->rho), beta.err + 0x1p-50};
    }
    return STATUS_OK;
}

/* The law of the phase on a window around its mean that holds all but exp(-40) of it on either
 * side, as a Fourier series. */
struct window {
    double mean, half;      /* mean -+ half */
    size_t count;           /* terms */
    double complex *term;   /* [count + 1]: F_n/(pi n), n >= 1, F about the mean */
    double sum_f, sum_term; /* sum of |F_n|, of |term| */
    double tail;            /* bound on the root of the sum of |F_n|^2, both signs of n, left out */
};

static const double LOG_OUTSIDE = 40.0;
enum { TERMS_MOST = 16384 };

/* The quadratic phase is the sum of D_P products; each behaves like plus G1 - minus G2 with gamma
 * variables of shape 1/2, and a noncentral part under gauss. In units of the phase. */
struct tails {
    double plus, minus, drift; /* drift: D_P mu^2/sqrt(D_P) */
    double mean;
};

static struct tails phase_tails(const struct tapa_shape *shape, const struct qk_law *law)
{
    double root = sqrt((double)shape->dim_phase);
    if (law->kind == QK_GAUSS) {
        double width = law->sigma * law->sigma / root;
        return (struct tails){width, width, root * law->mu * law->mu,
                              shape->linear ? 2.0 * root * law->mu : root * law->mu * law->mu};
    }
    if (law->kind == QK_ALIGNED)
        return (struct tails){(1.0 + law->rho) / root, (1.0 - law->rho) / root, 0.0,
                              shape->linear ? 0.0 : root * law->rho};
    double width = sqrt((1.0 - law->c) * (1.0 + law->c)) / root;
    return (struct tails){width, width, 0.0, 0.0};
}

/* Distance from the mean, to one side, beyond which less than exp(-LOG_OUTSIDE) lies: (K(u) - u
 * mean + 40)/u for the best of some u, K the cumulant function; any u is valid. */
static double chernoff(double dim, double plus, double minus, double drift, double mean)
{
    double best = HUGE_VAL, limit = plus > 0.0 ? 1.0 / plus : 1e3 / minus;
    for (int i = 1; i <= 160; i++) {
        double u = limit * exp2(-0.125 * i);
        /* gauss: drift u/(1 - u plus), of the mirrored law with u and drift negative */
        double k = -0.5 * dim * (log1p(-u * plus) + log1p(u * minus)) - u * mean;
        k += u * drift / (drift < 0.0 ? 1.0 + u * plus : 1.0 - u * plus);
        best = fmin(best, (k + LOG_OUTSIDE) / u);
    }
    return best;
}

static double reach(const struct tapa_shape *shape, const struct qk_law *law, const struct tails *t)
{
    if (shape->linear) {
        double variance = law->kind == QK_GAUSS     ? 2.0 * law->sigma * law->sigma
                          : law->kind == QK_ALIGNED ? 2.0 + 2.0 * law->rho
                                                    : 2.0;
        return sqrt(2.0 * LOG_OUTSIDE * variance);
    }
    double dim = (double)shape->dim_phase;
    return fmax(chernoff(dim, t->plus, t->minus, t->drift, t->mean),
                chernoff(dim, t->minus, t->plus, -t->drift, -t->mean));
}

static double size_at(const struct tapa_shape *shape, const struct qk_law *law, double t)
{
    long double log_size, angle;
    tapa_characteristic(shape, law, t, &log_size, &angle);
    return (double)expl(log_size);
}

/* Bound on the sum of |F(n step)|^2 over n > count: |F| falls, so blocks of doubling size count at
 * their first member. */
static double squares_beyond(const struct tapa_shape *shape, const struct qk_law *law, double step,
                             double count)
{
    double sum = 0.0, block = 1.0;
    for (int i = 0; i < 60 && block > 1e-3 * sum * 0x1p-20; i++, count *= 2.0) {
        double size = size_at(shape, law, count * step);
        block = count * size * size;
        sum += block;
    }
    return block <= 1e-3 * sum ? sum : 1.0; /* not square integrable: the whole norm of a sign */
}

static enum status window_new(const struct tapa_shape *shape, const struct qk_law *law,
                              struct window *w)
{
    struct tails t = phase_tails(shape, law);
    *w = (struct window){.mean = t.mean, .half = reach(shape, law, &t)};
    w->term = malloc((TERMS_MOST + 1) * sizeof *w->term);
    if (!w->term)
        return STATUS_MEMORY;
    double step = PI / w->half, size = 1.0;
    while (w->count < TERMS_MOST && size > 0x1p-60) {
        long double log_size, angle, at = (long double)++w->count;
        tapa_characteristic(shape, law, (double)at * step, &log_size, &angle);
        angle -= (long double)((double)at * step) * (long double)w->mean;
        size = (double)expl(log_size);
        double over = size / (PI * (double)at);
        w->term[w->count] = over * (double)cosl(angle) + over * (double)sinl(angle) * I;
        w->sum_f += size;
        w->sum_term += over;
    }
    w->tail = sqrt(2.0 * squares_beyond(shape, law, step, (double)w->count));
    return STATUS_OK;
}

/* P(mean - half < phi < mean + y), up to a constant. */
static double window_mass(const struct window *w, double y)
{
    double angle = -PI * y / w->half;
    double zr = cos(angle), zi = sin(angle), re = 0.0, im = 0.0;
    for (size_t n = w->count; n >= 1; n--) {
        double a = re + creal(w->term[n]), b = im + cimag(w->term[n]);
        re = a * zr - b * zi, im = a * zi + b * zr;
    }
    return 0.5 * y / w->half - im;
}

/* E sgn(sin(pi sum phi) sin(pi difference phi)) by the masses between the zeros k/sum and
 * k/difference. */
static struct estimate by_intervals(const struct window *w, double sum, double difference)
{
    double left = w->mean - w->half, right = w->mean + w->half;
    double i = floor(left * sum), j = floor(left * difference),
           sign = fmod(i + j, 2.0) == 0.0 ? 1.0 : -1.0;
    double total = -sign * window_mass(w, -w->half), count = 2.0;
    for (;; count += 1.0) {
        double next_sum = (i + 1.0) / sum, next_difference = (j + 1.0) / difference;
        double next = fmin(next_sum, next_difference);
        if (!(next < right))
            break;
        if (next_sum <= next_difference)
            i += 1.0;
        else
            j += 1.0;
        total += 2.0 * sign * window_mass(w, next - w->mean);
        sign = -sign;
    }
    total += sign * window_mass(w, w->half);
    /* each mass: Horner's scheme, the place of the zero times the density */
    double density = (0.5 + w->sum_f) / w->half, terms = (double)w->count;
    double rounding = 2.0 * count * UNIT_ROUNDING *
                      (2.0 + (6.0 * terms + 4.0) * w->sum_term +
                       density * 4.0 * (fabs(w->mean) + 2.0 * w->half));
    return (struct estimate){total, rounding + w->tail + 4.0 * exp(-LOG_OUTSIDE)};
}

static double common_divisor(double a, double b)
{
    while (b != 0.0) {
        double rest = fmod(a, b);
        a = b, b = rest;
    }
    return a;
}

/* E of the triangle wave of d phi, (8/pi^2) sum over odd m of Re F(m d)/m^2, and a bound on what is
 * left out. */
static struct estimate triangle(const struct tapa_shape *shape, const struct qk_law *law, double d,
                                double cut, double farthest)
{
    enum { MOST = 131072 };
    double at_most = 2.0 / PI * d * farthest; /* how far the wave is from 1 */
    if (at_most < 0.5 / MOST)
        return (struct estimate){1.0, at_most};
    double sum = 0.0, m = 1.0;
    for (; m * d <= cut && m < MOST; m += 2.0) {
        long double log_size, angle;
        tapa_characteristic(shape, law, m * d, &log_size, &angle);
        sum += (double)(expl(log_size) * cosl(angle)) / (m * m);
    }
    double left_out = m * d > cut ? 0.0 : 0.5 / (m - 1.0);
    return (struct estimate){8.0 / (PI * PI) * sum, left_out + 0x1p-50};
}

/* The same by the resonances j sum ~ k difference, j and k odd and without common divisor: their
 * terms and their multiples' make triangle(..)/(j k), all others see F beyond `cut`. */
static struct estimate by_resonances(const struct tapa_shape *shape, const struct qk_law *law,
                                     double sum, double difference, double farthest)
{
    double a = PI * sum, b = PI * difference, cut = 1e-3 / farthest;
    while (size_at(shape, law, cut) > 0x1p-60 && cut < 0.125 * a)
        cut *= 1.0905077326652577;
    struct estimate total = {0.0, 4.0 * size_at(shape, law, cut)};
    double slope = sum / difference, width = cut / b, most = width < 1.0 ? 0x1p20 : 0x1p18 / width;
    most = ceil(fmin(most, 64.0 + (cut + b) / (1e-9 * a))); /* 1e-9 is enough, by the bound below */
    for (double j = 1.0; j <= most; j += 2.0) {
        double centre = j * slope;
        for (double k = fmax(2.0 * floor(0.5 * (centre - width)) + 1.0, 1.0); k <= centre + width;
             k += 2.0) {
            double d = PI * fabs(j * sum - k * difference);
            if (d > cut || common_divisor(k, j) != 1.0)
                continue;
            struct estimate w = triangle(shape, law, d, cut, farthest);
            total.val += w.val / (j * k);
            total.err += (w.err + 0x1p-50 * j * a * farthest) / (j * k);
        }
    }
    total.err += fmin(8.0 / 3.0 * b / (a * most * most) + 16.0 * cut / (a * most),
                      (cut + b) / (a * most));
    return total;
}

/* Sign changes that are still visited one by one. */
static const double CHANGES_MOST = 1e5;

enum status tapa_cosine_order(const struct tapa_shape *shape, const struct qk_law *law, double r1,
                              double r2, struct estimate *sign)
{
    long double log_size, angle;
    enum status status = tapa_characteristic(shape, law, 0.0, &log_size, &angle);
    if (status != STATUS_OK)
        return status;
    if (!(r1 >= 0.0 && r2 >= 0.0 && isfinite(r1) && isfinite(r2)))
        return STATUS_DOMAIN;
    double near = fmin(r1, r2), far = fmax(r1, r2), direction = r1 < r2 ? 1.0 : -1.0;
    *sign = (struct estimate){r1 == r2 ? 0.0 : direction, 0.0};
    if (near == 0.0 || near == far)
        return STATUS_OK;
    /* (s2/s1 - 1) without cancellation */
    long double power = (long double)shape->alpha,
                first = (long double)shape->scale * powl((long double)near, power);
    long double growth = expm1l(power *
                                log1pl(((long double)far - (long double)near) / (long double)near));
    double difference = (double)(first * growth), sum = (double)(first * (2.0L + growth));
    struct window w;
    status = window_new(shape, law, &w);
    if (status != STATUS_OK)
        return status;
    bool few = 2.0 * w.half * (sum + difference) <= CHANGES_MOST;
    struct estimate e = few ? by_intervals(&w, sum, difference)
                            : by_resonances(shape, law, sum, difference, fabs(w.mean) + w.half);
    free(w.term);
    *sign = (struct estimate){direction * e.val, e.err};
    return STATUS_OK;
}

enum status tapa_position_order(const struct tapa_shape *shape, const struct qk_law *law, double r1,
                                double r2, struct estimate *probability)
{
    struct estimate amplitude, cosine;
    enum status status = tapa_amplitude_sign(shape, law, &amplitude);
    if (status != STATUS_OK)
        return status;
    if (r1 == r2) {
        *probability = (struct estimate){0.0, 0.0};
        return r1 >= 0.0 && isfinite(r1) ? STATUS_OK : STATUS_DOMAIN;
    }
    if (amplitude.val == 0.0) {
        *probability = (struct estimate){0.5, 0.0};
        return r1 >= 0.0 && r2 >= 0.0 && isfinite(r1) && isfinite(r2) ? STATUS_OK : STATUS_DOMAIN;
    }
    status = tapa_cosine_order(shape, law, r1, r2, &cosine);
    *probability = (struct estimate){
        0.5 - 0.5 * amplitude.val * cosine.val,
        0.5 * (amplitude.err * fabs(cosine.val) + fabs(amplitude.val) * cosine.err) +
            UNIT_ROUNDING};
    /* 1/2 +- 1/2 is known without any of this */
    return status != STATUS_OK || probability->err < 0.5 ? status : STATUS_UNDEFINED;
}
