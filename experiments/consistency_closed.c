#include <math.h>
#include <stdlib.h>

#include "experiments/consistency.h"
#include "experiments/harness/claim_tools.h"
#include "kernels/bank.h"
#include "theory/trig_sums.h"

enum status token_order_exact(const struct encoding *encoding, const struct qk_law *law, enum second_key second,
                              double distance, struct estimate *p)
{
    (void)encoding, (void)law, (void)second, (void)distance, (void)p;
    return STATUS_UNDEFINED;
}

/* arccos(c(r))/pi, c the cosines' mean with the squared weights of the pairs. */
static enum status arccos_law(const struct schedule *schedule, double distance, double *p)
{
    double *square = malloc(schedule->pairs * sizeof *square), total = 0.0, c = 0.0;
    if (!square)
        return STATUS_MEMORY;
    for (size_t n = 0; n < schedule->pairs; n++) {
        square[n] = schedule->weight[n] * schedule->weight[n];
        total += square[n];
    }
    enum status status = trig_sums(schedule, square, NULL, 1, &distance, &c);
    free(square);
    c = c < total ? c / total : 1.0; /* only rounding takes c above its value at 0 */
    *p = acos(c) / M_PI;
    return status;
}

enum status token_order_law(const struct encoding *encoding, const struct qk_law *law, enum second_key second, double distance,
                            double *p)
{
    if (!bank_is_plain(encoding) || law->kind == QK_UNIT || law->kind == QK_MOMENTS)
        return STATUS_UNDEFINED;
    if (second == SECOND_INDEPENDENT)
        return arccos_law(encoding->schedule, distance, p);
    const struct frequency_rule *rule = &encoding->schedule->rule;
    double pairs = (double)encoding->schedule->pairs, turns = distance / (rule->unit == UNIT_RAD ? 2.0 * M_PI : 1.0);
    double fast = pairs * log(turns) / log(rule->base);
    if (!claim_is_plain(encoding) || (law->kind != QK_PHASE && law->kind != QK_GAUSS) || !(fast > 0.0))
        return STATUS_UNDEFINED;
    *p = 0.5 * erfc((pairs - fast) / sqrt(2.0 * fast));
    return STATUS_OK;
}
