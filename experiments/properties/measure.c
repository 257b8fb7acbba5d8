#include "experiments/properties/measure.h"

#include <float.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "experiments/harness/draws/qk.h"
#include "experiments/harness/driver/driver.h"
#include "experiments/properties/compare.h"

static int by_size(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* The distances that are scored: 0, each, and each sum of two, ascending and distinct. */
static size_t distances_all(const struct property_plan *plan, double *out)
{
    size_t count = 0, kept = 0;
    out[count++] = 0.0;
    for (size_t i = 0; i < plan->count; i++) {
        out[count++] = plan->distances[i];
        for (size_t j = 0; j <= i; j++)
            out[count++] = plan->distances[i] + plan->distances[j];
    }
    qsort(out, count, sizeof *out, by_size);
    for (size_t i = 0; i < count; i++)
        if (kept == 0 || out[i] != out[kept - 1])
            out[kept++] = out[i];
    return kept;
}

static size_t most_distances(const struct property_plan *plan)
{
    return 1 + plan->count + plan->count * (plan->count + 1) / 2;
}

static bool worse(const struct property_pair *a, const struct property_pair *b)
{
    if (!b->taken || a->apart != b->apart)
        return a->taken && (!b->taken || a->apart);
    return a->taken && fabs(a->left - a->right) > fabs(b->left - b->right);
}

void property_take(struct property_result *result, enum property property, double size,
                   struct property_pair pair)
{
    pair.taken = true;
    pair.bound += DBL_MIN;
    pair.apart = fabs(pair.left - pair.right) > pair.bound;
    if (worse(&pair, &result->worst[property]))
        result->worst[property] = pair;
    result->size[property] = fmax(result->size[property], size);
}

static void fold(void *total, size_t unit, const void *part)
{
    struct property_result *all = total;
    const struct property_result *one = part;
    (void)unit;
    for (size_t p = 0; p < PROPERTY_COUNT; p++) {
        if (worse(&one->worst[p], &all->worst[p]))
            all->worst[p] = one->worst[p];
        all->size[p] = fmax(all->size[p], one->size[p]);
    }
}

static void result_block(void *total, void *context, driver_take *take)
{
    take(context, total, sizeof(struct property_result));
}

static enum status unit_run(const void *context, size_t unit, void *lane, void *part)
{
    memset(part, 0, sizeof(struct property_result));
    return compare_draw(context, unit, lane, part);
}

struct property_size properties_size(const struct property_plan *plan)
{
    size_t count = most_distances(plan);
    return (struct property_size){2.0 * (double)plan->encoding->dim + 9.0 + (double)plan->count,
                                  (double)count,
                                  (double)(compare_room(plan, count) * sizeof(double))};
}

enum status properties_measure(const struct property_plan *plan, struct property_result *out)
{
    size_t most = most_distances(plan);
    struct compare_shared shared = {.plan = plan, .distance = malloc(most * sizeof(double))};
    enum status status = shared.distance ? STATUS_OK : STATUS_MEMORY;
    memset(out, 0, sizeof *out);
    if (status == STATUS_OK) {
        shared.count = distances_all(plan, shared.distance);
        shared.table = malloc((encoding_table_size(plan->encoding, shared.count) + 1) *
                              sizeof(double));
        status = shared.table ? encoding_table_fill(plan->encoding, shared.count, shared.distance,
                                                    shared.table)
                              : STATUS_MEMORY;
    }
    struct driver_work work = {.units = plan->draws,
                               .context = &shared,
                               .lane_size = compare_room(plan, most) * sizeof(double),
                               .part_size = sizeof *out,
                               .run = unit_run,
                               .total = out,
                               .fold = fold,
                               .blocks = result_block};
    if (status == STATUS_OK)
        status = driver_run(&work);
    free(shared.distance);
    free(shared.table);
    return status;
}

static double relative(const struct property_result *result, enum property property)
{
    const struct property_pair *w = &result->worst[property];
    double size = result->size[property];
    return w->taken && size > 0.0 ? fabs(w->left - w->right) / size : 0.0;
}

struct property_pair property_witness(const struct property_result *result, enum property property,
                                      double *size)
{
    if (property == PROPERTY_GROUP && result->worst[PROPERTY_LINEAR].apart &&
        relative(result, PROPERTY_LINEAR) > relative(result, property))
        property = PROPERTY_LINEAR;
    *size = result->size[property];
    return result->worst[property];
}

double property_deviation(const struct property_result *result, enum property property)
{
    double size;
    struct property_pair w = property_witness(result, property, &size);
    return w.taken && size > 0.0 ? fabs(w.left - w.right) / size : 0.0;
}

bool property_holds(const struct property_result *result, enum property property)
{
    bool apart = result->worst[property].apart;
    if (property == PROPERTY_PATH || property == PROPERTY_ABSOLUTE)
        return apart;
    return !apart && (property != PROPERTY_GROUP || !result->worst[PROPERTY_LINEAR].apart);
}

enum encoding_kind properties_kind(const struct property_result *result)
{
    if (property_holds(result, PROPERTY_PATH))
        return ENCODING_PATH;
    if (property_holds(result, PROPERTY_ABSOLUTE))
        return ENCODING_ABSOLUTE;
    if (property_holds(result, PROPERTY_GROUP) && property_holds(result, PROPERTY_ORIGIN))
        return ENCODING_GROUP;
    return property_holds(result, PROPERTY_ADDITIVE) ? ENCODING_ADDITIVE : ENCODING_RELATIVE;
}

const char *const property_names[PROPERTY_COUNT] = {
    [PROPERTY_LINEAR] = "linear",     [PROPERTY_ORIGIN] = "origin",     [PROPERTY_GROUP] = "group",
    [PROPERTY_ADDITIVE] = "additive", [PROPERTY_RELATIVE] = "relative", [PROPERTY_PATH] = "path",
    [PROPERTY_ABSOLUTE] = "absolute",
};

const char *const property_kind_names[] = {
    [ENCODING_GROUP] = "group", [ENCODING_ADDITIVE] = "additive", [ENCODING_RELATIVE] = "relative",
    [ENCODING_PATH] = "path",   [ENCODING_ABSOLUTE] = "absolute",
};
