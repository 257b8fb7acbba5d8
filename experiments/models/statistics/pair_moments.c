#include "experiments/models/statistics/pair_moments.h"

#include <math.h>
#include <stdlib.h>

#include "theory/ground/constants.h"

/* The mean 2-vectors of a pair. */
static void means_of(const struct token_sums *s, const struct token_part *part, size_t n,
                     double mean[TOKEN_SIDES][2])
{
    for (size_t side = 0; side < TOKEN_SIDES; side++)
        for (size_t i = 0; i < 2; i++)
            mean[side][i] = token_mean(part, side, s->pivot + side * s->dim, 2 * n + i);
}

static double dot(const double q[2], const double k[2]) { return q[0] * k[0] + q[1] * k[1]; }
static double turned(const double q[2], const double k[2]) { return q[0] * k[1] - q[1] * k[0]; }

void pair_means(const struct token_sums *s, const struct token_part *part, double *a, double *b)
{
    double mean[TOKEN_SIDES][2];
    for (size_t n = 0; n < s->pairs; n++) {
        means_of(s, part, n, mean);
        a[n] = dot(mean[TOKEN_QUERY], mean[TOKEN_KEY]);
        b[n] = turned(mean[TOKEN_QUERY], mean[TOKEN_KEY]);
    }
}

/* Sum over tokens of (g . (x_t - mean))^2 for a side's 2-vectors of a pair. */
static double side_form(const struct token_part *part, size_t side, size_t n, const double g[2])
{
    const double *sum = part->sum[side] + 2 * n, *square = part->square[side] + 2 * n,
                 count = part->count[side];
    double xx = square[0] - sum[0] * sum[0] / count, yy = square[1] - sum[1] * sum[1] / count,
           xy = part->cross[side][n] - sum[0] * sum[1] / count;
    return g[0] * g[0] * xx + 2.0 * g[0] * g[1] * xy + g[1] * g[1] * yy;
}

/* Sum over tokens of (g . (q_t - m_q)) (f . (k_t - m_k)). */
static double joint_form(const struct token_part *part, size_t n, const double g[2],
                         const double f[2])
{
    const double *q = part->sum[TOKEN_QUERY] + 2 * n, *k = part->sum[TOKEN_KEY] + 2 * n,
                 *mixed = part->mixed + MIXED_PRODUCTS * n;
    double form = 0.0;
    for (size_t i = 0; i < 2; i++)
        for (size_t j = 0; j < 2; j++)
            form += g[i] * f[j] * (mixed[2 * i + j] - q[i] * k[j] / part->count[TOKEN_QUERY]);
    return form;
}

/* The standard error of a product whose derivatives by the two means are g and f. */
static double product_error(const struct token_sums *s, const struct token_part *part, size_t n,
                            const double g[2], const double f[2])
{
    double q = part->count[TOKEN_QUERY], k = part->count[TOKEN_KEY],
           variance = side_form(part, TOKEN_QUERY, n, g) / (q * (q - 1.0)) +
                      side_form(part, TOKEN_KEY, n, f) / (k * (k - 1.0));
    if (s->joint)
        variance += 2.0 * joint_form(part, n, g, f) / (q * (q - 1.0));
    return q < 2.0 || k < 2.0 ? NAN : sqrt(fmax(variance, 0.0));
}

/* Offsets and product, whose errors are the jackknife's. */
enum { OFFSET_QUERY, OFFSET_KEY, PRODUCT_SQUARE, VALUES };

static enum status values_of(const void *context, const struct token_part *part, size_t left_out,
                             double *value)
{
    const struct token_sums *s = context;
    double mean[TOKEN_SIDES][2];
    (void)left_out;
    for (size_t n = 0; n < s->pairs; n++, value += VALUES) {
        means_of(s, part, n, mean);
        for (size_t side = 0; side < TOKEN_SIDES; side++) {
            double spread = token_variance(part, side, 2 * n) +
                            token_variance(part, side, 2 * n + 1);
            value[side] = spread > 0.0 ? sqrt(dot(mean[side], mean[side]) / spread) : NAN;
        }
        value[PRODUCT_SQUARE] = 0.0;
        for (size_t i = 0; i < 2; i++) {
            double product = 0.5;
            for (size_t side = 0; side < TOKEN_SIDES; side++)
                product *= token_variance(part, side, 2 * n + i) + mean[side][i] * mean[side][i];
            value[PRODUCT_SQUARE] += product;
        }
    }
    return STATUS_OK;
}

/* Fieller's limits of the direction of (a, b): turns from it within which the part across is under
 * t of its own error; all turns where the length is.
 * In: spread, variances of the parts along and across it, and their covariance. */
static void direction_limits(double length, const double spread[3], double t,
                             struct token_estimate *out)
{
    double along = length * length - t * t * spread[0], both = -t * t * spread[2],
           across = -t * t * spread[1];
    if (!(along > 0.0)) {
        out->lo = out->value - PI;
        out->hi = out->value + PI;
        return;
    }
    double root = sqrt(both * both - along * across);
    out->lo = out->value + atan((both - root) / along);
    out->hi = out->value + atan((both + root) / along);
}

/* The angle of a mean pair, and its limits from those without a group. */
static struct token_estimate angle_of(double a, double b, size_t groups, size_t stride,
                                      const double *without_a, const double *without_b)
{
    struct token_estimate out = {NAN, NAN, NAN, NAN, NAN, NAN};
    double length = hypot(a, b), count = (double)groups, mean[2] = {0.0}, spread[3] = {0.0};
    if (length == 0.0)
        return out;
    out.value = atan2(b, a);
    if (out.value == -PI)
        out.value = PI;
    if (groups < 2)
        return out;
    for (size_t g = 0; g < groups; g++) {
        mean[0] += without_a[g * stride] / count;
        mean[1] += without_b[g * stride] / count;
    }
    for (size_t g = 0; g < groups; g++) {
        double x = without_a[g * stride] - mean[0], y = without_b[g * stride] - mean[1],
               along = (a * x + b * y) / length, across = (a * y - b * x) / length,
               share = (count - 1.0) / count;
        spread[0] += share * along * along;
        spread[1] += share * across * across;
        spread[2] += share * along * across;
    }
    direction_limits(length, spread, token_quantile(groups), &out);
    out.error = 0.5 * (out.hi - out.lo) / token_quantile(groups);
    return out;
}

/* Angles of all pairs. */
static enum status angles(const struct token_sums *s, struct pair_moments_of_tokens *out)
{
    size_t pairs = s->pairs, size = token_part_size(s->dim), groups = s->groups;
    double *block = malloc((size + 2 * pairs * groups) * sizeof *block), *a = block + size,
           *b = a + pairs * groups;
    if (!block)
        return STATUS_MEMORY;
    for (size_t g = 0; g < groups; g++) {
        struct token_part part = token_part_at(block, s->dim);
        for (size_t i = 0; i < size; i++)
            block[i] = s->total[i] - s->group[g * size + i];
        pair_means(s, &part, a + g * pairs, b + g * pairs);
    }
    for (size_t n = 0; n < pairs; n++)
        out[n].angle = angle_of(out[n].mean_a, out[n].mean_b, groups, pairs, a + n, b + n);
    free(block);
    return STATUS_OK;
}

/* What has formulas of its own. */
static void exact(const struct token_sums *s, const struct token_part *part, size_t n,
                  struct pair_moments_of_tokens *out)
{
    double mean[TOKEN_SIDES][2], count = part->count[TOKEN_QUERY];
    means_of(s, part, n, mean);
    const double *q = mean[TOKEN_QUERY], *k = mean[TOKEN_KEY];
    out->mean_a = dot(q, k);
    out->mean_b = turned(q, k);
    out->mean_a_error = product_error(s, part, n, k, q);
    out->mean_b_error = product_error(s, part, n, (double[]){k[1], -k[0]}, (double[]){-q[1], q[0]});
    out->permuted = part->norm[TOKEN_QUERY][n] / part->count[TOKEN_QUERY] *
                    (part->norm[TOKEN_KEY][n] / part->count[TOKEN_KEY]);
    out->usage = s->joint ? part->usage[n] / count : NAN;
    double square = part->usage_square[n] - part->usage[n] * part->usage[n] / count;
    out->usage_error = s->joint && count > 1.0 ? sqrt(fmax(square, 0.0) / (count * (count - 1.0)))
                                               : NAN;
}

/* All of independent tokens. */
static enum status uncoupled(const struct token_sums *s, struct pair_moments_of_tokens *out)
{
    struct token_part part = token_part_at(s->total, s->dim);
    struct token_estimate *value = malloc(VALUES * s->pairs * sizeof *value);
    enum token_scale *scale = malloc(VALUES * s->pairs * sizeof *scale);
    enum status status = value && scale ? STATUS_OK : STATUS_MEMORY;
    for (size_t i = 0; status == STATUS_OK && i < VALUES * s->pairs; i++)
        scale[i] = i % VALUES == PRODUCT_SQUARE ? SCALE_OWN : SCALE_SQUARE;
    if (status == STATUS_OK)
        status = token_jackknife(s, VALUES * s->pairs, values_of, scale, s, value);
    for (size_t n = 0; status == STATUS_OK && n < s->pairs; n++) {
        exact(s, &part, n, &out[n]);
        out[n].offset[TOKEN_QUERY] = value[VALUES * n + OFFSET_QUERY];
        out[n].offset[TOKEN_KEY] = value[VALUES * n + OFFSET_KEY];
        out[n].product_square = value[VALUES * n + PRODUCT_SQUARE];
    }
    free(value);
    free(scale);
    return status == STATUS_OK ? angles(s, out) : status;
}

static enum status of_rows(const struct token_rows *rows, struct pair_moments_of_tokens *out)
{
    struct token_plan plan = {.rows = rows};
    struct token_sums *sums = NULL;
    enum status status = token_sums_take(&plan, &sums);
    if (status == STATUS_OK)
        status = uncoupled(sums, out);
    token_sums_free(sums);
    return status;
}

/* Puts what is said of drawn pairs in the place of what independent tokens say. */
static enum status recouple(const struct token_rows *rows, struct pair_moments_of_tokens *out)
{
    size_t pairs = rows->dim / 2;
    struct pair_moments_of_tokens *drawn = malloc(pairs * sizeof *drawn);
    enum status status = drawn ? STATUS_OK : STATUS_MEMORY;
    for (int value = PAIR_COEFFICIENTS; status == STATUS_OK && value <= PAIR_PRODUCTS; value++) {
        struct token_pairs view = {rows, (enum token_pair_value)value};
        struct token_rows paired = token_rows_paired(&view);
        status = of_rows(&paired, drawn);
        for (size_t n = 0; status == STATUS_OK && n < pairs; n++)
            if (value == PAIR_PRODUCTS) {
                out[n].product_square = drawn[n].product_square;
            } else {
                out[n].mean_a = drawn[n].mean_a;
                out[n].mean_a_error = drawn[n].mean_a_error;
                out[n].mean_b = drawn[n].mean_b;
                out[n].mean_b_error = drawn[n].mean_b_error;
                out[n].angle = drawn[n].angle;
            }
    }
    free(drawn);
    return status;
}

enum status pair_moments_take(const struct token_rows *rows, struct pair_moments_of_tokens *out)
{
    enum status status = of_rows(rows, out);
    return status == STATUS_OK && rows->coupled ? recouple(rows, out) : status;
}
