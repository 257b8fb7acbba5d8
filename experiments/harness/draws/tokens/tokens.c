#include "experiments/harness/draws/tokens/tokens.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "experiments/harness/draws/tokens/token_assign.h"
#include "experiments/harness/draws/tokens/token_types.h"
#include "theory/ground/text.h"

enum { NAMES_MAX = 64 };

/* Numbers of a draw that one address holds, and where in a draw's address the next ones begin:
 * draws are numbered below 2^42. */
static const uint64_t PAGE_NUMBERS = UINT64_C(1) << 32, PAGE_DRAW = UINT64_C(1) << 42;

/* The type of encoding of that name, if it reads tokens, or NULL. */
static const struct encoding_type *reader_of(const char *name)
{
    for (size_t i = 0; i < encoding_type_count; i++)
        if (encoding_types[i]->tokens != TOKEN_NOTHING &&
            strcmp(encoding_types[i]->name, name) == 0)
            return encoding_types[i];
    return NULL;
}

static const struct token_type *type_of(const char *typed, const char *text, struct message *error)
{
    const char *names[NAMES_MAX];
    char name[SPEC_TEXT_MAX];
    snprintf(name, sizeof name, "%.*s", (int)spec_name_length(text), text);
    for (size_t i = 0; i < token_type_count; i++) {
        names[i] = token_types[i].name;
        if (strcmp(name, names[i]) == 0)
            return &token_types[i];
    }
    const struct encoding_type *reader = text == typed ? reader_of(name) : NULL;
    if (reader)
        message_set(error,
                    "token model \"%s\": \"%s\" is an encoding that reads tokens; expected "
                    "%s=MODEL, the model one of %s",
                    typed, name, name, token_servers(reader->tokens).text);
    else if (!spec_misjoined("token model", text, token_type_count, names, error))
        message_set(error, "token model \"%s\": unknown name \"%s\"; expected one of %s%s", typed,
                    name, text_join(token_type_count, names).text,
                    text_suggestion(name, token_type_count, names).text);
    return NULL;
}

/* Finds the names of the encodings that read tokens. Returns: how many. */
static size_t readers(const char *names[NAMES_MAX])
{
    size_t count = 0;
    for (size_t i = 0; i < encoding_type_count && count < NAMES_MAX; i++)
        if (encoding_types[i]->tokens != TOKEN_NOTHING)
            names[count++] = encoding_types[i]->name;
    return count;
}

/* The type before '=', if one stands before the model's name. */
static bool read_only(const char *typed, const char **text, const struct encoding_type **only,
                      struct message *error)
{
    size_t length = strcspn(typed, "=:,");
    *text = typed;
    *only = NULL;
    if (typed[length] != '=')
        return true;
    char type[SPEC_TEXT_MAX];
    snprintf(type, sizeof type, "%.*s", (int)length, typed);
    *only = reader_of(type);
    if (!*only) {
        const char *names[NAMES_MAX];
        size_t count = readers(names);
        return message_set(
            error,
            "token model \"%s\": \"%s\" is no encoding that reads tokens; expected one of %s%s",
            typed, type, text_join(count, names).text, text_suggestion(type, count, names).text);
    }
    *text = typed + length + 1;
    return true;
}

static bool read_law(const struct token_type *type, const char *typed, const struct spec *spec,
                     struct token_law *law, struct message *error)
{
    *law = (struct token_law){.kind = type->kind};
    for (size_t i = 0; i < type->key_count; i++) {
        if (!spec->value[i].present)
            return message_set(error, "token model \"%s\": %s is missing; expected %s:%s=%s", typed,
                               type->keys[i].name, type->name, type->keys[i].name,
                               spec_expected(&type->keys[i]).text);
        *type->member(law, i) = spec->value[i].number;
    }
    struct message inner;
    return !type->check || type->check(law, &inner) ||
           message_set(error, "token model \"%s\": %s", typed, inner.text);
}

bool token_parse(const char *typed, struct token_model *out, struct message *error)
{
    const char *text;
    *out = (struct token_model){.text = NULL};
    if (strlen(typed) >= SPEC_TEXT_MAX)
        return message_set(error, "token model \"%s\" is longer than %d characters", typed,
                           SPEC_TEXT_MAX - 1);
    if (!read_only(typed, &text, &out->only, error))
        return false;
    const struct token_type *type = type_of(typed, text, error);
    if (!type)
        return false;
    if (out->only && !(type->serves & 1u << out->only->tokens))
        return message_set(error, "token model \"%s\": %s reads %s; expected one of %s", typed,
                           out->only->name, token_need_names[out->only->tokens],
                           token_servers(out->only->tokens).text);
    if (type->key_count == 0 && text[spec_name_length(text)] == ':')
        return message_set(error, "token model \"%s\": %s takes no keys", typed, type->name);
    struct spec *spec = malloc(sizeof *spec);
    bool ok = spec ? spec_parse("token model", typed, text, 0, type->key_count, type->keys, spec,
                                error) &&
                         read_law(type, typed, spec, &out->law, error)
                   : message_memory(error);
    free(spec);
    if (ok && !(out->text = strdup(typed)))
        ok = message_memory(error);
    return ok;
}

void token_free(struct token_model *model)
{
    free(model->text);
    *model = (struct token_model){.text = NULL};
}

struct message token_text(const struct token_law *law)
{
    const struct token_type *type = token_type_of(law);
    struct message out;
    message_set(&out, "%s", type->name);
    for (size_t i = 0; i < type->key_count; i++) {
        struct token_law copy = *law;
        char number[32];
        double value = *type->member(&copy, i);
        for (int digits = 1; digits <= 17; digits++) {
            snprintf(number, sizeof number, "%.*g", digits, value);
            if (strtod(number, NULL) == value)
                break;
        }
        message_add(&out, "%c%s=%s", i == 0 ? ':' : ',', type->keys[i].name, number);
    }
    return out;
}

static void read_tokens(const struct token_source *source, size_t draw, size_t back, size_t count,
                        double *out)
{
    const struct token_stream *t = (const struct token_stream *)(const void *)source;
    const struct token_type *type = token_type_of(&t->law);
    size_t width = source->width, page_tokens = PAGE_NUMBERS / width;
    while (count > 0) {
        uint64_t page = back / page_tokens, number = t->first + draw * t->step;
        size_t at = back % page_tokens, left = page_tokens - at, n = count < left ? count : left;
        type->numbers(&t->law, &t->stream, number + page * PAGE_DRAW, (uint32_t)(at * width),
                      n * width, out);
        token_shape(t->need, &t->law, width, n, out);
        back += n, count -= n, out += n * width;
    }
}

const struct token_source *token_stream(struct token_stream *out, const struct encoding *encoding,
                                        const struct random_stream *stream, uint64_t first)
{
    if (!token_reads(encoding))
        return NULL;
    *out = (struct token_stream){
        .source = {encoding->token_width, read_tokens},
        .law = encoding->tokens,
        .need = encoding->type->tokens,
        .stream = {stream->seed, stream->stream ^ random_stream_id("tokens")},
        .first = first,
        .step = 1,
    };
    return &out->source;
}

double token_seconds(const struct encoding *encoding)
{
    static const double NORMAL = 2.7e-9, UNIFORM = 1.5e-9, FUNCTION = 15e-9;
    double width = (double)encoding->token_width;
    switch (encoding->tokens.kind) {
    case TOKEN_CONSTANT:
        return 1e-9 * width;
    case TOKEN_UNIFORM:
        return (UNIFORM + (encoding->type->tokens == TOKEN_LOG_GATES ? FUNCTION : 0.0)) * width;
    case TOKEN_LOGIT:
        return (NORMAL + 2.0 * FUNCTION) * width;
    default:
        return NORMAL * width;
    }
}
