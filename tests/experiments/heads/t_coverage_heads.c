/* How often limits over drawn pairs hold, and tests against normal vectors: few tokens, every query
 * with every two keys of which is measured. */
#include <math.h>

#include "experiments/heads/drawn.h"
#include "experiments/heads/measure.h"
#include "tests/tools/coverage_tools.h"

enum { TOKENS = 12, TRIPLES = TOKENS * TOKENS * TOKENS, DIM = 8, CONTEXT = 16 };
static const char text_of_encoding[] = "rope:base=100,dim=8";

/* Tokens of which some are large, so that shares are skewed. */
struct tokens {
    double q[TOKENS][DIM], k[TOKENS][DIM];
    bool all; /* draw d is triple d, else any */
};

static enum status draw(const struct qk_law *law, const void *state,
                        const struct random_stream *stream, uint64_t number, size_t dim,
                        size_t which, double *work, double *query, double *key)
{
    const struct tokens *t = state;
    (void)law;
    random_uniforms(stream, number, 3, work);
    size_t first = (size_t)(work[0] * TOKENS), second = (size_t)(work[1 + which] * TOKENS);
    if (t->all) {
        first = number / (TOKENS * TOKENS);
        second = (which ? number / TOKENS : number) % TOKENS;
    }
    for (size_t d = 0; d < dim; d++) {
        query[d] = t->q[first][d];
        key[d] = t->k[second][d];
    }
    return STATUS_OK;
}
static const struct qk_type tokens_type = {.name = "tokens", .kind = QK_SAMPLED, .draw = draw};

static void tokens_make(struct tokens *t)
{
    struct random_stream stream = {4, 4};
    for (size_t i = 0; i < TOKENS; i++) {
        double z[2 * DIM];
        random_normals(&stream, i, 2 * DIM, z);
        for (size_t d = 0; d < DIM; d++) {
            t->q[i][d] = z[d] * (d < 2 ? 3.0 : 1.0);
            t->k[i][d] = z[DIM + d] + (i % 3 ? 0.0 : 2.0);
        }
    }
}

static void take(struct tokens *t, const struct encoding *e, size_t draws, uint64_t seed,
                 struct token_estimate *out)
{
    struct qk_source source = {&tokens_type, t};
    struct qk_law law = {.kind = QK_SAMPLED, .source = &source};
    struct random_stream stream = random_draws(seed);
    struct drawn_plan plan = {e, &law, &stream, draws, CONTEXT};
    ck_assert_int_eq(drawn_take(&plan, out), STATUS_OK);
}

TEST(limits_over_drawn_pairs_hold_as_often_as_stated)
{
    static const char *const names[DRAWN_VALUES] = {"amplitude_max", "positional", "semantic",
                                                    "p_inv", "p_alias_bf16"};
    static struct tokens tokens;
    struct encoding *e = tools_encoding(text_of_encoding);
    struct token_estimate truth[DRAWN_VALUES], got[DRAWN_VALUES];
    struct misses m[DRAWN_VALUES] = {{0}};
    struct worst w = {0};
    size_t runs = coverage_amount(120, 10000);
    tokens_make(&tokens);
    tokens.all = true;
    take(&tokens, e, TRIPLES, 0, truth);
    tokens.all = false;
    for (size_t r = 0; r < runs; r++) {
        take(&tokens, e, 100, r, got);
        for (size_t i = 0; i < DRAWN_VALUES; i++)
            misses_take(&m[i], truth[i].value, got[i].lo, got[i].hi);
    }
    for (size_t i = 0; i < DRAWN_VALUES; i++)
        misses_check(&w, &m[i], (double)runs, 0.95, 0.025, names[i]);
    worst_check(&w);
    encoding_free(e);
}

/* Of normal vectors the null is true: no quantity may differ from it in over 5 % of samples, by
 * more than chance; nor does each in none. */
TEST(normal_vectors_differ_from_their_null_as_often_as_stated)
{
    if (tools_spared("normal_vectors_differ_from_their_null_as_often_as_stated",
                     "a law is sampled, by code that smaller tests run"))
        return;
    static const char *const laws[] = {"gauss", "gauss:mu=0.5"};
    struct encoding *e = tools_encoding(text_of_encoding);
    struct worst w = {0};
    size_t runs = coverage_amount(60, 2000), found = 0;
    double chance = DEVIATIONS * sqrt(0.05 * 0.95 / (double)runs), under[HEAD_QUANTITIES];
    for (size_t l = 0; l < TOOLS_COUNT(laws); l++) {
        struct qk_law law = tools_law(laws[l]);
        for (size_t q = 0; q < HEAD_QUANTITIES; q++)
            under[q] = 0.0;
        for (size_t r = 0; r < runs; r++) {
            struct random_stream stream = random_draws(r);
            struct heads_plan plan = {e, &law, &stream, 200, 60, CONTEXT};
            struct head_value value[HEAD_QUANTITIES];
            double count;
            ck_assert_int_eq(heads_measure(&plan, value, &count), STATUS_OK);
            for (size_t q = 0; q < HEAD_QUANTITIES; q++)
                under[q] += value[q].p < 0.05;
        }
        for (size_t q = 0; q < HEAD_QUANTITIES; q++) {
            worst_take(&w, under[q] / (double)runs - 0.05, chance, "%s, quantity %zu", laws[l], q);
            found += under[q] > 0.02 * (double)runs;
        }
    }
    ck_assert_uint_gt(found, TOOLS_COUNT(laws));
    worst_check(&w);
    encoding_free(e);
}
