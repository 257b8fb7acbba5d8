/* HoPE of 2509.05218: hyperbolic rotations in the place of RoPE's, damped. Read in the paper: the
 * query of position m is multiplied by e^(-tm) B(theta, m), the key of position n by
 * e^(tn) B(theta, -n), B = (cosh sinh; sinh cosh), t over every theta. It gives t no value; the
 * default, 1.1, is what an independent check of the paper took. */
#include "kernels/encodings/groups/hope_hyp.h"

#include <math.h>
#include <stdlib.h>

#include "kernels/curves/modes.h"
#include "kernels/encodings/encoding_keys.h"

enum { KEY_DECAY, KEY_BASE, KEY_DIM, KEY_NORM };
static const struct spec_key keys[] = {
    [KEY_DECAY] = {"decay", SPEC_REAL, 1, SIZE_MOST, true, false, "1.1", NULL,
                   "t, per token, over the largest theta, which is 1: else a score grows with "
                   "distance"},
    [KEY_BASE] = ENCODING_BASE_KEY("1e4"),
    [KEY_DIM] = ENCODING_DIM_KEY,
    [KEY_NORM] = ENCODING_NORM_KEY("the score"),
};

/* Modes in ascending order of rate: the pairs' slow halves, then their fast ones backwards. */
static void coefficients(const struct modes *modes, const double *q, const double *k, double *row)
{
    size_t pairs = modes->dim / 2;
    double half = 0.5 * modes->schedule->norm;
    for (size_t n = 0; n < pairs; n++, q += 2, k += 2) {
        row[n] = half * ((q[0] + q[1]) * (k[0] + k[1]));
        row[2 * pairs - 1 - n] = half * ((q[0] - q[1]) * (k[0] - k[1]));
    }
}

static bool build(struct spec *spec, const struct encoding_reader *reader, struct encoding *out,
                  struct message *error)
{
    (void)reader;
    out->dim = (size_t)spec->value[KEY_DIM].number;
    struct frequency_rule rule = frequency_rule_rope(spec->value[KEY_BASE].number, out->dim);
    rule.norm = (enum score_norm)spec->value[KEY_NORM].number;
    struct modes *m;
    struct hope_hyp_shape *shape;
    size_t pairs = out->dim / 2;
    if (modes_new(&rule, out->dim, false, false, sizeof *shape, &m) != STATUS_OK)
        return message_set(error, "out of memory for %zu dimensions", out->dim);
    out->state = m;
    shape = m->shape;
    *shape = (struct hope_hyp_shape){m->schedule, spec->value[KEY_DECAY].number};
    m->coefficients = coefficients;
    m->size = modes_pair_sizes;
    for (size_t n = 0; n < pairs; n++) {
        m->rate[n] = hope_hyp_slow(shape, n);
        m->rate[2 * pairs - 1 - n] = hope_hyp_fast(shape, n);
        /* theta_0 is 1, exactly */
        m->rate_error = fmax(m->rate_error,
                             1.0 + (n > 0 ? m->schedule->theta[n] / m->rate[n] : 0.0));
    }
    return true;
}

/* e^(-tm) B(theta, m) q and e^(tn) B(theta, -n) k, each by its parts along (1, 1) and
 * (1, -1). */
static void factor_form(const void *state, enum factor_side side, double position,
                        const double *vector, double *out)
{
    const struct modes *m = state;
    double at = side == FACTOR_QUERY ? position : -position,
           half = side == FACTOR_QUERY ? 0.5 * m->schedule->norm : 0.5;
    for (size_t n = 0; n < m->dim / 2; n++) {
        const double *v = vector + 2 * n;
        double slow = modes_grown(m->rate[n], at, half * (v[0] + v[1])),
               fast = modes_grown(m->rate[m->dim - 1 - n], at, half * (v[0] - v[1]));
        out[2 * n] = modes_joined(slow, fast);
        out[2 * n + 1] = modes_joined(slow, -fast);
    }
}

static double factor_seconds(const void *state)
{
    (void)state;
    return 8e-9;
}

static const struct factor_method factors = {modes_width, factor_form, factor_seconds};

const struct hope_hyp_shape *encoding_hope_hyp_shape(const struct encoding *encoding)
{
    return encoding->type == &encoding_hope_hyp ? ((const struct modes *)encoding->state)->shape
                                                : NULL;
}

const struct encoding_type encoding_hope_hyp = {
    .name = "hope-hyp",
    .kind = ENCODING_GROUP,
    .summary = "hyperbolic rotations with decay: norm sum_n e^(-t r) [A_n cosh(r theta_n) + C_n "
               "sinh(r theta_n)], C_n = q0 k1 + q1 k0, t over every theta",
    .specimen = "hope-hyp:dim=8,base=100",
    .published = "hope-hyp:decay=1.1,base=1e4,dim={dim}",
    .keys = keys,
    .key_count = sizeof keys / sizeof *keys,
    .engine = &modes_method,
    .curve = &modes_curve,
    .factors = &factors,
    .build = build,
    .release = modes_free,
};
