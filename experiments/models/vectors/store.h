/* What open vectors keep: rows of files, or a layer's tensors. */
#ifndef POSBIAS_MODELS_VECTORS_STORE_H
#define POSBIAS_MODELS_VECTORS_STORE_H

#include "experiments/models/vectors/architectures.h"
#include "experiments/models/vectors/vectors.h"
#include "experiments/readers/mapped.h"
#include "experiments/readers/tensors.h"

enum { FILES_MOST = 8, NAME_SIZE = 160 };

/* One projection. Row i of head h is row first + (h stride + i) of the weights. */
struct projection {
    struct tensor weight, bias, norm; /* without bytes where there is none */
    size_t first, stride;
};

struct vectors_store {
    /* of files: the arrays; of a model: NULL */
    struct mapped *mapped[VECTORS_SIDES];
    struct tensor rows[VECTORS_SIDES];
    /* of a model */
    struct tensors *tensors;
    struct model_config *config;
    const struct architecture *architecture;
    struct tensor embedding;
    enum input_norm input;
    enum row_norm row_norm;
    double *norm_weight, *norm_bias; /* [width]; NULL where there is none */
    double epsilon, scale, clip;     /* on the embedding; of projected entries, 0: no bound */
    struct projection projection[VECTORS_SIDES];
    struct side_numbers *numbers[VECTORS_SIDES]; /* that heads hold */
    uint64_t *ids;                               /* NULL: every row of the embedding */
    /* coordinate c of a row is the file's coordinate order[c] */
    size_t *order;
    const char *file[FILES_MOST]; /* names */
    char *own_names, *token_file; /* those nobody else keeps */
    struct file_stamp {
        unsigned long long size, device, node;
        long long seconds, nanoseconds; /* of its last change */
    } stamp[FILES_MOST];
};

/* Vectors with nothing in them, which vectors_free releases. NULL: no memory. */
struct vectors *vectors_new(void);

/* Notes a file that was read, by a name that stays. Returns: false with *error set. */
bool vectors_note(struct vectors *vectors, const char *file, struct message *error);

/* The order of coordinates: of the first `rotary` those n and n + span/2 turn together, or, not
 * halves, 2n and 2n + 1.
 * In:      span, rotary, or dim where the fastest pairs of the whole head rotate.
 * Returns: false with *error set: no memory. */
bool vectors_order(struct vectors *vectors, bool halves, size_t span, struct message *error);

#endif
