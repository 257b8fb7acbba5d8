#include "experiments/scores/decay_measures.h"

#include <math.h>
#include <stdlib.h>

#include "experiments/harness/draws/curve_draws.h"
#include "experiments/harness/draws/qk.h"

enum { FALLING, SHRINKING, CHANGING, RESULTS };

static enum status shape_of_curve(const struct curve_plan *plan, const struct curve_draw *draw,
                                  double *scratch, double *result)
{
    const double *s = draw->score[0][0], slack = 2.0 * draw->error[0];
    double least = s[0], most = s[0];
    (void)scratch;
    result[FALLING] = result[SHRINKING] = 1.0;
    for (size_t i = 1; i < plan->window[0].count; i++) {
        if (s[i] > s[i - 1] + slack)
            result[FALLING] = 0.0;
        if (fabs(s[i]) > fabs(s[i - 1]) + slack)
            result[SHRINKING] = 0.0;
        least = fmin(least, s[i]);
        most = fmax(most, s[i]);
    }
    result[CHANGING] = least < -draw->error[0] && most > draw->error[0];
    return STATUS_OK;
}

enum status decay_shares(const struct encoding *encoding, const struct qk_law *law,
                         const struct random_stream *stream, size_t draws, size_t last,
                         struct decay_shares *out)
{
    const struct curve_plan plan = {.encoding = encoding,
                                    .law = law,
                                    .stream = stream,
                                    .draws = draws,
                                    .second = SECOND_NONE,
                                    .window_count = 1,
                                    .window = {{0.0, last + 1}},
                                    .results = RESULTS,
                                    .visit = shape_of_curve};
    double *result = malloc(draws * RESULTS * sizeof *result);
    enum status status = result ? curve_draws(&plan, result) : STATUS_MEMORY;
    *out = (struct decay_shares){.draws = draws};
    for (size_t d = 0; d < draws && status == STATUS_OK; d++) {
        const double *own = result + d * RESULTS;
        out->falling += own[FALLING] != 0.0;
        out->shrinking += own[SHRINKING] != 0.0;
        out->changing += own[CHANGING] != 0.0;
    }
    free(result);
    return status;
}

/* Products of two vectors, each number of them in single precision. */
static double single_product(size_t width, const double *a, const double *b)
{
    float sum = 0.0F;
    for (size_t i = 0; i < width; i++)
        sum += (float)a[i] * (float)b[i];
    return (double)sum;
}

/* One draw's keys, against the scores at their distances. */
static void keys_compare(const struct encoding *e, size_t position, size_t step, double start,
                         const double *query, const double *key, const double *score,
                         double *factor, double *error, double *size)
{
    const struct factor_method *f = e->type->factors;
    size_t width = f->width(e->state);
    f->form(e->state, FACTOR_QUERY, (double)position - start, query, factor);
    for (size_t i = 0; i <= position / step; i++) {
        f->form(e->state, FACTOR_KEY, (double)(i * step) - start, key, factor + width);
        double got = single_product(width, factor, factor + width);
        *error = fmax(*error, isfinite(got) ? fabs(got - score[i]) : HUGE_VAL);
        *size = fmax(*size, fabs(score[i]));
    }
}

enum status decay_factor_error(const struct encoding *encoding, const struct qk_law *law,
                               const struct random_stream *stream, size_t draws, size_t position,
                               size_t step, size_t block, double *error, double *size)
{
    if (!encoding->type->factors)
        return STATUS_UNDEFINED;
    size_t count = position / step + 1, dim = encoding->dim,
           width = encoding->type->factors->width(encoding->state),
           parts[] = {encoding_table_size(encoding, count),
                      count,
                      count,
                      encoding_work_size(encoding, 1),
                      2 * dim,
                      2 * width,
                      qk_second_work_size(dim)},
           total = 0;
    double *part[sizeof parts / sizeof *parts];
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        total += parts[i];
    double *memory = malloc(total * sizeof *memory);
    if (!memory)
        return STATUS_MEMORY;
    for (size_t i = 0, at = 0; i < sizeof parts / sizeof *parts; at += parts[i], i++)
        part[i] = memory + at;
    double *distance = part[1], *score = part[2], *query = part[4], *key = query + dim;
    for (size_t i = 0; i < count; i++)
        distance[i] = (double)(position - i * step);
    *error = *size = 0.0;
    double at = (double)position, start = block ? (double)(position - position % block) : 0.0;
    enum status status = encoding_table_fill(encoding, count, distance, part[0]);
    for (size_t d = 0; d < draws && status == STATUS_OK; d++) {
        struct score_input input = {.draws = 1, .query = query, .key = key, .position = &at};
        status = curve_draw_vectors(law, stream, SECOND_NONE, dim, d, 1, part[6], query, key, NULL);
        if (status == STATUS_OK)
            status = encoding_scores(encoding, count, part[0], &input, part[3], score);
        if (status == STATUS_OK)
            keys_compare(encoding, position, step, start, query, key, score, part[5], error, size);
    }
    free(memory);
    return status;
}
