#include "experiments/heads/permuted.h"

#include <stdlib.h>

static enum status draw(const struct qk_law *law, const void *state,
                        const struct random_stream *stream, uint64_t number, size_t dim,
                        size_t which, double *work, double *query, double *key)
{
    const struct permuted_law *p = state;
    struct random_stream keys = {stream->seed, random_stream_id("permuted-keys")};
    double *spare = malloc(dim * sizeof *spare);
    (void)law;
    enum status status = spare ? qk_draw(p->own, stream, number, dim, work, query, spare)
                               : STATUS_MEMORY;
    if (status == STATUS_OK)
        status = qk_draw(p->own, &keys, 2 * number + which, dim, work, spare, key);
    free(spare);
    return status;
}

static const struct qk_type permuted_type = {.name = "permuted", .kind = QK_SAMPLED, .draw = draw};

void permuted_law_make(const struct qk_law *own, struct permuted_law *out)
{
    out->own = own;
    out->source = (struct qk_source){&permuted_type, out};
    out->law = (struct qk_law){.kind = QK_SAMPLED, .source = &out->source};
}
