#include <gsl/gsl_cdf.h>
#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <Random123/philox.h>

#include "experiments/harness/draws/random.h"
#include "tests/tools/check_tools.h"

enum { SAMPLE = 1000000, CALL = 250 };

static const struct random_stream STREAM = {UINT64_C(0x0123456789abcdef), 7};

typedef void generator(const struct random_stream *, uint64_t, size_t, double *);

/* SAMPLE values in draws of CALL, from draw `first` on. */
static double *sample(const struct random_stream *s, uint64_t first, generator *generate)
{
    double *x = malloc(SAMPLE * sizeof *x);
    ck_assert_ptr_nonnull(x);
    for (size_t i = 0; i < SAMPLE; i += CALL)
        generate(s, first + i / CALL, CALL, x + i);
    return x;
}

/* Random123's published vectors (kat_vectors: philox4x32 10). */
TEST(philox_known_answers)
{
    static const struct {
        philox4x32_ctr_t counter;
        philox4x32_key_t key;
        uint32_t want[4];
    } kat[] = {
        {{{0, 0, 0, 0}}, {{0, 0}}, {0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8}},
        {{{0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff}},
         {{0xffffffff, 0xffffffff}},
         {0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd}},
        {{{0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344}},
         {{0xa4093822, 0x299f31d0}},
         {0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1}},
    };
    for (size_t i = 0; i < sizeof kat / sizeof *kat; i++) {
        const philox4x32_ctr_t got = philox4x32(kat[i].counter, kat[i].key);
        ck_assert_mem_eq(got.v, kat[i].want, sizeof kat[i].want);
    }
}

/* Block `block` of an address by the library's scalar function, as the two uniforms random.h
 * documents. */
static void scalar_uniforms(const struct random_stream *s, uint64_t draw, uint32_t block,
                            double u[2])
{
    const philox4x32_ctr_t counter = {{block, s->stream, (uint32_t)draw, (uint32_t)(draw >> 32)}};
    const philox4x32_key_t key = {{(uint32_t)s->seed, (uint32_t)(s->seed >> 32)}};
    const philox4x32_ctr_t word = philox4x32(counter, key);
    for (int i = 0; i < 2; i++) {
        const uint64_t k = (((uint64_t)word.v[2 * i + 1] << 32) + word.v[2 * i]) / 4096;
        u[i] = (2.0 * (double)k + 1.0) * 0x1p-53;
    }
}

/* Every lane of every vector against the scalar function: uniforms to the bit, normals to
 * vector_box_muller's error. */
TEST(values_are_philox_blocks)
{
    enum { COUNT = 1031 };
    static const struct random_stream streams[] = {
        {0, 0}, {UINT64_MAX, UINT32_MAX}, {UINT64_C(0xa4093822299f31d0), 0x85a308d3}};
    static const uint64_t draws[] = {0, 1, UINT32_MAX, UINT64_C(1) << 32, UINT64_MAX};
    static double uniforms[COUNT], normals[COUNT];
    /* ck_assert writes to a pipe every time: one per test, not one per value */
    unsigned misses = 0;
    for (size_t k = 0; k < sizeof streams / sizeof *streams; k++) {
        for (size_t d = 0; d < sizeof draws / sizeof *draws; d++) {
            random_uniforms(&streams[k], draws[d], COUNT, uniforms);
            random_normals(&streams[k], draws[d], COUNT, normals);
            for (uint32_t i = 0; i < COUNT; i++) {
                double u[2];
                scalar_uniforms(&streams[k], draws[d], UINT32_C(0x80000000) + i / 2, u);
                misses += !(uniforms[i] == u[i % 2]);
                scalar_uniforms(&streams[k], draws[d], i / 2, u);
                const long double angle = 6.283185307179586476925L * u[1];
                const long double want = sqrtl(-2.0L * logl(u[0])) *
                                         (i % 2 == 0 ? cosl(angle) : sinl(angle));
                /* 12.51 * 2^-53 relative, and absolutely the angle's rounding, below 2^-61, times
                 * the radius */
                misses += !(fabsl(normals[i] - want) <=
                            12.51L * 0x1p-53L * fabsl(want) + 9.0L * 0x1p-61L);
            }
        }
    }
    ck_assert_uint_eq(misses, 0);
}

/* A longer request extends a shorter one and a shorter one writes no more than asked. */
TEST(longer_requests_extend_shorter_ones)
{
    enum { LONG = 1200 };
    static const size_t extra[] = {255, 256, 257, 511, 512, 513, 1023, LONG - 1};
    static generator *const generators[] = {random_normals, random_uniforms};
    double all[LONG], some[LONG];
    unsigned overruns = 0;
    for (int g = 0; g < 2; g++) {
        generators[g](&STREAM, 5, LONG, all);
        for (size_t k = 0; k < 70 + sizeof extra / sizeof *extra; k++) {
            const size_t count = k < 70 ? k : extra[k - 70];
            for (size_t i = 0; i < LONG; i++)
                some[i] = -77.0;
            generators[g](&STREAM, 5, count, some);
            ck_assert(count == 0 || memcmp(some, all, count * sizeof *all) == 0);
            for (size_t i = count; i < LONG; i++)
                overruns += !(some[i] == -77.0);
        }
    }
    ck_assert_uint_eq(overruns, 0);
}

/*
 * The means of the Hermite polynomials He_1 .. He_4 are the mean, variance, skewness and kurtosis
 * against their normal values; He_k has mean 0 and variance k!.
 */
TEST(normals_have_the_moments_of_a_normal)
{
    double *x = sample(&STREAM, 0, random_normals);
    double sum[4] = {0.0};
    unsigned outside = 0;
    for (size_t i = 0; i < SAMPLE; i++) {
        const double x2 = x[i] * x[i];
        /* the largest radius is sqrt(106 log 2) = 8.572; counts NaN */
        outside += !(fabs(x[i]) < 8.58);
        sum[0] += x[i];
        sum[1] += x2 - 1.0;
        sum[2] += x[i] * (x2 - 3.0);
        sum[3] += x2 * (x2 - 6.0) + 3.0;
    }
    ck_assert_uint_eq(outside, 0);
    const double factorial[4] = {1.0, 2.0, 6.0, 24.0};
    for (int k = 0; k < 4; k++)
        ck_assert_double_le(fabs(sum[k]), DEVIATIONS * sqrt(factorial[k] * SAMPLE));
    free(x);
}

static double uniform_cdf(double u) { return u; }

/* Kolmogorov-Smirnov: P(sup |F_n - F| > d) <= 2 exp(-2 n d^2) (Dvoretzky, Kiefer, Wolfowitz,
 * Massart), here 1e-9. */
static void check_distribution(generator *generate, double (*cdf)(double))
{
    double *x = sample(&STREAM, 1000000, generate);
    qsort(x, SAMPLE, sizeof *x, tools_ascending);
    const double bound = sqrt(log(2e9) / (2.0 * SAMPLE));
    unsigned misses = 0;
    for (size_t i = 0; i < SAMPLE; i++) {
        const double p = cdf(x[i]);
        misses += !(p - (double)i / SAMPLE <= bound && (double)(i + 1) / SAMPLE - p <= bound);
    }
    ck_assert_uint_eq(misses, 0);
    free(x);
}

TEST(normals_have_the_distribution_of_a_normal)
{
    check_distribution(random_normals, gsl_cdf_ugaussian_P);
}

TEST(uniforms_are_uniform) { check_distribution(random_uniforms, uniform_cdf); }

TEST(uniforms_are_odd_multiples_inside_the_interval)
{
    double *u = sample(&STREAM, 0, random_uniforms);
    unsigned misses = 0;
    for (size_t i = 0; i < SAMPLE; i++) {
        misses += !(u[i] > 0.0 && u[i] < 1.0 && (uint64_t)(u[i] * 0x1p53) % 2 == 1);
    }
    ck_assert_uint_eq(misses, 0);
    free(u);
}

/* Means of x y and of He_2(x) He_2(y) / 2 over n pairs: independent standard normals give 0 with
 * variance 1 / n. */
static void check_uncorrelated(size_t n, const double *x, const double *y)
{
    double first = 0.0, second = 0.0;
    for (size_t i = 0; i < n; i++) {
        first += x[i] * y[i];
        second += 0.5 * (x[i] * x[i] - 1.0) * (y[i] * y[i] - 1.0);
    }
    ck_assert_double_le(fabs(first), DEVIATIONS * sqrt((double)n));
    ck_assert_double_le(fabs(second), DEVIATIONS * sqrt((double)n));
}

TEST(neighbours_are_uncorrelated)
{
    static const struct random_stream others[] = {{UINT64_C(0x0123456789abcdef), 8},
                                                  {UINT64_C(0x0123456789abcdee), 7},
                                                  {UINT64_C(0x1123456789abcdef), 7}};
    double *x = sample(&STREAM, 0, random_normals);
    for (size_t lag = 1; lag <= 16; lag++)
        check_uncorrelated(SAMPLE - lag, x, x + lag); /* within a draw */
    check_uncorrelated(SAMPLE - CALL, x, x + CALL);   /* adjacent draws */
    for (size_t k = 0; k < sizeof others / sizeof *others; k++) {
        double *y = sample(&others[k], 0, random_normals);
        check_uncorrelated(SAMPLE, x, y);
        free(y);
    }
    double *y = sample(&STREAM, UINT64_C(1) << 32, random_normals);
    check_uncorrelated(SAMPLE, x, y);
    free(y);
    /* normals and uniforms of one address come from different blocks */
    y = sample(&STREAM, 0, random_uniforms);
    for (size_t i = 0; i < SAMPLE; i++)
        y[i] = gsl_cdf_ugaussian_Pinv(y[i]);
    check_uncorrelated(SAMPLE, x, y);
    /* nor do the uniforms repeat the radius of the normals */
    for (size_t i = 0; i < SAMPLE; i += 2) {
        x[i / 2] = gsl_cdf_ugaussian_Pinv(exp(-0.5 * (x[i] * x[i] + x[i + 1] * x[i + 1])));
        y[i / 2] = y[i];
    }
    check_uncorrelated(SAMPLE / 2, x, y);
    free(x);
    free(y);
}

/* Counts beyond 4 and 5 sigma of 2^26 normals are Poisson (binomial, to 1e-4) of means 4250 and
 * 38.5. */
TEST(tails_are_poisson)
{
    enum { DRAW = 4096, DRAWS = 1 << 14 };
    static double x[DRAW];
    unsigned beyond[2] = {0};
    for (uint64_t draw = 0; draw < DRAWS; draw++) {
        random_normals(&STREAM, UINT64_C(1) << 40 | draw, DRAW, x);
        for (size_t i = 0; i < DRAW; i++) {
            beyond[0] += fabs(x[i]) > 4.0;
            beyond[1] += fabs(x[i]) > 5.0;
        }
    }
    for (int k = 0; k < 2; k++) {
        const double mean = (double)DRAW * DRAWS * erfc((4.0 + k) / sqrt(2.0));
        ck_assert_double_ge(gsl_cdf_poisson_P(beyond[k], mean), 1e-10);
        ck_assert_double_ge(gsl_cdf_poisson_Q(beyond[k], mean), 1e-10);
    }
}

/* FNV-1a's published 32-bit values. */
TEST(stream_ids_are_fnv1a)
{
    ck_assert_uint_eq(random_stream_id(""), 0x811c9dc5);
    ck_assert_uint_eq(random_stream_id("a"), 0xe40c292c);
    ck_assert_uint_eq(random_stream_id("foobar"), 0xbf9cf968);
}
