/* Selective RoPE: pair j turns by T_j times the sum of the tokens' own phases for it,
 *
 *     norm sum_j [ A_j cos Phi_j + B_j sin Phi_j ],    Phi_j = T_j sum_(t=n+1..m) phi_(t,j).
 *
 * Source: 2511.17388v3 and the authors' code (selective-rope, modules/rotary.py), whose
 * temperatures are by default RoPE's at base 5e5, T_j = 5e5^(-2j/D), and not the tangents of the
 * text. A model makes phi by a low-rank projection and a convolution over four tokens; here its
 * numbers are the token model's, independent. Phases of 0 make NoPE, of 1 RoPE. Without the
 * convolution, the gate, the bias and the normalisation of q and k after the rotation, which are
 * options there. */
#include <math.h>

#include "kernels/encodings/encoding_keys.h"
#include "kernels/encodings/paths/selective.h"
#include "theory/ground/constants.h"

enum { KEY_BASE, KEY_DIM, KEY_NORM, KEY_SCALE };
static const struct spec_key keys[] = {
    [KEY_BASE] = {"base", SPEC_REAL, 1, BASE_LIMIT, true, false, "5e5", NULL,
                  "base of the temperatures"},
    [KEY_DIM] = ENCODING_DIM_KEY,
    [KEY_NORM] = ENCODING_NORM_KEY("the score"),
    [KEY_SCALE] = ENCODING_SCALE_KEY,
};

static bool pass(const void *state, size_t count, const double *tokens, double *kept)
{
    size_t pairs = ((const struct walk *)state)->dim / 2;
    for (size_t t = 0; t < count; t++)
        turning_add(pairs, tokens + t * pairs, kept);
    return true;
}

/* A phase is at most |mu| + 8.6 sigma in size (random.h); the sum of two doubles is within u of its
 * own, T_j at most 1 within 2 u and its rate within 2 more, their product another. */
static double score_error(const void *state, const double *query, const double *key,
                          double farthest)
{
    const struct token_law *law = ((const struct walk *)state)->law;
    double most = fabs(law->mu) + 9.0 * law->sigma;
    return turning_error(state, query, key, 8.0 * UNIT_ROUNDING * farthest * most, 0.0);
}

static double score_seconds(const void *state)
{
    return 75e-9 + 1.8e-9 * (double)((const struct walk *)state)->dim;
}

static double pass_seconds(const void *state)
{
    return 10e-9 + 0.8e-9 * (double)((const struct walk *)state)->dim;
}

static const struct walk_method method = {turning_kept_size, turning_begin, pass,
                                          turning_score,     score_error,   score_seconds,
                                          pass_seconds,      NULL};

static bool build(struct spec *spec, const struct encoding_reader *reader, struct encoding *out,
                  struct message *error)
{
    static const struct token_law normal = {.kind = TOKEN_NORMAL, .mu = 0.0, .sigma = 1.0};
    size_t dim = (size_t)spec->value[KEY_DIM].number;
    struct frequency_rule rule;
    struct turning *t = turning_new(dim);
    (void)reader;
    if (!t)
        return message_memory(error);
    for (size_t n = 0; n < dim / 2; n++)
        t->rate[n] = pow(spec->value[KEY_BASE].number, -2.0 * (double)n / (double)dim) / TWO_PI;
    t->base = spec->value[KEY_BASE].number;
    walk_install(&t->walk, &method, dim, dim / 2, &normal, out);
    return walk_read_norm(spec, KEY_NORM, KEY_SCALE, dim, &t->walk, &rule, error);
}

double encoding_selective_base(const struct encoding *encoding)
{
    return ((const struct turning *)encoding->state)->base;
}

const struct encoding_type encoding_selective = {
    .name = "selective",
    .kind = ENCODING_PATH,
    .summary = "selective rotary: norm sum_j [A_j cos Phi_j + B_j sin Phi_j], Phi_j = "
               "base^(-2j/D) times the sum of the tokens' phases for pair j",
    .specimen = "selective:dim=8,base=100",
    .published = "selective:base=5e5,dim={dim}",
    .keys = keys,
    .key_count = sizeof keys / sizeof *keys,
    .engine = &walk_score_method,
    .bank = true,
    .tokens = TOKEN_VECTOR,
    .build = build,
    .release = walk_release,
};
