#include "experiments/shift/measure.h"

#include <math.h>
#include <stdlib.h>

#include "experiments/closed_forms/closed_forms.h"
#include "experiments/harness/draws/curve_draws.h"
#include "experiments/harness/draws/prices.h"
#include "experiments/harness/draws/tokens/token_assign.h"
#include "experiments/models/statistics/token_jackknife.h"

enum { MOVE, LEVEL, SQUARES };

static bool of_distance(const struct encoding *e)
{
    return !encoding_absolute(e) && !token_reads(e);
}

static bool turns_both_ways(const struct encoding *e)
{
    return e->type->factors && e->type->kind != ENCODING_ADDITIVE && of_distance(e);
}

bool shift_allowed(const struct encoding *encoding, enum shift_kind kind, struct message *error)
{
    if (!tokens_unread(encoding, "shift", of_distance, error))
        return false;
    if (encoding_absolute(encoding))
        return message_set(
            error,
            "encoding \"%s\": scores depend on where the query stands, so that pairs "
            "that keep their distance move too; expected one of %s",
            encoding->text, encoding_names(of_distance).text);
    return kind != SHIFT_CYCLIC || turns_both_ways(encoding) ||
           message_set(error,
                       "option --variant: cyclic puts keys behind their queries, where \"%s\" has "
                       "no score; expected skip, or one of %s",
                       encoding->text, encoding_names(turns_both_ways).text);
}

/* Vectors of the query at 0 and of the key, farther and farther on. */
static enum status scores_behind(const struct shift_task *task, const double *query,
                                 const double *key, double *factor, double *back)
{
    const struct factor_method *f = task->encoding->type->factors;
    const void *state = task->encoding->state;
    size_t width = f->width(state);
    double *other = factor + width;
    f->form(state, FACTOR_QUERY, 0.0, query, factor);
    for (size_t t = 1; t < task->length; t++) {
        f->form(state, FACTOR_KEY, (double)t, key, other);
        back[t] = 0.0;
        for (size_t i = 0; i < width; i++)
            back[t] += factor[i] * other[i];
        if (!isfinite(back[t]))
            return STATUS_DOMAIN;
    }
    return STATUS_OK;
}

static enum status visit(const struct curve_plan *plan, const struct curve_draw *draw,
                         double *scratch, double *result)
{
    const struct shift_task *task = plan->context;
    const double *score = draw->score[0][0];
    enum status status = STATUS_OK;
    if (task->kind == SHIFT_CYCLIC)
        status = scores_behind(task, draw->query, draw->key[0], scratch + task->length, scratch);
    if (status != STATUS_OK)
        return status;
    result[MOVE] = shift_square(task->kind, task->length, score, scratch);
    result[LEVEL] = shift_level(task->length, score);
    return STATUS_OK;
}

static struct curve_plan plan_of(const struct shift_task *task, const struct random_stream *stream,
                                 size_t draws)
{
    const struct encoding *e = task->encoding;
    struct curve_plan plan = {.encoding = e,
                              .law = task->law,
                              .stream = stream,
                              .draws = draws,
                              .second = SECOND_NONE,
                              .window_count = 1,
                              .window = {{0.0, shift_distances(task->kind, task->length)}},
                              .context = task,
                              .results = SQUARES,
                              .visit = visit};
    if (task->kind == SHIFT_CYCLIC)
        plan.scratch = task->length + 2 * e->type->factors->width(e->state);
    return plan;
}

enum status shift_draws(const struct shift_task *task, const struct random_stream *stream,
                        size_t draws, double *square)
{
    struct curve_plan plan = plan_of(task, stream, draws);
    return curve_draws(&plan, square);
}

/* The expectations of a score that is q.k and a term of the distance: only the term moves. */
static enum status additive_closed(const struct shift_task *task, double *move, double *level)
{
    size_t count = shift_distances(task->kind, task->length);
    double *mean = malloc(3 * count * sizeof *mean), *variance = mean + count,
           *distance = variance + count;
    bool has_mean = false, has_variance = false;
    if (!mean)
        return STATUS_MEMORY;
    for (size_t t = 0; t < count; t++)
        distance[t] = (double)t;
    enum status status = closed_moments(task->encoding, task->law, count, distance, mean, variance,
                                        &has_mean, &has_variance);
    if (status == STATUS_OK && !(has_mean && has_variance))
        status = STATUS_UNDEFINED;
    if (status == STATUS_OK) {
        *move = shift_square(task->kind, task->length, mean, NULL);
        *level = shift_level(task->length, mean) + variance[0];
    }
    free(mean);
    return status;
}

static enum status closed(const struct shift_task *task, double *exact)
{
    const struct frequency_bank *bank = encoding_bank(task->encoding);
    double move = 0.0, level = 0.0;
    enum status status = STATUS_UNDEFINED;
    if (bank)
        status = shift_bank(bank->schedule, bank->slope, task->law, task->kind, task->length, &move,
                            &level);
    else if (task->encoding->type->kind == ENCODING_ADDITIVE)
        status = additive_closed(task, &move, &level);
    *exact = status == STATUS_OK ? sqrt(move / level) : NAN;
    return status == STATUS_UNDEFINED ? STATUS_OK : status;
}

enum status shift_measure(const struct shift_task *task, const struct random_stream *stream,
                          size_t draws, struct shift_result *out)
{
    double *square = malloc((SQUARES + 1) * draws * sizeof *square), *without = square + 2 * draws,
           sum[SQUARES] = {0.0, 0.0};
    enum status status = square ? shift_draws(task, stream, draws, square) : STATUS_MEMORY;
    for (size_t d = 0; status == STATUS_OK && d < draws; d++) {
        sum[MOVE] += square[SQUARES * d + MOVE];
        sum[LEVEL] += square[SQUARES * d + LEVEL];
    }
    if (status == STATUS_OK && !(isfinite(sum[MOVE]) && isfinite(sum[LEVEL])))
        status = STATUS_DOMAIN;
    for (size_t d = 0; status == STATUS_OK && d < draws; d++)
        without[d] = sqrt(fmax(sum[MOVE] - square[SQUARES * d + MOVE], 0.0) /
                          (sum[LEVEL] - square[SQUARES * d + LEVEL]));
    if (status == STATUS_OK) {
        struct token_estimate e = token_estimate_of(SCALE_SQUARE, sqrt(sum[MOVE] / sum[LEVEL]),
                                                    draws, without);
        *out = (struct shift_result){e.value, e.lo, e.hi, NAN, draws};
        status = closed(task, &out->exact);
    }
    free(square);
    return status;
}

void shift_measure_cost(struct cost *cost, const struct shift_task *task, size_t draws)
{
    /* seconds of a distance's turn in the averages, of a coordinate of a key behind its query, and
     * of a pair's curve at a distance in closed form */
    static const double AVERAGE = 4e-9, BEHIND = 30e-9, PAIR = 20e-9;
    const struct encoding *e = task->encoding;
    struct curve_plan plan = plan_of(task, NULL, draws);
    double length = (double)task->length, dim = (double)e->dim,
           count = (double)plan.window[0].count;
    price_curve_draws(cost, &plan,
                      count * AVERAGE + (task->kind == SHIFT_CYCLIC ? length * dim * BEHIND : 0.0));
    cost_peak(cost, 3.0 * (double)draws * sizeof(double), 0.0, 1.0);
    if (encoding_bank(e)) {
        cost_work(cost, PACE_SCALAR, count * 0.5 * dim * PAIR, 1.0);
        cost_peak(cost, 5.0 * count * sizeof(double), 0.0, 1.0);
    } else if (e->type->kind == ENCODING_ADDITIVE) {
        closed_moments_cost(cost, e, task->law, count);
        cost_peak(cost, 3.0 * count * sizeof(double), 0.0, 1.0);
    }
}
