#include "experiments/bias/measure.h"

#include <math.h>
#include <stdlib.h>

#include "experiments/harness/draws/groups.h"
#include "experiments/harness/draws/qk.h"
#include "kernels/encodings/groups/xpos.h"
#include "kernels/encodings/relative/tapa.h"
#include "theory/ground/arrays.h"
#include "theory/moments/kurtosis.h"

bool bias_is_drawn(const struct qk_law *law, const struct encoding *encoding)
{
    return !qk_stated(law) && !qk_alike(law, encoding);
}

bool bias_draws_any(const struct run *run, const struct qk_law *law)
{
    static const char *const options[] = {"encoding", "versus"};
    bool any = false;
    for (size_t i = 0; i < ARRAY_COUNT(options); i++) {
        const struct option_value *v = run_value(run, options[i]);
        for (size_t e = 0; v->encodings && e < v->count; e++)
            any = any || bias_is_drawn(law, v->encodings[e]);
    }
    return any;
}

bool bias_fits(struct run *run, size_t series)
{
    size_t count = run_value(run, "distances")->count;
    return (double)series * (double)count <= 5e7 ||
           message_set(&run->error,
                       "option --distances: %zu distances of %zu series do not fit in memory; "
                       "expected at most %.0f",
                       count, series, floor(5e7 / (double)series));
}

enum status bias_kurtosis(const struct encoding *encoding, const struct qk_law *law,
                          double distance, double *excess)
{
    const struct schedule *schedule = encoding_schedule(encoding);
    const struct xpos_shape *xpos = encoding_xpos_shape(encoding);
    const struct tapa_shape *tapa = encoding_tapa_shape(encoding);
    if (schedule)
        return bank_kurtosis(schedule, law, distance, excess);
    if (xpos)
        return xpos_kurtosis(xpos, law, distance, excess);
    return tapa ? tapa_kurtosis(tapa, law, distance, excess) : STATUS_UNDEFINED;
}

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
