/* Token order over distance: how often two keys that a query ranks one way at distance 0 are ranked
 * the other way at r. */
#ifndef POSBIAS_CONSISTENCY_MEASURE_H
#define POSBIAS_CONSISTENCY_MEASURE_H

#include "experiments/harness/command/experiment.h"
#include "experiments/harness/draws/curve_draws.h"
#include "experiments/share.h"

/* Of one encoding at one distance, draws whose margin S1 - S2 has strictly opposite signs at 0 and
 * there, and draws with a margin, at either place, that rounding cannot tell from zero. Of one draw
 * over a context, distances likewise. */
struct token_count {
    double flips, ties;
};

/* What a draw's order at a distance is to that at 0. */
enum token_state { TOKEN_KEPT, TOKEN_FLIPPED, TOKEN_TIED, TOKEN_STATES };

/* Draws by their state under another encoding and under this one, at one distance. */
struct token_joint {
    double of[TOKEN_STATES][TOKEN_STATES];
};

/* The second key that a choice of --reference stands for: 0 independent, 1 aligned. */
enum second_key token_second(double choice);

/* False, with *error set, if the law cannot be drawn for the encoding or gives both keys the same
 * vector, or if the encoding has no amplitudes to align a reference with. */
bool token_order_allowed(const struct encoding *encoding, const struct qk_model *qk,
                         enum second_key second, struct message *error);

/* Counts flips and ties of the same drawn queries and key pairs under every encoding, distance by
 * distance.
 * In:     encodings [encoding_count], all of one dim; distance [count]; second, not SECOND_NONE.
 * Out:    out[e] [count] for encoding e, the same as if it were alone and whatever the number of
 *         threads.
 * Cost:   one draw of 3 dim normals per pair, two score_method calls per encoding and chunk of
 *         pairs. */
enum status token_order_counts(size_t encoding_count, const struct encoding *const *encodings,
                               const struct qk_law *law, const struct random_stream *stream,
                               enum second_key second, size_t draws, size_t count,
                               const double *distance, struct token_count *const *out);

/* The same draws under every encoding beside the first of them. */
enum status token_order_joint(size_t encoding_count, const struct encoding *const *encodings,
                              const struct qk_law *law, const struct random_stream *stream,
                              enum second_key second, size_t draws, size_t count,
                              const double *distance, struct token_joint *const *out);

/* Shares of flips under this encoding less under the other one, and limits (interval_counted) of
 * the expectation of a draw's difference, -1, 0 or 1: for the lower one a tie is a flip under the
 * other alone, for the upper one under this one alone. */
enum status token_order_difference(const struct token_joint *joint, double level,
                                   struct share_difference *out);

/* The share of the distances 0 <= r < context where a draw's order is flipped, every one of them
 * counted; draw i is draw i of token_order_counts.
 * Out:    flips, ties [draws], in [0, 1].
 * Cost:   two curve_scores per draw; memory does not grow with context. */
enum status token_order_fractions(const struct encoding *encoding, const struct qk_law *law,
                                  const struct random_stream *stream, enum second_key second,
                                  double context, size_t draws, double *flips, double *ties);

/* Distances per table, and draws per engine call. */
enum { TOKEN_PANEL = 1024 };
size_t token_order_chunk(size_t dim);

/* The curves over one block of a context, beside the score at distance 0. */
struct curve_plan token_order_curves(const struct encoding *encoding, const struct qk_law *law,
                                     enum second_key second, double first, double count,
                                     size_t draws);

/* The longest context whose laws are averaged distance by distance. */
#define TOKEN_AVERAGED_MOST 1048576.0

/* Clopper-Pearson limits of the probability of a flip, the lower one after so many flips, the upper
 * one after so many flips and ties. Returns: as interval_binomial. */
enum status token_order_limits(const struct token_count *count, double draws, double level,
                               double *lo, double *hi);

/* A draw's share of flips over a context. */
struct share token_order_share(double flips, double ties);

/* The mean share of flips over draws, its limits (interval_between), for which a tie may be a flip,
 * and the mean share of ties.
 * In:     flips, ties [draws], as token_order_fractions gives them. */
struct token_average {
    double mean, lo, hi, tie;
};
enum status token_order_average(size_t draws, const double *flips, const double *ties, double level,
                                struct token_average *out);

/* Exact probability of a flip at a distance; STATUS_UNDEFINED where no closed form exists. */
enum status token_order_exact(const struct encoding *encoding, const struct qk_law *law,
                              enum second_key second, double distance, struct estimate *p);

/* The approximate law of that probability: token_order_arccos against an independent second key,
 * token_aligned_normal against an aligned one.
 * Source: derived in theory/order/README.md#token-order, #token-aligned.
 * Returns: STATUS_UNDEFINED where there is no law. */
enum status token_order_law(const struct encoding *encoding, const struct qk_law *law,
                            enum second_key second, double distance, double *p);

/* The law's average over all distances 0 <= r < context; STATUS_UNDEFINED also for a context over
 * 2^20.
 * Cost: one law per distance. */
enum status token_order_law_average(const struct encoding *encoding, const struct qk_law *law,
                                    enum second_key second, double context, double *p);

#endif
