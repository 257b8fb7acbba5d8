#include "experiments/harness/draws/tokens/token_assign.h"

#include <stdlib.h>

#include "experiments/harness/draws/tokens/token_types.h"
#include "theory/ground/text.h"

enum { NAMES_MAX = 64 };

bool token_reads(const struct encoding *encoding) { return encoding->token_width > 0; }

bool tokens_unread(const struct encoding *encoding, const char *experiment,
                   bool (*fits)(const struct encoding *encoding), struct message *error)
{
    return !token_reads(encoding) ||
           message_set(error,
                       "encoding \"%s\" reads the tokens between query and key, of which %s knows "
                       "none; expected one of %s",
                       encoding->text, experiment, encoding_names(fits).text);
}

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
                       token_servers(encoding->type->tokens).text);
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
