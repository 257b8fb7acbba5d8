/* HySPE (Z. Ji, 2026): every token multiplies a pair by the same hyperbolic matrix, damped. Read in
 * the paper, with its default chi and delta; its dim is 64. The score is taken in the matrix's
 * eigenbasis, so that nothing grows: e^(-delta r) and e^(-(2 chi_n + delta) r). */
#include "kernels/encodings/groups/hyspe.h"

#include <math.h>

#include "kernels/curves/modes.h"
#include "kernels/encodings/encoding_keys.h"

enum { KEY_CHI, KEY_DELTA, KEY_BASE, KEY_DIM, KEY_NORM };
static const struct spec_key keys[] = {
    [KEY_CHI] = {"chi", SPEC_REAL, 0, 1000, false, false, "0.005", NULL,
                 "chi_max: pair n has chi_n = chi tanh(base^(-2n/D)) per token"},
    [KEY_DELTA] = {"delta", SPEC_REAL, 0, 1000, false, false, "0.0005", NULL,
                   "decay of what falls least, per token"},
    [KEY_BASE] = ENCODING_BASE_KEY("1e4"),
    [KEY_DIM] = ENCODING_DIM_KEY,
    [KEY_NORM] = ENCODING_NORM_KEY("the score"),
};

static const struct hyspe_shape *shape_of(const struct modes *modes) { return modes->shape; }

/* A pair along its two eigenvectors. */
static double along(const struct hyspe_shape *s, size_t n, const double *v)
{
    return v[0] * s->stretched[n] + v[1] * s->shrunk[n];
}

static double across(const struct hyspe_shape *s, size_t n, const double *v)
{
    return v[0] * s->shrunk[n] - v[1] * s->stretched[n];
}

/* Mode 0 is what all pairs have in common, e^(-delta r); then the last pair's other half, .., the
 * first pair's, whose chi is largest. */
static void coefficients(const struct modes *modes, const double *q, const double *k, double *row)
{
    const struct hyspe_shape *s = shape_of(modes);
    size_t pairs = modes->dim / 2;
    double common = 0.0;
    for (size_t n = 0; n < pairs; n++, q += 2, k += 2) {
        common += along(s, n, q) * along(s, n, k);
        row[pairs - n] = s->schedule->norm * (across(s, n, q) * across(s, n, k));
    }
    row[0] = s->schedule->norm * common;
}

static double size(const struct modes *modes, const double *q, const double *k, double most)
{
    return 2.0 * modes_pair_sizes(modes, q, k, most);
}

static bool build(struct spec *spec, const struct encoding_reader *reader, struct encoding *out,
                  struct message *error)
{
    (void)reader;
    out->dim = (size_t)spec->value[KEY_DIM].number;
    struct frequency_rule rule = frequency_rule_rope(spec->value[KEY_BASE].number, out->dim);
    rule.norm = (enum score_norm)spec->value[KEY_NORM].number;
    struct modes *m;
    struct hyspe_shape *shape;
    size_t pairs = out->dim / 2;
    if (modes_new(&rule, 1 + pairs, false, false, sizeof *shape + 3 * pairs * sizeof(double), &m) !=
        STATUS_OK)
        return message_set(error, "out of memory for %zu dimensions", out->dim);
    out->state = m;
    shape = m->shape;
    double *values = (double *)(shape + 1);
    *shape = (struct hyspe_shape){m->schedule, spec->value[KEY_DELTA].number, values,
                                  values + pairs, values + 2 * pairs};
    hyspe_fill(spec->value[KEY_CHI].number, shape);
    m->coefficients = coefficients;
    m->size = size;
    m->rate[0] = shape->delta;
    for (size_t n = 0; n < pairs; n++)
        m->rate[pairs - n] = 2.0 * shape->chi[n] + shape->delta;
    m->rate_error = 5.0;
    return true;
}

/* e^(-(chi + delta) m) H^m q and e^((chi + delta) n) H^-n k, each by its parts along the
 * eigenvectors. */
static void factor_form(const void *state, enum factor_side side, double position,
                        const double *vector, double *out)
{
    const struct modes *m = state;
    const struct hyspe_shape *s = shape_of(m);
    double at = side == FACTOR_QUERY ? position : -position,
           norm = side == FACTOR_QUERY ? s->schedule->norm : 1.0;
    for (size_t n = 0; n < m->dim / 2; n++) {
        const double *v = vector + 2 * n;
        double slow = modes_grown(m->rate[0], at, norm * along(s, n, v)),
               fast = modes_grown(m->rate[m->dim / 2 - n], at, norm * across(s, n, v));
        out[2 * n] = modes_joined(s->stretched[n] * slow, s->shrunk[n] * fast);
        out[2 * n + 1] = modes_joined(s->shrunk[n] * slow, -s->stretched[n] * fast);
    }
}

static double factor_seconds(const void *state)
{
    (void)state;
    return 8e-9;
}

static const struct factor_method factors = {modes_width, factor_form, factor_seconds};

const struct hyspe_shape *encoding_hyspe_shape(const struct encoding *encoding)
{
    return encoding->type == &encoding_hyspe ? shape_of(encoding->state) : NULL;
}

const struct encoding_type encoding_hyspe = {
    .name = "hyspe",
    .kind = ENCODING_GROUP,
    .summary = "hyperbolic steps with decay: norm sum_n q' [e^(-(chi_n + delta)) (1 + h^2, h; h, "
               "1)]^r k, h = 2 sinh(chi_n/2)",
    .specimen = "hyspe:dim=8,base=100,chi=0.02,delta=0.001",
    .published = "hyspe:chi=0.005,delta=0.0005,dim={dim}",
    .keys = keys,
    .key_count = sizeof keys / sizeof *keys,
    .engine = &modes_method,
    .curve = &modes_curve,
    .factors = &factors,
    .build = build,
    .release = modes_free,
};
