#include "experiments/basebound/sweep.h"

#include <math.h>
#include <stdlib.h>

#include "experiments/basebound/section.h"
#include "experiments/harness/driver/driver.h"
#include "theory/proof/bases/base_end.h"

/* Sections of a batch at most, and ranges that one should have: many against the looks that find
 * the first of them, few against SECTION_RANGES. */
enum { SECTIONS_MOST = 256, RANGES = 16 };
/* Bases of a batch, relative to its first: those beyond the last one sought are swept in vain. */
#define SHARE 0.0625
/* A section may begin so far from its place, of its width, where a base has fewer digits. */
#define PLAY 0.125

/* Sections that are swept together. */
struct batch {
    size_t dim, count; /* lengths */
    const double *length;
    double tolerance;
    size_t reach, sections;
    double bound[SECTIONS_MOST + 1]; /* section i: from i to i + 1 */
};

/* How far the sections in their order have come. */
struct progress {
    struct batch *batch;
    const struct sweep_sink *sink;
    double until, frontier, gain; /* bases of a range, of late */
    struct base_bracket least;    /* at the frontier */
    struct base_effort effort;
    size_t ended, count; /* lengths */
};

static enum status run_unit(const void *context, size_t unit, void *lane, void *part)
{
    const struct batch *b = context;
    const struct section_task task = {
        b->dim, b->count, b->length, b->bound[unit], b->bound[unit + 1], b->tolerance, b->reach};
    (void)lane;
    return section_run(&task, part);
}

/* Cuts what comes next into sections by how long ranges were of late. */
static void plan(const struct progress *p)
{
    struct batch *b = p->batch;
    double width = RANGES * p->gain, share = width > 0.0 ? SHARE * p->frontier / width : 0.0;
    b->sections = share < 2.0 ? 1 : share < SECTIONS_MOST ? (size_t)share : SECTIONS_MOST;
    b->bound[0] = p->frontier;
    for (size_t i = 1; i <= b->sections; i++) {
        double at = p->frontier + (double)i * width;
        b->bound[i] = fmin(p->until, base_end_short(at - PLAY * width, at + PLAY * width));
        if (b->bound[i] == p->until)
            b->sections = i;
    }
    if (b->sections == 1) /* as far as there is room */
        b->bound[1] = p->until;
}

static struct base_counts sum(struct base_counts a, struct base_counts b)
{
    return (struct base_counts){a.evaluations + b.evaluations, a.balls + b.balls};
}

/* Hands over a range as far as the section's end. */
static enum status hand(struct progress *p, struct base_below below, double until)
{
    const struct base_belows *belows = &p->sink->belows;
    if (!(below.from < until))
        return STATUS_OK;
    below.to = fmin(below.to, until);
    p->frontier = below.to;
    p->effort.ranges += 1.0;
    return belows->visit ? belows->visit(belows->context, &below) : STATUS_OK;
}

/* A section whose lengths begin with number `first`. Those that ended before it end in it once
 * more, at a base that passes: nobody asks for that. */
static enum status join(struct progress *p, const struct section *s, size_t first, double until)
{
    const struct base_effort before = p->effort;
    size_t range = 0;
    enum status status = STATUS_OK;
    for (size_t i = 0; i <= s->ends; i++) {
        size_t ranges = i < s->ends ? s->end[i].ranges : s->count;
        for (; status == STATUS_OK && range < ranges; range++)
            status = hand(p, s->below[range], until);
        if (status == STATUS_OK && i < s->ends && first + i == p->ended) {
            struct base_effort effort = p->effort;
            effort.sums = sum(before.sums, s->end[i].effort.sums);
            status = p->sink->ended(p->sink->context, p->ended++, &s->end[i].least, &effort);
        }
        if (status != STATUS_OK || p->ended == p->count)
            return status;
    }
    p->effort.sums = sum(before.sums, s->state.effort.sums);
    p->effort.sieves += s->state.effort.sieves;
    p->least = (struct base_bracket){
        .lo = p->frontier, .distance = s->state.distance, .margin = s->state.margin};
    p->batch->reach = s->state.reach;
    return STATUS_OK;
}

static enum status run_batch(struct progress *p, struct section *section)
{
    struct batch *b = p->batch;
    const struct driver_work work = {.units = b->sections,
                                     .context = b,
                                     .part_size = sizeof *section,
                                     .run = run_unit,
                                     .result = section,
                                     .result_size = b->sections * sizeof *section};
    const size_t first = p->ended;
    const struct base_effort before = p->effort;
    enum status status = driver_run(&work);
    for (size_t i = 0; status == STATUS_OK && i < b->sections && p->ended < p->count; i++) {
        status = join(p, &section[i], first, b->bound[i + 1]);
        if (section[i].cut) /* what comes next begins where it is cut */
            break;
    }
    double ranges = p->effort.ranges - before.ranges;
    if (ranges > 0.0)
        p->gain = (p->frontier - b->bound[0]) / ranges;
    return status;
}

enum status sweep_run(size_t dim, double from, double until, size_t count, const double *length,
                      double tolerance, const struct sweep_sink *sink)
{
    struct batch *batch = calloc(1, sizeof *batch);
    struct section *section = calloc(SECTIONS_MOST, sizeof *section);
    struct progress p = {.batch = batch,
                         .sink = sink,
                         .until = until,
                         .frontier = from,
                         .least = {.lo = from},
                         .count = count};
    enum status status = batch && section ? STATUS_OK : STATUS_MEMORY;
    driver_stage(0, 0);
    while (status == STATUS_OK && p.ended < count && p.frontier < until) {
        *batch = (struct batch){.dim = dim,
                                .count = count - p.ended,
                                .length = length + p.ended,
                                .tolerance = tolerance,
                                .reach = batch->reach};
        plan(&p);
        status = run_batch(&p, section);
    }
    driver_stage(0, 1);
    while (status == STATUS_OK && p.ended < count)
        status = sink->ended(sink->context, p.ended++, &p.least, &p.effort);
    free(batch);
    free(section);
    return status;
}
