/* The questions that claims on Theorem 2.2 and 2.3 ask. */
#ifndef POSBIAS_GAP_JUDGES_H
#define POSBIAS_GAP_JUDGES_H

#include "experiments/harness/claims/claim.h"

extern const struct claim_set gap_claims;

/* Does an encoding of the grid, whose axis qk is the law, have a base as large as the theorem's
 * proof needs? No subject. */
enum status gap_judge_hypothesis(const void *subject, const struct grid_walk *grid,
                                 struct judgement *out);

/* Does the least gap over |mu0| exceed a threshold, the subject's double, by proof: at every
 * encoding of the grid whose near range holds an integer, for every far distance up to far-count
 * over its base? An axis base or dim that a row names must be the encoding's. */
enum status gap_judge_holds(const void *subject, const struct grid_walk *grid,
                            struct judgement *out);

/* Asks the same where a violation is expected: what fails first is shown. */
enum status gap_judge_beyond(const void *subject, const struct grid_walk *grid,
                             struct judgement *out);

/* Is a first violation proved at every encoding? No subject. */
enum status gap_judge_horizon(const void *subject, const struct grid_walk *grid,
                              struct judgement *out);

/* Does the lower bound on the gap as D grows exceed a threshold at bases so many decades over the
 * one the proof needs, of the axes nu0 and decades? Bases over the last are left out. With nu0 = 0
 * the bound is followed from there down by steps, as long as it holds. */
struct gap_dense {
    double threshold, last_decade, step;
};
enum status gap_judge_limit(const void *subject, const struct grid_walk *grid,
                            struct judgement *out);

/* Does that bound exceed a threshold, the subject's double, at every base of an axis? */
enum status gap_judge_limit_at_bases(const void *subject, const struct grid_walk *grid,
                                     struct judgement *out);

/* Is the gap of near and far below epsilon at the last base? D is the head dimension whose distance
 * from the limit is added. The example is the pair and the base whose gap is told. */
struct gap_example {
    double near_distance, base;
};
enum status gap_judge_shrinks(const void *subject, const struct grid_walk *grid,
                              struct judgement *out);

/* Are the expected scores at two distances nearer than a limit, the subject's double? */
enum status gap_judge_equal(const void *subject, const struct grid_walk *grid,
                            struct judgement *out);

#endif
