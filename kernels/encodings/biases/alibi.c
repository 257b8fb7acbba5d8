/* ALiBi: a score that falls linearly with distance, q.k/sqrt(D) - slope r. Source: 2108.12409; the
 * slopes of any number of heads as in the authors' code. */
#include <math.h>

#include "kernels/encodings/encoding_keys.h"

enum { KEY_DIM, KEY_SLOPE, KEY_HEADS, KEY_HEAD, KEY_NORM, KEY_SCALE };
static const struct spec_key keys[] = {
    [KEY_DIM] = ENCODING_DIM_KEY,
    [KEY_SLOPE] = {"slope", SPEC_REAL, 0, SIZE_MOST, false, false, NULL, NULL,
                   "score lost per token; or heads and head"},
    [KEY_HEADS] =
        {"heads", SPEC_WHOLE, 1, 65536, false, false, NULL, NULL,
         "heads of the layer: head i of a power of two has slope 2^(-8 (i + 1)/heads); of "
         "another number, those of the power below, then every second of the one above"},
    [KEY_HEAD] = {"head", SPEC_WHOLE, 0, 65535, false, false, NULL, NULL,
                  "which of them, from 0 to heads - 1"},
    [KEY_NORM] = ENCODING_NORM_KEY("q.k"),
    [KEY_SCALE] = ENCODING_SCALE_KEY,
};

/* The slope of head i of n, from 0: with m the largest power of two up to n, 2^(-8 (i + 1)/m) for
 * i < m, then 2^(-8 (2 (i - m) + 1)/(2 m)). */
static double head_slope(size_t head, size_t heads)
{
    size_t power = 1;
    while (2 * power <= heads)
        power *= 2;
    return head < power ? exp2(-8.0 * (double)(head + 1) / (double)power)
                        : exp2(-4.0 * (double)(2 * (head - power) + 1) / (double)power);
}

/* The slope, from slope or from heads and head; the resolved string shows the number. */
static bool read_slope(struct spec *spec, double *slope, struct message *error)
{
    bool heads = spec->value[KEY_HEADS].given, head = spec->value[KEY_HEAD].given;
    if (spec->value[KEY_SLOPE].given) {
        *slope = spec->value[KEY_SLOPE].number;
        return !(heads || head) || message_set(error, "slope and %s both set the slope; give one",
                                               keys[heads ? KEY_HEADS : KEY_HEAD].name);
    }
    if (!heads && !head)
        return message_set(error, "slope is missing; expected slope=%s, or heads and head",
                           spec_expected(&keys[KEY_SLOPE]).text);
    if (!heads || !head)
        return message_set(
            error, "%s is missing; expected %s beside %s", keys[heads ? KEY_HEAD : KEY_HEADS].name,
            keys[heads ? KEY_HEAD : KEY_HEADS].name, keys[heads ? KEY_HEADS : KEY_HEAD].name);
    if (spec->value[KEY_HEAD].number >= spec->value[KEY_HEADS].number)
        return message_set(error, "head=%s is not one of heads=%s; expected head from 0 to %.0f",
                           spec->value[KEY_HEAD].text, spec->value[KEY_HEADS].text,
                           spec->value[KEY_HEADS].number - 1.0);
    *slope = head_slope((size_t)spec->value[KEY_HEAD].number,
                        (size_t)spec->value[KEY_HEADS].number);
    spec_fill(spec, KEY_SLOPE, "%.17g", *slope);
    spec->value[KEY_HEADS].present = spec->value[KEY_HEAD].present = false;
    return true;
}

static bool build(struct spec *spec, const struct encoding_reader *reader, struct encoding *out,
                  struct message *error)
{
    double slope = 0.0;
    (void)reader;
    out->dim = (size_t)spec->value[KEY_DIM].number;
    struct frequency_rule rule = frequency_rule_rope(1e4, out->dim);
    rule.rotary = 0;
    return read_slope(spec, &slope, error) &&
           encoding_read_norm(spec, KEY_NORM, KEY_SCALE, &rule, error) &&
           encoding_build_bank(&rule, slope, out, error);
}

const struct encoding_type encoding_alibi = {
    .name = "alibi",
    .kind = ENCODING_ADDITIVE,
    .summary = "linear bias: q.k/sqrt(D) - slope r",
    .specimen = "alibi:dim=8,slope=0.25",
    .published = "alibi:heads=8,head=3,dim={dim}",
    .keys = keys,
    .key_count = sizeof keys / sizeof *keys,
    .engine = &bank_method,
    .curve = &bank_curve,
    .bank = true,
    .factors = &bank_factors,
    .build = build,
    .release = bank_release,
};
