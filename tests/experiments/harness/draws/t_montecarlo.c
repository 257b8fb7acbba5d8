/* The engine's samples against a plain loop over the same draws, whatever the threads. */
#include "experiments/harness/draws/montecarlo.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "experiments/harness/command/run.h"
#include "experiments/harness/draws/qk.h"
#include "tests/tools/check_tools.h"

static const struct random_stream STREAM = {5, 99};

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
