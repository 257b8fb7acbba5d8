/* Proof, distance by distance, of the inequality of TAPA's Theorem 2.2 at one schedule. */
#ifndef POSBIAS_THEORY_PROOF_TAPA_GAP_PROOF_H
#define POSBIAS_THEORY_PROOF_TAPA_GAP_PROOF_H

#include "theory/proof/filter/prover.h"

/* Near distances one proof may hold in memory. */
#define GAP_PROOF_NEAR_LIMIT 16777216.0

/* A schedule, E A = mu0 (not 0) and E B = nu0 of its pairs, and the whole distances of both sides,
 * tokens. */
struct gap_problem {
    const struct schedule *schedule;
    double mu0, nu0;
    double near_lo, near_hi, far_lo, far_hi;
};

/* What is proved. */
struct gap_proof {
    /* positive: every pair exceeds the threshold; negative: one does not; undecided: one stays
     * open */
    enum proof outcome;
    /* smallest far distance with a violation and the least near one proved to violate there, every
     * pair before it proved to hold; or the first pair that stays open; -1 if all hold */
    double far, near;
    /* least gap over all pairs of both ranges, within gap_error for certain */
    double gap_min, gap_error;
    uint64_t comparisons, balls; /* pairs decided up to there, and those that took balls */
};

/* Decides sgn(mu0) (E S(r) - E S(r'))/sqrt(D) > |mu0|/8 for every near r and far r', E S over
 * sqrt(D) whatever the schedule's norm:
 *   U(r) - U(r') > D/8,   U(r) = sum_n w_n (cos x_n + (nu0/mu0) sin x_n)
 * Source: TAPA Eq. 7; derived in theory/proof/README.md#gap-proof.
 * In:     weights and moments are exact as they stand; without nu0 the statement does not depend on
 *         mu0.
 * Out:    *out, the same for any number of threads.
 * Returns: STATUS_DOMAIN for ranges that descend, leave [0, DISTANCE_LIMIT] or exceed
 *          GAP_PROOF_NEAR_LIMIT, mu0 = 0 or nu0/mu0 out of a double's range; STATUS_UNDEFINED where
 *          prover_error has no bound, so that balls would have to decide every pair; STATUS_MEMORY.
 * Cost:   as trig_sums on near and far once; balls only where those leave a pair open. */
enum status gap_prove(const struct gap_problem *problem, struct gap_proof *out);

#endif
