/* Query-key strings, and draws from each law: exact coefficients where they are fixed, moments
 * where they are random. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "experiments/harness/draws/qk.h"
#include "tests/tools/check_tools.h"

static const struct random_stream STREAM = {17, 23};

TEST(good_strings_are_read)
{
    static const struct {
        const char *text, *resolved;
        struct qk_law law;
    } cases[] = {
        {"unit", "unit", {.kind = QK_UNIT}},
        {"phase", "phase", {.kind = QK_PHASE}},
        {"gauss", "gauss:mu=0,sigma=1", {.kind = QK_GAUSS, .sigma = 1}},
        {"gauss:mu=-0.5,sigma=2",
         "gauss:mu=-0.5,sigma=2",
         {.kind = QK_GAUSS, .mu = -0.5, .sigma = 2}},
        {"gauss:sigma=2e-3", "gauss:mu=0,sigma=2e-3", {.kind = QK_GAUSS, .sigma = 2e-3}},
        {"aligned:rho=1", "aligned:rho=1", {.kind = QK_ALIGNED, .rho = 1}},
        {"aligned:rho=-0.25", "aligned:rho=-0.25", {.kind = QK_ALIGNED, .rho = -0.25}},
        {"crossed:c=0.5", "crossed:c=0.5", {.kind = QK_CROSSED, .c = 0.5}},
        {"moments", "moments:mu0=1,nu0=0", {.kind = QK_MOMENTS, .mu0 = 1}},
        {"moments:nu0=2,mu0=-3", "moments:mu0=-3,nu0=2", {.kind = QK_MOMENTS, .mu0 = -3, .nu0 = 2}},
    };
    for (size_t i = 0; i < TOOLS_COUNT(cases); i++) {
        struct qk_model model;
        struct message error;
        if (!qk_parse(cases[i].text, &model, &error))
            ck_abort_msg("%s: %s", cases[i].text, error.text);
        const struct qk_law *a = &model.law, *b = &cases[i].law;
        ck_assert_msg(a->kind == b->kind && a->mu == b->mu && a->sigma == b->sigma &&
                          a->rho == b->rho && a->c == b->c && a->mu0 == b->mu0 && a->nu0 == b->nu0,
                      "%s", cases[i].text);
        ck_assert_str_eq(model.text, cases[i].text);
        ck_assert_str_eq(model.resolved, cases[i].resolved);
        ck_assert(qk_deterministic(a) == (a->kind == QK_UNIT));
        qk_free(&model);
    }
}

TEST(bad_strings_are_refused)
{
    static const char *const cases[][2] = {
        {"", "unknown name"},
        {"gaus", "did you mean \"gauss\""},
        {"gauss:", "nothing after"},
        {"gauss:sigma=0", "from 1e-15 to 1e+15"},
        {"gauss:sigma=9e-16", "from 1e-15 to 1e+15"},
        {"gauss:sigma=1.1e15", "from 1e-15 to 1e+15"},
        {"gauss:mu=1e-16", "0, or a number of size from 1e-15 to 1e+15"},
        {"gauss:mu=-1.1e15", "0, or a number of size from 1e-15 to 1e+15"},
        {"gauss:mu=nan", "nan"},
        {"gauss:mu=inf", "inf"},
        {"gauss:mu=1x", "1x"},
        {"gauss:mu=", "mu"},
        {"gauss:mu=1,mu=2", "twice"},
        {"gauss:rho=1", "unknown key"},
        {"gauss:sgma=1", "did you mean \"sigma\""},
        {"aligned:rho=1.01", "to 1"},
        {"aligned:rho=-2", "to 1"},
        {"crossed:c=1", "under 1"},
        {"crossed:c=-1", "under 1"},
        {"unit:", "takes no keys"},
        {"unit:a=1", "takes no keys"},
        {"phase:x=1", "takes no keys"},
        {"moments:mu0=1e999", "1e999"},
        {"gauss mu=1", "unknown name"},
        {"Gauss", "unknown name"},
    };
    for (size_t i = 0; i < TOOLS_COUNT(cases); i++) {
        struct qk_model model;
        struct message error = {""};
        ck_assert_msg(!qk_parse(cases[i][0], &model, &error), "\"%s\" was taken", cases[i][0]);
        ck_assert_msg(strstr(error.text, cases[i][1]) != NULL, "\"%s\": %s", cases[i][0],
                      error.text);
    }
}

/* Which laws can be drawn for which encodings. */
TEST(each_encoding_draws_the_laws_it_can)
{
    static const struct {
        const char *qk, *encoding;
        bool yes;
    } cases[] = {
        {"unit", "rope", true},
        {"phase", "nope", true},
        {"gauss", "tapa", true},
        {"aligned:rho=0.5", "tapa", true},
        {"moments", "rope", false},
        {"moments", "tapa", false},
        {"unit", "tapa", false},
        {"phase", "tapa", false},
        {"crossed:c=0.5", "rope", true},
        {"crossed:c=0.5", "tapa", true},
        {"crossed:c=0.5", "tapa:dim=6", false},
        {"crossed:c=0.5", "tapa:dim=5,split=0.4", false},
    };
    for (size_t i = 0; i < TOOLS_COUNT(cases); i++) {
        struct qk_model model;
        struct message error = {""};
        struct encoding *e = tools_encoding(cases[i].encoding);
        ck_assert(qk_parse(cases[i].qk, &model, &error));
        ck_assert_msg(qk_drawable(&model, e, &error) == cases[i].yes, "%s with %s", cases[i].qk,
                      cases[i].encoding);
        ck_assert(cases[i].yes || strstr(error.text, cases[i].qk));
        qk_free(&model);
        encoding_free(e);
    }
}

enum { DIM = 6, DRAWS = 200000 };

/* Unit: A_n = 1, B_n = 0 in every draw. Phase: A_n^2 + B_n^2 = 1, with the angle uniform: E A = E B
 * = E AB = E A^2 - B^2 = 0. */
TEST(unit_and_phase_have_their_amplitudes)
{
    double work[2 * DIM], q[DIM], k[DIM], sums[4] = {0.0};
    struct qk_law unit = tools_law("unit"), phase = tools_law("phase");
    struct worst w = {0};
    ck_assert_uint_le(qk_work_size(DIM), 2 * DIM);
    for (uint64_t draw = 0; draw < DRAWS; draw++) {
        qk_draw(&phase, &STREAM, draw, DIM, work, q, k);
        for (size_t n = 0; n < DIM; n += 2) {
            double a = q[n] * k[n] + q[n + 1] * k[n + 1], b = q[n] * k[n + 1] - q[n + 1] * k[n];
            if (draw < 1000)
                worst_take(&w, fabs(a * a + b * b - 1.0), 6.0 * UNIT_ROUNDING, "draw %zu",
                           (size_t)draw);
            sums[0] += a, sums[1] += b, sums[2] += a * b, sums[3] += a * a - b * b;
        }
    }
    worst_check(&w);
    static const double variance[4] = {0.5, 0.5, 0.125, 0.5};
    for (int i = 0; i < 4; i++)
        check_le(fabs(sums[i]), DEVIATIONS * sqrt(variance[i] * DRAWS * DIM / 2));
    qk_draw(&unit, &STREAM, 3, DIM, work, q, k);
    for (size_t n = 0; n < DIM; n += 2)
        ck_assert(q[n] * k[n] + q[n + 1] * k[n + 1] == 1.0 &&
                  q[n] * k[n + 1] - q[n + 1] * k[n] == 0.0);
}

/* First and second moments of all 2 DIM coordinates against the law's covariance. The sample mean
 * of x y has variance (cov_xx cov_yy + cov_xy^2)/n for centred normals; 6.5 of its deviations. */
TEST(drawn_covariances_are_the_law)
{
    static const char *const laws[] = {"gauss:mu=0.75,sigma=2", "aligned:rho=0.6", "aligned:rho=-1",
                                       "crossed:c=0.8"};
    enum { ALL = 2 * DIM };
    for (size_t l = 0; l < TOOLS_COUNT(laws); l++) {
        struct qk_law law = tools_law(laws[l]);
        double work[2 * DIM], x[ALL], sum[ALL] = {0.0}, square[ALL][ALL] = {{0.0}};
        struct worst w = {0};
        for (uint64_t draw = 0; draw < DRAWS; draw++) {
            qk_draw(&law, &STREAM, draw, DIM, work, x, x + DIM);
            for (size_t i = 0; i < ALL; i++) {
                x[i] -= law.mu;
                sum[i] += x[i];
                for (size_t j = 0; j <= i; j++)
                    square[i][j] += x[i] * x[j];
            }
        }
        double scale = law.kind == QK_GAUSS ? law.sigma * law.sigma : 1.0, n = DRAWS;
        for (size_t i = 0; i < ALL; i++) {
            worst_take(&w, fabs(sum[i] / n), DEVIATIONS * sqrt(scale / n), "%s mean %zu", laws[l],
                       i);
            for (size_t j = 0; j <= i; j++) {
                double want = i == j ? scale : 0.0;
                if (law.kind == QK_ALIGNED && i == j + DIM)
                    want = law.rho;
                if (law.kind == QK_CROSSED && i == j + 1 && i % 2 == 1)
                    want = i < DIM ? law.c : -law.c;
                worst_take(&w, fabs(square[i][j] / n - want),
                           DEVIATIONS * sqrt((scale * scale + want * want) / n),
                           "%s covariance %zu,%zu", laws[l], i, j);
            }
        }
        worst_check(&w);
    }
}

/* A draw is a function of its address. */
TEST(draw_is_a_function_of_its_address)
{
    double work[2 * DIM], a[4 * DIM], b[4 * DIM];
    struct random_stream other = {STREAM.seed, STREAM.stream + 1};
    struct qk_law law = tools_law("gauss");
    qk_draw(&law, &STREAM, 5, DIM, work, a, a + DIM);
    qk_draw(&law, &STREAM, 6, DIM, work, a + 2 * DIM, a + 3 * DIM);
    qk_draw(&law, &STREAM, 6, DIM, work, b + 2 * DIM, b + 3 * DIM);
    qk_draw(&law, &STREAM, 5, DIM, work, b, b + DIM);
    ck_assert_mem_eq(a, b, sizeof a);
    ck_assert(a[0] != a[2 * DIM]);
    qk_draw(&law, &other, 5, DIM, work, b, b + DIM);
    ck_assert(a[0] != b[0]);
}
