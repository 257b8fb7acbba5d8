/* The base of RoPE against the length at which its sum of cosines is nowhere negative: searches
 * and single bases. */
#ifndef POSBIAS_BASEBOUND_MEASURE_H
#define POSBIAS_BASEBOUND_MEASURE_H

#include "theory/proof/bases/base_window.h"

/* Ends of sets of bases are bracketed this closely, relative. */
#define BASEBOUND_TOLERANCE 1e-9
/* As far as certificates go. */
enum { BASEBOUND_DIM = 1024, BASEBOUND_CONTEXT = 1 << 24 };

/* What is known of one length. A base passes at it if B_r(b) >= 0 for r = 0..length-1. */
struct basebound_row {
    size_t length;
    /* no base passes at all: distance 2 of a single pair is negative at each */
    bool never;
    struct base_bracket least; /* the infimum of the bases that pass */
    bool has_window;           /* least is closed */
    struct base_end window;    /* the end of the first bases that pass; none: it has no end */
    double beyond, limit;      /* every base beyond passes; as far as the safe bases are followed */
    bool limit_ends, has_safe; /* every base beyond the limit passes too; the limit passes */
    struct base_end safe;      /* every base from safe.passes to the limit passes */
    bool proved;               /* all of the above */
    double hops;               /* ranges of failing bases from base 1 to here */
    struct base_counts sums;   /* likewise */
};

/* What a search comes to: the ranges of failing bases, and after those it rests on, each row; and
 * before that, as the search goes, that a row is as good as done. Any function may be NULL. */
struct basebound_sink {
    struct base_belows belows;
    enum status (*row)(void *context, const struct basebound_row *row);
    void *context;
    void (*step)(void *context);
};

/* Rows of ascending distinct lengths, from one sweep, whose sections and the ends of whose rows are
 * units of work.
 * Source: MEN; theory/proof/README.md#base-sweep.
 * In:      dim, even, 2 to BASEBOUND_DIM; length [count], 1 to BASEBOUND_CONTEXT; limit, no base
 *          above it is asked about as safe, or 0: all.
 * Returns: as base_sweep_run, base_cover and base_boxes, or what the sink returns. */
enum status basebound_search(size_t dim, size_t count, const double *length, double limit,
                             const struct basebound_sink *sink);

/* Whether a base passes at a length.   In: base, 1 to BASE_BANK_BASE.   Returns: STATUS_DOMAIN,
 * STATUS_MEMORY. */
enum status basebound_check(size_t dim, size_t length, double base, struct base_verdict *out);

/* Goes over the bases [from, to): *none if it is proved that none passes at a length; else *stop is
 * as far as that is proved and *passes a base at most a relative tolerance above it that passes, or
 * 0 if none was found.
 * Returns: as base_sweep_run. */
enum status basebound_none(size_t dim, size_t length, double from, double to, bool *none,
                           double *stop, double *passes);

#endif
