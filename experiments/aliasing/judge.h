/* How the claims on aliasing are judged: a statistic of each draw on a grid of bases and contexts.
 * */
#ifndef POSBIAS_ALIASING_JUDGE_H
#define POSBIAS_ALIASING_JUDGE_H

#include "experiments/aliasing/aliasing.h"

/* What a claim looks at: RoPE of dim 128 under a law, one format, one number per draw. */
struct alias_view {
    const char *qk; /* as typed, for the command */
    struct qk_law law;
    size_t format;
    const char *name; /* of the statistic */
    double (*statistic)(const double count[ALIAS_QUANTITIES], double context);
};

/* The statistics. */
double alias_pair_count(const double *count, double context); /* alias pairs */
/* distances with an alias, of all */
double alias_share(const double *count, double context);
double alias_token_count(const double *count, double context); /* token-alias positions */
double alias_token_share(const double *count, double context); /* of all */
/* token-threshold positions, of all */
double alias_threshold_share(const double *count, double context);
double alias_invariance_gap(const double *count,
                            /* invariance pairs less a tenth of the alias pairs, of all pairs */
                            double context);
double alias_lone(const double *count, double context); /* distances without an alias */

/* The statistic of every draw for one encoding; the draws are the same for every encoding and
 * context.
 * In:  tokens: draw the second key also if the statistic needs none; curves are drawn once for all
 *      views with the same.
 * Out: value [draws]. */
enum status alias_values(const char *encoding, const struct alias_view *view, bool tokens,
                         size_t context, size_t draws, double *value);

/* Mean and limits at a measured comparison's confidence; a deterministic law's limits are the
 * value. */
enum status alias_limits(const struct alias_view *view, size_t draws, const double *value,
                         struct alias_mean *out);

/* Judges that the mean is above (sign 1) or below (sign -1) the limit at every base and every
 * context from `shortest` on, at most 65536. */
enum status alias_judge_level(const struct alias_view *view, size_t shortest, double sign,
                              double limit, int scale, struct judgement *out);

/* Judges that the mean rises (sign 1) or falls (sign -1) as the bases grow at every context, or as
 * contexts grow at every base: verified if the change from the first to the last is significant
 * everywhere and no step goes significantly the other way, refuted at the first step that does. */
enum status alias_judge_trend(const struct alias_view *view, bool over_bases, double sign,
                              int scale, struct judgement *out);

/* Judges that the share of distances without an alias falls exponentially with the context: its
 * logarithm would fall four times as much from 16384 to 65536 as from 4096 to 16384. */
enum status alias_judge_decay(int scale, struct judgement *out);

/* Judges that TAPA has more alias pairs than RoPE at base 5e5, by the mean over shared draws of the
 * logarithm of their ratio: heavy tails do not decide it. */
enum status alias_judge_tapa(const struct alias_view *view, int scale, struct judgement *out);

/* Judges that the mean count of alias pairs is within a fifth of the derived law. */
enum status alias_judge_law_unit(int scale, struct judgement *out);
enum status alias_judge_law_gauss(int scale, struct judgement *out);
enum status alias_judge_law_aligned(int scale, struct judgement *out);

#endif
