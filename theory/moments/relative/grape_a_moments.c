#include "theory/moments/relative/grape_a_moments.h"

#include <math.h>

#include "theory/ground/constants.h"
#include "theory/moments/bank_moments.h"

/* Beyond this many deviations a normal density times a square of them is under 1e-17. */
static const double TAIL = 9.5;

/* z or y: N(mean, spread^2), and the sum of its weights over sqrt D; none: it has no term. */
struct side {
    bool some;
    double mean, spread, weight;
};

/* Averages of a softplus: E sp, E sp^2, E sp', E sp''. */
struct softplus {
    double mean, square, first, second;
};

static double softplus(double z) { return fmax(z, 0.0) + log1p(exp(-fabs(z))); }

/* 1/(1 + e^-z) */
static double logistic(double z) { return 0.5 * (1.0 + tanh(0.5 * z)); }

/* Trapezoids: sp is analytic within pi of the real axis, so in deviations within pi/spread, and an
 * error is e^(-2 pi (pi/spread)/step) = e^(-8 pi^2). */
static double step_of(double spread) { return 0.25 / fmax(1.0, spread); }

static struct softplus averages(const struct side *s)
{
    struct softplus a = {0.0, 0.0, 0.0, 0.0};
    double step = step_of(s->spread);
    long most = lrint(TAIL / step);
    for (long i = -most; s->some && i <= most; i++) {
        double x = step * (double)i, z = s->mean + s->spread * x, sp = softplus(z),
               weight = step * exp(-0.5 * x * x) / sqrt(TWO_PI);
        a.mean += weight * sp;
        a.square += weight * sp * sp;
        a.first += weight * logistic(z);
        a.second += weight * logistic(z) * logistic(-z);
    }
    return a;
}

/* Cov(sp z, sp y) of centred normals with correlation c. */
static double covariance(const struct side *z, const struct side *y, double c)
{
    if (!z->some || !y->some || c == 0.0)
        return 0.0;
    double step_z = step_of(z->spread), step_y = step_of(y->spread), sum = 0.0,
           rest = sqrt(fmax(1.0 - c * c, 0.0));
    long most_z = lrint(TAIL / step_z), most_y = lrint(TAIL / step_y);
    for (long i = -most_z; i <= most_z; i++) {
        double x = step_z * (double)i, inner = 0.0;
        for (long j = -most_y; j <= most_y; j++) {
            double e = step_y * (double)j;
            inner += step_y * exp(-0.5 * e * e) * softplus(y->spread * (c * x + rest * e));
        }
        sum += step_z * exp(-0.5 * x * x) * softplus(z->spread * x) * inner;
    }
    return sum / TWO_PI - averages(z).mean * averages(y).mean;
}

/* z of v and q, or y of u and k, whose pairs are correlated by `pair`. */
static struct side side_of(const double *weight, size_t dim, double mu, double sigma, double pair)
{
    struct side s = {.some = weight != NULL};
    double sum = 0.0, square = 0.0;
    for (size_t c = 0; weight && c < dim; c += 2) {
        double a = weight[c], b = weight[c + 1];
        sum += a + b;
        square += a * a + b * b + 2.0 * pair * a * b;
    }
    s.weight = sum / sqrt((double)dim);
    s.mean = mu * s.weight;
    s.spread = sigma * sqrt(fmax(square, 0.0) / (double)dim);
    return s;
}

static enum status sides(const struct grape_a_shape *shape, const struct qk_law *law,
                         struct side *z, struct side *y)
{
    bool gauss = law->kind == QK_GAUSS, crossed = law->kind == QK_CROSSED;
    if (!gauss && !crossed && law->kind != QK_ALIGNED)
        return STATUS_UNDEFINED;
    double mu = gauss ? law->mu : 0.0, sigma = gauss ? law->sigma : 1.0, c = crossed ? law->c : 0.0;
    size_t dim = 2 * shape->schedule->pairs;
    *z = side_of(shape->v, dim, mu, sigma, c);
    *y = side_of(shape->u, dim, mu, sigma, -c);
    return z->spread <= GRAPE_A_SPREAD && y->spread <= GRAPE_A_SPREAD ? STATUS_OK
                                                                      : STATUS_UNDEFINED;
}

enum status grape_a_mean(const struct grape_a_shape *shape, const struct qk_law *law, size_t count,
                         const double *distance, double *mean)
{
    struct side z, y;
    enum status status = sides(shape, law, &z, &y);
    if (status != STATUS_OK)
        return status;
    double slope = shape->slope * (averages(&z).mean + averages(&y).mean);
    return bank_mean(shape->schedule, slope, law, count, distance, mean);
}

/* Cov(z, y) under an aligned law is rho v.u/D. */
static double correlation(const struct grape_a_shape *shape, const struct qk_law *law,
                          const struct side *z, const struct side *y)
{
    size_t dim = 2 * shape->schedule->pairs;
    double sum = 0.0;
    if (law->kind != QK_ALIGNED || !shape->v || !shape->u)
        return 0.0;
    for (size_t c = 0; c < dim; c++)
        sum += shape->v[c] * shape->u[c];
    double size = z->spread * y->spread * (double)dim;
    return size > 0.0 ? law->rho * sum / size : 0.0;
}

enum status grape_a_variance(const struct grape_a_shape *shape, const struct qk_law *law,
                             size_t count, const double *distance, double *variance)
{
    struct side z, y;
    enum status status = sides(shape, law, &z, &y);
    if (status == STATUS_OK)
        status = bank_variance(shape->schedule, law, count, distance, variance);
    if (status != STATUS_OK)
        return status;
    struct softplus a = averages(&z), b = averages(&y);
    double own = 0.0, with_product = 0.0;
    if (z.some)
        own += a.square - a.mean * a.mean;
    if (y.some)
        own += b.square - b.mean * b.mean;
    own += 2.0 * covariance(&z, &y, correlation(shape, law, &z, &y));
    if (law->kind == QK_GAUSS)
        with_product = law->mu * law->sigma * law->sigma *
                       (z.weight * a.first + y.weight * b.first);
    if (law->kind == QK_ALIGNED)
        with_product = law->rho * (z.spread * z.spread * a.second + y.spread * y.spread * b.second);
    for (size_t i = 0; i < count; i++) {
        double r = distance[i] * shape->slope;
        variance[i] += r * r * own - 2.0 * shape->schedule->norm * r * with_product;
    }
    return STATUS_OK;
}
