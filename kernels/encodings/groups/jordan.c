/* Jordan-RoPE (2605.04217): blocks of four whose two pairs turn and fall alike, and the second
 * leaks into the first in proportion to the distance. Read in the paper and in the authors' code.
 * There gamma = softplus(a) + 1e-4 and eta = 0.1 tanh(beta) are learned, from eta = 0 on;
 * "scaled-exact" divides eta by the trained length, 1024. The defaults are gamma's least value and
 * the largest eta of that form, 0.1/1024, since eta = 0 is no Jordan block. Frequencies are
 * base^(-2n/D), n < D/4: the slowest is near base^(-1/2). */
#include "kernels/encodings/groups/jordan.h"

#include <math.h>

#include "kernels/encodings/encoding_keys.h"
#include "kernels/encodings/groups/jordan_blocks.h"

enum { KEY_GAMMA, KEY_ETA, KEY_BASE, KEY_DIM, KEY_UNIT, KEY_NORM };
static const struct spec_key keys[] = {
    [KEY_GAMMA] = JORDAN_GAMMA_KEY,        [KEY_ETA] = JORDAN_ETA_KEY,
    [KEY_BASE] = ENCODING_BASE_KEY("1e4"), [KEY_DIM] = JORDAN_DIM_KEY,
    [KEY_UNIT] = JORDAN_UNIT_KEY,          [KEY_NORM] = ENCODING_NORM_KEY("the score"),
};

static void coefficients(const struct modes *modes, const double *q, const double *k, double *row)
{
    size_t once = 2 * modes->count;
    jordan_coefficients(modes, q, k, row, row + once);
}

static double size(const struct modes *modes, const double *q, const double *k, double most)
{
    return jordan_size(modes, q, k, 2.0 * most);
}

static bool build(struct spec *spec, const struct encoding_reader *reader, struct encoding *out,
                  struct message *error)
{
    (void)reader;
    struct modes *m = jordan_build(spec, true, out, error);
    if (!m)
        return false;
    m->coefficients = coefficients;
    m->size = size;
    return true;
}

/* The query's v is sheared by eta m u, the key's u by -eta n v. */
static void factor_form(const void *state, enum factor_side side, double position,
                        const double *vector, double *out)
{
    jordan_factor(state, side, position, position, vector, out);
}

static double factor_seconds(const void *state)
{
    (void)state;
    return 25e-9;
}

static const struct factor_method factors = {modes_width, factor_form, factor_seconds};

const struct jordan_shape *encoding_jordan_shape(const struct encoding *encoding)
{
    return encoding->type == &encoding_jordan || encoding->type == &encoding_jordan_stab
               ? ((const struct modes *)encoding->state)->shape
               : NULL;
}

const struct encoding_type encoding_jordan = {
    .name = "jordan",
    .kind = ENCODING_GROUP,
    .summary = "defective blocks of four: norm sum e^(-gamma r) [q_u.R k_u + q_v.R k_v + eta r "
               "q_u.R k_v], R the rotation by r theta_n",
    .specimen = "jordan:dim=8,base=100,gamma=0.001,eta=0.01",
    .published = "jordan:base=1e4,dim={dim}",
    .keys = keys,
    .key_count = sizeof keys / sizeof *keys,
    .engine = &modes_method,
    .curve = &modes_curve,
    .factors = &factors,
    .build = build,
    .release = modes_free,
};
