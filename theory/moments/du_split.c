#include "theory/moments/du_split.h"

#include <math.h>
#include <stdbool.h>

struct du_split du_split(const struct schedule *schedule, double count, const double *cosine,
                         const double *sine)
{
    struct du_split split = {0};
    for (size_t n = 0; n < schedule->pairs; n++) {
        bool still = schedule->turn_hi[n] == rint(schedule->turn_hi[n]) &&
                     schedule->turn_lo[n] == 0.0;
        if (!still && count * schedule->turn_hi[n] > 1.0) {
            split.variance += 0.5 * (cosine[n] * cosine[n] + sine[n] * sine[n]);
            split.fast++;
        } else {
            split.mean += cosine[n];
        }
    }
    return split;
}
