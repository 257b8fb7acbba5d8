/* Limits that take ties for no flips, and for flips. */
#include <math.h>
#include <stdlib.h>

#include "experiments/consistency/measure.h"
#include "experiments/harness/draws/interval.h"

enum status token_order_limits(const struct token_count *count, double draws, double level,
                               double *lo, double *hi)
{
    double ignored;
    enum status status = interval_binomial(count->flips, draws, level, lo, &ignored);
    return status == STATUS_OK
               ? interval_binomial(count->flips + count->ties, draws, level, &ignored, hi)
               : status;
}

struct share token_order_share(double flips, double ties)
{
    return (struct share){flips, flips, fmin(flips + ties, 1.0)}; /* 1 but for rounding */
}

enum status token_order_average(size_t draws, const double *flips, const double *ties, double level,
                                struct token_average *out)
{
    double *most = malloc(draws * sizeof *most);
    if (!most)
        return STATUS_MEMORY;
    out->tie = 0.0;
    for (size_t d = 0; d < draws; d++) {
        out->tie += ties[d] / (double)draws;
        most[d] = token_order_share(flips[d], ties[d]).most;
    }
    enum status status = interval_between(draws, flips, most, level, &out->mean, &out->lo,
                                          &out->hi);
    free(most);
    return status;
}
