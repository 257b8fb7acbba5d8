#include "theory/moments/paths/gate_law.h"

#include <gsl/gsl_integration.h>
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>

/* Nodes of a logit's rule: steps of a quarter, or of a quarter deviation where that is less, so
 * that what the rule misses, e^(-2 pi d/step) with d = pi/2 the width of the strip in which |f| <=
 * 1, is e^-39. */
static size_t logit_count(const struct token_law *law)
{
    return law->sigma > 0.0 ? 2 * (size_t)ceil(36.0 * fmax(1.0, law->sigma)) + 1 : 1;
}

/* Nodes of a uniform gate's rule, of which the library has a table; others it makes to ten digits
 * only. */
static size_t uniform_count(size_t highest)
{
    size_t count = 128;
    while (count < 1024 && count < 64 + highest)
        count *= 2;
    return count;
}

static double logit_node(const struct token_law *law, size_t count, size_t k, double *weight)
{
    double x = count > 1 ? 18.0 * (double)k / (double)(count - 1) - 9.0 : 0.0;
    *weight = count > 1 ? exp(-0.5 * x * x) : 1.0;
    return law->mu + law->sigma * x;
}

static enum status blocks(size_t count, double **value, double **weight)
{
    *value = malloc(2 * count * sizeof **value);
    if (!*value)
        return STATUS_MEMORY;
    *weight = *value + count;
    return STATUS_OK;
}

static enum status legendre(const struct token_law *law, size_t count, double *value,
                            double *weight)
{
    gsl_integration_glfixed_table *table = gsl_integration_glfixed_table_alloc(count);
    if (!table)
        return STATUS_MEMORY;
    for (size_t k = 0; k < count; k++) {
        gsl_integration_glfixed_point(law->lo, law->hi, k, &value[k], &weight[k], table);
        weight[k] /= law->hi - law->lo;
    }
    gsl_integration_glfixed_table_free(table);
    return STATUS_OK;
}

enum status gate_nodes(const struct token_law *law, size_t highest, size_t *count, double **value,
                       double **weight)
{
    bool uniform = law->kind == TOKEN_UNIFORM;
    if (!uniform && law->kind != TOKEN_CONSTANT && law->kind != TOKEN_LOGIT)
        return STATUS_UNDEFINED;
    *count = uniform ? uniform_count(highest) : law->kind == TOKEN_CONSTANT ? 1 : logit_count(law);
    enum status status = blocks(*count, value, weight);
    if (status != STATUS_OK)
        return status;
    if (uniform)
        status = legendre(law, *count, *value, *weight);
    double total = 0.0;
    for (size_t k = 0; k < *count && !uniform; k++) {
        (*value)[k] = law->lo;
        (*weight)[k] = 1.0;
        if (law->kind == TOKEN_LOGIT)
            (*value)[k] = 1.0 / (1.0 + exp(-logit_node(law, *count, k, &(*weight)[k])));
        total += (*weight)[k];
    }
    for (size_t k = 0; k < *count && !uniform; k++)
        (*weight)[k] /= total;
    if (status != STATUS_OK)
        free(*value);
    return status;
}

/* The integrals of ln x and ln^2 x from x to 1. */
static double log_to_one(double x) { return -1.0 - (x > 0.0 ? x * (log(x) - 1.0) : 0.0); }

static double square_to_one(double x)
{
    double l = x > 0.0 ? log(x) : 0.0;
    return 2.0 - x * (l * l - 2.0 * l + 2.0);
}

/* Of values and their weights, about the mean: a narrow law's variance keeps its digits. */
static void weighted(size_t count, const double *value, const double *weight, double *mean,
                     double *variance)
{
    double total = 0.0;
    *mean = *variance = 0.0;
    for (size_t k = 0; k < count; k++) {
        total += weight[k];
        *mean += weight[k] * value[k];
    }
    *mean /= total;
    for (size_t k = 0; k < count; k++)
        *variance += weight[k] * (value[k] - *mean) * (value[k] - *mean) / total;
}

/* f = hi t, t uniform on (lo/hi, 1): by the integrals, or where these cancel by the rule, with
 * ln t = ln(1 - (1 - lo/hi) x) and x uniform on (0, 1). */
static enum status uniform_logs(const struct token_law *law, double *mean, double *variance)
{
    static const struct token_law unit = {.kind = TOKEN_UNIFORM, .lo = 0.0, .hi = 1.0};
    double least = law->lo / law->hi, width = (law->hi - law->lo) / law->hi, *value, *weight;
    size_t count;
    enum status status = STATUS_OK;
    if (least < 0.5) {
        *mean = log_to_one(least) / width;
        *variance = square_to_one(least) / width - *mean * *mean;
    } else if ((status = gate_nodes(&unit, 1, &count, &value, &weight)) == STATUS_OK) {
        for (size_t k = 0; k < count; k++)
            value[k] = log1p(-width * value[k]);
        weighted(count, value, weight, mean, variance);
        free(value);
    }
    *mean += log(law->hi);
    return status;
}

static enum status logit_logs(const struct token_law *law, double *mean, double *variance)
{
    size_t count = logit_count(law);
    double *value, *weight;
    enum status status = blocks(count, &value, &weight);
    if (status != STATUS_OK)
        return status;
    for (size_t k = 0; k < count; k++) {
        double z = logit_node(law, count, k, &weight[k]);
        value[k] = fmin(z, 0.0) - log1p(exp(-fabs(z)));
    }
    weighted(count, value, weight, mean, variance);
    free(value);
    return STATUS_OK;
}

enum status gate_log_moments(const struct token_law *law, double *mean, double *variance)
{
    *mean = *variance = 0.0;
    switch (law->kind) {
    case TOKEN_CONSTANT:
        *mean = log(law->lo);
        return STATUS_OK;
    case TOKEN_UNIFORM:
        return uniform_logs(law, mean, variance);
    case TOKEN_LOGIT:
        return logit_logs(law, mean, variance);
    default:
        return STATUS_UNDEFINED;
    }
}
