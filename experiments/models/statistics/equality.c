#include "experiments/models/statistics/equality.h"

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_linalg.h>
#include <math.h>
#include <stdlib.h>

#include "experiments/models/statistics/pair_moments.h"
#include "theory/ground/arrays.h"

const char *const equality_names[EQUALITY_COUNT] = {"assumption-2.1", "mean-a", "mean-b",
                                                    "amplitude"};

/* A diagonal of V below that share of its largest is rounding. */
static const double RANK = 1e-12;

/* Estimates as combinations of what has a covariance: estimate e is e_0 plus sum of four weights
 * times four of the width 2 w variables. */
struct estimates {
    size_t count, width;
    double *value;
    size_t (*place)[4];
    double (*weight)[4];
    double *covariance; /* [2 width][2 width] */
};

static void estimates_free(struct estimates *e)
{
    free(e->value);
    free(e->place);
    free(e->weight);
    free(e->covariance);
}

static bool estimates_make(struct estimates *e, size_t count, size_t width)
{
    *e = (struct estimates){.count = count,
                            .width = width,
                            .value = malloc(count * sizeof *e->value),
                            .place = calloc(count, sizeof *e->place),
                            .weight = calloc(count, sizeof *e->weight),
                            .covariance = malloc(4 * width * width * sizeof *e->covariance)};
    return e->value && e->place && e->weight && e->covariance;
}

/* E A_n or E B_n: m_q . m_k or its turned product, by the means of q and of k. */
static void means_fill(const struct token_sums *s, struct estimates *e, size_t at, size_t rotating,
                       bool turned)
{
    struct token_part part = token_part_at(s->total, s->dim);
    for (size_t n = 0; n < rotating; n++, at++) {
        double q[2], k[2];
        for (size_t i = 0; i < 2; i++) {
            q[i] = token_mean(&part, TOKEN_QUERY, s->pivot, 2 * n + i);
            k[i] = token_mean(&part, TOKEN_KEY, s->pivot + s->dim, 2 * n + i);
            e->place[at][i] = 2 * n + i;
            e->place[at][2 + i] = s->dim + 2 * n + i;
        }
        e->value[at] = turned ? q[0] * k[1] - q[1] * k[0] : q[0] * k[0] + q[1] * k[1];
        e->weight[at][0] = turned ? k[1] : k[0];
        e->weight[at][1] = turned ? -k[0] : k[1];
        e->weight[at][2] = turned ? -q[1] : q[0];
        e->weight[at][3] = turned ? q[0] : q[1];
    }
}

static void amplitudes_fill(const struct token_sums *s, struct estimates *e, size_t rotating)
{
    struct token_part part = token_part_at(s->total, s->dim);
    for (size_t n = 0; n < rotating; n++) {
        e->value[n] = 0.0;
        for (size_t side = 0; side < TOKEN_SIDES; side++) {
            double mean = part.norm[side][n] / part.count[side];
            e->value[n] += log(mean);
            e->place[n][side] = side * s->pairs + n;
            e->weight[n][side] = 1.0 / mean;
        }
    }
}

/* Covariance of two estimates over the tokens of both sides, by their numbers. */
static double covariance_of(const struct token_sums *s, const struct estimates *e, size_t a,
                            size_t b)
{
    double sum = 0.0;
    for (size_t i = 0; i < 4; i++)
        for (size_t j = 0; j < 4; j++) {
            size_t p = e->place[a][i], q = e->place[b][j];
            double tokens = (double)s->tokens[p < e->width ? TOKEN_QUERY : TOKEN_KEY];
            sum += e->weight[a][i] * e->weight[b][j] * e->covariance[p * 2 * e->width + q] / tokens;
        }
    return sum;
}

/* Contrasts of the estimates from to from + count - 1 with the first of them. */
static void contrast(const struct token_sums *s, const struct estimates *e, const size_t *one,
                     const size_t *base, size_t count, gsl_vector *c, gsl_matrix *v)
{
    for (size_t i = 0; i < count; i++) {
        gsl_vector_set(c, i, e->value[one[i]] - e->value[base[i]]);
        for (size_t j = 0; j < count; j++)
            gsl_matrix_set(
                v, i, j,
                covariance_of(s, e, one[i], one[j]) - covariance_of(s, e, one[i], base[j]) -
                    covariance_of(s, e, base[i], one[j]) + covariance_of(s, e, base[i], base[j]));
    }
}

/* c' V^-1 c, by V with its diagonal scaled to one; V is overwritten. */
static enum status quadratic(gsl_vector *c, gsl_matrix *v, double *out)
{
    size_t count = c->size;
    for (size_t i = 0; i < count; i++) {
        double scale = gsl_matrix_get(v, i, i);
        if (!(scale > 0.0))
            return STATUS_UNDEFINED;
        scale = 1.0 / sqrt(scale);
        gsl_vector_set(c, i, gsl_vector_get(c, i) * scale);
        for (size_t j = 0; j < count; j++) {
            gsl_matrix_set(v, i, j, gsl_matrix_get(v, i, j) * scale);
            if (i != j)
                gsl_matrix_set(v, j, i, gsl_matrix_get(v, j, i) * scale);
        }
        gsl_matrix_set(v, i, i, gsl_matrix_get(v, i, i) * scale);
    }
    if (gsl_linalg_cholesky_decomp1(v) != 0)
        return STATUS_UNDEFINED;
    *out = 0.0;
    for (size_t i = 0; i < count; i++) { /* forward substitution: W is |L^-1 c|^2 */
        double x = gsl_vector_get(c, i), pivot = gsl_matrix_get(v, i, i);
        if (!(pivot * pivot > RANK))
            return STATUS_UNDEFINED;
        for (size_t j = 0; j < i; j++)
            x -= gsl_matrix_get(v, i, j) * gsl_vector_get(c, j);
        gsl_vector_set(c, i, x / pivot);
        *out += (x / pivot) * (x / pivot);
    }
    return STATUS_OK;
}

/* Every estimate of a run of `rotating` against the run's first; runs, 1 or 2. */
static enum status test(const struct token_sums *s, const struct estimates *e, size_t rotating,
                        size_t runs, struct equality_test *out)
{
    size_t count = runs * (rotating - 1),
           tokens = size_min(s->tokens[TOKEN_QUERY], s->tokens[TOKEN_KEY]);
    if (tokens < count + 2)
        return STATUS_UNDEFINED;
    size_t *one = malloc(2 * count * sizeof *one), *base = one + count;
    gsl_vector *c = gsl_vector_alloc(count);
    gsl_matrix *v = gsl_matrix_alloc(count, count);
    enum status status = one && c && v ? STATUS_OK : STATUS_MEMORY;
    if (status == STATUS_OK) {
        for (size_t i = 0; i < count; i++) {
            base[i] = i / (rotating - 1) * rotating;
            one[i] = base[i] + 1 + i % (rotating - 1);
        }
        contrast(s, e, one, base, count, c, v);
        status = quadratic(c, v, &out->statistic);
    }
    if (status == STATUS_OK) {
        double p = (double)count, t = (double)tokens;
        out->degrees = p;
        out->tokens = t;
        out->p = gsl_cdf_fdist_Q(out->statistic * (t - p) / (p * (t - 1.0)), p, t - p);
    }
    free(one);
    if (c)
        gsl_vector_free(c);
    if (v)
        gsl_matrix_free(v);
    return status;
}

static void summarise(const struct estimates *e, bool logarithm, struct equality_test *out)
{
    out->least = HUGE_VAL;
    out->most = -HUGE_VAL;
    out->mean = 0.0;
    for (size_t i = 0; i < e->count; i++) {
        double value = logarithm ? exp(e->value[i]) : e->value[i];
        out->least = fmin(out->least, value);
        out->most = fmax(out->most, value);
        out->mean += value / (double)e->count;
    }
}

enum status equality_test(const struct token_sums *s, enum equality equality, size_t rotating,
                          struct equality_test *out)
{
    bool amplitude = equality == EQUALITY_AMPLITUDE;
    size_t runs = equality == EQUALITY_ASSUMPTION ? 2 : 1;
    struct estimates e;
    if (rotating < 2)
        return STATUS_UNDEFINED;
    enum status status = estimates_make(&e, runs * rotating, amplitude ? s->pairs : s->dim)
                             ? STATUS_OK
                             : STATUS_MEMORY;
    if (status == STATUS_OK) {
        if (amplitude) {
            token_norm_covariance(s, 1.0, e.covariance);
            amplitudes_fill(s, &e, rotating);
        } else {
            token_covariance(s, 1.0, e.covariance);
            means_fill(s, &e, 0, rotating, equality == EQUALITY_B);
            if (runs == 2)
                means_fill(s, &e, rotating, rotating, true);
        }
        status = test(s, &e, rotating, runs, out);
        summarise(&e, amplitude, out);
    }
    estimates_free(&e);
    return status;
}
