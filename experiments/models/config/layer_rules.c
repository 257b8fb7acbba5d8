#include "experiments/models/config/layer_rules.h"

#include <string.h>

double layer_entry(const json_t *list, size_t n, double fallback)
{
    const json_t *item = json_array_get(list, n);
    return json_is_number(item)    ? json_number_value(item)
           : json_is_boolean(item) ? json_is_true(item)
                                   : fallback;
}

/* Whether a block has its attention, neither left out nor replaced by a matrix. */
static bool attends(const json_t *block)
{
    const json_t *attention = json_object_get(block, "attention");
    return !json_truth_or(attention, "no_op", false) &&
           !json_truth_or(attention, "replace_with_linear", false);
}

/* Every how many layers one is full: sliding_window_pattern, a number, or letters as "LLLG". */
static bool is_full(const struct draft *d, size_t layer)
{
    const char *letters = json_text_or(d->text, "sliding_window_pattern", "");
    /* known without a look at each letter, of which there are 2^24 at most for each layer */
    size_t length = json_string_length(json_object_get(d->text, "sliding_window_pattern"));
    if ((d->class->flags & CLASS_NOPE_FULL) &&
        json_is_null(json_object_get(d->text, "sliding_window")))
        return true;
    double period = json_number_or(
        d->text, "sliding_window_pattern",
        json_number_or(d->text, "global_attn_every_n_layers", d->class->period));
    return length ? letters[layer % length] == 'G' : (layer + 1) % (size_t)period == 0;
}

/* Zamba: the third layer, and one of every period behind it. */
static bool zamba_attends(const json_t *text, size_t layer)
{
    size_t period = (size_t)json_number_or(text, "attn_layer_period", 6);
    return layer == 2 || (layer > 2 && (double)((layer - 3) % period) ==
                                           json_number_or(text, "attn_layer_offset", 4));
}

/* The word of block_types, which begin again behind their last. */
static const char *of_cycle(const json_t *text, size_t layer)
{
    const json_t *list = json_object_get(text, "block_types");
    size_t count = json_array_size(list);
    if (count == 0)
        return layer % 3 == 2 ? "attention" : NULL;
    const char *word = json_string_value(json_array_get(list, layer % count));
    return strcmp(word, "recurrent") == 0 ? NULL : word;
}

static const char *of_ratio(double ratio)
{
    return ratio == 0.0   ? SLIDING
           : ratio == 4.0 ? "compressed_sparse_attention"
                          : "heavily_compressed_attention";
}

const char *layer_class_type(const struct draft *d, size_t layer)
{
    const json_t *text = d->text;
    bool windowed;
    switch (d->class->layers) {
    case LAYERS_PERIOD:
        return is_full(d, layer) ? FULL : SLIDING;
    case LAYERS_FIRST:
        return layer % (size_t)json_number_or(text, "global_attn_every_n_layers",
                                              d->class->period) ==
                       0
                   ? FULL
                   : SLIDING;
    case LAYERS_WINDOW:
        windowed = json_truth_or(text, "use_sliding_window", false) &&
                   json_has(text, "sliding_window");
        return !windowed                                                        ? "all"
               : (double)layer >= json_number_or(text, "max_window_layers", 28) ? SLIDING
                                                                                : FULL;
    case LAYERS_ODD:
        windowed = json_truth_or(text, "use_sliding_window", false);
        return !windowed ? "all"
               : layer % 2 == 0 && (double)layer < json_number_or(text, "max_window_layers", 28)
                   ? SLIDING
                   : FULL;
    case LAYERS_INTERVAL:
        return (layer + 1) % (size_t)json_number_or(text, "full_attention_interval",
                                                    d->class->period) ==
                       0
                   ? FULL
                   : NULL;
    case LAYERS_ALTERNATE:
        return layer % 2 == 0 ? FULL : NULL;
    case LAYERS_RATIOS:
        return of_ratio(layer_entry(json_object_get(text, "compress_ratios"), layer, 0));
    case LAYERS_HYBRID:
        return layer_entry(json_object_get(text, "hybrid_layer_pattern"), layer, 0) != 0.0 ? SLIDING
                                                                                           : FULL;
    case LAYERS_BLOCKS:
        return attends(json_array_get(json_object_get(text, "block_configs"), layer)) ? "all"
                                                                                      : NULL;
    case LAYERS_CROSS:
        return d->listed[layer] ? NULL : "all";
    case LAYERS_INDICES:
        return !d->listed[layer] ? NULL : d->class->softmax == SOFTMAX_DOUBLE ? "hybrid" : FULL;
    case LAYERS_MARKED:
        return layer_entry(json_object_get(text, d->class->layer_key), layer, 0) != 0.0 ? FULL
                                                                                        : NULL;
    case LAYERS_OFFSET:
        return (double)(layer % (size_t)json_number_or(text, "attn_layer_period", 8)) ==
                       json_number_or(text, "attn_layer_offset", 4)
                   ? "attention"
                   : NULL;
    case LAYERS_ZAMBA:
        return zamba_attends(text, layer) ? "hybrid" : NULL;
    case LAYERS_CYCLE:
        return of_cycle(text, layer);
    case LAYERS_LETTERS:
        return json_text_or(text, "hybrid_override_pattern", "")[layer] == '*' ? "attention" : NULL;
    default:
        return "all";
    }
}
