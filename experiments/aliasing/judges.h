/* The questions that claims on aliasing ask. Grids have the axes qk, dtype, context and pairs; of
 * each model the draws are the same at every point. */
#ifndef POSBIAS_ALIASING_JUDGES_H
#define POSBIAS_ALIASING_JUDGES_H

#include "experiments/aliasing/statistic.h"
#include "experiments/harness/claims/claim.h"

extern const struct claim_set aliasing_claims;

/* Is the median above the limit, or below it, everywhere? An axis base. */
struct alias_level {
    const struct alias_statistic *statistic;
    bool above;
    double limit;
};
enum status alias_judge_level(const void *subject, const struct grid_walk *grid,
                              struct judgement *out);

/* Does the value rise, or fall, along an axis in most draws? Verified if the median change from
 * its first value to its last is significant on every line and no step goes significantly the
 * other way, refuted by the first step that does. An axis base. */
struct alias_trend {
    const struct alias_statistic *statistic;
    /* "base" or "context" */
    const char *along;
    bool rises;
};
enum status alias_judge_trend(const void *subject, const struct grid_walk *grid,
                              struct judgement *out);

/* Does the share of distances without an alias fall exponentially along three contexts? Verified or
 * refuted where all three medians' limits together say so. No subject. */
enum status alias_judge_rate(const void *subject, const struct grid_walk *grid,
                             struct judgement *out);

/* Has TAPA, the second on the axis encoding, more alias pairs than RoPE, the first? By the median
 * over the shared draws of the logarithm of their ratio. No subject. */
enum status alias_judge_tapa(const void *subject, const struct grid_walk *grid,
                             struct judgement *out);

/* Is the median count of alias pairs over the law everywhere within a share, the subject's
 * double, of the derived law? An axis base. */
enum status alias_judge_law(const void *subject, const struct grid_walk *grid,
                            struct judgement *out);

#endif
