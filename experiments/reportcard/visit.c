#include "experiments/reportcard/visit.h"

#include <math.h>

#include "experiments/harness/draws/qk.h"
#include "kernels/counts/alias_count.h"
#include "kernels/counts/inversions.h"

/* FOLLOW's sum of |z_n| = |q_n| |k_n|, the largest score that any phases give, with the factor on
 * it: a sum over pairs has its own, every other encoding is taken to divide by sqrt(D). */
static double largest(const struct encoding *encoding, const double *query, const double *key)
{
    double sum = 0.0, norm = encoding_schedule(encoding) ? encoding_schedule(encoding)->norm
                                                         : 1.0 / sqrt((double)encoding->dim);
    for (size_t d = 0; d + 1 < encoding->dim; d += 2)
        sum += hypot(query[d], query[d + 1]) * hypot(key[d], key[d + 1]);
    return norm * sum;
}

/* Shares of the distances first .. first + count - 1 at which the keys' order is surely the reverse
 * of that at 0, and at which rounding cannot tell. */
static void reversed(const struct curve_draw *draw, size_t first, size_t count, double *share,
                     double *tie)
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
    *share = (double)flips / (double)count;
    *tie = (double)(count - flips - kept) / (double)count;
}

/* Distances below count at which both scores round to the same number. */
static double equal(size_t count, const double *one, const double *two)
{
    struct dtype_rounding rounding = dtype_rounding(&dtypes[DTYPE_BF16]);
    size_t found = 0;
    for (size_t r = 0; r < count; r++)
        found += dtype_code(&rounding, one[r]) == dtype_code(&rounding, two[r]);
    return (double)found;
}

static enum status aliases(size_t m, const double *score, double *work, double *share)
{
    static const size_t format = DTYPE_BF16;
    struct alias_counts counts;
    enum status status = alias_count(m, score, NULL, 1, &format, work, &counts);
    *share = status == STATUS_OK ? (double)counts.pairs / (0.5 * (double)m * (double)(m - 1)) : 0.0;
    return status;
}

static enum status visit(const struct curve_plan *curves, const struct curve_draw *draw,
                         double *scratch, double *result)
{
    const struct card_plan *plan = curves->context;
    size_t m = plan->context, half = m / 2;
    const double *score = draw->score[0][0], *other = draw->score[1][0];
    double far[CARD_FAR], steps = 0.0, sum = 0.0, pairs = (double)half * (double)(m - half),
                          most = largest(plan->encoding, draw->query, draw->key[0]);
    struct inversions found;
    for (size_t i = 0; i < TAKEN_SCORE; i++)
        result[i] = 0.0;
    inversions_count(half, score, m - half, score + half, 2.0 * draw->error[0], scratch, &found);
    result[TAKEN_LESS] = (double)found.less / pairs;
    result[TAKEN_LESS_TIE] = (double)found.ties / pairs;
    if (other) {
        reversed(draw, 0, m, &result[TAKEN_FLIP], &result[TAKEN_FLIP_TIE]);
        reversed(draw, m + 1, m, &result[TAKEN_REVERSED], &result[TAKEN_REVERSED_TIE]);
        result[TAKEN_TOKEN_ALIAS] = equal(m, score, other) / (double)m;
    }
    for (size_t r = 0; r < m; r++)
        steps += fabs(score[r + 1] - score[r]);
    result[TAKEN_POSITIONAL] = most > 0.0 ? steps / (double)m / most : NAN;
    for (size_t r = half; r < m; r++)
        sum += score[r];
    result[TAKEN_FAR] = sum / (double)(m - half);
    card_far_distances(m, far);
    result[TAKEN_SCORE] = score[0];
    for (size_t i = 0; i < CARD_FAR; i++)
        result[TAKEN_SCORE + 1 + i] = score[(size_t)far[i]];
    return aliases(m, score, scratch, &result[TAKEN_ALIAS]);
}

struct curve_plan card_curves(const struct card_plan *plan)
{
    size_t m = plan->context, half = m / 2, inversions = inversions_work_size(half, m - half),
           alias = alias_work_size(m);
    bool one = qk_deterministic(plan->law) || qk_one_key(plan->law);
    return (struct curve_plan){.encoding = plan->encoding,
                               .law = plan->law,
                               .stream = plan->stream,
                               .draws = plan->draws,
                               .second = one ? SECOND_NONE : SECOND_INDEPENDENT,
                               .window_count = 1,
                               .window = {{0.0, 2 * m + 1}},
                               .context = plan,
                               .scratch = inversions > alias ? inversions : alias,
                               .results = TAKEN_VALUES,
                               .visit = visit};
}
