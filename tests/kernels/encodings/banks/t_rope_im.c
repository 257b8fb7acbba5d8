/* RoPE's imaginary head: what it has to do with RoPE's real one. */
#include <math.h>

#include "kernels/encodings/banks/rope_im.h"
#include "kernels/encodings/curve.h"
#include "tests/kernels/encodings/banks/alike.h"
#include "theory/moments/bank_moments.h"
#include "theory/moments/rope_im_moments.h"

enum { DIM = 8, COUNT = 5 };
static const double distances[COUNT] = {0.0, 1.0, 17.0, 1000.0, 9007199254740992.0};

static void vectors(uint64_t state, double *q, double *k)
{
    for (size_t i = 0; i < DIM; i++) {
        q[i] = 2.0 * tools_uniform(&state) - 1.0;
        k[i] = 2.0 * tools_uniform(&state) - 1.0;
    }
}

/* The score is RoPE's of the query turned by -90 degrees, and of both parts RoPE's of the sum, to
 * the last bit; so are whole curves. */
TEST(scores_are_ropes_of_a_turned_query)
{
    struct encoding *rope = tools_encoding("rope:dim=8"), *im = tools_encoding("rope-im:dim=8"),
                    *pair = tools_encoding("rope-im:dim=8,part=pair");
    double q[DIM], k[DIM], turned[DIM], sum[DIM];
    vectors(3, q, k);
    for (size_t i = 0; i < DIM; i += 2) {
        turned[i] = q[i + 1], turned[i + 1] = -q[i];
        sum[i] = q[i] + q[i + 1], sum[i + 1] = q[i + 1] - q[i];
    }
    double *a = tools_scores(im, COUNT, distances, 1, q, k),
           *b = tools_scores(rope, COUNT, distances, 1, turned, k),
           *c = tools_scores(pair, COUNT, distances, 1, q, k),
           *d = tools_scores(rope, COUNT, distances, 1, sum, k);
    ck_assert_mem_eq(a, b, COUNT * sizeof *a);
    ck_assert_mem_eq(c, d, COUNT * sizeof *a);
    free(a), free(b), free(c), free(d);
    encoding_free(rope), encoding_free(im), encoding_free(pair);
}

/* Of a pair of coordinates, real^2 + imaginary^2 = |q|^2 |k|^2 at every distance. */
TEST(parts_make_a_circle)
{
    struct encoding *rope = tools_encoding("rope:dim=8,norm=none"),
                    *im = tools_encoding("rope-im:dim=8,norm=none"),
                    *both = tools_encoding("rope-im:dim=8,norm=none,part=pair");
    double q[DIM], k[DIM];
    struct worst w = {0};
    for (size_t n = 0; n < DIM / 2; n++) {
        vectors(5 + n, q, k);
        for (size_t i = 0; i < DIM; i++)
            q[i] = i / 2 == n ? q[i] : 0.0;
        double size = (q[2 * n] * q[2 * n] + q[2 * n + 1] * q[2 * n + 1]) *
                      (k[2 * n] * k[2 * n] + k[2 * n + 1] * k[2 * n + 1]),
               *a = tools_scores(rope, COUNT, distances, 1, q, k),
               *b = tools_scores(im, COUNT, distances, 1, q, k),
               *c = tools_scores(both, COUNT, distances, 1, q, k);
        for (size_t i = 0; i < COUNT; i++) {
            double error = curve_error(rope, q, k, distances[i]);
            worst_take(&w, fabs(a[i] * a[i] + b[i] * b[i] - size), 4.0 * sqrt(size) * error,
                       "pair %zu at %.0f", n, distances[i]);
            worst_take(&w, fabs(a[i] + b[i] - c[i]),
                       2.0 * error + curve_error(both, q, k, distances[i]), "sum %zu at %.0f", n,
                       distances[i]);
        }
        free(a), free(b), free(c);
    }
    encoding_free(rope), encoding_free(im), encoding_free(both);
    worst_check(&w);
}

/* Under a law that exchanges the parts of a pair, A in place of -B and B in place of A, RoPE's mean
 * is the imaginary one's; the variances of the two add to that of q.k and of its quarter turn. */
TEST(moments_are_ropes_at_a_turned_law)
{
    const struct qk_law law = {.kind = QK_MOMENTS, .mu0 = 0.5, .nu0 = -0.25},
                        turned = {.kind = QK_MOMENTS, .mu0 = 0.25, .nu0 = 0.5},
                        both = {.kind = QK_MOMENTS, .mu0 = 0.75, .nu0 = 0.25},
                        aligned = {.kind = QK_ALIGNED, .rho = 0.5},
                        gauss = {.kind = QK_GAUSS, .mu = 0.5, .sigma = 2.0};
    struct encoding *rope = tools_encoding("rope"), *im = tools_encoding("rope-im"),
                    *pair = tools_encoding("rope-im:part=pair");
    const struct rope_im_shape *shape = encoding_rope_im_shape(im),
                               *sum = encoding_rope_im_shape(pair);
    const struct schedule *s = encoding_schedule(rope);
    double got[COUNT], want[COUNT], other[COUNT];
    struct worst w = {0};
    ck_assert(!encoding_rope_im_shape(rope) && !encoding_bank(im));
    ck_assert_int_eq(rope_im_mean(shape, &law, COUNT, distances, got), STATUS_OK);
    ck_assert_int_eq(bank_mean(s, 0.0, &turned, COUNT, distances, want), STATUS_OK);
    for (size_t i = 0; i < COUNT; i++) /* twice (64 + 38) roundings of 64 terms of 0.75/sqrt 128 */
        worst_take(&w, fabs(got[i] - want[i]), 204.0 * 4.3 * UNIT_ROUNDING, "im at %zu", i);
    ck_assert_int_eq(rope_im_mean(sum, &law, COUNT, distances, got), STATUS_OK);
    ck_assert_int_eq(bank_mean(s, 0.0, &both, COUNT, distances, want), STATUS_OK);
    for (size_t i = 0; i < COUNT; i++)
        worst_take(&w, fabs(got[i] - want[i]), 204.0 * 5.7 * UNIT_ROUNDING, "pair at %zu", i);
    ck_assert_int_eq(rope_im_variance(shape, &gauss, COUNT, distances, got), STATUS_OK);
    ck_assert_int_eq(bank_variance(s, &gauss, COUNT, distances, want), STATUS_OK);
    for (size_t i = 0; i < COUNT; i++)
        worst_take(&w, fabs(got[i] - want[i]), 4.0 * UNIT_ROUNDING * want[i], "gauss at %zu", i);
    /* sin^2 + cos^2 = 1: flat 1.5 twice and 1 once, of 64 pairs over 128 */
    ck_assert_int_eq(rope_im_variance(shape, &aligned, COUNT, distances, got), STATUS_OK);
    ck_assert_int_eq(bank_variance(s, &aligned, COUNT, distances, want), STATUS_OK);
    ck_assert_int_eq(rope_im_variance(sum, &aligned, COUNT, distances, other), STATUS_OK);
    for (size_t i = 0; i < COUNT; i++) {
        worst_take(&w, fabs(got[i] + want[i] - 2.0), 204.0 * 4.0 * UNIT_ROUNDING, "aligned at %zu",
                   i);
        /* 2 flat + cos2 (1 + sin 2x) by the sines one by one */
        double sines = 0.0;
        for (size_t n = 0; n < 64 && distances[i] < 2000.0; n++)
            sines += sin(2.0 * distances[i] * s->theta[n]);
        if (distances[i] < 2000.0)
            worst_take(&w, fabs(other[i] - (2.0 * 1.5 * 64.0 + 64.0 + sines) / 128.0), 1e-11,
                       "pair's variance at %zu", i);
    }
    ck_assert_int_eq(rope_im_variance(shape, &law, COUNT, distances, got), STATUS_UNDEFINED);
    encoding_free(rope), encoding_free(im), encoding_free(pair);
    worst_check(&w);
}

TEST(bad_strings_are_refused)
{
    static const char *const cases[][2] = {{"rope-im:part=re", "im, pair"},
                                           {"rope-im:dim=7", "even"},
                                           {"rope-im:norm=none,scale=2", "give one of them"},
                                           {"rope-im:scaling=yarn", "unknown key"},
                                           {"rope-im:base=1", "over 1"}};
    check_refused(TOOLS_COUNT(cases), cases);
}
