/* HoPE without its slow pairs: those that turn more than once within the trained length rotate, the
 * others hold no position. Source: 2410.21216 (ACL 2025); read were its abstract, which says that
 * the slow components are replaced by position-independent ones, and second-hand one implementation
 * and one note, from which the threshold is. Whether a pair of exactly one turn rotates is not
 * known: here it does not. */
#include <math.h>

#include "kernels/encodings/encoding_keys.h"

enum { KEY_BASE, KEY_DIM, KEY_TRAIN, KEY_UNIT, KEY_NORM, KEY_SCALE };
static const struct spec_key keys[] = {
    [KEY_BASE] = ENCODING_BASE_KEY("1e4"),
    [KEY_DIM] = ENCODING_DIM_KEY,
    [KEY_TRAIN] = {"train", SPEC_TOKENS, 0, DISTANCE_LIMIT, true, false, "4096", NULL,
                   "L, trained length, tokens: pairs of more than a turn within it rotate"},
    [KEY_UNIT] = ENCODING_UNIT_KEY,
    [KEY_NORM] = ENCODING_NORM_KEY("the score"),
    [KEY_SCALE] = ENCODING_SCALE_KEY,
};

/* RoPE of which the first pairs rotate, at the frequencies they have in the whole head. */
static bool build(struct spec *spec, const struct encoding_reader *reader, struct encoding *out,
                  struct message *error)
{
    (void)reader;
    out->dim = (size_t)spec->value[KEY_DIM].number;
    struct frequency_rule rule = frequency_rule_rope(spec->value[KEY_BASE].number, out->dim);
    rule.unit = (enum angle_unit)spec->value[KEY_UNIT].number;
    rule.rotary = 2 * frequency_rule_trained(&rule, spec->value[KEY_TRAIN].number);
    rule.partial = rule.rotary < rule.dim ? PARTIAL_P : PARTIAL_NEOX;
    return encoding_read_norm(spec, KEY_NORM, KEY_SCALE, &rule, error) &&
           encoding_build_bank(&rule, 0.0, out, error);
}

const struct encoding_type encoding_hope_fast = {
    .name = "hope-fast",
    .kind = ENCODING_GROUP,
    .summary = "rotary, its slow pairs still: norm sum_n [A_n cos(r theta_n) + B_n sin(r theta_n)] "
               "over theta_n > 2 pi/train, A_n of the others",
    .specimen = "hope-fast:dim=8,base=100,train=32",
    .published = "hope-fast:base=1e4,train={context},dim={dim}",
    .keys = keys,
    .key_count = sizeof keys / sizeof *keys,
    .engine = &bank_method,
    .curve = &bank_curve,
    .bank = true,
    .factors = &bank_factors,
    .build = build,
    .release = bank_release,
};
