#include "experiments/models/config/gguf/gguf_config.h"

#include <stdio.h>
#include <string.h>

#include "experiments/models/config/facts.h"
#include "experiments/readers/gguf.h"
#include "theory/ground/arrays.h"

/* A value as JSON has it; an array of numbers, as far as a model has layers. */
static json_t *value_of(const struct gguf_value *value, bool list)
{
    enum { MOST = 100000 };
    double x;
    if (value->type == GGUF_STRING)
        return value->text ? json_string(value->text) : NULL;
    if (value->type == GGUF_BOOL && !list)
        return gguf_number(value, 0, &x) ? json_boolean(x != 0.0) : NULL;
    if (value->type != GGUF_ARRAY && !list)
        return gguf_number(value, 0, &x) ? json_real(x) : NULL;
    json_t *out = json_array();
    for (size_t i = 0; out && i < value->count && i < MOST; i++)
        if (!gguf_number(value, i, &x) || json_array_append_new(out, json_real(x)) != 0) {
            json_decref(out);
            return NULL;
        }
    return out;
}

/* The keys behind the architecture's name that are known or speak of positions. */
static bool take_keys(struct draft *d, const struct gguf *file, const char *arch, json_t *keys)
{
    size_t length = strlen(arch);
    for (size_t i = 0; i < gguf_count(file); i++) {
        const struct gguf_value *value = gguf_at(file, i);
        if (strncmp(value->key, arch, length) != 0 || value->key[length] != '.')
            continue;
        const char *name = value->key + length + 1;
        const struct known_key *known = known_key_find(PLACE_GGUF, name);
        if (!known && !key_speaks_of_positions(name))
            continue;
        json_t *taken = known ? value_of(value, known->type == KEY_WHOLES) : json_null();
        struct message what;
        message_set(&what, "is of type %s, which it may not be, or not finite",
                    gguf_type_text(value).text);
        if (!taken)
            return draft_refuse(d, arch, name, what.text);
        if (json_object_set_new(keys, name, taken) != 0)
            return message_memory(d->error);
    }
    return facts_take(d, keys, arch, PLACE_GGUF);
}

/* The first entry of a list that is not 0: layers without attention have no heads. */
static size_t heads_of(const json_t *list)
{
    size_t i;
    json_t *item;
    json_array_foreach(list, i, item) if (json_number_value(item) >
                                          0.0) return (size_t)json_number_value(item);
    return 0;
}

/* A number of a key, 0 where it is none. */
static double number_at(const struct gguf *file, const char *key)
{
    double x = 0.0;
    const struct gguf_value *value = gguf_find(file, key);
    return value && value->type != GGUF_ARRAY && gguf_number(value, 0, &x) ? x : 0.0;
}

/* A tensor of divisors, if there is one. */
static bool take_list(struct gguf_draft *g, const struct tensors *tensors, const char *name,
                      const double **out)
{
    enum { MOST = HEAD_MOST / 2 };
    const struct tensor *t = tensors_find(tensors, name);
    struct message what;
    *out = NULL;
    if (!t)
        return true;
    size_t count = tensor_entries(t);
    message_set(&what, "has %zu entries; expected 1 to %d", count, MOST);
    if (count < 1 || count > MOST)
        return draft_refuse(g->d, "", name, what.text);
    double *list = draft_alloc(g->d, count, sizeof *list);
    if (!list || !tensor_rows(t, 0, tensor_row_count(t), list, g->d->error))
        return false;
    message_set(&what, "has %zu entries, and another list %zu", count, g->pairs);
    if (g->pairs > 0 && g->pairs != count)
        return draft_refuse(g->d, "", name, what.text);
    g->pairs = count;
    *out = list;
    return true;
}

bool gguf_config(struct draft *d, const struct tensors *tensors)
{
    static const char name[] = "general.architecture";
    struct model_config *c = d->config;
    const struct gguf *file = tensors_gguf(tensors);
    const struct gguf_value *arch = gguf_find(file, name);
    struct gguf_draft g = {.d = d};
    struct message near, what;
    double split = number_at(file, "split.no"), parts = number_at(file, "split.count");
    if (!arch && split > 0.0)
        return draft_refuse(d, "", "split.no",
                            "makes it a later part of a file that was split; "
                            "the first part has the metadata");
    if (!arch || !arch->text)
        return draft_refuse(d, "", name, arch ? "is no text" : "is missing");
    g.arch = gguf_arch_find(arch->text, &near);
    if (!g.arch) {
        message_set(&what, "\"%s\" is not known%s", arch->text, near.text);
        return draft_refuse(d, "", name, what.text);
    }
    if (g.arch->why) {
        message_set(&what, "\"%s\" %s", arch->text, g.arch->why);
        return draft_refuse(d, "", name, what.text);
    }
    if (parts > 1.0 && !draft_note(d, "split-file", "", "split.count",
                                   "%.0f files make this model: the metadata is all here, tensors "
                                   "of divisors are looked for in this file alone",
                                   parts))
        return false;
    c->model_type = draft_copy(d, arch->text);
    c->store->root = json_object();
    if (!c->model_type || !c->store->root)
        return message_memory(d->error);
    g.keys = c->store->root;
    d->text = d->outer = c->store->root;
    if (!take_keys(d, file, c->model_type, c->store->root) ||
        !take_list(&g, tensors, "rope_freqs.weight", &g.always) ||
        !take_list(&g, tensors, "rope_factors_short.weight", &g.near) ||
        !take_list(&g, tensors, "rope_factors_long.weight", &g.far))
        return false;
    c->own_context = json_number_or(g.keys, "context_length", 0.0);
    c->context = c->context > 0.0 ? c->context : c->own_context;
    c->hidden = (size_t)json_number_or(g.keys, "embedding_length", 0.0);
    c->layers = (size_t)json_number_or(g.keys, "block_count", 0.0);
    c->heads = heads_of(json_object_get(g.keys, "attention.head_count"));
    c->key_value_heads = heads_of(json_object_get(g.keys, "attention.head_count_kv"));
    if (c->key_value_heads == 0)
        c->key_value_heads = c->heads;
    c->norm_epsilon = json_number_or(g.keys, "attention.layer_norm_rms_epsilon",
                                     json_number_or(g.keys, "attention.layer_norm_epsilon", 0.0));
    g.trained = json_number_or(g.keys, "rope.scaling.original_context_length", 0.0);
    if (!(g.trained > 0.0))
        g.trained = c->own_context;
    if (c->layers == 0)
        return draft_refuse(d, c->model_type, "block_count", "is missing");
    if (c->heads == 0)
        return draft_refuse(d, c->model_type, "attention.head_count", "is missing");
    return gguf_kinds(&g);
}
