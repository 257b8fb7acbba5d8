/* Token order over distance against its definition: flips and ties draw by draw, averages over
 * contexts, laws and exact values. */
#include <math.h>
#include <stdlib.h>

#include "experiments/consistency/measure.h"
#include "experiments/harness/draws/interval.h"
#include "experiments/harness/draws/qk.h"
#include "tests/tools/check_tools.h"

static const struct random_stream STREAM = {5, 77};
enum { DIM = 8, PAIRS = DIM / 2 };

/* The score of one key from the definition, theta_n = 10^-n: rope:base=1e4,dim=8; TAPA at alpha
 * 1/2, split 1/2. */
static double rope_score(const double *q, const double *k, double r)
{
    double sum = 0.0;
    for (size_t n = 0; n < PAIRS; n++) {
        double x = r * pow(10.0, -(double)n), qx = q[2 * n], qy = q[2 * n + 1], kx = k[2 * n],
               ky = k[2 * n + 1];
        sum += (qx * kx + qy * ky) * cos(x) + (qx * ky - qy * kx) * sin(x);
    }
    return sum / sqrt((double)DIM);
}

static double tapa_score(const double *q, const double *k, double r)
{
    double amplitude = 0.0, turns = 0.0;
    for (size_t c = 0; c < DIM / 2; c++) {
        amplitude += q[c] * k[c] / 2.0;
        turns += q[DIM / 2 + c] * k[DIM / 2 + c] / 2.0;
    }
    return amplitude * cos(2.0 * M_PI * sqrt(r) * turns);
}

/* The margin of draw d at r: a second key drawn, or the first one's lengths along the query. */
static double margin(bool rope, const struct qk_law *law, enum second_key second, size_t d,
                     double r)
{
    double work[3 * DIM], q[DIM], k[DIM], other[DIM];
    qk_draw(law, &STREAM, d, DIM, work, q, k);
    if (second == SECOND_INDEPENDENT)
        qk_draw_second(law, &STREAM, d, DIM, work, q, other);
    for (size_t c = 0; second == SECOND_ALIGNED && c < DIM; c += 2) {
        double angle = atan2(q[c + 1], q[c]), length = sqrt(k[c] * k[c] + k[c + 1] * k[c + 1]);
        other[c] = length * cos(angle);
        other[c + 1] = length * sin(angle);
    }
    return rope ? rope_score(q, k, r) - rope_score(q, other, r)
                : tapa_score(q, k, r) - tapa_score(q, other, r);
}

static bool flipped(double at_zero, double at_r)
{
    return (at_zero > 0.0 && at_r < 0.0) || (at_zero < 0.0 && at_r > 0.0);
}

static const struct {
    bool rope;
    const char *encoding, *law;
    enum second_key second;
} cases[] = {
    {true, "rope:base=1e4,dim=8", "gauss:mu=0.3,sigma=2", SECOND_INDEPENDENT},
    {true, "rope:base=1e4,dim=8", "phase", SECOND_INDEPENDENT},
    {true, "rope:base=1e4,dim=8", "aligned:rho=-0.5", SECOND_ALIGNED},
    {true, "rope:base=1e4,dim=8", "phase", SECOND_ALIGNED},
    {false, "tapa:dim=8,alpha=0.5,split=0.5", "gauss:mu=0.3,sigma=2", SECOND_INDEPENDENT},
    {false, "tapa:dim=8,alpha=0.5,split=0.5", "crossed:c=0.4", SECOND_INDEPENDENT},
};

TEST_EACH(counts_by_brute_force, TOOLS_COUNT(cases))
{
    static const double distance[] = {0, 1, 7, 300, 5000};
    enum { COUNT = TOOLS_COUNT(distance), DRAWS = 1000 };
    struct encoding *e = tools_encoding(cases[_i].encoding);
    struct qk_law law = tools_law(cases[_i].law);
    const struct encoding *const group[] = {e, e};
    struct token_count counts[2][COUNT], *out[] = {counts[0], counts[1]};
    ck_assert_int_eq(
        token_order_counts(2, group, &law, &STREAM, cases[_i].second, DRAWS, COUNT, distance, out),
        STATUS_OK);
    for (size_t i = 0; i < COUNT; i++) {
        double flips = 0.0;
        for (size_t d = 0; d < DRAWS; d++)
            flips += flipped(margin(cases[_i].rope, &law, cases[_i].second, d, 0.0),
                             margin(cases[_i].rope, &law, cases[_i].second, d, distance[i]));
        ck_assert_msg(counts[0][i].flips == flips && counts[0][i].ties == 0.0,
                      "r %.0f: %.0f and %.0f ties, not %.0f", distance[i], counts[0][i].flips,
                      counts[0][i].ties, flips);
        ck_assert(counts[1][i].flips == flips);
        ck_assert(i == 0 ? flips == 0.0 : i < 3 || flips > 0.0);
    }
    encoding_free(e);
}

TEST_EACH(fractions_by_brute_force, TOOLS_COUNT(cases))
{
    enum { DRAWS = 60, CONTEXT = 901 };
    struct encoding *e = tools_encoding(cases[_i].encoding);
    struct qk_law law = tools_law(cases[_i].law);
    double flips[DRAWS], ties[DRAWS];
    ck_assert_int_eq(
        token_order_fractions(e, &law, &STREAM, cases[_i].second, CONTEXT, DRAWS, flips, ties),
        STATUS_OK);
    for (size_t d = 0; d < DRAWS; d++) {
        double at_zero = margin(cases[_i].rope, &law, cases[_i].second, d, 0.0), count = 0.0;
        for (size_t r = 0; r < CONTEXT; r++)
            count += flipped(at_zero, margin(cases[_i].rope, &law, cases[_i].second, d, (double)r));
        ck_assert_msg(flips[d] == count / CONTEXT && ties[d] == 0.0,
                      "draw %zu: %.17g, not %.0f/901", d, flips[d], count);
    }
    encoding_free(e);
}

/* Blocks of a long context join: the sum over [0, M) is that over [0, M/2) and the rest, past the
 * block's length. */
TEST(blocks_of_a_long_context_join)
{
    enum { DRAWS = 2 };
    static const double block = 1048576.0;
    struct encoding *e = tools_encoding("rope:base=1e4,dim=2");
    struct qk_law law = tools_law("gauss");
    double whole[DRAWS], first[DRAWS], ties[DRAWS];
    ck_assert_int_eq(token_order_fractions(e, &law, &STREAM, SECOND_INDEPENDENT, block + 7.0, DRAWS,
                                           whole, ties),
                     STATUS_OK);
    ck_assert_int_eq(
        token_order_fractions(e, &law, &STREAM, SECOND_INDEPENDENT, block, DRAWS, first, ties),
        STATUS_OK);
    for (size_t d = 0; d < DRAWS; d++) {
        double work[6], q[2], k[2], other[2], more = 0.0;
        qk_draw_second(&law, &STREAM, d, 2, work, q, other);
        qk_draw(&law, &STREAM, d, 2, work, q, k);
        double a = q[0] * (k[0] - other[0]) + q[1] * (k[1] - other[1]),
               b = q[0] * (k[1] - other[1]) - q[1] * (k[0] - other[0]);
        for (double r = block; r < block + 7.0; r += 1.0)
            more += flipped(a, a * cos(r) + b * sin(r));
        /* whole numbers */
        check_le(fabs(whole[d] * (block + 7.0) - first[d] * block - more), 1e-6);
    }
    encoding_free(e);
}

TEST(no_rotation_no_flips)
{
    static const char *const still[] = {"nope:dim=8", "alibi:dim=8,slope=3"};
    static const double distance[] = {1, 1e6, 1e15};
    struct qk_law law = tools_law("gauss"), same = tools_law("aligned:rho=1");
    struct token_count counts[3], *out[] = {counts};
    for (size_t i = 0; i < TOOLS_COUNT(still); i++) {
        struct encoding *e = tools_encoding(still[i]);
        const struct encoding *const group[] = {e};
        struct estimate p;
        double law_value;
        ck_assert_int_eq(
            token_order_counts(1, group, &law, &STREAM, SECOND_INDEPENDENT, 500, 3, distance, out),
            STATUS_OK);
        for (size_t r = 0; r < 3; r++)
            ck_assert(counts[r].flips == 0.0 && counts[r].ties == 0.0);
        ck_assert_int_eq(token_order_exact(e, &law, SECOND_INDEPENDENT, 1e6, &p), STATUS_OK);
        ck_assert_int_eq(token_order_law(e, &law, SECOND_INDEPENDENT, 1e6, &law_value), STATUS_OK);
        ck_assert(p.val == 0.0 && law_value == 0.0);
        encoding_free(e);
    }
    struct encoding *e = tools_encoding("rope:dim=8");
    const struct encoding *const group[] = {e};
    ck_assert_int_eq(
        token_order_counts(1, group, &same, &STREAM, SECOND_INDEPENDENT, 500, 3, distance, out),
        STATUS_OK);
    /* both keys are the query: every margin is zero, up to rounding */
    for (size_t r = 0; r < 3; r++)
        ck_assert(counts[r].flips == 0.0 && counts[r].ties == 500.0);
    encoding_free(e);
}

/* Where a count and an exact value both exist, the exact one lies within the limits of the count at
 * this suite's level. */
TEST(counts_cover_exact)
{
    static const struct {
        const char *encoding, *law;
        enum second_key second;
    } rows[] = {
        {"rope:base=1e4,dim=16", "gauss", SECOND_INDEPENDENT},
        {"rope:base=5e5,dim=64", "gauss:mu=0.7,sigma=1", SECOND_INDEPENDENT},
        {"rope:base=1e4,dim=32,scaling=yarn,factor=4,orig=4096", "aligned:rho=0.3",
         SECOND_INDEPENDENT},
        {"rope:base=1e4,dim=8", "phase", SECOND_ALIGNED},
        {"rope:base=5e5,dim=128", "phase", SECOND_ALIGNED},
        {"tapa:dim=16,alpha=0.3,split=0.5,scale=0.2", "gauss:mu=0.4,sigma=1", SECOND_INDEPENDENT},
        {"tapa:dim=128,scale=0.1,phase=linear", "aligned:rho=0.5", SECOND_INDEPENDENT},
    };
    static const double distance[] = {1, 40, 3000, 200000};
    enum { COUNT = TOOLS_COUNT(distance), DRAWS = 20000 };
    struct worst covered = {0};
    for (size_t i = 0; i < TOOLS_COUNT(rows); i++) {
        struct encoding *e = tools_encoding(rows[i].encoding);
        struct qk_law law = tools_law(rows[i].law);
        const struct encoding *const group[] = {e};
        struct token_count counts[COUNT], *out[] = {counts};
        ck_assert_int_eq(token_order_counts(1, group, &law, &STREAM, rows[i].second, DRAWS, COUNT,
                                            distance, out),
                         STATUS_OK);
        for (size_t j = 0; j < COUNT; j++) {
            struct estimate p;
            double lo, hi;
            ck_assert_int_eq(token_order_exact(e, &law, rows[i].second, distance[j], &p),
                             STATUS_OK);
            ck_assert_int_eq(
                interval_binomial(counts[j].flips, DRAWS, erf(DEVIATIONS / sqrt(2.0)), &lo, &hi),
                STATUS_OK);
            check_le(p.err, 1e-6);
            worst_take(&covered, fabs(p.val - 0.5 * (lo + hi)), 0.5 * (hi - lo) + p.err,
                       "%s %s r %.0f: exact %.6f, limits %.6f %.6f", rows[i].encoding, rows[i].law,
                       distance[j], p.val, lo, hi);
        }
        encoding_free(e);
    }
    worst_check(&covered);
}

/* arccos(c(r))/pi and Phi(-sqrt(2h) c(r)) from their formulas, theta_n = 10^-n; and their averages
 * over r < M. */
TEST(references_are_their_formulas)
{
    enum { CONTEXT = 700 };
    struct encoding *e = tools_encoding("rope:base=1e4,dim=8"),
                    *tapa = tools_encoding("tapa:dim=8");
    struct qk_law gauss = tools_law("gauss"), phase = tools_law("phase"),
                  off = tools_law("gauss:mu=0.1"), unit = tools_law("unit");
    double sum[3] = {0.0}, value, average;
    struct worst w = {0};
    for (size_t r = 0; r < CONTEXT; r++) {
        double c = 0.0, c2 = 0.0;
        for (size_t n = 0; n < PAIRS; n++) {
            double cosine = cos((double)r * pow(10.0, -(double)n));
            c += cosine / PAIRS, c2 += cosine * cosine / PAIRS;
        }
        double half_pi = 0.5 * M_PI,
               want[3] = {acos(fmin(c, 1.0)) / M_PI, 0.5 * erfc(sqrt(2.0 * PAIRS) * c / sqrt(2.0)),
                          0.5 * erfc(half_pi * PAIRS * c /
                                     sqrt(2.0 * PAIRS * ((4.0 - half_pi * half_pi) * c2 + 2.0)))};
        const struct qk_law *laws[3] = {&gauss, &phase, &gauss};
        for (size_t i = 0; i < 3; i++) {
            enum second_key second = i == 0 ? SECOND_INDEPENDENT : SECOND_ALIGNED;
            ck_assert_int_eq(token_order_law(e, laws[i], second, (double)r, &value), STATUS_OK);
            /* angles to 700 err by 350 units; acos at 1 - c >= 1/16 and the tails have slopes under
             * 3 */
            worst_take(&w, fabs(value - want[i]), 3000.0 * UNIT_ROUNDING,
                       "law %zu r %zu: %.17g, not %.17g", i, r, value, want[i]);
            sum[i] += want[i] / CONTEXT;
        }
    }
    for (size_t i = 0; i < 3; i++) {
        ck_assert_int_eq(token_order_law_average(e, i == 1 ? &phase : &gauss,
                                                 i == 0 ? SECOND_INDEPENDENT : SECOND_ALIGNED,
                                                 CONTEXT, &average),
                         STATUS_OK);
        worst_take(&w, fabs(average - sum[i]), 4000.0 * UNIT_ROUNDING, "average %zu", i);
    }
    worst_check(&w);
    ck_assert_int_eq(token_order_law(e, &off, SECOND_ALIGNED, 5.0, &value), STATUS_UNDEFINED);
    ck_assert_int_eq(token_order_law(e, &unit, SECOND_INDEPENDENT, 5.0, &value), STATUS_UNDEFINED);
    ck_assert_int_eq(token_order_law(tapa, &gauss, SECOND_INDEPENDENT, 5.0, &value),
                     STATUS_UNDEFINED);
    ck_assert_int_eq(token_order_law_average(e, &gauss, SECOND_INDEPENDENT, 1048577.0, &average),
                     STATUS_UNDEFINED);
    encoding_free(e);
    encoding_free(tapa);
}
