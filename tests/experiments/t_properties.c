/* The sorting test: it finds of every registered type the kind that its row says, and tells apart
 * scores that differ from a known one in one respect. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "experiments/properties/measure.h"
#include "tests/tools/check_tools.h"

enum { DRAWS = 3 };
static const double distances[] = {1.0, 2.0, 5.0, 12.0, 101.0, 1009.0};
static const struct qk_law law = {.kind = QK_GAUSS, .mu = 0.0, .sigma = 1.0};
static const struct random_stream stream = {9, 1};

/* Numbers in (0, 1) that depend on draw, place and coordinate. */
static void hashed(const struct token_source *source, size_t draw, size_t back, size_t count,
                   double *out)
{
    for (size_t i = 0; i < count * source->width; i++) {
        uint64_t state = 1 + 1000003 * draw + 31 * (back * source->width + i);
        tools_uniform(&state);
        out[i] = tools_uniform(&state);
    }
}

static struct property_result measured(const struct encoding *e, const struct token_source *tokens)
{
    struct property_plan plan = {.encoding = e,
                                 .law = &law,
                                 .stream = &stream,
                                 .draws = DRAWS,
                                 .count = TOOLS_COUNT(distances),
                                 .distances = distances,
                                 .tokens = tokens};
    struct property_result result;
    ck_assert_int_eq(properties_measure(&plan, &result), STATUS_OK);
    return result;
}

TEST(every_type_is_of_the_kind_it_says)
{
    for (size_t i = 0; i < encoding_type_count; i++) {
        struct encoding *e = tools_encoding(encoding_types[i]->specimen);
        struct token_source tokens = {e->token_width, hashed};
        struct property_result result = measured(e,
                                                 e->type->tokens == TOKEN_NOTHING ? NULL : &tokens);
        ck_assert_msg(properties_kind(&result) == e->type->kind,
                      "%s is %s by its row and %s by its scores; group differs by %g, origin %g, "
                      "additive %g, absolute %g",
                      e->text, property_kind_names[e->type->kind],
                      property_kind_names[properties_kind(&result)],
                      property_deviation(&result, PROPERTY_GROUP),
                      property_deviation(&result, PROPERTY_ORIGIN),
                      property_deviation(&result, PROPERTY_ADDITIVE),
                      property_deviation(&result, PROPERTY_ABSOLUTE));
        ck_assert(property_holds(&result, PROPERTY_RELATIVE) !=
                  property_holds(&result, PROPERTY_ABSOLUTE));
        encoding_free(e);
    }
}

/* A rope whose score is changed in one respect, by a ten-millionth at most where a small change has
 * to be seen. */
enum change { LATE, STRAY, FAR, SQUARED, WALK, NEGATED, ROUGH_QUERY, ROUGH_KEY };
struct changed {
    const struct frequency_bank *bank;
    enum change change;
};

static size_t table_size(const void *state, size_t count)
{
    return bank_method.table_size(((const struct changed *)state)->bank, count) + count;
}

/* LATE turns by one token more: a group behind a constant turn. */
static enum status table_fill(const void *state, size_t count, const double *distance,
                              double *table)
{
    const struct changed *c = state;
    double later[64];
    ck_assert_uint_le(count, TOOLS_COUNT(later));
    for (size_t i = 0; i < count; i++) {
        table[i] = distance[i];
        later[i] = distance[i] + (c->change == LATE ? 1.0 : 0.0);
    }
    return bank_method.table_fill(c->bank, count, later, table + count);
}

static size_t work_size(const void *state, size_t draws)
{
    return bank_method.work_size(((const struct changed *)state)->bank, draws);
}

/* Whether a row is a unit vector's. */
static bool is_unit(const double *x, size_t dim)
{
    double sum = 0.0, largest = 0.0;
    for (size_t i = 0; i < dim; i++) {
        sum += fabs(x[i]);
        largest = fmax(largest, fabs(x[i]));
    }
    return sum == 1.0 && largest == 1.0;
}

/* What ROUGH_QUERY and ROUGH_KEY say that rounding may be, of a unit query or key, and twice what
 * they are off by. */
static double roughness(const struct changed *c, const double *query, const double *key)
{
    const double *rough = c->change == ROUGH_QUERY ? query : c->change == ROUGH_KEY ? key : NULL;
    return rough && is_unit(rough, 2 * c->bank->schedule->pairs) ? 2e-7 : 0.0;
}

static enum status score_all(const void *state, size_t count, const double *table,
                             const struct score_input *input, double *work, double *score)
{
    const struct changed *c = state;
    size_t dim = 2 * c->bank->schedule->pairs;
    enum status status = bank_method.score(c->bank, count, table + count, input, work, score);
    for (size_t i = 0; i < count * input->draws; i++) {
        size_t d = i / count;
        double r = table[i % count], token;
        switch (c->change) {
        case LATE:
            break;
        case STRAY: /* no longer a function of the group, and still linear */
            score[i] += r == 12.0 ? 1e-7 * input->query[d * dim] * input->key[d * dim] : 0.0;
            break;
        case FAR:
            score[i] += input->position[d] > 2500.0 ? 1e-7 : 0.0;
            break;
        case SQUARED:
            score[i] += 1e-7 * pow(input->query[d * dim], 2.0);
            break;
        case WALK:
            if (r > 0.0) {
                input->tokens->read(input->tokens, d, (size_t)r - 1, 1, &token);
                score[i] += 1e-7 * token;
            }
            break;
        case NEGATED:
            score[i] = -score[i];
            break;
        case ROUGH_QUERY:
        case ROUGH_KEY:
            score[i] += (r == 12.0 ? 0.5 : 0.0) *
                        roughness(c, input->query + d * dim, input->key + d * dim);
            break;
        }
    }
    return status;
}

static double score_error(const void *state, const double *query, const double *key,
                          double farthest)
{
    const struct changed *c = state;
    return bank_method.error(c->bank, query, key, farthest) + roughness(c, query, key);
}

/* And what is within the error that the engine states is not. */
TEST(a_change_in_one_respect_is_seen)
{
    static const struct score_method method = {table_size,  table_fill, work_size, score_all,
                                               score_error, NULL,       NULL};
    static const struct {
        enum change change;
        enum encoding_kind kind;
        enum property broken;
        double least, most;
    } cases[] = {
        {LATE, ENCODING_RELATIVE, PROPERTY_ORIGIN, 1e-3, 2.0},
        {STRAY, ENCODING_RELATIVE, PROPERTY_GROUP, 1e-12, 1e-6},
        {FAR, ENCODING_ABSOLUTE, PROPERTY_RELATIVE, 1e-9, 1e-7},
        {SQUARED, ENCODING_RELATIVE, PROPERTY_LINEAR, 1e-10, 1e-5},
        {WALK, ENCODING_PATH, PROPERTY_COUNT, 0.0, 0.0},
        {NEGATED, ENCODING_RELATIVE, PROPERTY_ORIGIN, 1e-3, 2.0},
        {ROUGH_QUERY, ENCODING_GROUP, PROPERTY_COUNT, 0.0, 0.0},
        {ROUGH_KEY, ENCODING_GROUP, PROPERTY_COUNT, 0.0, 0.0},
    };
    struct encoding *rope = tools_encoding("rope:dim=8,base=100");
    struct token_source tokens = {1, hashed};
    for (size_t i = 0; i < TOOLS_COUNT(cases); i++) {
        struct changed state = {encoding_bank(rope), cases[i].change};
        struct encoding_type type = {.name = "changed", .engine = &method};
        struct encoding e = {.type = &type, .dim = 8, .state = &state};
        struct property_result result = measured(&e, cases[i].change == WALK ? &tokens : NULL);
        ck_assert_msg(properties_kind(&result) == cases[i].kind, "%d is %s", (int)i,
                      property_kind_names[properties_kind(&result)]);
        if (cases[i].broken == PROPERTY_COUNT)
            continue;
        double deviation = property_deviation(&result, cases[i].broken);
        ck_assert_msg(!property_holds(&result, cases[i].broken) && deviation >= cases[i].least &&
                          deviation <= cases[i].most,
                      "%d differs by %g", (int)i, deviation);
        if (cases[i].change == LATE || cases[i].change == NEGATED)
            ck_assert(property_holds(&result, PROPERTY_GROUP));
        if (cases[i].change == STRAY)
            ck_assert(property_holds(&result, PROPERTY_LINEAR));
    }
    encoding_free(rope);
}

/* ALiBi's: S(q + q') lacks one of two biases, so that it is slope r off, at the farthest distance
 * most, of a score that is not smaller than the bias less a few. */
TEST(deviations_are_those_of_the_definition)
{
    struct encoding *e = tools_encoding("alibi:dim=8,slope=0.25");
    struct property_result result = measured(e, NULL);
    const struct property_pair *w = &result.worst[PROPERTY_LINEAR];
    ck_assert_double_eq(w->r, 2018.0);
    ck_assert_double_eq_tol(w->left - w->right, 0.25 * 2018.0, 1e-11);
    ck_assert_double_eq_tol(property_deviation(&result, PROPERTY_LINEAR), 1.0, 0.05);
    ck_assert(property_holds(&result, PROPERTY_ADDITIVE));
    ck_assert(result.worst[PROPERTY_ADDITIVE].taken); /* and what rounding does to it is shown */
    ck_assert(!property_holds(&result, PROPERTY_GROUP));
    encoding_free(e);
}
