/* Query-key models as users type them, and draws from them. */
#ifndef POSBIAS_HARNESS_DRAWS_QK_H
#define POSBIAS_HARNESS_DRAWS_QK_H

#include "experiments/harness/draws/random.h"
#include "kernels/encodings/encoding.h"
#include "theory/model/qk_law.h"

/* A query-key model as typed and as read. */
struct qk_model {
    char *text, *resolved;
    struct qk_law law;
};

/* Parses a query-key string: unit, phase, gauss:mu=..,sigma=.., aligned:rho=..,
 * moments:mu0=..,nu0=..
 * Returns: false with *error set. */
bool qk_parse(const char *text, struct qk_model *out, struct message *error);
void qk_free(struct qk_model *model);

/* True if the law can be drawn for this encoding; else *error says why and which models can. */
bool qk_drawable(const struct qk_model *model, const struct encoding *encoding,
                 struct message *error);

/* True if every draw of the law is the same vector. */
bool qk_deterministic(const struct qk_law *law);

/* Doubles of scratch that qk_draw needs. */
size_t qk_work_size(size_t dim);

/* Doubles of scratch that qk_draw_second needs. */
size_t qk_second_work_size(size_t dim);

/* The query of that draw with another key, independent of the first given the query: what a second
 * token shows the same query. Deterministic laws give the same key again. */
void qk_draw_second(const struct qk_law *law, const struct random_stream *stream, uint64_t draw,
                    size_t dim, double *work, double *query, double *key);

/* The key with |q_n| |k_n| along the query on every pair, A_n = a_n and B_n = 0: the reference with
 * the key's amplitudes and all its phases zero. A query without length on a pair has a_n = 0 there
 * whatever the key.
 * In: dim even; out [dim], distinct. */
void qk_align(size_t dim, const double *query, const double *key, double *out);

/* Draw number `draw` of the stream: query [dim], key [dim]. Same (stream, draw): same vectors. */
void qk_draw(const struct qk_law *law, const struct random_stream *stream, uint64_t draw,
             size_t dim, double *work, double *query, double *key);

/* Lists the models and their keys, for `posbias help qk`. */
size_t qk_type_count(void);
const char *qk_type_name(size_t i);
const char *qk_type_summary(size_t i);
const struct spec_key *qk_type_keys(size_t i, size_t *count);

#endif
