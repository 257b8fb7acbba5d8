#include "experiments/precision/judges.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "experiments/harness/claims/claim_tools.h"
#include "experiments/harness/draws/interval.h"
#include "experiments/precision/measure.h"
#include "experiments/precision/scan.h"
#include "kernels/encodings/encoding.h"

/* Of the keys behind the query, and of both together: those of the grids' commands. */
static const double keys[] = {1, 16, 200}, shifts[] = {1, 16, 1000};
enum { KEYS = sizeof keys / sizeof *keys, SHIFTS = sizeof shifts / sizeof *shifts };

/* Mean changes of each draw: of the first token [draws], of the keys [draws]. */
static enum status drifts(const struct encoding *e, const struct qk_law *law, double position,
                          size_t type, size_t draws, double *first, double *rest)
{
    struct random_stream stream = claim_stream();
    struct pipeline *pipeline = NULL;
    enum status status = pipeline_new(&pipeline_types[type], encoding_schedule(e), 0.0, &pipeline);
    struct precision_plan plan = {.schedule = encoding_schedule(e),
                                  .pipeline = pipeline,
                                  .law = law,
                                  .stream = &stream,
                                  .draws = draws,
                                  .position = position,
                                  .keys = KEYS,
                                  .distance = keys,
                                  .shifts = SHIFTS,
                                  .shift = shifts};
    size_t size = precision_size(&plan);
    double *result = malloc(plan.draws * size * sizeof *result);
    if (!result)
        status = STATUS_MEMORY;
    if (status == STATUS_OK)
        status = precision_draws(&plan, result);
    for (size_t d = 0; status == STATUS_OK && d < plan.draws; d++) {
        const double *drift = result + d * size + KEYS;
        first[d] = rest[d] = 0.0;
        for (size_t i = 0; i < SHIFTS; i++)
            for (size_t c = 0; c <= KEYS; c++)
                *(c == 0 ? &first[d] : &rest[d]) += drift[i * (1 + KEYS) + c] /
                                                    (c == 0 ? SHIFTS : SHIFTS * KEYS);
    }
    free(result);
    pipeline_free(pipeline);
    return status;
}

enum status precision_quotients(const struct drift_subject *subject, const struct encoding *e,
                                const struct qk_law *law, const struct grid_point *point,
                                double *quotient, double *work)
{
    size_t draws = (size_t)grid_number(point, "pairs");
    double *first = work, *rest = first + draws, *other = rest + draws,
           position = grid_number(point, "positions");
    const double *over = rest, *under = other;
    enum status status = drifts(e, law, position, PIPELINE_ROTATED_BF16, draws, first, rest);
    if (status == STATUS_OK && subject->quotient == DRIFT_OVER_FLOAT)
        status = drifts(e, law, position, PIPELINE_F32, draws, first, other);
    if (subject->quotient == DRIFT_FIRST_TOKEN) {
        over = first;
        under = rest;
    }
    if (status == STATUS_OK && subject->quotient == DRIFT_OVER_LENGTH) {
        struct grid_point start = grid_at(*point, "positions", 0);
        status = drifts(e, law, grid_number(&start, "positions"), PIPELINE_ROTATED_BF16, draws,
                        first, other);
    }
    for (size_t d = 0; status == STATUS_OK && d < draws; d++) {
        if (!(under[d] > 0.0))
            return STATUS_UNDEFINED;
        quotient[d] = over[d] / under[d];
    }
    return status;
}

/* The same with what a point names. */
static enum status quotients_at(const struct drift_subject *subject, const struct grid_point *point,
                                double *quotient, double *work)
{
    struct qk_law law;
    struct encoding *e = claim_encoding_at(point);
    enum status status = e ? claim_law_at(point, &law) : STATUS_DOMAIN;
    if (status == STATUS_OK)
        status = precision_quotients(subject, e, &law, point, quotient, work);
    encoding_free(e);
    return status;
}

enum status precision_judge_drift(const void *subject, const struct grid_walk *grid,
                                  struct judgement *out)
{
    const struct drift_subject *s = subject;
    struct grid_point at = grid_first(grid);
    size_t last = grid_count(grid, "positions") - 1, draws = (size_t)grid_number(&at, "pairs");
    double least = HUGE_VAL, lo = 0.0, hi = 0.0, median = 0.0;
    double *work = malloc(4 * draws * sizeof *work);
    enum status status = work ? STATUS_OK : STATUS_MEMORY;
    for (struct grid_point point = at; status == STATUS_OK && point.valid; grid_next(&point)) {
        double seen[3];
        if (s->quotient == DRIFT_OVER_LENGTH && grid_index(&point, "positions") != last)
            continue;
        status = quotients_at(s, &point, work, work + draws);
        if (status == STATUS_OK)
            status = interval_median(draws, work, claim_level(), &seen[0], &seen[1], &seen[2]);
        if (status == STATUS_OK && claim_smaller(seen[1], least)) {
            least = lo = seen[1];
            median = seen[0];
            hi = seen[2];
            at = point;
        }
    }
    free(work);
    if (status != STATUS_OK)
        return status;
    judge_above(out, lo, s->limit);
    if (out->verdict == VERDICT_REFUTED && hi >= s->limit)
        out->verdict = VERDICT_INCONCLUSIVE;
    message_set(&out->detail,
                "least at base %s, position %s: median %.4g, its limits %.4g and %.4g, %s draws",
                grid_word(&at, "base"), grid_word(&at, "positions"), median, lo, hi,
                grid_word(&at, "pairs"));
    out->shown_by = grid_command(1, &at, s->quotient == DRIFT_OVER_LENGTH ? "positions" : NULL);
    return STATUS_OK;
}

/* The pipeline of a point's axis. */
static const struct pipeline_type *type_at(const struct grid_point *point)
{
    for (size_t i = 0; i < PIPELINE_COUNT; i++)
        if (strcmp(pipeline_types[i].name, grid_word(point, "pipelines")) == 0)
            return &pipeline_types[i];
    return NULL;
}

enum status precision_judge_scan(const void *subject, const struct grid_walk *grid,
                                 struct judgement *out)
{
    const struct scan_subject *s = subject;
    struct grid_point point = grid_first(grid);
    const struct pipeline_type *type = type_at(&point);
    struct encoding *e = claim_encoding_at(&point);
    struct pipeline *pipeline = NULL;
    struct scan_so_far found;
    double position = grid_number(&point, "positions");
    enum status status = e && type && encoding_bank(e) ? STATUS_OK : STATUS_DOMAIN;
    if (status == STATUS_OK)
        status = pipeline_new(type, encoding_bank(e)->schedule, encoding_bank(e)->slope, &pipeline);
    if (status == STATUS_OK) {
        struct scan_plan plan = {encoding_bank(e)->schedule, 1, &pipeline, 1, &position};
        status = precision_scan(&plan, &found);
    }
    pipeline_free(pipeline);
    encoding_free(e);
    if (status != STATUS_OK)
        return status;
    double number = s->distinct ? found.distinct : found.collision;
    judge_below(out, fabs(number - s->printed), 0.5);
    message_set(&out->detail, "%s up to position %s: %.0f",
                s->distinct ? "distinct biases" : "first position whose next one is the same",
                grid_word(&point, "positions"), number);
    out->shown_by = grid_command(1, &point, NULL);
    return STATUS_OK;
}
