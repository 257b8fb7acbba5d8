/* The nearest of all distances up to a limit to each of many targets, in one pass. */
#include <math.h>
#include <stdlib.h>

#include "experiments/instability/measure.h"

/* What one block contributes: for each gap between targets the extreme values seen in it. */
struct cell {
    struct witness low, high; /* distance < 0: none yet */
};

struct search {
    double sign;
    size_t count;
    const double *target;
    struct cell *cells; /* count + 1 */
};

/* The cell of a value: the number of targets below it. */
static size_t cell_of(const struct search *s, double value)
{
    size_t lo = 0, hi = s->count;
    while (lo < hi) {
        size_t middle = (lo + hi) / 2;
        if (s->target[middle] < value)
            lo = middle + 1;
        else
            hi = middle;
    }
    return lo;
}

static void take(struct cell *cell, struct witness w)
{
    if (cell->low.distance < 0.0 || w.value < cell->low.value)
        cell->low = w;
    if (cell->high.distance < 0.0 || w.value > cell->high.value)
        cell->high = w;
}

static void clear(size_t count, struct cell *cells)
{
    for (size_t i = 0; i < count; i++)
        cells[i].low.distance = cells[i].high.distance = -1.0;
}

static void visit(const void *context, size_t count, const double *distance, const double *gamma,
                  void *part)
{
    const struct search *s = context;
    struct cell *cells = part;
    clear(s->count + 1, cells);
    for (size_t i = 0; i < count; i++)
        take(&cells[cell_of(s, 2.0 * gamma[i])], (struct witness){distance[i], 2.0 * gamma[i]});
}

static void fold(void *context, const void *part)
{
    struct search *s = context;
    const struct cell *cells = part;
    for (size_t i = 0; i <= s->count; i++)
        if (cells[i].low.distance >= 0.0) {
            take(&s->cells[i], cells[i].low);
            take(&s->cells[i], cells[i].high);
        }
}

/* Takes the nearer candidate; of two equally near the smaller distance. */
static void better(struct witness *best, const struct witness *candidate, double target)
{
    double before = fabs(best->value - target), now = fabs(candidate->value - target);
    if (candidate->distance >= 0.0 && (best->distance < 0.0 || now < before ||
                                       (now == before && candidate->distance < best->distance)))
        *best = *candidate;
}

enum status instability_scan(const struct encoding *encoding, const struct qk_law *law, double last,
                             size_t count, const double *target, struct witness *found)
{
    struct search s = {
        .count = count, .target = target, .cells = malloc((count + 1) * sizeof *s.cells)};
    if (!s.cells)
        return STATUS_MEMORY;
    clear(count + 1, s.cells);
    size_t size = (count + 1) * sizeof *s.cells;
    struct mean_scan scan = {&s, size, visit, fold, s.cells, size};
    enum status status = mean_curve_scan(encoding, law, 1.0, last, &scan);
    struct witness none = {-1.0, 0.0}, below = none, above = none;
    for (size_t i = 0; i < count; i++)
        found[i] = none;
    /* the nearest value at or below each target, then the nearest above */
    for (size_t i = 0; i < count; i++) {
        if (s.cells[i].high.distance >= 0.0)
            below = s.cells[i].high;
        better(&found[i], &below, target[i]);
    }
    for (size_t i = count; i-- > 0;) {
        if (s.cells[i + 1].low.distance >= 0.0)
            above = s.cells[i + 1].low;
        better(&found[i], &above, target[i]);
    }
    free(s.cells);
    return status;
}
