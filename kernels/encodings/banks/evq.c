/* EVQ: frequencies as quantiles of a density that is the larger the faster they are, b^-phi(u).
 * Source: the authors' text (misaya-yang/hybrid-rope, paper/sections/03_theory.tex), which also has
 * tau = dim/sqrt(L) and the base 5e5. As tau goes to 0 this is the geometric grid at the middles of
 * its steps, b^-((n + 1/2)/h), not RoPE's. */
#include <math.h>

#include "kernels/encodings/encoding_keys.h"

/* L of the default tau. */
static const double TRAIN_DEFAULT = 4096.0;

enum { KEY_BASE, KEY_DIM, KEY_TRAIN, KEY_TAU, KEY_UNIT, KEY_NORM, KEY_SCALE };
static const struct spec_key keys[] = {
    [KEY_BASE] = {"base", SPEC_REAL, 1, BASE_LIMIT, true, false, "5e5", NULL,
                  "base of the slowest frequency"},
    [KEY_DIM] = ENCODING_DIM_KEY,
    [KEY_TRAIN] =
        {"train", SPEC_TOKENS, 0, DISTANCE_LIMIT, true, false, NULL, NULL,
         "L, trained length, tokens, for tau = dim/sqrt(L), rounded to a double (default 4096)"},
    [KEY_TAU] = {"tau", SPEC_REAL, 0, TAU_MOST, true, false, NULL, NULL,
                 "how far the frequencies lean to the fast side, in place of train"},
    [KEY_UNIT] = ENCODING_UNIT_KEY,
    [KEY_NORM] = ENCODING_NORM_KEY("the score"),
    [KEY_SCALE] = ENCODING_SCALE_KEY,
};

static bool build(struct spec *spec, const struct encoding_reader *reader, struct encoding *out,
                  struct message *error)
{
    (void)reader;
    out->dim = (size_t)spec->value[KEY_DIM].number;
    struct frequency_rule rule = frequency_rule_rope(spec->value[KEY_BASE].number, out->dim);
    rule.unit = (enum angle_unit)spec->value[KEY_UNIT].number;
    rule.scaling = SCALING_EVQ;
    double train = spec->value[KEY_TRAIN].given ? spec->value[KEY_TRAIN].number : TRAIN_DEFAULT;
    rule.tau = spec->value[KEY_TAU].given ? spec->value[KEY_TAU].number
                                          : (double)out->dim / sqrt(train);
    if (spec->value[KEY_TAU].given && spec->value[KEY_TRAIN].given)
        return message_set(error, "tau=%s replaces train=%s; give one of them",
                           message_quote(spec->value[KEY_TAU].text).text,
                           message_quote(spec->value[KEY_TRAIN].text).text);
    if (!(rule.tau <= TAU_MOST))
        return message_set(error, "dim/sqrt(train) = %.10g is over %g; expected train from %.10g",
                           rule.tau, TAU_MOST, pow((double)out->dim / TAU_MOST, 2.0));
    spec_fill(spec, KEY_TAU, "%.17g", rule.tau);
    spec->value[KEY_TRAIN].present = false; /* tau says what it stood for */
    return encoding_read_norm(spec, KEY_NORM, KEY_SCALE, &rule, error) &&
           encoding_build_bank(&rule, 0.0, out, error);
}

const struct encoding_type encoding_evq = {
    .name = "evq",
    .kind = ENCODING_GROUP,
    .summary = "rotary at theta_n = b^-phi((n+1/2)/h), phi(u) = 1 - asinh((1-u) sinh tau)/tau",
    .specimen = "evq:dim=8,base=100,tau=2",
    .published = "evq:base=5e5,train={context},dim={dim}",
    .keys = keys,
    .key_count = sizeof keys / sizeof *keys,
    .engine = &bank_method,
    .curve = &bank_curve,
    .bank = true,
    .factors = &bank_factors,
    .build = build,
    .release = bank_release,
};
