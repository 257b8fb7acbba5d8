#include "experiments/curve_shares.h"

#include <math.h>

#include "experiments/harness/draws/qk.h"
#include "kernels/counts/alias_count.h"
#include "kernels/counts/inversions.h"

/* Whole distances in [0, M/2): of an odd M one more than in [M/2, M). */
static size_t near_count(size_t context) { return context - context / 2; }

struct curve_plan curve_shares_plan(const struct encoding *encoding, const struct qk_law *law,
                                    const struct random_stream *stream, size_t draws,
                                    size_t context)
{
    size_t half = near_count(context), inversions = inversions_work_size(half, context - half),
           alias = alias_work_size(context);
    bool one = qk_deterministic(law) || qk_one_key(law);
    return (struct curve_plan){.encoding = encoding,
                               .law = law,
                               .stream = stream,
                               .draws = draws,
                               .second = one ? SECOND_NONE : SECOND_INDEPENDENT,
                               .window_count = 1,
                               .window = {{0.0, 2 * context + 1}},
                               .scratch = inversions > alias ? inversions : alias};
}

double amplitude_sum(size_t dim, const double *query, const double *key, double *most)
{
    double sum = 0.0, largest = 0.0;
    for (size_t d = 0; d + 1 < dim; d += 2) {
        double a = hypot(query[d], query[d + 1]) * hypot(key[d], key[d + 1]);
        sum += a;
        largest = fmax(largest, a);
    }
    if (most)
        *most = largest;
    return sum;
}

double positional_score(const struct encoding *encoding, const double *query, const double *key,
                        size_t context, const double *score)
{
    const struct schedule *schedule = encoding_schedule(encoding);
    double norm = schedule ? schedule->norm : 1.0 / sqrt((double)encoding->dim),
           sum = norm * amplitude_sum(encoding->dim, query, key, NULL), steps = 0.0;
    for (size_t r = 0; r < context; r++)
        steps += fabs(score[r + 1] - score[r]);
    return sum > 0.0 ? steps / (double)context / sum : NAN;
}

struct share reversed_share(const struct curve_draw *draw, size_t first, size_t count)
{
    const double *one = draw->score[0][0], *two = draw->score[1][0];
    double order = one[0] - two[0], slack = draw->error[0] + draw->error[1],
           sign = order < 0.0 ? -1.0 : 1.0;
    size_t flips = 0, kept = 0;
    for (size_t r = first; r < first + count && fabs(order) > slack; r++) {
        double margin = sign * (one[r] - two[r]);
        flips += margin < -slack;
        kept += margin > slack;
    }
    double value = (double)flips / (double)count;
    return (struct share){value, value, (double)(count - kept) / (double)count};
}

struct share inverted_share(const struct curve_draw *draw, size_t context, double *scratch)
{
    const double *score = draw->score[0][0];
    size_t half = near_count(context);
    double pairs = (double)half * (double)(context - half);
    struct inversions found;
    inversions_count(half, score, context - half, score + half, 2.0 * draw->error[0], scratch,
                     &found);
    double value = (double)found.less / pairs;
    return (struct share){value, value, fmin(value + (double)found.ties / pairs, 1.0)};
}

enum status alias_share(const struct curve_draw *draw, size_t context, double *scratch,
                        double *share)
{
    static const size_t format = DTYPE_BF16;
    struct alias_counts counts;
    enum status status = alias_count(context, draw->score[0][0], NULL, 1, &format, scratch,
                                     &counts);
    *share = status == STATUS_OK
                 ? (double)counts.pairs / (0.5 * (double)context * (double)(context - 1))
                 : 0.0;
    return status;
}
