/* Judges that look at drawn scores. */
#include <math.h>
#include <stdlib.h>

#include "experiments/bias/judges.h"
#include "experiments/closed_forms/closed_forms.h"
#include "experiments/harness/claims/claim_tools.h"
#include "experiments/harness/draws/curve_draws.h"
#include "experiments/harness/draws/montecarlo.h"

/* An encoding and a model of a grid's point. */
struct drawn {
    struct encoding *encoding;
    struct qk_law law;
};

static enum status drawn_at(const struct grid_point *point, struct drawn *d)
{
    d->encoding = claim_encoding_at(point);
    return d->encoding ? claim_law_at(point, &d->law) : STATUS_DOMAIN;
}

/* The numbers of an axis at a point's scale, to be freed; NULL: no memory. */
static double *numbers_of(const struct grid_point *point, const char *axis, size_t count)
{
    double *out = malloc(count * sizeof *out);
    for (size_t i = 0; out && i < count; i++) {
        struct grid_point at = grid_at(*point, axis, i);
        out[i] = grid_number(&at, axis);
    }
    return out;
}

/* The largest deviation of a drawn mean from the closed one, in standard errors of the drawn one's:
 * a score that does not vary is held to rounding. */
static enum status largest_error(const struct grid_point *point, double *most, double *where)
{
    static const double ROUNDING = 1e-12;
    size_t count = grid_count(point->walk, "distances"),
           pairs = (size_t)grid_number(point, "pairs");
    struct random_stream stream = claim_stream();
    struct drawn d = {0};
    struct sample *sample = calloc(count, sizeof *sample);
    double *distance = numbers_of(point, "distances", count),
           *mean = malloc(2 * count * sizeof *mean);
    bool has_mean = false, has_variance = false;
    enum status status = sample && distance && mean ? drawn_at(point, &d) : STATUS_MEMORY;
    if (status == STATUS_OK)
        status = closed_moments(d.encoding, &d.law, count, distance, mean, mean + count, &has_mean,
                                &has_variance);
    if (status == STATUS_OK)
        status = has_mean ? montecarlo_scores(1, (const struct encoding *const *)&d.encoding,
                                              &d.law, &stream, pairs, count, distance, &sample)
                          : STATUS_UNDEFINED;
    *most = -HUGE_VAL;
    for (size_t i = 0; status == STATUS_OK && i < count; i++) {
        double error = sample_mean_error(&sample[i]) + ROUNDING * fabs(mean[i]),
               z = fabs(sample[i].mean - mean[i]) / error;
        if (claim_larger(z, *most))
            *most = z, *where = distance[i];
    }
    encoding_free(d.encoding);
    free(sample);
    free(distance);
    free(mean);
    return status;
}

enum status bias_judge_law(const void *subject, const struct grid_walk *grid, struct judgement *out)
{
    (void)subject;
    double most = -HUGE_VAL, at = 0.0;
    size_t points = 0;
    struct grid_point worst = grid_first(grid);
    /* the distances are looked at together */
    for (struct grid_point p = worst; p.valid; grid_next(&p)) {
        double z, r = 0.0;
        if (grid_index(&p, "distances") != 0)
            continue;
        enum status status = largest_error(&p, &z, &r);
        if (status != STATUS_OK)
            return status;
        points += grid_count(grid, "distances");
        if (claim_larger(z, most))
            most = z, worst = p, at = r;
    }
    judge_below(out, most, claim_z());
    message_set(&out->detail,
                "of %zu means the one farthest from the closed form is %.2f standard errors away, "
                "at r = %.0f",
                points, most, at);
    out->shown_by = grid_command(1, &worst, "distances");
    return STATUS_OK;
}

/* Curves over the distances 0 .. count - 1 of a point's draws, each judged by a visit. */
static enum status curves_at(const struct grid_point *point, double count, const void *context,
                             enum status (*visit)(const struct curve_plan *plan,
                                                  const struct curve_draw *draw, double *scratch,
                                                  double *result),
                             size_t results, double **result)
{
    struct random_stream stream = claim_stream();
    struct drawn d = {0};
    size_t pairs = (size_t)grid_number(point, "pairs");
    enum status status = drawn_at(point, &d);
    *result = malloc(pairs * results * sizeof **result);
    if (status == STATUS_OK && !*result)
        status = STATUS_MEMORY;
    if (status == STATUS_OK) {
        struct curve_plan plan = {.encoding = d.encoding,
                                  .law = &d.law,
                                  .stream = &stream,
                                  .draws = pairs,
                                  .second = SECOND_NONE,
                                  .window_count = 1,
                                  .window = {{0.0, (size_t)count}},
                                  .context = context,
                                  .results = results,
                                  .visit = visit};
        status = curve_draws(&plan, *result);
    }
    encoding_free(d.encoding);
    return status;
}

/* The command that shows a point's curves. */
static struct message shown(const struct grid_point *point)
{
    struct message command = grid_command(1, point, NULL), list;
    message_set(&list, "0:%.0f", grid_number(point, "context"));
    grid_add_option(&command, "distances", list.text);
    return command;
}

/* Whether no score is over the one at distance 0, rounding granted. */
static enum status visit_peak(const struct curve_plan *plan, const struct curve_draw *draw,
                              double *scratch, double *result)
{
    (void)scratch;
    const double *score = draw->score[0][0];
    bool peak = true;
    for (size_t r = 0; peak && r < plan->window[0].count; r++)
        peak = score[r] <= score[0] + 2.0 * draw->error[0];
    *result = peak;
    return STATUS_OK;
}

enum status bias_judge_peak(const void *subject, const struct grid_walk *grid,
                            struct judgement *out)
{
    (void)subject;
    double least = HUGE_VAL, draws = 0.0;
    struct grid_point worst = grid_first(grid);
    for (struct grid_point p = worst; p.valid; grid_next(&p)) {
        double *result, pairs = grid_number(&p, "pairs"), sum = 0.0;
        enum status status = curves_at(&p, grid_number(&p, "context") + 1.0, NULL, visit_peak, 1,
                                       &result);
        for (size_t i = 0; status == STATUS_OK && i < (size_t)pairs; i++)
            sum += result[i];
        free(result);
        if (status != STATUS_OK)
            return status;
        if (claim_smaller(sum / pairs, least))
            least = sum / pairs, worst = p, draws = pairs;
    }
    judge_above(out, least, 1.0 - 0.5 / draws);
    message_set(&out->detail, "%.2f %% of the drawn curves are largest at distance 0",
                100.0 * least);
    out->shown_by = shown(&worst);
    return STATUS_OK;
}

/* The largest score over norm |q| |k| e^(-rate r), its own rounding granted: a score that has no
 * digits left is under every bound. */
static enum status visit_bound(const struct curve_plan *plan, const struct curve_draw *draw,
                               double *scratch, double *result)
{
    (void)scratch;
    const double rate = *(const double *)plan->context;
    size_t dim = plan->encoding->dim;
    double square[2] = {0.0, 0.0};
    for (size_t c = 0; c < dim; c++) {
        square[0] += draw->query[c] * draw->query[c];
        square[1] += draw->key[0][c] * draw->key[0][c];
    }
    double size = sqrt(square[0] * square[1] / (double)dim);
    *result = 0.0;
    for (size_t r = 0; r < plan->window[0].count; r++) {
        double least = fabs(draw->score[0][0][r]) - draw->error[0],
               share = least <= 0.0 ? 0.0 : least / (size * exp(-rate * (double)r));
        if (claim_larger(share, *result))
            *result = share;
    }
    return STATUS_OK;
}

enum status bias_judge_bound(const void *subject, const struct grid_walk *grid,
                             struct judgement *out)
{
    (void)subject;
    double most = -HUGE_VAL;
    struct grid_point worst = grid_first(grid);
    for (struct grid_point p = worst; p.valid; grid_next(&p)) {
        double *result, rate = grid_number(&p, "rate"), largest = -HUGE_VAL;
        size_t pairs = (size_t)grid_number(&p, "pairs");
        enum status status = curves_at(&p, grid_number(&p, "context") + 1.0, &rate, visit_bound, 1,
                                       &result);
        for (size_t i = 0; status == STATUS_OK && i < pairs; i++)
            largest = fmax(largest, result[i]);
        free(result);
        if (status != STATUS_OK)
            return status;
        if (claim_larger(largest, most))
            most = largest, worst = p;
    }
    /* equal at distance 0 where key and query are one vector */
    judge_below(out, most, 1.0 + 1e-12);
    message_set(&out->detail, "the largest score is %.6g of the bound", most);
    out->shown_by = shown(&worst);
    return STATUS_OK;
}
