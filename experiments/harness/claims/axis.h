/* The values of a grid's axis, spelled out from their text. */
#ifndef POSBIAS_HARNESS_CLAIMS_AXIS_H
#define POSBIAS_HARNESS_CLAIMS_AXIS_H

#include "experiments/harness/claims/grid.h"

/* The values at a scale.
 * Out:     *values, to be released with axis_free, also after a failure.
 * Returns: STATUS_MEMORY; STATUS_DOMAIN for a text that is no list. */
enum status axis_spell(const struct axis *axis, enum scale scale, struct axis_values *values);
void axis_free(struct axis_values *values);

/* All values as an option takes them: as written where the option's list reads the same. */
void axis_list(const struct axis *axis, enum scale scale, const struct axis_values *values,
               struct message *out);

/* The name without its marks. */
const char *axis_name(const struct axis *axis);

/* Whether it is no option of the command. */
bool axis_hidden(const struct axis *axis);

/* Whether its place is that of the axis before it. */
bool axis_follows(const struct axis *axis);

/* The text at a scale: the nearest smaller scale's where it has none of its own. */
const char *axis_text(const struct axis *axis, enum scale scale);

#endif
