#include "experiments/harness/draws/tokens/tokens.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "experiments/harness/draws/tokens/token_types.h"
#include "theory/ground/text.h"

enum { NAMES_MAX = 64 };

/* Numbers of a draw that one address holds, and where in a draw's address the next ones begin:
 * draws are numbered below 2^42. */
static const uint64_t PAGE_NUMBERS = UINT64_C(1) << 32, PAGE_DRAW = UINT64_C(1) << 42;

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
    if (!spec_misjoined("token model", typed, token_type_count, names, error))
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
    for (size_t i = 0; i < encoding_type_count; i++)
        if (strlen(encoding_types[i]->name) == length &&
            strncmp(encoding_types[i]->name, typed, length) == 0)
            *only = encoding_types[i];
    if (!*only || (*only)->tokens == TOKEN_NOTHING) {
        const char *names[NAMES_MAX];
        char type[SPEC_TEXT_MAX];
        size_t count = readers(names);
        snprintf(type, sizeof type, "%.*s", (int)length, typed);
        return message_set(
            error,
            "token model \"%s\": \"%s\" is no encoding that reads tokens; expected one of %s%s",
            typed, type, text_join(count, names).text, text_suggestion(type, count, names).text);
    }
    *text = typed + length + 1;
    return true;
}

/* Models that serve a need. */
static struct message servers(enum token_need need)
{
    const char *names[NAMES_MAX];
    size_t count = 0;
    for (size_t i = 0; i < token_type_count; i++)
        if (token_types[i].serves & 1u << need)
            names[count++] = token_types[i].name;
    return text_join(count, names);
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
                           servers(out->only->tokens).text);
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

bool token_reads(const struct encoding *encoding) { return encoding->token_width > 0; }

static bool serves(const struct token_model *model, const struct encoding *encoding, bool only)
{
    return token_reads(encoding) &&
           token_type_of(&model->law)->serves & 1u << encoding->type->tokens &&
           model->only == (only ? encoding->type : NULL);
}

/* Gives one encoding its model, and says in used which that is. */
static bool assign_one(size_t count, const struct token_model *models, struct encoding *encoding,
                       bool *used, struct message *error)
{
    for (int only = 1; only >= 0; only--) {
        size_t first = count;
        for (size_t m = 0; m < count; m++) {
            if (!serves(&models[m], encoding, only))
                continue;
            if (first < count)
                return message_set(
                    error,
                    "\"%s\" and \"%s\" both give encoding \"%s\" its tokens; expected "
                    "one of them, or %s=MODEL",
                    models[first].text, models[m].text, encoding->text, encoding->type->name);
            first = m;
        }
        if (first < count) {
            encoding->tokens = models[first].law;
            used[first] = true;
            return true;
        }
    }
    return message_set(error,
                       "none of the models gives encoding \"%s\" its tokens, %s each; expected one "
                       "of %s",
                       encoding->text, token_need_names[encoding->type->tokens],
                       servers(encoding->type->tokens).text);
}

/* Says that no encoding of the run reads a model, and what there is that would. */
static bool unused(const struct token_model *model, size_t count, struct encoding *const *encodings,
                   struct message *error)
{
    const struct token_type *type = token_type_of(&model->law);
    const char *names[NAMES_MAX];
    size_t needs = 0, named = 0;
    for (size_t e = 0; e < count; e++)
        if (token_reads(encodings[e]))
            needs |= 1u << encodings[e]->type->tokens;
    for (size_t i = 0; i < encoding_type_count && named < NAMES_MAX; i++)
        if (encoding_types[i]->tokens != TOKEN_NOTHING &&
            type->serves & 1u << encoding_types[i]->tokens &&
            (!model->only || model->only == encoding_types[i]))
            names[named++] = encoding_types[i]->name;
    message_set(error, "token model \"%s\": no encoding of this run reads such tokens",
                model->text);
    if (count > 0 && needs == 0)
        message_add(error, ", \"%s\" reads none", encodings[0]->text);
    message_add(error, "; expected it with one of %s", text_join(named, names).text);
    return false;
}

bool token_assign(size_t model_count, const struct token_model *models, size_t encoding_count,
                  struct encoding *const *encodings, struct message *error)
{
    bool *used = calloc(model_count + 1, sizeof *used), ok = used || message_memory(error);
    for (size_t e = 0; ok && model_count > 0 && e < encoding_count; e++)
        if (token_reads(encodings[e]))
            ok = assign_one(model_count, models, encodings[e], used, error);
    for (size_t m = 0; ok && m < model_count; m++)
        ok = used[m] || unused(&models[m], encoding_count, encodings, error);
    free(used);
    return ok;
}

struct message token_list(size_t encoding_count, struct encoding *const *encodings)
{
    struct message out = {""};
    for (size_t e = 0; e < encoding_count; e++) {
        bool told = !token_reads(encodings[e]);
        for (size_t d = 0; d < e && !told; d++)
            told = encodings[d]->type == encodings[e]->type && token_reads(encodings[d]);
        if (!told)
            message_add(&out, "%s%s=%s", *out.text ? ";" : "", encodings[e]->type->name,
                        token_text(&encodings[e]->tokens).text);
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
