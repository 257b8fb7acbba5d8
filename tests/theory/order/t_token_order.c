/* Orders of two keys at two distances: golden values, one pair, exact cases, and drawn scores. */
#include "theory/order/token_order.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "experiments/harness/draws/qk.h"
#include "tests/tools/check_tools.h"

struct tally {
    struct worst order, limit;
};

static void take_golden(void *context, char *const cell[GOLDEN_CELLS])
{
    struct tally *t = context;
    if (strncmp(cell[0], "token_", 6) != 0)
        return;
    struct encoding *e = tools_encoding(cell[1]);
    double r = atof(cell[3]), want = atof(cell[4]);
    if (strcmp(cell[0], "token_order") == 0) {
        struct qk_law law = tools_law(cell[2]);
        struct estimate p;
        ck_assert_int_eq(token_order_bank(encoding_schedule(e), &law, r, &p), STATUS_OK);
        worst_take(&t->order, fabs(p.val - want), p.err, "%s %s %s: %.17g", cell[1], cell[2],
                   cell[3], p.val);
        check_le(p.err, 1e-9);
    } else { /* d arccos c = dc/sin, and dc is (h + 19) units: theory/order/README.md#token-order */
        double got, room = ((double)encoding_schedule(e)->pairs + 19.0) * UNIT_ROUNDING /
                           fmax(sin(M_PI * want), 1e-8);
        ck_assert_int_eq(token_order_arccos(encoding_schedule(e), r, &got), STATUS_OK);
        worst_take(&t->limit, fabs(got - want), room, "%s %s: %.17g", cell[1], cell[3], got);
    }
    encoding_free(e);
}

TEST(probabilities_are_the_golden_values)
{
    struct tally t = {.order = {0}};
    golden_each("order.csv", &t, take_golden);
    ck_assert_uint_ge(t.order.count, 50);
    ck_assert_uint_ge(t.limit.count, 30);
    worst_check(&t.order);
    worst_check(&t.limit);
}

/* One pair: rho_q is its cosine for every query, so the probability is a triangle wave, |angle|/pi.
 * */
TEST(one_pair_is_a_triangle_wave)
{
    uint64_t state = 17;
    struct worst w = {0};
    struct encoding *e = tools_encoding("rope:base=1e4,dim=2");
    for (int i = 0; i < 1000; i++) {
        struct qk_law law = {
            .kind = i % 2 ? QK_ALIGNED : QK_GAUSS, .rho = 0.5, .mu = 2.0, .sigma = 0.5};
        double r = floor(exp(12.0 * tools_uniform(&state)) - 1.0), limit;
        double want = (double)(fabsl(atan2l(sinl((long double)r), cosl((long double)r))) /
                               3.14159265358979323846L);
        struct estimate p;
        ck_assert_int_eq(token_order_bank(encoding_schedule(e), &law, r, &p), STATUS_OK);
        ck_assert_int_eq(token_order_arccos(encoding_schedule(e), r, &limit), STATUS_OK);
        worst_take(&w, fabs(p.val - want), p.err, "r %.0f", r);
        worst_take(&w, fabs(limit - want), p.err, "arccos at %.0f", r);
        check_le(p.err, 1e-14);
    }
    worst_check(&w);
    encoding_free(e);
}

/* Nothing moves at r = 0 or without rotation, and equal keys have no order; the keys' own law drops
 * out. */
TEST(nothing_moves_without_rotation)
{
    static const struct {
        const char *spec;
        double r;
    } still[] = {{"rope:base=1e4,dim=8", 0},
                 {"nope:dim=8", 1000},
                 {"alibi:dim=8,slope=1", 1000},
                 {"rope:dim=2,unit=turn", 7}};
    static const struct qk_law laws[] = {{.kind = QK_GAUSS, .mu = 1.0, .sigma = 1.0},
                                         {.kind = QK_ALIGNED, .rho = 0.5}},
                               equal[] = {{.kind = QK_GAUSS, .mu = 1.0},
                                          {.kind = QK_ALIGNED, .rho = -1.0}},
                               others[] = {{.kind = QK_UNIT},
                                           {.kind = QK_PHASE},
                                           {.kind = QK_CROSSED, .c = 0.5},
                                           {.kind = QK_MOMENTS}};
    struct estimate p, same;
    double limit;
    for (size_t i = 0; i < TOOLS_COUNT(still); i++) {
        struct encoding *e = tools_encoding(still[i].spec);
        for (size_t l = 0; l < TOOLS_COUNT(laws); l++) {
            ck_assert_int_eq(token_order_bank(encoding_schedule(e), &laws[l], still[i].r, &p),
                             STATUS_OK);
            ck_assert_msg(p.val == 0.0 && p.err == 0.0, "%s: %.17g", still[i].spec, p.val);
        }
        ck_assert_int_eq(token_order_arccos(encoding_schedule(e), still[i].r, &limit), STATUS_OK);
        ck_assert_double_eq(limit, 0.0);
        encoding_free(e);
    }
    struct encoding *e = tools_encoding("rope:base=1e4,dim=8");
    for (size_t l = 0; l < TOOLS_COUNT(equal); l++) {
        ck_assert_int_eq(token_order_bank(encoding_schedule(e), &equal[l], 100, &p), STATUS_OK);
        ck_assert(p.val == 0.0 && p.err == 0.0);
    }
    for (size_t l = 0; l < TOOLS_COUNT(others); l++)
        ck_assert_int_eq(token_order_bank(encoding_schedule(e), &others[l], 100, &p),
                         STATUS_UNDEFINED);
    for (double rho = -0.75; rho < 1.0; rho += 0.25) {
        struct qk_law aligned = {.kind = QK_ALIGNED, .rho = rho},
                      gauss = {.kind = QK_GAUSS, .sigma = 1.0 + fabs(rho)};
        ck_assert_int_eq(token_order_bank(encoding_schedule(e), &aligned, 100, &p), STATUS_OK);
        ck_assert_int_eq(token_order_bank(encoding_schedule(e), &gauss, 100, &same), STATUS_OK);
        check_le(fabs(p.val - same.val), p.err + same.err);
    }
    static const double bad[] = {-1.0, 0.5, 0x1p53 + 2.0, NAN};
    for (size_t i = 0; i < TOOLS_COUNT(bad); i++) {
        ck_assert_int_eq(token_order_bank(encoding_schedule(e), &laws[0], bad[i], &p),
                         STATUS_DOMAIN);
        ck_assert_int_eq(token_order_arccos(encoding_schedule(e), bad[i], &limit), STATUS_DOMAIN);
    }
    encoding_free(e);
}

/* Two drawn keys of one query through the engine: the frequency of a changed order within 6.5
 * deviations. */
TEST(drawn_keys_have_the_probability)
{
    enum { DRAWS = 1 << 17, COUNT = 5 };
    static const double r[COUNT] = {0, 1, 5, 300, 999999};
    static const char *const specs[] = {
        "rope:base=1e4,dim=4", "rope:base=1e4,dim=32",
        "rope:base=1e4,dim=8,rotary=4,scaling=yarn,factor=4,orig=4096,attn=1.25"};
    static const char *const laws[] = {"gauss:mu=0,sigma=1", "gauss:mu=1.5,sigma=0.5",
                                       "aligned:rho=0.75"};
    const struct random_stream stream = {21, 22};
    struct worst w = {0};
    for (size_t at = 0; at < TOOLS_COUNT(specs); at++)
        for (size_t l = 0; l < TOOLS_COUNT(laws); l++) {
            struct encoding *e = tools_encoding(specs[at]);
            struct qk_law law = tools_law(laws[l]);
            size_t dim = e->dim, size = DRAWS * dim;
            double *q = malloc(3 * size * sizeof *q),
                   *work = malloc((qk_work_size(dim) + qk_second_work_size(dim)) * sizeof *work);
            for (size_t d = 0; d < DRAWS; d++) {
                qk_draw_second(&law, &stream, d, dim, work, q + d * dim, q + 2 * size + d * dim);
                qk_draw(&law, &stream, d, dim, work, q + d * dim, q + size + d * dim);
            }
            double *first = tools_scores(e, COUNT, r, DRAWS, q, q + size),
                   *second = tools_scores(e, COUNT, r, DRAWS, q, q + 2 * size);
            for (size_t i = 1; i < COUNT; i++) {
                struct estimate p;
                double events = 0.0;
                for (size_t d = 0; d < DRAWS; d++)
                    events += (first[d * COUNT] - second[d * COUNT]) *
                                  (first[d * COUNT + i] - second[d * COUNT + i]) <
                              0.0;
                ck_assert_int_eq(token_order_bank(encoding_schedule(e), &law, r[i], &p), STATUS_OK);
                worst_take(&w, fabs(events / DRAWS - p.val),
                           DEVIATIONS * sqrt(p.val * (1.0 - p.val) / DRAWS),
                           "%s %s r %.0f: %.6g drawn, %.6g", specs[at], laws[l], r[i],
                           events / DRAWS, p.val);
            }
            free(first);
            free(second);
            free(work);
            free(q);
            encoding_free(e);
        }
    worst_check(&w);
}

/* The size of q and k changes no order, be its eighth power beyond the exponents. */
TEST(size_of_vectors_does_not_matter)
{
    static const double sizes[] = {0x1p-500, 0x1p-265, 0x1p300, 0x1p500};
    struct encoding *e = tools_encoding("rope:base=1e4,dim=16");
    struct qk_law law = {.kind = QK_GAUSS, .mu = 0.5, .sigma = 1.0};
    struct estimate want, p;
    ck_assert_int_eq(token_order_bank(encoding_schedule(e), &law, 50.0, &want), STATUS_OK);
    for (size_t i = 0; i < TOOLS_COUNT(sizes); i++) {
        struct qk_law scaled = {.kind = QK_GAUSS, .mu = 0.5 * sizes[i], .sigma = sizes[i]};
        ck_assert_int_eq(token_order_bank(encoding_schedule(e), &scaled, 50.0, &p), STATUS_OK);
        ck_assert(p.val == want.val && p.err == want.err);
    }
    encoding_free(e);
}
