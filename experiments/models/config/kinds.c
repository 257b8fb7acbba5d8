#include "experiments/models/config/kinds.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "experiments/models/config/encode.h"
#include "experiments/models/config/keys.h"
#include "experiments/models/config/rope.h"

/* The head's coordinates of a kind. */
static bool head_size(struct draft *d, const struct layer_kind *kind, size_t *dim)
{
    const struct model_config *c = d->config;
    const struct model_class *class = d->class;
    /* null, said aloud, is the quotient */
    double fallback = json_object_get(d->text, "head_dim") ? 0.0 : class->head_dim;
    if (class->softmax == SOFTMAX_DOUBLE && c->heads > 0)
        fallback = (double)(2 * c->hidden / c->heads);
    if (class->head_key)
        fallback = json_number_or(d->text, class->head_key, fallback);
    double size = json_number_or(d->text, "head_dim", fallback);
    bool full = strcmp(kind->name, "full_attention") == 0;
    struct message what;
    if (class->flags & CLASS_MLA) {
        if (!json_has(d->text, "qk_rope_head_dim"))
            return draft_refuse(d, "", "qk_rope_head_dim", "is missing, which the rotated part is");
        if (!json_has(d->text, "qk_nope_head_dim"))
            return draft_refuse(d, "", "qk_nope_head_dim",
                                "is missing, which the unrotated part is");
        size = json_number_or(d->text, "qk_rope_head_dim", 0.0) +
               json_number_or(d->text, "qk_nope_head_dim", 0.0);
    } else if ((class->flags & CLASS_GLOBAL_DIM) && full) {
        size = json_number_or(d->text, "global_head_dim", 512.0);
    } else if (class->layers == LAYERS_HYBRID && !full) {
        size = json_number_or(d->text, "swa_head_dim", size);
    }
    if (!(size > 0.0) && c->heads == 0)
        return draft_refuse(d, "", "num_attention_heads", "is missing, and so is head_dim");
    if (!(size > 0.0) && c->hidden == 0)
        return draft_refuse(d, "", "hidden_size", "is missing, and so is head_dim");
    if (!(size > 0.0))
        size = (double)(c->hidden / c->heads);
    message_set(&what, "makes a head of %.0f coordinates; expected an even number from 2 to %d",
                size, HEAD_MOST);
    if (size < 2.0 || size > HEAD_MOST || fmod(size, 2.0) != 0.0)
        return draft_refuse(d, "", json_has(d->text, "head_dim") ? "head_dim" : "hidden_size",
                            what.text);
    *dim = (size_t)size;
    return true;
}

/* The keys that rotate a kind of layer. */
static struct rope_table table_of(const struct draft *d, const struct layer_kind *kind,
                                  char place[96])
{
    struct rope_table table = rope_flat(d);
    const struct model_class *class = d->class;
    const char *local = class->local_key ? class->local_key : "rope_local_base_freq";
    bool sliding = strcmp(kind->name, "sliding_attention") == 0;
    bool full = strcmp(kind->name, "full_attention") == 0;
    bool ratios = class->layers == LAYERS_RATIOS;
    if (d->nested) {
        const char *key = rope_nested_key(d, kind->name);
        snprintf(place, 96, "%s.%.64s", d->dict_name, key);
        table.dict = json_object_get(d->dict, key);
        table.place = place;
        if (sliding && class->local_theta > 0.0)
            table.theta = class->local_theta;
    } else {
        if (sliding && class->local_theta > 0.0)
            table.base = json_number_or(d->text, local, class->local_theta);
        if (ratios && !sliding)
            table.base = json_number_or(d->text, "compress_rope_theta", 1.6e5);
        table.plain = table.plain || (sliding && (class->local_theta > 0.0 || ratios)) ||
                      (!full && (class->flags & CLASS_SCALE_FULL));
    }
    if (ratios && !sliding)
        table.attention = 1.0;
    return table;
}

void kind_scale(struct layer_kind *kind, long double scale)
{
    struct frequency_rule *rule = &kind->rule;
    long double root = sqrtl((long double)rule->dim);
    kind->softmax_factor = (double)(scale * root);
    rule->norm = NORM_SQRT;
    if ((double)scale == 1.0) {
        rule->norm = NORM_NONE;
    } else if ((double)scale != (double)(1.0L / root)) {
        rule->norm = NORM_SCALE;
        rule->scale = (double)scale;
    } else {
        kind->softmax_factor = 1.0;
    }
}

/* What multiplies q.k. */
static long double score_scale(const struct draft *d, const struct rope_table *table, size_t dim,
                               const struct layer_kind *kind)
{
    long double root = sqrtl((long double)dim), m;
    double all = json_number_or(table->dict, "mscale_all_dim", 0.0), given;
    if (d->class->softmax == SOFTMAX_LORA)
        root /= sqrtl((long double)d->config->hidden /
                      json_number_or(d->text, "q_lora_rank", 1536));
    switch (d->class->softmax) {
    case SOFTMAX_KEYS:
        return json_number_or(d->text, "key_multiplier", 1.0) / root;
    case SOFTMAX_DOUBLE:
        return sqrtl(2.0L) / root;
    case SOFTMAX_LORA:
    case SOFTMAX_DEEPSEEK:
        if (all == 0.0 || rope_type_of(d, table->dict) == ROPE_DEFAULT)
            return 1.0L / root;
        m = kind->rule.factor > 1.0 ? 0.1L * (long double)all * logl(kind->rule.factor) + 1.0L
                                    : 1.0L;
        return m * m / root;
    case SOFTMAX_SCALAR:
        return 1.0L / sqrtl(json_number_or(d->text, "query_pre_attn_scalar", 256.0));
    case SOFTMAX_MULTIPLY:
        return json_number_or(d->text, "attention_multiplier", 1.0);
    case SOFTMAX_ONE:
        return 1.0L;
    default:
        given = json_number_or(json_object_get(d->text, "attn_config"), "softmax_scale", 0.0);
        return given > 0.0 ? (long double)given : 1.0L / root;
    }
}

static struct temperature temperature_of(const struct draft *d, const struct rope_table *table,
                                         bool rotates)
{
    struct temperature t = {false, 0.0, 0.0, 0.0};
    double beta = json_number_or(table->dict, "llama_4_scaling_beta", 0.0);
    if ((d->class->flags & CLASS_TEMPERATURE) && beta > 0.0)
        t = (struct temperature){true, beta, rope_original(d, table->dict), 0.0};
    if ((d->class->flags & CLASS_CHUNKED) && !rotates &&
        json_truth_or(d->text, "attn_temperature_tuning", true))
        t = (struct temperature){true, json_number_or(d->text, "attn_scale", 0.1),
                                 json_number_or(d->text, "floor_scale", 8192.0), 1.0};
    t.present = t.present && t.beta > 0.0 && t.length > 0.0;
    return t.present ? t : (struct temperature){false, 0.0, 0.0, 0.0};
}

const double *alibi_slopes(struct draft *d, size_t heads, double most, long double by)
{
    double *slope = draft_alloc(d, heads, sizeof *slope);
    size_t power = 1;
    while (2 * power <= heads)
        power *= 2;
    for (size_t i = 0; slope && i < heads; i++) {
        long double exponent = i < power
                                   ? (long double)(i + 1) / (long double)power
                                   : (long double)(2 * (i - power) + 1) / (long double)(2 * power);
        slope[i] = (double)(exp2l(-(long double)most * exponent) / by);
    }
    return slope;
}

static bool alibi(struct draft *d, struct layer_kind *kind)
{
    const json_t *config = json_object_get(d->text, "attn_config");
    long double by = d->class->flags & CLASS_ALIBI_NORM ? sqrtl((long double)kind->rule.dim) : 1.0L;
    if (d->config->heads == 0)
        return draft_refuse(d, "", "num_attention_heads", "is missing, which ALiBi's slopes need");
    if (!json_truth_or(config, "alibi", true))
        return draft_refuse(d, "attn_config", "alibi",
                            "is false: learned absolute positions, which are no encoding here");
    if (json_truth_or(config, "rope", false))
        return draft_refuse(d, "attn_config", "rope",
                            "is true, which this type of model is not read with");
    kind->slope = alibi_slopes(d, d->config->heads, json_number_or(config, "alibi_bias_max", 8.0),
                               by);
    return kind->slope != NULL;
}

/* Whether rope_interleave says which coordinates turn together. */
static bool class_interleaves(const struct model_class *class)
{
    return (class->flags & CLASS_MLA) && class->layout == LAYOUT_INTERLEAVED;
}

static bool fill(struct draft *d, struct layer_kind *kind)
{
    static const char cap[] = "attn_logit_softcapping";
    char place[96];
    struct rope_table table = table_of(d, kind, place);
    bool biased = d->class->positions == POSITIONS_ALIBI ||
                  (d->class->positions == POSITIONS_ALIBI_KEY &&
                   json_truth_or(d->text, "alibi", false));
    size_t dim = 0;
    if (!head_size(d, kind, &dim))
        return false;
    if (!kind->rotates || biased) {
        kind->rule = frequency_rule_rope(1e4, dim);
        kind->rule.rotary = 0;
        kind->rotates = false;
    } else if (!rope_rule(d, &table, dim, kind)) {
        return false;
    } else if ((d->class->flags & CLASS_SWITCH) &&
               json_truth_or(d->text, "use_long_context", false)) {
        kind->rule.scaling = SCALING_NTK;
        kind->rule.alpha = 8.0;
    }
    if (biased && !alibi(d, kind))
        return false;
    bool crossed = d->class->layout == LAYOUT_INTERLEAVED;
    if (class_interleaves(d->class))
        crossed = json_truth_or(d->text, "rope_interleave", crossed);
    kind->layout = crossed ? LAYOUT_INTERLEAVED : LAYOUT_HALF;
    kind_scale(kind, score_scale(d, &table, dim, kind));
    kind->temperature = temperature_of(d, &table, kind->rotates);
    if (d->class->softmax == SOFTMAX_SCALAR)
        kind->cap = json_number_or(d->text, cap,
                                   json_object_get(d->text, cap) ? 0.0 : d->class->cap);
    return encode_kind(d, kind, biased ? kind->slope[0] : 0.0);
}

bool kinds_fill(struct draft *d)
{
    for (size_t i = 0; i < d->config->kind_count; i++)
        if (!fill(d, &d->config->kinds[i]))
            return false;
    d->config->head_dim = d->config->kinds[0].rule.dim;
    return true;
}
