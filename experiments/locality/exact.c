/* The exact expectation that counted position inversions scatter about. */
#include "experiments/locality/measure.h"

#include <math.h>

#include "experiments/closed_forms/closed_forms.h"
#include "experiments/harness/draws/qk.h"
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

enum status locality_exact(const struct encoding *encoding, const struct qk_law *law,
                           const struct curve_window window[2], size_t points, struct estimate *p)
{
    struct order order = {encoding, law};
    if (qk_deterministic(law) || !closed_forms(encoding)->position_order)
        return STATUS_UNDEFINED;
    return order_average(window[0].first, (double)window[0].count, window[1].first,
                         (double)window[1].count, points, order_at, &order, p);
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
