#include "experiments/models/config/gguf/gguf_layers.h"

#include "theory/ground/arrays.h"

bool gguf_biased(const struct gguf_draft *g)
{
    return g->arch->flags & ARCH_ALIBI ||
           (g->arch->flags & ARCH_ALIBI_40 && g->d->config->layers == 40);
}

bool gguf_layer_slides(const struct gguf_draft *g, size_t layer)
{
    const json_t *list = json_object_get(g->keys, "attention.sliding_window_pattern");
    size_t count = json_array_size(list), period = g->arch->period;
    if (g->arch->flags & (ARCH_NOPE_STEP | ARCH_INTERVAL))
        return false;
    if (!(json_number_or(g->keys, "attention.sliding_window", 0.0) > 0.0) && period != 0 &&
        !(g->arch->base_swa > 0.0))
        return false;
    if (count == g->d->config->layers && count > 1)
        return json_number_value(json_array_get(list, layer)) != 0.0;
    if (count == 1)
        period = (size_t)json_number_value(json_array_get(list, 0));
    if (g->arch->flags & ARCH_FIRST)
        layer += period - 1;
    return period > 0 && (layer + 1) % period != 0;
}

bool gguf_layer_attends(const struct gguf_draft *g, size_t layer)
{
    static const char *const keys[] = {"attention.head_count", "attention.head_count_kv"};
    bool has = true;
    if (g->arch->flags & ARCH_INTERVAL)
        has = (layer + 1) %
                  (size_t)json_number_or(g->keys, "full_attention_interval", g->arch->period) ==
              0;
    for (size_t i = 0; i < ARRAY_COUNT(keys); i++) {
        const json_t *list = json_object_get(g->keys, keys[i]);
        size_t count = json_array_size(list);
        has = has && !(count > 1 && layer < count &&
                       json_number_value(json_array_get(list, layer)) == 0.0);
    }
    return has;
}

bool gguf_layer_rotates(const struct gguf_draft *g, size_t layer, bool windows)
{
    unsigned flags = g->arch->flags;
    if (gguf_biased(g) || flags & ARCH_NOPE)
        return false;
    if (flags & ARCH_TUNED)
        return json_truth_or(g->keys, "rope.scaling.finetuned", true);
    if (flags & ARCH_NOPE_STEP)
        return (layer + 1) % g->arch->period != 0;
    return !(flags & ARCH_NOPE_FULL) || !windows || gguf_layer_slides(g, layer);
}

const char *gguf_layer_name(const struct gguf_draft *g, bool window, bool rotates)
{
    if (g->arch->flags & ARCH_CHUNKED)
        return rotates ? "chunked_attention" : "full_attention";
    if (g->arch->flags & ARCH_NOPE_STEP)
        return rotates ? "rope" : "nope";
    return window ? "sliding_attention" : g->arch->period ? "full_attention" : "all";
}
