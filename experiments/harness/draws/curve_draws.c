#include "experiments/harness/draws/curve_draws.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "experiments/harness/draws/qk.h"
#include "experiments/harness/draws/tokens/tokens.h"
#include "experiments/harness/driver/driver.h"
#include "kernels/encodings/curve.h"

/* Distances scored per engine call: short curves are taken many at a time. */
enum { BATCH_DISTANCES = 131072, BATCH_MOST = 4096 };

/* What every batch of draws reads. */
struct shared {
    const struct curve_plan *plan;
    size_t batch, distances,
        curve_work; /* draws per engine call; of all windows together; doubles */
    double *window[CURVE_WINDOWS_MOST];
    double farthest;
};

/* Buffers of one thread. */
struct lane {
    double *query, *key[2], *draw_work, *curve_work, *score[2], *scratch;
};

static size_t keys_of(const struct curve_plan *plan) { return plan->second == SECOND_NONE ? 1 : 2; }

static size_t lane_size(const struct shared *shared)
{
    const struct curve_plan *plan = shared->plan;
    size_t keys = keys_of(plan), vectors = shared->batch * plan->encoding->dim,
           curves = shared->batch * shared->distances;
    return ((1 + keys) * vectors + qk_second_work_size(plan->encoding->dim) + shared->curve_work +
            keys * curves + plan->scratch) *
           sizeof(double);
}

static struct lane lane_at(const struct shared *shared, double *at)
{
    size_t others = keys_of(shared->plan) - 1, dim = shared->plan->encoding->dim,
           vectors = shared->batch * dim, curves = shared->batch * shared->distances;
    struct lane lane = {.query = at, .key = {at + vectors, at + vectors + others * vectors}};
    lane.draw_work = lane.key[1] + vectors;
    lane.curve_work = lane.draw_work + qk_second_work_size(dim);
    lane.score[0] = lane.curve_work + shared->curve_work;
    lane.score[1] = lane.score[0] + others * curves;
    lane.scratch = lane.score[1] + curves;
    return lane;
}

enum status curve_draw_vectors(const struct qk_law *law, const struct random_stream *stream,
                               enum second_key second, size_t dim, size_t first, size_t draws,
                               double *work, double *query, double *key, double *other)
{
    enum status status = STATUS_OK;
    for (size_t d = 0; status == STATUS_OK && d < draws; d++, query += dim, key += dim) {
        if (second == SECOND_INDEPENDENT)
            status = qk_draw_second(law, stream, first + d, dim, work, query, other + d * dim);
        if (status == STATUS_OK)
            status = qk_draw(law, stream, first + d, dim, work, query, key);
        if (status == STATUS_OK && second == SECOND_ALIGNED)
            qk_align(dim, query, key, other + d * dim);
    }
    return status;
}

/* Scores a batch of draws and visits them one by one; result is the batch's own. */
static enum status batch_run(const struct shared *shared, size_t first, size_t draws,
                             const struct lane *lane, double *result)
{
    const struct curve_plan *plan = shared->plan;
    size_t dim = plan->encoding->dim, keys = keys_of(plan), offset = 0;
    struct token_stream tokens;
    const struct token_source *source = token_stream(&tokens, plan->encoding, plan->stream, first);
    enum status status = curve_draw_vectors(plan->law, plan->stream, plan->second,
                                            plan->encoding->dim, first, draws, lane->draw_work,
                                            lane->query, lane->key[0], lane->key[1]);
    for (size_t w = 0; status == STATUS_OK && w < plan->window_count; w++) {
        size_t count = plan->window[w].count;
        for (size_t k = 0; status == STATUS_OK && k < keys; k++) {
            struct score_input input = {.draws = draws,
                                        .query = lane->query,
                                        .key = lane->key[k],
                                        .tokens = source,
                                        .level = plan->level};
            status = curve_scores(plan->encoding, count, shared->window[w], &input,
                                  lane->curve_work, lane->score[k] + offset);
        }
        offset += shared->batch * count;
    }
    for (size_t d = 0; status == STATUS_OK && d < draws; d++) {
        struct curve_draw draw = {.query = lane->query + d * dim};
        for (size_t k = 0; k < keys; k++) {
            offset = 0;
            draw.key[k] = lane->key[k] + d * dim;
            draw.error[k] = (plan->level ? encoding_error_level : curve_error)(
                plan->encoding, draw.query, draw.key[k], shared->farthest);
            /* it bounds a share of the scores: they may have overflowed */
            if (!isfinite(draw.error[k]))
                status = STATUS_DOMAIN;
            for (size_t w = 0; w < plan->window_count; w++) {
                draw.score[k][w] = lane->score[k] + offset + d * plan->window[w].count;
                offset += shared->batch * plan->window[w].count;
            }
        }
        if (status == STATUS_OK)
            status = plan->visit(plan, &draw, lane->scratch, result + d * plan->results);
    }
    return status;
}

/* All sizes, fixed by the plan alone, so that a draw's bits do not depend on the threads. */
static struct shared sizes_of(const struct curve_plan *plan)
{
    struct shared shared = {.plan = plan};
    for (size_t w = 0; w < plan->window_count; w++) {
        const struct curve_window *window = &plan->window[w];
        shared.distances += window->count;
        shared.farthest = fmax(shared.farthest, window->first + (double)window->count - 1.0);
    }
    shared.batch = BATCH_DISTANCES / shared.distances;
    shared.batch = shared.batch < 1 ? 1 : shared.batch > BATCH_MOST ? BATCH_MOST : shared.batch;
    shared.batch = shared.batch > plan->draws ? plan->draws : shared.batch;
    for (size_t w = 0; w < plan->window_count; w++) {
        size_t needed = curve_work_size(plan->encoding, shared.batch, plan->window[w].count);
        shared.curve_work = needed > shared.curve_work ? needed : shared.curve_work;
    }
    return shared;
}

struct curve_footprint curve_draws_footprint(const struct curve_plan *plan)
{
    struct shared shared = sizes_of(plan);
    struct curve_footprint out = {.each = (double)lane_size(&shared),
                                  .batch = (double)shared.batch};
    for (size_t w = 0; w < plan->window_count; w++)
        out.shared += (double)(curve_window_size(plan->encoding, plan->window[w].count) *
                               sizeof(double));
    out.units = shared.batch ? ceil((double)plan->draws / (double)shared.batch) : 0.0;
    return out;
}

static enum status windows_new(const struct curve_plan *plan, struct shared *shared)
{
    *shared = sizes_of(plan);
    for (size_t w = 0; w < plan->window_count; w++) {
        const struct curve_window *window = &plan->window[w];
        shared->window[w] = malloc(curve_window_size(plan->encoding, window->count) *
                                   sizeof(double));
        enum status status = shared->window[w] ? curve_window_fill(plan->encoding, window->first,
                                                                   window->count, shared->window[w])
                                               : STATUS_MEMORY;
        if (status != STATUS_OK)
            return status;
    }
    return STATUS_OK;
}

static enum status unit_run(const void *context, size_t unit, void *memory, void *part)
{
    const struct shared *shared = context;
    struct lane lane = lane_at(shared, memory);
    size_t first = unit * shared->batch, left = shared->plan->draws - first;
    return batch_run(shared, first, left < shared->batch ? left : shared->batch, &lane, part);
}

enum status curve_draws(const struct curve_plan *plan, double *result)
{
    struct shared shared;
    enum status status = windows_new(plan, &shared);
    if (status == STATUS_OK && plan->draws > 0) {
        struct driver_work work = {.units = (plan->draws + shared.batch - 1) / shared.batch,
                                   .context = &shared,
                                   .lane_size = lane_size(&shared),
                                   .part_size = shared.batch * plan->results * sizeof *result,
                                   .run = unit_run,
                                   .result = result,
                                   .result_size = plan->draws * plan->results * sizeof *result};
        status = driver_run(&work);
    }
    for (size_t w = 0; w < plan->window_count; w++)
        free(shared.window[w]);
    return status;
}
