#include "experiments/properties/cost.h"

#include "experiments/harness/draws/prices.h"
#include "experiments/properties/measure.h"

/* Vectors that serve any encoding; `scores` prints the same draws' scores. */
static const struct qk_law law = {.kind = QK_GAUSS, .mu = 0.0, .sigma = 1.0};

struct property_plan properties_plan(const struct run *run, const struct encoding *encoding,
                                     struct token_stream *tokens)
{
    const struct option_value *distances = run_value(run, "distances");
    return (struct property_plan){.encoding = encoding,
                                  .law = &law,
                                  .stream = &run->stream,
                                  .draws = (size_t)run_number(run, "pairs"),
                                  .count = distances->count,
                                  .distances = distances->numbers,
                                  .tokens = token_stream(tokens, encoding, &run->stream, 0)};
}

void properties_cost(const struct run *run, struct cost *cost)
{
    /* seconds of a comparison, of its terms, and of a draw by itself */
    static const double TAKE = 12e-9, TERM = 1e-9, DRAW = 2e-6;
    const struct option_value *encodings = run_value(run, "encoding");
    for (size_t i = 0; i < encodings->count; i++) {
        const struct encoding *encoding = encodings->encodings[i];
        struct token_stream tokens;
        struct property_plan plan = properties_plan(run, encoding, &tokens);
        struct property_size size = properties_size(&plan);
        double draws = (double)plan.draws, dim = (double)encoding->dim,
               steps = (double)plan.count * (double)plan.count, rows = size.rows,
               farthest = plan.distances[plan.count - 1];
        cost_work(cost, PACE_VECTOR,
                  draws * (rows * size.distances *
                               (price_score(encoding, 16.0, size.distances, 2.0 * farthest) +
                                encoding_price(encoding).moved + price_bound(encoding) + TAKE) +
                           2.0 * steps * dim * TERM +
                           2.0 * price_draw(&law, encoding->dim, SECOND_NONE) + DRAW),
                  draws);
        cost_peak(cost,
                  sizeof(double) * (double)encoding_table_size(encoding, (size_t)size.distances),
                  size.bytes, draws);
        cost_rows(cost, (double)PROPERTY_COUNT, 4.0);
        cost_step(cost);
    }
}
