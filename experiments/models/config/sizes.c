#include "experiments/models/config/sizes.h"

#include <string.h>

#include "experiments/models/config/encode.h"
#include "theory/ground/arrays.h"

/* The first of several names. */
static double size_of(const struct draft *d, size_t count, const char *const *names)
{
    for (size_t i = 0; i < count; i++)
        if (json_has(d->text, names[i]))
            return json_number_or(d->text, names[i], 0.0);
    return 0.0;
}

/* The class's size where the file has none, told in *what. */
static void default_size(size_t *size, size_t of_class, const char *name, struct message *what)
{
    if (*size > 0 || of_class == 0)
        return;
    *size = of_class;
    message_add(what, "%s%s %zu", *what->text ? ", " : "", name, of_class);
}

bool sizes_read(struct draft *d)
{
    static const char *const hidden[] = {"hidden_size", "n_embd", "n_embed", "d_model"};
    static const char *const layers[] = {"num_hidden_layers", "n_layer", "n_layers", "num_layers",
                                         "num_transformer_layers"};
    static const char *const heads[] = {"num_attention_heads", "n_head", "n_heads", "num_heads"};
    static const char *const pairs[] = {"num_key_value_heads", "num_kv_heads", "n_kv_heads"};
    static const char *const context[] = {
        "max_position_embeddings", "n_positions",       "max_seq_len", "seq_length",
        "max_sequence_length",     "max_context_length"};
    static const char *const epsilon[] = {"rms_norm_eps", "layer_norm_eps", "layer_norm_epsilon",
                                          "norm_eps"};
    const struct model_class *class = d->class;
    struct model_config *c = d->config;
    struct message defaults = {""};
    /* a part of a file, of no stated type, may be of any size */
    static const struct model_class unknown = {.types = ""};
    if (!*c->model_type)
        class = &unknown;
    bool null = json_object_get(d->text, "num_key_value_heads") != NULL;
    c->hidden = (size_t)size_of(d, ARRAY_COUNT(hidden), hidden);
    c->layers = (size_t)size_of(d, ARRAY_COUNT(layers), layers);
    c->heads = (size_t)size_of(d, ARRAY_COUNT(heads), heads);
    c->key_value_heads = (size_t)size_of(d, ARRAY_COUNT(pairs), pairs);
    default_size(&c->hidden, class->hidden, hidden[0], &defaults);
    default_size(&c->heads, class->heads, heads[0], &defaults);
    if (json_has(d->text, "head_dim") || class->head_dim > 0.0)
        *defaults.text = '\0'; /* those two say nothing of positions then */
    default_size(&c->layers, class->layer_count, layers[0], &defaults);
    if (c->key_value_heads == 0 && !null)
        c->key_value_heads = class->key_value_heads;
    if (c->key_value_heads == 0)
        c->key_value_heads = c->heads;
    c->own_context = size_of(d, ARRAY_COUNT(context), context);
    if (!(c->own_context > 0.0) && class->context > 0.0) {
        c->own_context = json_number_or(d->text, "model_max_length", class->context);
        c->context_of_class = !json_has(d->text, "model_max_length");
    }
    c->norm_epsilon = size_of(d, ARRAY_COUNT(epsilon), epsilon);
    if (!(c->context > 0.0))
        c->context = c->own_context;
    return !*defaults.text ||
           draft_note(d, "class-defaults", "", "model_type",
                      "sizes that the file does not say are the reference's defaults: %s",
                      defaults.text);
}

/* Whether every entry of a list is the number. */
static bool all_are(const json_t *list, double number)
{
    size_t i;
    json_t *item;
    json_array_foreach(list, i, item) if (json_number_value(item) != number) return false;
    return true;
}

bool sizes_class_reads(struct draft *d)
{
    static const char *const grown[] = {"use_dynamic_ntk", "use_logn_attn"};
    const char *type = d->class->types;
    double own = json_number_or(d->text, "seq_length", d->config->own_context);
    struct message beyond;
    message_set(&beyond,
                "is true, whose rule beyond seq_length is not known here; --context %.0f "
                "or less is read",
                own);
    for (size_t i = 0; i < ARRAY_COUNT(grown); i++)
        if ((d->class->flags & CLASS_QWEN) && json_truth_or(d->text, grown[i], false) &&
            d->config->context > own)
            return draft_refuse(d, "", grown[i], beyond.text);
    if (strcmp(type, "kimi_linear") == 0 && !json_truth_or(d->text, "mla_use_nope", false))
        return draft_refuse(d, "", "mla_use_nope",
                            "is not true: whether its full layers rotate then is not known here");
    if (strcmp(type, "nomic_bert") == 0 && json_number_or(d->text, "rotary_scaling_factor", 1) != 1)
        return draft_refuse(d, "", "rotary_scaling_factor",
                            "is not 1: a base that grows with the length, by a rule that is not "
                            "known here");
    if ((d->class->flags & CLASS_RATIO) && json_truth_or(d->text, "position_encoding_2d", false))
        return draft_refuse(d, "", "position_encoding_2d",
                            "is true: two positions of each token, which are not read here");
    const json_t *bases = json_object_get(d->text, "layer_rope_theta");
    double base = json_number_or(d->text, "rope_theta", d->class->theta);
    base = json_number_or(json_object_get(d->text, "rope_parameters"), "rope_theta", base);
    return all_are(bases, base) ||
           draft_refuse(d, "", "layer_rope_theta",
                        "has a base of its own for some layers, which is not read here");
}
