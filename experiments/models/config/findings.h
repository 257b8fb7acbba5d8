/* Contradictions inside a configuration. */
#ifndef POSBIAS_MODELS_CONFIG_FINDINGS_H
#define POSBIAS_MODELS_CONFIG_FINDINGS_H

#include "experiments/models/config/draft.h"

/* Notes what the file says twice and differently, and what stands where the reference does not read
 * it.
 * Returns: false with *error set if there is no memory. */
bool findings_make(struct draft *d);

#endif
