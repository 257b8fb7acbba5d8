#include "theory/moments/pope_moments.h"

#include <gsl/gsl_integration.h>
#include <math.h>
#include <stdlib.h>

#include "theory/ground/constants.h"
#include "theory/trig/trig_sums.h"

/* The trapezoid rule's step and half its points: a softplus is analytic within pi of the real line,
 * where the normal density grows by e^(pi^2/2), so that a step of 0.4 leaves 2 e^(4.9 - 49.3), and
 * e^(2z) times it is under 1e-21 at 12. */
static const double STEP = 0.4;
enum { REACH = 30 };

static double softplus(double x) { return fmax(x, 0.0) + log1p(exp(-fabs(x))); }

static double density(double z) { return exp(-0.5 * z * z) / sqrt(TWO_PI); }

/* sigma <= 1: poles of sp(mu + sigma z) are no nearer than pi. */
static struct softplus_moments narrow(double mu, double sigma)
{
    struct softplus_moments m = {0.0, 0.0};
    for (int i = -REACH; i <= REACH; i++)
        m.mean += STEP * density(STEP * i) * softplus(mu + sigma * STEP * i);
    for (int i = -REACH; i <= REACH; i++) {
        double off = softplus(mu + sigma * STEP * i) - m.mean;
        m.variance += STEP * density(STEP * i) * off * off;
    }
    return m;
}

/* sigma > 1: sp(x) = max(x, 0) + l(x), l(x) = ln(1 + e^-|x|) nothing beyond 40, by panels over
 * which the density changes little. */
enum { PANELS = 16, NODES = 20 };
static const double PANEL = 2.5;

static struct softplus_moments wide(double mu, double sigma)
{
    double t = mu / sigma, below = 0.5 * erfc(-t / sqrt(2.0)), at = density(t),
           first = sigma * at + mu * below,
           second = (mu * mu + sigma * sigma) * below + mu * sigma * at;
    gsl_integration_glfixed_table *rule = gsl_integration_glfixed_table_alloc(NODES);
    if (!rule)
        return (struct softplus_moments){NAN, NAN};
    for (int panel = -PANELS; panel < PANELS; panel++)
        for (size_t i = 0; i < NODES; i++) {
            double x, weight;
            gsl_integration_glfixed_point(PANEL * panel, PANEL * (panel + 1), i, &x, &weight, rule);
            weight *= density((x - mu) / sigma) / sigma;
            double rest = log1p(exp(-fabs(x)));
            first += weight * rest;
            second += weight * rest * (2.0 * fmax(x, 0.0) + rest);
        }
    gsl_integration_glfixed_table_free(rule);
    return (struct softplus_moments){first, second - first * first};
}

struct softplus_moments softplus_moments(double mu, double sigma)
{
    return sigma <= 1.0 ? narrow(mu, sigma) : wide(mu, sigma);
}

struct softplus_moments softplus_product(double rho)
{
    double rest = sqrt(fmax(0.0, 1.0 - rho * rho)), second = 0.0;
    struct softplus_moments m = {0.0, 0.0};
    for (int i = -REACH; i <= REACH; i++) {
        double z = STEP * i, one = softplus(z), weight = STEP * density(z);
        for (int j = -REACH; j <= REACH; j++) {
            double product = one * softplus(rho * z + rest * STEP * j),
                   share = weight * STEP * density(STEP * j);
            m.mean += share * product;
            second += share * product * product;
        }
    }
    m.variance = second - m.mean * m.mean;
    return m;
}

/* Of one coordinate's product: its moments, and its covariance with that of its neighbour in the
 * pair. */
struct products {
    struct softplus_moments one;
    double neighbours;
};

static enum status products_of(const struct qk_law *law, struct products *out)
{
    struct softplus_moments m;
    *out = (struct products){.neighbours = 0.0};
    switch (law->kind) {
    case QK_GAUSS:
    case QK_CROSSED:
        m = law->kind == QK_GAUSS ? softplus_moments(law->mu, law->sigma)
                                  : softplus_moments(0.0, 1.0);
        out->one.mean = m.mean * m.mean;
        out->one.variance = m.variance * (m.variance + 2.0 * m.mean * m.mean);
        if (law->kind == QK_CROSSED)
            out->neighbours = softplus_product(law->c).mean * softplus_product(-law->c).mean -
                              out->one.mean * out->one.mean;
        break;
    case QK_ALIGNED:
        out->one = softplus_product(law->rho);
        break;
    default:
        return STATUS_UNDEFINED;
    }
    return isfinite(out->one.mean) ? STATUS_OK : STATUS_MEMORY;
}

enum status pope_mean(const struct pope_shape *shape, const struct qk_law *law, size_t count,
                      const double *distance, double *mean)
{
    const struct schedule *s = shape->schedule;
    struct products p;
    enum status status = products_of(law, &p);
    if (status != STATUS_OK)
        return status;
    double *cosine = malloc(2 * s->pairs * sizeof *cosine);
    if (!cosine)
        return STATUS_MEMORY;
    for (size_t c = 0; c < s->pairs; c++) {
        cosine[c] = cos(shape->delta);
        cosine[s->pairs + c] = sin(shape->delta);
    }
    status = trig_sums(s, cosine, shape->delta == 0.0 ? NULL : cosine + s->pairs, count, distance,
                       mean);
    for (size_t i = 0; i < count && status == STATUS_OK; i++)
        mean[i] *= s->norm * p.one.mean;
    free(cosine);
    return status;
}

enum status pope_variance(const struct pope_shape *shape, const struct qk_law *law, size_t count,
                          const double *distance, double *variance)
{
    const struct schedule *s = shape->schedule;
    struct products p;
    enum status status = products_of(law, &p);
    double first = cos(shape->delta), second = sin(shape->delta);
    for (size_t i = 0; i < count && status == STATUS_OK; i++) {
        double squares = 0.0, neighbours = 0.0, before = 0.0;
        if (!(distance[i] >= 0.0 && distance[i] <= DISTANCE_LIMIT &&
              distance[i] == rint(distance[i])))
            status = STATUS_DOMAIN;
        for (size_t c = 0; c < s->pairs && status == STATUS_OK; c++) {
            double cosine, sine;
            trig_pair(s, c, distance[i], &cosine, &sine);
            cosine = cosine * first + sine * second;
            squares += cosine * cosine;
            neighbours += c % 2 == 1 ? before * cosine : 0.0;
            before = cosine;
        }
        variance[i] = s->norm * s->norm *
                      (p.one.variance * squares + 2.0 * p.neighbours * neighbours);
    }
    return status;
}
