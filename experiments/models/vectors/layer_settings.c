#include "experiments/models/vectors/layer_settings.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "experiments/readers/gguf.h"
#include "experiments/readers/json_file.h"

enum { CONFIG_BYTES_MOST = 1 << 24 };

/* A key in a configuration's text model, and that behind "ARCHITECTURE." in GGUF. */
struct key {
    const char *json, *gguf;
};
enum { FACTOR, BOUND, NORM };
static const struct key keys[] = {
    [FACTOR] = {"embedding_multiplier", "embedding_scale"},
    [BOUND] = {"clip_qkv", "attention.clamp_kqv"},
    /* under its other names the configuration knows it */
    [NORM] = {"norm_epsilon", "attention.layer_norm_epsilon"},
};

static bool positive(const char *file, const char *key, double value, struct message *error)
{
    return (value > 0.0 && isfinite(value)) ||
           message_set(error, "\"%s\": %s is %g; expected a number over 0", file, key, value);
}

/* The numbers of a JSON object. */
static bool from_json(const char *file, const json_t *model, const struct key *key, double *out,
                      bool *there, struct message *error)
{
    const json_t *value = json_object_get(model, key->json);
    *there = value && !json_is_null(value);
    if (*there && !json_is_number(value))
        return message_set(error, "\"%s\": %s is no number", file, key->json);
    *out = *there ? json_number_value(value) : 0.0;
    return !*there || positive(file, key->json, *out, error);
}

static bool from_gguf(const char *file, const struct gguf *gguf, const char *type,
                      const struct key *key, double *out, bool *there, struct message *error)
{
    char name[NAME_SIZE];
    snprintf(name, sizeof name, "%s.%s", type, key->gguf);
    const struct gguf_value *value = gguf_find(gguf, name);
    *there = value != NULL;
    if (value && !gguf_number(value, 0, out))
        return message_set(error, "\"%s\": %s is no number", file, name);
    return !*there || positive(file, name, *out, error);
}

bool layer_settings(struct vectors_store *s, struct message *error)
{
    const struct gguf *gguf = tensors_gguf(s->tensors);
    const struct model_config *config = s->config;
    double number;
    bool ok = true, there;
    json_t *root = NULL;
    if (config->format == CONFIG_LLAMA2C)
        return true;
    if (!gguf && !json_file_read(config->file, CONFIG_BYTES_MOST, &root, error))
        return false;
    const json_t *model = root && *config->wrapper ? json_object_get(root, config->wrapper) : root;
    for (size_t i = 0; i < sizeof keys / sizeof *keys && ok; i++) {
        ok = gguf ? from_gguf(config->file, gguf, config->model_type, &keys[i], &number, &there,
                              error)
                  : from_json(config->file, model, &keys[i], &number, &there, error);
        double *target = i == FACTOR ? &s->scale : i == BOUND ? &s->clip : &s->epsilon;
        if (ok && there)
            *target = i == FACTOR ? *target * number : number;
    }
    json_decref(root);
    return ok;
}

bool layer_files(struct vectors *v, const char *file, const char *tokens, struct message *error)
{
    struct vectors_store *s = v->store;
    const char *names[] = {file, s->config->file, s->embedding.file,
                           s->projection[VECTORS_QUERY].weight.file,
                           s->projection[VECTORS_KEY].weight.file};
    bool ok = true;
    s->own_names = strdup(file);
    names[0] = s->own_names;
    if (!s->own_names)
        return message_memory(error);
    for (size_t i = 0; ok && i < sizeof names / sizeof *names; i++)
        ok = vectors_note(v, names[i], error);
    if (!ok || !strchr(tokens, '.')) /* no list of ids has one */
        return ok;
    s->token_file = strdup(tokens);
    return s->token_file ? vectors_note(v, s->token_file, error) : message_memory(error);
}
