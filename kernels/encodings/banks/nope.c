/* NoPE: no positional encoding, score q.k/sqrt(D). Source: 2203.16634. */
#include <math.h>

#include "kernels/encodings/encoding_keys.h"

enum { KEY_DIM, KEY_NORM, KEY_SCALE };
static const struct spec_key keys[] = {
    [KEY_DIM] = ENCODING_DIM_KEY,
    [KEY_NORM] = ENCODING_NORM_KEY("the score"),
    [KEY_SCALE] = ENCODING_SCALE_KEY,
};

/* A bank of which no pair turns; a rule needs a base all the same. */
static bool build(struct spec *spec, const struct encoding_reader *reader, struct encoding *out,
                  struct message *error)
{
    (void)reader;
    out->dim = (size_t)spec->value[KEY_DIM].number;
    struct frequency_rule rule = frequency_rule_rope(1e4, out->dim);
    rule.rotary = 0;
    return encoding_read_norm(spec, KEY_NORM, KEY_SCALE, &rule, error) &&
           encoding_build_bank(&rule, 0.0, out, error);
}

const struct encoding_type encoding_nope = {
    .name = "nope",
    .kind = ENCODING_GROUP,
    .summary = "no positional encoding: q.k/sqrt(D)",
    .specimen = "nope:dim=8,norm=sqrt",
    .published = "nope:norm=sqrt,dim={dim}",
    .keys = keys,
    .key_count = sizeof keys / sizeof *keys,
    .engine = &bank_method,
    .curve = &bank_curve,
    .bank = true,
    .factors = &bank_factors,
    .build = build,
    .release = bank_release,
};
