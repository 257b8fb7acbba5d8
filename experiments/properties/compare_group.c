/* The group's law, of the scores of unit vectors. */
#include <math.h>
#include <string.h>

#include "experiments/properties/comparing.h"
#include "theory/ground/constants.h"

static size_t index_of(const struct compare_shared *s, double distance)
{
    size_t lo = 0, hi = s->count;
    while (hi - lo > 1) {
        size_t middle = (lo + hi) / 2;
        *(s->distance[middle] <= distance ? &lo : &hi) = middle;
    }
    return lo;
}

/* q'A(r) or A(r)k: the scores of a vector and every unit vector, with their bounds. */
static enum status fill_images(const struct comparing *c, enum factor_side side)
{
    size_t dim = c->encoding->dim, count = c->shared->count;
    enum status status = STATUS_OK;
    double position[CHUNK], *unit = side == FACTOR_QUERY ? c->lane.key : c->lane.query;
    for (size_t first = 0; status == STATUS_OK && first < dim; first += CHUNK) {
        size_t rows = dim - first < CHUNK ? dim - first : CHUNK;
        for (size_t i = 0; i < rows; i++) {
            compare_put(c, i, c->lane.q, c->lane.k);
            memset(unit + i * dim, 0, dim * sizeof *unit);
            unit[i * dim + first + i] = 1.0;
            position[i] = compare_farthest(c->shared);
        }
        status = compare_scores(c, rows, position, c->draw);
        for (size_t i = 0; status == STATUS_OK && i < rows * count; i++) {
            c->lane.image[side][first * count + i] = c->lane.score[i];
            c->lane.error[side][first * count + i] = compare_error(c, i / count,
                                                                   c->shared->distance[i % count]);
        }
    }
    return status;
}

/* u.z of q'A at one distance and A k at another, its bound, and the sum of its terms' sizes. */
static double image_product(const struct comparing *c, size_t left, size_t right, double *bound)
{
    size_t dim = c->encoding->dim, count = c->shared->count;
    double sum = 0.0, size = 0.0;
    for (size_t n = 0; n < dim; n++) {
        double u = c->lane.image[FACTOR_QUERY][n * count + left],
               z = c->lane.image[FACTOR_KEY][n * count + right],
               du = c->lane.error[FACTOR_QUERY][n * count + left],
               dz = c->lane.error[FACTOR_KEY][n * count + right];
        sum += u * z;
        size += fabs(u * z);
        *bound += fabs(u) * dz + fabs(z) * du + du * dz;
    }
    *bound += ((double)dim + 1.0) * UNIT_ROUNDING * size;
    return sum;
}

enum status compare_group(const struct comparing *c)
{
    const struct property_plan *plan = c->shared->plan;
    enum status status = fill_images(c, FACTOR_QUERY);
    if (status == STATUS_OK)
        status = fill_images(c, FACTOR_KEY);
    for (size_t i = 0; status == STATUS_OK && i < plan->count * plan->count; i++) {
        struct property_pair pair = {.r = plan->distances[i / plan->count],
                                     .s = plan->distances[i % plan->count],
                                     .draw = c->draw};
        size_t r = index_of(c->shared, pair.r), s = index_of(c->shared, pair.s),
               both = index_of(c->shared, pair.r + pair.s);
        pair.left = image_product(c, both, 0, &pair.bound);
        pair.right = image_product(c, r, s, &pair.bound);
        property_take(c->result, PROPERTY_GROUP, fmax(fabs(pair.left), fabs(pair.right)), pair);
    }
    return status;
}
