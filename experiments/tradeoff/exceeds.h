/* The first context at which either failure exceeds a share. */
#ifndef POSBIAS_TRADEOFF_EXCEEDS_H
#define POSBIAS_TRADEOFF_EXCEEDS_H

#include "experiments/harness/command/experiment.h"

/* Pairs of distances in the average of exact probabilities, as many as locality takes at standard
 * scale. */
enum { TRADEOFF_POINTS = 4096 };

/* The rows of an encoding and a model under --exceeds. */
enum status tradeoff_exceeds(struct run *run, const struct encoding *encoding,
                             const struct qk_model *qk);

#endif
