#include "experiments/harness/command/option_values.h"

#include <stdlib.h>
#include <string.h>

#include "experiments/harness/command/choice.h"
#include "experiments/harness/command/experiment.h"
#include "experiments/harness/command/list.h"
#include "experiments/harness/draws/qk.h"
#include "experiments/harness/draws/tokens/token_assign.h"
#include "experiments/models/vectors/vectors_reader.h"
#include "experiments/readers/npy.h"

/* Calls read on each ';'-separated string. */
static bool each_string(const char *text, void *context,
                        bool (*read)(void *, const char *, struct message *), struct message *error)
{
    if (!*text)
        return message_set(error, "the value is empty");
    for (;;) {
        char item[SPEC_TEXT_MAX];
        size_t length = strcspn(text, ";");
        if (length >= sizeof item)
            return message_set(error, "\"%.*s\" is longer than %d characters", (int)length, text,
                               SPEC_TEXT_MAX - 1);
        memcpy(item, text, length);
        item[length] = '\0';
        if (!*item)
            return message_set(error, "an item between ';' is empty");
        if (!read(context, item, error))
            return false;
        if (!text[length])
            return true;
        text += length + 1;
    }
}

/* Where the strings of a list go, and how one is read. */
struct string_reader {
    void *context;
    const char *what;
    bool (*read)(void *, const char *, struct message *);
};

static bool each_value(void *context, const char *text, struct message *error)
{
    const struct string_reader *r = context;
    return spec_each(r->what, text, r->context, r->read, error);
}

static bool add_encoding(void *context, const char *text, struct message *error)
{
    static const struct encoding_reader reader = {npy_matrix};
    struct option_value *v = context;
    struct encoding **list = realloc(v->encodings, (v->count + 1) * sizeof *list);
    if (!list)
        return message_memory(error);
    v->encodings = list;
    return encoding_parse(text, &reader, &list[v->count], error) && ++v->count;
}

static bool keep_qk(void *context, struct qk_model *model, struct message *error)
{
    struct option_value *v = context;
    struct qk_model *list = realloc(v->qks, (v->count + 1) * sizeof *list);
    if (!list) {
        qk_free(model);
        return message_memory(error);
    }
    v->qks = list;
    list[v->count++] = *model;
    return true;
}

static bool add_qk(void *context, const char *text, struct message *error)
{
    return qk_each(text, &vectors_reader, context, keep_qk, error);
}

static bool add_token(void *context, const char *text, struct message *error)
{
    struct option_value *v = context;
    struct token_model *list = realloc(v->tokens, (v->count + 1) * sizeof *list);
    if (!list)
        return message_memory(error);
    v->tokens = list;
    return token_parse(text, &list[v->count], error) && ++v->count;
}

bool option_value_read(const struct option_spec *o, struct option_value *v, struct message *inner)
{
    size_t index;
    switch (o->type) {
    case OPTION_ENCODINGS:
        return each_string(v->text, &(struct string_reader){v, "encoding", add_encoding},
                           each_value, inner);
    case OPTION_QKS:
        return each_string(v->text, &(struct string_reader){v, "query-key model", add_qk},
                           each_value, inner);
    case OPTION_TOKENS:
        return each_string(v->text, v, add_token, inner);
    case OPTION_INTEGERS:
        return list_integers(v->text, o->lo, o->hi, &v->numbers, &v->count, inner);
    case OPTION_RANGE:
        return list_range(v->text, o->lo, o->hi, &v->numbers, &v->count, inner);
    case OPTION_REALS:
        return list_reals(v->text, o->lo, o->hi, &v->numbers, &v->count, inner);
    case OPTION_WHOLE:
        return list_whole(v->text, o->lo, o->hi, &v->numbers, &v->count, inner);
    case OPTION_CHOICE:
        if (!choice_one(v->text, o->choices, &index, inner))
            return false;
        v->numbers = malloc(sizeof *v->numbers);
        if (!v->numbers)
            return message_memory(inner);
        *v->numbers = (double)index;
        v->count = 1;
        return true;
    case OPTION_NAMES:
        return choice_several(v->text, o->choices, &v->numbers, &v->count, inner);
    case OPTION_FILE:
        if (!*v->text)
            return message_set(inner, "the file name is empty");
        return strcmp(v->text, "-") != 0 ||
               message_set(inner, "\"-\" would mix with the result; expected a file name");
    default:
        return true;
    }
}

void option_value_free(struct option_value *v)
{
    for (size_t i = 0; v->encodings && i < v->count; i++)
        encoding_free(v->encodings[i]);
    for (size_t i = 0; v->qks && i < v->count; i++)
        qk_free(&v->qks[i]);
    for (size_t i = 0; v->tokens && i < v->count; i++)
        token_free(&v->tokens[i]);
    free(v->encodings);
    free(v->qks);
    free(v->tokens);
    free(v->made);
    free(v->numbers);
}

/* Gives the encodings of all options their tokens, and the option the text that says which, also
 * where they are the encodings' own: the resolved command then draws the same. */
static bool give_tokens(const char *name, struct option_value *v, size_t count,
                        struct encoding *const *encodings, struct message *error)
{
    struct message inner, list;
    if (!token_assign(v->tokens ? v->count : 0, v->tokens, count, encodings, &inner))
        return message_is_memory(&inner) ? message_memory(error)
                                         : message_set(error, "option --%s: %s", name, inner.text);
    list = token_list(count, encodings);
    if (v->given || !*list.text)
        return true;
    v->made = strdup(list.text);
    v->text = v->made;
    v->present = true;
    return v->made || message_memory(error);
}

bool option_values_tokens(const struct experiment *experiment, struct option_value *values,
                          struct message *error)
{
    size_t count = 0, tokens = experiment->option_count;
    for (size_t i = 0; i < experiment->option_count; i++) {
        count += values[i].encodings ? values[i].count : 0;
        tokens = experiment->options[i].type == OPTION_TOKENS ? i : tokens;
    }
    struct encoding **all = malloc((count + 1) * sizeof *all);
    if (!all)
        return message_memory(error);
    count = 0;
    for (size_t i = 0; i < experiment->option_count; i++)
        for (size_t e = 0; values[i].encodings && e < values[i].count; e++)
            all[count++] = values[i].encodings[e];
    bool ok = tokens == experiment->option_count ||
              give_tokens(experiment->options[tokens].name, &values[tokens], count, all, error);
    free(all);
    return ok;
}
