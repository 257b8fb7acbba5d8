/* The first distance, and the first context, at which token inversions exceed a share. */
#ifndef POSBIAS_CONSISTENCY_EXCEEDS_H
#define POSBIAS_CONSISTENCY_EXCEEDS_H

#include "experiments/consistency/rows.h"

/* Writes the rows of --exceeds for the distances counted [count], if any. */
enum status consistency_distance_exceeds(const struct consistency_rows *rows, size_t count,
                                         const double *distance, const struct token_count *counts);

/* Draws the average over each context, and writes the rows of --exceeds for them, if any. */
enum status consistency_context_exceeds(const struct consistency_rows *rows, size_t count,
                                        const double *context);

#endif
