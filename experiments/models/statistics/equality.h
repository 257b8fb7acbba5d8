/* Tests whether pairs are alike: TAPA's Assumption 2.1 and DU's regular amplitudes. */
#ifndef POSBIAS_MODELS_STATISTICS_EQUALITY_H
#define POSBIAS_MODELS_STATISTICS_EQUALITY_H

#include "experiments/models/statistics/token_sums.h"

enum equality {
    EQUALITY_ASSUMPTION, /* E A_n the same for all rotating pairs, and E B_n too */
    EQUALITY_A,          /* E A_n the same */
    EQUALITY_B,          /* E B_n the same */
    EQUALITY_AMPLITUDE,  /* E |z_n| the same: regular amplitudes */
    EQUALITY_COUNT
};
extern const char *const equality_names[EQUALITY_COUNT];

/* Hotelling's statistic of the contrasts c_n = e_n - e_0 of p + 1 estimates (2 p for the
 * assumption), to first order in the means they are made of:
 *   W = c' V^-1 c,   F = W (T - p)/(p (T - 1)) with p and T - p degrees of freedom,
 * V the covariance of the estimates over tokens, T their number, the smaller of the two sides'. Of
 * amplitudes the logarithms are compared, log E |q_n| + log E |k_n|. */
struct equality_test {
    double statistic, degrees, tokens, p; /* W, p, T and the p-value */
    double least, most, mean;             /* of the estimates, logarithms undone */
};

/* Tests whether pairs are alike.
 * Source:  theory/moments/README.md#token-moments.
 * In:      sums with matrices; rotating, the first pairs.
 * Returns: STATUS_UNDEFINED under two pairs, under p + 2 tokens, or where the covariance has not
 *          full rank. */
enum status equality_test(const struct token_sums *sums, enum equality equality, size_t rotating,
                          struct equality_test *out);

#endif
