#include "kernels/counts/inversion_stream.h"

#include "kernels/counts/inversion_bins.h"
#include "kernels/counts/inversion_slabs.h"

enum status inversion_stream(const struct encoding *encoding, const struct score_input *input,
                             struct curve_window near, struct curve_window far, double tie,
                             struct inversion_bounds *out)
{
    struct sweep sweep = {.encoding = encoding, .input = input, .side = {near, far}};
    double scores = (double)near.count + (double)far.count;
    if (near.count == 0 || far.count == 0 || scores > INVERSION_LIMIT)
        return STATUS_DOMAIN;
    return scores <= INVERSION_EXACT_LIMIT ? inversion_slabs(&sweep, tie, out)
                                           : inversion_bins(&sweep, tie, out);
}
