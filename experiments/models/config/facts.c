#include "experiments/models/config/facts.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The texts of a list, joined by blanks. */
static const char *joined(struct draft *d, const json_t *list)
{
    size_t i, length = 1;
    json_t *item;
    json_array_foreach(list, i, item) length += json_string_length(item) + 1;
    char *out = draft_alloc(d, length, 1), *at = out;
    json_array_foreach(list, i, item) if (out)
    {
        memcpy(at, json_string_value(item), json_string_length(item));
        at += json_string_length(item);
        *at++ = ' ';
    }
    if (out && at > out)
        at[-1] = '\0';
    return out;
}

bool fact_add(struct draft *d, const char *place, const char *key, json_t *value)
{
    struct model_config *c = d->config;
    struct fact *more = realloc(c->facts, (c->fact_count + 1) * sizeof *more);
    if (!more)
        return message_memory(d->error);
    c->facts = more;
    struct fact *f = &more[c->fact_count];
    *f = (struct fact){.key = draft_copy(d, key)};
    snprintf(f->place, sizeof f->place, "%s", place);
    bool good = f->key != NULL;
    if (json_is_number(value)) {
        f->type = FACT_NUMBER;
        f->number = json_number_value(value);
    } else if (json_is_boolean(value)) {
        f->type = FACT_TRUTH;
        f->number = json_is_true(value);
    } else if (json_is_string(value)) {
        f->type = FACT_TEXT;
        f->text = json_string_value(value);
    } else if (json_is_array(value)) {
        f->count = json_array_size(value);
        f->type = f->count && json_is_string(json_array_get(value, 0)) ? FACT_TEXTS : FACT_NUMBERS;
        if (f->type == FACT_TEXTS)
            good = (f->text = joined(d, value)) && good;
        else if (f->count)
            good = (f->numbers = draft_numbers(d, value)) && good;
    }
    if (good && !json_is_object(value))
        c->fact_count++;
    return good;
}

/* Whether a value switches nothing on. */
static bool says_nothing(const json_t *value)
{
    return json_is_null(value) || json_is_false(value) ||
           (json_is_array(value) && json_array_size(value) == 0) ||
           (json_is_object(value) && json_object_size(value) == 0);
}

/* A key that nobody here knows: inside an object it is refused; beside the model's own keys the
 * reference reads nothing either. Those around a text model are noted with all others there. */
static bool unknown(struct draft *d, const char *place, enum key_place kind, const char *key,
                    const json_t *value)
{
    struct message what;
    if (kind == PLACE_TEXT)
        return *place || says_nothing(value) ||
               draft_find(d, "not-known", place, key, "is not known, and not read%s",
                          known_key_near(kind, key).text);
    message_set(&what, "is not known%s", known_key_near(kind, key).text);
    return draft_refuse(d, place, key, what.text);
}

bool facts_take(struct draft *d, json_t *object, const char *place, enum key_place kind)
{
    const char *name;
    json_t *value;
    json_object_foreach(object, name, value)
    {
        const struct known_key *key = known_key_find(kind, name);
        bool speaks = kind == PLACE_ROPE || key_speaks_of_positions(name);
        if (!key && speaks && !unknown(d, place, kind, name, value))
            return false;
        if (!key)
            continue;
        struct message fault = known_key_fault(key, value);
        if (*fault.text)
            return draft_refuse(d, place, name, fault.text);
        if (!fact_add(d, place, name, value))
            return false;
    }
    return true;
}

const struct fact *model_config_fact(const struct model_config *config, const char *place,
                                     const char *key)
{
    for (size_t i = 0; i < config->fact_count; i++)
        if (strcmp(config->facts[i].place, place) == 0 && strcmp(config->facts[i].key, key) == 0)
            return &config->facts[i];
    return NULL;
}
