/* The library's counts against what the commands count of the same draws, and against the
 * definition. */
#include <math.h>
#include <stdlib.h>

#include "experiments/consistency/measure.h"
#include "experiments/harness/draws/qk.h"
#include "experiments/locality/measure.h"
#include "tests/lib/library_tools.h"
#include "tests/tools/score_tools.h"

static const char *const encodings[] = {"rope:base=5e5,dim=64", "model:llama-3.1-8b", "tapa:dim=16",
                                        "alibi:dim=16,slope=0.001", "rope:base=16,dim=8,unit=turn"};

/* Of every draw of a few, over both choices of windows, the very shares that locality averages. */
TEST(position_inversions_are_localitys)
{
    enum { DRAWS = 5 };
    static const double contexts[] = {64, 1000, 8192};
    struct random_stream stream = random_draws(LIBRARY_SEED);
    struct qk_law law = tools_law("aligned:rho=0.5");
    for (size_t i = 0; i < TOOLS_COUNT(encodings) * TOOLS_COUNT(contexts) * 2; i++) {
        const char *text = encodings[i / 2 % TOOLS_COUNT(encodings)];
        posbias_encoding *e = library_encoding(text);
        struct encoding *rooms = tools_encoding(text);
        struct curve_window at[2];
        struct locality_fraction share[DRAWS];
        locality_window(i % 2 ? LOCALITY_FOLLOW : LOCALITY_HALF,
                        contexts[i / 2 / TOOLS_COUNT(encodings)], at);
        ck_assert_int_eq(locality_fractions(rooms, &law, &stream, at, DRAWS, share), STATUS_OK);
        for (int64_t d = 0; d < DRAWS; d++) {
            double query[LIBRARY_DIM], key[LIBRARY_DIM];
            posbias_count n;
            library_draw(e, "aligned:rho=0.5", d, query, key);
            ck_assert_int_eq(posbias_position_inversions(e, posbias_encoding_dim(e), query, key,
                                                         (int64_t)at[0].first, (int64_t)at[0].count,
                                                         (int64_t)at[1].first, (int64_t)at[1].count,
                                                         &n, NULL, 0),
                             POSBIAS_OK);
            ck_assert_int_eq(n.total, (int64_t)(at[0].count * at[1].count));
            ck_assert(n.least == n.most && n.ties_least == n.ties_most);
            ck_assert_double_eq((double)n.least / (double)n.total, share[d].less_lo);
            ck_assert_double_eq((double)n.ties_least / (double)n.total, share[d].tie_lo);
        }
        posbias_encoding_free(e);
        encoding_free(rooms);
    }
}

/* A curve that is held, one that is streamed, and one of which only limits are counted, as printed
 * for one draw. */
TEST(position_inversions_are_those_printed)
{
    static const struct {
        const char *encoding, *context;
        int64_t half;
    } cases[] = {{"model:llama-3-8b", "--context=8192", 4096},
                 {"rope:base=1e4,dim=4", "--context=2097152", 1 << 20},
                 {"rope:base=1e4,dim=2", "--context=33554432", 1 << 24}};
    struct folder f;
    folder_make(&f);
    for (size_t i = 0; i < TOOLS_COUNT(cases) - (TOOLS_SANITIZED ? 1 : 0); i++) {
        struct csv csv = scores_table(
            &f,
            (const char *const[]){"locality", "--encoding", cases[i].encoding, "--qk=gauss:mu=0.5",
                                  "--seed=7", "--pairs=1", "--points=32", cases[i].context, NULL});
        posbias_encoding *e = library_encoding(cases[i].encoding);
        double query[LIBRARY_DIM], key[LIBRARY_DIM];
        posbias_count n;
        library_draw(e, "gauss:mu=0.5", 0, query, key);
        ck_assert_int_eq(posbias_position_inversions(e, posbias_encoding_dim(e), query, key, 0,
                                                     cases[i].half, cases[i].half, cases[i].half,
                                                     &n, NULL, 0),
                         POSBIAS_OK);
        double total = (double)n.total;
        ck_assert_double_eq(0.5 * ((double)n.least / total + (double)n.most / total),
                            csv_number(&csv, 0, "p_inv"));
        ck_assert_double_eq(0.5 * ((double)n.ties_least / total + (double)n.ties_most / total),
                            csv_number(&csv, 0, "p_tie"));
        ck_assert((n.least < n.most) == (i == 2));
        check_le((double)(n.most - n.least), 1e-6 * total);
        posbias_encoding_free(e);
        csv_free(&csv);
    }
    folder_remove(&f);
}

TEST(token_inversions_are_consistencys)
{
    enum { DRAWS = 5 };
    static const double contexts[] = {1, 64, 5000};
    struct random_stream stream = random_draws(LIBRARY_SEED);
    struct qk_law law = tools_law("gauss:mu=0.5");
    for (size_t i = 0; i < TOOLS_COUNT(encodings) * TOOLS_COUNT(contexts); i++) {
        const char *text = encodings[i % TOOLS_COUNT(encodings)];
        double context = contexts[i / TOOLS_COUNT(encodings)], flips[DRAWS], ties[DRAWS];
        posbias_encoding *e = library_encoding(text);
        struct encoding *rooms = tools_encoding(text);
        ck_assert_int_eq(token_order_fractions(rooms, &law, &stream, SECOND_INDEPENDENT, context,
                                               DRAWS, flips, ties),
                         STATUS_OK);
        for (size_t d = 0; d < DRAWS; d++) {
            double work[3 * LIBRARY_DIM], query[LIBRARY_DIM], key[LIBRARY_DIM], other[LIBRARY_DIM];
            posbias_count n;
            ck_assert_int_eq(curve_draw_vectors(&law, &stream, SECOND_INDEPENDENT, rooms->dim, d, 1,
                                                work, query, key, other),
                             STATUS_OK);
            ck_assert_int_eq(posbias_token_inversions(e, rooms->dim, query, key, other,
                                                      (int64_t)context, &n, NULL, 0),
                             POSBIAS_OK);
            ck_assert_int_eq(n.total, (int64_t)context);
            ck_assert(n.least == n.most && n.ties_least == n.ties_most);
            ck_assert_double_eq((double)n.least / context, flips[d]);
            ck_assert_double_eq((double)n.ties_least / context, ties[d]);
        }
        posbias_encoding_free(e);
        encoding_free(rooms);
    }
}

/* Every pair of distances, and every distance, by the scores and bounds that the library gives. */
TEST(counts_are_those_of_the_scores)
{
    enum { COUNT = 300, NEAR = 120 };
    for (size_t c = 0; c < TOOLS_COUNT(encodings); c++) {
        posbias_encoding *e = library_encoding(encodings[c]);
        size_t dim = posbias_encoding_dim(e);
        double query[LIBRARY_DIM], key[2][LIBRARY_DIM], r[COUNT], score[2][COUNT], bound[2][COUNT];
        posbias_count position, token;
        int64_t less = 0, even = 0, flips = 0, open = 0;
        for (size_t i = 0; i < COUNT; i++)
            r[i] = (double)i;
        library_draw(e, "gauss", 1, query, key[1]);
        library_draw(e, "gauss", 0, query, key[0]);
        for (size_t k = 0; k < 2; k++)
            ck_assert_int_eq(
                posbias_scores(e, dim, query, key[k], COUNT, r, score[k], bound[k], NULL, 0),
                POSBIAS_OK);
        for (size_t i = 0; i < NEAR; i++)
            for (size_t j = NEAR; j < COUNT; j++) {
                double tie = 2.0 * bound[0][COUNT - 1], margin = score[0][j] - score[0][i];
                less += margin > tie;
                even += fabs(margin) <= tie;
            }
        for (size_t i = 0; i < COUNT; i++) {
            double slack = bound[0][COUNT - 1] + bound[1][COUNT - 1],
                   margin = score[0][i] - score[1][i], zero = score[0][0] - score[1][0];
            bool sure = fabs(margin) > slack && fabs(zero) > slack;
            flips += sure && (margin < 0.0) != (zero < 0.0);
            open += !sure;
        }
        ck_assert_int_eq(posbias_position_inversions(e, dim, query, key[0], 0, NEAR, NEAR,
                                                     COUNT - NEAR, &position, NULL, 0),
                         POSBIAS_OK);
        ck_assert_int_eq(
            posbias_token_inversions(e, dim, query, key[0], key[1], COUNT, &token, NULL, 0),
            POSBIAS_OK);
        ck_assert_int_eq(token.least, flips);
        ck_assert_int_eq(token.ties_least, open);
        ck_assert_int_eq(position.least, less);
        ck_assert_int_eq(position.ties_least, even);
        posbias_encoding_free(e);
    }
}
