#include "experiments/basebound/measure.h"

#include <math.h>

#include "experiments/basebound/sweep.h"
#include "experiments/harness/driver/driver.h"

/* What goes on from one length to the next. */
struct search {
    size_t dim, length; /* the last one done */
    double limit;
    /* the limit fails, and so does it at every longer length; or not even balls can tell */
    bool lost, open;
    struct base_end safe; /* at the last length */
    struct base_counts sums;
};

static void add(struct base_counts *sum, struct base_counts more)
{
    sum->evaluations += more.evaluations;
    sum->balls += more.balls;
}

/* Where the bases of a row start that pass for good. */
struct safe {
    const struct search *search;
    const struct basebound_row *row;
    double from;
};

static enum status fill_safe(void *context, void *end)
{
    const struct safe *a = context;
    return base_safe_start(a->search->dim, a->search->length, a->row->length, a->from,
                           a->row->limit, BASEBOUND_TOLERANCE, end);
}

/* The bases that pass for good. Distances below the last length need no second look: above its safe
 * base none fails. */
static enum status safe_of(struct search *s, struct basebound_row *row)
{
    double from = fmax(s->safe.passes, row->least.closed ? row->least.hi : row->least.lo);
    enum status status = STATUS_OK;
    if (!row->limit_ends && !s->lost) {
        struct base_verdict verdict;
        status = basebound_check(s->dim, row->length, row->limit, &verdict);
        if (status != STATUS_OK)
            return status;
        s->lost = !verdict.passes || !verdict.proved;
        s->open = !verdict.proved;
        add(&s->sums, (struct base_counts){(double)row->length, 0.0});
    }
    row->has_safe = !s->lost && from <= row->limit;
    if (!row->has_safe)
        return STATUS_OK;
    struct safe safe = {s, row, from};
    status = driver_keep(NULL, sizeof row->safe, &row->safe, fill_safe, &safe);
    if (status != STATUS_OK)
        return status;
    add(&s->sums, row->safe.sums);
    if (row->safe.none && from == s->safe.passes) {
        row->safe = s->safe;
    } else if (row->safe.none &&
               row->least.margin > 0.0) { /* from the infimum on: its lower end fails */
        row->safe = (struct base_end){.proved = row->least.closed,
                                      .passes = from,
                                      .fails = row->least.lo,
                                      .distance = row->least.distance,
                                      .margin = row->least.margin};
    }
    s->safe = row->safe;
    return STATUS_OK;
}

/* The end of a row's first window. */
struct window {
    size_t dim;
    const struct basebound_row *row;
    double limit;
};

static enum status fill_window(void *context, void *end)
{
    const struct window *w = context;
    return base_window_end(w->dim, w->row->length, w->row->least.hi, w->limit, BASEBOUND_TOLERANCE,
                           end);
}

static enum status row_of(struct search *s, struct base_sweep *sweep,
                          const struct base_belows *belows, struct basebound_row *row)
{
    double all;
    enum status status = sweep_run(sweep, row->length, BASE_BANK_BASE, BASEBOUND_TOLERANCE, belows,
                                   &row->least);
    if (status == STATUS_OK)
        status = base_limit(s->dim, row->length, &all);
    if (status != STATUS_OK)
        return status;
    row->limit_ends = !(s->limit > 0.0 && s->limit < all);
    row->limit = row->limit_ends ? all : s->limit;
    row->has_window = row->least.closed;
    struct window window = {s->dim, row, all};
    if (row->has_window)
        status = driver_keep(NULL, sizeof row->window, &row->window, fill_window, &window);
    add(&s->sums, row->window.sums);
    if (status == STATUS_OK)
        status = safe_of(s, row);
    struct base_effort effort = base_sweep_effort(sweep);
    row->proved = row->least.closed && row->window.proved && !s->open &&
                  (!row->has_safe || row->safe.proved);
    row->hops = effort.ranges;
    row->sums = s->sums;
    add(&row->sums, effort.sums);
    s->length = row->length;
    return status;
}

enum status basebound_search(size_t dim, size_t count, const double *length, double limit,
                             const struct basebound_sink *sink)
{
    struct search s = {
        .dim = dim, .limit = limit, .safe = {.none = true, .proved = true, .passes = 1.0}};
    struct base_sweep *sweep;
    enum status status = base_sweep_new(dim, 1.0, &sweep);
    for (size_t i = 0; status == STATUS_OK && i < count; i++) {
        struct basebound_row row = {.length = (size_t)length[i]};
        row.never = row.proved = dim == 2 && row.length > 2;
        if (!row.never)
            status = row_of(&s, sweep, sink->belows.visit ? &sink->belows : NULL, &row);
        if (status == STATUS_OK && sink->row)
            status = sink->row(sink->context, &row);
    }
    base_sweep_free(sweep);
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

enum status basebound_none(size_t dim, size_t length, double from, double to, bool *none,
                           double *stop, double *passes)
{
    struct base_sweep *sweep;
    struct base_bracket least = {0};
    enum status status = base_sweep_new(dim, from, &sweep);
    if (status == STATUS_OK)
        status = sweep_run(sweep, length, to, BASEBOUND_TOLERANCE, NULL, &least);
    *none = status == STATUS_OK && least.lo >= to;
    *stop = least.lo;
    *passes = least.hi;
    base_sweep_free(sweep);
    return status;
}
