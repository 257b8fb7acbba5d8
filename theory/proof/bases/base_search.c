#include "theory/proof/bases/base_search.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "theory/proof/filter/directed.h"

/* Costs in evaluations of one distance: turning the bank; one distance of a scan. */
enum { RECORDS = 32, BANK_COST = 32 };
#define SCAN_COST 0.05

struct base_sweep {
    struct base_bank *bank, *trial;
    struct base_scan scan;
    double frontier;
    size_t length; /* of the last run */
    /* the distances with the longest hops at the last scan, and those that failed a trial */
    double record[RECORDS];
    size_t count;
    struct base_effort effort;
};

enum status base_sweep_new(size_t dim, double from, struct base_sweep **out)
{
    struct base_sweep *s = calloc(1, sizeof *s);
    *out = s;
    if (!s)
        return STATUS_MEMORY;
    s->frontier = from;
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
    free(sweep);
}

struct base_effort base_sweep_effort(const struct base_sweep *sweep)
{
    struct base_effort effort = sweep->effort;
    struct base_counts a = base_bank_counts(sweep->bank), b = base_bank_counts(sweep->trial);
    effort.sums = (struct base_counts){a.evaluations + b.evaluations, a.balls + b.balls};
    return effort;
}

/* A distance, its value, and its hop, -B/r, in units of 1/Lambda. */
struct choice {
    double distance, value, hop;
};

static struct choice best_record(struct base_sweep *s)
{
    struct choice best = {0};
    for (size_t i = 0; i < s->count; i++) {
        double r = s->record[i], value = base_bank_value(s->bank, r);
        if (fabs(value) <= base_bank_error(s->bank)) /* of no sign in doubles */
            value = -base_bank_margin(s->bank, r, value);
        if (-value / r > best.hop)
            best = (struct choice){r, value, -value / r};
    }
    return best;
}

/* Puts a distance in front of the records, the last one out if there are too many. */
static void remember(struct base_sweep *s, double distance)
{
    s->count += s->count < RECORDS;
    memmove(s->record + 1, s->record, (s->count - 1) * sizeof *s->record);
    s->record[0] = distance;
}

/* Takes the distances with the longest hops of all; the best one first. */
static enum status best_of_all(struct base_sweep *s, size_t length, struct choice *best)
{
    double hop[RECORDS];
    enum status status = base_scan_values(&s->scan, s->bank, length);
    if (status != STATUS_OK)
        return status;
    s->effort.scans += 1.0;
    s->count = 0;
    for (size_t r = 1; r < length; r++) {
        if (s->scan.value[r] >= 0.0)
            continue;
        double x = -s->scan.value[r] / (double)r;
        if (s->count == RECORDS && x <= hop[RECORDS - 1])
            continue;
        s->count += s->count < RECORDS;
        size_t at = s->count - 1;
        for (; at > 0 && hop[at - 1] < x; at--)
            hop[at] = hop[at - 1], s->record[at] = s->record[at - 1];
        hop[at] = x;
        s->record[at] = (double)r;
    }
    *best = s->count ? (struct choice){s->record[0], s->scan.value[(size_t)s->record[0]], hop[0]}
                     : (struct choice){0};
    return STATUS_OK;
}

/* Tries bases just above the frontier, nearer and nearer, down to the length of a hop: one that
 * passes closes the bracket. The first is so near that it is within the tolerance of a failing base
 * even where the frontier itself is not that base. */
static enum status try_bases(struct base_sweep *s, size_t length, double nearest, double tolerance,
                             struct base_bracket *out)
{
    struct base_verdict verdict;
    for (double step = 0.75 * tolerance; step > nearest && step > 0x1p-50; step *= 0.5) {
        double base = s->frontier * (1.0 + step);
        enum status status = base_bank_set(s->trial, base);
        if (status == STATUS_DOMAIN) /* past the largest base a bank takes */
            return STATUS_OK;
        bool fails = false;
        for (size_t i = 0; status == STATUS_OK && !fails && i < s->count; i++)
            fails = base_bank_value(s->trial, s->record[i]) < -base_bank_error(s->trial);
        if (status == STATUS_OK && fails)
            continue;
        if (status == STATUS_OK)
            status = base_scan_judge(&s->scan, s->trial, length, &verdict);
        if (status != STATUS_OK)
            return status;
        s->effort.scans += 1.0;
        if (verdict.passes && verdict.proved) {
            out->closed = true;
            out->hi = base;
            return STATUS_OK;
        }
        if (!verdict.passes)
            remember(s, verdict.distance);
    }
    return STATUS_OK;
}

/* The end of a hop, rounded down: base exp(t) with exp t >= 1 + t + t^2/2. */
static double hop_end(double base, double margin, double distance, double lipschitz, double *length)
{
    double t = directed_down(margin / directed_up(distance * lipschitz));
    *length = t;
    double rise = directed_down(directed_down(base * t) * directed_down(1.0 + 0.5 * t));
    return directed_sum_down(base, rise < base ? rise : base); /* a shorter hop is one too */
}

enum status base_sweep_run(struct base_sweep *s, size_t length, double until, double tolerance,
                           const struct base_hops *hops, struct base_bracket *out)
{
    double gained = 0.0, spent = 0.0; /* since the last scan; 0: none yet */
    /* hop at the last trial of bases: the next is worth it when hops have changed */
    double tried = 0.0;
    if (length < s->length)
        return STATUS_DOMAIN;
    s->length = length;
    for (;;) {
        *out = (struct base_bracket){.lo = s->frontier};
        if (s->frontier >= until)
            return STATUS_OK;
        enum status status = base_bank_set(s->bank, s->frontier);
        if (status != STATUS_OK)
            return status;
        /* Scan as soon as the next hop gains less for its cost than all since the last scan did. */
        double cost = BANK_COST + (double)s->count;
        struct choice best = best_record(s);
        if (spent == 0.0 || best.hop * spent <= gained * cost) {
            struct choice known = best;
            status = best_of_all(s, length, &best);
            /* balls saw what the scan's doubles could not */
            if (status == STATUS_OK && known.hop > best.hop) {
                best = known;
                remember(s, known.distance);
            }
            gained = 0.0;
            spent = SCAN_COST * (double)length;
        }
        gained += best.hop;
        spent += cost;
        double lipschitz = base_bank_lipschitz(s->bank), hop,
               margin = best.hop > 0.0 ? base_bank_margin(s->bank, best.distance, best.value) : 0.0;
        if (status != STATUS_OK)
            return status;
        if (margin == 0.0) { /* nothing negative in doubles: the frontier itself may pass */
            struct base_verdict verdict;
            status = base_scan_judge(&s->scan, s->bank, length, &verdict);
            if (status != STATUS_OK || verdict.passes) {
                out->closed = status == STATUS_OK && verdict.proved;
                out->hi = out->closed ? s->frontier : 0.0; /* else not even balls can tell */
                return status;
            }
            best = (struct choice){verdict.distance, verdict.value, 0.0};
            margin = base_bank_margin(s->bank, best.distance, best.value);
        }
        double end = hop_end(s->frontier, margin, best.distance, lipschitz, &hop);
        out->distance = best.distance;
        out->margin = margin;
        if (hop < 0.125 * tolerance && !(hop > 0.9 * tried && hop <= tried)) {
            tried = hop;
            status = try_bases(s, length, hop, tolerance, out);
            if (status != STATUS_OK || out->closed)
                return status;
        }
        if (!(end > s->frontier))
            return STATUS_OK;
        s->effort.hops += 1.0;
        if (hops) {
            status = hops->visit(hops->context,
                                 &(struct base_hop){s->frontier, best.distance, margin});
            if (status != STATUS_OK)
                return status;
        }
        s->frontier = end;
    }
}
