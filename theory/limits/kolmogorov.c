#include "theory/limits/kolmogorov.h"

#include <math.h>

enum { STRIDE = 64 };

/* The larger distance at the jump of number k, where the law has value f. */
static double at_jump(double count, size_t k, double f)
{
    return fmax(((double)k + 1.0) / count - f, f - (double)k / count);
}

static size_t next_end(size_t k, size_t count)
{
    return k + STRIDE < count - 1 ? k + STRIDE : count - 1;
}

double kolmogorov_distance(size_t count, const double *sorted,
                           double (*cdf)(const void *context, double x), const void *context)
{
    double total = (double)count, farthest = 0.0, low = cdf(context, sorted[0]);
    farthest = at_jump(total, 0, low);
    for (size_t k = 0; k + 1 < count;) {
        k = next_end(k, count);
        farthest = fmax(farthest, at_jump(total, k, cdf(context, sorted[k])));
    }
    /* Between two ends neither the law nor the sample leaves the range it has at them: only
     * stretches where that range reaches farther than what was found need a look inside. */
    for (size_t k = 0; k + 1 < count;) {
        size_t end = next_end(k, count);
        double high = cdf(context, sorted[end]);
        if (isnan(high) || isnan(low))
            return NAN;
        if (fmax((double)end / total - low, high - ((double)k + 1.0) / total) > farthest)
            for (size_t i = k + 1; i < end; i++)
                farthest = fmax(farthest, at_jump(total, i, cdf(context, sorted[i])));
        low = high;
        k = end;
    }
    return isnan(low) ? NAN : farthest;
}
