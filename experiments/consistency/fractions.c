/* Flips over a context, draw by draw, every distance counted. */
#include <math.h>
#include <stdlib.h>

#include "experiments/consistency/measure.h"
#include "experiments/harness/driver/driver.h"
#include "kernels/counts/order_flips.h"

/* Flips and ties of one draw in the second window, as count_one; the first window holds distance 0
 * alone. */
static enum status visit(const struct curve_plan *plan, const struct curve_draw *draw,
                         double *scratch, double *result)
{
    (void)scratch;
    const double *one = draw->score[0][1], *two = draw->score[1][1];
    struct order_flips found = order_flips(draw->score[0][0][0] - draw->score[1][0][0],
                                           draw->error[0] + draw->error[1], plan->window[1].count,
                                           one, two);
    result[0] = (double)found.flips;
    result[1] = (double)found.ties;
    return STATUS_OK;
}

struct curve_plan token_order_curves(const struct encoding *encoding, const struct qk_law *law,
                                     enum second_key second, double first, double count,
                                     size_t draws)
{
    return (struct curve_plan){.encoding = encoding,
                               .level = true,
                               .law = law,
                               .draws = draws,
                               .second = second,
                               .window_count = 2,
                               .window = {{0.0, 1}, {first, (size_t)count}},
                               .results = 2,
                               .visit = visit};
}

enum status token_order_fractions(const struct encoding *encoding, const struct qk_law *law,
                                  const struct random_stream *stream, enum second_key second,
                                  double context, size_t draws, double *flips, double *ties)
{
    double *result = malloc(2 * draws * sizeof *result);
    enum status status = result ? STATUS_OK : STATUS_MEMORY;
    for (size_t d = 0; d < draws; d++)
        flips[d] = ties[d] = 0.0;
    for (double first = 0.0; status == STATUS_OK && first < context; first += ORDER_BLOCK) {
        struct curve_plan plan = token_order_curves(encoding, law, second, first,
                                                    fmin(ORDER_BLOCK, context - first), draws);
        plan.stream = stream;
        driver_stage((size_t)(first / ORDER_BLOCK), (size_t)ceil(context / ORDER_BLOCK));
        status = curve_draws(&plan, result);
        for (size_t d = 0; status == STATUS_OK && d < draws; d++) {
            flips[d] += result[2 * d];
            ties[d] += result[2 * d + 1];
        }
    }
    driver_stage(0, 1);
    for (size_t d = 0; status == STATUS_OK && d < draws; d++) {
        flips[d] /= context;
        ties[d] /= context;
    }
    free(result);
    return status;
}
