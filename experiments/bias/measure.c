#include "experiments/bias/measure.h"

#include <stdlib.h>

#include "experiments/harness/draws/groups.h"
#include "experiments/harness/draws/qk.h"

bool bias_is_drawn(const struct qk_law *law) { return !qk_stated(law) && !qk_deterministic(law); }

/* What every group reads, and where the samples go. */
struct plan {
    const struct bias_draws *draws;
    size_t stride;
    struct sample *const *sample;
};

static enum status draw_group(void *context, size_t members, const struct encoding *const *group,
                              const size_t *number)
{
    const struct plan *p = context;
    const struct bias_draws *d = p->draws;
    struct sample **out = calloc(members, sizeof *out);
    for (size_t m = 0; out && m < members; m++)
        out[m] = p->sample[number[m] * p->stride];
    enum status status = out ? montecarlo_scores(members, group, d->law, d->stream, d->draws,
                                                 d->count, d->distance, out)
                             : STATUS_MEMORY;
    free(out);
    return status;
}

enum status bias_samples(const struct bias_draws *draws, size_t encoding_count,
                         struct encoding *const *encodings, size_t stride,
                         struct sample *const *sample)
{
    struct plan plan = {draws, stride, sample};
    return groups_each(encoding_count, encodings, draw_group, &plan);
}
