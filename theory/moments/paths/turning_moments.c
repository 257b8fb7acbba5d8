#include "theory/moments/paths/turning_moments.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>

#include "theory/model/schedule.h"
#include "theory/moments/paths/gate_law.h"

static bool whole(double distance)
{
    return distance >= 0.0 && distance <= DISTANCE_LIMIT && distance == floor(distance);
}

/* ln E e^(i x), as its real part and its argument. */
struct rotor {
    double log_size, angle;
};

/* Of x over nodes: with z - 1 summed, ln |z| keeps its digits where x is small. */
static struct rotor rotor_of(size_t count, const double *weight, const double *x)
{
    double real = 0.0, imaginary = 0.0;
    for (size_t k = 0; k < count; k++) {
        double half = sin(0.5 * x[k]);
        real -= 2.0 * weight[k] * half * half;
        imaginary += weight[k] * sin(x[k]);
    }
    double excess = 2.0 * real + real * real + imaginary * imaginary;
    return (struct rotor){count > 1 ? 0.5 * log1p(fmax(excess, -1.0)) : 0.0,
                          atan2(imaginary, 1.0 + real)};
}

/* The rotor of a sum of r, and the real and imaginary parts of what it stands for. */
static double real_of(struct rotor z, double r)
{
    return (r > 0.0 ? exp(r * z.log_size) : 1.0) * cos(r * z.angle);
}

static double imaginary_of(struct rotor z, double r)
{
    return (r > 0.0 ? exp(r * z.log_size) : 1.0) * sin(r * z.angle);
}

/* What the moments are made of: rotors of each pair's angle per token and of twice it. */
struct pairs {
    size_t count;
    struct rotor *once, *twice;
    double *mean_a, *mean_b; /* [count] */
};

static void pairs_free(struct pairs *p)
{
    free(p->once);
    free(p->mean_a);
}

static enum status pairs_new(const struct path_shape *shape, const struct qk_law *law,
                             struct pairs *out)
{
    size_t count = shape->dim / 2;
    *out = (struct pairs){count, malloc(2 * count * sizeof *out->once), NULL,
                          malloc(2 * count * sizeof *out->mean_a), NULL};
    if (!out->once || !out->mean_a)
        return STATUS_MEMORY;
    out->twice = out->once + count;
    out->mean_b = out->mean_a + count;
    return qk_pair_means(law, count, out->mean_a, out->mean_b);
}

/* f^n at every node, f^n by products of the power before. */
static enum status carope_pairs(const struct path_shape *shape, const struct qk_law *law,
                                struct pairs *out)
{
    size_t count = 0;
    double *value = NULL, *weight = NULL, *power = NULL;
    enum status status = pairs_new(shape, law, out);
    if (status == STATUS_OK)
        status = gate_nodes(shape->law, shape->dim, &count, &value, &weight);
    if (status == STATUS_OK && !(power = malloc(2 * count * sizeof *power)))
        status = STATUS_MEMORY;
    for (size_t n = 0; status == STATUS_OK && n < out->count; n++) {
        double *twice = power + count;
        for (size_t k = 0; k < count; k++) {
            power[k] = pow(value[k], (double)(n + 1));
            twice[k] = 2.0 * power[k];
        }
        out->once[n] = rotor_of(count, weight, power);
        out->twice[n] = rotor_of(count, weight, twice);
    }
    free(power);
    if (count > 0)
        free(value);
    return status;
}

static enum status selective_pairs(const struct path_shape *shape, const struct qk_law *law,
                                   struct pairs *out)
{
    double mu = shape->law->mu, half = 0.5 * shape->law->sigma * shape->law->sigma;
    enum status status = shape->law->kind == TOKEN_NORMAL ? STATUS_OK : STATUS_UNDEFINED;
    *out = (struct pairs){0};
    if (status == STATUS_OK)
        status = pairs_new(shape, law, out);
    for (size_t n = 0; status == STATUS_OK && n < out->count; n++) {
        double t = pow(shape->base, -2.0 * (double)n / (double)shape->dim);
        out->once[n] = (struct rotor){-half * t * t, mu * t};
        out->twice[n] = (struct rotor){-4.0 * half * t * t, 2.0 * mu * t};
    }
    return status;
}

static enum status means(const struct path_shape *shape, const struct pairs *p, size_t count,
                         const double *distance, double *mean)
{
    for (size_t i = 0; i < count; i++) {
        double sum = 0.0, r = distance[i];
        if (!whole(r))
            return STATUS_DOMAIN;
        for (size_t n = 0; n < p->count; n++)
            sum += p->mean_a[n] * real_of(p->once[n], r) +
                   p->mean_b[n] * imaginary_of(p->once[n], r);
        mean[i] = shape->norm * sum;
    }
    return STATUS_OK;
}

enum status carope_mean(const struct path_shape *shape, const struct qk_law *law, size_t count,
                        const double *distance, double *mean)
{
    struct pairs p;
    enum status status = carope_pairs(shape, law, &p);
    if (status == STATUS_OK)
        status = means(shape, &p, count, distance, mean);
    pairs_free(&p);
    return status;
}

enum status selective_mean(const struct path_shape *shape, const struct qk_law *law, size_t count,
                           const double *distance, double *mean)
{
    struct pairs p;
    enum status status = selective_pairs(shape, law, &p);
    if (status == STATUS_OK)
        status = means(shape, &p, count, distance, mean);
    pairs_free(&p);
    return status;
}

/* sum_n (flat + cos2 E cos^2 Phi_n), and what each pair's mean given the tokens varies by itself: a
 * law that says variances has E B = 0. */
static double own_variance(const struct pairs *p, const struct pair_moments *m, double r)
{
    double sum = 0.0;
    for (size_t n = 0; n < p->count; n++) {
        double c2 = real_of(p->twice[n], r), mean = m->mean_a * real_of(p->once[n], r);
        sum += m->var_flat + 0.5 * m->var_cos2 * (1.0 + c2) +
               0.5 * m->mean_a * m->mean_a * (1.0 + c2) - mean * mean;
    }
    return sum;
}

/* Rotors of f^i - f^j and f^i + f^j for i < j, in this order. */
static enum status joint_rotors(const struct path_shape *shape, struct rotor **out)
{
    size_t pairs = shape->dim / 2, count = 0, at = 0;
    double *value = NULL, *weight = NULL, *power = NULL;
    enum status status = gate_nodes(shape->law, shape->dim, &count, &value, &weight);
    *out = malloc((pairs * (pairs - 1) + 1) * sizeof **out);
    if (status == STATUS_OK && (!*out || !(power = malloc((pairs + 1) * count * sizeof *power))))
        status = STATUS_MEMORY;
    for (size_t n = 0; status == STATUS_OK && n < pairs; n++)
        for (size_t k = 0; k < count; k++)
            power[n * count + k] = pow(value[k], (double)(n + 1));
    for (size_t i = 0; status == STATUS_OK && i < pairs; i++)
        for (size_t j = i + 1; j < pairs; j++)
            for (int sign = -1; sign <= 1; sign += 2) {
                double *x = power + pairs * count;
                for (size_t k = 0; k < count; k++)
                    x[k] = power[i * count + k] + sign * power[j * count + k];
                (*out)[at++] = rotor_of(count, weight, x);
            }
    free(power);
    if (count > 0)
        free(value);
    return status;
}

/* Twice the covariances of pairs' means given the tokens, all angles being sums of one gate's
 * powers. */
static double joint_variance(const struct pairs *p, const struct pair_moments *m,
                             const struct rotor *joint, double r)
{
    double sum = 0.0, a = m->mean_a;
    for (size_t i = 0; i < p->count; i++)
        for (size_t j = i + 1; j < p->count; j++, joint += 2) {
            double minus = real_of(joint[0], r), plus = real_of(joint[1], r),
                   one = a * real_of(p->once[i], r), two = a * real_of(p->once[j], r);
            sum += a * a * (minus + plus) - 2.0 * one * two;
        }
    return sum;
}

static enum status variances(const struct path_shape *shape, const struct qk_law *law,
                             const struct pairs *p, const struct rotor *joint, size_t count,
                             const double *distance, double *variance)
{
    struct pair_moments m = qk_pair_moments(law);
    for (size_t i = 0; i < count; i++) {
        double r = distance[i];
        if (!whole(r))
            return STATUS_DOMAIN;
        variance[i] = shape->norm * shape->norm *
                      (own_variance(p, &m, r) + (joint ? joint_variance(p, &m, joint, r) : 0.0));
    }
    return STATUS_OK;
}

enum status carope_variance(const struct path_shape *shape, const struct qk_law *law, size_t count,
                            const double *distance, double *variance)
{
    struct pair_moments m = qk_pair_moments(law);
    struct rotor *joint = NULL;
    struct pairs p;
    bool centred = m.mean_a == 0.0;
    if (!m.has_variance || (!centred && shape->dim > CAROPE_DIM_MOST))
        return STATUS_UNDEFINED;
    enum status status = carope_pairs(shape, law, &p);
    if (status == STATUS_OK && !centred)
        status = joint_rotors(shape, &joint);
    if (status == STATUS_OK)
        status = variances(shape, law, &p, joint, count, distance, variance);
    free(joint);
    pairs_free(&p);
    return status;
}

enum status selective_variance(const struct path_shape *shape, const struct qk_law *law,
                               size_t count, const double *distance, double *variance)
{
    struct pairs p;
    if (!qk_pair_moments(law).has_variance)
        return STATUS_UNDEFINED;
    enum status status = selective_pairs(shape, law, &p);
    if (status == STATUS_OK)
        status = variances(shape, law, &p, NULL, count, distance, variance);
    pairs_free(&p);
    return status;
}
