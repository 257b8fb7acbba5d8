#include "theory/moments/paths/cope_moments.h"

#include <math.h>
#include <stdbool.h>

#include "theory/model/schedule.h"
#include "theory/moments/paths/logit_moments.h"
#include "theory/moments/paths/path_products.h"

enum place { WITHIN, BETWEEN, FULL };

/* Where a distance stands: no position reaches the table's end; it may; or none is short of it, but
 * for a probability under 2^-60/(1 + last)^2. */
static enum place place_of(const struct path_shape *s, double r)
{
    double over = 0.5 * r - s->last;
    if (s->slope == 0.0 || r + 1.0 <= s->last)
        return WITHIN;
    return s->law->mu == 0.0 && over > 0.0 && over * over >= r * (21.0 + log1p(s->last)) ? FULL
                                                                                         : BETWEEN;
}

/* The gates' moments; a slope of 0 needs none. */
static enum status moments(const struct path_shape *shape, const struct qk_law *law,
                           struct logit_moments *key, struct logit_moments *token)
{
    struct logit z, x;
    *key = *token = (struct logit_moments){0.0, 0.0, 0.0, 0.0};
    if (shape->slope == 0.0)
        return STATUS_OK;
    enum status status = logit_of_key(shape, law, &z);
    if (status == STATUS_OK)
        status = logit_of_token(shape, law, &x);
    if (status == STATUS_OK)
        status = logit_moments(&z, key);
    return status == STATUS_OK ? logit_moments(&x, token) : status;
}

/* Each distance's place; in[i] = WITHIN or FULL. */
static enum status places(const struct path_shape *shape, size_t count, const double *distance)
{
    enum status status = STATUS_OK;
    for (size_t i = 0; i < count; i++) {
        double r = distance[i];
        if (!(r >= 0.0 && r <= DISTANCE_LIMIT) || r != floor(r))
            return STATUS_DOMAIN;
        if (place_of(shape, r) == BETWEEN)
            status = STATUS_UNDEFINED;
    }
    return status;
}

enum status cope_mean(const struct path_shape *shape, const struct qk_law *law, size_t count,
                      const double *distance, double *mean)
{
    struct logit_moments key, token;
    double product;
    enum status status = places(shape, count, distance);
    if (status == STATUS_OK)
        status = path_products(law, shape->dim, &product, NULL, NULL);
    if (status == STATUS_OK)
        status = moments(shape, law, &key, &token);
    for (size_t i = 0; status == STATUS_OK && i < count; i++) {
        double r = distance[i];
        bool full = place_of(shape, r) == FULL;
        mean[i] = shape->norm * product -
                  shape->slope * (full ? shape->last : key.gate + r * token.gate);
    }
    return status;
}

enum status cope_variance(const struct path_shape *shape, const struct qk_law *law, size_t count,
                          const double *distance, double *variance)
{
    struct logit_moments key, token;
    double product, slope = shape->slope;
    enum status status = places(shape, count, distance);
    if (status == STATUS_OK && slope > 0.0 && shape->law->mu != 0.0)
        status = STATUS_UNDEFINED;
    if (status == STATUS_OK)
        status = path_products(law, shape->dim, NULL, &product, NULL);
    if (status == STATUS_OK)
        status = moments(shape, law, &key, &token);
    for (size_t i = 0; status == STATUS_OK && i < count; i++) {
        double r = distance[i], own = key.gate - key.slope - key.gate * key.gate,
               with = key.product - key.mean * key.gate;
        bool full = place_of(shape, r) == FULL;
        variance[i] = shape->norm * shape->norm * product;
        if (!full)
            variance[i] += slope * slope * (own + r * (0.25 - token.slope)) - 2.0 * slope * with;
    }
    return status;
}
