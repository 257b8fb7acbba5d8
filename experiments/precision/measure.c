#include "experiments/precision/measure.h"

#include <gsl/gsl_sort.h>
#include <stdlib.h>

#include "experiments/harness/draws/interval.h"
#include "experiments/harness/draws/qk.h"
#include "experiments/harness/driver/driver.h"

struct spread spread_of(size_t n, double *x)
{
    if (n == 0)
        return (struct spread){0};
    gsl_sort(x, 1, n);
    return (struct spread){true, value_at(n, x, 0.5), value_at(n, x, 0.99), x[n - 1]};
}

/* Tables shared by all draws: of the query, the first token and the keys, as they are and moved by
 * each shift; and the rigorous ones of the keys' distances. Each is pairs cosines, pairs sines. */
struct shared {
    const struct precision_plan *plan;
    size_t pairs, columns; /* query, first token, keys */
    double *table;         /* [1 + shifts][columns][2 pairs] */
    double *bias;          /* [1 + shifts][columns] */
    double *exact;         /* [keys][2 pairs] */
};
enum { QUERY, FIRST, KEYS };

size_t precision_size(const struct precision_plan *plan)
{
    return plan->keys + plan->shifts * (1 + plan->keys) + 1;
}

static double place(const struct precision_plan *plan, size_t column)
{
    if (column == QUERY)
        return plan->position;
    return column == FIRST ? 0.0 : plan->position - plan->distance[column - KEYS];
}

static enum status shared_new(const struct precision_plan *plan, struct shared *s)
{
    size_t pairs = plan->schedule->pairs, columns = KEYS + plan->keys,
           tables = (1 + plan->shifts) * columns;
    *s = (struct shared){.plan = plan, .pairs = pairs, .columns = columns};
    s->table = malloc(tables * 2 * pairs * sizeof *s->table);
    s->bias = malloc(tables * sizeof *s->bias);
    s->exact = malloc((plan->keys + 1) * 2 * pairs * sizeof *s->exact);
    double *angle = malloc(2 * pairs * sizeof *angle);
    enum status status = s->table && s->bias && s->exact && angle ? STATUS_OK : STATUS_MEMORY;
    for (size_t i = 0; status == STATUS_OK && i < tables; i++) {
        double at = place(plan, i % columns) + (i < columns ? 0.0 : plan->shift[i / columns - 1]),
               *cosine = s->table + 2 * pairs * i;
        pipeline_angles(plan->pipeline, at, angle, angle + pairs);
        pipeline_table(plan->pipeline, angle + pairs, cosine, cosine + pairs);
        s->bias[i] = pipeline_bias(plan->pipeline, at);
    }
    for (size_t k = 0; status == STATUS_OK && k < plan->keys; k++)
        exact_table(plan->schedule, plan->distance[k], s->exact + 2 * pairs * k,
                    s->exact + 2 * pairs * k + pairs);
    free(angle);
    return status;
}

static void shared_free(struct shared *s)
{
    free(s->table);
    free(s->bias);
    free(s->exact);
}

/* The pipeline's scores of the first token and the keys, moved by a shift or not. ALiBi's engines
 * add the bias of the key's position alone, which leaves a softmax what slope times distance does:
 * slope times the query's position is taken off exactly. */
static void scores_of(const struct shared *s, size_t shift, const double *query, const double *key,
                      double *work, double *score)
{
    const struct precision_plan *plan = s->plan;
    const double *table = s->table + 2 * s->pairs * s->columns * shift,
                 *bias = s->bias + s->columns * shift;
    double *turned = work, *other = work + 2 * s->pairs,
           at = plan->position + (shift ? plan->shift[shift - 1] : 0.0);
    pipeline_rotate(plan->pipeline, query, table, table + s->pairs, turned);
    for (size_t c = FIRST; c < s->columns; c++) {
        const double *cosine = table + 2 * s->pairs * c;
        pipeline_rotate(plan->pipeline, key, cosine, cosine + s->pairs, other);
        score[c - FIRST] = pipeline_product(plan->pipeline, turned, other) +
                           (bias[c] - plan->slope * at);
    }
}

/* Pairs of keys whose order is certain and not kept: turned around, or a tie. */
static double count_flips(size_t keys, const double *score, const double *exact,
                          const double *error)
{
    double flips = 0.0;
    for (size_t i = 0; i < keys; i++)
        for (size_t j = 0; j < i; j++) {
            double truth = exact[i] - exact[j], seen = score[i] - score[j];
            flips += fabs(truth) > error[i] + error[j] && !(truth > 0.0 ? seen > 0.0 : seen < 0.0);
        }
    return flips;
}

static size_t lane_size(const struct shared *s)
{
    size_t dim = 2 * s->pairs;
    return 4 * dim + qk_work_size(dim) + 4 * s->columns;
}

static enum status draw(const void *context, size_t unit, void *lane, void *part)
{
    const struct shared *s = context;
    const struct precision_plan *plan = s->plan;
    size_t dim = 2 * s->pairs, keys = plan->keys;
    double *query = lane, *key = query + dim, *work = key + dim, *score = work + 2 * dim,
           *moved = score + s->columns, *exact = moved + s->columns, *error = exact + s->columns,
           *draw_work = error + s->columns, *out = part;
    enum status status = qk_draw(plan->law, plan->stream, unit, dim, draw_work, query, key);
    if (status != STATUS_OK)
        return status;
    scores_of(s, 0, query, key, work, score);
    for (size_t k = 0; k < keys; k++) {
        const double *cosine = s->exact + 2 * s->pairs * k;
        exact[k] = exact_score(plan->schedule, plan->slope, plan->distance[k], query, key, cosine,
                               cosine + s->pairs, &error[k]);
        *out++ = fabs(score[1 + k] - exact[k]);
    }
    for (size_t i = 1; i <= plan->shifts; i++) {
        scores_of(s, i, query, key, work, moved);
        for (size_t c = 0; c <= keys; c++)
            *out++ = fabs(moved[c] - score[c]);
    }
    *out = count_flips(keys, score + 1, exact, error);
    return STATUS_OK;
}

/* From the draws' results; x has room for all drifts. */
static enum status gather(const struct precision_plan *plan, const double *result, double *x,
                          struct precision_result *out)
{
    size_t size = precision_size(plan), keys = plan->keys, count = 0;
    double pairs = 0.5 * (double)keys * ((double)keys - 1.0);
    for (size_t d = 0; d < plan->draws; d++)
        for (size_t k = 0; k < keys; k++)
            x[count++] = result[d * size + k];
    out->score = spread_of(count, x);
    for (size_t rest = 0; rest < 2; rest++) {
        count = 0;
        for (size_t d = 0; d < plan->draws; d++)
            for (size_t i = 0; i < plan->shifts; i++)
                for (size_t c = rest; c < (rest ? 1 + keys : 1); c++)
                    if (!rest || plan->distance[c - 1] < plan->position)
                        x[count++] = result[d * size + keys + i * (1 + keys) + c];
        *(rest ? &out->drift_rest : &out->drift_first) = spread_of(count, x);
    }
    out->rank_pairs = pairs;
    if (pairs == 0.0)
        return STATUS_OK;
    for (size_t d = 0; d < plan->draws; d++)
        x[d] = result[d * size + size - 1] / pairs;
    out->flips = out->flips_lo = out->flips_hi = x[0];
    enum status status = plan->draws == 1 ? STATUS_OK
                                          : interval_fraction(plan->draws, x, 0.95, &out->flips,
                                                              &out->flips_lo, &out->flips_hi);
    out->flips *= pairs;
    out->flips_lo *= pairs;
    out->flips_hi *= pairs;
    return status;
}

enum status precision_draws(const struct precision_plan *plan, double *result)
{
    struct shared shared;
    enum status status = shared_new(plan, &shared);
    if (status == STATUS_OK) {
        struct driver_work work = {.units = plan->draws,
                                   .context = &shared,
                                   .lane_size = lane_size(&shared) * sizeof(double),
                                   .part_size = precision_size(plan) * sizeof(double),
                                   .run = draw,
                                   .result = result,
                                   .result_size = plan->draws * precision_size(plan) *
                                                  sizeof(double)};
        status = driver_run(&work);
    }
    shared_free(&shared);
    return status;
}

enum status precision_measure(const struct precision_plan *plan, struct precision_result *out)
{
    size_t all = plan->draws * precision_size(plan);
    double *result = malloc(2 * all * sizeof *result);
    enum status status = result ? precision_draws(plan, result) : STATUS_MEMORY;
    *out = (struct precision_result){0};
    if (status == STATUS_OK)
        status = gather(plan, result, result + all, out);
    free(result);
    return status;
}

enum status precision_pairs(const struct precision_plan *plan, struct spread *angle,
                            struct spread *cosine)
{
    const struct schedule *s = plan->schedule;
    struct radians radians;
    double *work = malloc(5 * s->pairs * sizeof *work);
    enum status status = radians_new(s, &radians);
    if (!work)
        status = STATUS_MEMORY;
    if (status == STATUS_OK) {
        double *turned = work + s->pairs, *phase = turned + s->pairs, *table = phase + s->pairs,
               *exact = table + s->pairs;
        pipeline_angles(plan->pipeline, plan->position, turned, phase);
        pipeline_cosines(plan->pipeline, phase, table);
        exact_cosines(s, plan->position, exact);
        angle_errors(&radians, s->rotating, plan->position, turned, work);
        *angle = spread_of(s->rotating, work);
        for (size_t n = 0; n < s->rotating; n++)
            work[n] = fabs(table[n] - exact[n]);
        *cosine = spread_of(s->rotating, work);
    }
    radians_free(&radians);
    free(work);
    return status;
}
