/* The first context at which a share of aliases exceeds a level. */
#ifndef POSBIAS_ALIASING_EXCEEDS_H
#define POSBIAS_ALIASING_EXCEEDS_H

#include "experiments/aliasing/measure.h"

/* The rows of an encoding and a model under --exceeds, for every quantity and format. In: plan,
 * all but the context. */
enum status aliasing_exceeds(struct run *run, const struct qk_model *qk, struct alias_plan *plan);

#endif
