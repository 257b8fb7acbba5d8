#include "kernels/encodings/encoding.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "kernels/encodings/presets.h"
#include "theory/ground/text.h"

const struct encoding_type *const encoding_types[] = {
    &encoding_rope, &encoding_tapa, &encoding_nope, &encoding_alibi, &encoding_xpos};
const size_t encoding_type_count = sizeof encoding_types / sizeof *encoding_types;

enum { NAMES_MAX = 64 };

/* True if the list "key=value,key=value" of overrides names the key that item starts with. */
static bool overridden(const char *item, const char *overrides)
{
    size_t length = strcspn(item, "=") + 1;
    for (const char *at = overrides; *at; at += strcspn(at, ",") + (at[strcspn(at, ",")] == ','))
        if (strncmp(at, item, length) == 0)
            return true;
    return false;
}

/* The preset's string without the keys that are overridden, and then the overrides, NULL if there
 * are none. */
static bool merge(const char *preset, const char *overrides, char out[SPEC_TEXT_MAX])
{
    size_t used = spec_name_length(preset);
    memcpy(out, preset, used);
    char separator = ':';
    for (const char *at = preset + used; *at;) {
        const char *item = at + 1; /* behind the ':' or ',' */
        size_t length = strcspn(item, ",");
        if (!overrides || !overridden(item, overrides)) {
            out[used++] = separator;
            memcpy(out + used, item, length); /* presets are far shorter than SPEC_TEXT_MAX */
            used += length;
            separator = ',';
        }
        at = item + length;
    }
    out[used] = '\0';
    return !overrides || snprintf(out + used, SPEC_TEXT_MAX - used, "%c%s", separator, overrides) <
                             (int)(SPEC_TEXT_MAX - used);
}

/* Replaces "model:NAME,overrides" by a full string. */
static bool expand_preset(const char *text, char *out, double *context, struct message *error)
{
    const char *name = text + strlen("model:"), *names[NAMES_MAX];
    size_t length = strcspn(name, ",");
    /* of the names a message lists */
    size_t count = preset_count < NAMES_MAX ? preset_count : NAMES_MAX;
    for (size_t i = 0; i < preset_count; i++) {
        if (i < count)
            names[i] = presets[i].name;
        if (strlen(presets[i].name) == length && strncmp(presets[i].name, name, length) == 0) {
            *context = (double)presets[i].context;
            if (merge(presets[i].spec, name[length] ? name + length + 1 : NULL, out))
                return true;
            return message_set(error, "encoding \"%s\" is longer than %d characters",
                               message_quote(text).text, SPEC_TEXT_MAX - 1);
        }
    }
    char typed[SPEC_TEXT_MAX];
    snprintf(typed, sizeof typed, "%.*s", (int)length, name);
    return message_set(error, "encoding \"%s\": unknown preset \"%s\"; presets: %s%s",
                       message_quote(text).text, message_quote(typed).text,
                       text_join(count, names).text, text_suggestion(typed, count, names).text);
}

static const struct encoding_type *type_of(const char *text, const char *original,
                                           struct message *error)
{
    char name[SPEC_TEXT_MAX];
    const char *names[NAMES_MAX];
    snprintf(name, sizeof name, "%.*s", (int)spec_name_length(text), text);
    for (size_t i = 0; i < encoding_type_count; i++) {
        names[i] = encoding_types[i]->name;
        if (strcmp(name, names[i]) == 0)
            return encoding_types[i];
    }
    names[encoding_type_count] = "model";
    if (strcmp(name, "model") == 0)
        message_set(
            error,
            "encoding \"%s\": the preset is missing; expected model:NAME (posbias help encodings "
            "lists them)",
            message_quote(original).text);
    else
        message_set(error, "encoding \"%s\": unknown name \"%s\"; expected one of %s%s",
                    message_quote(original).text, message_quote(name).text,
                    text_join(encoding_type_count + 1, names).text,
                    text_suggestion(name, encoding_type_count + 1, names).text);
    return NULL;
}

static char *copy(const char *text)
{
    char *out = malloc(strlen(text) + 1);
    return out ? strcpy(out, text) : NULL;
}

bool encoding_parse_as(const struct encoding_type *type, const char *typed, const char *full,
                       const struct encoding_reader *reader, struct encoding **out,
                       struct message *error)
{
    char resolved[SPEC_TEXT_MAX];
    struct spec *spec = malloc(sizeof *spec);
    struct encoding *encoding = calloc(1, sizeof *encoding);
    bool ok = spec && encoding;
    *out = NULL;
    if (!ok)
        message_memory(error);
    if (ok &&
        (ok = spec_parse("encoding", typed, full, type->key_count, type->keys, spec, error))) {
        encoding->type = type;
        ok = type->build(spec, reader, encoding, error);
        /* builders name the key; the string at fault is named here, and is at fault unless memory
         * ran out */
        if (!ok && !message_is_memory(error)) {
            struct message inner = *error;
            message_set(error, "encoding \"%s\": %s", message_quote(typed).text, inner.text);
        }
    }
    if (ok) {
        spec_resolved(full, type->key_count, type->keys, spec, resolved);
        encoding->text = copy(typed);
        encoding->resolved = copy(resolved);
        ok = encoding->text && encoding->resolved;
        if (!ok)
            message_memory(error);
    }
    free(spec);
    if (ok)
        *out = encoding;
    else
        encoding_free(encoding);
    return ok;
}

bool encoding_parse(const char *text, const struct encoding_reader *reader, struct encoding **out,
                    struct message *error)
{
    char full[SPEC_TEXT_MAX];
    double context = 0.0;
    *out = NULL;
    if (strlen(text) >= sizeof full)
        return message_set(error, "encoding \"%s\" is longer than %d characters",
                           message_quote(text).text, SPEC_TEXT_MAX - 1);
    strcpy(full, text);
    if (strncmp(text, "model:", strlen("model:")) == 0 &&
        !expand_preset(text, full, &context, error))
        return false;
    const struct encoding_type *type = type_of(full, text, error);
    if (!type || !encoding_parse_as(type, text, full, reader, out, error))
        return false;
    (*out)->context = context;
    return true;
}

const struct frequency_bank *encoding_bank(const struct encoding *encoding)
{
    return encoding->type->engine == &bank_method ? encoding->state : NULL;
}

const struct schedule *encoding_schedule(const struct encoding *encoding)
{
    const struct frequency_bank *bank = encoding_bank(encoding);
    return bank ? bank->schedule : NULL;
}

bool encoding_pairs(const struct encoding *encoding)
{
    return encoding->type->pairs ? encoding->type->pairs(encoding) : encoding->dim % 2 == 0;
}

size_t encoding_table_size(const struct encoding *encoding, size_t count)
{
    return encoding->type->engine->table_size(encoding->state, count);
}

enum status encoding_table_fill(const struct encoding *encoding, size_t count,
                                const double *distance, double *table)
{
    return encoding->type->engine->table_fill(encoding->state, count, distance, table);
}

size_t encoding_work_size(const struct encoding *encoding, size_t draws)
{
    return encoding->type->engine->work_size(encoding->state, draws);
}

enum status encoding_scores(const struct encoding *encoding, size_t count, const double *table,
                            const struct score_input *input, double *work, double *score)
{
    return encoding->type->engine->score(encoding->state, count, table, input, work, score);
}

double encoding_error_level(const struct encoding *encoding, const double *query, const double *key,
                            double farthest)
{
    return encoding->type->engine->error(encoding->state, query, key, farthest);
}

double encoding_offset(const struct encoding *encoding, double distance)
{
    return encoding->type->engine->offset
               ? encoding->type->engine->offset(encoding->state, distance)
               : 0.0;
}

bool encoding_files(const struct encoding *encoding, struct encoding_files *out)
{
    return encoding->type->files && encoding->type->files(encoding, out);
}

bool encoding_read_norm(struct spec *spec, size_t norm, size_t scale, struct frequency_rule *rule,
                        struct message *error)
{
    rule->norm = (enum score_norm)spec->value[norm].number;
    if (!spec->value[scale].given)
        return true;
    if (spec->value[norm].given)
        return message_set(error, "scale=%s replaces norm=%s; give one of them",
                           message_quote(spec->value[scale].text).text,
                           message_quote(spec->value[norm].text).text);
    rule->norm = NORM_SCALE;
    rule->scale = spec->value[scale].number;
    spec->value[norm].present = false;
    return true;
}

bool encoding_build_bank(const struct frequency_rule *rule, double slope, struct encoding *out,
                         struct message *error)
{
    struct frequency_bank *bank;
    out->dim = rule->dim;
    if (bank_new(rule, slope, &bank) != STATUS_OK)
        return message_set(error, "out of memory for %zu dimensions", out->dim);
    out->state = bank;
    return true;
}

void encoding_free(struct encoding *encoding)
{
    if (!encoding)
        return;
    if (encoding->type && encoding->type->release)
        encoding->type->release(encoding->state);
    free(encoding->text);
    free(encoding->resolved);
    free(encoding);
}
