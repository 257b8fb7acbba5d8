/* GRAPE-M (2512.07805): q' exp(r omega L) k with a generator of rank 2, L = a b' - b a'. Read in
 * the paper and in the authors' code. Evaluated with one plane and without context: a = (1, 0, 0,
 * ..) and b = (0, 1, 0, ..), orthogonal and of length 1 as they are drawn at first, so that RoPE's
 * first pair turns by omega per token, in RoPE's sense, and nothing else does; the paper's offset
 * is that of the key less the query's, its rotation the other way round. With a plane per pair it
 * is RoPE with learned frequencies: rope with scaling=longrope and a list of divisors. */
#include "kernels/encodings/encoding_keys.h"

enum { KEY_OMEGA, KEY_DIM, KEY_NORM, KEY_SCALE };
static const struct spec_key keys[] = {
    [KEY_OMEGA] = {"omega", SPEC_REAL, 1e-12, 6.28, false, false, "1", NULL,
                   "radians per token, under a turn"},
    [KEY_DIM] = ENCODING_DIM_KEY,
    [KEY_NORM] = ENCODING_NORM_KEY("the score"),
    [KEY_SCALE] = ENCODING_SCALE_KEY,
};

/* RoPE's fastest pair alone, by omega where it has 1. */
static bool build(struct spec *spec, const struct encoding_reader *reader, struct encoding *out,
                  struct message *error)
{
    (void)reader;
    out->dim = (size_t)spec->value[KEY_DIM].number;
    struct frequency_rule rule = frequency_rule_rope(1e4, out->dim);
    rule.rotary = 2;
    rule.scaling = SCALING_PLANE;
    rule.factor = spec->value[KEY_OMEGA].number;
    return encoding_read_norm(spec, KEY_NORM, KEY_SCALE, &rule, error) &&
           encoding_build_bank(&rule, 0.0, out, error);
}

const struct encoding_type encoding_grape_m = {
    .name = "grape-m",
    .kind = ENCODING_GROUP,
    .summary = "one rotating plane: norm [A_0 cos(r omega) + B_0 sin(r omega) + the other q.k]",
    .specimen = "grape-m:dim=8,omega=0.3",
    .published = "grape-m:omega=1,dim={dim}",
    .keys = keys,
    .key_count = sizeof keys / sizeof *keys,
    .engine = &bank_method,
    .curve = &bank_curve,
    .bank = true,
    .factors = &bank_factors,
    .build = build,
    .release = bank_release,
};
