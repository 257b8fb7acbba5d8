/* What claims on token inversions ask, in words. */
#ifndef POSBIAS_CONSISTENCY_QUESTIONS_H
#define POSBIAS_CONSISTENCY_QUESTIONS_H

#include "experiments/harness/claims/claim.h"

extern const struct question flip_half, flip_half_beyond, flip_nowhere_over_half, flip_rises,
    flip_falls, flip_rises_beyond, flip_falls_beyond, flip_arccos, flip_aligned_turns,
    flip_aligned_corrected, flip_aligned_normal, flip_tapa_keeps;

#endif
