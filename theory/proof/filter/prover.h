/* Comparisons of cosine sums that no rounding can turn: a double with its bound where that decides,
 * balls where not. */
#ifndef POSBIAS_THEORY_PROOF_FILTER_PROVER_H
#define POSBIAS_THEORY_PROOF_FILTER_PROVER_H

#include <stdint.h>

#include "theory/model/schedule.h"
#include "theory/proof/filter/flint.h"

/* What is known for certain about a number. Undecided only if balls of PROVER_BITS_MOST bits still
 * contain zero. */
enum proof { PROOF_NEGATIVE = -1, PROOF_UNDECIDED = 0, PROOF_POSITIVE = 1 };
enum { PROVER_BITS_MOST = 4096 };

/* How many comparisons the filter decided, how many took balls, how many stayed open: every
 * comparison is one of them. */
struct proof_counts {
    uint64_t filtered, balls, undecided;
};

/* Z(r) = sum_n cosine_n cos(2 pi f_n r) + sine_n sin(2 pi f_n r) over a schedule's pairs, for one
 * thread at a time. */
struct prover;

/* Prepares Z for comparisons; to be released with prover_free.
 * In:      schedule, kept until then; cosine, sine [pairs], copied, either may be NULL for zero.
 * Returns: STATUS_DOMAIN for a coefficient that is not finite, STATUS_MEMORY. */
enum status prover_new(const struct schedule *schedule, const double *cosine, const double *sine,
                       struct prover **out);
void prover_free(struct prover *prover);

/* Bound on |value - Z(r)| for what prover_values gives, proved a priori; infinite where the
 * schedule or the coefficients are outside what the proof takes.
 * Source: theory/proof/README.md#proof-filter. */
double prover_error(const struct prover *prover);

/* Filter values at distances first, first + 1, ..; whole, to DISTANCE_LIMIT.
 * Source: theory/proof/README.md#proof-filter.
 * Error:  prover_error.
 * Cost:   as trig_sums. */
enum status prover_values(struct prover *prover, double first, size_t count, double *value);

/* Sign of Z(r) - threshold.
 * Source: theory/proof/README.md#proof-filter.
 * In:     distance, a whole number of any size (else undecided); threshold, exact as it stands. */
enum proof prover_compare(struct prover *prover, double distance, double threshold);

/* Sign of Z(r) - threshold where Z(r) is already known as value, within prover_error: balls only if
 * that leaves it open. */
enum proof prover_compare_value(struct prover *prover, double distance, double value,
                                double threshold);

/* Sign of Z(first) - Z(second) - threshold.
 * Source: theory/proof/README.md#proof-filter. */
enum proof prover_compare_pair(struct prover *prover, double first, double second,
                               double threshold);

/* Encloses Z(r) to about the given bits, at a distance of any size. */
enum status prover_enclose(struct prover *prover, const fmpz_t distance, slong bits, arb_t sum);

struct proof_counts prover_counts(const struct prover *prover);

#endif
