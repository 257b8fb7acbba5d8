#include "theory/proof/bases/base_cover.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "theory/proof/filter/directed.h"

/* Ranges handled between two looks at what they found: twice as many each time, up to about
 * BATCH_WORK distances; the same for any number of threads. A group of distances begins at
 * FIRST_GROUP and doubles. */
enum { BATCH_LEAST = 16, BATCH_MOST = 256, BATCH_WORK = 1 << 21, FIRST_GROUP = 64 };
/* Smaller groups, distances times dim, are not worth waking threads for. */
enum { PARALLEL_LEAST = 1 << 16 };
/* A range of bases this short, relative, is divided no further. */
#define SHORTEST 0x1p-42
/* Share of single evaluations among those in runs that makes both cost about the same. */
#define SINGLE_SHARE 0.06

/* What one thread works with. */
struct worker {
    struct base_bank *bank;
    double *value; /* one per distance of a run */
    double *list;  /* distances still open: a stack of lists, one per depth */
    size_t room;
    double singles;
    struct base_edge edge;
    enum status status;
};

struct range {
    double lo, hi;
};

/* How a range may be judged by its middle: |ln(b/middle)| <= half for its bases, and b^(-n/h) <=
 * stretch middle^(-n/h). */
struct reach {
    double half, stretch, bound; /* bound: half times the Lipschitz bound of distance 1 */
};

static double middle_of(struct range range) { return range.lo + 0.5 * (range.hi - range.lo); }

static struct reach reach_of(const struct base_bank *bank, struct range range)
{
    /* ln(hi/m) <= (hi - m)/m and ln(m/lo) <= (m - lo)/lo; the differences round once. */
    double m = base_bank_base(bank), up = directed_up(directed_up(range.hi - m) / m),
           down = directed_up(directed_up(m - range.lo) / range.lo), half = up > down ? up : down,
           stretch = directed_up(m / range.lo);
    return (struct reach){half, stretch,
                          directed_up(directed_up(half * base_bank_lipschitz(bank)) * stretch)};
}

/* Whether B_r >= 0 over the whole range: its least value >= half times the slope's bound, by the
 * cheap one or the sharp one. */
static bool covered(struct base_bank *bank, const struct reach *reach, double distance,
                    double value)
{
    double least = base_bank_least(bank, distance, value);
    if (!(least > 0.0))
        return false;
    return least >= directed_up(reach->bound * distance) ||
           least >= directed_up(reach->half * base_bank_slope(bank, distance, reach->stretch));
}

/* Appends the distances of list that the range's middle does not settle after `used`; returns their
 * number. */
static size_t open_ones(struct worker *w, struct range range, const double *list, size_t count,
                        double *out)
{
    struct reach reach = reach_of(w->bank, range);
    size_t open = 0;
    for (size_t i = 0; i < count; i++)
        if (!covered(w->bank, &reach, list[i], base_bank_value(w->bank, list[i])))
            out[open++] = list[i];
    w->singles += (double)count;
    return open;
}

/* Looks for the first base that is not shown to pass at the distances
 * on top of the stack. */
static void explore(struct worker *w, struct range range, size_t start, size_t count)
{
    double m = middle_of(range);
    if (!(range.hi - range.lo > SHORTEST * range.lo) || m <= range.lo || m >= range.hi) {
        w->edge.whole = false;
        w->edge.base = range.lo;
        w->edge.distance = w->list[start];
        return;
    }
    if (start + 2 * count > w->room) {
        double *list = realloc(w->list, 2 * (start + 2 * count) * sizeof *list);
        if (!list) {
            w->status = STATUS_MEMORY;
            return;
        }
        w->list = list;
        w->room = 2 * (start + 2 * count);
    }
    w->status = base_bank_set(w->bank, m);
    if (w->status != STATUS_OK)
        return;
    size_t open = open_ones(w, range, w->list + start, count, w->list + start + count);
    struct range halves[2] = {{range.lo, m}, {m, range.hi}};
    for (int i = 0; open && i < 2 && w->edge.whole && w->status == STATUS_OK; i++)
        explore(w, halves[i], start + count, open);
}

/* A range at all distances of a group: a run at its middle, then what that leaves open. */
static void explore_group(struct worker *w, struct range range, size_t first, size_t count)
{
    double m = middle_of(range);
    w->edge = (struct base_edge){.whole = true};
    w->status = base_bank_set(w->bank, m);
    if (w->status == STATUS_OK)
        w->status = base_bank_values(w->bank, first, count, w->value);
    if (w->status != STATUS_OK)
        return;
    base_bank_count(w->bank, (double)count);
    if (w->room < count) {
        free(w->list);
        w->list = malloc(count * sizeof *w->list);
        w->room = w->list ? count : 0;
        if (!w->list) {
            w->status = STATUS_MEMORY;
            return;
        }
    }
    struct reach reach = reach_of(w->bank, range);
    size_t open = 0;
    for (size_t i = 0; i < count; i++)
        if (!covered(w->bank, &reach, (double)(first + i), w->value[i]))
            w->list[open++] = (double)(first + i);
    struct range halves[2] = {{range.lo, m}, {m, range.hi}};
    bool divides = m > range.lo && m < range.hi;
    for (int i = 0; open && i < (divides ? 2 : 1) && w->edge.whole && w->status == STATUS_OK; i++)
        explore(w, divides ? halves[i] : range, 0, open);
}

static enum status worker_new(size_t dim, size_t count, struct worker *w)
{
    *w = (struct worker){0};
    w->value = malloc(count * sizeof *w->value);
    return w->value ? base_bank_new(dim, &w->bank) : STATUS_MEMORY;
}

static void worker_free(struct worker *w)
{
    base_bank_free(w->bank);
    free(w->value);
    free(w->list);
}

/* One batch of ranges: the next ones of relative width `width` between *at and the end. */
struct batch {
    struct range range[BATCH_MOST];
    struct base_edge edge[BATCH_MOST];
    double singles[BATCH_MOST];
    enum status status[BATCH_MOST];
    size_t count, most;
};

static void next_batch(struct batch *b, double end, double width, double *at)
{
    for (b->count = 0; b->count < b->most && *at < end; b->count++) {
        struct range *r = &b->range[b->count];
        *r = (struct range){*at, fmin(end, *at * (1.0 + width))};
        *at = r->hi;
    }
}

/* All distances of one group over a range. */
static enum status cover_group(size_t dim, struct range all, size_t first, size_t count,
                               double width, struct base_edge *out)
{
    struct batch batch = {.most = BATCH_LEAST};
    enum status worst = STATUS_OK;
    double at = all.lo;
    *out = (struct base_edge){.whole = true};
#pragma omp parallel if (count * dim >= PARALLEL_LEAST)
    {
        struct worker w;
        enum status made = worker_new(dim, count, &w);
        for (;;) {
#pragma omp single
            {
                if (out->whole && worst == STATUS_OK)
                    next_batch(&batch, all.hi, width, &at);
                else
                    batch.count = 0;
            }
            if (batch.count == 0)
                break;
#pragma omp for schedule(dynamic, 1)
            for (size_t i = 0; i < batch.count; i++) {
                w.singles = 0.0;
                w.status = made;
                if (made == STATUS_OK)
                    explore_group(&w, batch.range[i], first, count);
                batch.edge[i] = w.edge;
                batch.singles[i] = w.singles;
                batch.status[i] = w.status;
            }
#pragma omp single
            {
                double singles = 0.0;
                /* a range behind the first edge counts no less: its sums are in the result */
                for (size_t i = 0; i < batch.count; i++)
                    worst = batch.status[i] != STATUS_OK ? batch.status[i] : worst;
                for (size_t i = 0; i < batch.count && out->whole && worst == STATUS_OK; i++) {
                    if (!batch.edge[i].whole)
                        out->whole = false, out->base = batch.edge[i].base,
                        out->distance = batch.edge[i].distance;
                    singles += batch.singles[i];
                }
                double share = singles / ((double)batch.count * (double)count);
                width *= share > 2.0 * SINGLE_SHARE   ? 0.7
                         : share > SINGLE_SHARE       ? 0.9
                         : share < 0.5 * SINGLE_SHARE ? 1.4
                                                      : 1.1;
                width = width > 1.0 ? 1.0 : width;
                if (batch.most < BATCH_MOST && batch.most * count < BATCH_WORK)
                    batch.most *= 2;
            }
        }
#pragma omp critical(base_cover_counts)
        if (w.bank) {
            struct base_counts counts = base_bank_counts(w.bank);
            out->sums.evaluations += counts.evaluations;
            out->sums.balls += counts.balls;
        }
        worker_free(&w);
    }
    return worst;
}

enum status base_cover(size_t dim, double lo, double hi, size_t first, size_t last,
                       struct base_edge *out)
{
    *out = (struct base_edge){.whole = true};
    if (!(lo >= 1.0 && lo <= hi && hi <= BASE_BANK_BASE))
        return STATUS_DOMAIN;
    struct base_bank *bank;
    enum status status = base_bank_new(dim, &bank);
    struct range all = {lo, hi};
    for (size_t from = first, to; status == STATUS_OK && from < last; from = to) {
        to = from < FIRST_GROUP ? FIRST_GROUP : 2 * from;
        to = to < last ? to : last;
        struct base_edge edge;
        status = base_bank_set(bank, all.lo);
        if (status != STATUS_OK)
            break;
        double width = fmin(1.0, 0.25 * (double)dim / ((double)to * base_bank_lipschitz(bank)));
        status = cover_group(dim, all, from, to - from, width, &edge);
        out->sums.evaluations += edge.sums.evaluations;
        out->sums.balls += edge.sums.balls;
        if (status != STATUS_OK || edge.whole)
            continue;
        out->whole = false;
        out->base = edge.base;
        out->distance = edge.distance;
        all.hi = edge.base;
    }
    base_bank_free(bank);
    return status;
}
