#include "experiments/precision/scan.h"

#include <stdlib.h>
#include <string.h>

#include "experiments/harness/driver/driver.h"

/* The positions of one unit, none of them beyond a listed one before its last. */
struct block {
    double first, last;
    size_t listed; /* number of the listed position that it leads up to */
};

struct scan {
    const struct scan_plan *plan;
    const struct radians *radians;
    const struct block *blocks;
    struct scan_so_far *now;    /* [pipelines] */
    struct scan_so_far *so_far; /* [positions][pipelines] */
};

/* A table of one position, as far as it is needed. */
struct table {
    double *phase, *cosine, *sine;
    double bias;
};

/* A unit's scratch: areas of pairs doubles. */
struct areas {
    double *exact, *angle, *error, *worst_angle, *worst_cosine;
    struct table table[2];
};
enum { AREAS = 11 };

static struct areas areas_of(double *lane, size_t pairs)
{
    double *at[AREAS];
    for (size_t i = 0; i < AREAS; i++)
        at[i] = lane + i * pairs;
    return (struct areas){at[0], at[1], at[2],
                          at[3], at[4], {{at[5], at[6], at[7], 0.0}, {at[8], at[9], at[10], 0.0}}};
}

static bool equal(size_t count, const double *a, const double *b)
{
    for (size_t n = 0; n < count; n++)
        if (a[n] != b[n])
            return false;
    return true;
}

/* Whether two tables are the same; sines are made where cosines leave it open. */
static bool same(const struct pipeline *p, const struct schedule *s, struct table *a,
                 struct table *b)
{
    if (a->bias != b->bias)
        return false;
    if (equal(s->rotating, a->phase, b->phase))
        return true;
    if (!equal(s->rotating, a->cosine, b->cosine))
        return false;
    pipeline_table(p, a->phase, a->cosine, a->sine);
    pipeline_table(p, b->phase, b->cosine, b->sine);
    return equal(s->rotating, a->sine, b->sine);
}

static void keep_worst(size_t count, const double *error, double *worst)
{
    for (size_t n = 0; n < count; n++)
        worst[n] = error[n] > worst[n] ? error[n] : worst[n];
}

static double largest(size_t count, const double *x)
{
    double most = 0.0;
    for (size_t n = 0; n < count; n++)
        most = fmax(most, x[n]);
    return most;
}

static void fill(const struct pipeline *p, double position, double *angle, struct table *out)
{
    pipeline_angles(p, position, angle, out->phase);
    pipeline_cosines(p, out->phase, out->cosine);
    out->bias = pipeline_bias(p, position);
}

/* One pipeline over a block. */
static struct scan_so_far along(const struct scan *scan, const struct pipeline *p,
                                const struct block *block, const double *exact, struct areas *a)
{
    const struct schedule *s = scan->plan->schedule;
    struct scan_so_far out = {.defined = pipeline_defined(p, block->last), .collision = -1.0};
    size_t now = 0;
    if (!out.defined) /* nothing of a block counts that does not count to its end */
        return out;
    memset(a->worst_angle, 0, s->pairs * sizeof(double));
    memset(a->worst_cosine, 0, s->pairs * sizeof(double));
    if (block->first > 0.0)
        fill(p, block->first - 1.0, a->angle, &a->table[1]);
    for (double at = block->first; at <= block->last; at += 1.0, now = 1 - now) {
        struct table *t = &a->table[now], *before = &a->table[1 - now];
        const double *cosine = exact + (size_t)(at - block->first) * s->pairs;
        fill(p, at, a->angle, t);
        angle_errors(scan->radians, s->rotating, at, a->angle, a->error);
        keep_worst(s->rotating, a->error, a->worst_angle);
        for (size_t n = 0; n < s->rotating; n++)
            a->error[n] = fabs(t->cosine[n] - cosine[n]);
        keep_worst(s->rotating, a->error, a->worst_cosine);
        bool alike = at > 0.0 && same(p, s, before, t);
        out.distinct += !alike;
        if (alike && out.collision < 0.0)
            out.collision = at - 1.0;
    }
    out.angle = largest(s->rotating, a->worst_angle);
    out.cosine = largest(s->rotating, a->worst_cosine);
    return out;
}

static enum status unit_run(const void *context, size_t unit, void *lane, void *part)
{
    const struct scan *scan = context;
    const struct block *block = &scan->blocks[unit];
    const struct schedule *s = scan->plan->schedule;
    struct scan_so_far *out = part;
    double *exact = lane;
    struct areas areas = areas_of(exact + SCAN_BLOCK * s->pairs, s->pairs);
    for (double at = block->first; at <= block->last; at += 1.0)
        exact_cosines(s, at, exact + (size_t)(at - block->first) * s->pairs);
    for (size_t p = 0; p < scan->plan->pipelines; p++)
        out[p] = along(scan, scan->plan->pipeline[p], block, exact, &areas);
    return STATUS_OK;
}

static void fold(void *total, size_t unit, const void *part)
{
    struct scan *scan = total;
    const struct scan_so_far *more = part;
    const struct block *block = &scan->blocks[unit];
    for (size_t p = 0; p < scan->plan->pipelines; p++) {
        struct scan_so_far *now = &scan->now[p];
        now->defined = now->defined && more[p].defined;
        now->angle = fmax(now->angle, more[p].angle);
        now->cosine = fmax(now->cosine, more[p].cosine);
        now->distinct += more[p].distinct;
        if (now->collision < 0.0)
            now->collision = more[p].collision;
        if (block->last == scan->plan->position[block->listed])
            scan->so_far[block->listed * scan->plan->pipelines + p] = *now;
    }
}

static void scan_blocks(void *total, void *context, driver_take *take)
{
    struct scan *s = total;
    size_t pipelines = s->plan->pipelines;
    take(context, s->now, pipelines * sizeof *s->now);
    take(context, s->so_far, s->plan->positions * pipelines * sizeof *s->so_far);
}

/* Blocks up to each listed position in turn; returns how many, written unless blocks is NULL. */
static size_t cut(const struct scan_plan *plan, struct block *blocks)
{
    size_t count = 0;
    double next = 0.0;
    for (size_t i = 0; i < plan->positions; i++)
        while (next <= plan->position[i]) {
            double last = fmin(next + SCAN_BLOCK - 1.0, plan->position[i]);
            if (blocks)
                blocks[count] = (struct block){next, last, i};
            next = last + 1.0;
            count++;
        }
    return count;
}

enum status precision_scan(const struct scan_plan *plan, struct scan_so_far *so_far)
{
    size_t units = cut(plan, NULL), pairs = plan->schedule->pairs;
    struct block *blocks = malloc(units * sizeof *blocks);
    struct scan_so_far *now = malloc(plan->pipelines * sizeof *now);
    struct radians radians;
    enum status status = radians_new(plan->schedule, &radians);
    if (!blocks || !now)
        status = STATUS_MEMORY;
    if (status == STATUS_OK) {
        struct scan scan = {plan, &radians, blocks, now, so_far};
        struct driver_work work = {.units = units,
                                   .context = &scan,
                                   .lane_size = (SCAN_BLOCK + AREAS) * pairs * sizeof(double),
                                   .part_size = plan->pipelines * sizeof *now,
                                   .run = unit_run,
                                   .total = &scan,
                                   .fold = fold,
                                   .blocks = scan_blocks};
        cut(plan, blocks);
        for (size_t p = 0; p < plan->pipelines; p++)
            now[p] = (struct scan_so_far){.defined = true, .collision = -1.0};
        status = driver_run(&work);
    }
    radians_free(&radians);
    free(blocks);
    free(now);
    return status;
}
