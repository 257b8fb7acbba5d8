#include "theory/order/tapa_position_order.h"

#include <math.h>
#include <stdbool.h>

#include "theory/ground/constants.h"
#include "theory/moments/tapa_characteristic.h"
#include "theory/order/phase_window.h"
#include "theory/order/tapa_amplitude_sign.h"

/* A sum of masses with factors, which takes them as they come. */
struct masses {
    const struct phase_window *window;
    size_t count;
    double y[PHASE_WINDOW_LANES], factor[PHASE_WINDOW_LANES], total;
};

static void masses_close(struct masses *m)
{
    double mass[PHASE_WINDOW_LANES];
    for (size_t i = m->count; i < PHASE_WINDOW_LANES; i++)
        m->y[i] = 0.0;
    phase_window_masses(m->window, m->y, mass);
    for (size_t i = 0; i < m->count; i++)
        m->total += m->factor[i] * mass[i];
    m->count = 0;
}

static void masses_add(struct masses *m, double factor, double y)
{
    m->factor[m->count] = factor;
    m->y[m->count++] = y;
    if (m->count == PHASE_WINDOW_LANES)
        masses_close(m);
}

/* E sgn(sin(pi sum phi) sin(pi difference phi)) by the masses between the zeros k/sum and
 * k/difference. */
static struct estimate by_intervals(const struct phase_window *w, double sum, double difference)
{
    double left = w->mean - w->half, right = w->mean + w->half;
    double i = floor(left * sum), j = floor(left * difference),
           sign = fmod(i + j, 2.0) == 0.0 ? 1.0 : -1.0;
    double count = 2.0;
    struct masses m = {.window = w};
    masses_add(&m, -sign, -w->half);
    for (;; count += 1.0) {
        double next_sum = (i + 1.0) / sum, next_difference = (j + 1.0) / difference;
        double next = fmin(next_sum, next_difference);
        if (!(next < right))
            break;
        if (next_sum <= next_difference)
            i += 1.0;
        else
            j += 1.0;
        masses_add(&m, 2.0 * sign, next - w->mean);
        sign = -sign;
    }
    masses_add(&m, sign, w->half);
    masses_close(&m);
    /* each mass: Horner's scheme, the place of the zero times the density */
    double density = (0.5 + w->sum_f) / w->half, terms = (double)w->count;
    double rounding = 2.0 * count * UNIT_ROUNDING *
                      (2.0 + (6.0 * terms + 4.0) * w->sum_term +
                       density * 4.0 * (fabs(w->mean) + 2.0 * w->half));
    return (struct estimate){m.total, rounding + w->tail + 4.0 * exp(-PHASE_WINDOW_LOG_OUTSIDE)};
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
        struct tapa_characteristic f = tapa_characteristic(shape, law, (long double)(m * d));
        sum += (double)(expl(f.log_size) * cosl(f.angle)) / (m * m);
    }
    double left_out = m * d > cut ? 0.0 : 0.5 / (m - 1.0);
    return (struct estimate){8.0 / (PI * PI) * sum, left_out + 0x1p-50};
}

/* Up to which j resonances are looked for, `width` k on either side of each: a few ten thousand
 * terms, 30 ms. */
static double most_terms(double width) { return fmin(0x1p20, 0x1p15 / width); }

/* E sgn(sin(pi sum phi) sin(pi difference phi)) by the resonances j sum ~ k difference, j and k odd
 * and without common divisor: their terms and their multiples' make triangle(..)/(j k), all others
 * see F beyond `cut`. */
static struct estimate by_resonances(const struct tapa_shape *shape, const struct qk_law *law,
                                     double sum, double difference, double farthest)
{
    double a = PI * sum, b = PI * difference, cut = 1e-3 / farthest,
           cut_most = fmin(0.125 * a, 0x1p16 * b);
    /* until F beyond it is little beside what is left out behind the most j */
    while (phase_window_size(shape, law, cut) >
               fmax(0x1p-60, 0.025 * (cut + b) / (a * most_terms(cut / b))) &&
           cut < cut_most)
        cut *= 1.0905077326652577;
    struct estimate total = {0.0, 4.0 * phase_window_size(shape, law, cut)};
    double slope = sum / difference, width = cut / b, most = most_terms(width);
    /* 1e-9 is enough, by the bound below, and less beside what F leaves anyway */
    most = ceil(fmin(most, 64.0 + (cut + b) / (fmax(1e-9, 0.25 * total.err) * a)));
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

/* Sign changes that are still visited one by one, and terms of the window's series at them all. */
static const double CHANGES_MOST = 1e5, TERMS_MOST = 5e7;
/* Turns of the phase beyond which a double does not hold where in the turn it is, and ratio of the
 * two rates beyond which it does not hold the whole numbers of a resonance: all that is known of a
 * sign is that it is one. */
static const double UNRESOLVED_TURNS = 0x1p60, UNRESOLVED_RATIO = 0x1p46;

enum status tapa_cosine_order(const struct tapa_shape *shape, const struct qk_law *law, double r1,
                              double r2, struct estimate *sign)
{
    if (!tapa_has_closed_form(shape, law))
        return STATUS_UNDEFINED;
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
    struct phase_window w;
    enum status status = phase_window_new(shape, law, &w);
    if (status != STATUS_OK)
        return status;
    double changes = 2.0 * w.half * (sum + difference), farthest = fabs(w.mean) + w.half;
    bool few = changes <= CHANGES_MOST && changes * (double)w.count <= TERMS_MOST,
         resolved = difference * farthest < UNRESOLVED_TURNS &&
                    (few || sum < UNRESOLVED_RATIO * difference);
    struct estimate e = !resolved ? (struct estimate){0.0, 1.0}
                        : few     ? by_intervals(&w, sum, difference)
                                  : by_resonances(shape, law, sum, difference, farthest);
    phase_window_free(&w);
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
    /* 1/2 +- 1/2 is known without any of this, and little more than that is not worth telling */
    return status != STATUS_OK || probability->err < 0.25 ? status : STATUS_UNDEFINED;
}
