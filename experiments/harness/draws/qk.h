/* Query-key models as users type them, and draws from them. */
#ifndef POSBIAS_HARNESS_DRAWS_QK_H
#define POSBIAS_HARNESS_DRAWS_QK_H

#include "experiments/harness/draws/qk_types.h"

/* A query-key model as typed and with every key spelled out. The law serves as long as the model if
 * it has a source, else for good. */
struct qk_model {
    char *text, *resolved;
    struct qk_law law;
};

/* Parses a string "NAME:key=value,key=value" of a row of qk_types that reads no files.
 * Returns: false with *error set, and nothing to release. */
bool qk_parse(const char *text, struct qk_model *out, struct message *error);

/* Parses any string; head=all makes a model of each head, in order, with the head in its text.
 * Out:     calls each on every model, which it takes over.
 * Returns: false with *error set as soon as each does. */
bool qk_each(const char *text, const struct qk_reader *reader, void *context,
             bool (*each)(void *context, struct qk_model *model, struct message *error),
             struct message *error);

/* Parses a string of a type that may stand in no table.
 * Out: *heads, 0 but if the string stands for so many models; then there is none in *out. */
bool qk_parse_as(const struct qk_type *type, const char *text, const struct qk_reader *reader,
                 struct qk_model *out, size_t *heads, struct message *error);
void qk_free(struct qk_model *model);

/* True if the law can be drawn for this encoding; else *error says why and which models can. */
bool qk_drawable(const struct qk_model *model, const struct encoding *encoding,
                 struct message *error);

/* Names of the models that can be drawn for the encoding, with or without deterministic ones. */
struct message qk_usable(const struct encoding *encoding, bool deterministic);

/* Specimens of the models that fit, joined by ';' as a list of them is typed. */
struct message qk_specimens(bool (*fits)(const struct qk_model *model));

/* True if every draw of the law is the same vector. */
bool qk_deterministic(const struct qk_law *law);

/* True if every draw of the law also has the same scores: the encoding reads no tokens, which would
 * be drawn. */
bool qk_alike(const struct qk_law *law, const struct encoding *encoding);

/* True if the law states expectations only, so that there is nothing to draw. */
bool qk_stated(const struct qk_law *law);

/* NULL unless draws differ but the query decides the key, so that a second key of one query is the
 * first again; else what to write for it not to, "rho between -1 and 1". */
const char *qk_one_key(const struct qk_law *law);

/* Doubles of scratch that qk_draw needs. */
size_t qk_work_size(size_t dim);

/* Doubles of scratch that qk_draw_second needs. */
size_t qk_second_work_size(size_t dim);

/* Draw number `draw` of the stream: query [dim], key [dim]. Equal (stream, draw): equal vectors.
 * The law is not only stated.
 * Returns: STATUS_OK but for laws with rows in files: STATUS_DOMAIN if one cannot be read
 *          (qk_rows_fault), STATUS_MEMORY. */
enum status qk_draw(const struct qk_law *law, const struct random_stream *stream, uint64_t draw,
                    size_t dim, double *work, double *query, double *key);

/* The query of that draw with another key, independent of the first given the query: what a second
 * token shows the same query. Deterministic laws give the same key again. */
enum status qk_draw_second(const struct qk_law *law, const struct random_stream *stream,
                           uint64_t draw, size_t dim, double *work, double *query, double *key);

/* The key with |q_n| |k_n| along the query on every pair, A_n = a_n and B_n = 0: the reference with
 * the key's amplitudes and all its phases zero. A query without length on a pair has a_n = 0 there
 * whatever the key.
 * In: dim even; out [dim], distinct. */
void qk_align(size_t dim, const double *query, const double *key, double *out);

#endif
