/* What judging a claim often needs: encodings and models from their strings, and the plain presets. */
#ifndef POSBIAS_HARNESS_CLAIM_TOOLS_H
#define POSBIAS_HARNESS_CLAIM_TOOLS_H

#include "experiments/harness/experiment.h"

/* Parses an encoding written with printf's conversions; NULL if it is not valid, which only a wrong claim can cause. */
struct encoding *claim_encoding(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* Calls each on every preset whose schedule is plain RoPE (no scaling, all coordinates rotating), with extra keys
 * appended to its string (",unit=turn"), until one fails. */
enum status claim_each_plain_preset(const char *extra, void *context,
                                    enum status (*each)(void *context, const char *name, const struct encoding *encoding));

/* True if the schedule is plain RoPE. */
bool claim_is_plain(const struct encoding *encoding);

#endif
