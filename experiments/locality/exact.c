/* The exact expectation that counted position inversions scatter about. */
#include "experiments/locality/measure.h"

#include "experiments/closed_forms.h"
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

double locality_exact_seconds(const struct encoding *encoding, double farthest, size_t points)
{
    const struct closed_forms *closed = closed_forms(encoding);
    return closed->position_order_seconds
               ? (double)points * closed->position_order_seconds(encoding, farthest)
               : 0.0;
}
