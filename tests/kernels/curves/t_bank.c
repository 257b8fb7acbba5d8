/* The bank's engine against the definition: q and k turned by their own absolute positions, in long
 * double. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "kernels/curves/bank.h"
#include "kernels/curves/product.h"
#include "tests/tools/check_tools.h"

enum { COUNT = 23, DRAWS = 5 };

/* Coordinates turned by position m: pair n by m theta_n, from the rule and not from the schedule;
 * theta = 0 beyond the rotating pairs. Source: RoFormer Eq. 14; unit and partial as
 * kernels/README.md. */
struct definition {
    size_t dim, rotary, exponent_dim;
    long double base, unit, weight, norm, slope;
};

static void rotate(const struct definition *d, const double *x, long double position,
                   long double *out)
{
    for (size_t n = 0; n < d->dim / 2; n++) {
        long double theta = 2 * n < d->rotary ? powl(d->base, -2.0L * (long double)n /
                                                                  (long double)d->exponent_dim)
                                              : 0.0L;
        long double angle = position * theta * d->unit,
                    scale = 2 * n < d->rotary ? sqrtl(d->weight) : 1.0L;
        out[2 * n] = scale * (x[2 * n] * cosl(angle) - x[2 * n + 1] * sinl(angle));
        out[2 * n + 1] = scale * (x[2 * n] * sinl(angle) + x[2 * n + 1] * cosl(angle));
    }
}

/* The rotated query at m times the rotated key at n, normalised, less the slope. */
static long double score_of(const struct definition *d, const double *q, const double *k, double m,
                            double n)
{
    long double rotated_q[64], rotated_k[64], sum = 0.0L;
    rotate(d, q, m, rotated_q);
    rotate(d, k, n, rotated_k);
    for (size_t c = 0; c < d->dim; c++)
        sum += rotated_q[c] * rotated_k[c];
    return d->norm * sum - d->slope * (long double)(m - n);
}

/* The engine's stated error plus what the reference's angles lose: position theta unit 2^-63, and
 * 1e-18 each for the rest. */
static double tolerance_of(const struct definition *d, const double *q, const double *k,
                           double position)
{
    long double sum = 0.0L;
    for (size_t n = 0; n < d->dim / 2; n++)
        sum += (n < d->rotary / 2 ? d->weight : 1.0L) *
               (fabs(q[2 * n] * k[2 * n] + q[2 * n + 1] * k[2 * n + 1]) +
                fabs(q[2 * n] * k[2 * n + 1] - q[2 * n + 1] * k[2 * n]));
    double engine_error = (double)(d->dim / 2 + 8) * UNIT_ROUNDING,
           angles = 8.0 * position * (double)d->unit * 0x1p-63;
    return (double)(d->norm * sum) * (engine_error + angles) +
           (double)d->slope * position * 0x1p-51;
}

static const struct {
    const char *spec;
    struct definition d;
} CASES[] = {
    {"rope:base=1e4,dim=2", {2, 2, 2, 1e4L, 1, 1, 0.70710678118654752440L, 0}},
    {"rope:base=1e4,dim=4,norm=none", {4, 4, 4, 1e4L, 1, 1, 1, 0}},
    {"rope:base=5e5,dim=64", {64, 64, 64, 5e5L, 1, 1, 0.125L, 0}},
    {"rope:base=100,dim=6,unit=turn,norm=none", {6, 6, 6, 100, 6.283185307179586476925L, 1, 1, 0}},
    {"rope:base=1e4,dim=16,rotary=4", {16, 4, 4, 1e4L, 1, 1, 0.25L, 0}},
    {"rope:base=1e4,dim=16,rotary=6,partial=p", {16, 6, 16, 1e4L, 1, 1, 0.25L, 0}},
    {"rope:base=1e4,dim=16,rotary=14,partial=neox,norm=none", {16, 14, 14, 1e4L, 1, 1, 1, 0}},
    {"rope:base=1e4,dim=4,scaling=yarn,factor=4,orig=1e9,attn=1.5,norm=none",
     {4, 4, 4, 1e4L, 1, 2.25L, 1, 0}},
    {"rope:base=1e4,dim=8,rotary=4,scaling=yarn,factor=4,orig=1e9,attn=0.5,norm=none",
     {8, 4, 4, 1e4L, 1, 0.25L, 1, 0}},
    {"nope:dim=6,norm=none", {6, 0, 6, 10, 1, 1, 1, 0}},
    {"nope:dim=16,norm=sqrt", {16, 0, 16, 10, 1, 1, 0.25L, 0}},
    {"alibi:dim=16,slope=0.375", {16, 0, 16, 10, 1, 1, 0.25L, 0.375L}},
    {"alibi:dim=4,slope=0", {4, 0, 4, 10, 1, 1, 0.5L, 0}},
};

/* Distances realised at two pairs of positions: as (r, 0) and shifted by 1000. */
TEST(scores_are_those_of_turned_vectors)
{
    uint64_t state = 51;
    struct worst w = {0};
    double r[COUNT], q[DRAWS * 64], k[DRAWS * 64];
    for (size_t i = 0; i < COUNT; i++)
        r[i] = i < 12 ? (double)i : floor(12.0 * pow(1.9, (double)i - 11.0)); /* to about 27,000 */
    for (size_t c = 0; c < TOOLS_COUNT(CASES); c++) {
        struct encoding *e = tools_encoding(CASES[c].spec);
        const struct definition *d = &CASES[c].d;
        ck_assert_uint_eq(e->dim, d->dim);
        for (size_t i = 0; i < DRAWS * d->dim; i++)
            q[i] = 4.0 * tools_uniform(&state) - 2.0, k[i] = 4.0 * tools_uniform(&state) - 2.0;
        double *got = tools_scores(e, COUNT, r, DRAWS, q, k);
        for (size_t i = 0; i < DRAWS * COUNT; i++)
            for (int shift = 0; shift <= 1000; shift += 1000) {
                const double *query = q + i / COUNT * d->dim, *key = k + i / COUNT * d->dim;
                long double want = score_of(d, query, key, r[i % COUNT] + shift, shift);
                worst_take(&w, (double)fabsl(got[i] - want),
                           tolerance_of(d, query, key, r[i % COUNT] + 2.0 * shift),
                           "%s r %.0f shift %d", CASES[c].spec, r[i % COUNT], shift);
            }
        free(got);
        encoding_free(e);
    }
    worst_check(&w);
}

/* Two dimensions with every coordinate in {-1, 0, 1}: all 81 pairs at the distances 0..12 of a bank
 * of known angles. */
TEST(every_tiny_score_is_right)
{
    struct worst w = {0};
    struct encoding *e = tools_encoding("rope:base=10,dim=2,norm=none");
    double r[13], q[162], k[162];
    for (int i = 0; i < 13; i++)
        r[i] = i;
    for (int i = 0; i < 81; i++) {
        q[2 * i] = i % 3 - 1, q[2 * i + 1] = i / 3 % 3 - 1;
        k[2 * i] = i / 9 % 3 - 1, k[2 * i + 1] = i / 27 - 1;
    }
    double *got = tools_scores(e, 13, r, 81, q, k);
    for (int i = 0; i < 81 * 13; i++) {
        const double *a = q + 2 * (i / 13), *b = k + 2 * (i / 13);
        double x = r[i % 13]; /* q at angle x, k at angle 0: the real part of q conj(k) e^(ix) */
        double want = (a[0] * b[0] + a[1] * b[1]) * cos(x) + (a[0] * b[1] - a[1] * b[0]) * sin(x);
        worst_take(&w, fabs(got[i] - want),
                   12.0 * UNIT_ROUNDING * (fabs(a[0]) + fabs(a[1])) * (fabs(b[0]) + fabs(b[1])),
                   "pair %d r %.0f", i / 13, x);
    }
    free(got);
    encoding_free(e);
    worst_check(&w);
}

/* Evenness where it holds: with B_n = 0 the score at r is symmetric in q and k, and swapping them
 * mirrors r otherwise. One draw scores as it does among many; bad distances are refused; the
 * largest one is taken. */
TEST(swapping_mirrors_and_one_draw_is_as_many)
{
    struct encoding *e = tools_encoding("rope:base=1e4,dim=16");
    double r[3] = {0.0, 7.0, DISTANCE_LIMIT}, q[32], k[32], table[17 * PRODUCT_WIDTH];
    uint64_t state = 52;
    for (int i = 0; i < 32; i++)
        q[i] = tools_uniform(&state), k[i] = i < 16 ? 2.0 * q[i] : tools_uniform(&state);
    double *both = tools_scores(e, 3, r, 2, q, k), *swapped = tools_scores(e, 3, r, 2, k, q),
           *alone = tools_scores(e, 3, r, 1, q + 16, k + 16);
    for (int i = 0; i < 3; i++) {
        check_le(fabs(both[i] - swapped[i]), 1e-14);   /* k = 2 q: B = 0 */
        check_le(fabs(both[3 + i] - alone[i]), 1e-14); /* 16 units of a score under 16/4 */
        ck_assert(i == 0 || fabs(both[3 + i] - swapped[3 + i]) > 1e-9);
        ck_assert(isfinite(both[3 + i]));
    }
    double product = 0.0;
    for (int i = 16; i < 32; i++)
        product += q[i] * k[i];
    check_le(fabs(both[3] - product / 4.0), 1e-14);
    ck_assert_uint_eq(encoding_table_size(e, 3), product_table_size(16, 3) + 3);
    static const double bad[] = {-1.0, DISTANCE_LIMIT * 2.0, NAN};
    for (size_t i = 0; i < TOOLS_COUNT(bad); i++)
        ck_assert_int_eq(encoding_table_fill(e, 1, &bad[i], table), STATUS_DOMAIN);
    free(both), free(swapped), free(alone);
    encoding_free(e);
}
