/* FIRE: where its scores move with a common shift and where not, its ends, and distances that no
 * key has. */
#include "kernels/encodings/biases/bias.h"
#include "kernels/encodings/curve.h"
#include "tests/kernels/encodings/biases/bias_tools.h"
#include "theory/moments/bias_moments.h"

enum { COUNT = 5, DIM = 4 };
static const double r[COUNT] = {0, 1, 3, 40, 100}, q[2 * DIM] = {1, -2, 0.5, 3, 1, -2, 0.5, 3},
                    k[2 * DIM] = {0.25, 1, -1, 2, 0.25, 1, -1, 2};

/* Scores of one query and key at two positions. */
static enum status scored(const char *text, const double position[2], double score[2 * COUNT])
{
    struct encoding *e = tools_encoding(text);
    double table[COUNT + 1], work[1];
    struct score_input input = {.draws = 2, .query = q, .key = k, .position = position};
    ck_assert_uint_eq(encoding_table_size(e, COUNT), COUNT + 1);
    ck_assert_int_eq(encoding_table_fill(e, COUNT, r, table), STATUS_OK);
    enum status status = encoding_scores(e, COUNT, table, &input, work, score);
    encoding_free(e);
    return status;
}

/* Up to l0 nothing moves, to the last bit; beyond, what is lost shrinks with the position. */
TEST(a_common_shift_counts_beyond_l0_alone)
{
    double low[2 * COUNT], high[2 * COUNT];
    const char *text = "fire:dim=4,slope=3,c=0.5,l0=2000";
    ck_assert_int_eq(scored(text, (double[]){100, 2000}, low), STATUS_OK);
    ck_assert(memcmp(low, low + COUNT, COUNT * sizeof *low) == 0);
    ck_assert_int_eq(scored(text, (double[]){2001, 1e9}, high), STATUS_OK);
    ck_assert(high[0] == low[0] && high[COUNT] == low[0]);
    for (size_t i = 1; i < COUNT; i++) {
        double lost = 3.0 * log1p(0.5 * r[i]);
        ck_assert(low[i] < high[i] && high[i] < high[COUNT + i]);
        ck_assert_double_eq_tol(low[0] - low[i], lost / (log1p(1000.0) + 1e-6), 1e-13);
        ck_assert_double_eq_tol(high[0] - high[COUNT + i], lost / (log1p(0.5e9) + 1e-6), 1e-13);
    }
}

/* The query stands at `at` where nothing else says so. */
TEST(position_is_at_where_none_is_given)
{
    double given[2 * COUNT];
    struct encoding *e = tools_encoding("fire:dim=4,slope=3,at=5k");
    double *own = tools_scores(e, COUNT, r, 2, q, k);
    ck_assert_int_eq(scored("fire:dim=4,slope=3,at=100", (double[]){5120, 5120}, given), STATUS_OK);
    ck_assert(memcmp(own, given, sizeof given) == 0);
    ck_assert(encoding_reach(e) == 5120.0 && e->at == 5120.0);
    free(own), encoding_free(e);
}

/* The coordinate lies in [0, 1], and reaches the end only where the key is the first token of a
 * query beyond l0. */
TEST(coordinate_ends_at_the_first_token)
{
    struct encoding *e = tools_encoding("fire:dim=8,slope=1,at=1M"),
                    *early = tools_encoding("fire:dim=8,slope=1,at=256");
    ck_assert_double_eq_tol(encoding_offset(e, 1048576.0), -1.0, 1e-7);
    ck_assert(encoding_offset(e, 0.0) == 0.0 && encoding_offset(e, 1048575.0) > -1.0);
    ck_assert_double_eq_tol(encoding_offset(early, 256.0), -log1p(25.6) / log1p(51.2), 1e-6);
    encoding_free(e), encoding_free(early);
}

TEST(a_key_before_the_start_has_no_score)
{
    double score[2 * COUNT], lost;
    ck_assert_int_eq(scored("fire:dim=4,slope=1", (double[]){100, 100}, score), STATUS_OK);
    ck_assert_int_eq(scored("fire:dim=4,slope=1", (double[]){100, 99}, score), STATUS_DOMAIN);
    ck_assert_int_eq(scored("fire:dim=4,slope=1", (double[]){NAN, 100}, score), STATUS_DOMAIN);
    ck_assert_int_eq(scored("fire:dim=4,slope=1,at=99", NULL, score), STATUS_DOMAIN);
    ck_assert_int_eq(scored("fire:dim=4,slope=1,at=100", NULL, score), STATUS_OK);
    struct encoding *e = tools_encoding("fire:dim=4,slope=1,at=99");
    ck_assert_int_eq(bias_lost(encoding_bias_shape(e), 99.0, &lost), STATUS_OK);
    ck_assert_int_eq(bias_lost(encoding_bias_shape(e), 100.0, &lost), STATUS_DOMAIN);
    encoding_free(e);
}

/* No slope is NoPE to the last bit; a position and an l0 of 1/c and less leave ALiBi near 0. */
TEST(ends_are_nope_and_orders_are_certain)
{
    bias_same("fire:dim=32,slope=0,at=1M", "nope:dim=32", BIAS_COUNT);
    bias_orders("fire:dim=8,slope=1", 3.0, 4.0, 0.0);
    bias_orders("fire:dim=8,slope=1", 131071.0, 131070.0, 1.0);
    bias_orders("fire:dim=8,slope=0", 4.0, 3.0, 0.0);
}

/* A model keeps q times norm and k, whatever their positions. */
TEST(factors_give_the_level_score)
{
    struct encoding *e = tools_encoding("fire:dim=4,slope=3");
    const struct factor_method *f = e->type->factors;
    double left[DIM], right[DIM], sum = 0.0, *score = tools_scores(e, 1, r, 1, q, k);
    ck_assert_uint_eq(f->width(e->state), DIM);
    f->form(e->state, FACTOR_QUERY, 7.0, q, left);
    f->form(e->state, FACTOR_KEY, 3.0, k, right);
    for (size_t i = 0; i < DIM; i++)
        sum += left[i] * right[i];
    ck_assert_double_eq_tol(sum, score[0], 1e-15);
    free(score), encoding_free(e);
}

TEST(bad_strings_are_refused)
{
    struct encoding *e = tools_encoding("fire:slope=1");
    ck_assert_str_eq(e->resolved, "fire:dim=128,slope=1,c=0.1,l0=512,at=131071,norm=sqrt");
    encoding_free(e);
    bias_refused("fire", "expected slope=, a line in its stead");
    bias_refused("fire:slope=1,at=0.5", "at=0.5 is not a whole number");
    bias_refused("fire:slope=1,at=-1", "at=\"-1\" is too small");
    bias_refused("fire:slope=1,c=0", "c=\"0\" is too small");
    bias_refused("fire:slope=1,l0=0", "l0=\"0\" is too small");
    bias_refused("fire:slope=1,p=2", "unknown key");
}
