#include "experiments/basebound/measure.h"

#include <stdlib.h>
#include <string.h>

#include "experiments/basebound/sweep.h"
#include "experiments/harness/driver/driver.h"

/* As far down as the bases of a row are followed. */
static double from_of(const struct basebound_row *row)
{
    return row->least.closed ? row->least.hi : row->least.lo;
}

/* The rows of a search, as far as they are. */
struct search {
    size_t dim, count; /* rows; those that have bases at all */
    struct basebound_row *row;
    size_t below_count, room; /* ranges of failing bases */
    struct base_below *below;
    const struct basebound_sink *sink;
};

static enum status collect(void *context, const struct base_below *below)
{
    struct search *s = context;
    if (s->below_count == s->room) {
        size_t room = 2 * s->room + 256;
        struct base_below *more = realloc(s->below, room * sizeof *more);
        if (!more)
            return STATUS_MEMORY;
        s->below = more;
        s->room = room;
    }
    s->below[s->below_count++] = *below;
    return STATUS_OK;
}

/* Tells that so many rows are done, or as good as that. */
static void step(const struct search *s, size_t rows)
{
    for (size_t i = 0; i < rows && s->sink->step; i++)
        s->sink->step(s->sink->context);
}

static enum status take_least(void *context, size_t number, const struct base_bracket *least,
                              const struct base_effort *effort)
{
    struct search *s = context;
    struct basebound_row *row = &s->row[number];
    row->least = *least;
    row->has_window = least->closed;
    row->hops = effort->ranges;
    row->sums = effort->sums;
    if (number > 0)
        step(s, 1);
    return STATUS_OK;
}

static enum status sweep_rows(struct search *s, const double *length)
{
    const struct sweep_sink sink = {{collect, s}, take_least, s};
    return s->count ? sweep_run(s->dim, 1.0, BASE_BANK_BASE, s->count, length, BASEBOUND_TOLERANCE,
                                &sink)
                    : STATUS_OK;
}

static void add(struct base_counts *sum, struct base_counts more)
{
    sum->evaluations += more.evaluations;
    sum->balls += more.balls;
}

/* How far the bases of each row are followed, and whether they pass there. */
static enum status limit_rows(struct search *s, double limit, struct base_counts *sums)
{
    /* A limit fails, and so it does at longer lengths; not even balls can tell. */
    bool lost = false, open = false;
    for (size_t i = 0; i < s->count; i++) {
        struct basebound_row *row = &s->row[i];
        enum status status = base_limit(s->dim, row->length, &row->beyond);
        if (status != STATUS_OK)
            return status;
        row->limit_ends = !(limit > 0.0 && limit < row->beyond);
        row->limit = row->limit_ends ? row->beyond : limit;
        sums[i] = (struct base_counts){0};
        if (!row->limit_ends && !lost) {
            struct base_verdict verdict;
            status = basebound_check(s->dim, row->length, limit, &verdict);
            if (status != STATUS_OK)
                return status;
            lost = !verdict.passes || !verdict.proved;
            open = !verdict.proved;
            sums[i].evaluations = (double)row->length;
        }
        row->proved = !open;
        row->has_safe = !lost && from_of(row) <= row->limit;
    }
    return STATUS_OK;
}

/* Ends of sets of bases, the longest rows first: of those that pass for good, where no row asks
 * about the distances of a shorter one, then of first windows. */
static enum status run_end(const void *context, size_t unit, void *lane, void *part)
{
    const struct search *s = context;
    size_t i = s->count - 1 - unit % s->count;
    const struct basebound_row *row = &s->row[i];
    (void)lane;
    memset(part, 0, sizeof(struct base_end));
    if (unit >= s->count)
        return row->has_window ? base_window_end(s->dim, row->length, row->least.hi, row->beyond,
                                                 BASEBOUND_TOLERANCE, part)
                               : STATUS_OK;
    return row->has_safe ? base_safe_start(s->dim, i > 0 ? s->row[i - 1].length : 0, row->length,
                                           from_of(row), row->limit, BASEBOUND_TOLERANCE, part)
                         : STATUS_OK;
}

/* The start of the bases that pass for good at every distance, from that at the row's own ones and
 * that of the row before it. */
static struct base_end safe_of(const struct basebound_row *row, const struct base_end *own,
                               const struct base_end *before)
{
    double from = from_of(row);
    if (before->passes >= (own->none ? from : own->passes))
        return *before;
    if (own->none && row->least.margin > 0.0) /* from the infimum on: its lower end fails */
        return (struct base_end){.proved = row->least.closed,
                                 .passes = from,
                                 .fails = row->least.lo,
                                 .distance = row->least.distance,
                                 .margin = row->least.margin};
    return *own;
}

static enum status end_rows(struct search *s, const struct base_counts *checked)
{
    struct base_end *end = calloc(2 * s->count + 1, sizeof *end),
                    safe = {.none = true, .proved = true, .passes = 1.0};
    struct base_counts sums = {0};
    const struct driver_work work = {.units = 2 * s->count,
                                     .context = s,
                                     .part_size = sizeof *end,
                                     .run = run_end,
                                     .alone = true,
                                     .result = end,
                                     .result_size = 2 * s->count * sizeof *end};
    enum status status = end ? driver_run(&work) : STATUS_MEMORY;
    for (size_t i = 0; status == STATUS_OK && i < s->count; i++) {
        struct basebound_row *row = &s->row[i];
        const struct base_end *own = &end[s->count - 1 - i];
        row->window = end[2 * s->count - 1 - i];
        if (row->has_safe)
            row->safe = safe = safe_of(row, own, &safe);
        add(&sums, checked[i]);
        add(&sums, row->window.sums);
        add(&sums, own->sums);
        add(&row->sums, sums);
        row->proved = row->proved && row->least.closed && row->window.proved &&
                      (!row->has_safe || row->safe.proved);
    }
    free(end);
    return status;
}

/* Hands over what was found: each row after the ranges that it rests on. */
static enum status hand_over(const struct search *s, size_t rows)
{
    const struct basebound_sink *sink = s->sink;
    enum status status = STATUS_OK;
    size_t below = 0;
    for (size_t i = 0; i < rows; i++) {
        for (; status == STATUS_OK && sink->belows.visit && (double)below < s->row[i].hops; below++)
            status = sink->belows.visit(sink->belows.context, &s->below[below]);
        if (status == STATUS_OK && sink->row)
            status = sink->row(sink->context, &s->row[i]);
        if (status != STATUS_OK)
            return status;
    }
    return STATUS_OK;
}

enum status basebound_search(size_t dim, size_t count, const double *length, double limit,
                             const struct basebound_sink *sink)
{
    struct search s = {.dim = dim, .row = calloc(count + 1, sizeof *s.row), .sink = sink};
    struct base_counts *checked = calloc(count + 1, sizeof *checked);
    enum status status = s.row && checked ? STATUS_OK : STATUS_MEMORY;
    for (size_t i = 0; status == STATUS_OK && i < count; i++) {
        struct basebound_row *row = &s.row[i];
        row->length = (size_t)length[i];
        row->never = row->proved = dim == 2 && row->length > 2;
        s.count += !row->never;
    }
    if (status == STATUS_OK)
        status = sweep_rows(&s, length);
    if (status == STATUS_OK)
        status = limit_rows(&s, limit, checked);
    if (status == STATUS_OK)
        status = end_rows(&s, checked);
    step(&s, s.count > 0 ? count - s.count + 1 : count);
    if (status == STATUS_OK)
        status = hand_over(&s, count);
    free(s.row);
    free(s.below);
    free(checked);
    return status;
}

struct checked {
    size_t dim, length;
    double base;
};

static enum status fill_check(void *context, void *verdict)
{
    const struct checked *c = context;
    struct base_bank *bank;
    struct base_scan scan = {0};
    enum status status = base_bank_new(c->dim, &bank);
    if (status == STATUS_OK)
        status = base_bank_set(bank, c->base);
    if (status == STATUS_OK)
        status = base_scan_judge(&scan, bank, c->length, verdict);
    base_scan_free(&scan);
    base_bank_free(bank);
    return status;
}

enum status basebound_check(size_t dim, size_t length, double base, struct base_verdict *out)
{
    struct checked checked = {dim, length, base};
    return driver_keep(NULL, sizeof *out, out, fill_check, &checked);
}

static enum status take_bracket(void *context, size_t number, const struct base_bracket *least,
                                const struct base_effort *effort)
{
    struct base_bracket *out = context;
    (void)number;
    (void)effort;
    *out = *least;
    return STATUS_OK;
}

enum status basebound_none(size_t dim, size_t length, double from, double to, bool *none,
                           double *stop, double *passes)
{
    const double lengths[] = {(double)length};
    struct base_bracket least = {0};
    const struct sweep_sink sink = {.ended = take_bracket, .context = &least};
    enum status status = sweep_run(dim, from, to, 1, lengths, BASEBOUND_TOLERANCE, &sink);
    *none = status == STATUS_OK && least.lo >= to;
    *stop = least.lo;
    *passes = least.hi;
    return status;
}
