#include "experiments/share.h"

#include <stdlib.h>

#include "experiments/harness/draws/interval.h"

enum status share_mean(bool deterministic, size_t draws, const struct share *share, double level,
                       double *value, double *lo, double *hi)
{
    double *least = malloc(2 * draws * sizeof *least), *most = least + draws, ignored;
    if (!least)
        return STATUS_MEMORY;
    *value = 0.0;
    for (size_t d = 0; d < draws; d++) {
        least[d] = share[d].least;
        most[d] = share[d].most;
        *value += share[d].value;
    }
    *value /= (double)draws; /* a sum of shares, rounded, is no more than their number */
    enum status status = STATUS_OK;
    *lo = least[0], *hi = most[0];
    if (!deterministic)
        status = interval_between(draws, least, most, level, &ignored, lo, hi);
    free(least);
    return status;
}

enum status share_compare(bool deterministic, size_t draws, const struct share *share,
                          const struct share *versus, double level, struct share_difference *out)
{
    double *least = malloc(2 * draws * sizeof *least), *most = least + draws, ignored;
    if (!least)
        return STATUS_MEMORY;
    *out = (struct share_difference){0};
    for (size_t d = 0; d < draws; d++) {
        least[d] = 0.5 + 0.5 * (share[d].least - versus[d].most);
        most[d] = 0.5 + 0.5 * (share[d].most - versus[d].least);
        out->mean += share[d].value;
        out->versus += versus[d].value;
        out->difference += share[d].value - versus[d].value;
    }
    out->mean /= (double)draws;
    out->versus /= (double)draws;
    out->difference /= (double)draws;
    enum status status = STATUS_OK;
    double lo = least[0], hi = most[0];
    if (!deterministic)
        status = interval_between(draws, least, most, level, &ignored, &lo, &hi);
    out->lo = 2.0 * lo - 1.0;
    out->hi = 2.0 * hi - 1.0;
    free(least);
    return status;
}
