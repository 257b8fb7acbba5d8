/* The questions that claims on token inversions ask.
 *
 * A grid has the axes qk and reference: "independent" or "aligned", the second key. P is the
 * probability of a token inversion: at the distances of an axis of that name exactly or as a share
 * of so many "pairs", or averaged over r < M for each context as the mean over so many pairs. The
 * draws have one stream, so that points share them. Confidence limits have the false alarm rate of
 * a claim. */
#ifndef POSBIAS_CONSISTENCY_JUDGES_H
#define POSBIAS_CONSISTENCY_JUDGES_H

#include "experiments/harness/claims/claim.h"
#include "experiments/harness/draws/curve_draws.h"
#include "theory/model/schedule.h"

extern const struct claim_set consistency_claims;

/* Is the average at the last context nearer to 1/2 than a share, the subject's double, of what it
 * is at the first? */
enum status consistency_judge_half(const void *subject, const struct grid_walk *grid,
                                   struct judgement *out);

/* Does the average rise, or fall, with every step along an axis? The least step decides. */
struct consistency_trend {
    const char *along;
    bool falls;
};
enum status consistency_judge_trend(const void *subject, const struct grid_walk *grid,
                                    struct judgement *out);

/* Of the exact P at distances up to so many bases. */
struct consistency_reach {
    double limit, bases;
};

/* Is it under the limit everywhere? */
enum status consistency_judge_distance(const void *subject, const struct grid_walk *grid,
                                       struct judgement *out);

/* Is its law within the limit of it everywhere? */
enum status consistency_judge_law(const void *subject, const struct grid_walk *grid,
                                  struct judgement *out);

/* Is a law of the average over r < M within the limit of the average of the law at each r, at
 * contexts up to a share of the base? */
struct consistency_average {
    enum status (*law)(const struct schedule *schedule, double context, double *probability);
    double limit, longest;
    /* why it is not, added to what is seen; NULL: nothing */
    const char *reason;
};
enum status consistency_judge_average(const void *subject, const struct grid_walk *grid,
                                      struct judgement *out);

/* Is P under a limit, the subject's double, at every distance? */
enum status consistency_judge_kept(const void *subject, const struct grid_walk *grid,
                                   struct judgement *out);

/* What a point of such a grid stands for. Out: encoding, to be freed, also after a failure. */
struct consistency_case {
    struct encoding *encoding;
    struct qk_law law;
    enum second_key second;
};
enum status consistency_case_at(const struct grid_point *point, struct consistency_case *out);

#endif
