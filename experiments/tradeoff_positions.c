#include <gsl/gsl_sort.h>
#include <string.h>

#include "experiments/tradeoff.h"

/* Sorted halves, then how many near scores lie below each far one. */
static enum status visit(const struct curve_plan *plan, const struct curve_draw *draw, double *scratch, double *result)
{
    size_t half = plan->window[0].count, below = 0;
    double *near = scratch, *far = scratch + half, pairs = 0.0;
    memcpy(near, draw->score[0][0], half * sizeof *near);
    memcpy(far, draw->score[0][1], half * sizeof *far);
    gsl_sort(near, 1, half);
    gsl_sort(far, 1, half);
    for (size_t i = 0; i < half; i++) {
        while (below < half && near[below] < far[i])
            below++;
        pairs += (double)below;
    }
    *result = pairs / ((double)half * (double)half);
    return STATUS_OK;
}

enum status tradeoff_positions(const struct encoding *encoding, const struct qk_law *law, const struct random_stream *stream,
                               double context, size_t draws, double *share)
{
    size_t half = (size_t)(0.5 * context);
    struct curve_plan plan = {.encoding = encoding,
                              .law = law,
                              .stream = stream,
                              .draws = draws,
                              .second = SECOND_NONE,
                              .window_count = 2,
                              .window = {{0.0, half}, {(double)half, half}},
                              .scratch = 2 * half,
                              .results = 1,
                              .visit = visit};
    return curve_draws(&plan, share);
}
