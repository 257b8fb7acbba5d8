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

enum status token_order_difference(const struct token_joint *joint, double level,
                                   struct share_difference *out)
{
    /* (1 + difference)/2, and draws with it: as little and as much as ties allow */
    static const double half[] = {0.0, 0.5, 1.0};
    double least[3] = {0.0}, most[3] = {0.0}, draws = 0.0, flips[2] = {0.0};
    for (int other = 0; other < TOKEN_STATES; other++)
        for (int one = 0; one < TOKEN_STATES; one++) {
            double times = joint->of[other][one];
            least[1 + (one == TOKEN_FLIPPED) - (other != TOKEN_KEPT)] += times;
            most[1 + (one != TOKEN_KEPT) - (other == TOKEN_FLIPPED)] += times;
            flips[0] += one == TOKEN_FLIPPED ? times : 0.0;
            flips[1] += other == TOKEN_FLIPPED ? times : 0.0;
            draws += times;
        }
    *out = (struct share_difference){flips[0] / draws, flips[1] / draws,
                                     (flips[0] - flips[1]) / draws, 0.0, 0.0};
    enum status status = interval_counted(3, half, least, most, level, &out->lo, &out->hi);
    out->lo = 2.0 * out->lo - 1.0;
    out->hi = 2.0 * out->hi - 1.0;
    return status;
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
        out->tie += ties[d];
        most[d] = token_order_share(flips[d], ties[d]).most;
    }
    out->tie /= (double)draws;
    enum status status = interval_between(draws, flips, most, level, &out->mean, &out->lo,
                                          &out->hi);
    free(most);
    return status;
}
