#include "theory/moments/paths/path_moments.h"

#include <math.h>
#include <stdbool.h>

#include "theory/model/schedule.h"
#include "theory/moments/paths/path_products.h"

static bool whole(double distance)
{
    return distance >= 0.0 && distance <= DISTANCE_LIMIT && distance == floor(distance);
}

/* (1 - loss)^r, 0 <= loss <= 2: a matrix of one or two dimensions may reflect. */
static double power(double loss, double r)
{
    double size = exp(r * log(fabs(1.0 - loss)));
    if (loss < 0.5)
        return exp(r * log1p(-loss));
    if (loss == 1.0)
        return r == 0.0 ? 1.0 : 0.0;
    return loss > 1.0 && fmod(r, 2.0) != 0.0 ? -size : size;
}

enum status path_mean(const struct path_shape *shape, const struct qk_law *law, size_t count,
                      const double *distance, double *mean)
{
    double product;
    enum status status = path_products(law, shape->dim, &product, NULL, NULL);
    for (size_t i = 0; i < count && status == STATUS_OK; i++) {
        if (!whole(distance[i]))
            return STATUS_DOMAIN;
        mean[i] = shape->norm * product * power(shape->beta / (double)shape->dim, distance[i]);
    }
    return status;
}

enum status path_variance(const struct path_shape *shape, const struct qk_law *law, size_t count,
                          const double *distance, double *variance)
{
    double product, spread, lengths, d = (double)shape->dim, beta = shape->beta,
                                     alike = 2.0 * beta / d - 2.0 * beta * beta / (d * (d + 2.0)),
                                     length = beta * (2.0 - beta) / d;
    enum status status = path_products(law, shape->dim, &product, &spread, &lengths);
    for (size_t i = 0; i < count && status == STATUS_OK; i++) {
        if (!whole(distance[i]))
            return STATUS_DOMAIN;
        double a = power(alike, distance[i]), c = power(length, distance[i]),
               share = power(beta / d, distance[i]), m2 = product * product;
        /* written so that what stands before the first token, Var q.k, loses nothing */
        variance[i] = shape->norm * shape->norm *
                      (a * spread + (a - share * share) * m2 + (c - a) * lengths / d);
    }
    return status;
}
