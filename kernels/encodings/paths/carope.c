/* CARoPE: pair i turns by the sum of the i-th powers of the tokens' gates,
 *
 *     norm sum_(i=1..D/2) [ A_i cos Phi_i + B_i sin Phi_i ],    Phi_i = sum_(t=n+1..m) f_t^i.
 *
 * Source: 2507.23083v1, of which no code is published. A model makes one gate per head and token,
 * f = 1/(1 + softplus(x.w)) in (0, 1); here it has the token model's law. That i runs from 1 is our
 * reading: the text has "theta_1^i", and its start at 1e4^(-2/D) is then RoPE's second frequency;
 * how it is started there is not said. A gate that a string fixes is RoPE with theta_i = f^i, bit
 * for bit. */
#include <math.h>
#include <string.h>

#include "kernels/encodings/encoding_keys.h"
#include "kernels/encodings/paths/turning.h"
#include "theory/ground/constants.h"

enum { KEY_DIM, KEY_F, KEY_NORM, KEY_SCALE };
static const struct spec_key keys[] = {
    [KEY_DIM] = ENCODING_DIM_KEY,
    [KEY_F] = {"f", SPEC_REAL, 0, 1, true, true, NULL, NULL,
               "the gate of every token; left out, the tokens' own"},
    [KEY_NORM] = ENCODING_NORM_KEY("the score"),
    [KEY_SCALE] = ENCODING_SCALE_KEY,
};

/* Powers made at once: lanes l = 0..7 hold f^(8j + l + 1), so that power i takes 3 + i/8
 * products. */
enum { LANES = 8 };

static bool pass(const void *state, size_t count, const double *tokens, double *kept)
{
    size_t pairs = ((const struct walk *)state)->dim / 2;
    double *term = kept + 4 * pairs;
    for (size_t t = 0; t < count; t++) {
        double f = tokens[t], power[LANES] = {f, f * f};
        power[2] = power[1] * f, power[3] = power[1] * power[1];
        for (size_t l = 0; l < LANES / 2; l++)
            power[LANES / 2 + l] = power[LANES / 2 - 1] * power[l];
        double eighth = power[LANES - 1];
        for (size_t n = 0; n < pairs; n += LANES) {
            size_t left = pairs - n < LANES ? pairs - n : LANES;
            memcpy(term + n, power, left * sizeof *term);
            for (size_t l = 0; l < LANES; l++)
                power[l] *= eighth;
        }
        turning_add(pairs, term, kept);
    }
    return true;
}

/* The n-th power, n from 0, is within (n/8 + 4) u of itself and at most 1; their sum, of two
 * doubles, within another u of its size, at most r, and the rate and the product with it 3 more. */
static double score_error(const void *state, const double *query, const double *key,
                          double farthest)
{
    double unit = UNIT_ROUNDING * farthest;
    return turning_error(state, query, key, 10.0 * unit, 0.125 * unit);
}

static double score_seconds(const void *state)
{
    return 85e-9 + 2e-9 * (double)((const struct walk *)state)->dim;
}

static double pass_seconds(const void *state)
{
    return 18e-9 + 1.1e-9 * (double)((const struct walk *)state)->dim;
}

static const struct walk_method method = {turning_kept_size, turning_begin, pass,
                                          turning_score,     score_error,   score_seconds,
                                          pass_seconds,      NULL};

/* RoPE's bank with theta_n = base^(-n/h)/factor = f^(n + 1), which is within 4 u of it. */
static bool fixed(const struct spec *spec, struct frequency_rule *rule, struct turning *t,
                  struct message *error)
{
    double f = spec->value[KEY_F].number, pairs = 0.5 * (double)rule->dim,
           least = fmax(1.0 / FACTOR_MOST, pow(BASE_LIMIT, -1.0 / pairs));
    if (f <= least)
        return message_set(error, "f=%s is too small for dim=%zu; expected a number over %.4g",
                           message_quote(spec->value[KEY_F].text).text, rule->dim, least);
    rule->rotary = rule->dim;
    rule->base = pow(f, -pairs);
    rule->scaling = SCALING_LINEAR;
    rule->factor = 1.0 / f;
    t->walk.angle_error = 4.0 * UNIT_ROUNDING;
    if (!(rule->base > 1.0))
        return message_set(error, "f=%s is 1 to the last digit; expected a number under it",
                           message_quote(spec->value[KEY_F].text).text);
    return walk_bank(&t->walk, rule, 0.0, error);
}

static bool build(struct spec *spec, const struct encoding_reader *reader, struct encoding *out,
                  struct message *error)
{
    bool given = spec->value[KEY_F].given;
    struct token_law law = {.kind = TOKEN_UNIFORM, .lo = 0.3, .hi = 0.7};
    size_t dim = (size_t)spec->value[KEY_DIM].number;
    struct frequency_rule rule;
    struct turning *t = turning_new(dim);
    (void)reader;
    if (!t)
        return message_memory(error);
    for (size_t n = 0; n < dim / 2; n++)
        t->rate[n] = 1.0 / TWO_PI;
    if (given)
        law = (struct token_law){.kind = TOKEN_CONSTANT, .lo = spec->value[KEY_F].number};
    walk_install(&t->walk, &method, dim, given ? 0 : 1, &law, out);
    return walk_read_norm(spec, KEY_NORM, KEY_SCALE, dim, &t->walk, &rule, error) &&
           (!given || fixed(spec, &rule, t, error));
}

const struct encoding_type encoding_carope = {
    .name = "carope",
    .kind = ENCODING_PATH,
    .summary = "context-aware rotary: norm sum_i [A_i cos Phi_i + B_i sin Phi_i], Phi_i the sum of "
               "the i-th powers of the gates on the way, i from 1",
    .specimen = "carope:dim=8",
    .published = "carope:dim={dim}",
    .keys = keys,
    .key_count = sizeof keys / sizeof *keys,
    .engine = &walk_score_method,
    .bank = true,
    .tokens = TOKEN_GATES,
    .build = build,
    .release = walk_release,
};
