/* The published models of plain RoPE that claims are about. */
#ifndef POSBIAS_HARNESS_CLAIMS_PLAIN_PRESETS_H
#define POSBIAS_HARNESS_CLAIMS_PLAIN_PRESETS_H

#include "kernels/encodings/encoding.h"

/* Presets whose frequencies are RoPE's as they stand. What is claimed of models is claimed of these
 * by name, so that a preset more changes no verdict and no value. */
#define PLAIN_PRESETS                                                     \
    "llama-2-7b,codellama-7b,llama-3-8b,mistral-7b-v0.1,mistral-7b-v0.3," \
    "qwen2.5-7b,qwen3-8b,gemma-2-9b,gemma-3-12b-local,phi-4"

/* Calls each on every one of PLAIN_PRESETS, with extra keys appended to its string (",unit=turn"),
 * until one fails.
 * Returns: that failure; STATUS_DOMAIN for keys that a preset does not take. */
enum status plain_presets_each(const char *extra, void *context,
                               enum status (*each)(void *context, const char *name,
                                                   const struct encoding *encoding));

#endif
