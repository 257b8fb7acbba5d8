#include "experiments/model_heads.h"

#include <stdlib.h>

#include "experiments/harness/draws/qk_rows.h"
#include "experiments/models/vectors/vectors_reader.h"

static bool keep(void *context, struct qk_model *model, struct message *error)
{
    struct model_heads *h = context;
    struct qk_model *list = realloc(h->model, (h->count + 1) * sizeof *list);
    if (!list) {
        qk_free(model);
        return message_memory(error);
    }
    h->model = list;
    h->model[h->count++] = *model;
    return true;
}

static bool read_heads(const char *text, struct model_heads *h, struct message *error)
{
    if (!qk_each(text, &vectors_reader, h, keep, error))
        return false;
    const struct qk_rows *rows = qk_rows_of(&h->model[0].law);
    if (!rows->encoding)
        return message_set(error, "\"%s\": its files do not say how scores are made", text);
    if (!encoding_parse(rows->encoding, NULL, &h->encoding, error))
        return false;
    const struct schedule *s = encoding_schedule(h->encoding);
    return (s && s->rotating > 1) ||
           message_set(error, "\"%s\": its first layer does not rotate", text);
}

void model_heads_close(struct model_heads *h)
{
    for (size_t i = 0; i < h->count; i++)
        qk_free(&h->model[i]);
    free(h->model);
    encoding_free(h->encoding);
}

enum status model_heads_open(const struct grid_walk *grid, struct model_heads *h,
                             struct judgement *out)
{
    struct grid_point point = grid_first(grid);
    *h = (struct model_heads){0};
    if (read_heads(grid_word(&point, "qk"), h, &out->detail))
        return STATUS_OK;
    return message_is_memory(&out->detail) ? STATUS_MEMORY : STATUS_DOMAIN;
}

enum status model_heads_failed(const struct model_heads *h, enum status status,
                               struct judgement *out)
{
    for (size_t i = 0; status == STATUS_DOMAIN && i < h->count; i++)
        if (qk_rows_fault(&h->model[i].law, &out->detail))
            return status;
    return status;
}
