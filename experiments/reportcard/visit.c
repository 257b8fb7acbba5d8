#include "experiments/reportcard/visit.h"

#include <string.h>

#include "kernels/counts/dtype.h"
#include "theory/ground/arrays.h"

/* Distances below count at which both scores round to the same number. */
static double equal(size_t count, const double *one, const double *two)
{
    struct dtype_rounding rounding = dtype_rounding(&dtypes[DTYPE_BF16]);
    size_t found = 0;
    for (size_t r = 0; r < count; r++)
        found += dtype_code(&rounding, one[r]) == dtype_code(&rounding, two[r]);
    return (double)found;
}

static void keep(const struct share *share, double *result)
{
    memcpy(result, share, sizeof *share);
}

static enum status visit(const struct curve_plan *curves, const struct curve_draw *draw,
                         double *scratch, double *result)
{
    const struct card_plan *plan = curves->context;
    size_t m = plan->context, half = m / 2;
    const double *score = draw->score[0][0], *other = draw->score[1][0];
    double far[CARD_FAR];
    struct share inverted = inverted_share(draw, m, scratch), flipped = {0}, reversed = {0};
    result[TAKEN_TOKEN_ALIAS] = 0.0;
    if (other) {
        flipped = reversed_share(draw, 0, m);
        reversed = reversed_share(draw, m + 1, m);
        result[TAKEN_TOKEN_ALIAS] = equal(m, score, other) / (double)m;
    }
    keep(&inverted, &result[TAKEN_INVERTED]);
    keep(&flipped, &result[TAKEN_FLIPPED]);
    keep(&reversed, &result[TAKEN_REVERSED]);
    result[TAKEN_POSITIONAL] = positional_score(plan->encoding, draw->query, draw->key[0], m,
                                                score);
    result[TAKEN_FAR] = array_average(m - half, score + half);
    card_far_distances(m, far);
    result[TAKEN_SCORE] = score[0];
    for (size_t i = 0; i < CARD_FAR; i++)
        result[TAKEN_SCORE + 1 + i] = score[(size_t)far[i]];
    return alias_share(draw, m, scratch, &result[TAKEN_ALIAS]);
}

struct curve_plan card_curves(const struct card_plan *plan)
{
    struct curve_plan curves = curve_shares_plan(plan->encoding, plan->law, plan->stream,
                                                 plan->draws, plan->context);
    curves.context = plan;
    curves.results = TAKEN_VALUES;
    curves.visit = visit;
    return curves;
}
