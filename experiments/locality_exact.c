/* The exact expectation that counted position inversions scatter about. */
#include "experiments/locality.h"
#include "kernels/bank.h"
#include "theory/order_average.h"
#include "theory/position_order.h"

struct order {
    const struct encoding *encoding;
    const struct qk_law *law;
};

static enum status bank_order(double near, double far, const void *context, struct estimate *p)
{
    const struct order *o = context;
    return position_order_bank(o->encoding->schedule, o->encoding->slope, o->law, near, far, p);
}

enum status locality_exact(const struct encoding *encoding, const struct qk_law *law, const struct curve_window window[2],
                           size_t points, struct estimate *p)
{
    struct order order = {encoding, law};
    if (!bank_is_plain(encoding) || law->kind == QK_UNIT)
        return STATUS_UNDEFINED;
    return order_average(window[0].first, (double)window[0].count, window[1].first, (double)window[1].count, points, bank_order,
                         &order, p);
}

double locality_exact_seconds(const struct encoding *encoding, size_t points)
{
    return encoding->schedule ? 0.5e-6 * (double)points * (double)(encoding->schedule->rotating + 8) : 1e-5 * (double)points;
}
