#include "experiments/models/statistics/holm.h"

#include <gsl/gsl_sort.h>
#include <math.h>
#include <stdlib.h>

enum status holm(size_t count, double *p)
{
    size_t *order = malloc((count + 1) * sizeof *order);
    double most = 0.0;
    if (!order)
        return STATUS_MEMORY;
    gsl_sort_index(order, p, 1, count);
    for (size_t i = 0; i < count; i++) {
        most = fmax(most, fmin((double)(count - i) * p[order[i]], 1.0));
        p[order[i]] = most;
    }
    free(order);
    return STATUS_OK;
}
