#include "experiments/models/statistics/token_part.h"

#include <math.h>

size_t token_part_size(size_t dim)
{
    size_t pairs = dim / 2;
    return TOKEN_SIDES * (1 + 2 * dim + 2 * pairs) + (MIXED_PRODUCTS + 2) * pairs;
}

struct token_part token_part_at(double *block, size_t dim)
{
    struct token_part part;
    size_t pairs = dim / 2;
    part.count = block;
    block += TOKEN_SIDES;
    for (size_t side = 0; side < TOKEN_SIDES; side++) {
        part.sum[side] = block;
        part.square[side] = block + dim;
        part.cross[side] = block + 2 * dim;
        part.norm[side] = block + 2 * dim + pairs;
        block += 2 * dim + 2 * pairs;
    }
    part.mixed = block;
    part.usage = block + MIXED_PRODUCTS * pairs;
    part.usage_square = part.usage + pairs;
    return part;
}

void token_part_add(struct token_part *part, size_t side, size_t dim, size_t count,
                    const double *row, const double *pivot, double *shifted, double *norm)
{
    size_t pairs = dim / 2;
    double *sum = part->sum[side], *square = part->square[side], *cross = part->cross[side],
           *norms = part->norm[side];
    part->count[side] += (double)count;
    for (size_t t = 0; t < count; t++, row += dim, shifted += dim, norm += pairs) {
        for (size_t d = 0; d < dim; d++) {
            double x = row[d] - pivot[d];
            shifted[d] = x;
            sum[d] += x;
            square[d] += x * x;
        }
        for (size_t n = 0; n < pairs; n++) {
            double x = row[2 * n], y = row[2 * n + 1];
            cross[n] += shifted[2 * n] * shifted[2 * n + 1];
            norm[n] = sqrt(x * x + y * y);
            norms[n] += norm[n];
        }
    }
}

void token_part_add_joint(struct token_part *part, size_t dim, size_t count,
                          double *const shifted[TOKEN_SIDES], double *const norm[TOKEN_SIDES])
{
    size_t pairs = dim / 2;
    const double *q = shifted[TOKEN_QUERY], *k = shifted[TOKEN_KEY], *a = norm[TOKEN_QUERY],
                 *b = norm[TOKEN_KEY];
    for (size_t t = 0; t < count; t++, q += dim, k += dim, a += pairs, b += pairs)
        for (size_t n = 0; n < pairs; n++) {
            double *mixed = part->mixed + MIXED_PRODUCTS * n, size = a[n] * b[n];
            mixed[0] += q[2 * n] * k[2 * n];
            mixed[1] += q[2 * n] * k[2 * n + 1];
            mixed[2] += q[2 * n + 1] * k[2 * n];
            mixed[3] += q[2 * n + 1] * k[2 * n + 1];
            part->usage[n] += size;
            part->usage_square[n] += size * size;
        }
}
