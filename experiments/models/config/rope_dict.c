/* Which of a configuration's rope dicts is in force, and whether its keys are types of layers. */
#include <stdio.h>
#include <string.h>

#include "experiments/models/config/facts.h"
#include "experiments/models/config/rope.h"
#include "theory/ground/arrays.h"
#include "theory/ground/text.h"

static const char *const layer_words[] = {"full_attention", "sliding_attention",
                                          "chunked_attention", "linear_attention"};

/* Whether layer_types has the type, or the file has none and it is a known word. */
static bool is_layer_type(const struct draft *d, const char *name)
{
    const json_t *list = json_object_get(d->text, "layer_types");
    size_t i;
    json_t *item;
    if (d->class->layers == LAYERS_RATIOS)
        return strcmp(name, "main") == 0 || strcmp(name, "compress") == 0;
    json_array_foreach(list, i, item) if (json_is_string(item) &&
                                          strcmp(json_string_value(item), name) == 0) return true;
    return text_find(name, ARRAY_COUNT(layer_words), layer_words) < ARRAY_COUNT(layer_words);
}

const char *rope_nested_key(const struct draft *d, const char *type)
{
    if (d->class->layers != LAYERS_RATIOS)
        return type;
    return strcmp(type, "sliding_attention") == 0 ? "main" : "compress";
}

static bool type_known(struct draft *d, const json_t *dict, const char *place)
{
    static const char *const keys[] = {"rope_type", "type"};
    for (size_t i = 0; i < ARRAY_COUNT(keys); i++) {
        const char *name = json_text_or(dict, keys[i], NULL);
        bool alpha = name && strcmp(name, "xdrope") == 0;
        if (name && (rope_type_find(name) == ROPE_TYPE_COUNT ||
                     (alpha && !(d->class->flags & CLASS_ALPHA))))
            return draft_refuse(d, place, keys[i], rope_type_expected(name).text);
    }
    return true;
}

/* Takes a dict, each of its dicts if it is nested.
 * Out: *nested. */
static bool take(struct draft *d, json_t *dict, const char *name, bool *nested)
{
    char place[96];
    const char *key;
    json_t *value;
    json_object_foreach(dict, key,
                        value) *nested = *nested || json_is_object(value) ||
                                         (json_is_null(value) && !known_key_find(PLACE_ROPE, key));
    if (!*nested)
        return facts_take(d, dict, name, PLACE_ROPE) && type_known(d, dict, name);
    json_object_foreach(dict, key, value)
    {
        const struct known_key *known = known_key_find(PLACE_ROPE, key);
        bool layer = (json_is_object(value) || json_is_null(value)) && !known;
        if (layer && !is_layer_type(d, key)) {
            struct message what;
            message_set(&what, "is no type of layer of this file%s",
                        text_suggestion(key, ARRAY_COUNT(layer_words), layer_words).text);
            return draft_refuse(d, name, key, what.text);
        }
        snprintf(place, sizeof place, "%s.%.64s", name, key);
        if (!layer) {
            struct message fault = {""};
            if (known)
                fault = known_key_fault(known, value);
            else
                message_set(&fault, "is not known%s", known_key_near(PLACE_ROPE, key).text);
            if (*fault.text)
                return draft_refuse(d, name, key, fault.text);
            if (!fact_add(d, name, key, value))
                return false;
            if (strcmp(key, "truncate") != 0 &&
                !draft_find(
                    d, "not-read", name, key,
                    "stands beside the types of layers, where the reference does not read it"))
                return false;
        } else if (json_is_null(value)) {
            if (!fact_add(d, name, key, value))
                return false;
        } else if (!facts_take(d, value, place, PLACE_ROPE) || !type_known(d, value, place)) {
            return false;
        }
    }
    return true;
}

/* What a class has where its file has no dict. */
static bool class_dict(struct draft *d)
{
    if (d->dict || !d->class->dict)
        return true;
    json_t *dict = json_loads(d->class->dict, 0, NULL);
    /* a reference of the text model's */
    if (!dict || json_object_set_new(d->text, "rope_parameters", dict) != 0)
        return message_memory(d->error);
    d->dict = dict;
    d->dict_name = "rope_parameters";
    d->nested = d->class->flags & CLASS_GLOBAL_DIM;
    return true;
}

/* A nested dict speaks of every type of layer that has scores. */
bool rope_covers(struct draft *d)
{
    struct message what;
    const struct model_config *c = d->config;
    for (size_t i = 0; d->nested && i < c->kind_count; i++) {
        const char *key = rope_nested_key(d, c->kinds[i].name);
        message_set(&what, "has no key \"%s\", of a type of layer of this file", key);
        if (!json_object_get(d->dict, key))
            return draft_refuse(d, "", d->dict_name, what.text);
    }
    return true;
}

bool rope_find(struct draft *d)
{
    static const char *const names[] = {"rope_scaling", "rope_parameters"};
    for (size_t i = 0; i < ARRAY_COUNT(names); i++) {
        json_t *dict = json_object_get(d->text, names[i]);
        bool nested = false, read = i == 1 || !(d->class->flags & CLASS_UNCONVERTED);
        if (json_object_size(dict) == 0)
            continue;
        if (!take(d, dict, names[i], &nested))
            return false;
        if (!d->dict && read) {
            d->dict = dict;
            d->dict_name = names[i];
            d->nested = nested;
        } else if (!json_equal(d->dict, dict) &&
                   !draft_find(d, "dict-twice", "", names[i], "is not read beside %s",
                               d->dict ? d->dict_name : "rope_parameters")) {
            return false;
        }
    }
    return class_dict(d);
}
