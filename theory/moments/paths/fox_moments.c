#include "theory/moments/paths/fox_moments.h"

#include <math.h>

#include "theory/model/schedule.h"
#include "theory/moments/paths/gate_law.h"
#include "theory/moments/paths/path_products.h"

/* out[i] = start + r each. */
static enum status line(double start, double each, size_t count, const double *distance,
                        double *out)
{
    for (size_t i = 0; i < count; i++) {
        double r = distance[i];
        if (!(r >= 0.0 && r <= DISTANCE_LIMIT) || r != floor(r))
            return STATUS_DOMAIN;
        out[i] = start + r * each;
    }
    return STATUS_OK;
}

/* E ln f and Var ln f; a slope stands in for the gates. */
static enum status gates(const struct path_shape *shape, double *mean, double *variance)
{
    *mean = -shape->slope;
    *variance = 0.0;
    return shape->slope > 0.0 ? STATUS_OK : gate_log_moments(shape->law, mean, variance);
}

enum status fox_mean(const struct path_shape *shape, const struct qk_law *law, size_t count,
                     const double *distance, double *mean)
{
    double product, each, spread;
    enum status status = path_products(law, shape->dim, &product, NULL, NULL);
    if (status == STATUS_OK)
        status = gates(shape, &each, &spread);
    return status == STATUS_OK ? line(shape->norm * product, each, count, distance, mean) : status;
}

enum status fox_variance(const struct path_shape *shape, const struct qk_law *law, size_t count,
                         const double *distance, double *variance)
{
    double product, each, spread;
    enum status status = path_products(law, shape->dim, NULL, &product, NULL);
    if (status == STATUS_OK)
        status = gates(shape, &each, &spread);
    return status == STATUS_OK
               ? line(shape->norm * shape->norm * product, spread, count, distance, variance)
               : status;
}
