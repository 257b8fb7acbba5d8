/* GRAPE-A: ALiBi whose slope a query and a key set. Source: 2512.07805, equations 4.6 and 4.7, and
 * the authors' code (model-architectures/GRAPE): q.k/sqrt(D) - r w [sp(v.q/sqrt D) + sp(u.k/sqrt
 * D)], or one of the two terms; u and v drawn N(0, 1/D) and then made of length 1, w a parameter
 * that starts at softplus 1 = 1.3133 times ALiBi's slope of the head; all three are learned. Here u
 * and v are as they are drawn, of a seed. */
#include "kernels/encodings/relative/grape_a.h"

#include <math.h>
#include <stdlib.h>

#include "kernels/encodings/encoding_keys.h"
#include "theory/ground/constants.h"
#include "theory/model/shapes/drawn.h"

struct grape_a {
    struct frequency_bank *level;
    struct grape_a_shape shape;
    double *vectors;
};

static const char *const forms[] = {"qk", "key", "query", NULL};
enum { FORM_QK, FORM_KEY, FORM_QUERY };

enum { KEY_DIM, KEY_SLOPE, KEY_FORM, KEY_LENGTH, KEY_SEED, KEY_NORM, KEY_SCALE };
static const struct spec_key keys[] = {
    [KEY_DIM] = ENCODING_DIM_KEY,
    [KEY_SLOPE] = {"slope", SPEC_REAL, 0, SIZE_MOST, false, false, NULL, NULL,
                   "w: what multiplies a softplus for every token; learned, from 1.3133 times "
                   "ALiBi's"},
    [KEY_FORM] = {"form", SPEC_CHOICE, 0, 0, false, false, "qk", forms,
                  "whose softplus counts: both, the key's, the query's"},
    [KEY_LENGTH] = {"length", SPEC_REAL, 0, 16, false, false, "1", NULL,
                    "length of u and v; at 0 this is ALiBi of slope 2 ln 2 w, or ln 2 w of one "
                    "term"},
    [KEY_SEED] = {"seed", SPEC_WHOLE, 0, DISTANCE_LIMIT, false, false, "1", NULL,
                  "seed of their directions"},
    [KEY_NORM] = ENCODING_NORM_KEY("q.k"),
    [KEY_SCALE] = ENCODING_SCALE_KEY,
};

/* A vector of that length and a drawn direction. */
static void draw_vector(uint64_t seed, uint32_t which, double length, size_t dim, double *out)
{
    double square = 0.0;
    drawn_normals(seed, which, dim, out);
    for (size_t c = 0; c < dim; c++)
        square += out[c] * out[c];
    for (size_t c = 0; c < dim; c++)
        out[c] *= length / sqrt(square);
}

static bool build(struct spec *spec, const struct encoding_reader *reader, struct encoding *out,
                  struct message *error)
{
    size_t dim = (size_t)spec->value[KEY_DIM].number, form = (size_t)spec->value[KEY_FORM].number;
    struct frequency_rule rule = frequency_rule_rope(1e4, dim);
    (void)reader;
    rule.rotary = 0;
    if (!spec->value[KEY_SLOPE].given)
        return message_set(error, "slope is learned and has no default; expected slope=, the "
                                  "published start being 1.3133 times ALiBi's of the head");
    if (!encoding_read_norm(spec, KEY_NORM, KEY_SCALE, &rule, error))
        return false;
    struct grape_a *g = calloc(1, sizeof *g);
    out->dim = dim;
    out->state = g;
    if (!g || !(g->vectors = malloc(2 * dim * sizeof *g->vectors)) ||
        bank_new(&rule, 0.0, &g->level) != STATUS_OK)
        return message_set(error, "out of memory for %zu dimensions", dim);
    for (uint32_t which = 0; which < 2; which++)
        draw_vector((uint64_t)spec->value[KEY_SEED].number, which, spec->value[KEY_LENGTH].number,
                    dim, g->vectors + which * dim);
    g->shape = (struct grape_a_shape){.schedule = g->level->schedule,
                                      .slope = spec->value[KEY_SLOPE].number,
                                      .v = form == FORM_KEY ? NULL : g->vectors,
                                      .u = form == FORM_QUERY ? NULL : g->vectors + dim};
    return true;
}

static void release(void *state)
{
    struct grape_a *g = state;
    if (!g)
        return;
    bank_release(g->level);
    free(g->vectors);
    free(g);
}

static size_t table_size(const void *state, size_t count)
{
    (void)state;
    return count;
}

static enum status table_fill(const void *state, size_t count, const double *distance,
                              double *table)
{
    (void)state;
    for (size_t i = 0; i < count; i++) {
        if (!(distance[i] >= 0.0 && distance[i] <= DISTANCE_LIMIT))
            return STATUS_DOMAIN;
        table[i] = distance[i];
    }
    return STATUS_OK;
}

static size_t work_size(const void *state, size_t draws)
{
    (void)state, (void)draws;
    return 1;
}

/* sp(weight.vector/sqrt D), 0 where there is no weight; *size takes sum |weight vector|/sqrt D. */
static double term(size_t dim, const double *weight, const double *vector, double *size)
{
    double z = 0.0, root = sqrt((double)dim);
    *size = 0.0;
    if (!weight)
        return 0.0;
    for (size_t c = 0; c < dim; c++) {
        z += weight[c] * vector[c];
        *size += fabs(weight[c] * vector[c]) / root;
    }
    z /= root;
    return fmax(z, 0.0) + log1p(exp(-fabs(z)));
}

static enum status score_all(const void *state, size_t count, const double *table,
                             const struct score_input *input, double *work, double *score)
{
    const struct grape_a *g = state;
    size_t dim = 2 * g->level->schedule->pairs;
    for (size_t d = 0; d < input->draws; d++) {
        const double *q = input->query + d * dim, *k = input->key + d * dim;
        double size, *row = score + d * count,
                     rate = g->shape.slope *
                            (term(dim, g->shape.v, q, &size) + term(dim, g->shape.u, k, &size));
        bank_coefficients(g->level->schedule, q, k, work);
        for (size_t i = 0; i < count; i++)
            row[i] = *work - rate * table[i];
    }
    return STATUS_OK;
}

/* norm q.k is bank_method's. z takes D roundings of products and sums, 3 of root and quotient, and
 * softplus is no steeper than 1; itself it is within 6 u of its value, their sum and the products
 * with slope and distance round once each, and so does the difference: 4 more, the last of the
 * score's own size. */
static double score_error(const void *state, const double *query, const double *key,
                          double farthest)
{
    const struct grape_a *g = state;
    size_t dim = 2 * g->level->schedule->pairs;
    double left, right,
        terms = term(dim, g->shape.v, query, &left) + term(dim, g->shape.u, key, &right);
    return bank_method.error(g->level, query, key, farthest) +
           UNIT_ROUNDING * farthest * g->shape.slope *
               (((double)dim + 4.0) * (left + right) + 10.0 * terms);
}

/* A draw takes its two terms, and so does its bound. */
static void price(const void *state, struct score_price *out)
{
    const struct grape_a *g = state;
    double terms = 100e-9 + 7.6e-9 * (double)g->level->schedule->pairs;
    bank_method.price(g->level, out);
    out->column = 1e-9;
    out->score = 0.1e-9;
    out->distinct = HUGE_VAL;
    out->draw += terms;
    out->bound += terms;
}

static const struct score_method method = {table_size,  table_fill, work_size, score_all,
                                           score_error, NULL,       price};

const struct grape_a_shape *encoding_grape_a_shape(const struct encoding *encoding)
{
    return encoding->type == &encoding_grape_a ? &((const struct grape_a *)encoding->state)->shape
                                               : NULL;
}

const struct encoding_type encoding_grape_a = {
    .name = "grape-a",
    .kind = ENCODING_RELATIVE,
    .summary = "linear bias of the vectors' own slope: norm q.k - r slope [sp(v.q/sqrt(D)) + "
               "sp(u.k/sqrt(D))]",
    .specimen = "grape-a:dim=8,slope=0.25,length=4",
    .published = "grape-a:slope=0.0625,dim={dim}",
    .keys = keys,
    .key_count = sizeof keys / sizeof *keys,
    .engine = &method,
    .build = build,
    .release = release,
};
