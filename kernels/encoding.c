#include "kernels/encoding.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "kernels/presets.h"

const struct encoding_type *const encoding_types[] = {&encoding_rope, &encoding_tapa, &encoding_nope, &encoding_alibi};
const size_t encoding_type_count = sizeof encoding_types / sizeof *encoding_types;

enum { NAMES_MAX = 64 };

/* Replaces "model:NAME,more" by the preset's string and ",more". */
static bool expand_preset(const char *text, char *out, double *context, struct message *error)
{
    const char *name = text + strlen("model:"), *names[NAMES_MAX];
    size_t length = strcspn(name, ",");
    for (size_t i = 0; i < preset_count; i++) {
        names[i] = presets[i].name;
        if (strlen(names[i]) == length && strncmp(names[i], name, length) == 0) {
            *context = (double)presets[i].context;
            if (snprintf(out, SPEC_TEXT_MAX, "%s%s", presets[i].spec, name + length) < SPEC_TEXT_MAX)
                return true;
            return message_set(error, "encoding \"%.40s...\" is longer than %d characters", text, SPEC_TEXT_MAX - 1);
        }
    }
    char typed[SPEC_TEXT_MAX];
    snprintf(typed, sizeof typed, "%.*s", (int)length, name);
    return message_set(error, "encoding \"%s\": unknown preset \"%s\"; presets: %s%s", text, typed,
                       text_join(preset_count, names).text, text_suggestion(typed, preset_count, names).text);
}

static const struct encoding_type *type_of(const char *text, const char *original, struct message *error)
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
    message_set(error, "encoding \"%s\": unknown name \"%s\"; expected one of %s%s", original, name,
                text_join(encoding_type_count + 1, names).text,
                text_suggestion(name, encoding_type_count + 1, names).text);
    return NULL;
}

static char *copy(const char *text)
{
    char *out = malloc(strlen(text) + 1);
    return out ? strcpy(out, text) : NULL;
}

bool encoding_parse(const char *text, const struct encoding_reader *reader, struct encoding **out, struct message *error)
{
    char full[SPEC_TEXT_MAX], resolved[SPEC_TEXT_MAX];
    bool preset = strncmp(text, "model:", strlen("model:")) == 0;
    double context = 0.0;
    *out = NULL;
    if (strlen(text) >= sizeof full)
        return message_set(error, "encoding \"%.40s...\" is longer than %d characters", text, SPEC_TEXT_MAX - 1);
    strcpy(full, text);
    if (preset && !expand_preset(text, full, &context, error))
        return false;
    const struct encoding_type *type = type_of(full, text, error);
    if (!type)
        return false;
    struct spec *spec = malloc(sizeof *spec);
    struct encoding *encoding = calloc(1, sizeof *encoding);
    bool ok = spec && encoding;
    if (!ok)
        message_set(error, "out of memory");
    if (ok && (ok = spec_parse("encoding", full, type->key_count, type->keys, preset, spec, error))) {
        encoding->type = type;
        encoding->context = context;
        ok = type->build(spec, reader, encoding, error);
        if (!ok) { /* builders name the key; the string at fault is named here */
            struct message inner = *error;
            message_set(error, "encoding \"%s\": %s", text, inner.text);
        }
    }
    if (ok) {
        spec_resolved(full, type->key_count, type->keys, spec, resolved);
        encoding->text = copy(text);
        encoding->resolved = copy(resolved);
        ok = encoding->text && encoding->resolved;
        if (!ok)
            message_set(error, "out of memory");
    }
    free(spec);
    if (ok)
        *out = encoding;
    else
        encoding_free(encoding);
    return ok;
}

void encoding_free(struct encoding *encoding)
{
    if (!encoding)
        return;
    schedule_free(encoding->schedule);
    free(encoding->tapa_matrices);
    free(encoding->text);
    free(encoding->resolved);
    free(encoding);
}
