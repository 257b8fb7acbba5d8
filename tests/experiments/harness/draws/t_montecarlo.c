/* Sample moments on split data, the engine's samples against a plain loop over the same draws, and
 * closed moments inside them. */
#include "experiments/harness/draws/montecarlo.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "experiments/closed_forms.h"
#include "experiments/harness/command/run.h"
#include "experiments/harness/draws/qk.h"
#include "tests/tools/check_tools.h"

static const struct random_stream STREAM = {5, 99};

/* Joining parts of any sizes gives the moments of the whole. A join adds a few roundings of
 * quantities at most the size of sum |x - mean|^p plus count |delta|^p, all within sum (|x| +
 * |mean|)^p: 40 units of that per join. */
TEST(joined_parts_have_the_moments_of_the_whole)
{
    enum { N = 400 };
    uint64_t state = 71;
    struct worst w = {0};
    double x[N];
    for (int trial = 0; trial < 300; trial++) {
        double offset = trial % 3 ? 0.0 : 3.0, size[5] = {0.0};
        for (size_t i = 0; i < N; i++)
            x[i] = offset + pow(tools_uniform(&state), 1 + trial % 4) - 0.3;
        struct sample parts = {0}, all = sample_of(N, x);
        size_t joins = 0;
        for (size_t at = 0; at < N; joins++) {
            size_t n = 1 + (size_t)(tools_uniform(&state) * (trial % 2 ? 9.0 : 150.0));
            n = n < N - at ? n : N - at;
            struct sample part = sample_of(n, x + at), nothing = {0};
            sample_join(&parts, &part);
            sample_join(&parts, &nothing);
            at += n;
        }
        for (size_t i = 0; i < N; i++)
            for (int p = 1; p <= 4; p++)
                size[p] += pow(fabs(x[i]) + fabs(all.mean), p);
        double unit = 40.0 * (double)(joins + 10) * UNIT_ROUNDING;
        ck_assert(parts.count == N && all.count == N);
        worst_take(&w, fabs(parts.mean - all.mean), unit * size[1] / N, "mean, trial %d", trial);
        worst_take(&w, fabs(parts.m2 - all.m2), unit * size[2], "m2, trial %d", trial);
        worst_take(&w, fabs(parts.m3 - all.m3), unit * size[3], "m3, trial %d", trial);
        worst_take(&w, fabs(parts.m4 - all.m4), unit * size[4], "m4, trial %d", trial);
    }
    worst_check(&w);
}

/* 1, 2, 3, 4, 10: mean 4, deviations -3 -2 -1 0 6. */
TEST(five_numbers_by_hand)
{
    static const double x[5] = {1, 2, 3, 4, 10};
    struct sample s = sample_of(5, x), flat = {.count = 4, .mean = 1};
    ck_assert(s.count == 5 && fabs(s.mean - 4.0) <= 1e-15 && fabs(s.m2 - 50.0) <= 1e-13 &&
              fabs(s.m3 - 180.0) <= 1e-12 && fabs(s.m4 - 1394.0) <= 1e-11);
    check_le(fabs(sample_variance(&s) - 12.5), 1e-13);
    check_le(fabs(sample_mean_error(&s) - sqrt(2.5)), 1e-14);
    check_le(fabs(sample_variance_error(&s) - sqrt((278.8 - 0.5 * 156.25) / 5.0)), 1e-13);
    check_le(fabs(sample_skewness(&s) - 36.0 / pow(10.0, 1.5)), 1e-14);
    ck_assert(sample_skewness(&flat) == 0.0);
}

/* The same draws scored one at a time through the engine and gathered at once by sample_of. Scores
 * agree to the engine's rounding, (h + 8) units of at most D |q||k|; the moments of n numbers of
 * size s then to n (h + 60) units of (2 s)^p. */
TEST(samples_are_those_of_a_plain_loop)
{
    enum { DRAWS = 700, COUNT = 5 };
    static const double r[COUNT] = {0, 1, 7, 100, 12345};
    static const char *const specs[] = {"rope:base=1e4,dim=8", "tapa:dim=8",
                                        "alibi:dim=8,slope=0.01",
                                        "rope:base=1e4,dim=8,rotary=4,norm=none"};
    struct worst w = {0};
    struct qk_law law = tools_law("gauss:mu=0.5,sigma=1");
    struct encoding *encodings[4];
    struct sample results[4][COUNT], alone[COUNT], *out[4];
    for (size_t e = 0; e < 4; e++)
        encodings[e] = tools_encoding(specs[e]), out[e] = results[e];
    ck_assert_int_eq(montecarlo_scores(4, (const struct encoding *const *)encodings, &law, &STREAM,
                                       DRAWS, COUNT, r, out),
                     STATUS_OK);
    for (size_t e = 0; e < 4; e++) {
        static double scores[COUNT][DRAWS];
        double *table = malloc(encoding_table_size(encodings[e], COUNT) * sizeof *table),
               *work = malloc(encoding_work_size(encodings[e], 1) * sizeof *work);
        ck_assert(encoding_table_fill(encodings[e], COUNT, r, table) == STATUS_OK);
        for (size_t d = 0; d < DRAWS; d++) {
            double q[8], k[8], draw[16], score[COUNT];
            qk_draw(&law, &STREAM, d, 8, draw, q, k);
            struct score_input input = {.draws = 1, .query = q, .key = k};
            ck_assert(encoding_scores(encodings[e], COUNT, table, &input, work, score) ==
                      STATUS_OK);
            for (size_t i = 0; i < COUNT; i++)
                scores[i][d] = score[i];
        }
        for (size_t i = 0; i < COUNT; i++) {
            struct sample want = sample_of(DRAWS, scores[i]);
            double size = 0.0;
            for (size_t d = 0; d < DRAWS; d++)
                /* |q||k| under 10 sqrt(D) norm here */
                size = fmax(size, fabs(scores[i][d]) + 10.0);
            double unit = 70.0 * UNIT_ROUNDING;
            const struct sample *got = &results[e][i];
            ck_assert(got->count == DRAWS);
            worst_take(&w, fabs(got->mean - want.mean), unit * 2.0 * size, "mean %s r %.0f",
                       specs[e], r[i]);
            worst_take(&w, fabs(got->m2 - want.m2), DRAWS * unit * pow(2.0 * size, 2.0),
                       "m2 %s r %.0f", specs[e], r[i]);
            worst_take(&w, fabs(got->m3 - want.m3), DRAWS * unit * pow(2.0 * size, 3.0),
                       "m3 %s r %.0f", specs[e], r[i]);
            worst_take(&w, fabs(got->m4 - want.m4), DRAWS * unit * pow(2.0 * size, 4.0),
                       "m4 %s r %.0f", specs[e], r[i]);
        }
        free(table);
        free(work);
        struct sample *one = alone; /* alone as together, to the bit */
        ck_assert_int_eq(montecarlo_scores(1, (const struct encoding *const *)&encodings[e], &law,
                                           &STREAM, DRAWS, COUNT, r, &one),
                         STATUS_OK);
        ck_assert_mem_eq(alone, results[e], sizeof alone);
        encoding_free(encodings[e]);
    }
    worst_check(&w);
}

/* The bits do not depend on the threads, over several panels of distances and chunks of draws. */
TEST(bits_do_not_depend_on_threads)
{
    enum { COUNT = 2500 };
    static double r[COUNT];
    static struct sample one[COUNT], two[COUNT];
    static const char *const specs[] = {"rope:base=1e4,dim=16", "tapa:dim=16"};
    struct qk_law law = tools_law("aligned:rho=0.5");
    for (size_t i = 0; i < COUNT; i++)
        r[i] = (double)i;
    for (size_t e = 0; e < 2; e++) {
        struct encoding *encoding = tools_encoding(specs[e]);
        struct sample *out = one;
        run_threads(1);
        ck_assert_int_eq(montecarlo_scores(1, (const struct encoding *const *)&encoding, &law,
                                           &STREAM, 1000, COUNT, r, &out),
                         STATUS_OK);
        run_threads(2);
        out = two;
        ck_assert_int_eq(montecarlo_scores(1, (const struct encoding *const *)&encoding, &law,
                                           &STREAM, 1000, COUNT, r, &out),
                         STATUS_OK);
        ck_assert_mem_eq(one, two, sizeof one);
        struct sample last;
        out =
            /* the second panel is there and holds what a list of its own would; the tile's place
             * moves a few last bits */
            &last;
        ck_assert_int_eq(montecarlo_scores(1, (const struct encoding *const *)&encoding, &law,
                                           &STREAM, 1000, 1, &r[COUNT - 1], &out),
                         STATUS_OK);
        ck_assert(one[COUNT - 1].count == 1000.0);
        check_le(fabs(one[COUNT - 1].mean - last.mean), 1e-13 * sqrt(last.m2 / 1000.0));
        encoding_free(encoding);
    }
    double bad = -1.0;
    struct encoding *encoding = tools_encoding(specs[0]);
    struct sample *out = one;
    ck_assert_int_eq(montecarlo_scores(1, (const struct encoding *const *)&encoding, &law, &STREAM,
                                       10, 1, &bad, &out),
                     STATUS_DOMAIN);
    encoding_free(encoding);
}

/* Closed mean and variance of every law under every kind of encoding within 6.5 standard errors of
 * 2^16 draws: the mean's from the closed variance, the variance's from the sample's fourth moment
 * (its relative error at n = 2^16 is a few per cent: 7.5). A closed value that is wrong by a tenth
 * of a deviation is 25 errors away. */
TEST(closed_moments_are_sampled)
{
    enum { DRAWS = 1 << 16, COUNT = 6 };
    static const double r[COUNT] = {0, 1, 5, 40, 1000, 1e6};
    static const char *const specs[] = {
        "rope:base=1e4,dim=8",
        "rope:base=1e4,dim=8,rotary=4,scaling=yarn,factor=4,orig=4096,attn=1.25,unit=turn",
        "nope:dim=8",
        "alibi:dim=8,slope=0.01",
        "tapa:dim=8",
        "tapa:dim=8,split=0.25,alpha=0.02,phase=linear"};
    static const char *const laws[] = {"unit",
                                       "phase",
                                       "gauss:mu=0,sigma=1",
                                       "gauss:mu=-0.75,sigma=0.5",
                                       "aligned:rho=0.75",
                                       "aligned:rho=-0.5",
                                       "crossed:c=0.75"};
    struct worst means = {0}, variances = {0};
    for (size_t e = 0; e < TOOLS_COUNT(specs); e++)
        for (size_t l = 0; l < TOOLS_COUNT(laws); l++) {
            struct encoding *encoding = tools_encoding(specs[e]);
            struct qk_model model;
            struct message error;
            struct sample got[COUNT], *out = got;
            double mean[COUNT], variance[COUNT];
            bool has_mean, has_variance;
            ck_assert(qk_parse(laws[l], &model, &error));
            ck_assert(closed_allowed(encoding, &model, &error) ==
                      qk_drawable(&model, encoding, &error));
            if (closed_allowed(encoding, &model, &error)) {
                ck_assert_int_eq(closed_moments(encoding, &model.law, COUNT, r, mean, variance,
                                                &has_mean, &has_variance),
                                 STATUS_OK);
                ck_assert(has_mean && has_variance);
                ck_assert_int_eq(montecarlo_scores(1, (const struct encoding *const *)&encoding,
                                                   &model.law, &STREAM, DRAWS, COUNT, r, &out),
                                 STATUS_OK);
                /* a deterministic score leaves rounding, of the slope's size too */
                for (size_t i = 0; i < COUNT; i++) {
                    double rounding = 1e-14 * (1.0 - encoding_offset(encoding, r[i])),
                           spread = fmax(variance[i], 0.0);
                    worst_take(&means, fabs(got[i].mean - mean[i]),
                               DEVIATIONS * sqrt(spread / DRAWS) + rounding, "%s %s r %.0f",
                               specs[e], laws[l], r[i]);
                    worst_take(&variances, fabs(sample_variance(&got[i]) - variance[i]),
                               7.5 * sample_variance_error(&got[i]) +
                                   rounding * (rounding + sqrt(spread)) + 1e-26,
                               "%s %s r %.0f", specs[e], laws[l], r[i]);
                }
            }
            qk_free(&model);
            encoding_free(encoding);
        }
    worst_check(&means);
    worst_check(&variances);
}

/* Expectations alone have a mean under a bank and nothing else; a bank's amplitudes mean nothing to
 * tapa. */
TEST(which_moments_exist)
{
    static const struct {
        const char *spec, *qk;
        bool allowed, mean, variance;
    } cases[] = {
        {"rope", "moments", true, true, false},   {"alibi:slope=1", "moments", true, true, false},
        {"tapa", "moments", false, false, false}, {"tapa", "unit", false, false, false},
        {"tapa", "phase", false, false, false},   {"rope", "phase", true, true, true},
        {"nope", "gauss", true, true, true},      {"tapa", "crossed:c=0.5", true, true, true},
    };
    for (size_t i = 0; i < TOOLS_COUNT(cases); i++) {
        struct encoding *e = tools_encoding(cases[i].spec);
        struct qk_model model;
        struct message error = {""};
        double r[2] = {3.0, 0.5}, mean[2], variance[2];
        bool has_mean = false, has_variance = false;
        ck_assert(qk_parse(cases[i].qk, &model, &error));
        ck_assert_msg(closed_allowed(e, &model, &error) == cases[i].allowed, "%s with %s",
                      cases[i].spec, cases[i].qk);
        enum status status = closed_moments(e, &model.law, 1, r, mean, variance, &has_mean,
                                            &has_variance);
        ck_assert_int_eq(status, STATUS_OK);
        ck_assert_msg(has_mean == cases[i].mean && has_variance == cases[i].variance, "%s with %s",
                      cases[i].spec, cases[i].qk);
        if (e->type->bank)
            ck_assert_int_eq(
                closed_moments(e, &model.law, 2, r, mean, variance, &has_mean, &has_variance),
                STATUS_DOMAIN);
        qk_free(&model);
        encoding_free(e);
    }
}

/* Every encoding type: what is said to be its closed mean and variance is what its own engine
 * draws, within 7 standard errors (a false alarm once in 1e11). A new type belongs in the list. */
TEST(every_type_is_its_own_closed_form)
{
    static const char *const specs[] = {"rope:dim=8", "tapa:dim=8", "nope:dim=8",
                                        "alibi:dim=8,slope=0.01"};
    const struct random_stream stream = {7, 7};
    const struct qk_law law = {.kind = QK_GAUSS, .mu = 0.5, .sigma = 0.5};
    const double r[2] = {3.0, 1000.0};
    struct worst worst = {0};
    ck_assert_uint_eq(TOOLS_COUNT(specs), encoding_type_count);
    for (size_t e = 0; e < encoding_type_count; e++) {
        struct encoding *encoding = tools_encoding(specs[e]);
        const struct encoding *list[] = {encoding};
        struct sample sample[2], *out[] = {sample};
        double mean[2], variance[2];
        bool has_mean = false, has_variance = false;
        ck_assert(encoding->type == encoding_types[e]);
        ck_assert_int_eq(
            closed_moments(encoding, &law, 2, r, mean, variance, &has_mean, &has_variance),
            STATUS_OK);
        ck_assert_int_eq(montecarlo_scores(1, list, &law, &stream, 20000, 2, r, out), STATUS_OK);
        for (size_t i = 0; i < 2; i++) {
            if (has_mean)
                worst_take(&worst, fabs(sample[i].mean - mean[i]),
                           7.0 * sample_mean_error(&sample[i]), "mean of %s", specs[e]);
            if (has_variance)
                worst_take(&worst, fabs(sample_variance(&sample[i]) - variance[i]),
                           7.0 * sample_variance_error(&sample[i]), "variance of %s", specs[e]);
        }
        encoding_free(encoding);
    }
    worst_check(&worst);
}
