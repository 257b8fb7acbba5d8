/* The library against what the program prints, bit for bit. */
#include "lib/posbias.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "tests/lib/library_tools.h"
#include "tests/tools/score_tools.h"

/* Every type that reads no tokens: what `posbias scores` prints of draw, distance and bound. */
TEST(scores_are_the_programs)
{
    struct folder f;
    size_t types = 0;
    folder_make(&f);
    for (size_t t = 0; t < encoding_type_count; t++) {
        if (encoding_types[t]->tokens != TOKEN_NOTHING)
            continue;
        const char *text = encoding_types[t]->specimen;
        struct csv csv = scores_table(
            &f, (const char *const[]){"scores", "--encoding", text, "--qk=gauss:mu=0.5", "--seed=7",
                                      "--pairs=3", "--distances=0,1,17,1000", NULL});
        posbias_encoding *e = library_encoding(text);
        size_t dim = posbias_encoding_dim(e);
        ck_assert_uint_eq(csv.row_count, 12);
        for (size_t i = 0; i < csv.row_count; i++) {
            double query[LIBRARY_DIM], key[LIBRARY_DIM], score, bound,
                r = csv_number(&csv, i, "distance_tok");
            char error[LIBRARY_ERROR];
            library_draw(e, "gauss:mu=0.5", (int64_t)csv_number(&csv, i, "draw"), query, key);
            ck_assert_msg(posbias_scores(e, dim, query, key, 1, &r, &score, &bound, error,
                                         LIBRARY_ERROR) == POSBIAS_OK,
                          "%s", error);
            ck_assert_double_eq(score, csv_number(&csv, i, "score"));
            ck_assert_double_eq(bound, csv_number(&csv, i, "score_err"));
        }
        posbias_encoding_free(e);
        csv_free(&csv);
        types++;
    }
    ck_assert_uint_ge(types, 20);
    folder_remove(&f);
}

/* One table after the other, of the most distances that one holds and of fewer: a score does not
 * depend on those it is asked for with. */
TEST(a_score_is_the_same_alone)
{
    enum { COUNT = 2500 };
    static double r[COUNT], score[COUNT];
    posbias_encoding *e = library_encoding("model:llama-3.1-8b");
    double query[LIBRARY_DIM], key[LIBRARY_DIM];
    size_t dim = posbias_encoding_dim(e);
    library_draw(e, "gauss", 1, query, key);
    for (size_t i = 0; i < COUNT; i++)
        r[i] = floor(3.7 * (double)i);
    ck_assert_int_eq(posbias_scores(e, dim, query, key, COUNT, r, score, NULL, NULL, 0),
                     POSBIAS_OK);
    for (size_t i = 0; i < COUNT; i += 7) {
        double alone;
        ck_assert_int_eq(posbias_scores(e, dim, query, key, 1, r + i, &alone, NULL, NULL, 0),
                         POSBIAS_OK);
        ck_assert_double_eq(alone, score[i]);
    }
    posbias_encoding_free(e);
}

/* Single distances and a run of equal steps, which closed forms go along otherwise. */
TEST(closed_forms_are_the_programs)
{
    enum { ROWS = 303 };
    static const char *const encodings[] = {
        "rope:base=5e5,dim=128",   "model:llama-3.1-8b", "tapa:dim=128,alpha=0.1,split=0.5",
        "alibi:dim=64,slope=0.01", "xpos:dim=64",        "fope:dim=8"};
    static const char *const models[] = {"gauss:mu=0.5,sigma=1", "aligned:rho=0.5", "unit"};
    struct folder f;
    size_t means = 0, variances = 0;
    folder_make(&f);
    for (size_t i = 0; i < TOOLS_COUNT(encodings) * TOOLS_COUNT(models); i++) {
        const char *text = encodings[i / TOOLS_COUNT(models)],
                   *qk = models[i % TOOLS_COUNT(models)];
        double r[ROWS], mean[ROWS], variance[ROWS];
        char error[LIBRARY_ERROR];
        posbias_encoding *e = library_encoding(text);
        posbias_model *m = library_model(qk);
        for (size_t row = 0; row < ROWS; row++)
            r[row] = row < 300 ? (double)row : row == 300 ? 1000.0 : row == 301 ? 4321.0 : 1e5;
        int status = posbias_closed_mean(e, m, ROWS, r, mean, error, LIBRARY_ERROR);
        if (status == POSBIAS_OK) {
            struct csv csv = scores_table(
                &f, (const char *const[]){"decay", "--encoding", text, "--qk", qk,
                                          "--distances=0:299,1000,4321,100000", NULL});
            ck_assert_uint_eq(csv.row_count, ROWS);
            status = posbias_closed_variance(e, m, ROWS, r, variance, NULL, 0);
            for (size_t row = 0; row < ROWS; row++) {
                double printed = csv_number(&csv, row, "var_closed");
                ck_assert_double_eq(r[row], csv_number(&csv, row, "distance_tok"));
                ck_assert_double_eq(mean[row], csv_number(&csv, row, "mean_closed"));
                ck_assert_int_eq(status, isnan(printed) ? POSBIAS_UNDEFINED : POSBIAS_OK);
                if (status == POSBIAS_OK)
                    ck_assert_double_eq(variance[row], printed);
            }
            csv_free(&csv);
            means++;
            variances += status == POSBIAS_OK;
        } else
            ck_assert_msg(status == POSBIAS_UNDEFINED && strstr(error, text), "%s", error);
        posbias_encoding_free(e);
        posbias_model_free(m);
    }
    ck_assert_uint_ge(means, 12);
    ck_assert_uint_ge(variances, 10);
    folder_remove(&f);
}

TEST(frequencies_are_the_programs)
{
    static const char *const encodings[] = {"rope:base=5e5,dim=128", "model:llama-3.1-8b",
                                            "rope:base=1e4,dim=64,rotary=32,unit=turn"};
    struct folder f;
    folder_make(&f);
    for (size_t i = 0; i < TOOLS_COUNT(encodings); i++) {
        struct csv csv = scores_table(
            &f, (const char *const[]){"frequencies", "--encoding", encodings[i], NULL});
        posbias_encoding *e = library_encoding(encodings[i]);
        double radians[LIBRARY_DIM], turns[LIBRARY_DIM], weight[LIBRARY_DIM];
        size_t pairs = posbias_encoding_dim(e) / 2;
        ck_assert_uint_eq(csv.row_count, pairs);
        ck_assert_int_eq(posbias_frequencies(e, pairs, radians, turns, weight, NULL, 0),
                         POSBIAS_OK);
        ck_assert_int_eq(posbias_frequencies(e, pairs, NULL, NULL, NULL, NULL, 0), POSBIAS_OK);
        for (size_t n = 0; n < pairs; n++) {
            double wavelength = csv_number(&csv, n, "wavelength_tok");
            ck_assert_double_eq(radians[n], csv_number(&csv, n, "inv_freq_rad"));
            ck_assert_double_eq(weight[n], csv_number(&csv, n, "weight"));
            if (isnan(wavelength))
                ck_assert_double_eq(turns[n], 0.0);
            else
                ck_assert_double_eq(1.0 / turns[n], wavelength);
        }
        posbias_encoding_free(e);
        csv_free(&csv);
    }
    folder_remove(&f);
}

/* The sum that the header states, in long double: off by the score's own bound, by a rounding of
 * each amplitude, three operations in it, and by the turns' own 2^-53, which r multiplies. */
TEST(amplitudes_make_the_score)
{
    static const char *const encodings[] = {"rope:base=5e5,dim=64",
                                            "rope:dim=64,rotary=32,scaling=yarn,factor=4,orig=4096",
                                            "hope-fast:dim=64"};
    struct worst w = {0};
    for (size_t i = 0; i < TOOLS_COUNT(encodings); i++) {
        posbias_encoding *e = library_encoding(encodings[i]);
        size_t dim = posbias_encoding_dim(e), pairs = dim / 2;
        double query[LIBRARY_DIM], key[LIBRARY_DIM], cosine[LIBRARY_DIM], sine[LIBRARY_DIM],
            turns[LIBRARY_DIM], constant, slope;
        library_draw(e, "gauss", 3, query, key);
        ck_assert_int_eq(posbias_frequencies(e, pairs, NULL, turns, NULL, NULL, 0), POSBIAS_OK);
        ck_assert_int_eq(
            posbias_amplitudes(e, dim, query, key, pairs, cosine, sine, &constant, &slope, NULL, 0),
            POSBIAS_OK);
        for (size_t n = 0; n < pairs; n++)
            if (turns[n] == 0.0)
                ck_assert(cosine[n] == 0.0 && sine[n] == 0.0);
        for (double r = 0.0; r < 5000.0; r = floor(1.7 * r) + 1.0) {
            double score, bound;
            long double sum = (long double)constant - (long double)slope * (long double)r;
            double size = 0.0;
            for (size_t n = 0; n < pairs; n++) {
                long double x = 2.0L * acosl(-1.0L) * (long double)turns[n] * (long double)r,
                            a = (long double)cosine[n], b = (long double)sine[n];
                sum += a * cosl(x) + b * sinl(x);
                size += (fabs(cosine[n]) + fabs(sine[n])) * (TWO_PI * turns[n] * r + 4.0);
            }
            ck_assert_int_eq(posbias_scores(e, dim, query, key, 1, &r, &score, &bound, NULL, 0),
                             POSBIAS_OK);
            worst_take(&w, (double)fabsl((long double)score - sum), bound + 0x1p-53 * size,
                       "%s at %.0f", encodings[i], r);
        }
        posbias_encoding_free(e);
    }
    worst_check(&w);
}

/* A canonical string is the encoding again. */
TEST(the_text_of_an_encoding_parses_to_it)
{
    for (size_t t = 0; t < encoding_type_count; t++) {
        posbias_encoding *e = library_encoding(encoding_types[t]->specimen),
                         *again = library_encoding(posbias_encoding_text(e));
        ck_assert_str_eq(posbias_encoding_text(again), posbias_encoding_text(e));
        ck_assert_uint_eq(posbias_encoding_dim(again), posbias_encoding_dim(e));
        ck_assert_double_eq(posbias_encoding_reach(again), posbias_encoding_reach(e));
        posbias_encoding_free(e);
        posbias_encoding_free(again);
    }
}

TEST(the_header_and_the_library_are_of_one_version)
{
    char expected[32];
    snprintf(expected, sizeof expected, "%d.%d.", POSBIAS_VERSION_MAJOR, POSBIAS_VERSION_MINOR);
    ck_assert_msg(strncmp(posbias_version(), expected, strlen(expected)) == 0, "%s, not %s",
                  posbias_version(), expected);
}
