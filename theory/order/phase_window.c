#include "theory/order/phase_window.h"

#include <math.h>
#include <stdlib.h>

#include "theory/ground/constants.h"
#include "theory/moments/tapa_characteristic.h"

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

/* Distance from the mean, to one side, beyond which less than exp(-PHASE_WINDOW_LOG_OUTSIDE) lies:
 * (K(u) - u mean + 40)/u for the best of some u, K the cumulant function; any u is valid. */
static double chernoff(double dim, double plus, double minus, double drift, double mean)
{
    double best = HUGE_VAL, limit = plus > 0.0 ? 1.0 / plus : 1e3 / minus;
    for (int i = 1; i <= 160; i++) {
        double u = limit * exp2(-0.125 * i);
        /* gauss: drift u/(1 - u plus), of the mirrored law with u and drift negative */
        double k = -0.5 * dim * (log1p(-u * plus) + log1p(u * minus)) - u * mean;
        k += u * drift / (drift < 0.0 ? 1.0 + u * plus : 1.0 - u * plus);
        best = fmin(best, (k + PHASE_WINDOW_LOG_OUTSIDE) / u);
    }
    return best;
}

static double reach(const struct tapa_shape *shape, const struct qk_law *law, const struct tails *t)
{
    if (shape->linear) {
        double variance = law->kind == QK_GAUSS     ? 2.0 * law->sigma * law->sigma
                          : law->kind == QK_ALIGNED ? 2.0 + 2.0 * law->rho
                                                    : 2.0;
        return sqrt(2.0 * PHASE_WINDOW_LOG_OUTSIDE * variance);
    }
    double dim = (double)shape->dim_phase;
    return fmax(chernoff(dim, t->plus, t->minus, t->drift, t->mean),
                chernoff(dim, t->minus, t->plus, -t->drift, -t->mean));
}

double phase_window_size(const struct tapa_shape *shape, const struct qk_law *law, double t)
{
    return (double)expl(tapa_characteristic(shape, law, (long double)t).log_size);
}

/* Bound on the sum of |F(n step)|^2 over n > count: |F| falls, so blocks of doubling size count at
 * their first member. */
static double squares_beyond(const struct tapa_shape *shape, const struct qk_law *law, double step,
                             double count)
{
    double sum = 0.0, block = 1.0;
    for (int i = 0; i < 60 && block > 1e-3 * sum * 0x1p-20; i++, count *= 2.0) {
        double size = phase_window_size(shape, law, count * step);
        block = count * size * size;
        sum += block;
    }
    return block <= 1e-3 * sum ? sum : 1.0; /* not square integrable: the whole norm of a sign */
}

enum status phase_window_new(const struct tapa_shape *shape, const struct qk_law *law,
                             struct phase_window *w)
{
    struct tails t = phase_tails(shape, law);
    *w = (struct phase_window){.mean = t.mean, .half = reach(shape, law, &t)};
    w->term = malloc((TERMS_MOST + 1) * sizeof *w->term);
    if (!w->term)
        return STATUS_MEMORY;
    double step = PI / w->half, size = 1.0;
    while (w->count < TERMS_MOST && size > 0x1p-60) {
        double at = (double)++w->count;
        struct tapa_characteristic f = tapa_characteristic(shape, law, (long double)(at * step));
        long double angle = f.angle - (long double)(at * step) * (long double)w->mean;
        size = (double)expl(f.log_size);
        double over = size / (PI * at);
        w->term[w->count] = over * (double)cosl(angle) + over * (double)sinl(angle) * I;
        w->sum_f += size;
        w->sum_term += over;
    }
    w->tail = sqrt(2.0 * squares_beyond(shape, law, step, (double)w->count));
    return STATUS_OK;
}

/* Several at once, since each step of Horner's scheme waits for the one before. */
void phase_window_masses(const struct phase_window *w, const double y[PHASE_WINDOW_LANES],
                         double mass[PHASE_WINDOW_LANES])
{
    double zr[PHASE_WINDOW_LANES], zi[PHASE_WINDOW_LANES], re[PHASE_WINDOW_LANES] = {0.0},
                                                           im[PHASE_WINDOW_LANES] = {0.0};
    for (size_t i = 0; i < PHASE_WINDOW_LANES; i++) {
        double angle = -PI * y[i] / w->half;
        zr[i] = cos(angle), zi[i] = sin(angle);
    }
    for (size_t n = w->count; n >= 1; n--) {
        double real = creal(w->term[n]), imaginary = cimag(w->term[n]);
        for (size_t i = 0; i < PHASE_WINDOW_LANES; i++) {
            double a = re[i] + real, b = im[i] + imaginary;
            re[i] = a * zr[i] - b * zi[i], im[i] = a * zi[i] + b * zr[i];
        }
    }
    for (size_t i = 0; i < PHASE_WINDOW_LANES; i++)
        mass[i] = 0.5 * y[i] / w->half - im[i];
}

void phase_window_free(struct phase_window *w) { free(w->term); }
