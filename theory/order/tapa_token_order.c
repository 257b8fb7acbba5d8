#include "theory/order/tapa_token_order.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>

#include "theory/ground/constants.h"
#include "theory/moments/tapa_characteristic.h"
#include "theory/order/tapa_flip.h"

/* E cos(j u) cos(k v), u and v half the sum and half the difference of the two phases 2 pi s phi:
 * total = 2 pi s j acts on what the phases share, squares = (2 pi s)^2 (j^2 + k^2)/2 on each by
 * itself. Adds to *slack what a rounding of the angle costs. */
static double mode(const struct tapa_shape *shape, const struct qk_law *law, double total,
                   double squares, double *slack)
{
    double d = (double)shape->dim_phase, mu2 = law->mu * law->mu, s2 = law->sigma * law->sigma,
           rho = law->rho, rest = (1.0 - rho) * (1.0 + rho), c2 = (1.0 - law->c) * (1.0 + law->c),
           log_size, angle = 0.0;
    if (shape->linear) {
        double common = law->kind == QK_GAUSS     ? s2
                        : law->kind == QK_ALIGNED ? (1.0 + rho) * (1.0 + rho)
                                                  : 1.0 + law->c,
               own = law->kind == QK_GAUSS     ? s2
                     : law->kind == QK_ALIGNED ? rest
                                               : 1.0 - law->c;
        if (law->kind == QK_GAUSS)
            angle = 2.0 * sqrt(d) * law->mu * total;
        log_size = -0.5 * (total * total * common + squares * own);
    } else if (law->kind == QK_GAUSS) {
        double t2 = total * total / d, x = squares / d * s2 * s2, wide = 1.0 + x;
        angle = sqrt(d) * total * mu2 / wide;
        log_size = d * (-0.5 * log1p(x) - 0.5 * mu2 * s2 * (t2 + squares / d) / wide);
    } else if (law->kind == QK_ALIGNED) {
        double t = total / sqrt(d), x = squares / d * rest;
        angle = 0.5 * d * atan2(2.0 * t * rho, 1.0 + x);
        log_size = -0.25 * d * log1p(x * (2.0 + x) + 4.0 * t * t * rho * rho);
    } else {
        log_size = -0.5 * d * log1p(squares / d * c2);
    }
    *slack += 0x1p-51 * fabs(angle) * exp(log_size);
    return exp(log_size) * cos(angle);
}

/* Bound on every |mode| with these squares or more: the size at total = 0. */
static double mode_bound(const struct tapa_shape *shape, const struct qk_law *law, double squares)
{
    double slack = 0.0;
    return mode(shape, law, 0.0, squares, &slack);
}

enum { MODES_MOST = 256 };

/* Bound on the root of the sum of the squares of all modes but the first `count` odd ones each way,
 * turn = 2 pi s: blocks of doubling size, each at its largest. HUGE_VAL if the sum does not
 * converge. */
static double modes_left_out(const struct tapa_shape *shape, const struct qk_law *law, double turn,
                             size_t count)
{
    enum { BLOCKS = 40 };
    double sum = 0.0, last = 0.0;
    for (int ring = 1; ring <= BLOCKS; ring++) {
        last = 0.0;
        for (int i = 0; i <= ring; i++) {
            double size_far = ldexp((double)count, ring - 1),
                   size_near = i ? ldexp((double)count, i - 1) : (double)count;
            double far = 2.0 * size_far + 1.0, near = i ? 2.0 * size_near + 1.0 : 1.0;
            double bound = mode_bound(shape, law, 0.5 * turn * turn * (far * far + near * near));
            last += (i < ring ? 2.0 : 1.0) * size_far * size_near * bound * bound;
        }
        sum += last;
    }
    return last <= 1e-6 * sum || sum < 0x1p-200 ? sqrt(sum) : HUGE_VAL;
}

/* P - 1/2 = sum over odd j, k of E[cos j u cos k v] (16/pi^2) int int (g - 1/2) cos j u cos k v
 * over [0, pi/2]^2. */

/* Abscissas u of the double exponential rule on [0, pi/2] and pi/2 - u, both with
 * all their digits. */
struct rule {
    size_t count;
    double *sine, *cosine, *weight, *wave; /* wave [modes][count]: cos(j u) */
};

static enum status rule_new(double step, size_t modes, struct rule *out)
{
    size_t half = (size_t)(3.4 / step), count = 2 * half + 1;
    double *all = malloc(count * (3 + modes) * sizeof *all);
    *out = (struct rule){count, all, all + count, all + 2 * count, all + 3 * count};
    if (!all)
        return STATUS_MEMORY;
    for (size_t i = 0; i < count; i++) {
        double x = ((double)i - (double)half) * step, y = PI * sinh(x),
               u = 0.5 * PI / (1.0 + exp(-y)), rest = 0.5 * PI / (1.0 + exp(y));
        out->sine[i] = u < rest ? sin(u) : cos(rest);
        out->cosine[i] = u < rest ? cos(u) : sin(rest);
        out->weight[i] = step * u * rest * 2.0 * cosh(x);
        /* cos((j + 2) u) = 2 cos(2 u) cos(j u) - cos((j - 2) u) loses digits near 0 and pi/2: the
         * cosine itself */
        for (size_t j = 0; j < modes; j++) {
            double order = 2.0 * (double)j + 1.0;
            out->wave[j * count + i] = u < rest ? cos(order * u)
                                                : (j % 2 ? -1.0 : 1.0) * sin(order * rest);
        }
    }
    return STATUS_OK;
}

/* The double sum over the rule's points, and over every second of them. work [modes + count]. */
static void integrate(const struct flip *g, const struct rule *rule, size_t modes,
                      const double *coefficient, double *work, double *fine, double *coarse)
{
    size_t count = rule->count, middle = count / 2 % 2;
    double *row = work, *density = work + modes;
    *fine = *coarse = 0.0;
    for (size_t a = 0; a < count; a++) {
        for (size_t k = 0; k < modes; k++)
            row[k] = 0.0;
        for (size_t b = 0; b < count; b++)
            density[b] = 0.0;
        for (size_t j = 0; j < modes; j++)
            for (size_t k = 0; k < modes; k++)
                row[k] += rule->wave[j * count + a] * coefficient[j * modes + k];
        for (size_t k = 0; k < modes; k++)
            for (size_t b = 0; b < count; b++)
                density[b] += row[k] * rule->wave[k * count + b];
        double line = 0.0, every_second = 0.0;
        for (size_t b = 0; b < count; b++) {
            double theta = atan2(rule->sine[a] * rule->sine[b], rule->cosine[a] * rule->cosine[b]);
            double value = rule->weight[b] * (flip_at(g, theta) - 0.5) * density[b];
            line += value;
            if (b % 2 == middle)
                every_second += value;
        }
        *fine += rule->weight[a] * line;
        if (a % 2 == middle)
            *coarse += 4.0 * rule->weight[a] * every_second;
    }
}

static enum status by_modes(const struct tapa_shape *shape, const struct qk_law *law, double turn,
                            size_t modes, double left_out, const struct flip *g,
                            struct estimate *out)
{
    struct rule rule;
    /* at the middle the points are 1.24 steps apart: some 4 points to the shortest wave, and enough
     * for g's own corners */
    enum status status = rule_new(2.0 * PI / (4.0 * (double)modes + 200.0), modes, &rule);
    double *coefficient = malloc((modes * modes + modes + rule.count) * sizeof *coefficient),
           size = 0.0, slack = 0.0, fine, coarse;
    if (status == STATUS_OK && !coefficient)
        status = STATUS_MEMORY;
    if (status == STATUS_OK) {
        for (size_t j = 0; j < modes; j++)
            for (size_t k = 0; k < modes; k++) {
                double x = 2.0 * (double)j + 1.0, y = 2.0 * (double)k + 1.0;
                coefficient[j * modes + k] = 16.0 / (PI * PI) *
                                             mode(shape, law, turn * x,
                                                  0.5 * turn * turn * (x * x + y * y), &slack);
                size += fabs(coefficient[j * modes + k]);
            }
        integrate(g, &rule, modes, coefficient, coefficient + modes * modes, &fine, &coarse);
        double rounding = UNIT_ROUNDING * (4.0 * (double)modes + 64.0) * size * 1.24;
        *out = (struct estimate){0.5 + fine,
                                 fabs(fine - coarse) + left_out + rounding + 2.0 * slack + 0x1p-52};
    }
    free(rule.sine);
    free(coefficient);
    return status;
}

/* Centred and so narrow that no phase leaves the first quarter turn: Theta = |uv| (1 + (u^2 +
 * v^2)/3 + ..), u and v normal with variances wu, wv, which the quadratic phase mixes. */
static bool by_expansion(const struct tapa_shape *shape, const struct qk_law *law, double turn,
                         struct estimate *out)
{
    double d = (double)shape->dim_phase, wu, wv, second = 1.0, third = 1.0;
    double s2 = law->kind == QK_GAUSS ? law->sigma * law->sigma : 1.0,
           c = law->kind == QK_CROSSED ? law->c : 0.0;
    if (shape->linear) {
        wu = turn * turn * s2 * (1.0 + c + 0.5 * (1.0 - c)),
        wv = turn * turn * s2 * 0.5 * (1.0 - c);
    } else {
        wu = wv = 0.5 * turn * turn * (law->kind == QK_CROSSED ? (1.0 - c) * (1.0 + c) : s2 * s2);
        second = 1.0 + 2.0 / d, third = second * (1.0 + 4.0 / d);
    }
    double root = sqrt(wu * wv) / (PI * PI);
    out->val = root * (2.0 + 4.0 / 3.0 * second * (wu + wv));
    out->err = 4.0 * third * root * (wu * wu + wv * wv) + 0x1p-50 * root;
    return wu + wv < 1e-3;
}

enum status tapa_token_order(const struct tapa_shape *shape, const struct qk_law *law,
                             double distance, struct estimate *probability)
{
    if (!tapa_has_closed_form(shape, law))
        return STATUS_UNDEFINED;
    if (!(distance >= 0.0 && isfinite(distance)))
        return STATUS_DOMAIN;
    if (law->kind == QK_ALIGNED && fabs(law->rho) >= 1.0)
        return STATUS_UNDEFINED;
    *probability = (struct estimate){0.0, 0.0};
    if (distance == 0.0)
        return STATUS_OK;
    double turn = 2.0 * PI * shape->scale * pow(distance, shape->alpha);
    size_t modes = 1;
    double left_out = modes_left_out(shape, law, turn, modes);
    while (modes < MODES_MOST && !(left_out < 1e-12)) {
        modes += (modes + 3) / 4 < MODES_MOST - modes ? (modes + 3) / 4 : MODES_MOST - modes;
        left_out = modes_left_out(shape, law, turn, modes);
    }
    struct flip g;
    enum status status = flip_new(shape, law, &g);
    if (status != STATUS_OK)
        return status;
    if (left_out < 1e-3)
        status = by_modes(shape, law, turn, modes, left_out, &g, probability);
    else
        status = g.law.count == 0 && by_expansion(shape, law, turn, probability) ? STATUS_OK
                                                                                 : STATUS_UNDEFINED;
    flip_free(&g);
    return status;
}
