/* Kinds of layers of a GGUF file. Source: llama.cpp's ggml_rope_ext and llama-context.cpp; what the
 * newest make of yarn's factors:
 *   ratio  g(s), g(t) = 0.1 t ln s + 1; with a multiplier t, g(1)/g(t); under ARCH_MLA 1
 * and cos and sin are multiplied by ratio times rope.scaling.attn_factor, whatever
 * yarn_attn_factor says. */
#include <math.h>
#include <string.h>

#include "experiments/models/config/encode.h"
#include "experiments/models/config/gguf/gguf_config.h"
#include "experiments/models/config/gguf/gguf_layers.h"
#include "experiments/models/config/keys.h"
#include "experiments/models/config/kinds.h"
#include "theory/ground/arrays.h"

static double number(const struct gguf_draft *g, const char *key, double fallback)
{
    return json_number_or(g->keys, key, fallback);
}

static bool refuse(const struct gguf_draft *g, const char *key, const char *what)
{
    return draft_refuse(g->d, g->d->config->model_type, key, what);
}

/* s; 1 where nothing is scaled. */
static double factor_of(const struct gguf_draft *g)
{
    double factor = number(g, "rope.scaling.factor", number(g, "rope.scale_linear", 0.0));
    bool none = strcmp(json_text_or(g->keys, "rope.scaling.type", "linear"), "none") == 0;
    return factor > 0.0 && !none ? factor : 1.0;
}

/* 0.1 t ln s + 1. */
static long double grown(double factor, double t)
{
    return factor > 1.0 ? 0.1L * (long double)t * logl((long double)factor) + 1.0L : 1.0L;
}

/* The multiplier as the file's writer divides it by 10. */
static double multiplier(const struct gguf_draft *g)
{
    /* a float: 0.0707 is 0.707 again only to its 24 bits */
    return number(g, "rope.scaling.yarn_log_multiplier", 0.0) / 0.1;
}

static bool yarn(const struct gguf_draft *g, struct frequency_rule *rule)
{
    double attn = number(g, "rope.scaling.attn_factor", 1.0), log_mul = multiplier(g);
    double ext = number(g, "rope.scaling.yarn_ext_factor", -1.0);
    long double ratio = grown(rule->factor, 1.0);
    if (ext >= 0.0 && ext != 1.0)
        return refuse(g, "rope.scaling.yarn_ext_factor",
                      "is neither 1 nor absent, a blend that no encoding here has");
    rule->scaling = SCALING_YARN;
    rule->orig = g->trained;
    rule->beta_fast = number(g, "rope.scaling.yarn_beta_fast", 32.0);
    rule->beta_slow = number(g, "rope.scaling.yarn_beta_slow", 1.0);
    if (!(rule->orig > 0.0))
        return refuse(g, "rope.scaling.original_context_length", "is missing, which yarn needs");
    if (rule->beta_fast < rule->beta_slow)
        return refuse(g, "rope.scaling.yarn_beta_fast",
                      "is under yarn_beta_slow, a step that no encoding here has");
    if (log_mul != 0.0)
        ratio = g->arch->flags & ARCH_MLA ? 1.0L : ratio / grown(rule->factor, log_mul);
    if (log_mul != 0.0 || attn != 1.0)
        rule->attn = (double)(ratio * (long double)attn);
    return true;
}

/* Divisors, of which those of the pairs behind the last that turns are huge: Gemma 4's. */
static bool divided(const struct gguf_draft *g, struct layer_kind *kind, const char *name,
                    const double *list)
{
    struct frequency_rule *rule = &kind->rule;
    size_t pairs = rule->rotary / 2, kept = 0;
    bool plain = true;
    if (g->pairs != pairs)
        return refuse(g, "rope.dimension_count",
                      "is not twice the entries of the divisors' tensor");
    for (size_t n = 0; n < pairs; n++)
        kept += list[n] < 1e20;
    for (size_t n = 0; n < kept; n++)
        plain = plain && list[n] == 1.0;
    if (kept < pairs && plain && kept > 0 && rule->rotary == rule->dim) {
        rule->rotary = 2 * kept;
        rule->partial = PARTIAL_P;
        return true;
    }
    if (rule->scaling != SCALING_NONE)
        return refuse(g, "rope.scaling.type", "stands beside a tensor of divisors");
    rule->scaling = SCALING_LONGROPE;
    rule->extension = list;
    kind->divisors = name;
    rule->attn = number(g, "rope.scaling.attn_factor", 1.0);
    return true;
}

/* The rule of a kind; its base and whether it is scaled are known. */
static bool rule_of(const struct gguf_draft *g, struct layer_kind *kind, bool scaled)
{
    struct frequency_rule *rule = &kind->rule;
    const char *type = json_text_or(g->keys, "rope.scaling.type", "linear");
    double attn = number(g, "rope.scaling.attn_factor", 1.0);
    bool far = g->d->config->context > g->trained;
    rule->factor = scaled ? factor_of(g) : 1.0;
    if (strcmp(type, "none") != 0 && strcmp(type, "linear") != 0 && strcmp(type, "yarn") != 0 &&
        strcmp(type, "longrope") != 0)
        return refuse(g, "rope.scaling.type",
                      "is not known; expected none, linear, yarn, longrope");
    if (scaled && strcmp(type, "yarn") == 0) {
        if (!yarn(g, rule))
            return false;
    } else if (rule->factor != 1.0) {
        rule->scaling = SCALING_LINEAR;
    }
    if (scaled && g->always)
        return divided(g, kind, "rope_freqs.weight", g->always);
    if (scaled && g->near && g->far) {
        kind->other_extension = far ? g->near : g->far;
        rule->orig = g->trained > 0.0 ? g->trained : rule->orig;
        return far ? divided(g, kind, "rope_factors_long.weight", g->far)
                   : divided(g, kind, "rope_factors_short.weight", g->near);
    }
    return !scaled || attn == 1.0 || rule->scaling == SCALING_YARN ||
           refuse(g, "rope.scaling.attn_factor", "stands without yarn and without divisors");
}

/* What multiplies q.k. */
static long double scale_of(const struct gguf_draft *g, const struct layer_kind *kind)
{
    const struct model_config *c = g->d->config;
    unsigned flags = g->arch->flags;
    long double root = sqrtl((long double)kind->rule.dim), m = multiplier(g);
    double scale = number(g, "attention.scale", 0.0);
    if ((flags & ARCH_SCALE) && scale > 0.0)
        return scale;
    if (flags & ARCH_ONE)
        return 1.0L;
    if ((flags & ARCH_GEMMA) && c->layers == g->arch->largest)
        return 1.0L / sqrtl((long double)(c->hidden / c->heads));
    if ((flags & ARCH_MLA) && m != 0.0L && kind->rule.scaling == SCALING_YARN) {
        m = grown(kind->rule.factor, (double)m);
        return m * m / root;
    }
    return 1.0L / root;
}

static struct temperature temperature_of(const struct gguf_draft *g, bool rotates)
{
    double length = number(g, "attention.temperature_length", 0.0);
    double scale = number(g, "attention.temperature_scale", 0.0);
    if ((g->arch->flags & ARCH_CHUNKED) && !rotates)
        return (struct temperature){true, scale > 0.0 ? scale : 0.1, length > 0.0 ? length : 8192.0,
                                    1.0};
    if ((g->arch->flags & ARCH_TEMPERATURE) && scale > 0.0)
        return (struct temperature){true, scale, length > 0.0 ? length : g->trained, 0.0};
    return (struct temperature){false, 0.0, 0.0, 0.0};
}

static bool fill(const struct gguf_draft *g, struct layer_kind *kind, bool window)
{
    struct model_config *c = g->d->config;
    unsigned flags = g->arch->flags;
    double head = number(g, "attention.key_length", (double)(c->hidden / c->heads));
    double base = number(g, "rope.freq_base", 1e4), rotary;
    head = number(g, "attention.key_length_mla", head);
    if (window)
        head = number(g, "attention.key_length_swa", head);
    rotary = number(g, "rope.dimension_count", head);
    if (window)
        rotary = number(g, "rope.dimension_count_swa", fmin(rotary, head));
    if (!(head >= 2.0) || head > HEAD_MOST || fmod(head, 2.0) != 0.0)
        return refuse(g, "attention.key_length",
                      "leaves a head that is no even number from 2 to 16384");
    if (!(rotary >= 2.0) || rotary > head || fmod(rotary, 2.0) != 0.0)
        return refuse(g, "rope.dimension_count", "is no even number from 2 to the head's size");
    if (window)
        base = number(g, "rope.freq_base_swa", g->arch->base_swa > 0.0 ? g->arch->base_swa : base);
    kind->layout = g->arch->layout;
    kind->rule = frequency_rule_rope(base, (size_t)head);
    kind->rule.rotary = kind->rotates ? (size_t)rotary : 0;
    kind->rule.alpha = kind->rule.orig = kind->rule.length = kind->rule.factor = 1.0;
    kind->rule.beta_fast = 32.0;
    kind->rule.beta_slow = kind->rule.low = 1.0;
    kind->rule.high = 4.0;
    kind->rule.truncate = true;
    if ((flags & ARCH_SECTIONS) &&
        json_array_size(json_object_get(g->keys, "rope.dimension_sections")))
        kind->layout = LAYOUT_HALF;
    if (gguf_biased(g)) {
        double most = number(g, "attention.max_alibi_bias", 8.0);
        kind->slope = most > 0.0 ? alibi_slopes(g->d, c->heads, most, 1.0L) : NULL;
        if (!kind->slope)
            return !(most > 0.0) && refuse(g, "attention.max_alibi_bias", "is 0");
    } else if (kind->rotates && !rule_of(g, kind, !(window && (flags & ARCH_PLAIN_SWA)))) {
        return false;
    }
    kind_scale(kind, scale_of(g, kind));
    kind->temperature = temperature_of(g, kind->rotates);
    kind->cap = number(g, "attn_logit_softcapping", flags & ARCH_CAP ? 50.0 : 0.0);
    if (window || (flags & ARCH_WINDOW))
        kind->window = number(g, "attention.sliding_window", 0.0);
    if ((flags & ARCH_CHUNKED) && kind->rotates)
        kind->window = 8192.0;
    return encode_kind(g->d, kind, kind->slope ? kind->slope[0] : 0.0);
}

/* What the newest llama.cpp overwrites; sections that are not the pairs that rotate. */
static bool finds(const struct gguf_draft *g)
{
    static const char attn[] = "rope.scaling.yarn_attn_factor",
                      sections[] = "rope.dimension_sections";
    const char *arch = g->d->config->model_type;
    const json_t *list = json_object_get(g->keys, sections);
    size_t pairs = g->d->config->kinds[0].rule.rotary / 2;
    double sum = 0.0;
    for (size_t i = 0; i < json_array_size(list); i++)
        sum += json_number_value(json_array_get(list, i));
    if (list && sum != (double)pairs &&
        !draft_find(g->d, "sections", arch, sections, "add up to %s, and %zu pairs rotate",
                    encode_number(sum).text, pairs))
        return false;
    return number(g, attn, 1.0) == 1.0 ||
           draft_find(g->d, "not-read", arch, attn, "is not read: llama.cpp computes its own");
}

bool gguf_kinds(struct gguf_draft *g)
{
    struct model_config *c = g->d->config;
    bool windows = false;
    size_t *of = draft_alloc(g->d, c->layers, sizeof *of);
    c->kinds = draft_alloc(g->d, 4, sizeof *c->kinds);
    if (!of || !c->kinds)
        return false;
    for (size_t i = 0; i < c->layers; i++)
        windows = windows || gguf_layer_slides(g, i);
    for (size_t i = 0; i < c->layers; i++) {
        bool window = gguf_layer_slides(g, i), rotates = gguf_layer_rotates(g, i, windows);
        const char *name = gguf_layer_name(g, window, rotates);
        size_t k = 0;
        of[i] = SIZE_MAX;
        if (!gguf_layer_attends(g, i))
            continue;
        while (k < c->kind_count && strcmp(c->kinds[k].name, name) != 0)
            k++;
        if (k == c->kind_count) {
            c->kind_count++;
            memcpy(c->kinds[k].name, name, strlen(name) + 1);
            c->kinds[k].rotates = rotates;
            if (!fill(g, &c->kinds[k], window))
                return false;
        }
        c->kinds[k].count++;
        of[i] = k;
    }
    c->kind_of_layer = of;
    if (c->kind_count == 0)
        return refuse(g, "attention.head_count_kv", "leaves no layer with heads");
    c->head_dim = c->kinds[0].rule.dim;
    return finds(g);
}
