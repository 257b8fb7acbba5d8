/* The exact expectation that counted position inversions scatter about. */
#include "experiments/locality/measure.h"

#include <math.h>

#include "kernels/curves/bank.h"
#include "theory/limits/failure_laws.h"
#include "theory/order/order_average.h"
#include "theory/order/position_order.h"
#include "theory/order/tapa_position_order.h"

struct order {
    const struct encoding *encoding;
    const struct qk_law *law;
};

static enum status bank_order(double near, double far, const void *context, struct estimate *p)
{
    const struct order *o = context;
    return position_order_bank(o->encoding->schedule, o->encoding->slope, o->law, near, far, p);
}

static enum status tapa_order(double near, double far, const void *context, struct estimate *p)
{
    const struct order *o = context;
    return tapa_position_order(&o->encoding->tapa, o->law, near, far, p);
}

enum status locality_exact(const struct encoding *encoding, const struct qk_law *law,
                           const struct curve_window window[2], size_t points, struct estimate *p)
{
    struct order order = {encoding, law};
    bool is_bank = bank_is_plain(encoding),
         is_tapa = encoding->type == &encoding_tapa && !encoding->tapa_matrices;
    if (law->kind == QK_UNIT || !(is_bank || is_tapa))
        return STATUS_UNDEFINED;
    return order_average(window[0].first, (double)window[0].count, window[1].first,
                         (double)window[1].count, points, is_bank ? bank_order : tapa_order, &order,
                         p);
}

bool locality_law(const struct encoding *encoding, double context, double *p)
{
    return encoding->type == &encoding_rope && bank_is_plain(encoding) && context >= 64.0 &&
           law_position_unit(encoding->schedule, context, p) == STATUS_OK;
}

double locality_exact_seconds(const struct encoding *encoding, double farthest, size_t points)
{
    if (encoding->schedule)
        return 0.5e-6 * (double)points * (double)(encoding->schedule->rotating + 8);
    /* terms of the phase's Fourier series, most where its characteristic function falls slowly, at
     * each sign change up to a limit */
    double turns = encoding->tapa.scale * pow(farthest, encoding->tapa.alpha),
           terms = encoding->tapa.linear
                       ? 50.0
                       : fmin(16384.0, 50.0 + 8.0 * exp2(60.0 / (double)encoding->tapa.dim_phase));
    return 0.5 * (double)points * terms * (2e-6 + 2e-7 * fmin(turns, 1000.0));
}
