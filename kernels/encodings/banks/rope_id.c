/* RoPE-ID: a quarter of the coordinates' pairs rotate, fast enough that every phase was seen in
 * training, and the others hold no position. Source: 2603.18017, second-hand: a note and reviews
 * give half of the channels, the first D/4 pairs, from 2 pi/32 to 4 pi/L. That the frequencies
 * between the two ends are evenly spaced in their logarithm is not stated there. The published
 * results also divide by a temperature that grows with the length; its formula is not known, and
 * scores here are without it. */
#include <math.h>

#include "kernels/encodings/encoding_keys.h"

/* A period of the slowest pair is half the trained length, 4 pi/L, and at L = 64 that of the
 * fastest. */
enum { PERIODS = 2, LONGEST = PERIODS * WAVES_SHORTEST };

enum { KEY_DIM, KEY_TRAIN, KEY_NORM, KEY_SCALE };
static const struct spec_key keys[] = {
    [KEY_DIM] = {"dim", SPEC_EVEN, 4, DIM_LIMIT, false, false, "128", NULL,
                 "head dimension D, a multiple of 4: D/4 pairs rotate"},
    [KEY_TRAIN] = {"train", SPEC_TOKENS, LONGEST, DISTANCE_LIMIT, true, false, "4096", NULL,
                   "L, trained length, tokens: the slowest pair turns twice within it"},
    [KEY_NORM] = ENCODING_NORM_KEY("the score"),
    [KEY_SCALE] = ENCODING_SCALE_KEY,
};

static bool build(struct spec *spec, const struct encoding_reader *reader, struct encoding *out,
                  struct message *error)
{
    (void)reader;
    out->dim = (size_t)spec->value[KEY_DIM].number;
    if (out->dim % 4 != 0)
        return message_set(error,
                           "dim=%zu is no multiple of 4; expected one, for dim/4 pairs that "
                           "rotate",
                           out->dim);
    /* the ratio of the two ends, 2 pi/32 over 4 pi/L */
    struct frequency_rule rule = frequency_rule_rope(spec->value[KEY_TRAIN].number / LONGEST,
                                                     out->dim);
    rule.scaling = SCALING_WAVES;
    rule.rotary = out->dim / 2;
    rule.partial = PARTIAL_P;
    return encoding_read_norm(spec, KEY_NORM, KEY_SCALE, &rule, error) &&
           encoding_build_bank(&rule, 0.0, out, error);
}

const struct encoding_type encoding_rope_id = {
    .name = "rope-id",
    .kind = ENCODING_GROUP,
    .summary = "rotary in dim/4 pairs, theta_n from 2 pi/32 to 4 pi/train, the others still; its "
               "length temperature is not known and left out",
    .specimen = "rope-id:dim=8,train=1000",
    .published = "rope-id:train={context},dim={dim}",
    .keys = keys,
    .key_count = sizeof keys / sizeof *keys,
    .engine = &bank_method,
    .curve = &bank_curve,
    .bank = true,
    .factors = &bank_factors,
    .build = build,
    .release = bank_release,
};
