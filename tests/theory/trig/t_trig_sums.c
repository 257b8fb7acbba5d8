/* Sums of sines and cosines over a schedule, and their angles, against 300 bits at every size of
 * distance. */
#include <math.h>
#include <mpfr.h>
#include <stdlib.h>

#include "tests/tools/check_tools.h"
#include "theory/trig/trig_angle.h"
#include "theory/trig/trig_sums.h"

static const char *const SPECS[] = {
    "rope:base=1e4,dim=128",       "rope:base=5e5,dim=64,unit=turn", "rope:base=1e7,dim=8",
    "rope:base=3,dim=6,unit=turn", "rope:base=1e4,dim=16,rotary=6",  "rope:base=1e5,dim=154"};

/* cos and sin of 2 pi (hi + lo) r, rounded from 300 bits. */
static void reference(const struct schedule *s, size_t pair, double r, double *cosine, double *sine)
{
    mpfr_t x, pi;
    mpfr_inits2(300, x, pi, (mpfr_ptr)0);
    mpfr_set_d(x, s->turn_hi[pair], MPFR_RNDN);
    mpfr_add_d(x, x, s->turn_lo[pair], MPFR_RNDN);
    mpfr_mul_d(x, x, r, MPFR_RNDN);
    mpfr_frac(x, x, MPFR_RNDN);
    mpfr_const_pi(pi, MPFR_RNDN);
    mpfr_mul(x, x, pi, MPFR_RNDN);
    mpfr_mul_2ui(x, x, 1, MPFR_RNDN);
    mpfr_cos(pi, x, MPFR_RNDN);
    mpfr_sin(x, x, MPFR_RNDN);
    *cosine = mpfr_get_d(pi, MPFR_RNDN);
    *sine = mpfr_get_d(x, MPFR_RNDN);
    mpfr_clears(x, pi, (mpfr_ptr)0);
}

/* An integer of up to bits bits, of every size; even beyond 2^53. */
static double random_distance(uint64_t *state, int bits)
{
    double r = floor(ldexp(tools_uniform(state), 1 + (int)((double)bits * tools_uniform(state))));
    return r > DISTANCE_LIMIT ? 2.0 * floor(0.5 * r) : r;
}

/* The header's bounds: 3 2^-53 up to 2^47 turns, 12.1 2^-53 up to 2^54 tokens; the reference adds
 * half a unit more. */
TEST(angles_keep_their_bounds)
{
    uint64_t state = 1;
    struct worst near = {0}, far = {0};
    for (size_t e = 0; e < TOOLS_COUNT(SPECS); e++) {
        struct encoding *encoding = tools_encoding(SPECS[e]);
        const struct schedule *s = encoding_schedule(encoding);
        for (int i = 0; i < 3000; i++) {
            size_t pair = (size_t)((double)s->pairs * tools_uniform(&state));
            double r = random_distance(&state, i % 2 ? 53 : 46), c, q, want_c, want_q;
            trig_pair(s, pair, r, &c, &q);
            reference(s, pair, r, &want_c, &want_q);
            bool small = r * s->turn_hi[pair] < 0x1p47;
            worst_take(
                small ? &near : &far, fmax(fabs(c - want_c), fabs(q - want_q)) + 0.0 * (c + q),
                (small ? 3.5 : 12.6) * UNIT_ROUNDING, "%s pair %zu r %.0f", SPECS[e], pair, r);
        }
        encoding_free(encoding);
    }
    worst_check(&near);
    worst_check(&far);
}

/* The polynomials alone at both ends of their range, at its middle and between: the header's bounds
 * and the reference's half unit. */
TEST(polynomials_keep_their_bounds)
{
    uint64_t state = 4;
    struct worst cosines = {0}, sines = {0};
    mpfr_t x, f;
    mpfr_inits2(120, x, f, (mpfr_ptr)0);
    for (int i = 0; i < 40000; i++) {
        double u = tools_uniform(&state), y, c, s;
        y = i % 4 == 0 ? (M_PI_4 + 0x1p-48) * (i % 8 ? 1.0 : -1.0) * (1.0 - 0x1p-30 * u)
                       : M_PI_4 * (2.0 * u - 1.0);
        y = i == 0 ? M_PI_4 + 0x1p-48 : i == 1 ? 0.0 : i % 4 == 1 ? ldexp(y, -(i % 60)) : y;
        trig_polynomials(y, &c, &s);
        mpfr_set_d(x, y, MPFR_RNDN);
        mpfr_cos(f, x, MPFR_RNDN);
        worst_take(&cosines, fabs(c - mpfr_get_d(f, MPFR_RNDN)), (1.1 + 0.5) * UNIT_ROUNDING,
                   "y %.17g", y);
        mpfr_sin(f, x, MPFR_RNDN);
        worst_take(&sines, fabs(s - mpfr_get_d(f, MPFR_RNDN)), (0.81 + 0.5) * UNIT_ROUNDING,
                   "y %.17g", y);
    }
    mpfr_clears(x, f, (mpfr_ptr)0);
    worst_check(&cosines);
    worst_check(&sines);
}

/* Whole, half and quarter turns: base 16, dim 8 has theta = 1, 1/2, 1/4, 1/8 turns, up to the 160
 * bits they come from. */
TEST(whole_and_quarter_turns_are_exact)
{
    static const double cosine[8] = {1, M_SQRT1_2, 0, -M_SQRT1_2, -1, -M_SQRT1_2, 0, M_SQRT1_2};
    struct encoding *encoding = tools_encoding("rope:base=16,dim=8,unit=turn");
    struct worst w = {0};
    for (size_t pair = 0; pair < 4; pair++)
        for (unsigned r = 0; r < 64; r++) {
            unsigned eighth = (r << (3 - pair)) % 8;
            /* pi/4's and the polynomials' */
            double c, q, tolerance = eighth % 2 ? 2.4 * UNIT_ROUNDING : 0x1p-150;
            trig_pair(encoding_schedule(encoding), pair, r, &c, &q);
            worst_take(&w, fabs(c - cosine[eighth]), tolerance, "pair %zu r %u", pair, r);
            worst_take(&w, fabs(q - cosine[(eighth + 6) % 8]), tolerance, "pair %zu r %u", pair, r);
        }
    worst_check(&w);
    encoding_free(encoding);
}

/* Sums with random coefficients at scattered and consecutive distances against the reference,
 * within trig_sums_error. */
TEST(sums_keep_their_error)
{
    enum { COUNT = 300 };
    uint64_t state = 2;
    struct worst w = {0}, bound = {0};
    double r[COUNT], got[COUNT];
    for (size_t e = 0; e < TOOLS_COUNT(SPECS); e++) {
        struct encoding *encoding = tools_encoding(SPECS[e]);
        const struct schedule *s = encoding_schedule(encoding);
        double a[80], b[80], total = 0.0;
        for (size_t n = 0; n < s->pairs; n++) {
            a[n] = 2.0 * tools_uniform(&state) - 1.0, b[n] = 2.0 * tools_uniform(&state) - 1.0;
            total += fabs(a[n]) + fabs(b[n]);
        }
        double error = trig_sums_error(s, a, b);
        worst_take(&bound, fabs(error - ((double)s->pairs + 38.0) * UNIT_ROUNDING * total),
                   0x1p-50 * error, "%s", SPECS[e]);
        for (int kind = 0; kind < 6; kind++) {
            double start = random_distance(&state, 52),
                   step = kind == 1 ? 1.0 : floor(1.0 + 1e6 * tools_uniform(&state));
            for (size_t i = 0; i < COUNT; i++)
                r[i] = kind == 0 ? random_distance(&state, 53) : start + step * (double)i;
            if (kind == 5) /* a run, a break inside it, another run */
                for (size_t i = 150; i < COUNT; i++)
                    r[i] += 1.0;
            ck_assert_int_eq(
                trig_sums(s, kind == 3 ? NULL : a, kind == 4 ? NULL : b, COUNT, r, got), STATUS_OK);
            for (size_t i = 0; i < COUNT; i += i < 140 || i > 160 ? 7 : 1) {
                long double want = 0.0L;
                for (size_t n = 0; n < s->pairs; n++) {
                    double c, q;
                    reference(s, n, r[i], &c, &q);
                    want += (kind == 3 ? 0.0L : (long double)a[n] * c) +
                            (kind == 4 ? 0.0L : (long double)b[n] * q);
                }
                /* the reference's cosines and sines are rounded once: a unit for each |a| + |b| */
                worst_take(&w, fabs((double)(got[i] - want)), error + UNIT_ROUNDING * total,
                           "%s kind %d r %.0f", SPECS[e], kind, r[i]);
            }
        }
        encoding_free(encoding);
    }
    worst_check(&w);
    worst_check(&bound);
}

/* A list gives what single distances give, within twice the bound; every length around the run and
 * block sizes is filled exactly to its end. */
TEST(lists_are_single_distances)
{
    enum { ROOM = 600 };
    struct encoding *encoding = tools_encoding("rope:base=1e4,dim=16");
    const struct schedule *s = encoding_schedule(encoding);
    double r[ROOM], got[ROOM + 1];
    double tolerance = 2.0 * trig_sums_error(s, s->weight, s->weight);
    struct worst w = {0};
    unsigned overruns = 0;
    for (size_t count = 0; count <= ROOM; count += count < 300 ? 1 : 37) {
        for (size_t i = 0; i < count; i++)
            r[i] = i < 70 ? (double)(7 * i) : i == 70 ? 9999.0 : 10000.0 + (double)i;
        for (size_t i = 0; i <= ROOM; i++)
            got[i] = -777.0;
        ck_assert_int_eq(trig_sums(s, s->weight, s->weight, count, r, got), STATUS_OK);
        overruns += got[count] != -777.0;
        if (count > 71) { /* the same as a run that need not be found */
            double run[ROOM];
            ck_assert_int_eq(trig_run(s, s->weight, s->weight, r[71], 1.0, count - 71, run),
                             STATUS_OK);
            for (size_t i = 71; i < count; i++)
                overruns += !(fabs(run[i - 71] - got[i]) <= tolerance);
        }
        for (size_t i = 0; i < count; i++) {
            double alone;
            ck_assert_int_eq(trig_sums(s, s->weight, s->weight, 1, &r[i], &alone), STATUS_OK);
            if (i % 50 == 0 || i + 1 == count || (i > 66 && i < 74))
                worst_take(&w, fabs(alone - got[i]), tolerance, "count %zu, i %zu", count, i);
            overruns += !(fabs(alone - got[i]) <= tolerance);
        }
    }
    ck_assert_uint_eq(overruns, 0);
    worst_check(&w);
    encoding_free(encoding);
}

/* Long runs, which are cut into blocks of several strips and rows: every sum is there and right at
 * each length around a block's end. */
TEST(long_runs_have_every_sum)
{
    enum { ROOM = 70002 };
    static const size_t counts[] = {1023, 1024, 1025, 1056, 1057,  2112,
                                    2113, 4097, 4161, 9217, 20000, ROOM};
    static double r[ROOM], got[ROOM + 1], want[ROOM];
    struct encoding *encoding = tools_encoding("rope:base=1e4,dim=8");
    const struct schedule *s = encoding_schedule(encoding);
    double tolerance = 2.0 * trig_sums_error(s, s->weight, s->weight);
    unsigned misses = 0;
    for (size_t i = 0; i < ROOM; i++) /* no run: alternates between the halves */
        r[i] = (double)((i / 2 + i % 2 * (ROOM / 2)) * 3 + 5);
    ck_assert_int_eq(trig_sums(s, s->weight, s->weight, ROOM, r, got), STATUS_OK);
    for (size_t i = 0; i < ROOM; i++)
        want[i / 2 + i % 2 * (ROOM / 2)] = got[i];
    for (size_t k = 0; k < TOOLS_COUNT(counts); k++) {
        for (size_t i = 0; i < ROOM; i++)
            r[i] = (double)(i * 3 + 5), got[i] = NAN;
        got[counts[k]] = -777.0;
        ck_assert_int_eq(trig_sums(s, s->weight, s->weight, counts[k], r, got), STATUS_OK);
        for (size_t i = 0; i < counts[k]; i++)
            misses += !(fabs(got[i] - want[i]) <= tolerance);
        misses += got[counts[k]] != -777.0;
    }
    ck_assert_uint_eq(misses, 0);
    encoding_free(encoding);
}

/* r = 0 gives the plain sum of the cosines' coefficients; turn at r is rad at 2 pi r; bad distances
 * are refused. */
TEST(identities_at_zero_and_between_units)
{
    struct encoding *encoding = tools_encoding("rope:base=1e4,dim=32,unit=turn"),
                    *rad = tools_encoding("rope:base=1e4,dim=32");
    const struct schedule *s = encoding_schedule(encoding);
    double zero = 0.0, sum;
    ck_assert_int_eq(trig_sums(s, s->weight, s->weight, 1, &zero, &sum), STATUS_OK);
    ck_assert(sum == 16.0);
    ck_assert_int_eq(trig_sums(s, NULL, s->weight, 1, &zero, &sum), STATUS_OK);
    ck_assert(sum == 0.0);
    struct worst w = {0};
    for (size_t n = 0; n < 16; n++) {
        double turn = s->turn_hi[n], angle = encoding_schedule(rad)->turn_hi[n] * 2.0 * M_PI;
        worst_take(&w, fabs(turn - angle), 4.0 * UNIT_ROUNDING * turn, "pair %zu", n);
        /* cos^2 + sin^2 = 1, and doubling: both within 4 angle errors */
        for (double r = 1.0; r < 1e6; r = 3.0 * r + 1.0) {
            double c, q, c2, q2;
            trig_pair(s, n, r, &c, &q);
            trig_pair(s, n, 2.0 * r, &c2, &q2);
            worst_take(&w, fabs(c * c + q * q - 1.0), 16.0 * UNIT_ROUNDING, "pair %zu r %.0f", n,
                       r);
            worst_take(&w, fmax(fabs(c2 - (c * c - q * q)), fabs(q2 - 2.0 * c * q)),
                       20.0 * UNIT_ROUNDING, "pair %zu r %.0f", n, r);
        }
    }
    worst_check(&w);
    static const double bad[] = {-1.0, 0.5, NAN, INFINITY, 0x1p54 + 4.0, 1e300};
    for (size_t i = 0; i < TOOLS_COUNT(bad); i++)
        ck_assert_int_eq(trig_sums(s, s->weight, NULL, 1, &bad[i], &sum), STATUS_DOMAIN);
    ck_assert_int_eq(trig_run(s, s->weight, NULL, DISTANCE_LIMIT - 1.0, 1.0, 2, (double[2]){0.0}),
                     STATUS_OK);
    ck_assert_int_eq(trig_run(s, s->weight, NULL, DISTANCE_LIMIT - 1.0, 1.0, 3, (double[3]){0.0}),
                     STATUS_DOMAIN);
    ck_assert_int_eq(trig_run(s, s->weight, NULL, 1.0, DISTANCE_LIMIT, 2, (double[2]){0.0}),
                     STATUS_DOMAIN);
    ck_assert_int_eq(trig_run(s, s->weight, NULL, 0.0, DISTANCE_LIMIT, 2, (double[2]){0.0}),
                     STATUS_OK);
    ck_assert_int_eq(trig_run(s, s->weight, NULL, 0.5, 1.0, 1, &sum), STATUS_DOMAIN);
    ck_assert_int_eq(trig_run(s, s->weight, NULL, 1.0, NAN, 1, &sum), STATUS_DOMAIN);
    ck_assert_int_eq(trig_run(s, s->weight, NULL, -1.0, 1.0, 1, &sum), STATUS_DOMAIN);
    double last = 0x1p54;
    ck_assert_int_eq(trig_sums(s, s->weight, NULL, 1, &last, &sum), STATUS_OK);
    ck_assert(trig_sums_error(s, s->weight, NULL) == 54.0 * 16.0 * UNIT_ROUNDING);
    ck_assert(trig_sums_error(s, NULL, NULL) == 0.0);
    encoding_free(encoding);
    encoding_free(rad);
}
