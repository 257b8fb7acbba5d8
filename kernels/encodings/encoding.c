#include "kernels/encodings/encoding.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "kernels/encodings/presets.h"
#include "kernels/encodings/unevaluated.h"
#include "theory/ground/text.h"

#define ROW(name) &encoding_##name,
const struct encoding_type *const encoding_types[] = {ENCODING_TYPES(ROW)};
#undef ROW
const size_t encoding_type_count = sizeof encoding_types / sizeof *encoding_types;

enum { NAMES_MAX = 64 };

/* Replaces "model:NAME,overrides" by the preset's string with the overrides behind it, and tells
 * how much of it is the preset's. */
static bool expand_preset(const char *text, char *out, size_t *inherited, double *context,
                          struct message *error)
{
    const char *name = text + strlen("model:"), *names[NAMES_MAX];
    char typed[SPEC_TEXT_MAX];
    size_t length = strcspn(name, ",");
    snprintf(typed, sizeof typed, "%.*s", (int)length, name);
    const struct preset *preset = preset_find(typed);
    if (preset) {
        *context = (double)preset->context;
        *inherited = strlen(preset->spec);
        return snprintf(out, SPEC_TEXT_MAX, "%s%s", preset->spec, name + length) < SPEC_TEXT_MAX ||
               message_set(error, "encoding \"%s\" is longer than %d characters", text,
                           SPEC_TEXT_MAX - 1);
    }
    struct message meant = preset_meant(typed);
    /* of the names a message lists */
    size_t count = preset_count < NAMES_MAX ? preset_count : NAMES_MAX;
    for (size_t i = 0; i < count; i++)
        names[i] = presets[i].name;
    message_set(error, "encoding \"%s\": unknown preset \"%s\"; ", text, typed);
    if (*meant.text)
        message_add(error, "expected %s", meant.text);
    else
        message_add(error, "presets: %s%s", text_join(count, names).text,
                    preset_suggestion("", typed).text);
    return false;
}

/* Says what a name that no type has was meant to be: an encoding that is not evaluated, a preset
 * without "model:", a key or an encoding behind the wrong separator, a typo. */
static bool unknown_type(const char *name, const char *original, size_t count,
                         const char *const *names, struct message *error)
{
    const struct unevaluated *listed = unevaluated_find(name);
    if (listed)
        return message_set(error, "encoding \"%s\": %s is not evaluated: %s", original,
                           listed->name, listed->reason);
    struct message meant = preset_meant(name);
    if (*meant.text)
        return message_set(error, "encoding \"%s\": unknown name \"%s\"; expected %s", original,
                           name, meant.text);
    if (spec_misjoined("encoding", original, count, names, error))
        return false;
    struct message near = text_suggestion(name, count, names);
    if (!*near.text)
        near = preset_suggestion("model:", name);
    return message_set(error, "encoding \"%s\": unknown name \"%s\"; expected one of %s%s",
                       original, name, text_join(count, names).text, near.text);
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
            original);
    else
        unknown_type(name, original, encoding_type_count + 1, names, error);
    return NULL;
}

static char *copy(const char *text)
{
    char *out = malloc(strlen(text) + 1);
    return out ? strcpy(out, text) : NULL;
}

/* Parses a string of a type, of which the first `inherited` characters are a preset's. */
static bool parse(const struct encoding_type *type, const char *typed, const char *full,
                  size_t inherited, const struct encoding_reader *reader, struct encoding **out,
                  struct message *error)
{
    char resolved[SPEC_TEXT_MAX];
    struct spec *spec = malloc(sizeof *spec);
    struct encoding *encoding = calloc(1, sizeof *encoding);
    bool ok = spec && encoding;
    *out = NULL;
    if (!ok)
        message_memory(error);
    if (ok && (ok = spec_parse("encoding", typed, full, inherited, type->key_count, type->keys,
                               spec, error))) {
        encoding->type = type;
        ok = type->build(spec, reader, encoding, error);
        /* builders name the key; the string at fault is named here, and is at fault unless memory
         * ran out */
        if (!ok && !message_is_memory(error)) {
            struct message inner = *error;
            message_set(error, "encoding \"%s\": %s", typed, inner.text);
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

bool encoding_parse_as(const struct encoding_type *type, const char *typed, const char *full,
                       const struct encoding_reader *reader, struct encoding **out,
                       struct message *error)
{
    return parse(type, typed, full, 0, reader, out, error);
}

bool encoding_parse(const char *text, const struct encoding_reader *reader, struct encoding **out,
                    struct message *error)
{
    char full[SPEC_TEXT_MAX];
    double context = 0.0;
    size_t inherited = 0;
    *out = NULL;
    if (strlen(text) >= sizeof full)
        return message_set(error, "encoding \"%s\" is longer than %d characters", text,
                           SPEC_TEXT_MAX - 1);
    strcpy(full, text);
    if (strncmp(text, "model:", strlen("model:")) == 0 &&
        !expand_preset(text, full, &inherited, &context, error))
        return false;
    const struct encoding_type *type = type_of(full, text, error);
    if (!type || !parse(type, text, full, inherited, reader, out, error))
        return false;
    (*out)->context = context;
    return true;
}

static bool text_fits(const char *text, bool (*fits)(const struct encoding *encoding))
{
    struct encoding *e;
    struct message error;
    bool ok = encoding_parse(text, NULL, &e, &error) && fits(e);
    encoding_free(e);
    return ok;
}

struct message encoding_names(bool (*fits)(const struct encoding *encoding))
{
    const char *names[NAMES_MAX];
    size_t count = 0;
    for (size_t i = 0; i < encoding_type_count && count + 1 < NAMES_MAX; i++)
        if (text_fits(encoding_types[i]->specimen, fits))
            names[count++] = encoding_types[i]->name;
    if (text_fits(presets[0].spec, fits))
        names[count++] = "model";
    return text_join(count, names);
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

/* A product too small for a double is off by up to 2^-1074, and so is what it is multiplied by and
 * summed to: coordinates, factors and slopes of 1e15 at most, a tapa's phase by 1e15 r^4. */
static const double UNDERFLOW = 0x1p-600;

double encoding_error_level(const struct encoding *encoding, const double *query, const double *key,
                            double farthest)
{
    return encoding->type->engine->error(encoding->state, query, key, farthest) + UNDERFLOW;
}

struct score_price encoding_price(const struct encoding *encoding)
{
    struct score_price price;
    encoding->type->engine->price(encoding->state, &price);
    return price;
}

double encoding_offset(const struct encoding *encoding, double distance)
{
    return encoding->type->engine->offset
               ? encoding->type->engine->offset(encoding->state, distance)
               : 0.0;
}

bool encoding_absolute(const struct encoding *encoding)
{
    return encoding->type->kind == ENCODING_ABSOLUTE || encoding->type->absolute;
}

double encoding_reach(const struct encoding *encoding)
{
    return encoding_absolute(encoding) ? encoding->at : DISTANCE_LIMIT;
}

bool encoding_files(const struct encoding *encoding, struct encoding_files *out)
{
    return encoding->type->files && encoding->type->files(encoding, out);
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
