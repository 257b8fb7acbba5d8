#include "theory/moments/paths/path_moments.h"

#include <math.h>
#include <stdbool.h>

#include "theory/model/schedule.h"
#include "theory/moments/paths/path_products.h"

static bool whole(double distance)
{
    return distance >= 0.0 && distance <= DISTANCE_LIMIT && distance == floor(distance);
}

/* (1 - loss)^r, 0 <= loss <= 1: of two dimensions a reflection loses 1, of more a token less. */
static double power(double loss, double r)
{
    if (loss == 1.0)
        return r == 0.0 ? 1.0 : 0.0;
    return exp(r * (loss < 0.5 ? log1p(-loss) : log(1.0 - loss)));
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
