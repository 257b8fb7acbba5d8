/* The exact expectation that counted position inversions scatter about. */
#include "experiments/locality/measure.h"

#include <math.h>

#include "experiments/closed_forms/closed_forms.h"
#include "experiments/harness/draws/qk.h"
#include "experiments/harness/driver/driver.h"
#include "theory/order/order_average.h"

struct order {
    const struct encoding *encoding;
    const struct qk_law *law;
};

static enum status order_at(double near, double far, const void *context, struct estimate *p)
{
    const struct order *o = context;
    return closed_forms(o->encoding)->position_order(o->encoding, o->law, near, far, p);
}

/* The average over two windows. */
struct windows {
    struct order order;
    const struct curve_window *window; /* [2] */
    size_t points;
};

static enum status fill(void *context, void *p)
{
    struct windows *w = context;
    const struct curve_window *near = &w->window[0], *far = &w->window[1];
    return order_average(near->first, (double)near->count, far->first, (double)far->count,
                         w->points, order_at, &w->order, p);
}

enum status locality_exact(const struct encoding *encoding, const struct qk_law *law,
                           const struct curve_window window[2], size_t points, struct estimate *p)
{
    struct windows windows = {{encoding, law}, window, points};
    if (qk_deterministic(law) || !closed_forms(encoding)->position_order)
        return STATUS_UNDEFINED;
    return driver_keep(NULL, sizeof *p, p, fill, &windows);
}

bool locality_law(const struct encoding *encoding, const struct qk_law *law, double context,
                  double *p)
{
    const struct closed_forms *closed = closed_forms(encoding);
    return closed->position_law && context >= 64.0 &&
           closed->position_law(encoding, law, context, p) == STATUS_OK;
}

void locality_exact_cost(struct cost *cost, const struct encoding *encoding,
                         const struct qk_law *law, const struct curve_window window[2],
                         double points)
{
    const struct closed_forms *closed = closed_forms(encoding);
    double most = fmin(points, (double)window[0].count * (double)window[1].count),
           farthest = window[1].first + (double)window[1].count;
    if (qk_deterministic(law) || law->kind == QK_PHASE || !closed->position_seconds)
        return;
    cost_work(cost, PACE_SCALAR, most * closed->position_seconds(encoding, farthest), most / 16.0);
    cost_peak(cost, 40.0 * most, 0.0, 1.0);
}
