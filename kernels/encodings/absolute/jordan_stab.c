/* The stabilised form of Jordan-RoPE (2605.04217, groups/jordan.c), whose shear is that of squeezed
 * positions, tau(m) - tau(n), tau(t) = t/(1 + |t|/L): no function of the distance. Read in the
 * paper and in the authors' code, where L = 1024; another form there takes tau(m - n), which is
 * one. */
#include <math.h>

#include "kernels/curves/product.h"
#include "kernels/encodings/encoding_keys.h"
#include "kernels/encodings/groups/jordan_blocks.h"

enum { KEY_TRAIN = 6, KEY_AT };
static const struct spec_key keys[] = {
    JORDAN_GAMMA_KEY,
    JORDAN_ETA_KEY,
    ENCODING_BASE_KEY("1e4"),
    JORDAN_DIM_KEY,
    JORDAN_UNIT_KEY,
    ENCODING_NORM_KEY("the score"),
    [KEY_TRAIN] = {"train", SPEC_TOKENS, 1, DISTANCE_LIMIT, false, false, "1024", NULL,
                   "L, the position that is squeezed to half, tokens"},
    [KEY_AT] = ENCODING_AT_KEY,
};

static double size(const struct modes *modes, const double *q, const double *k, double most)
{
    return jordan_size(modes, q, k, most);
}

static bool build(struct spec *spec, const struct encoding_reader *reader, struct encoding *out,
                  struct message *error)
{
    (void)reader;
    struct modes *m = jordan_build(spec, false, out, error);
    if (!m)
        return false;
    struct jordan_shape *shape = m->shape;
    shape->train = spec->value[KEY_TRAIN].number;
    shape->at = out->at = spec->value[KEY_AT].number;
    m->size = size;
    return true;
}

/* The modes' table, and the distances. */
static size_t table_size(const void *state, size_t count)
{
    return modes_table_size(state, count) + count;
}

static enum status table_fill(const void *state, size_t count, const double *distance,
                              double *table)
{
    memcpy(table + modes_table_size(state, count), distance, count * sizeof *distance);
    return modes_table_fill(state, count, distance, table);
}

/* Two rows of coefficients per draw, and their products with a strip. */
static size_t work_size(const void *state, size_t draws)
{
    return 2 * draws * (modes_columns(state) + PRODUCT_WIDTH);
}

static enum status score_all(const void *state, size_t count, const double *table,
                             const struct score_input *input, double *work, double *score)
{
    const struct modes *m = state;
    const struct jordan_shape *s = m->shape;
    size_t columns = modes_columns(m);
    const double *distance = table + modes_table_size(m, count);
    double *part = work + 2 * input->draws * columns;
    for (size_t d = 0; d < input->draws; d++)
        jordan_coefficients(m, input->query + d * m->dim, input->key + d * m->dim,
                            work + 2 * d * columns, work + (2 * d + 1) * columns);
    for (size_t j = 0; j < count; j += PRODUCT_WIDTH) {
        size_t here = count - j < PRODUCT_WIDTH ? count - j : PRODUCT_WIDTH;
        product(2 * input->draws, columns, work, here, table + j * columns, part, PRODUCT_WIDTH);
        for (size_t d = 0; d < input->draws; d++) {
            double at = input->position ? input->position[d] : s->at;
            const double *plain = part + 2 * d * PRODUCT_WIDTH, *shear = plain + PRODUCT_WIDTH;
            for (size_t i = 0; i < here; i++)
                score[d * count + j + i] = plain[i] +
                                           jordan_shear(s->train, at, distance[j + i]) * shear[i];
        }
    }
    return STATUS_OK;
}

/* The shear is at most the distance, and at most L for keys from the start on; its 5 roundings, its
 * product and the sum are within the modes' bound, which allows a curve's twice. */
static double score_error(const void *state, const double *query, const double *key,
                          double farthest)
{
    const struct modes *m = state;
    const struct jordan_shape *s = m->shape;
    return modes_error(m, m->size(m, query, key, fmin(farthest, 2.0 * s->train)));
}

/* Two products in place of one, and the shear of each score. */
static void price(const void *state, struct score_price *out)
{
    static const double SHEAR = 3e-9;
    modes_price(state, out);
    out->draw *= 2.0;
    out->score = SHEAR + 2.0 * out->score;
}

static const struct score_method method = {table_size,  table_fill, work_size, score_all,
                                           score_error, NULL,       price};

/* As a model forms them, each of its own position. */
static void factor_form(const void *state, enum factor_side side, double position,
                        const double *vector, double *out)
{
    const struct jordan_shape *s = ((const struct modes *)state)->shape;
    jordan_factor(state, side, position, jordan_shear(s->train, position, position), vector, out);
}

static double factor_seconds(const void *state)
{
    (void)state;
    return 25e-9;
}

static const struct factor_method factors = {modes_width, factor_form, factor_seconds};

const struct encoding_type encoding_jordan_stab = {
    .name = "jordan-stab",
    .kind = ENCODING_ABSOLUTE,
    .summary = "jordan with the shear of squeezed positions: eta (tau(m) - tau(n)) in place of eta "
               "r, tau(t) = t/(1 + |t|/L)",
    .specimen = "jordan-stab:dim=8,base=100,gamma=0.001,eta=0.01,at=4000",
    .published = "jordan-stab:train={context},at={context*2},dim={dim}",
    .keys = keys,
    .key_count = sizeof keys / sizeof *keys,
    .engine = &method,
    .factors = &factors,
    .build = build,
    .release = modes_free,
};
