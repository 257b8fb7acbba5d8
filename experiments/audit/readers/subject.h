/* What a reader of a file asks of it: its keys, as they stand. */
#ifndef POSBIAS_AUDIT_READERS_SUBJECT_H
#define POSBIAS_AUDIT_READERS_SUBJECT_H

#include "experiments/audit/meaning.h"

/* One kind of layer of a file, at a context length. */
struct subject {
    const struct model_config *config;
    const struct layer_kind *kind;
    double context;
};

/* The fact of a key: in the dictionary of rotary keys that the kind's layers use, nested or not; at
 * the top of the text model's keys; the first of the two. NULL where it is absent or null. */
const struct fact *subject_inner(const struct subject *s, const char *key);
const struct fact *subject_top(const struct subject *s, const char *key);
const struct fact *subject_fact(const struct subject *s, const char *key);

/* A number by its key, or what holds where it is absent. */
double subject_number(const struct subject *s, const char *key, double fallback);

/* A number by its key that is there and not 0. */
bool subject_truthy(const struct subject *s, const char *key);

/* A text by its key in the dictionary, or "". */
const char *subject_word(const struct subject *s, const char *key);

/* Whether the model's type is one of these, up to a NULL. */
bool subject_is(const struct subject *s, const char *const *types);

/* Whether heads are split into a rotated and an unrotated part by keys of their own (MLA). */
bool subject_latent(const struct subject *s);

/* The length the file itself gives, max_position_embeddings. */
double subject_length(const struct subject *s);

/* hidden size over heads; 0 where the file does not say. */
size_t subject_quotient(const struct subject *s);

#endif
