/* Of GRAPE-AP no moment is closed: all terms share the query's own token, turned in its own. */
#include "experiments/closed_forms/rows.h"

const struct closed_forms closed_grape_ap = {.type = &encoding_grape_ap};
