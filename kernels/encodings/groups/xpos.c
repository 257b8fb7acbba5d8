/* xPos: RoPE whose pairs lose weight with distance, the fast ones soonest. Source: 2212.10554, read
 * in the authors' code (torchscale, component/xpos_relative_position.py): the query of position m
 * is multiplied by zeta_n^(m/512), the key of position n' by zeta_n^(-n'/512),
 * zeta_n = (2n + 0.4 D)/(1.4 D) with n from 0; the paper itself was not read. */
#include "kernels/encodings/groups/xpos.h"

#include <math.h>

#include "kernels/curves/modes.h"
#include "kernels/encodings/encoding_keys.h"

enum { KEY_BASE, KEY_DIM, KEY_SCALE, KEY_UNIT, KEY_NORM };
static const struct spec_key keys[] = {
    [KEY_BASE] = ENCODING_BASE_KEY("1e4"),
    [KEY_DIM] = ENCODING_DIM_KEY,
    [KEY_SCALE] = {"scale", SPEC_TOKENS, 1.0 / BASE_LIMIT, BASE_LIMIT, false, false, "512", NULL,
                   "distance over which pair n falls to its zeta_n, tokens"},
    [KEY_UNIT] = ENCODING_UNIT_KEY,
    [KEY_NORM] = ENCODING_NORM_KEY("the score"),
};

/* RoPE's: the cosines of all pairs, then the sines. */
static void coefficients(const struct modes *modes, const double *q, const double *k, double *row)
{
    bank_coefficients(modes->schedule, q, k, row);
}

static bool build(struct spec *spec, const struct encoding_reader *reader, struct encoding *out,
                  struct message *error)
{
    (void)reader;
    out->dim = (size_t)spec->value[KEY_DIM].number;
    struct frequency_rule rule = frequency_rule_rope(spec->value[KEY_BASE].number, out->dim);
    rule.unit = (enum angle_unit)spec->value[KEY_UNIT].number;
    rule.norm = (enum score_norm)spec->value[KEY_NORM].number;
    struct modes *m;
    struct xpos_shape *shape;
    if (modes_new(&rule, out->dim / 2, true, false, sizeof *shape, &m) != STATUS_OK)
        return message_set(error, "out of memory for %zu dimensions", out->dim);
    out->state = m;
    xpos_rates(out->dim, spec->value[KEY_SCALE].number, m->rate);
    m->rate_error = 5.0;
    shape = m->shape;
    *shape = (struct xpos_shape){m->schedule, m->rate};
    m->coefficients = coefficients;
    m->size = modes_pair_sizes;
    return true;
}

/* The query turned by its position and times zeta_n^(m/scale), the key times zeta_n^(-n/scale): a
 * key too far from the start for a double is infinite. */
static void factor_form(const void *state, enum factor_side side, double position,
                        const double *vector, double *out)
{
    const struct modes *m = state;
    for (size_t n = 0; n < m->count; n++) {
        double x = m->rate[n] * position,
               share = side == FACTOR_QUERY ? m->schedule->norm * exp(-x) : exp(x);
        modes_turn(m, n, position, share, vector + 2 * n, out + 2 * n);
    }
}

static double factor_seconds(const void *state)
{
    (void)state;
    return 25e-9;
}

static const struct factor_method factors = {modes_width, factor_form, factor_seconds};

const struct xpos_shape *encoding_xpos_shape(const struct encoding *encoding)
{
    return encoding->type == &encoding_xpos ? ((const struct modes *)encoding->state)->shape : NULL;
}

const struct encoding_type encoding_xpos = {
    .name = "xpos",
    .kind = ENCODING_GROUP,
    .summary = "rotary with decay: norm sum_n zeta_n^(r/scale) [A_n cos(r theta_n) + B_n sin(r "
               "theta_n)], zeta_n = (2n/D + 0.4)/1.4",
    .specimen = "xpos:dim=8,base=100",
    .published = "xpos:base=1e4,scale=512,dim={dim}",
    .keys = keys,
    .key_count = sizeof keys / sizeof *keys,
    .engine = &modes_method,
    .curve = &modes_curve,
    .bank = true,
    .factors = &factors,
    .build = build,
    .release = modes_free,
};
