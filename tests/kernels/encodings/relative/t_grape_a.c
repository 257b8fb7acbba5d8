/* GRAPE-A: its end ALiBi, what sets its slope, and its mean and variance for small vectors. */
#include "kernels/encodings/relative/grape_a.h"

#include <stdio.h>

#include "tests/kernels/encodings/biases/bias_tools.h"
#include "theory/moments/relative/grape_a_moments.h"

/* Vectors of length 0 leave ln 2 of each term: ALiBi to the last bit. */
TEST(no_vectors_are_alibi)
{
    char alibi[96];
    snprintf(alibi, sizeof alibi, "alibi:dim=32,slope=%.17g", 0.3 * (log1p(1.0) + log1p(1.0)));
    bias_same("grape-a:dim=32,slope=0.3,length=0", alibi, BIAS_COUNT);
    snprintf(alibi, sizeof alibi, "alibi:dim=32,slope=%.17g", 0.3 * log1p(1.0));
    bias_same("grape-a:dim=32,slope=0.3,length=0,form=key", alibi, BIAS_COUNT);
    bias_same("grape-a:dim=32,slope=0.3,length=0,form=query", alibi, BIAS_COUNT);
    bias_same("grape-a:dim=32,slope=0", "nope:dim=32", BIAS_COUNT);
}

/* Linear in the distance; both terms are the key's and the query's. */
TEST(loss_is_linear_and_adds_up)
{
    const double r[] = {0.0, 1024.0, 2048.0};
    double *both = bias_scores("grape-a:dim=32,slope=0.5,length=5", 3, r),
           *key = bias_scores("grape-a:dim=32,slope=0.5,length=5,form=key", 3, r),
           *query = bias_scores("grape-a:dim=32,slope=0.5,length=5,form=query", 3, r);
    for (size_t d = 0; d < 6; d += 3) {
        double lost = both[d] - both[d + 1];
        ck_assert_double_eq_tol(both[d] - both[d + 2], 2.0 * lost, 0x1p-40);
        ck_assert_double_eq_tol(key[d] - key[d + 1] + query[d] - query[d + 1], lost, 0x1p-40);
        ck_assert(key[d + 1] != query[d + 1]);
    }
    ck_assert(both[0] - both[1] != both[3] - both[4]);
    free(both), free(key), free(query);
}

/* Only v.q and u.k count: a key along u by twice as much loses more, one across it as much. */
TEST(keys_set_their_slope_along_u)
{
    struct encoding *e = tools_encoding("grape-a:dim=8,slope=1,length=2,form=key");
    const struct grape_a_shape *s = encoding_grape_a_shape(e);
    ck_assert(s->u && !s->v);
    double q[8] = {0.0}, k[8], r = 1.0, square = 0.0;
    for (size_t c = 0; c < 8; c++)
        square += s->u[c] * s->u[c];
    ck_assert_double_eq_tol(square, 4.0, 1e-14);
    for (double t = -30.0; t <= 30.0; t += 7.5) { /* u.k/sqrt 8 = t sqrt 8, softplus of that */
        for (size_t c = 0; c < 8; c++)
            k[c] = 2.0 * t * s->u[c];
        double *score = tools_scores(e, 1, &r, 1, q, k), z = 8.0 * t / sqrt(8.0),
               want = fmax(z, 0.0) + log1p(exp(-fabs(z)));
        ck_assert_double_eq_tol(score[0], -want, 1e-14 * (1.0 + fabs(z)));
        free(score);
    }
    encoding_free(e);
}

/* sp z of a small deviation s has mean ln 2 + s^2/8 - s^4/64 and variance s^2/4 to the next
 * order. */
TEST(small_vectors_have_a_series)
{
    struct encoding *e = tools_encoding("grape-a:dim=32,slope=1");
    struct qk_law gauss = tools_law("gauss:mu=0,sigma=1"), wild = tools_law("gauss:mu=0,sigma=1e5"),
                  unit = tools_law("unit");
    double r[] = {0.0, 1.0}, mean[2], variance[2], s2 = 1.0 / 32.0;
    const struct grape_a_shape *shape = encoding_grape_a_shape(e);
    ck_assert_int_eq(grape_a_mean(shape, &gauss, 2, r, mean), STATUS_OK);
    ck_assert_int_eq(grape_a_variance(shape, &gauss, 2, r, variance), STATUS_OK);
    ck_assert_double_eq_tol(mean[0] - mean[1], 2.0 * log(2.0) + s2 / 4.0 - s2 * s2 / 32.0,
                            s2 * s2 * s2);
    ck_assert_double_eq_tol(variance[1] - variance[0], s2 / 2.0, s2 * s2);
    ck_assert_int_eq(grape_a_mean(shape, &wild, 2, r, mean), STATUS_UNDEFINED);
    ck_assert_int_eq(grape_a_mean(shape, &unit, 2, r, mean), STATUS_UNDEFINED);
    r[0] = 0.5;
    ck_assert_int_eq(grape_a_mean(shape, &gauss, 1, r, mean), STATUS_DOMAIN);
    encoding_free(e);
}

TEST(bad_strings_are_refused)
{
    struct encoding *e = tools_encoding("grape-a:slope=1");
    ck_assert_str_eq(e->resolved, "grape-a:dim=128,slope=1,form=qk,length=1,seed=1,norm=sqrt");
    ck_assert(!encoding_bank(e) && encoding_offset(e, 5.0) == 0.0);
    encoding_free(e);
    bias_refused("grape-a", "expected slope=");
    bias_refused("grape-a:slope=-1", "slope=\"-1\" is too small");
    bias_refused("grape-a:slope=1,form=both", "qk, key, query");
    bias_refused("grape-a:slope=1,length=17", "length=\"17\" is too large");
    bias_refused("grape-a:slope=1,heads=8", "unknown key");
}
