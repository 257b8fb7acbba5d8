#include "kernels/counts/inversion_curve.h"

#include <math.h>
#include <stdlib.h>

#include "kernels/counts/inversions.h"
#include "theory/ground/arrays.h"

/* The scores along a window. */
static enum status side(const struct encoding *encoding, const struct score_input *input,
                        struct curve_window at, double *window, double *work, double *score)
{
    enum status status = curve_window_fill(encoding, at.first, at.count, window);
    return status == STATUS_OK ? curve_scores(encoding, at.count, window, input, work, score)
                               : status;
}

static enum status held(const struct encoding *encoding, const struct score_input *input,
                        struct curve_window near, struct curve_window far, double tie,
                        struct inversion_bounds *out)
{
    size_t longest = size_max(near.count, far.count),
           window_size = curve_window_size(encoding, longest),
           work_size = size_max(curve_work_size(encoding, 1, longest),
                                inversions_work_size(near.count, far.count));
    double *window = malloc((window_size + work_size + near.count + far.count) * sizeof *window),
           *work = window + window_size, *scores = work + work_size;
    struct inversions found;
    enum status status = window ? side(encoding, input, near, window, work, scores) : STATUS_MEMORY;
    if (status == STATUS_OK)
        status = side(encoding, input, far, window, work, scores + near.count);
    if (status == STATUS_OK) {
        inversions_count(near.count, scores, far.count, scores + near.count, tie, work, &found);
        *out = (struct inversion_bounds){found.less, found.less, found.ties, found.ties};
    }
    free(window);
    return status;
}

enum status inversion_curve(const struct encoding *encoding, const struct score_input *input,
                            struct curve_window near, struct curve_window far,
                            struct inversion_bounds *out)
{
    if (near.count == 0 || far.count == 0)
        return STATUS_DOMAIN;
    double farthest = fmax(near.first + (double)(near.count - 1),
                           far.first + (double)(far.count - 1)),
           tie = 2.0 * curve_error(encoding, input->query, input->key, farthest);
    if (!isfinite(tie))
        return STATUS_DOMAIN;
    return (double)near.count + (double)far.count <= INVERSION_HELD_LIMIT
               ? held(encoding, input, near, far, tie, out)
               : inversion_stream(encoding, input, near, far, tie, out);
}
