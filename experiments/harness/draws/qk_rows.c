#include "experiments/harness/draws/qk_rows.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "theory/ground/arrays.h"
#include "theory/ground/text.h"

/* What a model of rows keeps. */
struct state {
    struct qk_rows rows;
    struct qk_measured measured;
    char misfit[96];
    bool failed; /* a row could not be read */
    uint64_t draw;
    struct message fault;
};

static struct state *state_of(const struct qk_law *law)
{
    return law->source && law->source->type->draw == qk_rows_draw ? law->source->state : NULL;
}

struct qk_measured *qk_rows_measured(const struct qk_law *law)
{
    struct state *s = state_of(law);
    return s ? &s->measured : NULL;
}

const struct qk_rows *qk_rows_of(const struct qk_law *law)
{
    const struct state *s = state_of(law);
    return s ? &s->rows : NULL;
}

/* The number of a head. Out: *all, in its place. */
static bool head_read(const char *text, size_t *head, bool *all, struct message *error)
{
    double number = 0.0;
    *all = strcmp(text, "all") == 0;
    if (!*all &&
        (!text_number(text, &number) || number < 0.0 || number != floor(number) || number > 1e6))
        return message_set(error, "head=\"%s\" is no head; expected a whole number from 0, or all",
                           text);
    *head = (size_t)number;
    return true;
}

static bool head_there(size_t head, size_t heads, struct message *error)
{
    static const char format[] = "head=%zu is not there: there are %zu; expected 0 to %zu, or all";
    return head < heads || message_set(error, format, head, heads, heads - 1);
}

/* Opens what open, a member of the reader bound to a spec, opens. */
static bool opened(const struct spec *spec, const struct qk_reader *reader, size_t head_key,
                   bool (*open)(const struct qk_reader *reader, const struct spec *spec,
                                size_t head, size_t *heads, struct qk_rows *rows,
                                struct message *error),
                   struct qk_law *law, void **state, size_t *heads, struct message *error)
{
    size_t head = 0;
    bool all;
    if (!reader)
        return message_set(error, "it reads files, which nothing does here");
    if (!head_read(spec->value[head_key].text, &head, &all, error))
        return false;
    if (all)
        return open(reader, spec, 0, heads, NULL, error);
    struct state *s = calloc(1, sizeof *s);
    if (!s)
        return message_memory(error);
    if (!open(reader, spec, head, heads, &s->rows, error) || !head_there(head, *heads, error)) {
        free(s);
        return false;
    }
    snprintf(s->misfit, sizeof s->misfit, "has vectors of dimension %zu: it needs dim=%zu",
             s->rows.dim, s->rows.dim);
    s->measured.dim = s->rows.dim;
    law->measured = &s->measured;
    *state = s;
    return true;
}

static bool npy(const struct qk_reader *reader, const struct spec *spec, size_t head, size_t *heads,
                struct qk_rows *rows, struct message *error)
{
    char query[SPEC_TEXT_MAX], key[SPEC_TEXT_MAX];
    text_unescape(spec->value[0].text, query);
    text_unescape(spec->value[1].text, key);
    return reader->npy(query, key, spec->value[3].number > 0.0, (size_t)spec->value[4].number, head,
                       heads, rows, error);
}

bool qk_npy_open(const struct spec *spec, const struct qk_reader *reader, struct qk_law *law,
                 void **state, size_t *heads, struct message *error)
{
    return opened(spec, reader, 2, npy, law, state, heads, error);
}

static bool weights(const struct qk_reader *reader, const struct spec *spec, size_t head,
                    size_t *heads, struct qk_rows *rows, struct message *error)
{
    char file[SPEC_TEXT_MAX], tokens[SPEC_TEXT_MAX];
    text_unescape(spec->value[0].text, file);
    text_unescape(spec->value[3].text, tokens);
    return reader->weights(file, (size_t)spec->value[1].number, tokens, head, heads, rows, error);
}

bool qk_weights_open(const struct spec *spec, const struct qk_reader *reader, struct qk_law *law,
                     void **state, size_t *heads, struct message *error)
{
    return opened(spec, reader, 2, weights, law, state, heads, error);
}

void qk_rows_release(void *state)
{
    struct state *s = state;
    s->rows.release(s->rows.self);
    for (size_t side = 0; side < QK_SIDES; side++) {
        free((void *)s->measured.mean[side]);
        free((void *)s->measured.covariance[side]);
    }
    free(s);
}

const char *qk_rows_misfit(const void *state, const struct encoding *encoding)
{
    const struct state *s = state;
    if (!s || s->rows.dim != encoding->dim)
        return s ? s->misfit : NULL;
    const struct schedule *e = encoding_schedule(encoding);
    size_t span = e ? frequency_rule_span(&e->rule) : 0;
    bool fits = !span || !s->rows.span || span == s->rows.span;
    return fits ? NULL : "turns halves of another number of coordinates: it needs rotary=";
}

const char *qk_rows_one_key(const struct qk_law *law)
{
    const struct qk_rows *rows = qk_rows_of(law);
    return rows && rows->tokens[QK_KEY] < 2 ? "more than one token" : NULL;
}

/* Keeps why a row cannot be had, of several the one of the first draw. */
static enum status fail(struct state *s, uint64_t draw, const struct message *error)
{
#pragma omp critical(qk_rows)
    if (!s->failed || draw < s->draw) {
        s->failed = true;
        s->draw = draw;
        s->fault = *error;
    }
    return message_is_memory(error) ? STATUS_MEMORY : STATUS_DOMAIN;
}

enum status qk_rows_read(const struct qk_law *law, size_t side, size_t first, size_t count,
                         double *out)
{
    struct state *s = state_of(law);
    struct message error;
    return s->rows.read(s->rows.self, side, first, count, out, &error) ? STATUS_OK
                                                                       : fail(s, first, &error);
}

bool qk_rows_fault(const struct qk_law *law, struct message *error)
{
    const struct state *s = state_of(law);
    if (s && s->failed)
        *error = s->fault;
    return s && s->failed;
}

enum status qk_rows_draw(const struct qk_law *law, const void *state,
                         const struct random_stream *stream, uint64_t draw, size_t dim,
                         size_t which, double *work, double *query, double *key)
{
    const struct qk_rows *rows = &((const struct state *)state)->rows;
    double *out[QK_SIDES] = {query, key};
    struct message error;
    (void)dim;
    random_uniforms(stream, draw, 2 + which, work);
    for (size_t side = 0; side < QK_SIDES; side++) { /* u < 1 - 2^-54 stays below */
        size_t token = (size_t)(work[side == QK_KEY ? 1 + which : 0] * (double)rows->tokens[side]);
        if (!rows->read(rows->self, side, token, 1, out[side], &error))
            return fail(state_of(law), draw, &error);
    }
    return STATUS_OK;
}

double qk_rows_seconds(const struct qk_law *law, double rows, bool many)
{
    const struct qk_rows *r = qk_rows_of(law);
    return r ? rows * (many ? r->many_seconds : r->row_seconds) : 0.0;
}
