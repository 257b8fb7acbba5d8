/* What judging a claim often needs: encodings and models from their strings, and the plain presets.
 * */
#ifndef POSBIAS_HARNESS_CLAIMS_CLAIM_TOOLS_H
#define POSBIAS_HARNESS_CLAIMS_CLAIM_TOOLS_H

#include "experiments/harness/command/experiment.h"

/* Parses an encoding written with printf's conversions; NULL if it is not valid, which only a wrong
 * claim can cause. */
struct encoding *claim_encoding(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* Calls each on every preset whose schedule is plain RoPE (no scaling, all coordinates rotating),
 * with extra keys appended to its string (",unit=turn"), until one fails. */
enum status claim_each_plain_preset(const char *extra, void *context,
                                    enum status (*each)(void *context, const char *name,
                                                        const struct encoding *encoding));

/* Numbers that several claims are judged by: filled by the first that asks for the key and kept as
 * long as the program runs.
 * In:      key, everything the numbers depend on; fill writes count of them and asks for no memo
 *          itself.
 * Out:     *value [count], the same for every caller; may be called by several threads.
 * Returns: fill's failure, which is not kept; STATUS_MEMORY. */
enum status claim_memo(const char *key, size_t count,
                       enum status (*fill)(void *context, double *value), void *context,
                       const double **value);

/* True if the schedule is plain RoPE. */
bool claim_is_plain(const struct encoding *encoding);

#endif
