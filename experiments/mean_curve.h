/* The normalised mean score of a frequency bank, TAPA's Gamma(r) = E S(r)/sqrt(D) with S over
 * sqrt(D): long scans of it. */
#ifndef POSBIAS_MEAN_CURVE_H
#define POSBIAS_MEAN_CURVE_H

#include "experiments/harness/draws/cost.h"
#include "experiments/harness/draws/qk.h"

/* Gamma at each distance: mu0 C_D(r) + nu0 S_D(r) for plain RoPE, whatever the encoding's own norm.
 * Source: TAPA Eq. 17. */
enum status mean_curve(const struct encoding *encoding, const struct qk_law *law, size_t count,
                       const double *distance, double *gamma);

/* Bound on the absolute error of mean_curve. */
double mean_curve_error(const struct encoding *encoding, const struct qk_law *law);

/* Calls visit on consecutive blocks of the curve over all integers first..last, on several threads;
 * each block's result is folded in order, so that the outcome does not depend on the threads.
 * In:  visit(context, count, distance, gamma, part) fills its own part, a struct of part_size
 *      bytes; fold(context, part) is called in the order of the blocks. */
struct mean_scan {
    void *context;
    size_t part_size;
    void (*visit)(const void *context, size_t count, const double *distance, const double *gamma,
                  void *part);
    void (*fold)(void *context, const void *part);
    void *found; /* what fold changes */
    size_t found_size;
};
enum status mean_curve_scan(const struct encoding *encoding, const struct qk_law *law, double first,
                            double last, const struct mean_scan *scan);

/* Adds what a scan of so many distances takes, with a visit of so many seconds each. */
void mean_curve_cost(struct cost *cost, const struct encoding *encoding, double count,
                     double visit);

/* True if the encoding is a bank and the law has expectations E A, E B; else *error says what was
 * expected. */
bool mean_curve_allowed(const struct encoding *encoding, const struct qk_model *qk,
                        struct message *error);

/* The same, and a law whose moments are measured pair by pair if its vectors fit the bank. */
bool mean_curve_measurable(const struct encoding *encoding, const struct qk_model *qk,
                           struct message *error);

/* E A and E B; of moments that are measured, which it takes, their averages over the pairs.
 * Returns: as qk_measure. */
enum status mean_curve_average(const struct qk_law *law, size_t pairs, double *mean_a,
                               double *mean_b);

#endif
