#include "experiments/models/config/rope.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "experiments/models/config/facts.h"
#include "theory/ground/text.h"

double rope_original(const struct draft *d, const json_t *dict)
{
    static const char key[] = "original_max_position_embeddings";
    double top = d->nested ? 0.0 : json_number_or(d->text, key, 0.0);
    return top > 0.0 ? top : json_number_or(dict, key, d->config->own_context);
}

enum rope_type rope_type_of(const struct draft *d, const json_t *dict)
{
    const char *name = json_text_or(dict, "rope_type", json_text_or(dict, "type", "default"));
    enum rope_type type = rope_type_find(name);
    return type == ROPE_YARN && (d->class->flags & CLASS_SU) ? ROPE_LONGROPE : type;
}

struct rope_table rope_flat(const struct draft *d)
{
    const char *key = d->class->theta_key;
    double theta = json_number_or(d->text, "rope_theta", d->class->theta);
    const json_t *own = key ? json_at(d->text, key) : NULL;
    if (json_is_number(own))
        theta = json_number_value(own);
    if (d->class->flags & CLASS_RATIO)
        theta *= json_number_or(d->text, "rope_ratio", 1.0);
    return (struct rope_table){
        .dict = d->nested ? NULL : d->dict, .place = d->dict_name, .theta = theta};
}

/* The share of the head that rotates: at top level, then in the dict, but nested the other way
 * round, then the class's. */
static double share_of(const struct draft *d, const json_t *dict)
{
    static const char key[] = "partial_rotary_factor";
    double share = d->class->share > 0.0 ? d->class->share : 1.0;
    if (d->class->flags & CLASS_HALF_SHARE)
        return 0.5;
    double top = json_number_or(d->text, key, 0.0), own = json_number_or(dict, key, 0.0);
    if (!(top > 0.0) && d->class->share_key)
        top = json_number_or(d->text, d->class->share_key, 0.0);
    if (d->nested)
        return own > 0.0 ? own : top > 0.0 ? top : share;
    return top > 0.0 ? top : own > 0.0 ? own : share;
}

/* The coordinates that rotate, of a head of dim. */
static bool rotated_part(struct draft *d, const struct rope_table *table, size_t dim,
                         enum rope_type type, struct frequency_rule *rule)
{
    const struct model_class *class = d->class;
    const char *key = class->flags & CLASS_MLA ? "qk_rope_head_dim" : class->rotary_key;
    double share = share_of(d, table->dict), part = floor((double)dim * share);
    bool top = json_has(d->text, "partial_rotary_factor") || !table->place;
    struct message what;
    if (type == ROPE_PROPORTIONAL) {
        part = 2.0 * floor((double)dim * share / 2.0);
        rule->partial = part < (double)dim ? PARTIAL_P : PARTIAL_NEOX;
    } else if (key && json_has(d->text, key)) {
        part = json_number_or(d->text, key, 0.0);
    } else if (class->rotary > 0.0) {
        part = class->rotary;
    } else {
        key = NULL;
    }
    rule->rotary = (size_t)part;
    if (part > (double)dim)
        message_set(&what, "is %.0f, over the head's %zu coordinates", part, dim);
    else if (rule->rotary % 2 != 0)
        message_set(&what, "leaves an odd part of %zu of %zu coordinates to rotate", rule->rotary,
                    dim);
    else
        return true;
    return draft_refuse(d, key || top ? "" : table->place, key ? key : "partial_rotary_factor",
                        what.text);
}

static bool missing(struct draft *d, const struct rope_table *table, const char *key,
                    enum rope_type type)
{
    static const char *const names[] = {"default",  "linear", "dynamic",     "yarn",
                                        "longrope", "llama3", "proportional"};
    struct message what;
    message_set(&what, "is missing, which rope_type %s needs", names[type]);
    return draft_refuse(d, table->place, key, what.text);
}

/* The factor: in the dict; of yarn null, of longrope no such key too, M/L. */
static bool factor_of(struct draft *d, const struct rope_table *table, enum rope_type type,
                      struct frequency_rule *rule)
{
    bool ratio = type == ROPE_LONGROPE ||
                 (type == ROPE_YARN && json_is_null(json_object_get(table->dict, "factor")) &&
                  json_object_get(table->dict, "factor"));
    if (json_has(table->dict, "factor"))
        rule->factor = json_number_or(table->dict, "factor", 0.0);
    else if (!ratio)
        return missing(d, table, "factor", type);
    else if (d->config->own_context > 0.0)
        rule->factor = d->config->own_context / rule->orig;
    else
        return draft_refuse(d, "", "max_position_embeddings", "is missing, and so is a factor");
    return true;
}

static bool yarn(struct draft *d, const struct rope_table *table, struct frequency_rule *rule)
{
    const json_t *dict = table->dict;
    double fast = json_number_or(dict, "beta_fast", 0.0);
    double slow = json_number_or(dict, "beta_slow", 0.0);
    rule->scaling = SCALING_YARN;
    rule->beta_fast = fast > 0.0 ? fast : 32.0;
    rule->beta_slow = slow > 0.0 ? slow : 1.0;
    /* looked up beside the types of layers, not in their dicts, as the reference does */
    rule->truncate = json_truth_or(d->nested ? d->dict : dict, "truncate", true);
    rule->attn = table->attention > 0.0 ? table->attention
                                        : json_number_or(dict, "attention_factor", 0.0);
    if (!(rule->attn > 0.0)) {
        rule->mscale = json_number_or(dict, "mscale", 0.0);
        rule->mscale_all = json_number_or(dict, "mscale_all_dim", 0.0);
    }
    return true;
}

/* One list of divisors; of another length than the rotated pairs, it is refused if it is the one
 * that is used, and noted if not. */
static bool divisors(struct draft *d, const struct rope_table *table, const char *key, size_t pairs,
                     bool used, const double **out)
{
    const json_t *list = json_object_get(table->dict, key);
    struct message what;
    *out = NULL;
    if (!list)
        return missing(d, table, key, ROPE_LONGROPE);
    message_set(&what, "has %zu numbers; expected %zu, one for each pair that rotates",
                json_array_size(list), pairs);
    if (json_array_size(list) != pairs)
        return used ? draft_refuse(d, table->place, key, what.text)
                    : draft_find(d, "list-length", table->place, key, "%s", what.text);
    return (*out = draft_numbers(d, list)) != NULL;
}

static bool longrope(struct draft *d, const struct rope_table *table, struct layer_kind *kind)
{
    struct frequency_rule *rule = &kind->rule;
    double context = d->config->context > 0.0 ? d->config->context : d->config->own_context;
    bool far = context > rule->orig;
    size_t pairs = rule->rotary / 2;
    rule->scaling = SCALING_LONGROPE;
    rule->attn = json_number_or(table->dict, "attention_factor", 0.0);
    if (d->class->flags & CLASS_MSCALES)
        rule->attn = json_number_or(table->dict, far ? "long_mscale" : "short_mscale", rule->attn);
    return divisors(d, table, far ? "long_factor" : "short_factor", pairs, true,
                    &rule->extension) &&
           divisors(d, table, far ? "short_factor" : "long_factor", pairs, false,
                    &kind->other_extension);
}

static bool llama3(struct draft *d, const struct rope_table *table, struct frequency_rule *rule)
{
    rule->scaling = SCALING_LLAMA3;
    if (!json_has(table->dict, "low_freq_factor"))
        return missing(d, table, "low_freq_factor", ROPE_LLAMA3);
    if (!json_has(table->dict, "high_freq_factor"))
        return missing(d, table, "high_freq_factor", ROPE_LLAMA3);
    rule->low = json_number_or(table->dict, "low_freq_factor", 0.0);
    rule->high = json_number_or(table->dict, "high_freq_factor", 0.0);
    return rule->low <= rule->high ||
           draft_refuse(d, table->place, "high_freq_factor",
                        "is under low_freq_factor, with which no pair lies between the two");
}

/* The base grows with the length, or by alpha whatever the length. */
static bool dynamic(struct draft *d, const struct rope_table *table, struct frequency_rule *rule)
{
    bool alpha = d->class->flags & CLASS_ALPHA && json_has(table->dict, "alpha");
    if (alpha) {
        rule->scaling = SCALING_NTK;
        rule->alpha = json_number_or(table->dict, "alpha", 0.0);
        return true;
    }
    rule->scaling = SCALING_DYNAMIC;
    rule->orig = d->config->own_context;
    rule->length = fmax(d->config->context, rule->orig);
    if (!(rule->orig > 0.0))
        return draft_refuse(d, "", "max_position_embeddings",
                            "is missing, which rope_type dynamic needs");
    return factor_of(d, table, ROPE_DYNAMIC, rule);
}

bool rope_rule(struct draft *d, const struct rope_table *table, size_t dim, struct layer_kind *kind)
{
    struct frequency_rule *rule = &kind->rule;
    enum rope_type type = table->plain ? ROPE_DEFAULT : rope_type_of(d, table->dict);
    double base = table->base > 0.0 ? table->base
                                    : json_number_or(table->dict, "rope_theta", table->theta);
    *rule = frequency_rule_rope(base, dim);
    rule->factor = rule->alpha = rule->orig = rule->length = 1.0;
    rule->beta_fast = 32.0;
    rule->beta_slow = rule->low = 1.0;
    rule->high = 4.0;
    rule->truncate = true;
    kind->rotates = true;
    if (!rotated_part(d, table, dim, type, rule))
        return false;
    if (rule->rotary == 0) {
        kind->rotates = false;
        return true;
    }
    if (type == ROPE_YARN || type == ROPE_LONGROPE || type == ROPE_LLAMA3) {
        rule->orig = rope_original(d, table->dict);
        if (!(rule->orig > 0.0))
            return missing(d, table, "original_max_position_embeddings", type);
    }
    if (type == ROPE_PROPORTIONAL && !json_has(table->dict, "factor"))
        return true;
    if (type != ROPE_DEFAULT && type != ROPE_DYNAMIC && !factor_of(d, table, type, rule))
        return false;
    switch (type) {
    case ROPE_LINEAR:
    case ROPE_PROPORTIONAL:
        rule->scaling = SCALING_LINEAR;
        return true;
    case ROPE_DYNAMIC:
        return dynamic(d, table, rule);
    case ROPE_YARN:
        return yarn(d, table, rule);
    case ROPE_LONGROPE:
        return longrope(d, table, kind);
    case ROPE_LLAMA3:
        return llama3(d, table, rule);
    default:
        return true;
    }
}
