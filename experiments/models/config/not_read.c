/* Keys that stand where the reference does not read them, though another reader might. */
#include <stdio.h>
#include <string.h>

#include "experiments/models/config/encode.h"
#include "experiments/models/config/findings.h"
#include "experiments/models/config/keys.h"
#include "experiments/models/config/rope.h"
#include "theory/ground/arrays.h"

static const char ID[] = "not-read";

/* Whether the class reads a key of the text model. */
static bool class_reads(const struct draft *d, const char *key)
{
    const struct model_class *c = d->class;
    bool nested = d->nested, biased = c->positions == POSITIONS_ALIBI || d->config->kinds[0].slope;
    bool rotary = c->positions != POSITIONS_NONE && !biased;
    bool sized = c->head_key && strcmp(c->head_key, key) == 0 && !json_has(d->text, "head_dim");
    const struct {
        const char *key;
        bool read;
    } rows[] = {
        {"rope_theta", rotary && !(c->flags & CLASS_UNCONVERTED)},
        {"rope_scaling", rotary && !(c->flags & CLASS_UNCONVERTED)},
        {"rope_parameters", rotary},
        {"partial_rotary_factor", rotary && !(c->flags & CLASS_HALF_SHARE)},
        {"rotary_emb_base", c->theta_key && strcmp(c->theta_key, key) == 0},
        {"rotary_pct", c->share_key && strcmp(c->share_key, key) == 0},
        {"rope_pct", c->share_key && strcmp(c->share_key, key) == 0},
        {"rope_percent", false},
        {"rotary_emb_fraction", c->share_key && strcmp(c->share_key, key) == 0},
        {"rope_ratio", c->flags & CLASS_RATIO},
        {"rope_freq_constant", c->theta_key && strcmp(c->theta_key, key) == 0},
        {"key_multiplier", c->softmax == SOFTMAX_KEYS},
        {"global_rope_theta", c->theta_key && strcmp(c->theta_key, key) == 0 && !nested},
        {"local_rope_theta", c->local_key && strcmp(c->local_key, key) == 0 && !nested},
        {"layer_rope_theta", strncmp(c->types, "granite_swa", 11) == 0},
        {"rotary_dim", c->rotary_key && strcmp(c->rotary_key, key) == 0},
        {"kv_channels", sized},
        {"attention_head_dim", sized},
        {"qk_head_dim", false},
        {"rope_local_base_freq", c->local_theta > 0.0 && c->layers == LAYERS_PERIOD && !nested},
        {"swa_rope_theta", c->layers == LAYERS_HYBRID && !nested},
        {"compress_rope_theta", c->layers == LAYERS_RATIOS},
        {"no_rope_layers", c->layers == LAYERS_NO_ROPE},
        {"no_rope_layer_interval", c->layers == LAYERS_NO_ROPE},
        {"rope_interleave", c->flags & CLASS_MLA},
        {"rope_interleaved", false},
        {"rope_traditional", false},
        {"query_pre_attn_scalar", c->softmax == SOFTMAX_SCALAR},
        {"attn_logit_softcapping", c->softmax == SOFTMAX_SCALAR},
        {"attention_multiplier", c->softmax == SOFTMAX_MULTIPLY},
    };
    for (size_t i = 0; i < ARRAY_COUNT(rows); i++)
        if (strcmp(rows[i].key, key) == 0)
            return rows[i].read;
    return true;
}

/* A key that is not read, but that says what is so anyway. */
static bool harmless(const struct draft *d, const struct fact *f)
{
    const struct layer_kind *kind = &d->config->kinds[0];
    double part = (double)kind->rule.rotary, dim = (double)kind->rule.dim;
    const struct {
        const char *key;
        double number;
    } rows[] = {
        {"rotary_dim", part},
        {"partial_rotary_factor", part / dim},
        {"kv_channels", dim},
        {"attention_head_dim", dim},
        {"qk_head_dim", dim},
        {"rope_ratio", 1.0},
        {"key_multiplier", 1.0},
        {"rope_condense_ratio", 1.0},
        {"rotary_scaling_factor", 1.0},
        {"rope_interleaved", kind->layout == LAYOUT_INTERLEAVED},
        {"rope_traditional", kind->layout == LAYOUT_INTERLEAVED},
        {"rope_percent", part / dim},
        {"rotary_pct", part / dim},
        {"rotary_emb_fraction", part / dim},
        {"rope_interleave", kind->layout == LAYOUT_INTERLEAVED},
        {"query_pre_attn_scalar", dim},
    };
    if (f->type == FACT_NULL || (f->type == FACT_NUMBERS && f->count == 0))
        return true;
    for (size_t i = 0; i < ARRAY_COUNT(rows); i++)
        if (strcmp(rows[i].key, f->key) == 0)
            return f->number == rows[i].number;
    return false;
}

/* What counts only if it is so: a ratio of positions, a switch. */
static bool matters(const struct draft *d, const struct fact *f)
{
    const struct {
        const char *key;
        bool matters;
    } rows[] = {
        {"rope_condense_ratio", f->number != 1.0},
        {"rotary_scaling_factor", f->number != 1.0},
        {"alibi", f->number != 0.0 && d->class->positions == POSITIONS_ROTARY},
        {"use_rotary_pos_emb", f->number == 0.0},
        {"position_embedding_type",
         !(d->class->flags & CLASS_TYPED) && f->text && strncmp(f->text, "ro", 2) != 0},
        {"rotary", f->number == 0.0},
        {"rope", f->number == 0.0},
        {"use_mrope", f->number != 0.0},
        {"use_mem_rope", f->number != 0.0 && !(d->class->flags & CLASS_SWITCH)},
        {"use_long_context", f->number != 0.0 && !(d->class->flags & CLASS_SWITCH)},
        {"mla_use_nope", f->number != 0.0 && d->class->positions != POSITIONS_NONE},
        {"rotary_emb_interleaved", f->number != (d->class->layout == LAYOUT_INTERLEAVED)},
        {"rotary_emb_scale_base", true},
        {"mla_scale_q_lora", f->number == 0.0 && d->class->softmax == SOFTMAX_LORA},
        {"use_dynamic_ntk", f->number != 0.0 && !(d->class->flags & CLASS_QWEN)},
        {"use_logn_attn", f->number != 0.0 && !(d->class->flags & CLASS_QWEN)},
    };
    for (size_t i = 0; i < ARRAY_COUNT(rows); i++)
        if (strcmp(rows[i].key, f->key) == 0)
            return f->type != FACT_NULL && rows[i].matters;
    return false;
}

/* Keys of the text model. */
static bool text_finds(struct draft *d)
{
    const struct model_config *c = d->config;
    for (size_t i = 0; i < c->fact_count; i++) {
        const struct fact *f = &c->facts[i];
        if (*f->place != '\0')
            continue;
        bool unread = !class_reads(d, f->key) && !harmless(d, f);
        if ((unread || matters(d, f)) &&
            !draft_find(d, ID, "", f->key, "is not read for model_type \"%s\"",
                        *c->model_type ? c->model_type : "llama"))
            return false;
    }
    json_t *dict = json_object_get(d->text, "dual_chunk_attention_config");
    if (json_object_size(dict) > 0 &&
        !draft_find(d, ID, "", "dual_chunk_attention_config",
                    "is not read by the reference; vLLM folds distances over the chunks by it"))
        return false;
    dict = json_object_get(d->text, "rope_scaling");
    return class_reads(d, "rope_scaling") || json_object_size(dict) == 0 || d->dict ||
           draft_find(d, ID, "", "rope_scaling", "is not read for model_type \"%s\"",
                      c->model_type);
}

/* Whether the type, or the class, reads a key of a rope dict. */
static bool dict_reads(const struct draft *d, const json_t *dict, const char *key)
{
    const struct known_key *known = known_key_find(PLACE_ROPE, key);
    unsigned flags = d->class->flags;
    const struct {
        const char *key;
        bool read;
    } rows[] = {{"alpha", flags & CLASS_ALPHA},
                {"short_mscale", flags & CLASS_MSCALES},
                {"long_mscale", flags & CLASS_MSCALES},
                {"llama_4_scaling_beta", flags & CLASS_TEMPERATURE}};
    for (size_t i = 0; i < ARRAY_COUNT(rows); i++)
        if (strcmp(rows[i].key, key) == 0)
            return rows[i].read;
    if (strcmp(key, "factor") == 0 && (flags & CLASS_ALPHA) && json_has(dict, "alpha"))
        return true; /* 1 beside alpha in every file */
    if (d->nested && strcmp(key, "truncate") == 0)
        return false;
    return known && (known->reads & ROPE_BIT(rope_type_of(d, dict)));
}

/* A factor of a dict that changes nothing, whoever reads it. */
static bool neutral(const char *key, const json_t *value)
{
    bool factor = strcmp(key, "attn_factor") == 0 || strcmp(key, "extrapolation_factor") == 0;
    return factor && json_number_value(value) == 1.0;
}

static bool dicts_find(struct draft *d)
{
    char place[96];
    json_t *dict, *value;
    const char *key;
    for (size_t i = 0; (dict = findings_dict(d, i, place)); i++)
        json_object_foreach(dict, key, value)
        {
            if (!json_is_null(value) && !neutral(key, value) && !dict_reads(d, dict, key) &&
                !draft_find(d, ID, place, key, "is not read under rope_type \"%s\"",
                            json_text_or(dict, "rope_type", json_text_or(dict, "type", "default"))))
                return false;
        }
    return true;
}

/* Keys around a text model that it has itself, or that speak of positions. */
static bool outer_finds(struct draft *d)
{
    json_t *value;
    const char *key;
    if (d->outer == d->text)
        return true;
    json_object_foreach(d->outer, key, value)
    {
        json_t *inner = json_object_get(d->text, key);
        bool speaks = key_speaks_of_positions(key) || strcmp(key, "max_position_embeddings") == 0 ||
                      strcmp(key, "head_dim") == 0;
        if (speaks && !json_is_null(value) && !json_equal(value, inner) &&
            !draft_find(d, "outer-twice", "outer", key, "is not read beside %s",
                        d->config->wrapper))
            return false;
    }
    return true;
}

bool findings_not_read(struct draft *d)
{
    bool rotary = d->class->positions == POSITIONS_ROTARY ||
                  (d->class->positions == POSITIONS_ALIBI_KEY && !d->config->kinds[0].slope);
    return text_finds(d) && outer_finds(d) && (!rotary || dicts_find(d));
}
