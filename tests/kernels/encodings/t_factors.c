/* Every registered type whose row has factors: their product is the level score, wherever query and
 * key stand. */
#include <math.h>
#include <stdlib.h>

#include "kernels/encodings/encoding.h"
#include "tests/tools/check_tools.h"

enum { DIM = 8, DRAWS = 4 };

static double length(size_t count, const double *x)
{
    double sum = 0.0;
    for (size_t i = 0; i < count; i++)
        sum += x[i] * x[i];
    return sqrt(sum);
}

static double level_score(const struct encoding *e, double m, double r, const double *q,
                          const double *k)
{
    double *table = malloc((encoding_table_size(e, 1) + 1) * sizeof *table),
           *work = malloc((encoding_work_size(e, 1) + 1) * sizeof *work), score;
    struct score_input input = {.draws = 1, .query = q, .key = k, .position = &m, .level = true};
    ck_assert_int_eq(encoding_table_fill(e, 1, &r, table), STATUS_OK);
    ck_assert_int_eq(encoding_scores(e, 1, table, &input, work, &score), STATUS_OK);
    free(table), free(work);
    return score;
}

/* The product at m and n = m - r against the score. What may differ: the engine's bound, once for
 * the score and once for a form that sums what the engine sums; a factor's own rounding, at most 32
 * units of its vector's length on either side, and that of a sum of `width` products, all of the
 * product of the two lengths. Vectors that overflow, or that together do, have no product. */
static void compare(struct worst *w, const struct encoding *e, double m, double r, const double *q,
                    const double *k)
{
    const struct factor_method *factors = e->type->factors;
    size_t width = factors->width(e->state);
    double *query = malloc(width * sizeof *query), *key = malloc(width * sizeof *key), sum = 0.0;
    factors->form(e->state, FACTOR_QUERY, m, q, query);
    factors->form(e->state, FACTOR_KEY, m - r, k, key);
    for (size_t i = 0; i < width; i++)
        sum += query[i] * key[i];
    double size = length(width, query) * length(width, key);
    if (isfinite(size) && size > 0.0)
        worst_take(w, fabs(sum - level_score(e, m, r, q, k)),
                   2.0 * encoding_error_level(e, q, k, r) +
                       ((double)width + 64.0) * UNIT_ROUNDING * size,
                   "%s at %.0f, %.0f", e->text, m, m - r);
    free(query), free(key);
}

TEST(products_of_factors_are_level_scores)
{
    static const double positions[] = {0.0,    1.0,      7.0,          100.0,
                                       3001.0, 131071.0, 8589934591.0, 0x1p53},
                        distances[] = {0.0, 1.0, 6.0, 97.0, 2900.0, 131071.0, 0x1p52 + 1.0, 0x1p53};
    struct worst w = {0};
    double q[DRAWS * DIM], k[DRAWS * DIM];
    uint64_t state = 37;
    size_t with = 0;
    for (size_t i = 0; i < DRAWS * DIM; i++) {
        q[i] = 2.0 * tools_uniform(&state) - 1.0;
        k[i] = 2.0 * tools_uniform(&state) - 1.0;
    }
    for (size_t t = 0; t < encoding_type_count; t++) {
        struct encoding *e = tools_encoding(encoding_types[t]->specimen);
        with += e->type->factors ? 1 : 0;
        for (size_t p = 0; e->type->factors && p < TOOLS_COUNT(positions); p++)
            for (size_t d = 0; d < TOOLS_COUNT(distances) && distances[d] <= positions[p]; d++)
                for (size_t i = 0; i < DRAWS; i++)
                    compare(&w, e, positions[p], distances[d], q + i * DIM, k + i * DIM);
        encoding_free(e);
    }
    ck_assert_uint_ge(with, 3);
    worst_check(&w);
}

/* A type on the engine of banks is a rotation that models perform on either vector. */
TEST(every_bank_has_factors)
{
    for (size_t t = 0; t < encoding_type_count; t++)
        ck_assert_msg(encoding_types[t]->engine != &bank_method ||
                          encoding_types[t]->factors == &bank_factors,
                      "encoding type %s has no .factors = &bank_factors", encoding_types[t]->name);
}

/* A bank whose weights are not 1 and of which some pairs do not rotate. */
TEST(scaled_banks_have_factors_with_their_weights)
{
    struct worst w = {0};
    double q[DIM], k[DIM];
    uint64_t state = 5;
    struct encoding *e = tools_encoding(
        "rope:dim=8,base=100,rotary=4,scaling=yarn,factor=4,orig=64");
    for (size_t i = 0; i < DIM; i++) {
        q[i] = 2.0 * tools_uniform(&state) - 1.0;
        k[i] = 2.0 * tools_uniform(&state) - 1.0;
    }
    for (double m = 40.0; m < 1e7; m *= 10.0)
        compare(&w, e, m, 33.0, q, k);
    worst_check(&w);
    encoding_free(e);
}
