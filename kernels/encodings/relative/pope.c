/* PoPE, polar coordinates: every coordinate of q and k is a size, its softplus, and turns alone.
 * Source: 2509.10534, Eq. 3-6, which learn delta_c per head and coordinate within [-2 pi, 0] from 0
 * (here one delta serves all) and have no factor on the score; D^-1/2 is a third party's code
 * (lucidrains/PoPE-pytorch), D the dimension before the coordinates become pairs.
 *
 * At delta = 0 no distance scores higher than 0, for every query and key. */
#include "kernels/encodings/relative/pope.h"

#include <math.h>
#include <stdlib.h>

#include "kernels/curves/bank_mapped.h"
#include "kernels/curves/logarithm.h"
#include "kernels/encodings/encoding_keys.h"
#include "theory/ground/constants.h"

struct pope {
    struct bank_mapped mapped; /* first, so that its engines take this for theirs */
    struct pope_shape shape;
};

enum { KEY_BASE, KEY_DIM, KEY_DELTA, KEY_UNIT, KEY_NORM, KEY_SCALE };
static const struct spec_key keys[] = {
    [KEY_BASE] = {"base", SPEC_REAL, 1, BASE_LIMIT, true, false, "1e4", NULL,
                  "base of the geometric frequencies, one per coordinate"},
    [KEY_DIM] = {"dim", SPEC_WHOLE, 2, DIM_LIMIT / 2, false, false, "128", NULL,
                 "head dimension D"},
    [KEY_DELTA] = {"delta", SPEC_REAL, -TWO_PI, 0, false, false, "0", NULL,
                   "phase at distance 0 of every coordinate, radians"},
    [KEY_UNIT] = {"unit", SPEC_CHOICE, 0, 0, false, false, "rad", encoding_units,
                  "coordinate c turns by r theta_c radians (rad) or turns (turn)"},
    [KEY_NORM] = ENCODING_NORM_KEY("the score"),
    [KEY_SCALE] = ENCODING_SCALE_KEY,
};

/* Coordinates at a time, in the first-level cache. */
enum { CHUNK = 256 };

/* Pairs of a coordinate's softplus times (cosine, -sine) and (1, 0), whose A and B are the product
 * times cos delta and sin delta. */
static void map(const struct bank_mapped *mapped, size_t rows, double first, double second,
                const double *in, double *out)
{
    double size[CHUNK];
    for (size_t i = 0, all = rows * mapped->dim; i < all; i += CHUNK) {
        size_t n = all - i < CHUNK ? all - i : CHUNK;
        logarithm_softplus(n, in + i, size);
        for (size_t j = 0; j < n; j++) {
            out[2 * (i + j)] = size[j] * first;
            out[2 * (i + j) + 1] = size[j] * second;
        }
    }
}

static void map_query(const struct bank_mapped *mapped, size_t rows, const double *in, double *out)
{
    map(mapped, rows, mapped->cosine, -mapped->sine, in, out);
}

static void map_key(const struct bank_mapped *mapped, size_t rows, const double *in, double *out)
{
    map(mapped, rows, 1.0, 0.0, in, out);
}

/* The bank's roundings of the mapped vectors, each a multiple of norm sp(q) sp(k) (|cos| + |sin|),
 * and those of the maps: 20 twice, 2 of cos delta, 1 of a product. */
static double error_of(const struct bank_mapped *mapped, const double *query, const double *key)
{
    const struct schedule *s = mapped->bank->schedule;
    double sum = 0.0, one[CHUNK], other[CHUNK];
    for (size_t c = 0; c < mapped->dim; c += CHUNK) {
        size_t n = mapped->dim - c < CHUNK ? mapped->dim - c : CHUNK;
        logarithm_softplus(n, query + c, one);
        logarithm_softplus(n, key + c, other);
        for (size_t j = 0; j < n; j++)
            sum += one[j] * other[j];
    }
    double size = (fabs(mapped->cosine) + fabs(mapped->sine)) * sum;
    return (bank_roundings(s) + 43.0) * UNIT_ROUNDING * s->norm * size;
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
    /* a pair per coordinate, and the factor of half as many */
    rule.scale = frequency_rule_norm(&rule);
    rule.norm = NORM_SCALE;
    rule.dim = rule.rotary = 2 * out->dim;
    struct pope *state = calloc(1, sizeof *state);
    out->state = state;
    if (!state || bank_new(&rule, 0.0, &state->mapped.bank) != STATUS_OK)
        return message_set(error, "out of memory for %zu dimensions", out->dim);
    double delta = spec->value[KEY_DELTA].number;
    state->mapped.dim = out->dim;
    state->mapped.query = map_query;
    state->mapped.key = map_key;
    state->mapped.error = error_of;
    state->mapped.map_seconds = 9e-9;
    state->mapped.cosine = cos(delta);
    state->mapped.sine = sin(delta);
    state->shape = (struct pope_shape){state->mapped.bank->schedule, delta};
    return true;
}

const struct pope_shape *encoding_pope_shape(const struct encoding *encoding)
{
    return encoding->type == &encoding_pope ? &((const struct pope *)encoding->state)->shape : NULL;
}

const struct encoding_type encoding_pope = {
    .name = "pope",
    .kind = ENCODING_RELATIVE,
    .summary =
        "polar: norm sum_c sp(q_c) sp(k_c) cos(r theta_c - delta), theta_c = base^(-(c-1)/D)",
    .specimen = "pope:dim=8,base=100,delta=-1",
    .published = "pope:base=1e4,delta=0,dim={dim}",
    .keys = keys,
    .key_count = sizeof keys / sizeof *keys,
    .engine = &bank_mapped_method,
    .curve = &bank_mapped_curve,
    .factors = &bank_mapped_factors,
    .build = build,
    .release = bank_mapped_release,
};
