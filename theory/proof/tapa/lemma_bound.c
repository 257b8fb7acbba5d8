#include "theory/proof/tapa/lemma_bound.h"

#include <math.h>

#include "theory/ground/constants.h"

/* ln b. */
static void log_base(const struct schedule *s, slong bits, arb_t out)
{
    arb_set_d(out, s->rule.base);
    arb_log(out, out, bits);
}

/* 2 pi t: the fastest pair's angle, which is the distance itself in rad. */
static void fastest_angle(const struct schedule *s, double distance, slong bits, arb_t out)
{
    arb_set_d(out, distance);
    if (s->rule.unit == UNIT_TURN) {
        arb_t two_pi;
        arb_init(two_pi);
        arb_const_pi(two_pi, bits);
        arb_mul_2exp_si(two_pi, two_pi, 1);
        arb_mul(out, out, two_pi, bits);
        arb_clear(two_pi);
    }
}

/* eps from x = 2 pi t: K = 2 x/D; (1 + ln(K L))/L if K L > 1, else K; both if that is open. */
static void epsilon(const struct schedule *s, const arb_t x, slong bits, arb_t out)
{
    arb_t log_b, product, other;
    arb_init(log_b), arb_init(product), arb_init(other);
    log_base(s, bits, log_b);
    arb_mul_2exp_si(out, x, 1);
    arb_div_ui(out, out, s->rule.dim, bits);
    arb_mul(product, out, log_b, bits);
    arb_sub_ui(other, product, 1, bits);
    if (!arb_is_nonpositive(other)) {
        bool certain = arb_is_positive(other);
        arb_log(other, product, bits);
        arb_add_ui(other, other, 1, bits);
        arb_div(other, other, log_b, bits);
        if (certain)
            arb_set(out, other);
        else
            arb_union(out, out, other, bits);
    }
    arb_clear(log_b), arb_clear(product), arb_clear(other);
}

/* Where cos(z) ln(z/z0) is largest on (z0, pi/2), about: any point there gives a valid bound. */
static double maximiser(double z0)
{
    double lo = z0, hi = HALF_PI;
    for (int i = 0; i < 60; i++) {
        double z = 0.5 * (lo + hi);
        *(z * tan(z) * log(z / z0) < 1.0 ? &lo : &hi) = z;
    }
    return 0.5 * (lo + hi);
}

/* phi(z) = cos z ln(z/z0) and its first two derivatives. */
static void free_part(const arb_t z, const arb_t z0, slong bits, arb_t phi, arb_t slope,
                      arb_t curvature)
{
    arb_t sine, cosine, log_ratio, term;
    arb_init(sine), arb_init(cosine), arb_init(log_ratio), arb_init(term);
    arb_sin_cos(sine, cosine, z, bits);
    arb_div(log_ratio, z, z0, bits);
    arb_log(log_ratio, log_ratio, bits);
    arb_mul(phi, cosine, log_ratio, bits);
    arb_div(slope, cosine, z, bits);
    arb_submul(slope, sine, log_ratio, bits);
    arb_mul_2exp_si(curvature, sine, 1);
    arb_div(term, cosine, z, bits);
    arb_add(curvature, curvature, term, bits);
    arb_div(curvature, curvature, z, bits);
    arb_add(curvature, curvature, phi, bits);
    arb_neg(curvature, curvature);
    arb_clear(sine), arb_clear(cosine), arb_clear(log_ratio), arb_clear(term);
}

/* The supremum of phi over (z0, pi/2): phi is concave there, so phi(z) <= sup phi <= phi(z) +
 * |phi'(z)| pi/2 at any z inside. */
static void largest_free_part(const arb_t z0, const arb_t half_pi, slong bits, arb_t out)
{
    double start = arf_get_d(arb_midref(z0), ARF_RND_NEAR);
    arb_t z, slope, curvature;
    arb_init(z), arb_init(slope), arb_init(curvature);
    arb_set_d(z, maximiser(start));
    /* Newton: the ball at the end says how good it became */
    for (slong good = 25; good < bits; good *= 2) {
        free_part(z, z0, bits, out, slope, curvature);
        arb_div(slope, slope, curvature, bits);
        arb_sub(z, z, slope, bits);
        arb_get_mid_arb(z, z);
    }
    if (arb_gt(z, z0) && arb_lt(z, half_pi)) {
        free_part(z, z0, bits, out, slope, curvature);
        arb_abs(slope, slope);
        arb_mul(slope, slope, half_pi, bits);
        arb_add(slope, slope, out, bits);
        arb_union(out, out, slope, bits);
    } else { /* next to an empty range: between 0 and cos(z0) ln(pi/(2 z0)) */
        arb_cos(slope, z0, bits);
        arb_div(z, half_pi, z0, bits);
        arb_log(z, z, bits);
        arb_mul(out, slope, z, bits);
        arb_abs(out, out);
        arb_zero(z);
        arb_union(out, out, z, bits);
    }
    arb_clear(z), arb_clear(slope), arb_clear(curvature);
}

/* sup over e0 of (1 - e0)/2 cos(2 pi t b^(-e0)) from x = 2 pi t: sup phi/(2 L) with z0 = x/b, or 0
 * once z0 reaches pi/2. */
static void gain(const struct schedule *s, const arb_t x, slong bits, arb_t out)
{
    arb_t z0, half_pi, log_b;
    arb_init(z0), arb_init(half_pi), arb_init(log_b);
    arb_set_d(log_b, s->rule.base);
    arb_div(z0, x, log_b, bits);
    arb_const_pi(half_pi, bits);
    arb_mul_2exp_si(half_pi, half_pi, -1);
    if (arb_ge(z0, half_pi)) {
        arb_zero(out);
    } else {
        largest_free_part(z0, half_pi, bits, out);
        log_base(s, bits, log_b);
        arb_div(out, out, log_b, bits);
        arb_mul_2exp_si(out, out, -1);
    }
    arb_clear(z0), arb_clear(half_pi), arb_clear(log_b);
}

void lemma_bound(const struct schedule *schedule, enum lemma lemma, double first, double last,
                 slong bits, arb_t bound)
{
    arb_t x, log_b, term;
    arb_init(x), arb_init(log_b), arb_init(term);
    fastest_angle(schedule, first, bits, x);
    log_base(schedule, bits, log_b);
    epsilon(schedule, x, bits, bound);
    if (lemma == LEMMA_C1_COS && isfinite(last)) { /* 2b/(L t pi) = 4b/(L x) */
        fastest_angle(schedule, last, bits, x);
        arb_mul(x, x, log_b, bits);
        arb_set_d(term, schedule->rule.base);
        arb_mul_2exp_si(term, term, 2);
        arb_div(term, term, x, bits);
        arb_add(bound, bound, term, bits);
    } else if (lemma != LEMMA_C1_COS) {
        arb_ui_div(term, lemma == LEMMA_C2 ? 1 : 2, log_b, bits);
        arb_add(bound, bound, term, bits);
    }
    if (lemma == LEMMA_C2) {
        gain(schedule, x, bits, term);
        arb_sub(bound, bound, term, bits);
    }
    arb_mul_ui(bound, bound, schedule->rule.dim, bits);
    arb_clear(x), arb_clear(log_b), arb_clear(term);
}

bool lemma_hypotheses(const struct schedule *schedule, double distance)
{
    enum { BITS = 128 };
    arb_t room, four_logs;
    arb_init(room), arb_init(four_logs);
    log_base(schedule, BITS, four_logs);
    arb_mul_2exp_si(four_logs, four_logs, 2);
    arb_set_ui(room, schedule->rule.dim);
    bool holds = schedule->rule.base > 10.0 && arb_gt(room, four_logs);
    /* t > 1: 2 pi is between 6 and 7 */
    holds = holds && distance > (schedule->rule.unit == UNIT_TURN ? 1.0 : 6.0);
    arb_clear(room), arb_clear(four_logs);
    return holds;
}
