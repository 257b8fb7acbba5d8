/* The heads of a real model as claims are judged of them. */
#ifndef POSBIAS_MODEL_HEADS_H
#define POSBIAS_MODEL_HEADS_H

#include "experiments/harness/claims/claim.h"
#include "experiments/harness/draws/qk.h"
#include "kernels/encodings/encoding.h"

/* A query-key model for each head of a file, and what the file says that scores are made by. */
struct model_heads {
    size_t count;
    struct qk_model *model;
    struct encoding *encoding; /* a bank of two rotating pairs or more */
};

/* Opens what the first word of a grid's axis qk names.
 * Out:     *heads, to be released with model_heads_close, also after a failure; what is wrong with
 *          a file in out->detail.
 * Returns: STATUS_DOMAIN for such a file, STATUS_MEMORY. */
enum status model_heads_open(const struct grid_walk *grid, struct model_heads *heads,
                             struct judgement *out);
void model_heads_close(struct model_heads *heads);

/* A failure since then, given back; rows that could not be read are told in out->detail. */
enum status model_heads_failed(const struct model_heads *heads, enum status status,
                               struct judgement *out);

#endif
