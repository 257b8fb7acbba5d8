#include "kernels/encodings/curve.h"

#include <math.h>
#include <stdlib.h>

#include "theory/ground/constants.h"

size_t curve_window_size(const struct encoding *encoding, size_t count)
{
    return encoding->type->curve ? encoding->type->curve->window_size(encoding->state, count)
                                 : encoding_table_size(encoding, count);
}

size_t curve_work_size(const struct encoding *encoding, size_t draws, size_t count)
{
    return encoding->type->curve ? encoding->type->curve->work_size(encoding->state, draws, count)
                                 : encoding_work_size(encoding, draws);
}

/* Compared where the difference is exact: a sum over DISTANCE_LIMIT could round to it. */
static bool in_range(double first, size_t count)
{
    return first >= 0.0 && count >= 1 && (double)(count - 1) <= DISTANCE_LIMIT - first;
}

enum status curve_window_fill(const struct encoding *encoding, double first, size_t count,
                              double *window)
{
    if (!in_range(first, count))
        return STATUS_DOMAIN;
    if (encoding->type->curve)
        return encoding->type->curve->window_fill(encoding->state, first, count, window);
    double *distance = malloc(count * sizeof *distance);
    if (!distance)
        return STATUS_MEMORY;
    for (size_t i = 0; i < count; i++)
        distance[i] = first + (double)i;
    enum status status = encoding_table_fill(encoding, count, distance, window);
    free(distance);
    return status;
}

enum status curve_window_move(const struct encoding *encoding, double first, size_t count,
                              double *window)
{
    if (!encoding->type->curve || !in_range(first, count))
        return curve_window_fill(encoding, first, count, window);
    encoding->type->curve->window_move(encoding->state, first, count, window);
    return STATUS_OK;
}

enum status curve_scores(const struct encoding *encoding, size_t count, const double *window,
                         const struct score_input *input, double *work, double *score)
{
    return encoding->type->curve
               ? encoding->type->curve->scores(encoding->state, count, window, input, work, score)
               : encoding_scores(encoding, count, window, input, work, score);
}

double curve_error(const struct encoding *encoding, const double *query, const double *key,
                   double farthest)
{
    /* the offset's own rounding and that of its sum with the level score */
    return encoding_error_level(encoding, query, key, farthest) +
           2.0 * UNIT_ROUNDING * fabs(encoding_offset(encoding, farthest));
}
