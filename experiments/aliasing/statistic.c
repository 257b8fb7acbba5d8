#include "experiments/aliasing/statistic.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "experiments/harness/claims/claim_tools.h"
#include "experiments/harness/draws/interval.h"
#include "experiments/harness/draws/qk.h"

size_t alias_draws(const struct grid_point *point) { return (size_t)grid_number(point, "pairs"); }

static enum status draw_counts(void *plan, double *count) { return alias_draw(plan, count); }

enum status alias_counts(const struct grid_point *point, bool with_law, const double **count)
{
    const char *dtype = grid_word(point, "dtype");
    struct random_stream stream = claim_stream();
    struct qk_law law;
    struct encoding *e = claim_encoding_at(point);
    size_t format = 0;
    struct message key;
    enum status status = claim_law_at(point, &law);
    while (format < DTYPE_COUNT && strcmp(dtypes[format].name, dtype) != 0)
        format++;
    if (status == STATUS_OK && (!e || format == DTYPE_COUNT))
        status = e ? STATUS_DOMAIN : STATUS_MEMORY;
    if (status == STATUS_OK) {
        struct alias_plan plan = {.encoding = e,
                                  .law = &law,
                                  .stream = &stream,
                                  .tokens = !qk_deterministic(&law),
                                  .with_law = with_law,
                                  .draws = alias_draws(point),
                                  .context = (size_t)grid_number(point, "context"),
                                  .format_count = 1,
                                  .formats = &format};
        message_set(&key, "aliasing %s %s %s %zu %zu %d", e->text, grid_word(point, "qk"), dtype,
                    plan.context, plan.draws, with_law);
        status = claim_memo(key.text, plan.draws * ALIAS_QUANTITIES, draw_counts, &plan, count);
    }
    encoding_free(e);
    return status;
}

double alias_value(const struct alias_statistic *statistic, const double *count, size_t draw,
                   size_t context)
{
    const double *of = count + draw * ALIAS_QUANTITIES;
    return (of[statistic->quantity] - statistic->less * of[ALIAS_PAIRS]) /
           (statistic->share ? alias_most(statistic->quantity, context) : 1.0);
}

enum status alias_limits(size_t draws, const double *value, struct alias_mean *out)
{
    double median;
    out->mean = out->lo = out->hi = value[0];
    for (size_t d = 1; d < draws; d++)
        out->mean += (value[d] - out->mean) / (double)(d + 1);
    return draws == 1 ? STATUS_OK
                      : interval_median(draws, value, claim_level(), &median, &out->lo, &out->hi);
}

enum status alias_mean_at(const struct grid_point *point, const struct alias_statistic *statistic,
                          struct alias_mean *out)
{
    size_t draws = alias_draws(point), context = (size_t)grid_number(point, "context");
    const double *count = NULL;
    double *value = malloc(draws * sizeof *value);
    enum status status = value ? alias_counts(point, false, &count) : STATUS_MEMORY;
    for (size_t d = 0; status == STATUS_OK && d < draws; d++)
        value[d] = alias_value(statistic, count, d, context);
    if (status == STATUS_OK)
        status = alias_limits(draws, value, out);
    free(value);
    return status;
}
