/* xPos: RoPE whose pairs lose weight with distance, the fast ones soonest. Source: 2212.10554, read
 * in the authors' code (torchscale, component/xpos_relative_position.py): the query of position m
 * is multiplied by zeta_n^(m/512), the key of position n' by zeta_n^(-n'/512),
 * zeta_n = (2n + 0.4 D)/(1.4 D) with n from 0; the paper itself was not read. */
#include "kernels/encodings/groups/xpos.h"

#include <stdlib.h>

#include "kernels/curves/product.h"

struct xpos {
    struct frequency_bank *bank;
    double *rate;
    struct xpos_shape shape;
};

static const char *const units[] = {"rad", "turn", NULL};
static const char *const norms[] = {"sqrt", "none", NULL};

enum { KEY_BASE, KEY_DIM, KEY_SCALE, KEY_UNIT, KEY_NORM };
static const struct spec_key keys[] = {
    [KEY_BASE] = {"base", SPEC_REAL, 1, BASE_LIMIT, true, false, "1e4", NULL,
                  "base of the geometric frequencies"},
    [KEY_DIM] = {"dim", SPEC_EVEN, 2, DIM_LIMIT, false, false, "128", NULL, "head dimension D"},
    [KEY_SCALE] = {"scale", SPEC_TOKENS, 1.0 / BASE_LIMIT, BASE_LIMIT, false, false, "512", NULL,
                   "distance over which pair n falls to its zeta_n, tokens"},
    [KEY_UNIT] = {"unit", SPEC_CHOICE, 0, 0, false, false, "rad", units,
                  "pair n turns by r theta_n radians (rad) or turns (turn)"},
    [KEY_NORM] = {"norm", SPEC_CHOICE, 0, 0, false, false, "sqrt", norms,
                  "sqrt divides the score by sqrt(dim)"},
};

static bool build(struct spec *spec, const struct encoding_reader *reader, struct encoding *out,
                  struct message *error)
{
    (void)reader;
    out->dim = (size_t)spec->value[KEY_DIM].number;
    struct frequency_rule rule = frequency_rule_rope(spec->value[KEY_BASE].number, out->dim);
    rule.unit = (enum angle_unit)spec->value[KEY_UNIT].number;
    rule.norm = (enum score_norm)spec->value[KEY_NORM].number;
    struct xpos *x = calloc(1, sizeof *x);
    out->state = x;
    if (!x || !(x->rate = malloc(out->dim / 2 * sizeof *x->rate)) ||
        bank_new(&rule, 0.0, &x->bank) != STATUS_OK)
        return message_set(error, "out of memory for %zu dimensions", out->dim);
    xpos_rates(out->dim, spec->value[KEY_SCALE].number, x->rate);
    x->shape = (struct xpos_shape){x->bank->schedule, x->rate};
    return true;
}

static void release(void *state)
{
    struct xpos *x = state;
    if (!x)
        return;
    bank_release(x->bank);
    free(x->rate);
    free(x);
}

static size_t table_size(const void *state, size_t count)
{
    return bank_method.table_size(((const struct xpos *)state)->bank, count);
}

/* The bank's table, its cosines and sines times e^(-rate_n r): a factor that falls under the least
 * double leaves 0. */
static enum status table_fill(const void *state, size_t count, const double *distance,
                              double *table)
{
    const struct xpos *x = state;
    size_t pairs = x->shape.schedule->pairs, width = bank_columns(x->shape.schedule);
    enum status status = bank_method.table_fill(x->bank, count, distance, table);
    for (size_t n = 0; n < pairs && status == STATUS_OK; n++)
        for (size_t i = 0; i < count; i++) {
            size_t strip = i - i % PRODUCT_WIDTH;
            double share = xpos_share(x->rate[n], distance[i]);
            product_strip(table, width, n, strip)[i - strip] *= share;
            product_strip(table, width, pairs + n, strip)[i - strip] *= share;
        }
    return status;
}

static size_t work_size(const void *state, size_t draws)
{
    return bank_method.work_size(((const struct xpos *)state)->bank, draws);
}

static enum status score_all(const void *state, size_t count, const double *table,
                             const struct score_input *input, double *work, double *score)
{
    return bank_method.score(((const struct xpos *)state)->bank, count, table, input, work, score);
}

/* The bank's bound holds. Its size of a pair, |q0 k0| + |q1 k1| + |q0 k1| + |q1 k0|, is not made
 * smaller by e^(-rate_n r) <= 1; of its (2 pairs + 24) roundings a table's entry takes 9 sqrt 2 =
 * 12.8 (4 of the factor, 4 of the cosine or sine, 1 of their product), the coefficients 4 and the
 * sum of products 2 pairs + 1. */
static double score_error(const void *state, const double *query, const double *key,
                          double farthest)
{
    return bank_method.error(((const struct xpos *)state)->bank, query, key, farthest);
}

static const struct score_method method = {table_size, table_fill,  work_size,
                                           score_all,  score_error, NULL};

const struct xpos_shape *encoding_xpos_shape(const struct encoding *encoding)
{
    return encoding->type == &encoding_xpos ? &((const struct xpos *)encoding->state)->shape : NULL;
}

const struct encoding_type encoding_xpos = {
    .name = "xpos",
    .kind = ENCODING_GROUP,
    .summary = "rotary with decay: norm sum_n zeta_n^(r/scale) [A_n cos(r theta_n) + B_n sin(r "
               "theta_n)], zeta_n = (2n/D + 0.4)/1.4",
    .specimen = "xpos:dim=8,base=100",
    .keys = keys,
    .key_count = sizeof keys / sizeof *keys,
    .engine = &method,
    .bank = true,
    .build = build,
    .release = release,
};
