#include "experiments/harness/draws/prices.h"

#include <math.h>

#include "experiments/harness/draws/qk_rows.h"
#include "experiments/harness/draws/tokens/tokens.h"
#include "kernels/curves/product.h"

/* Seconds of a normal number with what is made of it, of a multiply-add with a matrix's entry, of a
 * table's double that has to be fetched, and of passing over a score. */
static const double NORMAL = 3e-9, MULTIPLY = 3.6e-11, FETCH = 4.5e-10, PASS = 0.7e-9;
/* Doubles of a table that the second-level cache holds. */
static const double CACHE_DOUBLES = 262144.0;
/* Distances of a curve that its method makes a table of, and of those that share what it keeps of
 * them besides. */
static const double TABLE_DISTANCES = 256.0;

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

/* Tokens passed on the way to the farthest distance. */
static double tokens_passed(const struct encoding *encoding, double farthest)
{
    double (*read)(const struct encoding *) = encoding->type->tokens_read;
    if (!encoding->token_width)
        return 0.0;
    return read ? fmin(farthest, read(encoding)) : farthest;
}

double price_score(const struct encoding *encoding, double chunk, double count, double farthest)
{
    struct score_price price = encoding_price(encoding);
    double columns = columns_of(encoding), tokens = tokens_passed(encoding, farthest) / count,
           fetch = columns * count > CACHE_DOUBLES ? columns * FETCH / chunk : 0.0;
    return PASS + price.draw / count + price.score +
           (price.token + token_seconds(encoding)) * tokens + fetch;
}

double price_curve(const struct encoding *encoding, double chunk, double count)
{
    const struct curve_method *curve = encoding->type->curve;
    return curve ? PASS + encoding_price(encoding).draw / count + curve->seconds(encoding->state)
                 : price_score(encoding, chunk, count, count);
}

double price_column(const struct encoding *encoding) { return encoding_price(encoding).column; }

double price_bound(const struct encoding *encoding) { return encoding_price(encoding).bound; }

/* The distances of a run, for all draws. */
static double price_window(const struct encoding *encoding, double count)
{
    double columns = encoding->type->curve ? fmin(count, TABLE_DISTANCES) + count / TABLE_DISTANCES
                                           : count;
    return columns * price_column(encoding);
}

void price_curve_draws(struct cost *cost, const struct curve_plan *plan, double visit)
{
    struct curve_footprint footprint = curve_draws_footprint(plan);
    const struct encoding *e = plan->encoding;
    double keys = plan->second == SECOND_NONE ? 1.0 : 2.0, scores = 0.0,
           draws = (double)plan->draws;
    for (size_t w = 0; w < plan->window_count; w++) {
        double count = (double)plan->window[w].count;
        scores += count * price_curve(e, footprint.batch, count);
        cost_work(cost, PACE_VECTOR, price_window(e, count), 1.0);
    }
    cost_peak(cost, footprint.shared, footprint.each, footprint.units);
    cost_work(cost, PACE_VECTOR,
              draws * (price_draw(plan->law, e->dim, plan->second) +
                       keys * (price_matrices(e) + price_bound(e) + scores)),
              footprint.units);
    cost_work(cost, PACE_SCALAR, draws * visit, footprint.units);
}
