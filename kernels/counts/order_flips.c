#include "kernels/counts/order_flips.h"

#include <math.h>
#include <stdlib.h>

struct order_flips order_flips(double at_zero, double slack, size_t count, const double *one,
                               const double *two)
{
    size_t flips = 0, kept = 0;
    double sign = at_zero < 0.0 ? -1.0 : 1.0;
    for (size_t i = 0; i < count && fabs(at_zero) > slack; i++) {
        double margin = sign * (one[i] - two[i]);
        flips += margin < -slack;
        kept += margin > slack;
    }
    return (struct order_flips){flips, count - flips - kept};
}

/* A block's buffers, and the scores of both keys at distance 0. */
struct block {
    const struct encoding *encoding;
    const double *query, *key[2];
    double *window, *work, *score[2], zero[2];
};

/* Scores of both keys along a window: both have the same offset, which would only swamp margins. */
static enum status block_scores(const struct block *b, double first, size_t count,
                                double *const score[2])
{
    enum status status = curve_window_fill(b->encoding, first, count, b->window);
    for (size_t k = 0; status == STATUS_OK && k < 2; k++) {
        struct score_input input = {.draws = 1, .query = b->query, .key = b->key[k], .level = true};
        status = curve_scores(b->encoding, count, b->window, &input, b->work, score[k]);
    }
    return status;
}

static enum status block_flips(const struct block *b, double first, size_t count,
                               struct order_flips *out)
{
    double farthest = first + (double)(count - 1), slack = 0.0;
    enum status status = block_scores(b, first, count, b->score);
    for (size_t k = 0; k < 2; k++)
        slack += encoding_error_level(b->encoding, b->query, b->key[k], farthest);
    if (status != STATUS_OK || !isfinite(slack))
        return status != STATUS_OK ? status : STATUS_DOMAIN;
    struct order_flips more = order_flips(b->zero[0] - b->zero[1], slack, count, b->score[0],
                                          b->score[1]);
    out->flips += more.flips;
    out->ties += more.ties;
    return STATUS_OK;
}

enum status order_curve(const struct encoding *encoding, const double *query, const double *key,
                        const double *other, double context, struct order_flips *out)
{
    size_t most = (size_t)fmin(context, ORDER_BLOCK),
           window_size = curve_window_size(encoding, most),
           work_size = curve_work_size(encoding, 1, most);
    struct block b = {.encoding = encoding, .query = query, .key = {key, other}};
    double *zero[] = {&b.zero[0], &b.zero[1]};
    b.window = malloc((window_size + work_size + 2 * most) * sizeof *b.window);
    b.work = b.window + window_size;
    b.score[0] = b.work + work_size;
    b.score[1] = b.score[0] + most;
    *out = (struct order_flips){0};
    enum status status = b.window ? block_scores(&b, 0.0, 1, zero) : STATUS_MEMORY;
    for (double first = 0.0; status == STATUS_OK && first < context; first += ORDER_BLOCK)
        status = block_flips(&b, first, (size_t)fmin(ORDER_BLOCK, context - first), out);
    free(b.window);
    return status;
}
