/* The instability experiment's search for distances that realise a target score. */
#ifndef POSBIAS_INSTABILITY_INSTABILITY_H
#define POSBIAS_INSTABILITY_INSTABILITY_H

#include "experiments/mean_curve.h"
#include "theory/proof/tapa/witness.h"

/* The distance whose value is nearest to a target: the smallest one among equals. */
struct witness {
    double distance, value;
};

/* For each of count ascending targets, the best of all distances 1..last; value is (2/sqrt D) E S
 * with S over sqrt(D).
 * Out: found [count]. */
enum status instability_scan(const struct encoding *encoding, const struct qk_law *law, double last,
                             size_t count, const double *target, struct witness *found);

/* A constructed witness may miss by this many (g + |mu0|)/h: in whole turns the end opposite to mu0
 * comes as near as 1, in the limit and never quite. */
#define INSTABILITY_SLACK 1.25

/* What the rows of one encoding and model share. */
struct instability_rows {
    struct run *run;
    const struct encoding *encoding;
    const struct qk_model *qk;
    double allowed, sought;
    bool scanned, build; /* what may give a witness: a scan, a lattice */
    double lo, hi;       /* the scan's extremes */
    /* NULL: nothing turns, so there is nothing to construct and no balls to prove it */
    struct witness_search *search;
    bool dependent;
};

/* Writes one row: the scan's witness (found, NULL without a scan), or the lattice's where that is
 * asked for and nearer. */
enum status instability_row(const struct instability_rows *rows, double target,
                            const struct witness *found);

/* True if distances can be constructed for an encoding: some pairs turn, not too many, and nothing
 * else depends on r. */
bool instability_constructible(const struct encoding *encoding);

/* True if the frequencies are known to be rationally dependent. Source:
 * theory/README.md#independence. */
bool instability_dependent(const struct encoding *encoding);

enum { INSTABILITY_CLAIM_COUNT = 3 };
extern const struct claim instability_claims[INSTABILITY_CLAIM_COUNT];

#endif
