#include "experiments/harness/draws/prices.h"

#include <math.h>

#include "experiments/harness/draws/qk_rows.h"
#include "experiments/harness/draws/tokens/tokens.h"
#include "kernels/curves/product.h"

/* Seconds of a normal number with what is made of it, of a multiply-add with both operands at hand,
 * and with one that has to be fetched; of a cosine, and of passing over a score. */
static const double NORMAL = 3e-9, MULTIPLY = 3.6e-11, FETCH = 3e-10, COSINE = 2.5e-9,
                    PASS = 0.7e-9, SINCOS = 8e-9, POWER = 12e-9;
/* Doubles of a table that the second-level cache holds. */
static const double CACHE_DOUBLES = 262144.0;
/* Of a curve, seconds per score and pair: a block's product has fewer columns than pairs. */
static const double CURVE_PAIR = 2.4e-11, CURVE_PASS = 0.9e-9;

/* Numbers that a draw reads to make its vectors: two keys are drawn one after the other, each with
 * what stands before it in the stream. */
double price_draw(const struct qk_law *law, size_t dim, enum second_key second)
{
    double numbers = second == SECOND_INDEPENDENT ? 5.0 : second == SECOND_ALIGNED ? 3.0 : 2.0;
    return NORMAL * numbers * (double)dim +
           qk_rows_seconds(law, second == SECOND_INDEPENDENT ? 4.0 : 2.0, false);
}

double price_matrices(const struct encoding *encoding)
{
    struct encoding_files files;
    return encoding_files(encoding, &files) ? MULTIPLY * (double)files.size / sizeof(double) : 0.0;
}

/* Numbers in a table for one distance. */
static double columns_of(const struct encoding *encoding)
{
    return (double)encoding_table_size(encoding, PRODUCT_WIDTH) / PRODUCT_WIDTH;
}

/* What the type says of a score, and the tokens on the way to it. */
static double price_type(const struct encoding *encoding, double tokens)
{
    return encoding->type->seconds(encoding) * fmax(tokens, 1.0) + token_seconds(encoding) * tokens;
}

double price_score(const struct encoding *encoding, double chunk, double count, double farthest)
{
    double columns = columns_of(encoding),
           fetch = columns * count > CACHE_DOUBLES ? columns * FETCH / chunk : 0.0;
    if (encoding->token_width) {
        double (*read)(const struct encoding *) = encoding->type->tokens_read;
        double tokens = read ? fmin(farthest, read(encoding)) : farthest;
        return PASS + price_type(encoding, tokens / fmax(count, 1.0));
    }
    /* where it is given what its tokens would say, a path is a bank */
    if (encoding->type->seconds && !encoding->type->tokens)
        return PASS + price_type(encoding, 0.0) + fetch;
    if (!encoding->type->bank && !encoding->type->tokens)
        return PASS + COSINE;
    return PASS + columns * MULTIPLY + fetch;
}

double price_curve(const struct encoding *encoding)
{
    if (!encoding->type->curve)
        return price_score(encoding, 16.0, 131072.0, 131072.0);
    if (encoding->type->seconds)
        return CURVE_PASS + price_type(encoding, 0.0);
    double pairs = encoding_schedule(encoding) ? (double)encoding_schedule(encoding)->rotating
                                               : 0.5 * (double)encoding->dim;
    return CURVE_PASS + CURVE_PAIR * pairs;
}

double price_column(const struct encoding *encoding)
{
    return encoding->type->bank ? SINCOS * 0.5 * columns_of(encoding) : POWER;
}

void price_curve_draws(struct cost *cost, const struct curve_plan *plan, double visit)
{
    struct curve_footprint footprint = curve_draws_footprint(plan);
    double keys = plan->second == SECOND_NONE ? 1.0 : 2.0, distances = 0.0,
           draws = (double)plan->draws;
    for (size_t w = 0; w < plan->window_count; w++)
        distances += (double)plan->window[w].count;
    cost_peak(cost, footprint.shared, footprint.each, footprint.units);
    cost_work(cost, PACE_VECTOR,
              draws * (price_draw(plan->law, plan->encoding->dim, plan->second) +
                       keys * price_matrices(plan->encoding) +
                       keys * distances * price_curve(plan->encoding)),
              footprint.units);
    cost_work(cost, PACE_SCALAR, draws * visit, footprint.units);
}
