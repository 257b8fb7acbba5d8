#include "experiments/models/config/findings.h"

#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "experiments/models/config/encode.h"
#include "experiments/models/config/keys.h"
#include "experiments/models/config/rope.h"
#include "theory/ground/arrays.h"

json_t *findings_dict(const struct draft *d, size_t i, char place[96])
{
    const char *key;
    json_t *value;
    snprintf(place, 96, "%s", d->dict_name ? d->dict_name : "");
    if (!d->nested)
        return i == 0 ? d->dict : NULL;
    json_object_foreach(d->dict, key, value)
    {
        snprintf(place, 96, "%s.%.64s", d->dict_name, key);
        if (json_is_object(value) && i-- == 0)
            return value;
    }
    return NULL;
}

/* One number under two names. */
static bool twice(struct draft *d, const char *id, const json_t *a, const char *place_a,
                  const char *key_a, const json_t *b, const char *place_b, const char *key_b)
{
    if (!json_has(a, key_a) || !json_has(b, key_b))
        return true;
    double x = json_number_or(a, key_a, 0.0), y = json_number_or(b, key_b, 0.0);
    return x == y || draft_find(d, id, place_a, key_a, "%s here, %s in %s%s%s, which is read",
                                encode_number(x).text, encode_number(y).text, place_b,
                                *place_b ? "." : "", key_b);
}

/* Sizes by several names: the first is read. */
static bool sizes_twice(struct draft *d)
{
    static const char *const names[][4] = {
        {"hidden_size", "n_embd", "n_embed", "d_model"},
        {"num_hidden_layers", "n_layer", "n_layers", "num_layers"},
        {"num_attention_heads", "n_head", "n_heads", "num_heads"},
        {"num_key_value_heads", "num_kv_heads", NULL, NULL},
        {"max_position_embeddings", "n_positions", "max_seq_len", "seq_length"}};
    for (size_t i = 0; i < ARRAY_COUNT(names); i++)
        for (size_t a = 0; a < 4 && names[i][a]; a++) {
            if (!json_has(d->text, names[i][a]))
                continue;
            for (size_t b = a + 1; b < 4 && names[i][b]; b++)
                if (!twice(d, "size-twice", d->text, "", names[i][b], d->text, "", names[i][a]))
                    return false;
            break;
        }
    return true;
}

/* What a dict says against the top level, and inside itself. */
static bool dict_finds(struct draft *d, const json_t *dict, const char *place)
{
    static const char *const top[] = {"rope_theta", "rotary_emb_base"};
    static const char trains[] = "max_position_embeddings", share[] = "partial_rotary_factor",
                      original[] = "original_max_position_embeddings";
    const char *type = json_text_or(dict, "type", NULL),
               *by = json_text_or(dict, "rope_type", NULL);
    enum rope_type rule = rope_type_of(d, dict);
    double fast = json_number_or(dict, "beta_fast", 32.0);
    double slow = json_number_or(dict, "beta_slow", 1.0);
    double trained = d->config->own_context, factor = json_number_or(dict, "factor", 0.0);
    double ratio = trained / rope_original(d, dict);
    if (type && by && rope_type_find(type) != rope_type_find(by) &&
        !draft_find(d, "type-twice", place, "type", "\"%s\" beside rope_type \"%s\", which is read",
                    type, by))
        return false;
    for (size_t i = 0; i < ARRAY_COUNT(top) && !d->nested; i++)
        if (!twice(d, "theta-twice", d->text, "", top[i], dict, place, "rope_theta"))
            return false;
    if (!d->nested && (!twice(d, "share-twice", dict, place, share, d->text, "", share) ||
                       !twice(d, "original-twice", dict, place, original, d->text, "", original)))
        return false;
    if (d->nested && !twice(d, "share-twice", d->text, "", share, dict, place, share))
        return false;
    if (!twice(d, "size-twice", dict, place, trains, d->text, "", trains))
        return false;
    if ((rule == ROPE_YARN || rule == ROPE_LONGROPE) && factor > 0.0 && trained > 0.0 &&
        ratio != factor && ratio != 1.0 &&
        !draft_find(d, "factor-ratio", place, "factor",
                    "%s, and max_position_embeddings over the original length is %s",
                    encode_number(factor).text, encode_number(ratio).text))
        return false;
    if (rule == ROPE_YARN && factor > 1.0 && ratio == 1.0 &&
        !draft_note(d, "context-unstretched", place, "factor",
                    "%s makes %s tokens of the original length; the context here is "
                    "max_position_embeddings, %s",
                    encode_number(factor).text, encode_number(factor * trained).text,
                    encode_number(trained).text))
        return false;
    if (rule == ROPE_LLAMA3 && trained > 0.0 && ratio <= 1.0 &&
        !draft_find(d, "original-long", place, original, "is not under max_position_embeddings, %s",
                    encode_number(trained).text))
        return false;
    if (rule == ROPE_YARN && fast > 0.0 && slow > 0.0 && fast < slow &&
        !draft_find(d, "betas-swapped", place, "beta_fast",
                    "%s is under beta_slow, %s: the ramp runs backwards", encode_number(fast).text,
                    encode_number(slow).text))
        return false;
    return !(factor > 0.0 && factor < 1.0) || rule == ROPE_DEFAULT ||
           draft_find(d, "factor-under-1", place, "factor", "%s is under 1",
                      encode_number(factor).text);
}

/* Sections are pairs of each axis, the pairs that rotate in all. */
static bool sections_find(struct draft *d, const json_t *dict, const char *place)
{
    static const char *const keys[] = {"mrope_section", "xdrope_section"};
    const struct layer_kind *kind = NULL;
    for (size_t k = 0; k < d->config->kind_count; k++)
        if (d->config->kinds[k].rotates)
            kind = &d->config->kinds[k];
    for (size_t i = 0; i < ARRAY_COUNT(keys); i++) {
        const json_t *list = json_object_get(dict, keys[i]);
        double sum = 0.0;
        for (size_t n = 0; n < json_array_size(list); n++)
            sum += json_number_value(json_array_get(list, n));
        if (list && kind && sum != (double)(kind->rule.rotary / 2) &&
            !draft_find(d, "sections", place, keys[i], "add up to %s, and %zu pairs rotate",
                        encode_number(sum).text, kind->rule.rotary / 2))
            return false;
    }
    return true;
}

/* "minimaxm2" of MiniMaxM2ForCausalLM and of minimax_m2. */
static void plain_name(const char *name, size_t length, char out[64])
{
    size_t n = 0;
    for (size_t i = 0; i < length && n < 63; i++)
        if (name[i] != '_' && name[i] != '-')
            out[n++] = (char)tolower((unsigned char)name[i]);
    out[n] = '\0';
}

/* architectures names the class of another type of model. */
static bool architecture_finds(struct draft *d)
{
    char arch[64], own[64];
    const char *name = json_string_value(
        json_array_get(json_object_get(d->text, "architectures"), 0));
    const char *type = d->config->model_type, *end = name ? strstr(name, "For") : NULL;
    if (!end || !*type)
        return true;
    plain_name(name, (size_t)(end - name), arch);
    plain_name(type, strlen(type), own);
    const struct model_class *other = model_class_plain(arch);
    return !other || other == d->class || strncmp(own, arch, strlen(arch)) == 0 ||
           draft_find(d, "architecture", "", "architectures",
                      "\"%s\" beside model_type \"%s\", which is read", name, type);
}

/* The file says of layers by a list, which is read, and by a rule. */
static bool layers_find(struct draft *d)
{
    const json_t *types = json_object_get(d->text, "layer_types");
    const json_t *list = json_object_get(d->text, "no_rope_layers");
    double period = json_number_or(d->text, "sliding_window_pattern", 0.0);
    double every = json_number_or(d->text, "no_rope_layer_interval", 0.0);
    bool pattern = true, interval = true;
    size_t n;
    json_t *item;
    json_array_foreach(types, n, item)
    {
        bool full = json_is_string(item) && strcmp(json_string_value(item), "full_attention") == 0;
        pattern = pattern && !(period > 0.0 && full != (fmod((double)(n + 1), period) == 0.0));
    }
    json_array_foreach(list, n, item)
    {
        bool rotates = json_is_true(item) || json_number_value(item) != 0.0;
        interval = interval && !(every > 0.0 && rotates != (fmod((double)(n + 1), every) != 0.0));
    }
    const char *last = json_string_value(
        json_array_get(types, d->config->layers ? d->config->layers - 1 : 0));
    if ((d->class->flags & CLASS_GLOBAL_DIM) && last && strcmp(last, "full_attention") != 0 &&
        !draft_find(d, "last-layer", "", "layer_types",
                    "ends in \"%s\"; the reference makes the last layer full_attention", last))
        return false;
    if (d->class->layers == LAYERS_PERIOD && !pattern &&
        !draft_find(d, "layers-twice", "", "sliding_window_pattern",
                    "%s, which layer_types, which is read, does not follow",
                    encode_number(period).text))
        return false;
    return d->class->layers != LAYERS_NO_ROPE || interval ||
           draft_find(d, "layers-twice", "", "no_rope_layer_interval",
                      "%s, which no_rope_layers, which is read, does not follow",
                      encode_number(every).text);
}

static bool head_finds(struct draft *d)
{
    const struct model_config *c = d->config;
    double head = json_number_or(d->text, "head_dim", 0.0);
    double rotated = json_number_or(d->text, "qk_rope_head_dim", 0.0);
    bool mla = d->class->flags & CLASS_MLA;
    if (mla && d->class->positions != POSITIONS_NONE && head > 0.0 && head != rotated &&
        head != (double)c->head_dim &&
        !draft_find(d, "head-size", "", "head_dim",
                    "%s is neither the rotated part, %s, nor the head, %zu, and is not read",
                    encode_number(head).text, encode_number(rotated).text, c->head_dim))
        return false;
    double lora = json_number_or(d->text, "kv_lora_rank", 512.0);
    if (d->class->softmax == SOFTMAX_LORA && (double)c->hidden != lora &&
        !draft_note(d, "keys-scaled", "", "kv_lora_rank",
                    "the part of keys that does not rotate is multiplied by %s, the root of "
                    "hidden_size over it, which the softmax factor has not",
                    encode_number(sqrt((double)c->hidden / lora)).text))
        return false;
    return mla || head > 0.0 || d->class->head_dim > 0.0 || c->heads == 0 ||
           c->hidden % c->heads == 0 ||
           draft_find(d, "head-size", "", "hidden_size", "%zu is no multiple of %zu heads",
                      c->hidden, c->heads);
}

bool findings_make(struct draft *d)
{
    char place[96];
    json_t *dict;
    bool rotary = d->class->positions == POSITIONS_ROTARY ||
                  d->class->positions == POSITIONS_ALIBI_KEY;
    if (!sizes_twice(d) || !head_finds(d) || !layers_find(d) || !architecture_finds(d))
        return false;
    if (d->class->theta_key &&
        !twice(d, "theta-twice", d->text, "", "rope_theta", d->text, "", d->class->theta_key))
        return false;
    if (d->class->share_key && !twice(d, "share-twice", d->text, "", d->class->share_key, d->text,
                                      "", "partial_rotary_factor"))
        return false;
    for (size_t i = 0; rotary && (dict = findings_dict(d, i, place)); i++)
        if (!dict_finds(d, dict, place) || !sections_find(d, dict, place))
            return false;
    return findings_not_read(d);
}
