#include "theory/proof/bases/base_search.h"

#include <math.h>
#include <stdlib.h>

#include "theory/proof/bases/base_arcs.h"
#include "theory/proof/bases/base_chord.h"
#include "theory/proof/bases/base_end.h"
#include "theory/proof/bases/base_sieve.h"

/* Distances a sweep looks at, at least; half as many after so many looks that found something.
 * Arcs tried in turn where the best ones turn out to be none. */
enum { REACH_LEAST = 64, PATIENCE = 16, TRIES = 8 };
/* An arc that gains less than this share of a window is not worth its range while there are
 * distances to add. */
#define WORTH       2e-3
#define LENGTH_MOST 0x1p31

struct base_sweep {
    struct base_bank *bank, *trial;
    struct base_scan scan;
    struct base_sieve sieve;
    struct base_arcs arcs;
    double frontier, limit;  /* sums under the limit may turn negative soon */
    double distance, margin; /* of the last range, at the frontier */
    double worth;            /* least gain of an arc, relative */
    size_t length, reach, streak;
    double pause;              /* ranges; 0: never */
    struct base_effort effort; /* its sums: of the sweep that this one goes on from */
};

enum status base_sweep_new(size_t dim, double from, struct base_sweep **out)
{
    struct base_sweep *s = calloc(1, sizeof *s);
    *out = s;
    if (!s)
        return STATUS_MEMORY;
    s->frontier = from;
    s->reach = REACH_LEAST;
    s->limit = 0.25 * sqrt(0.5 * (double)dim);
    enum status status = base_bank_new(dim, &s->bank);
    if (status == STATUS_OK)
        status = base_bank_new(dim, &s->trial);
    if (status == STATUS_OK)
        status = base_bank_set(s->bank, from);
    if (status != STATUS_OK) {
        base_sweep_free(s);
        *out = NULL;
    }
    return status;
}

void base_sweep_free(struct base_sweep *sweep)
{
    if (!sweep)
        return;
    base_bank_free(sweep->bank);
    base_bank_free(sweep->trial);
    base_scan_free(&sweep->scan);
    base_sieve_free(&sweep->sieve);
    base_arcs_free(&sweep->arcs);
    free(sweep);
}

struct base_effort base_sweep_effort(const struct base_sweep *sweep)
{
    struct base_effort effort = sweep->effort;
    struct base_counts a = base_bank_counts(sweep->bank), b = base_bank_counts(sweep->trial);
    effort.sums.evaluations += a.evaluations + b.evaluations;
    effort.sums.balls += a.balls + b.balls;
    return effort;
}

void base_sweep_pause(struct base_sweep *sweep, double ranges) { sweep->pause = ranges; }

struct base_state base_sweep_state(const struct base_sweep *s)
{
    return (struct base_state){s->frontier, s->distance, s->margin,           s->length,
                               s->reach,    s->streak,   base_sweep_effort(s)};
}

void base_sweep_set(struct base_sweep *s, const struct base_state *state)
{
    struct base_counts a = base_bank_counts(s->bank), b = base_bank_counts(s->trial);
    s->frontier = state->frontier;
    s->distance = state->distance;
    s->margin = state->margin;
    s->length = state->length;
    s->reach = state->reach;
    s->streak = state->streak;
    s->effort = state->effort;
    s->effort.sums.evaluations -= a.evaluations + b.evaluations;
    s->effort.sums.balls -= a.balls + b.balls;
}

/* The arcs over the frontier of distances below the reach; the first `known` were looked at. */
static enum status look(struct base_sweep *s, size_t known)
{
    enum status status = base_bank_set(s->bank, s->frontier);
    if (known == 0)
        s->sieve.count = 0;
    if (status == STATUS_OK)
        status = base_sieve_append(&s->sieve, base_bank_schedule(s->bank), known ? known : 1,
                                   s->reach, s->limit + 1.0);
    if (status != STATUS_OK)
        return status;
    s->effort.sieves += 1.0;
    s->worth = WORTH * base_arcs_window(s->bank, (double)s->reach);
    return base_arcs_find(&s->arcs, s->bank, s->sieve.count, s->sieve.distance);
}

/* The arc over a base that goes farthest. */
static struct base_arc *farthest(struct base_arcs *arcs, double base)
{
    struct base_arc *best = NULL;
    for (size_t i = 0; i < arcs->count; i++) {
        struct base_arc *arc = &arcs->arc[i];
        if (arc->from <= base && arc->to > base && (!best || arc->to > best->to))
            best = arc;
    }
    return best;
}

/* Moves the frontier along arcs, each proved, as long as one gains at least a share of itself. */
static enum status advance(struct base_sweep *s, double least, const struct base_belows *belows,
                           bool *moved)
{
    *moved = false;
    for (int tries = 0; tries < TRIES;) {
        double end, margin;
        struct base_arc *arc = farthest(&s->arcs, s->frontier);
        if (!arc)
            return STATUS_OK;
        enum status status = base_end_find(s->trial, arc, s->frontier, &end);
        if (status == STATUS_OK)
            status = base_chord_prove(s->trial, arc->distance, s->frontier, end, &end, &margin);
        if (status != STATUS_OK)
            return status;
        if (!(end > s->frontier && end - s->frontier >= least * s->frontier)) {
            arc->to = arc->from; /* none, or no better than others */
            tries++;
            continue;
        }
        struct base_below below = {s->frontier, end, arc->distance};
        s->frontier = end;
        s->distance = arc->distance;
        s->margin = margin;
        s->effort.ranges += 1.0;
        *moved = true;
        tries = 0;
        if (belows && (status = belows->visit(belows->context, &below)) != STATUS_OK)
            return status;
    }
    return STATUS_OK;
}

/* Tries bases just above the frontier, nearer and nearer: one that passes closes the bracket. */
static enum status try_bases(struct base_sweep *s, size_t length, double tolerance,
                             struct base_bracket *out)
{
    struct base_verdict verdict;
    for (double step = 0.75 * tolerance; step > 0x1p-51; step *= 0.5) {
        double base = s->frontier * (1.0 + step);
        enum status status = base_bank_set(s->trial, base);
        if (status == STATUS_DOMAIN) /* past the largest base a bank takes */
            return STATUS_OK;
        bool fails = false;
        for (size_t i = 0; status == STATUS_OK && !fails && i < s->arcs.count; i++)
            fails = base_bank_value(s->trial, s->arcs.arc[i].distance) < -base_bank_error(s->trial);
        if (status == STATUS_OK && fails)
            continue;
        if (status == STATUS_OK)
            status = base_scan_judge(&s->scan, s->trial, length, &verdict);
        if (status != STATUS_OK)
            return status;
        if (verdict.passes && verdict.proved) {
            out->closed = true;
            out->hi = base;
            return STATUS_OK;
        }
    }
    return STATUS_OK;
}

/* What remains where all distances were looked at and no arc gains the tolerance: the frontier or a
 * base just over it passes, or some arc gains less. */
static enum status close_in(struct base_sweep *s, size_t length, double tolerance,
                            const struct base_belows *belows, struct base_bracket *out, bool *ends)
{
    struct base_verdict verdict = {0};
    bool moved = false;
    *ends = true;
    if (s->margin == 0.0) { /* nothing is known of the frontier itself */
        enum status status = base_bank_set(s->bank, s->frontier);
        if (status == STATUS_OK)
            status = base_scan_judge(&s->scan, s->bank, length, &verdict);
        if (status != STATUS_OK || verdict.passes) {
            out->closed = status == STATUS_OK && verdict.proved;
            out->hi = out->closed ? s->frontier : 0.0; /* else not even balls can tell */
            return status;
        }
    }
    enum status status = try_bases(s, length, tolerance, out);
    if (status != STATUS_OK || out->closed)
        return status;
    status = look(s, 0);
    if (status == STATUS_OK)
        status = advance(s, 0.0, belows, &moved);
    *ends = !moved;
    return status;
}

enum status base_sweep_run(struct base_sweep *s, size_t length, double until, double tolerance,
                           const struct base_belows *belows, struct base_bracket *out)
{
    size_t known = 0;
    if (length < s->length || (double)length > LENGTH_MOST)
        return STATUS_DOMAIN;
    s->length = length;
    double began = s->effort.ranges;
    for (bool ends = false; !ends;) {
        *out = (struct base_bracket){
            .lo = s->frontier, .distance = s->distance, .margin = s->margin};
        if (s->frontier >= until)
            return STATUS_OK;
        /* Between looks, whose arcs are not part of the state. */
        out->paused = s->pause > 0.0 && known == 0 && s->effort.ranges - began >= s->pause;
        if (out->paused)
            return STATUS_OK;
        s->reach = s->reach < length ? s->reach : length;
        enum status status = look(s, known);
        bool moved = false, whole = s->reach == length;
        if (status == STATUS_OK)
            status = advance(s, whole ? 0.125 * tolerance : s->worth, belows, &moved);
        known = 0;
        if (status == STATUS_OK && moved) {
            if (++s->streak == PATIENCE) {
                s->streak = 0;
                s->reach = s->reach / 2 > REACH_LEAST ? s->reach / 2 : REACH_LEAST;
            }
        } else if (status == STATUS_OK && !whole) {
            known = s->reach;
            s->reach *= 2;
            s->streak = 0;
        } else if (status == STATUS_OK) {
            status = close_in(s, length, tolerance, belows, out, &ends);
        }
        if (status != STATUS_OK)
            return status;
    }
    return STATUS_OK;
}
