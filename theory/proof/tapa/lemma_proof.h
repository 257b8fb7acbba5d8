/* Proof of TAPA's Lemmas C.1 and C.2 at every whole distance of a range. */
#ifndef POSBIAS_THEORY_PROOF_TAPA_LEMMA_PROOF_H
#define POSBIAS_THEORY_PROOF_TAPA_LEMMA_PROOF_H

#include "theory/proof/filter/prover.h"

/* Distances that may need a value each. */
#define LEMMA_PROOF_LIMIT 1073741824.0

/* What is proved, t the distance in turns of the fastest pair:
 *   C1_COS  |C_D| <= 2b/(ln b t pi) + eps
 *   C1_SIN  |S_D| <= 2/ln b + eps
 *   C2      C_D > (1-e0)/2 cos(2 pi t b^(-e0)) - 1/ln b - eps for every e0 with t b^(-e0) < 1/4
 * with eps = inf over a > 0 of a + 4 pi t b^(-a)/D. */
enum lemma { LEMMA_C1_COS, LEMMA_C1_SIN, LEMMA_C2, LEMMA_COUNT };

/* A plain schedule (its rule says base, D and unit) and whole distances from lo to hi in tokens, lo
 * at least 1. */
struct lemma_problem {
    const struct schedule *schedule;
    enum lemma lemma;
    double lo, hi;
};

/* What is proved of the inequality, whether or not the lemma's hypotheses hold. */
struct lemma_proof {
    /* positive: holds at every whole distance; negative: is violated; undecided: stays open */
    enum proof outcome;
    /* the first violated or the one left open, all before it proved to hold; -1 if all hold */
    double distance;
    /* the violation's sides, rounded towards each other: still apart if they differ */
    double value, bound;
    /* b > 10, D > 4 ln b, t > 1 proved at every distance (for a violation: at it) */
    bool hypothesis;
    /* every real distance from hi on is settled by |C_D|, |S_D| <= 1/2 */
    bool beyond;
    /* every real distance from here to hi is settled by |C_D|, |S_D| <= 1/2; -1: none */
    double trivial_from;
    uint64_t evaluated, balls; /* distances that needed a value, and those that took balls */
};

/* Bounds a block of distances at once by the monotone parts of the lemma's bound, enclosed in
 * balls, against the largest filter value in it; halves a block where that is not enough, down to
 * balls for both sides at one distance.
 * Source: TAPA Eq. 25-27; derived in theory/proof/README.md#lemma-proof.
 * Out:    *out, the same for any number of threads.
 * Returns: STATUS_DOMAIN for a range that descends or leaves [1, DISTANCE_LIMIT] or a schedule that
 *          is not plain; STATUS_UNDEFINED if more than LEMMA_PROOF_LIMIT distances need a value;
 *          STATUS_MEMORY. */
enum status lemma_prove(const struct lemma_problem *problem, struct lemma_proof *out);

/* How many distances of the range need a value: what a proof costs.
 * Returns: as lemma_prove. */
enum status lemma_open(const struct lemma_problem *problem, double *count);

#endif
