#include "tests/tools/lemma_reference.h"

#include <math.h>

double lemma_reference_turns(const struct schedule *s, double r)
{
    return s->rule.unit == UNIT_TURN ? r : r / (2.0 * M_PI);
}

double lemma_reference_epsilon(const struct schedule *s, double t)
{
    double log_b = log(s->rule.base), slope = 4.0 * M_PI * t / (double)s->rule.dim, lo = 0.0,
           hi = 2.0 + 100.0 / log_b;
    for (int i = 0; i < 200; i++) {
        double a = lo + 0.381966 * (hi - lo), c = hi - 0.381966 * (hi - lo);
        if (a + slope * exp(-a * log_b) < c + slope * exp(-c * log_b))
            hi = c;
        else
            lo = a;
    }
    return 0.5 * (lo + hi) + slope * exp(-0.5 * (lo + hi) * log_b);
}

double lemma_reference_gain(const struct schedule *s, double t)
{
    double log_b = log(s->rule.base), lo = log(4.0 * t) / log_b, hi = 1.0, best = 0.0;
    for (int pass = 0; pass < 4 && lo < hi; pass++) {
        double at = lo, step = (hi - lo) / 400.0;
        for (int i = 1; i <= 400; i++) {
            double e0 = lo + step * i,
                   value = 0.5 * (1.0 - e0) * cos(2.0 * M_PI * t * exp(-e0 * log_b));
            if (value > best)
                best = value, at = e0;
        }
        lo = fmax(lo, at - step), hi = fmin(hi, at + step);
    }
    return best;
}

double lemma_reference_bound(const struct schedule *s, enum lemma lemma, double r)
{
    double t = lemma_reference_turns(s, r), log_b = log(s->rule.base),
           eps = lemma_reference_epsilon(s, t);
    if (lemma == LEMMA_C1_COS)
        return 2.0 * s->rule.base / (log_b * t * M_PI) + eps;
    return lemma == LEMMA_C1_SIN ? 2.0 / log_b + eps
                                 : 1.0 / log_b + eps - lemma_reference_gain(s, t);
}
