/* ALiBi: a score that falls linearly with distance, q.k/sqrt(D) - slope r. Source: 2108.12409. */
#include <math.h>

#include "kernels/encodings/encoding.h"

enum { KEY_DIM, KEY_SLOPE, KEY_SCALE };
static const struct spec_key keys[] = {
    [KEY_DIM] = {"dim", SPEC_EVEN, 2, DIM_LIMIT, false, false, "128", NULL, "head dimension"},
    [KEY_SLOPE] = {"slope", SPEC_REAL, 0, HUGE_VAL, false, false, NULL, NULL,
                   "score lost per token; a head's is 2^(-8 i/heads)"},
    [KEY_SCALE] = ENCODING_SCALE_KEY,
};

static bool build(struct spec *spec, const struct encoding_reader *reader, struct encoding *out,
                  struct message *error)
{
    (void)reader;
    if (!spec->value[KEY_SLOPE].given)
        return message_set(error, "slope is missing; expected slope=%s",
                           spec_expected(&keys[KEY_SLOPE]).text);
    out->dim = (size_t)spec->value[KEY_DIM].number;
    struct frequency_rule rule = frequency_rule_rope(1e4, out->dim);
    rule.rotary = 0;
    if (spec->value[KEY_SCALE].given) {
        rule.norm = NORM_SCALE;
        rule.scale = spec->value[KEY_SCALE].number;
    }
    return encoding_build_bank(&rule, spec->value[KEY_SLOPE].number, out, error);
}

const struct encoding_type encoding_alibi = {
    .name = "alibi",
    .kind = ENCODING_ADDITIVE,
    .summary = "linear bias: q.k/sqrt(D) - slope r",
    .specimen = "alibi:dim=8,slope=0.25",
    .keys = keys,
    .key_count = sizeof keys / sizeof *keys,
    .engine = &bank_method,
    .curve = &bank_curve,
    .bank = true,
    .build = build,
    .release = bank_release,
};
