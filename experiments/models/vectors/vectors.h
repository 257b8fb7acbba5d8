/* Queries and keys of tokens, before rotation: rows of files, or of a model's first layer, where
 * they are made of its weights as they are asked for. */
#ifndef POSBIAS_MODELS_VECTORS_VECTORS_H
#define POSBIAS_MODELS_VECTORS_VECTORS_H

#include <stdint.h>

#include "theory/ground/message.h"

enum { VECTORS_QUERY, VECTORS_KEY, VECTORS_SIDES };

/* What is open. A query head is one of heads, with the key head number head/(heads/key_heads). A
 * row is made of an input, [width], by the head's own matrix; where rows stand in files an input is
 * the rows of all heads. Coordinates 2n and 2n + 1 turn together, pairs in the order of their
 * frequencies, and those that do not rotate follow, as encodings take them. */
struct vectors {
    size_t dim, heads, key_heads;
    size_t width[VECTORS_SIDES];  /* of a model's, that of the layer; of files, heads of dim */
    size_t tokens[VECTORS_SIDES]; /* rows of each side; of a model's both are the same tokens */
    size_t span;                  /* of files: coordinates whose halves turn together, or 0 */
    const char *encoding;         /* what the configuration says scores are made by, or NULL */
    size_t file_count;            /* that were read */
    const char *const *file;      /* their names */
    struct vectors_store *store;  /* what else is known of them */
};

/* Opens rows of two .npy files, (tokens, dim) or (heads, tokens, dim), whose numbers of tokens may
 * differ; key heads are shared in order by as many query heads each.
 * In:      halves, whether coordinates n and n + rotary/2 turn together, and not 2n and 2n + 1;
 *          rotary, how many turn, 0 for all.
 * Out:     *out, to be released with vectors_free.
 * Returns: false with *error naming the file or the key at fault. */
bool vectors_npy(const char *query, const char *key, bool halves, size_t rotary,
                 struct vectors **out, struct message *error);

/* Opens a layer of a model's file and the configuration beside it.
 * In:      layer, 0 or refused: another one's inputs are activations; tokens, "uniform" for every
 *          row of the embedding, ids joined by '/' with ranges A:B, or a FILE.npy of whole numbers.
 * Returns: false with *error naming the file, tensor or key at fault: an architecture that is not
 *          one of architectures.h, among others. */
bool vectors_weights(const char *file, size_t layer, const char *tokens, struct vectors **out,
                     struct message *error);
void vectors_free(struct vectors *vectors);

/* Whether the files are still those that were read, by size and time of change. */
bool vectors_current(const struct vectors *vectors);

/* Inputs first to first + count - 1 of a side.
 * Out:     out [count][width].
 * Returns: false with *error naming file and row.
 * Cost:    reads the pages of these rows only. */
bool vectors_inputs(const struct vectors *vectors, size_t side, size_t first, size_t count,
                    double *out, struct message *error);

/* A head's own matrices, held until vectors_head_free; NULL is allowed there. */
struct vectors_head;
bool vectors_head(const struct vectors *vectors, size_t head, struct vectors_head **out,
                  struct message *error);
void vectors_head_free(struct vectors_head *head);

/* Rows of a head made of inputs: every sum runs in one order, so that a row is the same however
 * many are made at once.
 * In:      input [count][width]; first, the number of the first, for the message.
 * Out:     out [count][dim].
 * Returns: false with *error naming the row: it is not finite, or over 1e15.
 * Cost:    dim width multiply-adds a row; dim width heads where norms run over all heads. */
bool vectors_project(const struct vectors_head *head, size_t side, size_t first, size_t count,
                     const double *input, double *out, struct message *error);

/* vectors_inputs and vectors_project at once. */
bool vectors_rows(const struct vectors_head *head, size_t side, size_t first, size_t count,
                  double *out, struct message *error);

/* What tells the rows of a head from those of other files of the same names: a checksum of all the
 * bytes that they are made of, or where the inputs are over 16 MB size and time of change of the
 * files in their place. */
bool vectors_identity(const struct vectors_head *head, struct message *out, struct message *error);

/* The longest length that a model's configuration speaks of, tokens; 0 if none. */
double vectors_context(const struct vectors *vectors);

/* What the weights of a model's head say without any token, pair by pair: |W_q| |W_k|, Frobenius
 * norms of the two rows of each.
 * Out:     slot [dim/2].
 * Returns: false of rows that stand in a file. */
bool vectors_slots(const struct vectors_head *head, double *slot);

/* How large a pair's part of the score over norm can be where each head's rows are normalised:
 * sqrt(dim) max w_q max w_k over its two coordinates, the largest of the pairs.
 * Returns: false where they are not, or over all heads. */
bool vectors_reach(const struct vectors_head *head, double *reach);

/* Multiply-adds of a row, and numbers read for it. */
double vectors_multiplies(const struct vectors_head *head);

#endif
