/* What a head's weights say without any token. */
#include <math.h>

#include "experiments/models/config/model_config.h"
#include "experiments/models/vectors/head.h"
#include "experiments/models/vectors/side_numbers.h"
#include "kernels/curves/product.h"

double vectors_context(const struct vectors *vectors)
{
    const struct model_config *config = vectors->store->config;
    return config ? config->own_context : 0.0;
}

/* The norm of two columns of a side's matrix. */
static double pair_norm(const struct head_side *side, size_t width, size_t column)
{
    double square = 0.0;
    for (size_t c = column; c < column + 2; c++) {
        size_t strip = c / PRODUCT_WIDTH * PRODUCT_WIDTH;
        for (size_t n = 0; n < width; n++) {
            double x = product_strip(side->numbers->table, width, n, strip)[c - strip];
            square += x * x;
        }
    }
    return sqrt(square);
}

bool vectors_slots(const struct vectors_head *head, double *slot)
{
    const struct vectors *v = head->vectors;
    if (!v->store->tensors)
        return false;
    for (size_t n = 0; n < v->dim / 2; n++) {
        slot[n] = 1.0;
        for (size_t side = 0; side < VECTORS_SIDES; side++)
            slot[n] *= pair_norm(&head->side[side], v->width[side], head->side[side].own + 2 * n);
    }
    return true;
}

bool vectors_reach(const struct vectors_head *head, double *reach)
{
    const struct vectors *v = head->vectors;
    enum row_norm norm = v->store->row_norm;
    if (!v->store->tensors || norm == ROWS_PLAIN || norm == ROWS_RMS_ALL)
        return false;
    *reach = 0.0;
    for (size_t n = 0; n < v->dim / 2; n++) {
        double product = sqrt((double)v->dim);
        for (size_t side = 0; side < VECTORS_SIDES; side++) {
            double one = norm == ROWS_RMS_ONE ? 1.0 : 0.0;
            const double *w = head->side[side].numbers->norm + 2 * n;
            product *= fmax(fabs(one + w[0]), fabs(one + w[1]));
        }
        *reach = fmax(*reach, product);
    }
    return true;
}
