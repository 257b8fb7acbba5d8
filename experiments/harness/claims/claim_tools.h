/* What judging a claim often needs: encodings and models from their strings, numbers kept. */
#ifndef POSBIAS_HARNESS_CLAIMS_CLAIM_TOOLS_H
#define POSBIAS_HARNESS_CLAIMS_CLAIM_TOOLS_H

#include "experiments/harness/claims/claim.h"
#include "experiments/harness/draws/random.h"
#include "kernels/encodings/encoding.h"
#include "theory/model/qk_law.h"

/* Parses an encoding written with printf's conversions; NULL if it is not valid, which only a wrong
 * claim can cause. */
struct encoding *claim_encoding(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* The encoding of a point; NULL as claim_encoding. */
struct encoding *claim_encoding_at(const struct grid_point *point);

/* The law of a query-key model's string, and of a point's axis "qk".
 * Returns: STATUS_DOMAIN for a text that is no model, which only a wrong claim can cause. */
enum status claim_law(const char *text, struct qk_law *law);
enum status claim_law_at(const struct grid_point *point, struct qk_law *law);

/* The draws that experiments have with --seed=1: claims show by them what they saw. */
struct random_stream claim_stream(void);

/* Numbers that several claims are judged by: filled by the first that asks for the key and kept as
 * long as the program runs.
 * In:      key, everything the numbers depend on; fill writes count of them and asks for no memo
 *          itself.
 * Out:     *value [count], the same for every caller; may be called by several threads.
 * Returns: fill's failure, which is not kept; STATUS_MEMORY. */
enum status claim_memo(const char *key, size_t count,
                       enum status (*fill)(void *context, double *value), void *context,
                       const double **value);

#endif
