#include "theory/model/shapes/fope_shape.h"

#include <math.h>

#include "theory/model/shapes/drawn.h"

void fope_sizes(const struct schedule *schedule, double train, double gain, double heads,
                struct fope_shape *out)
{
    out->schedule = schedule;
    out->kept = 0;
    while (out->kept < schedule->pairs && schedule->turn_hi[out->kept] * train >= 1.0)
        out->kept++;
    if (out->kept == 0)
        return;
    size_t quarter = schedule->pairs / 2;
    out->outputs = out->kept < quarter ? out->kept : quarter;
    out->step = (out->kept + out->outputs - 1) / out->outputs;
    double o = (double)out->outputs, k = (double)out->kept;
    out->deviation = gain * sqrt(2.0 / (heads > 0.0 ? o * (heads + k) : o + k));
}

void fope_matrices(const struct fope_shape *shape, uint64_t seed, double *cosine, double *sine)
{
    double *const both[2] = {cosine, sine};
    size_t size = shape->outputs * shape->kept;
    for (uint32_t which = 0; which < 2; which++) {
        drawn_normals(seed, which, size, both[which]);
        for (size_t i = 0; i < size; i++)
            both[which][i] *= shape->deviation;
        for (size_t i = 0; i < shape->outputs && i * shape->step < shape->kept; i++)
            both[which][i * shape->kept + i * shape->step] += 1.0;
    }
}
