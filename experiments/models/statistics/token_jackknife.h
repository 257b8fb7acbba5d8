/* How far a statistic of tokens would move with other tokens: groups of them left out in turn. */
#ifndef POSBIAS_MODELS_STATISTICS_TOKEN_JACKKNIFE_H
#define POSBIAS_MODELS_STATISTICS_TOKEN_JACKKNIFE_H

#include "experiments/models/statistics/token_sums.h"

/* A statistic of all tokens, its standard error and 95 % limits, and the least and the largest
 * value without a group. */
struct token_estimate {
    double value, error, lo, hi;
    double least, most;
};

/* Statistics of some of the tokens.
 * In:   part, sums over them; left_out, the group that is not among them, groups if all are.
 * Out:  value [values]; NAN where there is none.
 * Returns: STATUS_OK or why it cannot be had. */
typedef enum status token_statistic(const void *context, const struct token_part *part,
                                    size_t left_out, double *value);

/* Where a statistic is nearly a polynomial of means, so that its bias is one over tokens. */
enum token_scale {
    SCALE_OWN,
    SCALE_SQUARE, /* of one that is no less than zero: its square, which a spread or a length is */
    SCALE_COSINE  /* of an angle from zero to pi: its cosine */
};

/* Delete-a-group jackknife on a scale: with v_g the value without group g of G, and m their mean,
 *   bias b = (G - 1)(m - v),   error^2 = (G - 1)/G sum_g (v_g - m)^2 + 2 b^2,
 *   limits v - b -+ t error,
 * t Student's quantile at G - 1 degrees of freedom, taken back from the scale and kept to its
 * range. Of smooth statistics b and its share of the error vanish beside the first sum. Of a square
 * form of means that are zero the first sum is all chance: 2 b^2 is no less than the form's own
 * variance, since tr S^2 <= (tr S)^2. The value itself is not corrected. Right for tokens that are
 * independent of those outside their group, of groups of one size.
 * Source: Shao and Wu, The Annals of Statistics 17 (1989) 1176; the term 2 b^2 is ours.
 * In:     scale [values], NULL: SCALE_OWN.
 * Out:    out [values]; error, off the scale half the limits' distance over t; error, lo and hi NAN
 *         where there is one group or a value is missing. */
enum status token_jackknife(const struct token_sums *sums, size_t values,
                            token_statistic *statistic, const enum token_scale *scale,
                            const void *context, struct token_estimate *out);

/* The estimate of values of which one leaves out each group in turn, [groups]. */
struct token_estimate token_estimate_of(enum token_scale scale, double value, size_t groups,
                                        const double *without);

/* Student's quantile of the limits. */
double token_quantile(size_t groups);

#endif
