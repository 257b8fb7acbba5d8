/* T5's buckets: every edge by whole numbers, two ways, and its ends, ALiBi and NoPE. */
#include "kernels/encodings/biases/bias.h"
#include "tests/kernels/encodings/biases/bias_tools.h"
#include "theory/moments/bias_moments.h"

/* The bucket of a distance, by the engine and by theory. */
static void buckets_at(const struct encoding *e, size_t count, const double *r, double *engine)
{
    double zero[8] = {0.0}, *score = tools_scores(e, count, r, 1, zero, zero);
    for (size_t i = 0; i < count; i++) {
        double lost;
        ck_assert_int_eq(bias_lost(encoding_bias_shape(e), r[i], &lost), STATUS_OK);
        ck_assert_msg(lost == -score[i], "%s at %.0f: %g and %g", e->text, r[i], -lost, score[i]);
        engine[i] = -score[i];
    }
    free(score);
}

/* T5's own: 16 of one distance each, then those that begin at 16 8^(j/16) rounded up. */
TEST(edges_of_the_published_buckets)
{
    static const double first[] = {16, 19, 21, 24, 27, 31, 35, 40, 46, 52, 59, 67, 77, 87, 99, 113};
    struct encoding *e = tools_encoding("t5:dim=8,slope=1");
    double r[200], got[200];
    for (size_t i = 0; i < 200; i++)
        r[i] = (double)i;
    buckets_at(e, 200, r, got);
    for (size_t i = 0, j = 0; i < 200; i++) {
        j += i >= 16 && j < 15 && (double)i >= first[j + 1];
        ck_assert_msg(got[i] == (i < 16 ? (double)i : 16.0 + (double)j), "%zu: %g", i, got[i]);
    }
    encoding_free(e);
}

/* Where edges are whole numbers a rounded logarithm may miss them: exact (most/exact)^(j/n) for
 * exact powers, at the edge and one before. */
TEST(edges_that_are_whole_are_met)
{
    static const struct {
        const char *text;
        double exact, ratio, buckets;
    } cases[] = {{"t5:dim=8,slope=1,buckets=8,most=64", 4, 2, 8},
                 {"t5:dim=8,slope=1,buckets=12,most=4374", 6, 3, 12},
                 {"t5:dim=8,slope=1,buckets=20,most=97656250", 10, 5, 20},
                 {"t5:dim=8,slope=1,buckets=32,most=4503599627370496", 16, 8, 32},
                 {"t5:dim=8,slope=1,buckets=2,most=9007199254740992", 1, 0x1p53, 2},
                 {"t5:dim=8,slope=1,buckets=3,most=49", 1, 7, 3}};
    for (size_t c = 0; c < TOOLS_COUNT(cases); c++) {
        struct encoding *e = tools_encoding(cases[c].text);
        double edge = cases[c].exact;
        for (double b = cases[c].exact; b < cases[c].buckets; b++, edge *= cases[c].ratio) {
            double r[2] = {edge - 1.0, edge}, got[2];
            buckets_at(e, 2, r, got);
            ck_assert_msg(got[1] == b && got[0] == b - 1.0, "%s at %.0f: %g %g", e->text, edge,
                          got[0], got[1]);
        }
        encoding_free(e);
    }
}

/* Anywhere, in any order of distances. */
TEST(both_ways_find_the_same_bucket)
{
    static const char *const texts[] = {
        "t5:dim=8,slope=1,buckets=5,most=3", "t5:dim=8,slope=1,buckets=1024,most=513",
        "t5:dim=8,slope=1,buckets=64,most=9007199254740992", "t5:dim=8,slope=1,buckets=2,most=2"};
    uint64_t state = 11;
    for (size_t c = 0; c < TOOLS_COUNT(texts); c++) {
        struct encoding *e = tools_encoding(texts[c]);
        double r[400], got[400], last = 0.0;
        for (size_t i = 0; i < 400; i++)
            r[i] = i < 200 ? floor(1100.0 * tools_uniform(&state))
                           : floor(exp2(53.0 * tools_uniform(&state)));
        buckets_at(e, 400, r, got);
        for (size_t i = 0; i < 400; i++)
            last = fmax(last, got[i]);
        ck_assert(last == (double)encoding_bias_shape(e)->buckets - 1.0);
        encoding_free(e);
    }
}

/* Up to half the buckets a slope is ALiBi's, to the last bit; values of 0 are NoPE. */
TEST(ends_are_alibi_and_nope)
{
    bias_same("t5:dim=32,slope=0.375,norm=sqrt", "alibi:dim=32,slope=0.375", 6);
    bias_same("t5:dim=32,slope=0", "nope:dim=32,norm=none", BIAS_COUNT);
    bias_same("t5:dim=32,values=0/0/0/0,buckets=4,most=9", "nope:dim=32,norm=none", BIAS_COUNT);
}

/* Values may rise: then the far key wins, whatever q and k; within a bucket nothing is inverted. */
TEST(order_of_positions_is_that_of_the_values)
{
    const char *rising = "t5:dim=8,buckets=4,most=8,values=-1/2/0.5/3e0";
    bias_orders(rising, 0.0, 1.0, 1.0);
    bias_orders(rising, 1.0, 2.0, 0.0);
    bias_orders(rising, 2.0, 3.0, 0.0);
    bias_orders(rising, 3.0, 4.0, 1.0);
    bias_orders(rising, 4.0, 1e6, 0.0);
}

TEST(bad_strings_are_refused)
{
    struct encoding *e = tools_encoding("t5:slope=0.5,most=1k");
    ck_assert_str_eq(e->resolved, "t5:dim=128,buckets=32,most=1k,slope=0.5,norm=none");
    encoding_free(e);
    bias_refused("t5", "values=, 32 numbers joined by '/', or slope=");
    bias_refused("t5:values=1/2", "2 numbers; expected 32");
    bias_refused("t5:buckets=2,most=2,values=1/x", "\"x\" is not a number");
    bias_refused("t5:buckets=2,most=2,values=1/", "\"\" is empty");
    bias_refused("t5:buckets=2,most=2,values=1/1e16", "\"1e16\" is too large");
    bias_refused("t5:buckets=2,most=2,values=1/2,slope=1", "give one of them");
    bias_refused("t5:slope=1,most=16", "most=16 is not over the 16 distances");
    bias_refused("t5:slope=1,most=100.5", "is not a whole number");
    bias_refused("t5:slope=1,buckets=1", "buckets=\"1\" is too small");
    bias_refused("t5:slope=1,buckets=2000", "buckets=\"2000\" is too large");
    bias_refused("t5:slope=-1", "slope=\"-1\" is too small");
}
