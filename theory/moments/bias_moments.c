#include "theory/moments/bias_moments.h"

#include <gmp.h>
#include <math.h>

#include "theory/moments/bank_moments.h"
#include "theory/order/position_order.h"

/* The bucket of r >= exact: how often most^n may be taken n-th roots of before r/exact is passed,
 * that is the largest j with (most/exact)^j <= (r/exact)^n. */
static size_t late_bucket(double r, double exact, double most, unsigned long n)
{
    mpz_t power, bound, factor;
    unsigned long j = 0;
    mpz_inits(power, bound, factor, NULL);
    mpz_set_d(power, r);
    mpz_pow_ui(power, power, n);
    mpz_set_d(bound, exact);
    mpz_pow_ui(bound, bound, n);
    for (; j + 1 < n; j++) { /* bound = exact^(n - j) most^j, which exact divides */
        mpz_set_d(factor, exact);
        mpz_divexact(bound, bound, factor);
        mpz_set_d(factor, most);
        mpz_mul(bound, bound, factor);
        if (mpz_cmp(power, bound) < 0)
            break;
    }
    mpz_clears(power, bound, factor, NULL);
    return (size_t)exact + j;
}

static size_t bucket_of(const struct bias_shape *s, double r)
{
    double exact = floor((double)s->buckets / 2.0);
    if (r < exact)
        return (size_t)r;
    return r >= s->most ? s->buckets - 1
                        : late_bucket(r, exact, s->most, s->buckets - (size_t)exact);
}

enum status bias_lost(const struct bias_shape *shape, double distance, double *lost)
{
    double most = shape->rule == BIAS_FIRE ? shape->at : DISTANCE_LIMIT;
    if (!(distance >= 0.0 && distance <= most && distance == floor(distance)))
        return STATUS_DOMAIN;
    *lost = 0.0;
    switch (shape->rule) {
    case BIAS_LOG:
        *lost = shape->p * log1p(shape->a * distance);
        break;
    case BIAS_BUCKETS:
        *lost = -shape->value[bucket_of(shape, distance)];
        break;
    case BIAS_FIRE:
        *lost = shape->slope * log1p(shape->c * distance) /
                (log1p(shape->c * fmax(shape->at, shape->length)) + FIRE_EPSILON);
        break;
    }
    return STATUS_OK;
}

enum status bias_mean(const struct bias_shape *shape, const struct qk_law *law, size_t count,
                      const double *distance, double *mean)
{
    enum status status = bank_mean(shape->schedule, 0.0, law, count, distance, mean);
    for (size_t i = 0; i < count && status == STATUS_OK; i++) {
        double lost;
        status = bias_lost(shape, distance[i], &lost);
        if (status == STATUS_OK)
            mean[i] -= lost;
    }
    return status;
}

/* The a of what is lost as f ln(1 + a r); buckets have none. */
static double rate_of(const struct bias_shape *shape)
{
    switch (shape->rule) {
    case BIAS_LOG:
        return shape->a;
    case BIAS_BUCKETS:
        return 0.0;
    case BIAS_FIRE:
        return shape->c;
    }
    return NAN;
}

/* r d lost/dr of lost = f ln(1 + a r) is f a r/(1 + a r). */
enum status bias_exponent(const struct bias_shape *shape, const struct qk_law *law, double distance,
                          double *exponent)
{
    double mean, lost, x = rate_of(shape) * distance;
    enum status status = bias_mean(shape, law, 1, &distance, &mean);
    if (status == STATUS_OK)
        status = bias_lost(shape, distance, &lost);
    if (status != STATUS_OK)
        return status;
    *exponent = x > 0.0 ? -(lost / log1p(x) * (x / (1.0 + x))) / mean : 0.0 / mean;
    return shape->rule == BIAS_BUCKETS || !isfinite(*exponent) ? STATUS_UNDEFINED : STATUS_OK;
}

/* Whether surely more is lost at near. */
static bool loses_more(const struct bias_shape *shape, double near, double far, double at_near,
                       double at_far)
{
    switch (shape->rule) {
    case BIAS_LOG:
        return shape->p > 0.0 && near > far;
    case BIAS_BUCKETS:
        return at_near > at_far;
    case BIAS_FIRE:
        return shape->slope > 0.0 && near > far;
    }
    return false;
}

enum status bias_position_order(const struct bias_shape *shape, const struct qk_law *law,
                                double near, double far, struct estimate *p)
{
    double at_near, at_far;
    enum status status = position_order_bank(shape->schedule, 0.0, law, near, far, p);
    if (status == STATUS_OK)
        status = bias_lost(shape, near, &at_near);
    if (status == STATUS_OK)
        status = bias_lost(shape, far, &at_far);
    if (status != STATUS_OK)
        return status;
    bool more = loses_more(shape, near, far, at_near, at_far);
    *p = (struct estimate){more ? 1.0 : 0.0, 0.0};
    return STATUS_OK;
}
