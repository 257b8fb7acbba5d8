/* Score curves against the definition: q and k turned by their own positions, the angles reduced in
 * 128 bits. */
#include "kernels/encodings/curve.h"

#include <math.h>
#include <mpfr.h>
#include <stdlib.h>

#include "kernels/curves/bank.h"
#include "tests/tools/curve_tools.h"

__extension__ typedef unsigned __int128 fixed; /* of a turn */

/* What a string stands for, written down once more: kernels/README.md. TAPA has a share and a power
 * instead of a base. */
struct definition {
    const char *spec;
    size_t dim, rotary, exponent_dim;
    double base;
    bool turn;
    double factor, weight;
    long double norm, slope;
    size_t split;
    double alpha, scale;
};

#define HALF 0.70710678118654752440L
static const struct definition CASES[] = {
    {"rope:base=1e4,dim=2", 2, 2, 2, 1e4, false, 1, 1, HALF, 0, 0, 0, 0},
    {"rope:base=1e4,dim=4,norm=none", 4, 4, 4, 1e4, false, 1, 1, 1, 0, 0, 0, 0},
    {"rope:base=5e5,dim=128", 128, 128, 128, 5e5, false, 1, 1, 0.125L * HALF, 0, 0, 0, 0},
    {"rope:base=1e4,dim=128,rotary=64,norm=none", 128, 64, 64, 1e4, false, 1, 1, 1, 0, 0, 0, 0},
    {"rope:base=1e30,dim=28", 28, 28, 28, 1e30, false, 1, 1, 0.25L / 1.3228756555322952953L, 0, 0,
     0, 0},
    {"rope:base=1e8,dim=256,scaling=linear,factor=64", 256, 256, 256, 1e8, false, 64, 1, 0.0625L, 0,
     0, 0, 0},
    {"rope:base=1e6,dim=1024", 1024, 1024, 1024, 1e6, false, 1, 1, 0.03125L, 0, 0, 0, 0},
    {"rope:base=100,dim=6,unit=turn,norm=none", 6, 6, 6, 100, true, 1, 1, 1, 0, 0, 0, 0},
    {"rope:base=16,dim=8,unit=turn,norm=none", 8, 8, 8, 16, true, 1, 1, 1, 0, 0, 0, 0},
    {"rope:base=1e4,dim=16,rotary=4", 16, 4, 4, 1e4, false, 1, 1, 0.25L, 0, 0, 0, 0},
    {"rope:base=1e4,dim=16,rotary=6,partial=p", 16, 6, 16, 1e4, false, 1, 1, 0.25L, 0, 0, 0, 0},
    {"rope:base=1e4,dim=16,rotary=14,partial=neox,norm=none", 16, 14, 14, 1e4, false, 1, 1, 1, 0, 0,
     0, 0},
    {"rope:base=1e4,dim=16,scaling=linear,factor=8", 16, 16, 16, 1e4, false, 8, 1, 0.25L, 0, 0, 0,
     0},
    {"rope:base=1e4,dim=4,scaling=yarn,factor=4,orig=1e9,attn=1.5,norm=none", 4, 4, 4, 1e4, false,
     1, 2.25, 1, 0, 0, 0, 0},
    {"rope:base=1e4,dim=8,rotary=4,scaling=yarn,factor=4,orig=1e9,attn=0.5,norm=none", 8, 4, 4, 1e4,
     false, 1, 0.25, 1, 0, 0, 0, 0},
    {"nope:dim=6,norm=none", 6, 0, 6, 10, false, 1, 1, 1, 0, 0, 0, 0},
    {"nope:dim=16,norm=sqrt", 16, 0, 16, 10, false, 1, 1, 0.25L, 0, 0, 0, 0},
    {"alibi:dim=16,slope=0.375", 16, 0, 16, 10, false, 1, 1, 0.25L, 0.375L, 0, 0, 0},
    {"alibi:dim=4,slope=0", 4, 0, 4, 10, false, 1, 1, 0.5L, 0, 0, 0, 0},
    {"tapa:dim=8", 8, 0, 0, 0, false, 0, 0, 0, 0, 4, 0.1, 1},
    {"tapa:dim=24,alpha=0.25,split=0.25,scale=3", 24, 0, 0, 0, false, 0, 0, 0, 0, 6, 0.25, 3},
    {"tapa:dim=5,alpha=0.5,split=0.4,scale=0.125", 5, 0, 0, 0, false, 0, 0, 0, 0, 2, 0.5, 0.125},
};
enum { DIM_MAX = 1024 };

/* base^(-2n/E) per token, in turns, to 2^-128. */
static fixed frequency_of(const struct definition *d, size_t n)
{
    mpfr_t x, y;
    mpfr_inits2(400, x, y, (mpfr_ptr)0);
    mpfr_set_d(x, d->base, MPFR_RNDN);
    mpfr_set_si(y, -2 * (long)n, MPFR_RNDN);
    mpfr_div_ui(y, y, d->exponent_dim, MPFR_RNDN);
    mpfr_pow(x, x, y, MPFR_RNDN);
    mpfr_div_d(x, x, d->factor, MPFR_RNDN);
    if (!d->turn) {
        mpfr_const_pi(y, MPFR_RNDN);
        mpfr_mul_ui(y, y, 2, MPFR_RNDN);
        mpfr_div(x, x, y, MPFR_RNDN);
    }
    fixed out = 0;
    mpfr_frac(x, x, MPFR_RNDN);
    for (int i = 0; i < 4; i++) {
        mpfr_mul_2ui(x, x, 32, MPFR_RNDN);
        out = out << 32 | mpfr_get_ui(x, MPFR_RNDD);
        mpfr_frac(x, x, MPFR_RNDN);
    }
    mpfr_clears(x, y, (mpfr_ptr)0);
    return out;
}

/* Coordinates turned to a position. Source: RoFormer Eq. 14. */
static void rotate(const struct definition *d, const fixed *frequency, const double *x,
                   uint64_t position, long double *out)
{
    for (size_t n = 0; n < d->dim / 2; n++) {
        long double turns = 2 * n < d->rotary
                                ? (long double)(uint64_t)(frequency[n] * position >> 64) * 0x1p-64L
                                : 0.0L;
        long double scale = 2 * n < d->rotary ? sqrtl(d->weight) : 1.0L,
                    angle = 6.283185307179586476925L * turns;
        long double c = scale * cosl(angle), s = scale * sinl(angle);
        out[2 * n] = x[2 * n] * c - x[2 * n + 1] * s;
        out[2 * n + 1] = x[2 * n] * s + x[2 * n + 1] * c;
    }
}

/* The score at a distance, the key at position `at`; *size takes the sum of the terms' sizes. */
static long double score_of(const struct definition *d, const fixed *frequency, const double *q,
                            const double *k, uint64_t at, uint64_t distance, long double *size)
{
    static long double turned_q[DIM_MAX], turned_k[DIM_MAX];
    long double sum = 0.0L, phase = 0.0L;
    *size = 0.0L;
    if (d->split) {
        for (size_t c = 0; c < d->dim; c++)
            *(c < d->split ? &sum : &phase) += (long double)q[c] * k[c];
        long double turns = d->scale * powl((long double)distance, d->alpha) * phase /
                            sqrtl((long double)(d->dim - d->split));
        *size = fabsl(sum) * (1.0L + fabsl(turns));
        return sum / sqrtl((long double)d->split) *
               cosl(6.283185307179586476925L * (turns - rintl(turns)));
    }
    rotate(d, frequency, q, at + distance, turned_q);
    rotate(d, frequency, k, at, turned_k);
    for (size_t c = 0; c < d->dim; c++) {
        sum += turned_q[c] * turned_k[c];
        *size += fabsl(turned_q[c] * turned_k[c]) + fabsl((long double)q[c] * k[c]);
    }
    *size = d->norm * *size + d->slope * (long double)distance;
    return d->norm * sum - d->slope * (long double)distance;
}

/* Distances of a window to look at: all of a short one, else the ends, those around multiples of
 * 256, and some others. */
static bool looked_at(size_t i, size_t count, uint64_t *state)
{
    return count <= 20 || i < 2 || i + 2 >= count || (i % 256 < 1 && i < 1500) || i % 512 == 511 ||
           tools_uniform(state) < 12.0 / (double)count;
}

TEST(curves_are_the_definition)
{
    static const size_t counts[] = {1,  2,   4,   7,   8,    9,    16,   17,  63,
                                    65, 511, 512, 513, 1025, 3000, 4999, 5000};
    enum { DRAWS = 3 };
    static fixed frequency[DIM_MAX / 2];
    static double q[DRAWS * DIM_MAX], k[DRAWS * DIM_MAX];
    uint64_t state = 91;
    struct worst w = {0};
    for (size_t c = 0; c < TOOLS_COUNT(CASES); c++) {
        const struct definition *d = &CASES[c];
        struct encoding *e = tools_encoding(d->spec);
        double seen = 0.0;
        for (size_t n = 0; 2 * n < d->rotary; n++)
            frequency[n] = frequency_of(d, n);
        for (size_t s = d->dim > 128 ? 4 : 0; s<TOOLS_COUNT(counts); s += d->dim> 128 ? 4 : 1) {
            size_t count = counts[s];
            double firsts[] = {0.0, 7.0, 0x1p40, DISTANCE_LIMIT - (double)count,
                               DISTANCE_LIMIT - (double)(count - 1)};
            for (size_t f = 0; f < TOOLS_COUNT(firsts); f++) {
                for (size_t i = 0; i < DRAWS * d->dim; i++)
                    q[i] = 4.0 * tools_uniform(&state) - 2.0,
                    k[i] = 4.0 * tools_uniform(&state) - 2.0;
                double *got = curve_tools_curves(e, firsts[f], count, DRAWS, q, k),
                       last = firsts[f] + (double)(count - 1);
                for (size_t i = 0; i < count; i++) {
                    if (!looked_at(i, count, &state))
                        continue;
                    uint64_t distance = (uint64_t)firsts[f] + i,
                             at = (uint64_t)(1000.0 * tools_uniform(&state));
                    for (size_t j = 0; j < DRAWS; j++) {
                        long double size, want = score_of(d, frequency, q + j * d->dim,
                                                          k + j * d->dim, at, distance, &size);
                        double bound = curve_error(e, q + j * d->dim, k + j * d->dim, last);
                        double error = (double)fabsl(got[j * count + i] - want);
                        /* the reference: dim + 20 roundings of 2^-64, and of the angles 2^-63 */
                        worst_take(&w, error,
                                   bound + (double)(size * (long double)(d->dim + 40) * 0x1p-64L),
                                   "%s draw %zu of %zu from %.0f: distance %.0f", d->spec, j, count,
                                   firsts[f], (double)distance);
                        seen = fmax(seen, error / bound);
                    }
                }
                free(got);
            }
        }
        /* rounding errors add up to a share of the bound that falls with the terms: a unit of the
         * whole is seen, or a tenth */
        ck_assert_msg(seen * (double)(d->dim + 24) > 0.1, "%s: at most %g of the bound is seen",
                      d->spec, seen);
        encoding_free(e);
    }
    worst_check(&w);
}
