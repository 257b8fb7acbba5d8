#include "experiments/models/config/draft.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct config_block {
    struct config_block *next;
    max_align_t bytes[];
};

void *draft_alloc(struct draft *d, size_t count, size_t size)
{
    struct config_block *block = NULL;
    if (count < (SIZE_MAX - sizeof *block) / size)
        block = calloc(1, sizeof *block + count * size);
    if (!block) {
        message_memory(d->error);
        return NULL;
    }
    block->next = d->config->store->blocks;
    d->config->store->blocks = block;
    return block->bytes;
}

void model_config_free(struct model_config *config)
{
    if (!config)
        return;
    if (config->store) {
        for (struct config_block *b = config->store->blocks, *next; b; b = next) {
            next = b->next;
            free(b);
        }
        json_decref(config->store->root);
    }
    free(config->store);
    free(config->findings);
    free(config->facts);
    free(config);
}

const char *draft_copy(struct draft *d, const char *text)
{
    char *copy = draft_alloc(d, strlen(text) + 1, 1);
    return copy ? strcpy(copy, text) : NULL;
}

/* "rope_scaling.factor". */
static struct message key_path(const struct draft *d, const char *place, const char *key)
{
    struct message path;
    const char *wrapper = d->config->wrapper ? d->config->wrapper : "";
    if (strcmp(place, "outer") == 0)
        place = "", wrapper = "";
    message_set(&path, "%s%s%s%s%s", wrapper, *wrapper ? "." : "", place, *place ? "." : "", key);
    return path;
}

bool draft_refuse(struct draft *d, const char *place, const char *key, const char *what)
{
    return message_set(d->error, "\"%s\": %s %s", d->config->file,
                       message_quote(key_path(d, place, key).text).text, what);
}

static bool noted(struct draft *d, bool contradiction, const char *id, const char *place,
                  const char *key, const char *format, va_list arguments)
{
    char text[MESSAGE_SIZE];
    struct model_config *c = d->config;
    struct finding *more = realloc(c->findings, (c->finding_count + 1) * sizeof *more);
    if (!more)
        return message_memory(d->error);
    c->findings = more;
    struct finding *f = &more[c->finding_count];
    vsnprintf(text, sizeof text, format, arguments);
    f->id = id;
    f->contradiction = contradiction;
    f->key = draft_copy(d, message_quote(key_path(d, place, key).text).text);
    message_set(&f->text, "%s", text);
    c->finding_count += f->key != NULL;
    return f->key != NULL;
}

bool draft_find(struct draft *d, const char *id, const char *place, const char *key,
                const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    bool good = noted(d, true, id, place, key, format, arguments);
    va_end(arguments);
    return good;
}

bool draft_note(struct draft *d, const char *id, const char *place, const char *key,
                const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    bool good = noted(d, false, id, place, key, format, arguments);
    va_end(arguments);
    return good;
}

json_t *json_at(const json_t *object, const char *path)
{
    char part[64];
    const char *dot = strchr(path, '.');
    if (!dot)
        return json_object_get(object, path);
    snprintf(part, sizeof part, "%.*s", (int)(dot - path), path);
    return json_object_get(json_object_get(object, part), dot + 1);
}

bool json_has(const json_t *object, const char *key)
{
    const json_t *value = json_object_get(object, key);
    return value && !json_is_null(value);
}

double json_number_or(const json_t *object, const char *key, double fallback)
{
    const json_t *value = json_object_get(object, key);
    return json_is_number(value) ? json_number_value(value) : json_is_true(value) ? 1.0 : fallback;
}

bool json_truth_or(const json_t *object, const char *key, bool fallback)
{
    const json_t *value = json_object_get(object, key);
    return json_is_number(value)    ? json_number_value(value) != 0.0
           : json_is_boolean(value) ? json_is_true(value)
                                    : fallback;
}

const char *json_text_or(const json_t *object, const char *key, const char *fallback)
{
    const json_t *value = json_object_get(object, key);
    return json_is_string(value) ? json_string_value(value) : fallback;
}

const double *draft_numbers(struct draft *d, const json_t *list)
{
    double *out = draft_alloc(d, json_array_size(list), sizeof *out);
    for (size_t i = 0; out && i < json_array_size(list); i++) {
        const json_t *item = json_array_get(list, i);
        out[i] = json_is_true(item) ? 1.0 : json_number_value(item);
    }
    return out;
}
