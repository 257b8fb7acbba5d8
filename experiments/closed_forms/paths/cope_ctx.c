/* Of contextual CoPE no moment is closed: its positions stop at the table's end. */
#include "experiments/closed_forms/rows.h"

const struct closed_forms closed_cope_ctx = {.type = &encoding_cope_ctx};
