#include "theory/moments/groups/group_forms.h"

#include <math.h>

static void hope_hyp_matrix(const void *shape, size_t block, double distance, double *out)
{
    double slow = exp(-(hope_hyp_slow(shape, block) * distance)),
           fast = exp(-(hope_hyp_fast(shape, block) * distance));
    out[0] = out[3] = 0.5 * (slow + fast);
    out[1] = out[2] = 0.5 * (slow - fast);
}

struct block_form hope_hyp_form(const struct hope_hyp_shape *shape)
{
    const struct schedule *s = shape->schedule;
    return (struct block_form){2 * s->pairs, 2, s->norm, shape, hope_hyp_matrix};
}
