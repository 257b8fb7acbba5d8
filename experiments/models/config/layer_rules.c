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
    double period = json_number_or(d->text, "sliding_window_pattern", d->class->period);
    return length ? letters[layer % length] == 'G' : (layer + 1) % (size_t)period == 0;
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
        return d->crossed[layer] ? NULL : "all";
    case LAYERS_LETTERS:
        return json_text_or(text, "hybrid_override_pattern", "")[layer] == '*' ? "attention" : NULL;
    default:
        return "all";
    }
}
