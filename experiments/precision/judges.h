/* The questions that claims on number formats ask. */
#ifndef POSBIAS_PRECISION_JUDGES_H
#define POSBIAS_PRECISION_JUDGES_H

#include "experiments/harness/claims/claim.h"
#include "kernels/encodings/encoding.h"
#include "theory/model/qk_law.h"

extern const struct claim_set precision_claims;

/* What is compared of one draw, as a quotient. */
enum drift_quotient {
    DRIFT_OVER_FLOAT,  /* keys' drift with bf16 vectors over that with float tables alone */
    DRIFT_FIRST_TOKEN, /* the first token's drift over the keys' */
    DRIFT_OVER_LENGTH  /* keys' drift at the last position of the grid over that at the first */
};

/* The median over draws of a quotient of drifts: over the limit or not, at its confidence limit.
 * Grids have the axes base, position, pairs, qk, keys and shifts. Drift of a draw is the mean over
 * shifts, and over keys, of the change of the score. */
struct drift_subject {
    enum drift_quotient quotient;
    double limit;
};
enum status precision_judge_drift(const void *subject, const struct grid_walk *grid,
                                  struct judgement *out);

/* The quotients of a point's draws, [pairs], with another encoding and law than it names. In: work
 * [3 pairs]. Returns: STATUS_UNDEFINED where one is 0/0. */
enum status precision_quotients(const struct drift_subject *subject,
                                const struct encoding *encoding, const struct qk_law *law,
                                const struct grid_point *point, double *quotient, double *work);

/* The same as precision_judge_drift of every head of a model's file, with the frequencies that the
 * file says: the axis qk has a model for each. */
enum status precision_judge_model(const void *subject, const struct grid_walk *grid,
                                  struct judgement *out);

/* Is what a scan up to a position finds the printed number? Grids have the axes pipelines and
 * positions. */
struct scan_subject {
    bool distinct; /* distinct tables; else the first collision */
    double printed;
};
enum status precision_judge_scan(const void *subject, const struct grid_walk *grid,
                                 struct judgement *out);

#endif
