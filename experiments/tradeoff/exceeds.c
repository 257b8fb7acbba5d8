#include "experiments/tradeoff/exceeds.h"

#include <stdlib.h>

#include "experiments/exceeds.h"
#include "experiments/locality/measure.h"
#include "experiments/tradeoff/measure.h"

/* Positions have an exact expectation; that of tokens is known distance by distance alone. */
static enum status exact_at(const struct encoding *encoding, const struct qk_law *law,
                            struct exceeds_point *point)
{
    struct curve_window window[2];
    locality_window(LOCALITY_HALF, point->at, window);
    enum status status = locality_exact(encoding, law, window, TRADEOFF_POINTS, &point->exact);
    point->has_exact = status == STATUS_OK;
    return status == STATUS_UNDEFINED ? STATUS_OK : status;
}

enum status tradeoff_exceeds(struct run *run, const struct encoding *encoding,
                             const struct qk_model *qk)
{
    static const char *const names[TRADEOFF_FAILURES] = {
        [TRADEOFF_POSITION] = "position_failure", [TRADEOFF_TOKEN] = "token_failure"};
    const struct option_value *contexts = run_value(run, "context");
    size_t count = contexts->count, pairs = (size_t)run_number(run, "pairs");
    struct exceeds_point *point = calloc(TRADEOFF_FAILURES * count, sizeof *point);
    enum status status = point ? STATUS_OK : STATUS_MEMORY;
    for (size_t i = 0; status == STATUS_OK && i < count; i++) {
        struct tradeoff_failure failure[TRADEOFF_FAILURES];
        status = tradeoff_failures(encoding, &qk->law, &run->stream, contexts->numbers[i], pairs,
                                   exceeds_confidence(count), failure);
        for (size_t f = 0; f < TRADEOFF_FAILURES; f++)
            point[f * count + i] = (struct exceeds_point){.at = contexts->numbers[i],
                                                          .share = failure[f].p,
                                                          .lo = failure[f].lo,
                                                          .hi = failure[f].hi};
        if (status == STATUS_OK)
            status = exact_at(encoding, &qk->law, &point[TRADEOFF_POSITION * count + i]);
        run_step(run);
    }
    for (size_t f = 0; status == STATUS_OK && f < TRADEOFF_FAILURES; f++)
        exceeds_rows(run, &(struct exceeds_series){.encoding = encoding,
                                                   .qk = qk,
                                                   .failure = names[f],
                                                   .searched = "context",
                                                   .pairs = (double)pairs,
                                                   .count = count,
                                                   .point = point + f * count});
    free(point);
    return status;
}
