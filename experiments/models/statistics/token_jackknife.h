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

/* Delete-a-group jackknife: with v_g the value without group g of G and m their mean,
 *   error^2 = (G - 1)/G sum_g (v_g - m)^2,   limits value -+ t error,
 * t Student's quantile at G - 1 degrees of freedom. Right for smooth statistics of tokens that are
 * independent of those outside their group, of groups of one size.
 * Source: Shao and Wu, The Annals of Statistics 17 (1989) 1176.
 * Out:    out [values]; error, lo and hi NAN where there is one group or a value is missing. */
enum status token_jackknife(const struct token_sums *sums, size_t values,
                            token_statistic *statistic, const void *context,
                            struct token_estimate *out);

/* The estimate of values of which one leaves out each group in turn, [groups]. */
struct token_estimate token_estimate_of(double value, size_t groups, const double *without);

#endif
