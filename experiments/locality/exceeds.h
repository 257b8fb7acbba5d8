/* The first context at which position inversions exceed a share. */
#ifndef POSBIAS_LOCALITY_EXCEEDS_H
#define POSBIAS_LOCALITY_EXCEEDS_H

#include "experiments/harness/command/experiment.h"

/* The rows of an encoding and a model under --exceeds. */
enum status locality_exceeds(struct run *run, const struct encoding *encoding,
                             const struct qk_model *qk);

#endif
