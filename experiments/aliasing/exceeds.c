#include "experiments/aliasing/exceeds.h"

#include <stdlib.h>

#include "experiments/exceeds.h"

/* Quantities that are shares of all pairs or positions, by their columns. */
static const struct {
    enum alias_quantity quantity;
    const char *column;
    bool tokens; /* takes two keys */
} shares[] = {
    {ALIAS_PAIRS, "alias_pairs", false},
    {ALIAS_POSITIONS, "positions_aliased", false},
    {ALIAS_INVARIANCE_PAIRS, "invariance_pairs", true},
    {ALIAS_TOKEN_POSITIONS, "token_alias_positions", true},
    {ALIAS_THRESHOLD_PAIRS, "threshold_pairs", false},
    {ALIAS_TOKEN_THRESHOLD_POSITIONS, "token_threshold_positions", true},
};

/* The points of one context, which stand stride apart. */
static enum status points_at(const struct alias_plan *plan, const double *count, double confidence,
                             size_t stride, struct exceeds_point *point)
{
    enum status status = STATUS_OK;
    for (size_t i = 0; status == STATUS_OK && i < plan->format_count * ARRAY_COUNT(shares); i++) {
        enum alias_quantity quantity = shares[i % ARRAY_COUNT(shares)].quantity;
        double most = alias_most(quantity, plan->context);
        struct alias_mean mean = {0};
        status = alias_average(plan, count, i / ARRAY_COUNT(shares), quantity, confidence, &mean);
        point[i * stride] = (struct exceeds_point){.at = (double)plan->context,
                                                   .share = mean.mean / most,
                                                   .lo = mean.lo / most,
                                                   .hi = mean.hi / most};
    }
    return status;
}

enum status aliasing_exceeds(struct run *run, const struct qk_model *qk, struct alias_plan *plan)
{
    const struct option_value *contexts = run_value(run, "context");
    size_t series = plan->format_count * ARRAY_COUNT(shares);
    double *count = malloc(plan->draws * plan->format_count * ALIAS_QUANTITIES * sizeof *count);
    struct exceeds_point *point = calloc(series * contexts->count, sizeof *point);
    enum status status = count && point ? STATUS_OK : STATUS_MEMORY;
    for (size_t c = 0; status == STATUS_OK && c < contexts->count; c++) {
        plan->context = (size_t)contexts->numbers[c];
        status = alias_draw(plan, count);
        if (status == STATUS_OK)
            status = points_at(plan, count, exceeds_confidence(contexts->count), contexts->count,
                               point + c);
        run_step(run);
    }
    for (size_t i = 0; status == STATUS_OK && i < series; i++)
        if (plan->tokens || !shares[i % ARRAY_COUNT(shares)].tokens)
            exceeds_rows(run, &(struct exceeds_series){
                                  .encoding = plan->encoding,
                                  .qk = qk,
                                  .failure = shares[i % ARRAY_COUNT(shares)].column,
                                  .searched = "context",
                                  .dtype = dtypes[plan->formats[i / ARRAY_COUNT(shares)]].name,
                                  .pairs = (double)plan->draws,
                                  .count = contexts->count,
                                  .point = point + i * contexts->count});
    free(count);
    free(point);
    return status;
}
