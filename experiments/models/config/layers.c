#include "experiments/models/config/layers.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "experiments/models/config/layer_rules.h"
#include "theory/ground/arrays.h"
#include "theory/ground/text.h"

/* Types of layers that compute a softmax of scores, and those that do not. */
static const char *const scored[] = {FULL,
                                     SLIDING,
                                     CHUNKED,
                                     "attention",
                                     "hybrid",
                                     "hybrid_sliding",
                                     "compressed_sparse_attention",
                                     "heavily_compressed_attention",
                                     "deepseek_sparse_attention",
                                     "indexed_attention",
                                     "qwen_sparse_attention",
                                     "minimax_m3_sparse"};
static const char *const unscored[] = {LINEAR, "mamba", "conv",          "recurrent",
                                       "moe",  "mlp",   "kda_attention", "lightning_attention"};
/* Of the former, those that look at all tokens, or choose among all. */
static const char *const unwindowed[] = {FULL,
                                         "attention",
                                         "deepseek_sparse_attention",
                                         "indexed_attention",
                                         "qwen_sparse_attention",
                                         "minimax_m3_sparse"};

/* llama4 and smollm3: 1 in no_rope_layers is a layer that rotates. */
static bool rotates_by_list(const struct draft *d, size_t layer)
{
    const json_t *list = json_object_get(d->text, "no_rope_layers");
    double every = json_number_or(d->text, "no_rope_layer_interval", d->class->period);
    return json_array_size(list) > 0 ? layer_entry(list, layer, 1.0) != 0.0
                                     : (layer + 1) % (size_t)every != 0;
}

static double window_of(const struct draft *d, const char *type)
{
    const struct model_class *class = d->class;
    const char *key = class->window_key ? class->window_key : "sliding_window";
    bool use = json_truth_or(d->text, "use_sliding_window", true);
    double window = json_object_get(d->text, key) ? json_number_or(d->text, key, 0.0)
                                                  : class->window;
    if (strcmp(type, CHUNKED) == 0)
        return json_number_or(d->text, "attention_chunk_size", 8192.0);
    if (class->flags & CLASS_SLIDING && strcmp(type, FULL) != 0)
        return use ? window : 0.0;
    if (!use || strcmp(type, "all") == 0 ||
        text_find(type, ARRAY_COUNT(unwindowed), unwindowed) < ARRAY_COUNT(unwindowed))
        return 0.0;
    /* of ModernBERT's decoder, the half of the encoder's that lies behind */
    return class->window_key && class->layers == LAYERS_PERIOD ? floor(window / 2.0) : window;
}

/* How many layers a list must speak of; the file's number where it has none. */
static bool lists_fit(struct draft *d)
{
    static const struct {
        const char *key;
        bool longer; /* may have more entries */
    } lists[] = {{"layer_types", false},
                 {"no_rope_layers", true},
                 {"compress_ratios", true},
                 {"hybrid_layer_pattern", true},
                 {"attn_type_list", true}};
    struct message what;
    size_t *layers = &d->config->layers;
    for (size_t i = 0; i < ARRAY_COUNT(lists); i++) {
        size_t count = json_array_size(json_object_get(d->text, lists[i].key));
        if (count == 0)
            continue;
        const char *key = i == 0 ? d->types_key : lists[i].key;
        if (*layers == 0)
            *layers = count;
        message_set(&what, "has %zu entries; expected %zu, one for each layer", count, *layers);
        if (count < *layers)
            return draft_refuse(d, "", key, what.text);
        if (count > *layers && !lists[i].longer &&
            !draft_find(d, "list-length", "", key, "%s", what.text))
            return false;
    }
    return true;
}

/* Types that a list has and nobody here knows may be anything. In: key, the list; name, what the
 * file calls it. */
static bool types_known(struct draft *d, const char *key, const char *name)
{
    size_t i;
    json_t *item;
    struct message what;
    json_array_foreach(json_object_get(d->text, key), i, item)
    {
        const char *type = json_string_value(item);
        if (text_find(type, ARRAY_COUNT(scored), scored) < ARRAY_COUNT(scored) ||
            text_find(type, ARRAY_COUNT(unscored), unscored) < ARRAY_COUNT(unscored))
            continue;
        message_set(&what, "entry %zu, \"%s\", is no known type of layer; expected %s%s", i, type,
                    text_join(ARRAY_COUNT(scored), scored).text,
                    text_suggestion(type, ARRAY_COUNT(scored), scored).text);
        return draft_refuse(d, "", name, what.text);
    }
    return true;
}

/* The same of lists whose types are letters. */
static bool letters_known(struct draft *d)
{
    static const struct {
        const char *key, *letters;
    } lists[] = {{"hybrid_override_pattern", "M*-E"}, {"sliding_window_pattern", "LG"}};
    struct message what;
    for (size_t i = 0; i < ARRAY_COUNT(lists); i++) {
        const char *text = json_text_or(d->text, lists[i].key, "");
        size_t known = strspn(text, lists[i].letters);
        if (!text[known])
            continue;
        message_set(&what, "letter %zu, \"%c\", is no known type of layer; expected one of %s",
                    known, text[known], lists[i].letters);
        return draft_refuse(d, "", lists[i].key, what.text);
    }
    return true;
}

/* layer_types under the name that some classes have for it. */
static bool types_named(struct draft *d)
{
    static const char other[] = "layers_block_type";
    d->types_key = "layer_types";
    if (json_has(d->text, d->types_key) || !json_has(d->text, other))
        return true;
    d->types_key = other;
    return json_object_set(d->text, "layer_types", json_object_get(d->text, other)) == 0 ||
           message_memory(d->error);
}

/* What a class's rule for types of layers cannot do without. */
static bool rule_has_keys(struct draft *d)
{
    static const char *const needed[] = {[LAYERS_RATIOS] = "compress_ratios",
                                         [LAYERS_HYBRID] = "hybrid_layer_pattern",
                                         [LAYERS_LETTERS] = "hybrid_override_pattern",
                                         [LAYERS_LISTED] = "layer_types"};
    enum class_layers rule = d->class->layers;
    if (rule == LAYERS_ALIKE || rule == LAYERS_WINDOW || rule == LAYERS_ODD ||
        json_has(d->text, "layer_types"))
        return true;
    const char *key = (size_t)rule < ARRAY_COUNT(needed) ? needed[rule] : NULL;
    if (!key)
        key = d->class->layer_key;
    if (key && !json_at(d->text, key) && !(d->class->flags & CLASS_ALL_LISTED))
        return draft_refuse(d, "", key, "is missing, which says what each layer is");
    if (rule == LAYERS_LETTERS && strlen(json_text_or(d->text, key, "")) != d->config->layers)
        return draft_refuse(d, "", key, "has not one letter for each layer");
    return d->config->layers > 0 ||
           draft_refuse(d, "", "num_hidden_layers", "is missing, which the types of layers need");
}

/* The kind of that name and rotation, made if there is none yet. */
static struct layer_kind *kind_of(struct draft *d, const char *type, bool rotates)
{
    char name[sizeof d->config->kinds->name];
    struct model_config *c = d->config;
    const char *list = json_has(d->text, "no_rope_layers") || d->class->layers == LAYERS_NO_ROPE
                           ? "nope"
                           : NULL;
    /* types told apart by their rotation alone */
    if (strcmp(type, "all") == 0 && list)
        type = rotates ? "rope" : list;
    snprintf(name, sizeof name, "%s", type);
    for (size_t i = 0; i < c->kind_count; i++) {
        if (strcmp(c->kinds[i].name, name) != 0)
            continue;
        if (c->kinds[i].rotates == rotates)
            return &c->kinds[i];
        snprintf(name, sizeof name, "%.40s, %s", type, rotates ? "rope" : "nope");
    }
    struct layer_kind *kind = &c->kinds[c->kind_count];
    memcpy(kind->name, name, sizeof name);
    kind->rotates = rotates;
    kind->window = window_of(d, type);
    c->kind_count++;
    return kind;
}

static const char *type_of(const struct draft *d, size_t layer, bool rotates)
{
    const json_t *types = json_object_get(d->text, "layer_types");
    const char *type = json_string_value(json_array_get(types, layer));
    if (!type && (d->class->flags & CLASS_CHUNKED))
        return rotates ? CHUNKED : FULL;
    if (!type)
        return layer_class_type(d, layer);
    if ((d->class->flags & CLASS_GLOBAL_DIM) && layer + 1 == d->config->layers)
        return FULL; /* whatever the list says */
    return text_find(type, ARRAY_COUNT(unscored), unscored) < ARRAY_COUNT(unscored) ? NULL : type;
}

static bool any_slides(const struct draft *d)
{
    for (size_t i = 0; i < d->config->layers; i++) {
        const char *type = type_of(d, i, true);
        if (type && strcmp(type, SLIDING) == 0)
            return true;
    }
    return false;
}

/* Marks the layers of the class's list of numbers. */
static bool mark_listed(struct draft *d)
{
    const char *key = d->class->layer_key;
    struct message what;
    size_t layers = d->config->layers, first = d->class->first_index;
    bool marks = d->class->layers == LAYERS_MARKED; /* one for each layer, no numbers of layers */
    const json_t *list = key && !marks ? json_at(d->text, key) : NULL;
    d->listed = draft_alloc(d, layers + 1, sizeof *d->listed);
    for (size_t i = 0; d->listed && i < json_array_size(list); i++) {
        size_t entry = (size_t)layer_entry(list, i, 0.0);
        if (entry >= first && entry - first < layers) {
            d->listed[entry - first] = true;
            continue;
        }
        message_set(&what, "entry %zu is %zu; expected less than the %zu layers", i, entry,
                    layers + first);
        return draft_refuse(d, "", key, what.text);
    }
    for (size_t i = 0; d->listed && !list && i < layers; i++)
        d->listed[i] = d->class->flags & CLASS_ALL_LISTED;
    return d->listed != NULL;
}

/* Whether a layer of a type turns its queries and keys. */
static bool layer_rotates(const struct draft *d, size_t layer, const char *type)
{
    unsigned flags = d->class->flags;
    if (d->class->positions == POSITIONS_NONE)
        return false;
    if (flags & CLASS_TYPED)
        return strcmp(json_text_or(d->text, "position_embedding_type", ""), "rope") == 0;
    if (flags & CLASS_SWITCH)
        return json_truth_or(d->text, "use_mem_rope", false);
    if (flags & CLASS_WINDOWED)
        return !type || window_of(d, type) > 0.0;
    return d->class->layers != LAYERS_NO_ROPE || rotates_by_list(d, layer);
}

bool layers_make(struct draft *d)
{
    struct model_config *c = d->config;
    enum { KINDS = 64 };
    if (!types_named(d) || !types_known(d, "layer_types", d->types_key) ||
        !types_known(d, "block_types", "block_types") || !letters_known(d) || !lists_fit(d) ||
        !rule_has_keys(d) || !mark_listed(d))
        return false;
    size_t *of = draft_alloc(d, c->layers + 1, sizeof *of);
    c->kinds = draft_alloc(d, KINDS, sizeof *c->kinds);
    if (!of || !c->kinds)
        return false;
    bool slides = any_slides(d);
    for (size_t i = 0; i < c->layers || (i == 0 && c->layers == 0); i++) {
        bool rotates = layer_rotates(d, i, NULL);
        const char *type = type_of(d, i, rotates);
        of[i] = SIZE_MAX;
        if (!type)
            continue;
        rotates = layer_rotates(d, i, type);
        if (slides && (d->class->flags & CLASS_NOPE_FULL) && strcmp(type, FULL) == 0)
            rotates = false;
        if (d->nested && json_is_null(json_object_get(d->dict, type)) &&
            json_object_get(d->dict, type))
            rotates = false;
        if (c->kind_count == KINDS)
            return draft_refuse(d, "", d->types_key, "has over 64 types of layers");
        struct layer_kind *kind = kind_of(d, type, rotates);
        kind->count += c->layers > 0;
        of[i] = (size_t)(kind - c->kinds);
    }
    if (c->layers > 0)
        c->kind_of_layer = of;
    return c->kind_count > 0 ||
           draft_refuse(d, "", "layer_types", "leaves no layer with softmax attention");
}
