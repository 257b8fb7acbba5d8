#include "experiments/harness/output/scale.h"

#include <stddef.h>

const char *const scale_names[] = {"smoke", "standard", "full", NULL};
