#include "experiments/locality/exceeds.h"

#include <stdlib.h>

#include "experiments/exceeds.h"
#include "experiments/locality/measure.h"
#include "experiments/versus.h"

static enum status point_at(const struct run *run, const struct encoding *encoding,
                            const struct qk_law *law, size_t draws,
                            struct locality_fraction *fraction, struct exceeds_point *point)
{
    struct curve_window window[2];
    struct locality_estimate p;
    locality_window((enum locality_windows)run_number(run, "windows"), point->at, window);
    enum status status = locality_fractions(encoding, law, &run->stream, window, draws, fraction);
    if (status == STATUS_OK)
        status = locality_estimate(qk_alike(law, encoding), draws, fraction,
                                   exceeds_confidence(run_value(run, "context")->count), &p);
    if (status != STATUS_OK)
        return status;
    point->share = p.p_inv, point->lo = p.p_inv_lo, point->hi = p.p_inv_hi;
    status = locality_exact(encoding, law, window, (size_t)run_number(run, "points"),
                            &point->exact);
    point->has_exact = status == STATUS_OK;
    return status == STATUS_UNDEFINED ? STATUS_OK : status;
}

enum status locality_exceeds(struct run *run, const struct encoding *encoding,
                             const struct qk_model *qk)
{
    const struct option_value *contexts = run_value(run, "context");
    size_t draws = qk_alike(&qk->law, encoding) ? 1 : (size_t)run_number(run, "pairs");
    struct locality_fraction *fraction = malloc(draws * sizeof *fraction);
    struct exceeds_point *point = calloc(contexts->count, sizeof *point);
    enum status status = fraction && point ? STATUS_OK : STATUS_MEMORY;
    for (size_t i = 0; status == STATUS_OK && i < contexts->count; i++) {
        point[i].at = contexts->numbers[i];
        status = point_at(run, encoding, &qk->law, draws, fraction, &point[i]);
        run_step(run);
    }
    if (status == STATUS_OK)
        exceeds_rows(run, &(struct exceeds_series){.encoding = encoding,
                                                   .qk = qk,
                                                   .failure = "p_inv",
                                                   .searched = "context",
                                                   .pairs = (double)draws,
                                                   .count = contexts->count,
                                                   .point = point});
    free(fraction);
    free(point);
    return status;
}
