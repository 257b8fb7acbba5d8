/* Counting the position inversions of drawn curves. */
#include <math.h>
#include <stdlib.h>

#include "experiments/harness/draws/curve_draws.h"
#include "experiments/harness/draws/prices.h"
#include "experiments/harness/draws/qk.h"
#include "experiments/harness/draws/tokens/tokens.h"
#include "experiments/harness/driver/driver.h"
#include "experiments/locality/measure.h"
#include "kernels/counts/inversion_curve.h"
#include "kernels/counts/inversions.h"

void locality_window(enum locality_windows windows, double context, struct curve_window out[2])
{
    double half = floor(0.5 * context);
    if (windows == LOCALITY_HALF) {
        out[0] = (struct curve_window){0.0, (size_t)half};
        out[1] = (struct curve_window){half, (size_t)(context - half)};
    } else {
        out[0] = (struct curve_window){context + 1.0, (size_t)context};
        out[1] = (struct curve_window){2.0 * context + 1.0, (size_t)context};
    }
}

static struct locality_fraction fraction_of(const struct curve_window window[2],
                                            const struct inversion_bounds *count)
{
    double pairs = (double)window[0].count * (double)window[1].count;
    return (struct locality_fraction){
        (double)count->less_lo / pairs, (double)count->less_hi / pairs,
        (double)count->ties_lo / pairs, (double)count->ties_hi / pairs};
}

static enum status visit(const struct curve_plan *plan, const struct curve_draw *draw,
                         double *scratch, double *result)
{
    struct inversions found;
    inversions_count(plan->window[0].count, draw->score[0][0], plan->window[1].count,
                     draw->score[0][1], 2.0 * draw->error[0], scratch, &found);
    struct inversion_bounds exact = {found.less, found.less, found.ties, found.ties};
    *(struct locality_fraction *)(void *)result = fraction_of(plan->window, &exact);
    return STATUS_OK;
}

/* Curves that are held, one per thread. */
static struct curve_plan held_curves(const struct encoding *encoding, const struct qk_law *law,
                                     const struct curve_window window[2], size_t draws)
{
    return (struct curve_plan){
        .encoding = encoding,
        .law = law,
        .draws = draws,
        .second = SECOND_NONE,
        .window_count = 2,
        .window = {window[0], window[1]},
        .scratch = inversions_work_size(window[0].count, window[1].count),
        .results = sizeof(struct locality_fraction) / sizeof(double),
        .visit = visit,
    };
}

/* What every streamed draw reads. */
struct streaming {
    const struct encoding *encoding;
    const struct qk_law *law;
    const struct random_stream *stream;
    const struct curve_window *window; /* [2] */
};

/* A draw of a longer curve, on all threads. */
static enum status stream_draw(const void *context, size_t unit, void *lane, void *part)
{
    const struct streaming *s = context;
    size_t dim = s->encoding->dim;
    double *query = lane, *key = query + dim;
    struct inversion_bounds count;
    struct token_stream tokens;
    struct score_input input = {.draws = 1,
                                .query = query,
                                .key = key,
                                .tokens = token_stream(&tokens, s->encoding, s->stream, unit)};
    enum status status = qk_draw(s->law, s->stream, unit, dim, key + dim, query, key);
    if (status == STATUS_OK)
        status = inversion_curve(s->encoding, &input, s->window[0], s->window[1], &count);
    if (status == STATUS_OK)
        *(struct locality_fraction *)part = fraction_of(s->window, &count);
    return status;
}

static enum status stream_draws(const struct encoding *encoding, const struct qk_law *law,
                                const struct random_stream *stream,
                                const struct curve_window window[2], size_t draws,
                                struct locality_fraction *out)
{
    struct streaming streaming = {encoding, law, stream, window};
    struct driver_work work = {.units = draws,
                               .context = &streaming,
                               .lane_size = (2 * encoding->dim + qk_work_size(encoding->dim)) *
                                            sizeof(double),
                               .part_size = sizeof *out,
                               .run = stream_draw,
                               .alone = true,
                               .result = out,
                               .result_size = draws * sizeof *out};
    return driver_run(&work);
}

enum status locality_fractions(const struct encoding *encoding, const struct qk_law *law,
                               const struct random_stream *stream,
                               const struct curve_window window[2], size_t draws,
                               struct locality_fraction *out)
{
    if ((double)window[0].count + (double)window[1].count > INVERSION_HELD_LIMIT)
        return stream_draws(encoding, law, stream, window, draws, out);
    struct curve_plan plan = held_curves(encoding, law, window, draws);
    plan.stream = stream;
    return curve_draws(&plan, (double *)(void *)out);
}

struct share locality_share(const struct locality_fraction *f)
{
    return (struct share){0.5 * (f->less_lo + f->less_hi), f->less_lo,
                          fmin(f->less_hi + f->tie_hi, 1.0)};
}

enum status locality_estimate(bool alike, size_t draws, const struct locality_fraction *fraction,
                              double level, struct locality_estimate *out)
{
    struct share *share = malloc(draws * sizeof *share);
    if (!share)
        return STATUS_MEMORY;
    *out = (struct locality_estimate){0};
    for (size_t d = 0; d < draws; d++) {
        share[d] = locality_share(&fraction[d]);
        out->p_tie += 0.5 * (fraction[d].tie_lo + fraction[d].tie_hi);
    }
    out->p_tie /= (double)draws;
    enum status status = share_mean(alike, draws, share, level, &out->p_inv, &out->p_inv_lo,
                                    &out->p_inv_hi);
    free(share);
    return status;
}

void locality_fractions_cost(struct cost *cost, const struct encoding *encoding,
                             const struct qk_law *law, const struct curve_window window[2],
                             size_t draws)
{
    /* Seconds per score to count it in the caches and beyond, where many tie or crowd at 0, so that
     * they have to be sorted, to gather it into a slab and count it
     * there, to put it into a bin, and to move a window; bytes of slabs or bins. */
    static const double COUNT = 3e-9, COUNT_FAR = 7e-9, SORT = 20e-9, SLAB = 45e-9, BIN = 4e-9,
                        MOVE = 1e-9, SLAB_BYTES = 30e6;
    double scores = (double)window[0].count + (double)window[1].count,
           each = (double)sizeof(struct locality_fraction) + 2.0 * sizeof(double);
    cost_peak(cost, (double)draws * each, 0.0, 1.0);
    if (scores <= INVERSION_HELD_LIMIT) {
        struct curve_plan plan = held_curves(encoding, law, window, draws);
        bool sorted = encoding_price(encoding).distinct <= (double)window[0].count;
        price_curve_draws(cost, &plan,
                          scores * (sorted              ? SORT
                                    : scores > 262144.0 ? COUNT_FAR
                                                        : COUNT));
        return;
    }
    bool exact = scores <= INVERSION_EXACT_LIMIT;
    double passes = exact ? 2.0 + scores / 2097152.0 : 2.0,
           move = encoding->type->curve ? MOVE : price_column(encoding);
    cost_work(cost, PACE_VECTOR,
              (double)draws * scores *
                  (passes * (price_curve(encoding, 1.0, 131072.0) + move) + (exact ? SLAB : BIN)),
              scores / 65536.0);
    cost_peak(cost, SLAB_BYTES, SLAB_BYTES / 40.0, 1e9);
}
