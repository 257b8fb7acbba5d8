/* Excess kurtosis of scores where it is known, and against draws. */
#include <math.h>
#include <stdlib.h>

#include "experiments/bias/measure.h"
#include "experiments/harness/draws/montecarlo.h"
#include "tests/tools/check_tools.h"

static double kurtosis(const char *encoding, const char *qk, double distance)
{
    struct encoding *e = tools_encoding(encoding);
    struct qk_law law = tools_law(qk);
    double excess;
    ck_assert_int_eq(bias_kurtosis(e, &law, distance, &excess), STATUS_OK);
    encoding_free(e);
    return excess;
}

/* A cosine of a uniform angle has -3/2, a product of two normals 6, a square of one 12, and the sum
 * of m alike an m-th of it. */
static const struct {
    const char *encoding, *law;
    double distance, excess;
} known[] = {{"rope:base=1e4,dim=8", "phase", 7.0, -1.5 / 4.0},
             {"rope:base=1e4,dim=8", "gauss", 7.0, 6.0 / 8.0},
             {"rope:base=1e4,dim=128", "gauss:mu=0,sigma=3", 1e9, 6.0 / 128.0},
             {"alibi:dim=8,slope=0.5", "gauss", 100.0, 6.0 / 8.0},
             {"xpos:base=1e4,dim=8", "gauss", 0.0, 6.0 / 8.0},
             {"rope:base=1e4,dim=8", "aligned:rho=1", 0.0, 12.0 / 8.0},
             {"rope:base=1e4,dim=8", "aligned:rho=0", 5.0, 6.0 / 8.0},
             {"rope:base=1e4,dim=8", "crossed:c=0", 5.0, 6.0 / 8.0},
             {"tapa:dim=8,split=0.5", "gauss", 0.0, 6.0 / 4.0},
             {"tapa:dim=8,split=0.5", "crossed:c=0.5", 0.0, 6.0 / 4.0},
             {"tapa:dim=8,split=0.5", "aligned:rho=1", 0.0, 12.0 / 4.0},
             /* the phase is uniform: E cos^4/(E cos^2)^2 = 3/2 times an amplitude's 3 + 6/64 */
             {"tapa:dim=128,alpha=0.5,split=0.5", "gauss", 1e6, 1.5 * (3.0 + 6.0 / 64.0) - 3.0}};

TEST(kurtosis_is_what_it_is_known_to_be)
{
    struct worst w = {0};
    for (size_t i = 0; i < TOOLS_COUNT(known); i++) {
        double got = kurtosis(known[i].encoding, known[i].law, known[i].distance);
        /* sums of 64 positive terms and a quotient; TAPA's raw moments lose as much again */
        worst_take(&w, fabs(got - known[i].excess), 256.0 * UNIT_ROUNDING * 6.0, "%s %s %g: %.17g",
                   known[i].encoding, known[i].law, known[i].distance, got);
    }
    worst_check(&w);
}

static const struct {
    const char *encoding, *law;
} drawn[] = {{"rope:base=1e4,dim=8", "gauss:mu=0.5,sigma=1"},
             {"rope:base=1e4,dim=4", "aligned:rho=0.7"},
             {"rope:base=1e4,dim=4", "crossed:c=0.8"},
             {"nope:dim=8", "aligned:rho=0.7"},
             {"xpos:base=1e4,dim=8", "aligned:rho=0.7"},
             {"tapa:dim=8,alpha=0.1,split=0.5", "gauss:mu=0.8,sigma=1"},
             {"tapa:dim=8,alpha=0.1,split=0.25,scale=0.05", "aligned:rho=0.7"},
             {"tapa:dim=8,alpha=0.2,split=0.5,phase=linear", "gauss:mu=0.3,sigma=0.1"}};

/* Draws in groups, whose spread is the error; five of it. */
TEST_EACH(kurtosis_is_that_of_draws, TOOLS_COUNT(drawn))
{
    enum { GROUPS = 40, DRAWS = 4000 };
    struct encoding *e = tools_encoding(drawn[_i].encoding);
    const struct encoding *const group[] = {e};
    struct qk_law law = tools_law(drawn[_i].law);
    const double distance[] = {0.0, 30.0};
    for (size_t i = 0; i < TOOLS_COUNT(distance); i++) {
        struct sample all = {0};
        double own[GROUPS];
        for (size_t g = 0; g < GROUPS; g++) {
            struct random_stream stream = {g, 81};
            struct sample s, *out = &s;
            ck_assert_int_eq(
                montecarlo_scores(1, group, &law, &stream, DRAWS, 1, &distance[i], &out),
                STATUS_OK);
            own[g] = s.count * s.m4 / (s.m2 * s.m2);
            sample_join(&all, &s);
        }
        struct sample spread = sample_of(GROUPS, own);
        double got = all.count * all.m4 / (all.m2 * all.m2) - 3.0,
               want = kurtosis(drawn[_i].encoding, drawn[_i].law, distance[i]);
        struct worst w = {0};
        worst_take(&w, fabs(got - want), 5.0 * sample_mean_error(&spread), "%s %s %g: %g for %g",
                   drawn[_i].encoding, drawn[_i].law, distance[i], got, want);
        worst_check(&w);
    }
    encoding_free(e);
}

TEST(kurtosis_is_undefined_where_nothing_varies_or_is_known)
{
    static const char *const rows[][2] = {{"rope:base=1e4,dim=8", "unit"},
                                          {"rope:base=1e4,dim=8", "moments:mu0=1"},
                                          {"tapa:dim=8,split=0.5", "gauss:mu=1e3,sigma=1e-3"}};
    for (size_t i = 0; i < TOOLS_COUNT(rows); i++) {
        struct encoding *e = tools_encoding(rows[i][0]);
        struct qk_law law = tools_law(rows[i][1]);
        double excess;
        ck_assert_msg(bias_kurtosis(e, &law, 0.0, &excess) == STATUS_UNDEFINED, "%s %s", rows[i][0],
                      rows[i][1]);
        encoding_free(e);
    }
}
