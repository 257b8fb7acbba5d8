/* RoPE++'s imaginary head: RoPE whose query is turned by -90 degrees, pair by pair. RoPE's score is
 * the real part of a sum over complex pairs of which this is the imaginary one. Source: 2512.07525,
 * read in the authors' code (OpenMOSS/rope_pp); the paper was not read.
 *
 * Real and imaginary heads share their query's weights and each has a softmax of its own, so that a
 * model never adds their scores. part=pair adds them all the same, as a measure of what the two see
 * together: RoPE with every phase moved by -45 degrees, times sqrt 2. */
#include "kernels/encodings/banks/rope_im.h"

#include <math.h>
#include <stdlib.h>

#include "kernels/curves/bank_mapped.h"
#include "kernels/encodings/encoding_keys.h"

struct rope_im {
    struct bank_mapped mapped; /* first, so that its engines take this for theirs */
    struct rope_im_shape shape;
};

static const char *const parts[] = {"im", "pair", NULL};

enum { KEY_BASE, KEY_DIM, KEY_PART, KEY_UNIT, KEY_NORM, KEY_SCALE };
static const struct spec_key keys[] = {
    [KEY_BASE] = ENCODING_BASE_KEY("1e4"),
    [KEY_DIM] = ENCODING_DIM_KEY,
    [KEY_PART] = {"part", SPEC_CHOICE, 0, 0, false, false, "im", parts,
                  "the imaginary head's score (im), or its sum with rope's (pair)"},
    [KEY_UNIT] = ENCODING_UNIT_KEY,
    [KEY_NORM] = ENCODING_NORM_KEY("the score"),
    [KEY_SCALE] = ENCODING_SCALE_KEY,
};

/* A and B of (q1, -q0) and k are -B and A of q and k. */
static void turn(const struct bank_mapped *mapped, size_t rows, const double *in, double *out)
{
    for (size_t i = 0; i < rows * mapped->dim; i += 2) {
        out[i] = in[i + 1];
        out[i + 1] = -in[i];
    }
}

/* The sum of the query and the turned one. */
static void add_turned(const struct bank_mapped *mapped, size_t rows, const double *in, double *out)
{
    for (size_t i = 0; i < rows * mapped->dim; i += 2) {
        out[i] = in[i] + in[i + 1];
        out[i + 1] = in[i + 1] - in[i];
    }
}

/* A turn keeps the bank's size of a pair, |q0 k0| + |q1 k1| + |q0 k1| + |q1 k0|. */
static double error_im(const struct bank_mapped *mapped, const double *query, const double *key)
{
    return bank_method.error(mapped->bank, query, key, 0.0);
}

/* A sum at most doubles it, and rounds once, where the bank rounds 26 times at least. */
static double error_pair(const struct bank_mapped *mapped, const double *query, const double *key)
{
    return 2.0 * (27.0 / 26.0) * bank_method.error(mapped->bank, query, key, 0.0);
}

static bool build(struct spec *spec, const struct encoding_reader *reader, struct encoding *out,
                  struct message *error)
{
    (void)reader;
    out->dim = (size_t)spec->value[KEY_DIM].number;
    struct frequency_rule rule = frequency_rule_rope(spec->value[KEY_BASE].number, out->dim);
    rule.unit = (enum angle_unit)spec->value[KEY_UNIT].number;
    if (!encoding_read_norm(spec, KEY_NORM, KEY_SCALE, &rule, error))
        return false;
    struct rope_im *state = calloc(1, sizeof *state);
    out->state = state;
    if (!state || bank_new(&rule, 0.0, &state->mapped.bank) != STATUS_OK)
        return message_set(error, "out of memory for %zu dimensions", out->dim);
    bool pair = spec->value[KEY_PART].number != 0.0;
    state->mapped.dim = out->dim;
    state->mapped.query = pair ? add_turned : turn;
    state->mapped.error = pair ? error_pair : error_im;
    state->mapped.map_seconds = 1e-9;
    state->shape = (struct rope_im_shape){state->mapped.bank->schedule, pair};
    return true;
}

const struct rope_im_shape *encoding_rope_im_shape(const struct encoding *encoding)
{
    return encoding->type == &encoding_rope_im ? &((const struct rope_im *)encoding->state)->shape
                                               : NULL;
}

/* A(r) is RoPE's group times one constant matrix: A(r + s) A(0) = A(r) A(s), A(0) not the identity.
 */
const struct encoding_type encoding_rope_im = {
    .name = "rope-im",
    /* rope's group behind a constant quarter turn: A(0) is no inner product */
    .kind = ENCODING_RELATIVE,
    .summary = "rotary's imaginary part: norm sum_n [A_n sin(r theta_n) - B_n cos(r theta_n)], "
               "alone or with rope's",
    .specimen = "rope-im:dim=8,base=100",
    .published = "rope-im:base=1e4,part=im,dim={dim};"
                 "rope-im:base=1e4,part=pair,dim={dim}",
    .keys = keys,
    .key_count = sizeof keys / sizeof *keys,
    .engine = &bank_mapped_method,
    .curve = &bank_mapped_curve,
    .bank = true,
    .factors = &bank_mapped_factors,
    .build = build,
    .release = bank_mapped_release,
};
