/* Contradictions inside a configuration. */
#ifndef POSBIAS_MODELS_CONFIG_FINDINGS_H
#define POSBIAS_MODELS_CONFIG_FINDINGS_H

#include "experiments/models/config/draft.h"

/* Notes what the file says twice and differently, and what its numbers contradict.
 * Returns: false with *error set if there is no memory. */
bool findings_make(struct draft *d);

/* Notes what stands where the reference does not read it. */
bool findings_not_read(struct draft *d);

/* The dicts in force: the flat one, or those of the types of layers, until it is NULL. */
json_t *findings_dict(const struct draft *d, size_t i, char place[96]);

#endif
