/* Orders of one key's scores at two distances: golden values, closed forms of one pair, exact
 * cases, and drawn scores. */
#include "theory/order/position_order.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "experiments/harness/draws/qk.h"
#include "tests/tools/check_tools.h"
#include "theory/moments/bank_moments.h"

/* The reported error is the tolerance, and 2e-12 for normal vectors; the phase law's bound follows
 * a tail like 1/t. */
static void take_golden(void *context, char *const cell[GOLDEN_CELLS])
{
    struct worst *w = context;
    if (strcmp(cell[0], "position_order") != 0)
        return;
    struct encoding *e = tools_encoding(cell[1]);
    struct qk_law law = tools_law(cell[2]);
    struct estimate p;
    double r1, r2, slope = 0.0;
    ck_assert_int_ge(sscanf(cell[3], "%lf:%lf:%lf", &r1, &r2, &slope), 2);
    ck_assert_int_eq(position_order_bank(encoding_schedule(e), encoding_bank(e)->slope + slope,
                                         &law, r1, r2, &p),
                     STATUS_OK);
    worst_take(w, fabs(p.val - atof(cell[4])), p.err, "%s %s %s: %.17g", cell[1], cell[2], cell[3],
               p.val);
    check_le(p.err, law.kind == QK_PHASE ? 1e-3 : 2e-12);
    encoding_free(e);
}

TEST(probabilities_are_the_golden_values)
{
    struct worst w = {0};
    golden_each("order.csv", &w, take_golden);
    ck_assert_uint_ge(w.count, 100);
    worst_check(&w);
}

/* One pair under aligned is a difference of two exponentials whatever the sizes: P = (1 - l/sqrt(1
 * - rho^2 + l^2))/2 with l = rho cos psi, cos psi = (cos x1 - cos x2)/hypot(cos x1 - cos x2, sin x1
 * - sin x2). cosl's own angle is exact to 2^-64 r. */
TEST(one_pair_is_two_exponentials)
{
    uint64_t state = 3;
    struct worst w = {0};
    struct encoding *e = tools_encoding("rope:base=1e4,dim=2");
    for (int i = 0; i < 2000; i++) {
        struct qk_law law = {.kind = QK_ALIGNED,
                             .rho = floor(128.0 * tools_uniform(&state) - 64.0) / 64.0};
        double r1 = floor(exp(12.0 * tools_uniform(&state)) - 1.0),
               r2 = floor(exp(12.0 * tools_uniform(&state)));
        struct estimate p, back;
        if (r1 == r2)
            continue;
        long double c = cosl((long double)r1) - cosl((long double)r2),
                    s = sinl((long double)r1) - sinl((long double)r2),
                    l = (long double)law.rho * c / hypotl(c, s),
                    rest = 1.0L - (long double)(law.rho * law.rho);
        double want = (double)(0.5L - 0.5L * l / sqrtl(rest + l * l));
        ck_assert_int_eq(position_order_bank(encoding_schedule(e), 0.0, &law, r1, r2, &p),
                         STATUS_OK);
        ck_assert_int_eq(position_order_bank(encoding_schedule(e), 0.0, &law, r2, r1, &back),
                         STATUS_OK);
        worst_take(&w, fabs(p.val - want), p.err, "rho %.17g r %.0f %.0f", law.rho, r1, r2);
        worst_take(&w, fabs(p.val + back.val - 1.0), p.err + back.err,
                   "there and back, rho %.17g r %.0f %.0f", law.rho, r1, r2);
    }
    worst_check(&w);
    encoding_free(e);
}

struct exact_case {
    const char *spec, *qk;
    double slope, r1, r2, p;
    bool tied;
};

/* Symmetric differences are 1/2, constant ones 0 or 1, ties never inversions; all without error. */
TEST(certain_and_even_cases_are_exact)
{
    static const struct exact_case cases[] = {
        {"rope:base=1e4,dim=8", "phase", 0, 1, 5, 0.5, false},
        {"rope:base=1e4,dim=8", "crossed:c=0.5", 0, 1, 5, 0.5, false},
        {"rope:base=1e4,dim=8", "gauss:mu=0,sigma=2", 0, 1, 5, 0.5, false},
        {"rope:base=1e4,dim=8", "aligned:rho=0", 0, 5, 1, 0.5, false},
        {"rope:base=1e4,dim=8", "gauss:mu=1,sigma=1", 0, 5, 5, 0.0, true},
        {"rope:base=1e4,dim=8", "phase", 0, 5, 5, 0.0, true},
        {"rope:base=1e4,dim=2,unit=turn", "aligned:rho=0.5", 0, 3, 8, 0.0, true}, /* whole turns */
        {"rope:base=1e4,dim=2,unit=turn,scaling=linear,factor=4", "phase", 0, 3, 11, 0.0, true},
        {"rope:base=1e4,dim=2,unit=turn,scaling=linear,factor=3", "phase", 0, 9007199254740990.0, 0,
         0.0, true}, /* 3 divides it */
        {"rope:base=1e4,dim=2,unit=turn,scaling=linear,factor=3", "phase", 0, 9007199254740991.0, 0,
         0.5, false},
        {"rope:base=1e28,dim=64", "phase", 0, 0, 1, 0.5, false},
        {"rope:base=1e28,dim=4,rotary=4,scaling=linear,factor=1e6,unit=turn", "gauss:mu=0,sigma=1",
         0, 0, 1000000, 0.5, false},
        {"nope:dim=8", "gauss:mu=1,sigma=1", 0, 3, 100, 0.0, true},
        {"alibi:dim=8,slope=0.5", "gauss:mu=1,sigma=1", 0.5, 3, 100, 0.0, false},
        {"alibi:dim=8,slope=0.5", "aligned:rho=0.5", 0.5, 100, 3, 1.0, false},
        {"alibi:dim=8,slope=0.5", "phase", 0.5, 100, 100, 0.0, true},
        /* beyond the reach of all cosines */
        {"rope:base=1e4,dim=8", "phase", 100, 0, 1, 0.0, false},
        {"rope:base=1e4,dim=8", "phase", 100, 1, 0, 1.0, false},
        {"rope:base=1e4,dim=8", "gauss:mu=0,sigma=0", 0, 1, 5, 0.0, false},
    };
    for (size_t i = 0; i < TOOLS_COUNT(cases); i++) {
        const struct exact_case *at = &cases[i];
        struct encoding *e = tools_encoding(at->spec);
        struct qk_law law = strcmp(at->qk, "gauss:mu=0,sigma=0") == 0
                                ? (struct qk_law){.kind = QK_GAUSS}
                                : tools_law(at->qk);
        struct estimate p;
        bool tied;
        ck_assert_int_eq(
            position_order_bank(encoding_schedule(e), at->slope, &law, at->r1, at->r2, &p),
            STATUS_OK);
        ck_assert_int_eq(
            position_order_tie(encoding_schedule(e), at->slope, &law, at->r1, at->r2, &tied),
            STATUS_OK);
        ck_assert_msg(p.val == at->p && p.err == 0.0 && tied == at->tied,
                      "%s %s %.0f %.0f: %.17g +- %.3g, tied %d", at->spec, at->qk, at->r1, at->r2,
                      p.val, p.err, tied);
        encoding_free(e);
    }
}

/* In turns, 1/s of a turn per token and a multiple of s tokens: the last bit of 1/s must not pass
 * for a movement, nor a distance one token away for a tie. */
TEST(whole_turns_are_ties_and_neighbours_are_not)
{
    static const char *const factors[] = {"3", "10", "35", "55", "101"};
    struct qk_law law = {.kind = QK_PHASE};
    uint64_t state = 9;
    for (size_t i = 0; i < TOOLS_COUNT(factors); i++) {
        char spec[64];
        double factor = atof(factors[i]);
        snprintf(spec, sizeof spec, "rope:base=1e4,dim=2,unit=turn,scaling=linear,factor=%s",
                 factors[i]);
        struct encoding *e = tools_encoding(spec);
        for (int k = 0; k < 200; k++) {
            double start = floor(1e6 * tools_uniform(&state)),
                   turns = floor(exp(31.0 * tools_uniform(&state)));
            bool tied, near;
            ck_assert_int_eq(position_order_tie(encoding_schedule(e), 0.0, &law, start,
                                                start + factor * turns, &tied),
                             STATUS_OK);
            ck_assert_int_eq(position_order_tie(encoding_schedule(e), 0.0, &law, start,
                                                start + factor * turns + 1.0, &near),
                             STATUS_OK);
            ck_assert_msg(tied && !near, "%s: %.0f whole turns", spec, turns);
        }
        encoding_free(e);
    }
}

/* Vectors without spread: the order of the mean scores. A spread of 2^-40 decides it as firmly. */
TEST(without_spread_the_means_decide)
{
    struct encoding *e = tools_encoding("rope:base=1e4,dim=64");
    for (double r = 1.0; r < 1e6; r = 3.0 * r + 1.0) {
        struct qk_law law = {.kind = QK_GAUSS, .mu = -1.25, .sigma = 0.0};
        double at[2] = {r, 2.0 * r + 7.0}, mean[2];
        struct estimate p;
        ck_assert_int_eq(bank_mean(encoding_schedule(e), 0.0, &law, 2, at, mean), STATUS_OK);
        for (int i = 0; i < 2; i++, law.sigma = 0x1p-40) {
            ck_assert_int_eq(position_order_bank(encoding_schedule(e), 0.0, &law, at[0], at[1], &p),
                             STATUS_OK);
            check_le(fabs(p.val - (mean[0] < mean[1])), p.err);
            check_le(p.err, 1e-30);
        }
    }
    encoding_free(e);
}

/* The engine's scores of 2^17 draws: the frequency of S(r1) < S(r2) within 6.5 deviations; near 0
 * and 1 the number of events is Poisson, of a mean its square root lies within 3.3 of (that is 6.5
 * deviations of the square root). */
TEST(drawn_scores_have_the_probability)
{
    enum { DRAWS = 1 << 17, COUNT = 6 };
    static const double r[COUNT] = {0, 1, 3, 40, 1000, 999999};
    static const char *const specs[] = {
        "rope:base=1e4,dim=8", "rope:base=1e4,dim=32,norm=none",
        "rope:base=1e4,dim=8,rotary=4,scaling=yarn,factor=4,orig=4096,attn=1.25,unit=turn"};
    static const char *const laws[] = {"phase", "gauss:mu=-0.75,sigma=0.5", "aligned:rho=0.75",
                                       "aligned:rho=1", "crossed:c=0.75"};
    const struct random_stream stream = {11, 12};
    struct worst w = {0};
    for (size_t at = 0; at < TOOLS_COUNT(specs); at++)
        for (size_t l = 0; l < TOOLS_COUNT(laws); l++) {
            struct encoding *e = tools_encoding(specs[at]);
            struct qk_law law = tools_law(laws[l]);
            size_t dim = e->dim;
            double *q = malloc(2 * DRAWS * dim * sizeof *q),
                   *work = malloc(qk_work_size(dim) * sizeof *work);
            for (size_t d = 0; d < DRAWS; d++)
                qk_draw(&law, &stream, d, dim, work, q + d * dim, q + (DRAWS + d) * dim);
            double *score = tools_scores(e, COUNT, r, DRAWS, q, q + DRAWS * dim);
            for (size_t i = 0; i + 1 < COUNT; i++)
                for (size_t j = i + 1; j < COUNT; j++) {
                    struct estimate p;
                    bool tied;
                    double events = 0.0;
                    for (size_t d = 0; d < DRAWS; d++)
                        events += score[d * COUNT + i] < score[d * COUNT + j];
                    ck_assert_int_eq(
                        position_order_bank(encoding_schedule(e), 0.0, &law, r[i], r[j], &p),
                        STATUS_OK);
                    ck_assert_int_eq(
                        position_order_tie(encoding_schedule(e), 0.0, &law, r[i], r[j], &tied),
                        STATUS_OK);
                    double rare = fmax(fmin(p.val, 1.0 - p.val), 0.0) * DRAWS,
                           seen = p.val < 0.5 ? events : DRAWS - events;
                    if (!tied)
                        worst_take(&w, fabs(sqrt(seen) - sqrt(rare)), 0.5 * DEVIATIONS,
                                   "%s %s %.0f %.0f: %.6g drawn, %.6g", specs[at], laws[l], r[i],
                                   r[j], events / DRAWS, p.val);
                }
            free(score);
            free(work);
            free(q);
            encoding_free(e);
        }
    worst_check(&w);
}

TEST(laws_without_an_order_are_refused)
{
    struct encoding *e = tools_encoding("rope:base=1e4,dim=8");
    struct qk_law unit = {.kind = QK_UNIT}, moments = {.kind = QK_MOMENTS, .mu0 = 1.0},
                  phase = {.kind = QK_PHASE};
    struct estimate p;
    bool tied;
    ck_assert_int_eq(position_order_bank(encoding_schedule(e), 0.0, &unit, 1, 2, &p),
                     STATUS_UNDEFINED);
    ck_assert_int_eq(position_order_bank(encoding_schedule(e), 0.0, &moments, 1, 2, &p),
                     STATUS_UNDEFINED);
    ck_assert_int_eq(position_order_tie(encoding_schedule(e), 0.0, &unit, 1, 2, &tied),
                     STATUS_UNDEFINED);
    static const double bad[] = {-1.0, 0.5, 0x1p53 + 2.0, NAN, INFINITY};
    for (size_t i = 0; i < TOOLS_COUNT(bad); i++) {
        ck_assert_int_eq(position_order_bank(encoding_schedule(e), 0.0, &phase, bad[i], 2, &p),
                         STATUS_DOMAIN);
        ck_assert_int_eq(position_order_bank(encoding_schedule(e), 0.0, &phase, 2, bad[i], &p),
                         STATUS_DOMAIN);
    }
    ck_assert_int_eq(position_order_bank(encoding_schedule(e), 0.0, &phase, 0, 0x1p53, &p),
                     STATUS_OK);
    encoding_free(e);
}

/* The size of q and k changes no sign, be its fourth power beyond the exponents. */
TEST(size_of_vectors_does_not_matter)
{
    static const double sizes[] = {0x1p-500, 0x1p-300, 0x1p300, 0x1p500};
    struct encoding *e = tools_encoding("rope:base=1e4,dim=16");
    struct qk_law law = {.kind = QK_GAUSS, .mu = 0.5, .sigma = 1.0};
    struct estimate want, p;
    ck_assert_int_eq(position_order_bank(encoding_schedule(e), 0.0, &law, 3.0, 50.0, &want),
                     STATUS_OK);
    check_le(0.01, 0.5 - want.val);
    for (size_t i = 0; i < TOOLS_COUNT(sizes); i++) {
        struct qk_law scaled = {.kind = QK_GAUSS, .mu = 0.5 * sizes[i], .sigma = sizes[i]};
        ck_assert_int_eq(position_order_bank(encoding_schedule(e), 0.0, &scaled, 3.0, 50.0, &p),
                         STATUS_OK);
        ck_assert(p.val == want.val && p.err == want.err);
    }
    encoding_free(e);
}
