/* A model's first layer: which tensors make its queries and keys, and whether they agree. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "experiments/models/config/model_config.h"
#include "experiments/models/vectors/layer_settings.h"
#include "experiments/models/vectors/store.h"
#include "experiments/models/vectors/tokens.h"

/* A tensor by the name it has with an ending; without bytes if there is none. */
static struct tensor find(const struct tensors *tensors, const char *name, const char *ending)
{
    char full[NAME_SIZE];
    snprintf(full, sizeof full, "%s%s", name, ending);
    const struct tensor *t = *name ? tensors_find(tensors, full) : NULL;
    return t ? *t : (struct tensor){.bytes = NULL};
}

/* Says that there must be one. */
static bool need(const struct tensors *tensors, const char *name, const char *ending,
                 struct tensor *out, struct message *error)
{
    char full[NAME_SIZE];
    const struct tensor *t = NULL;
    snprintf(full, sizeof full, "%s%s", name, ending);
    bool ok = tensors_need(tensors, full, &t, error);
    if (ok)
        *out = *t;
    return ok;
}

/* Whether a tensor is [rows][columns], or [columns] where rows is 0. */
static bool is_shaped(const struct tensor *t, size_t rows, size_t columns, struct message *error)
{
    bool same = rows ? t->rank == 2 && t->shape[0] == rows && t->shape[1] == columns
                     : t->rank == 1 && t->shape[0] == columns;
    if (!same) {
        tensor_named(t, error);
        message_add(error, " has shape %s; expected ", tensor_shape_text(t).text);
        if (rows)
            message_add(error, "(%zu, %zu) by the configuration", rows, columns);
        else
            message_add(error, "(%zu,) by the configuration", columns);
    }
    return same;
}

/* A weight of one axis as doubles, to be freed. */
static bool load(const struct tensor *t, size_t count, double **out, struct message *error)
{
    if (!is_shaped(t, 0, count, error))
        return false;
    *out = malloc(count * sizeof **out);
    return *out ? tensor_rows(t, 0, 1, *out, error) : message_memory(error);
}

/* The names that this file has, by its embedding's. */
static bool names_find(const struct tensors *tensors, const struct architecture_names **out,
                       struct message *error)
{
    const struct tensor *ignored;
    for (size_t i = 0; i < architecture_names_count; i++) {
        *out = &architecture_names[i];
        if (tensors_find(tensors, (*out)->embedding))
            return true;
    }
    return tensors_need(tensors, architecture_names[0].embedding, &ignored, error);
}

/* Whether a name is the known one, or begins with it where that ends in a dot. */
static bool known_part(const char *name, const char *known)
{
    size_t length = strlen(known);
    return strncmp(name, known, length + (known[length - 1] != '.')) == 0;
}

/* Refuses what has a part in the layer's attention that nothing here knows of. */
static bool nothing_else(const struct tensors *tensors, const struct architecture_names *names,
                         const struct architecture *architecture, struct message *error)
{
    /* those of queries and keys in full: a scale of rounded weights or an adapter changes them */
    static const char *const known[] = {
        "q_proj.weight",
        "q_proj.bias",
        "k_proj.weight",
        "k_proj.bias",
        "qkv_proj.weight",
        "qkv_proj.bias",
        "q_norm.weight",
        "k_norm.weight",
        "v_proj.",
        "o_proj.",
        "dense.",
        "query_key_value.weight",
        "bias",
        "masked_bias",
        "rotary_emb.",
        "query_key_value.bias",
        "sinks",
        "q.weight",
        "q.bias",
        "k.weight",
        "k.bias",
        "qkv.weight",
        "qkv.bias",
        "v.",
        "output.",
        "norm.weight",
        "norm.bias",
        "rot_embd.",
        "sinks.weight",
    };
    const char *of = *names->query ? names->query : names->fused, *end = strrchr(of, '.');
    size_t prefix = (size_t)(end - of) + 1;
    if (strncmp(of, "blk.", 4) == 0)
        prefix = strlen("blk.0.attn_");
    for (size_t i = 0; i < tensors_count(tensors); i++) {
        const char *name = tensors_at(tensors, i)->name;
        bool good = strncmp(name, of, prefix) != 0;
        for (size_t k = 0; k < sizeof known / sizeof *known && !good; k++)
            good = known_part(name + prefix, known[k]);
        if (!good)
            return message_set(error,
                               "\"%s\": tensor \"%s\" has a part in attention that \"%s\" is not "
                               "known for here; dump q and k to npy:q=FILE,k=FILE instead",
                               tensors_at(tensors, i)->file, name, architecture->model_type);
    }
    return true;
}

/* The matrices of queries and keys, as the architecture stores them. */
static bool projections_find(struct vectors *v, const struct architecture_names *names, bool gguf,
                             struct message *error)
{
    struct vectors_store *s = v->store;
    enum projections how = s->architecture->projections;
    struct projection *q = &s->projection[VECTORS_QUERY], *k = &s->projection[VECTORS_KEY];
    size_t queries = v->heads * v->dim, keys = v->key_heads * v->dim, all = queries + 2 * keys,
           hidden = v->width[0];
    if (gguf && how == PROJECTIONS_HEADS) /* the converter puts them in blocks */
        how = PROJECTIONS_BLOCKS;
    q->stride = k->stride = v->dim;
    if (how == PROJECTIONS_APART) {
        q->bias = find(s->tensors, names->query, ".bias");
        k->bias = find(s->tensors, names->key, ".bias");
        if (!need(s->tensors, names->query, ".weight", &q->weight, error) ||
            !need(s->tensors, names->key, ".weight", &k->weight, error) ||
            !is_shaped(&q->weight, queries, hidden, error) ||
            !is_shaped(&k->weight, keys, hidden, error))
            return false;
    } else {
        if (!need(s->tensors, names->fused, ".weight", &q->weight, error) ||
            !is_shaped(&q->weight, all, hidden, error))
            return false;
        k->weight = q->weight;
        q->bias = k->bias = find(s->tensors, names->fused, ".bias");
        k->first = how == PROJECTIONS_HEADS ? v->dim : queries;
        if (how == PROJECTIONS_HEADS)
            q->stride = k->stride = 3 * v->dim;
    }
    if (s->architecture->biased && !q->bias.bytes)
        return message_set(error, "\"%s\": \"%s\" has biases, and \"%s.bias\" is not there",
                           q->weight.file, s->architecture->model_type,
                           how == PROJECTIONS_APART ? names->query : names->fused);
    bool apart = how == PROJECTIONS_APART;
    return (!q->bias.bytes || is_shaped(&q->bias, 0, apart ? queries : all, error)) &&
           (!k->bias.bytes || is_shaped(&k->bias, 0, apart ? keys : all, error));
}

/* The norms before and behind the matrices. */
static bool norms_find(struct vectors *v, const struct architecture_names *names, bool gguf,
                       struct message *error)
{
    struct vectors_store *s = v->store;
    const char *norm_name[VECTORS_SIDES] = {names->query_norm, names->key_norm};
    const size_t heads[VECTORS_SIDES] = {v->heads, v->key_heads};
    struct tensor weight = find(s->tensors, names->norm, ".weight"),
                  bias = find(s->tensors, names->norm, ".bias");
    s->input = s->architecture->input;
    s->row_norm = s->architecture->rows;
    if (gguf && s->input == INPUT_RMS_ONE) /* the converter adds the 1 */
        s->input = INPUT_RMS;
    if (gguf && s->row_norm == ROWS_RMS_ONE)
        s->row_norm = ROWS_RMS;
    bool wanted = s->input != INPUT_PLAIN && s->input != INPUT_LAYER_BARE;
    const struct tensor *extra = bias.bytes && s->input != INPUT_LAYER ? &bias
                                 : weight.bytes && !wanted             ? &weight
                                                                       : NULL;
    if (extra) {
        tensor_named(extra, error);
        message_add(error, " is there, which \"%s\" has not", s->architecture->model_type);
        return false;
    }
    if (wanted && (!need(s->tensors, names->norm, ".weight", &weight, error) ||
                   !load(&weight, v->width[0], &s->norm_weight, error)))
        return false;
    if (s->input == INPUT_LAYER && bias.bytes && !load(&bias, v->width[0], &s->norm_bias, error))
        return false;
    for (size_t side = 0; side < VECTORS_SIDES; side++) {
        struct tensor *norm = &s->projection[side].norm;
        *norm = find(s->tensors, norm_name[side], ".weight");
        if (s->row_norm == ROWS_PLAIN && norm->bytes) {
            tensor_named(norm, error);
            message_add(error, " is there, which \"%s\" has not", s->architecture->model_type);
            return false;
        }
        if (s->row_norm != ROWS_PLAIN &&
            (!need(s->tensors, norm_name[side], ".weight", norm, error) ||
             !is_shaped(norm, 0, s->row_norm == ROWS_RMS_ALL ? heads[side] * v->dim : v->dim,
                        error)))
            return false;
    }
    return true;
}

/* Sizes and the encoding, by the configuration. */
static bool sizes_take(struct vectors *v, const char *file, struct message *error)
{
    const struct model_config *c = v->store->config;
    const struct layer_kind *kind = c->kinds;
    if (c->kind_of_layer && c->layers > 0) {
        if (c->kind_of_layer[0] >= c->kind_count)
            return message_set(error, "\"%s\": layer 0 has no softmax attention", c->file);
        kind = &c->kinds[c->kind_of_layer[0]];
    }
    v->width[VECTORS_QUERY] = v->width[VECTORS_KEY] = c->hidden;
    v->heads = c->heads;
    v->key_heads = c->key_value_heads ? c->key_value_heads : c->heads;
    v->dim = kind->rule.dim;
    v->encoding = kind->encoding;
    if (v->heads == 0 || v->dim == 0 || v->width[0] == 0 || v->heads % v->key_heads != 0)
        return message_set(error,
                           "\"%s\": %zu query heads of dimension %zu, %zu key heads and a width of "
                           "%zu make no layer",
                           file, v->heads, v->dim, v->key_heads, v->width[0]);
    bool halves = kind->rotates && kind->layout == LAYOUT_HALF;
    size_t span = kind->rule.partial == PARTIAL_P ? v->dim : kind->rule.rotary;
    return vectors_order(v, halves, span, error);
}

static bool tensors_take(struct vectors *v, const char *file, const char *tokens,
                         struct message *error)
{
    struct vectors_store *s = v->store;
    const struct architecture_names *names = NULL;
    enum tensors_format format = tensors_format(s->tensors);
    bool gguf = format == TENSORS_GGUF;
    const char *type = format == TENSORS_LLAMA2C ? "llama" : s->config->model_type;
    if (!architecture_find(type, gguf, &s->architecture, error)) {
        struct message inner = *error;
        return message_set(error, "\"%s\": %s", s->config->file, inner.text);
    }
    s->epsilon = s->config->norm_epsilon > 0.0 && s->architecture->input != INPUT_LAYER_BARE
                     ? s->config->norm_epsilon
                     : s->architecture->epsilon;
    if (format == TENSORS_LLAMA2C)
        s->epsilon = 1e-5; /* stands in its program, not in the file */
    s->scale = s->architecture->scaled ? sqrt((double)v->width[0]) : 1.0;
    if (!layer_settings(s, error) || !names_find(s->tensors, &names, error) ||
        !nothing_else(s->tensors, names, s->architecture, error) ||
        !need(s->tensors, names->embedding, "", &s->embedding, error))
        return false;
    size_t vocabulary = tensor_row_count(&s->embedding);
    if (!is_shaped(&s->embedding, vocabulary, v->width[0], error) ||
        !projections_find(v, names, gguf, error) || !norms_find(v, names, gguf, error))
        return false;
    if (vocabulary == 0)
        return message_set(error, "\"%s\": the vocabulary is empty", file);
    bool ok = tokens_read(tokens, vocabulary, &s->ids, &v->tokens[VECTORS_QUERY], error);
    v->tokens[VECTORS_KEY] = v->tokens[VECTORS_QUERY];
    return ok;
}

bool vectors_weights(const char *file, size_t layer, const char *tokens, struct vectors **out,
                     struct message *error)
{
    *out = NULL;
    if (layer > 0)
        return message_set(error,
                           "layer=%zu needs activations, which only a forward pass gives; dump "
                           "its q and k and give npy:q=FILE,k=FILE (docs/models.md shows how)",
                           layer);
    struct vectors *v = vectors_new();
    bool ok = v || message_memory(error);
    ok = ok && tensors_open(file, &v->store->tensors, error) &&
         model_config_beside(file, 0.0, &v->store->config, error) && sizes_take(v, file, error) &&
         tensors_take(v, file, tokens, error) && layer_files(v, file, tokens, error);
    if (!ok) {
        vectors_free(v);
        v = NULL;
    }
    *out = v;
    return ok;
}
