#include "experiments/harness/draws/qk.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "experiments/harness/draws/qk_rows.h"
#include "theory/ground/text.h"

/* Names that a message lists. */
enum { NAMES_MAX = 64 };

static const struct qk_type *type_of(const char *text, struct message *error)
{
    const char *names[NAMES_MAX];
    char name[SPEC_TEXT_MAX];
    size_t count = qk_type_count < NAMES_MAX ? qk_type_count : NAMES_MAX;
    memcpy(name, text, spec_name_length(text));
    name[spec_name_length(text)] = '\0';
    for (size_t i = 0; i < qk_type_count; i++) {
        if (i < count)
            names[i] = qk_types[i].name;
        if (strcmp(name, qk_types[i].name) == 0)
            return &qk_types[i];
    }
    if (spec_misjoined("query-key model", text, count, names, error))
        return NULL;
    message_set(error, "query-key model \"%s\": unknown name \"%s\"; expected one of %s%s", text,
                name, text_join(count, names).text, text_suggestion(name, count, names).text);
    return NULL;
}

/* Whether every key without a fallback was given. */
static bool complete(const struct qk_type *type, const char *text, const struct spec *spec,
                     struct message *error)
{
    for (size_t i = 0; i < type->key_count; i++) {
        const struct spec_key *key = &type->keys[i];
        bool first = key->type == SPEC_FIRST;
        if (!spec->value[i].present && !key->fallback)
            return message_set(error, "query-key model \"%s\": %s is missing; expected %s:%s%s%s",
                               text, key->name, type->name, first ? "" : key->name,
                               first ? "" : "=", spec_expected(key).text);
    }
    return true;
}

/* The law of a parsed string, and its source if the row leaves a state. */
static bool build(const struct qk_type *type, const char *text, const struct spec *spec,
                  const struct qk_reader *reader, struct qk_law *law, size_t *heads,
                  struct message *error)
{
    struct qk_source *source = malloc(sizeof *source);
    if (!source)
        return message_memory(error);
    *source = (struct qk_source){.type = type};
    *law = (struct qk_law){.kind = type->kind, .source = source};
    bool ok = type->open    ? type->open(spec, reader, law, &source->state, heads, error)
              : type->parse ? type->parse(spec, law, &source->state, error)
                            : true;
    if (!ok && !message_is_memory(error)) { /* rows name the key; the string is named here */
        struct message inner = *error;
        message_set(error, "query-key model \"%s\": %s", text, inner.text);
    }
    if (source->state)
        *heads = 0;
    else
        law->source = NULL;
    if (!source->state)
        free(source);
    return ok;
}

bool qk_parse_as(const struct qk_type *type, const char *text, const struct qk_reader *reader,
                 struct qk_model *out, size_t *heads, struct message *error)
{
    char resolved[SPEC_TEXT_MAX];
    *out = (struct qk_model){.text = NULL};
    *heads = 0;
    if (type->key_count == 0 && text[spec_name_length(text)] == ':')
        return message_set(error, "query-key model \"%s\": %s takes no keys", text, type->name);
    struct spec *spec = malloc(sizeof *spec);
    if (!spec)
        return message_memory(error);
    bool ok = spec_parse("query-key model", text, text, 0, type->key_count, type->keys, spec,
                         error) &&
              complete(type, text, spec, error) &&
              build(type, text, spec, reader, &out->law, heads, error);
    if (ok && *heads == 0) {
        spec_resolved(text, type->key_count, type->keys, spec, resolved);
        out->text = strdup(text);
        out->resolved = strdup(resolved);
        ok = (out->text && out->resolved) || message_memory(error);
    }
    free(spec);
    if (!ok)
        qk_free(out);
    return ok;
}

static bool parse(const char *text, const struct qk_reader *reader, struct qk_model *out,
                  size_t *heads, struct message *error)
{
    *out = (struct qk_model){.text = NULL};
    if (strlen(text) >= SPEC_TEXT_MAX)
        return message_set(error, "query-key model \"%s\" is longer than %d characters", text,
                           SPEC_TEXT_MAX - 1);
    const struct qk_type *type = type_of(text, error);
    return type && qk_parse_as(type, text, reader, out, heads, error);
}

bool qk_parse(const char *text, struct qk_model *out, struct message *error)
{
    size_t heads;
    return parse(text, NULL, out, &heads, error);
}

/* The string with a head in place of the item head=all. */
static void one_head(const char *text, size_t head, char out[SPEC_TEXT_MAX])
{
    static const char item[] = "head=all";
    const char *at = strstr(text, item);
    while (at[-1] != ':' && at[-1] != ',') /* part of a file's name */
        at = strstr(at + 1, item);
    snprintf(out, SPEC_TEXT_MAX, "%.*shead=%zu%s", (int)(at - text), text, head,
             at + sizeof item - 1);
}

bool qk_each(const char *text, const struct qk_reader *reader, void *context,
             bool (*each)(void *context, struct qk_model *model, struct message *error),
             struct message *error)
{
    struct qk_model model;
    size_t heads, none;
    if (!parse(text, reader, &model, &heads, error))
        return false;
    if (heads == 0)
        return each(context, &model, error);
    for (size_t h = 0; h < heads; h++) {
        char one[SPEC_TEXT_MAX];
        one_head(text, h, one);
        if (!parse(one, reader, &model, &none, error) || !each(context, &model, error))
            return false;
    }
    return true;
}

void qk_free(struct qk_model *model)
{
    const struct qk_source *source = model->law.source;
    if (source && source->type->release)
        source->type->release(source->state);
    free((void *)source);
    free(model->text);
    free(model->resolved);
    *model = (struct qk_model){.text = NULL};
}

/* The row of a law: its source's, or else the one of its kind. */
static const struct qk_type *row_of(const struct qk_law *law)
{
    if (law->source)
        return law->source->type;
    size_t i = 0;
    while (i + 1 < qk_type_count && qk_types[i].kind != law->kind)
        i++;
    return &qk_types[i];
}

static const void *state_of(const struct qk_law *law)
{
    return law->source ? law->source->state : NULL;
}

/* Why a model cannot be drawn for the encoding, or NULL if it can. */
static const char *obstacle(const struct qk_type *type, const void *state,
                            const struct encoding *encoding)
{
    if (!type->draw)
        return "states expectations only and cannot be drawn";
    return type->misfit ? type->misfit(state, encoding) : NULL;
}

struct message qk_usable(const struct encoding *encoding, bool deterministic)
{
    const char *names[NAMES_MAX];
    size_t count = 0;
    for (size_t i = 0; i < qk_type_count && count < NAMES_MAX; i++)
        if ((deterministic || !qk_types[i].deterministic) &&
            !obstacle(&qk_types[i], NULL, encoding))
            names[count++] = qk_types[i].name;
    return text_join(count, names);
}

struct message qk_specimens(bool (*fits)(const struct qk_model *model))
{
    struct message out = {""}, ignored;
    for (size_t i = 0; i < qk_type_count; i++) {
        struct qk_model model;
        if (!qk_types[i].specimen || !qk_parse(qk_types[i].specimen, &model, &ignored))
            continue;
        if (fits(&model))
            message_add(&out, "%s%s", *out.text ? ";" : "", model.text);
        qk_free(&model);
    }
    return out;
}

bool qk_drawable(const struct qk_model *model, const struct encoding *encoding,
                 struct message *error)
{
    const char *why = obstacle(row_of(&model->law), state_of(&model->law), encoding);
    return !why || message_set(error, "query-key model \"%s\" %s; expected for \"%s\" one of %s",
                               model->text, why, encoding->text, qk_usable(encoding, true).text);
}

bool qk_deterministic(const struct qk_law *law) { return row_of(law)->deterministic; }

bool qk_alike(const struct qk_law *law, const struct encoding *encoding)
{
    return qk_deterministic(law) && encoding->token_width == 0;
}

bool qk_stated(const struct qk_law *law) { return !row_of(law)->draw; }

const char *qk_one_key(const struct qk_law *law)
{
    const struct qk_type *type = row_of(law);
    return !type->deterministic && type->one_key ? type->one_key(law) : NULL;
}

size_t qk_work_size(size_t dim) { return 2 * dim; }

size_t qk_second_work_size(size_t dim) { return 3 * dim; }

enum status qk_draw(const struct qk_law *law, const struct random_stream *stream, uint64_t draw,
                    size_t dim, double *work, double *query, double *key)
{
    return row_of(law)->draw(law, state_of(law), stream, draw, dim, 0, work, query, key);
}

enum status qk_draw_second(const struct qk_law *law, const struct random_stream *stream,
                           uint64_t draw, size_t dim, double *work, double *query, double *key)
{
    return row_of(law)->draw(law, state_of(law), stream, draw, dim, 1, work, query, key);
}

void qk_align(size_t dim, const double *query, const double *key, double *out)
{
    for (size_t c = 0; c < dim; c += 2) {
        double q = hypot(query[c], query[c + 1]), k = hypot(key[c], key[c + 1]),
               scale = q > 0.0 ? k / q : 0.0;
        out[c] = scale * query[c];
        out[c + 1] = scale * query[c + 1];
    }
}
