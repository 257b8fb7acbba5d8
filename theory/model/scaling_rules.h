/* What the frequency rules share that stand in several files: theory/model/scaling.h says what each
 * of them is. */
#ifndef POSBIAS_THEORY_MODEL_SCALING_RULES_H
#define POSBIAS_THEORY_MODEL_SCALING_RULES_H

#include "theory/model/scaling.h"

/* scaling_yarn_ramp's ends as they are, also where they are equal. */
void scaling_ramp_ends(const struct frequency_rule *rule, mpfr_t low, mpfr_t high);

/* Each changes, or sets, the rotary/2 frequencies of a plain rule. */
void scaling_mrrope(const struct frequency_rule *rule, mpfr_t *theta);
void scaling_taper(const struct frequency_rule *rule, mpfr_t *theta);
void scaling_waves(const struct frequency_rule *rule, mpfr_t *theta);
void scaling_evq(const struct frequency_rule *rule, mpfr_t *theta);
void scaling_plane(const struct frequency_rule *rule, mpfr_t *theta);

#endif
