/* Differences between a near and a far score, drawn as in TAPA's Appendix I. */
#ifndef POSBIAS_DIFFHIST_MEASURE_H
#define POSBIAS_DIFFHIST_MEASURE_H

#include "experiments/harness/draws/cost.h"
#include "experiments/harness/draws/qk.h"

/* Which distances are near and far (inclusive ends, tokens) and whether both scores of a difference
 * share their tokens. */
struct difference_plan {
    double near_lo, near_hi, far_lo, far_hi;
    bool shared;
};

/* Draws pairs differences S(r) - S(r'), r uniform on near and r' on far, q and k from the law,
 * fresh for the far score unless shared.
 * Out: difference [pairs]. Draw i is the same whatever the number of threads. */
enum status difference_draw(const struct encoding *encoding, const struct qk_law *law,
                            const struct random_stream *stream, const struct difference_plan *plan,
                            size_t pairs, double *difference);

/* Widens [*lo, *hi] to the extremes of a thousand other differences, or of pairs if that is fewer:
 * were they the sample's own, no limits would hold for the counts of the first and last bin. */
enum status difference_span(const struct encoding *encoding, const struct qk_law *law,
                            const struct random_stream *stream, const struct difference_plan *plan,
                            size_t pairs, double *lo, double *hi);

/* The bin of a difference; the first and the last hold what is beyond. */
size_t difference_bin(double difference, double lo, double width, size_t bins);

/* Adds what that takes. */
void difference_cost(struct cost *cost, const struct encoding *encoding, const struct qk_law *law,
                     const struct difference_plan *plan, double pairs);

/* Exact mean and, for fresh tokens, variance of the difference; *exists is false where there is no
 * closed form.
 * Source: derived in theory/moments/README.md#diffhist-mean. */
enum status difference_closed(const struct encoding *encoding, const struct qk_law *law,
                              const struct difference_plan *plan, double *mean, double *variance,
                              bool *exists);

#endif
