#include <math.h>
#include <stdlib.h>

#include "experiments/closed_forms/closed_forms.h"
#include "experiments/diffhist/measure.h"
#include "experiments/harness/draws/prices.h"
#include "experiments/harness/draws/qk.h"
#include "experiments/harness/draws/tokens/tokens.h"
#include "experiments/harness/driver/driver.h"

enum { CHUNK = 128 };

static size_t width_of(double lo, double hi) { return (size_t)(hi - lo) + 1; }

static enum status range_table(const struct encoding *e, double lo, size_t count, double **distance,
                               double **table)
{
    *distance = malloc(count * sizeof **distance);
    *table = malloc(encoding_table_size(e, count) * sizeof **table);
    if (!*distance || !*table)
        return STATUS_MEMORY;
    for (size_t i = 0; i < count; i++)
        (*distance)[i] = lo + (double)i;
    return encoding_table_fill(e, count, *distance, *table);
}

/* Scores of one side: pair i of the chunk at its own uniformly drawn distance. Odd draw numbers are
 * the far tokens. */
struct side {
    size_t count;
    const double *table;
    uint64_t vector_parity, distance_parity;
};

static enum status score_side(const struct encoding *e, const struct qk_law *law,
                              const struct random_stream *stream, const struct side *side,
                              size_t first, size_t n, double *buffer, double *out)
{
    double *query = buffer, *key = query + CHUNK * e->dim, *draw = key + CHUNK * e->dim,
           *work = draw + qk_work_size(e->dim), *score = work + encoding_work_size(e, CHUNK);
    enum status status = STATUS_OK;
    for (size_t d = 0; status == STATUS_OK && d < n; d++)
        status = qk_draw(law, stream, 2 * (first + d) + side->vector_parity, e->dim, draw,
                         query + d * e->dim, key + d * e->dim);
    struct token_stream tokens;
    struct score_input input = {
        .draws = n,
        .query = query,
        .key = key,
        .tokens = token_stream(&tokens, e, stream, 2 * first + side->vector_parity)};
    tokens.step = 2;
    if (status == STATUS_OK)
        status = encoding_scores(e, side->count, side->table, &input, work, score);
    struct random_stream positions = {stream->seed, stream->stream ^ random_stream_id("positions")};
    for (size_t d = 0; status == STATUS_OK && d < n; d++) {
        double u;
        random_uniforms(&positions, 2 * (first + d) + side->distance_parity, 1, &u);
        out[d] = score[d * side->count + (size_t)(u * (double)side->count)];
    }
    return status;
}

/* What every chunk of differences reads. */
struct differences {
    const struct encoding *encoding;
    const struct qk_law *law;
    const struct random_stream *stream;
    struct side near, far;
    size_t pairs;
};

static enum status chunk_run(const void *context, size_t unit, void *lane, void *part)
{
    const struct differences *s = context;
    size_t first = unit * CHUNK, n = s->pairs - first < CHUNK ? s->pairs - first : CHUNK;
    double *difference = part, other[CHUNK];
    enum status status = score_side(s->encoding, s->law, s->stream, &s->near, first, n, lane,
                                    difference);
    if (status == STATUS_OK)
        status = score_side(s->encoding, s->law, s->stream, &s->far, first, n, lane, other);
    for (size_t d = 0; status == STATUS_OK && d < n; d++)
        difference[d] -= other[d];
    return status;
}

enum status difference_draw(const struct encoding *e, const struct qk_law *law,
                            const struct random_stream *stream, const struct difference_plan *plan,
                            size_t pairs, double *difference)
{
    struct differences s = {.encoding = e, .law = law, .stream = stream, .pairs = pairs};
    double *lists[4] = {NULL};
    s.near.count = width_of(plan->near_lo, plan->near_hi);
    s.far = (struct side){.count = width_of(plan->far_lo, plan->far_hi),
                          .vector_parity = plan->shared ? 0 : 1,
                          .distance_parity = 1};
    enum status status = range_table(e, plan->near_lo, s.near.count, &lists[0], &lists[1]);
    if (status == STATUS_OK)
        status = range_table(e, plan->far_lo, s.far.count, &lists[2], &lists[3]);
    s.near.table = lists[1];
    s.far.table = lists[3];
    size_t most = s.near.count > s.far.count ? s.near.count : s.far.count;
    struct driver_work work = {.units = (pairs + CHUNK - 1) / CHUNK,
                               .context = &s,
                               .lane_size = (2 * CHUNK * e->dim + qk_work_size(e->dim) +
                                             encoding_work_size(e, CHUNK) + CHUNK * most) *
                                            sizeof(double),
                               .part_size = CHUNK * sizeof *difference,
                               .run = chunk_run,
                               .result = difference,
                               .result_size = pairs * sizeof *difference};
    if (status == STATUS_OK)
        status = driver_run(&work);
    for (size_t i = 0; i < 4; i++)
        free(lists[i]);
    return status;
}

enum status difference_span(const struct encoding *e, const struct qk_law *law,
                            const struct random_stream *stream, const struct difference_plan *plan,
                            size_t pairs, double *lo, double *hi)
{
    enum { AHEAD = 1000 };
    const struct random_stream other = {stream->seed, stream->stream ^ random_stream_id("edges")};
    double difference[AHEAD];
    size_t ahead = pairs < AHEAD ? pairs : AHEAD;
    enum status status = difference_draw(e, law, &other, plan, ahead, difference);
    for (size_t i = 0; status == STATUS_OK && i < ahead; i++) {
        *lo = fmin(*lo, difference[i]);
        *hi = fmax(*hi, difference[i]);
    }
    return status;
}

size_t difference_bin(double difference, double lo, double width, size_t bins)
{
    return (size_t)fmin(fmax(floor((difference - lo) / width), 0.0), (double)bins - 1.0);
}

void difference_cost(struct cost *cost, const struct encoding *e, const struct qk_law *law,
                     const struct difference_plan *plan, double pairs)
{
    double near = plan->near_hi - plan->near_lo + 1.0, far = plan->far_hi - plan->far_lo + 1.0,
           chunk = fmin(CHUNK, pairs), units = ceil(pairs / CHUNK);
    cost_work(cost, PACE_VECTOR,
              pairs * (2.0 * price_draw(law, e->dim, SECOND_NONE) + 2.0 * price_matrices(e) +
                       near * price_score(e, chunk, near, plan->near_hi) +
                       far * price_score(e, chunk, far, plan->far_hi)),
              units);
    cost_work(cost, PACE_VECTOR, (near + far) * price_column(e), 1.0);
    size_t tables = encoding_table_size(e, (size_t)near) + encoding_table_size(e, (size_t)far);
    cost_peak(cost, ((double)tables + near + far) * sizeof(double),
              (2.0 * CHUNK * (double)e->dim + (double)qk_work_size(e->dim) +
               (double)encoding_work_size(e, CHUNK) + chunk * fmax(near, far)) *
                  sizeof(double),
              units);
}

/* Mean and variance of the score when the distance is uniform too: within plus between. */
static enum status mixed_moments(const struct encoding *e, const struct qk_law *law, double lo,
                                 double hi, double *mean, double *variance, bool *exists)
{
    size_t count = width_of(lo, hi);
    double *distance = calloc(3 * count, sizeof *distance), *m = distance + count, *v = m + count;
    bool has_mean = false, has_variance = false;
    if (!distance)
        return STATUS_MEMORY;
    for (size_t i = 0; i < count; i++)
        distance[i] = lo + (double)i;
    enum status status = closed_moments(e, law, count, distance, m, v, &has_mean, &has_variance);
    *exists = has_mean && has_variance;
    *mean = *variance = 0.0;
    for (size_t i = 0; *exists && i < count; i++)
        *mean += m[i] / (double)count;
    for (size_t i = 0; *exists && i < count; i++)
        *variance += (v[i] + (m[i] - *mean) * (m[i] - *mean)) / (double)count;
    free(distance);
    return status;
}

enum status difference_closed(const struct encoding *encoding, const struct qk_law *law,
                              const struct difference_plan *plan, double *mean, double *variance,
                              bool *exists)
{
    double near_mean = 0.0, near_variance = 0.0, far_mean = 0.0, far_variance = 0.0;
    bool near_exists = false, far_exists = false;
    enum status status = mixed_moments(encoding, law, plan->near_lo, plan->near_hi, &near_mean,
                                       &near_variance, &near_exists);
    if (status == STATUS_OK)
        status = mixed_moments(encoding, law, plan->far_lo, plan->far_hi, &far_mean, &far_variance,
                               &far_exists);
    *mean = near_mean - far_mean;
    *variance = near_variance + far_variance;
    *exists = status == STATUS_OK && near_exists && far_exists;
    return status;
}
