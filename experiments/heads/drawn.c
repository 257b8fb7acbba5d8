#include "experiments/heads/drawn.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "experiments/harness/draws/interval.h"
#include "experiments/harness/draws/prices.h"
#include "experiments/locality/measure.h"
#include "kernels/counts/alias_count.h"
#include "kernels/counts/inversions.h"

/* Sum of |z_n| = |q_n| |k_n|, and the largest. */
static double amplitudes(size_t dim, const double *query, const double *key, double *most)
{
    double sum = 0.0;
    *most = 0.0;
    for (size_t d = 0; d < dim; d += 2) {
        double a = hypot(query[d], query[d + 1]) * hypot(key[d], key[d + 1]);
        sum += a;
        *most = fmax(*most, a);
    }
    return sum;
}

/* The share of far distances at which the keys' order is the reverse of that at distance 0. */
static double reversed(size_t count, const double *first, const double *second, size_t from)
{
    double order = first[0] - second[0], found = 0.0;
    for (size_t r = from; r < from + count; r++)
        found += order * (first[r] - second[r]) < 0.0;
    return found / (double)count;
}

static size_t bf16(void)
{
    size_t format = 0;
    while (strcmp(dtypes[format].name, "bf16") != 0)
        format++;
    return format;
}

static enum status visit(const struct curve_plan *plan, const struct curve_draw *draw,
                         double *scratch, double *result)
{
    const struct drawn_plan *asked = plan->context;
    const struct schedule *schedule = encoding_schedule(asked->encoding);
    size_t m = asked->context, half = m / 2, format = bf16();
    const double *score = draw->score[0][0], *other = draw->score[1][0];
    double most, sum = amplitudes(asked->encoding->dim, draw->query, draw->key[0], &most),
                 steps = 0.0;
    struct inversions found;
    struct alias_counts aliases;
    for (size_t r = 0; r < m; r++)
        steps += fabs(score[r + 1] - score[r]);
    result[DRAWN_AMPLITUDE_MAX] = sum > 0.0 ? most / sum : NAN;
    result[DRAWN_POSITIONAL] = sum > 0.0 ? steps / (double)m / (schedule->norm * sum) : NAN;
    result[DRAWN_SEMANTIC] = other ? 1.0 - reversed(m, score, other, m + 1) : NAN;
    inversions_count(half, score, m - half, score + half, 2.0 * draw->error[0], scratch, &found);
    result[DRAWN_P_INV] = (double)found.less / ((double)half * (double)(m - half));
    enum status status = alias_count(m, score, NULL, 1, &format, scratch, &aliases);
    result[DRAWN_P_ALIAS] = (double)aliases.pairs / (0.5 * (double)m * (double)(m - 1));
    return status;
}

static struct curve_plan curves_of(const struct drawn_plan *plan)
{
    size_t m = plan->context, half = m / 2, inversions = inversions_work_size(half, m - half),
           aliases = alias_work_size(m);
    bool one = qk_deterministic(plan->law) || qk_one_key(plan->law);
    return (struct curve_plan){.encoding = plan->encoding,
                               .law = plan->law,
                               .stream = plan->stream,
                               .draws = plan->draws,
                               .second = one ? SECOND_NONE : SECOND_INDEPENDENT,
                               .window_count = 1,
                               .window = {{0.0, 2 * m + 1}},
                               .context = plan,
                               .scratch = inversions > aliases ? inversions : aliases,
                               .results = DRAWN_VALUES,
                               .visit = visit};
}

/* The mean of a value over the draws that have it. */
static enum status summarise(size_t draws, const double *value, size_t which, double *column,
                             struct token_estimate *out)
{
    size_t count = 0;
    *out = (struct token_estimate){NAN, NAN, NAN, NAN, NAN, NAN};
    for (size_t d = 0; d < draws; d++)
        if (isfinite(value[d * DRAWN_VALUES + which]))
            column[count++] = value[d * DRAWN_VALUES + which];
    if (count < 2) {
        out->value = out->lo = out->hi = count == 1 ? column[0] : NAN;
        return STATUS_OK;
    }
    struct sample sample = sample_of(count, column);
    enum status status = which == DRAWN_POSITIONAL
                             ? interval_mean(count, column, 0.95, &out->value, &out->lo, &out->hi)
                             : interval_fraction(count, column, 0.95, &out->value, &out->lo,
                                                 &out->hi);
    out->error = sample_mean_error(&sample);
    return status;
}

enum status drawn_take(const struct drawn_plan *plan, struct token_estimate *out)
{
    struct curve_plan curves = curves_of(plan);
    double *value = malloc((DRAWN_VALUES + 1) * plan->draws * sizeof *value);
    enum status status = value ? curve_draws(&curves, value) : STATUS_MEMORY;
    for (size_t i = 0; status == STATUS_OK && i < DRAWN_VALUES; i++)
        status = summarise(plan->draws, value, i, value + DRAWN_VALUES * plan->draws, &out[i]);
    free(value);
    return status;
}

void drawn_cost(struct cost *cost, const struct drawn_plan *plan)
{
    /* seconds of a visit per distance of the context */
    static const double VISIT = 25e-9;
    struct curve_plan curves = curves_of(plan);
    price_curve_draws(cost, &curves, VISIT * (double)plan->context);
    cost_peak(cost, (double)(DRAWN_VALUES + 1) * (double)plan->draws * sizeof(double), 0.0, 1.0);
}
