/* The published models whose frequencies are RoPE's as they stand. */
#ifndef POSBIAS_HARNESS_CLAIMS_PLAIN_PRESETS_H
#define POSBIAS_HARNESS_CLAIMS_PLAIN_PRESETS_H

#include "kernels/encodings/encoding.h"

/* Calls each on every preset whose schedule is plain (no scaling, all coordinates rotating), with
 * extra keys appended to its string (",unit=turn"), until one fails.
 * Returns: that failure; STATUS_DOMAIN for keys that a preset does not take. */
enum status plain_presets_each(const char *extra, void *context,
                               enum status (*each)(void *context, const char *name,
                                                   const struct encoding *encoding));

#endif
