#include "experiments/basebound/section.h"

#include <string.h>

/* Takes ranges until there is no room. */
static enum status take(void *context, const struct base_below *below)
{
    struct section *s = context;
    s->cut = s->count == SECTION_RANGES;
    if (s->cut)
        return STATUS_STOPPED;
    s->below[s->count++] = *below;
    return STATUS_OK;
}

static enum status sweep(struct base_sweep *sweep, const struct section_task *task,
                         struct section *out)
{
    const struct base_belows belows = {take, out};
    for (size_t i = 0; i < task->count; i++) {
        struct base_bracket least;
        out->cut = i == SECTION_ENDS;
        if (out->cut)
            return STATUS_OK;
        enum status status = base_sweep_run(sweep, (size_t)task->length[i], task->until,
                                            task->tolerance, &belows, &least);
        if (status != STATUS_OK)
            return out->cut ? STATUS_OK : status;
        if (least.lo >= task->until)
            return STATUS_OK;
        out->end[out->ends++] = (struct section_end){out->count, least, base_sweep_effort(sweep)};
    }
    return STATUS_OK;
}

enum status section_run(const struct section_task *task, struct section *out)
{
    struct base_sweep *s;
    memset(out, 0, sizeof *out);
    enum status status = base_sweep_new(task->dim, task->from, &s);
    if (status != STATUS_OK)
        return status;
    struct base_state state = base_sweep_state(s);
    state.reach = task->reach > state.reach ? task->reach : state.reach;
    base_sweep_set(s, &state);
    status = sweep(s, task, out);
    out->state = base_sweep_state(s);
    if (out->cut && out->count == SECTION_RANGES) {
        /* The sweep has come farther than what there was room for. */
        out->state.frontier = out->below[out->count - 1].to;
        out->state.distance = out->state.margin = 0.0;
    }
    base_sweep_free(s);
    return status;
}
