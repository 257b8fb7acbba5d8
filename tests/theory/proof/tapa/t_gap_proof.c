/* Proofs of the gap against a plain loop over the definition in long double, at thresholds no
 * double can tell from a tie, and at ties. */
#include <math.h>
#include <mpfr.h>
#include <string.h>

#include "experiments/harness/command/run.h"
#include "tests/tools/check_tools.h"
#include "theory/proof/tapa/gap_proof.h"

/* Two sums of at most 16 terms in long double differ from the truth by far less. */
#define CLOSE 1e-15L

/* C and S each times D and weighted, from the schedule's own frequencies; distances are small. */
static void parts_of(const struct schedule *s, double r, long double *c, long double *q)
{
    *c = *q = 0.0L;
    for (size_t n = 0; n < s->pairs; n++) {
        long double x = 6.283185307179586476925L * ((long double)s->turn_hi[n] + s->turn_lo[n]) * r;
        *c += s->weight[n] * cosl(x);
        *q += s->weight[n] * sinl(x);
    }
}

static struct gap_proof prove(const struct gap_problem *p)
{
    struct gap_proof one, two;
    memset(&one, 0, sizeof one);
    memset(&two, 0, sizeof two);
    run_threads(1);
    ck_assert_int_eq(gap_prove(p, &one), STATUS_OK);
    run_threads(2);
    ck_assert_int_eq(gap_prove(p, &two), STATUS_OK);
    ck_assert_mem_eq(&one, &two, sizeof one);
    return one;
}

static const char *const SPECS[] = {
    "rope:base=1e4,dim=16,unit=turn", "rope:base=100,dim=8,norm=none",
    "rope:base=1e4,dim=16,rotary=8,scaling=yarn,factor=4,orig=4096,attn=1.25",
    "rope:base=3e5,dim=32,unit=turn"};
static const struct {
    double mu0, nu0;
} MOMENTS[] = {{1.0, 0.0}, {-2.0, 0.5}, {0.1, 0.3}, {-3e-5, 0.0}, {1e100, -1e99}};

/* Everything a proof reports, from the definition; more far distances than one block. */
TEST(decisions_are_the_definition)
{
    enum { LAST = 70000 };
    static const double ranges[][4] = {
        {2, 3, 100, 5000},   {0, 0, 1, 1}, {1, 40, 41, LAST}, {5, 5, 5, 5},   {0, 0, 2, 40000},
        {0, 1, 33000, LAST}, {0, 0, 3, 3}, {0, 1, 20, 25},    {0, 0, 45, 49}, {0, 0, 3000, 3003}};
    static long double c[LAST + 1], q[LAST + 1];
    struct worst w = {0};
    unsigned outcomes[2] = {0};
    for (size_t e = 0; e < TOOLS_COUNT(SPECS); e++) {
        struct encoding *encoding = tools_encoding(SPECS[e]);
        const struct schedule *s = encoding_schedule(encoding);
        for (size_t r = 0; r <= LAST; r++)
            parts_of(s, (double)r, &c[r], &q[r]);
        for (size_t m = 0; m < TOOLS_COUNT(MOMENTS); m++)
            for (size_t k = 0; k < TOOLS_COUNT(ranges); k++) {
                struct gap_problem p = {s,
                                        MOMENTS[m].mu0,
                                        MOMENTS[m].nu0,
                                        ranges[k][0],
                                        ranges[k][1],
                                        ranges[k][2],
                                        ranges[k][3]};
                long double sign = p.mu0 > 0.0 ? 1.0L : -1.0L,
                            threshold = fabsl((long double)p.mu0) / 8.0L,
                            scale = 1.0L / (long double)s->rule.dim, least = HUGE_VALL;
                double far = -1.0, near = -1.0, pairs = 0.0;
                /* too near the threshold for long double before the first violation */
                bool open = false;
                for (double r2 = p.far_lo; r2 <= p.far_hi; r2 += 1.0)
                    for (double r = p.near_lo; r <= p.near_hi; r += 1.0) {
                        size_t i = (size_t)r, j = (size_t)r2;
                        long double gap = sign * scale *
                                          (p.mu0 * (c[i] - c[j]) + p.nu0 * (q[i] - q[j]));
                        least = fminl(least, gap);
                        if (far >= 0.0)
                            continue;
                        pairs += 1.0;
                        open = open ||
                               fabsl(gap - threshold) < CLOSE * (threshold + fabsl(sign * p.nu0));
                        if (gap <= threshold)
                            far = r2, near = r;
                    }
                ck_assert(!open);
                struct gap_proof got = prove(&p);
                ck_assert_msg(got.outcome == (far < 0.0 ? PROOF_POSITIVE : PROOF_NEGATIVE) &&
                                  got.far == far && got.near == near,
                              "%s moments %zu range %zu: %d at %.17g, %.17g for %.17g, %.17g",
                              SPECS[e], m, k, got.outcome, got.far, got.near, far, near);
                ck_assert_msg((double)got.comparisons == pairs && got.balls == 0,
                              "%s moments %zu range %zu: %.0f pairs", SPECS[e], m, k, pairs);
                worst_take(&w, fabs((double)(got.gap_min - least)),
                           got.gap_error +
                               (double)(CLOSE * (threshold + fabsl((long double)p.nu0))),
                           "%s moments %zu range %zu", SPECS[e], m, k);
                check_le(got.gap_error, 1e-13 * (fabs(p.mu0) + fabs(p.nu0)));
                outcomes[far < 0.0]++;
            }
        encoding_free(encoding);
    }
    worst_check(&w);
    ck_assert_uint_gt(outcomes[0], 20);
    ck_assert_uint_gt(outcomes[1], 20);
}

/* C(near) - C(far) - D/8 and S(near) - S(far), times D, in 300 bits; plain RoPE in turns. */
static void exact_parts(double base, unsigned dim, double near, double far, mpfr_t cosines,
                        mpfr_t sines)
{
    mpfr_t turn, angle, cosine, sine;
    mpfr_inits2(300, turn, angle, cosine, sine, (mpfr_ptr)0);
    mpfr_set_d(cosines, -(double)dim / 8.0, MPFR_RNDN);
    mpfr_set_zero(sines, 1);
    for (unsigned n = 0; n < dim / 2; n++)
        for (int k = 0; k < 2; k++) {
            mpfr_set_d(turn, base, MPFR_RNDN);
            mpfr_log(turn, turn, MPFR_RNDN);
            mpfr_mul_d(turn, turn, -2.0 * n, MPFR_RNDN);
            mpfr_div_ui(turn, turn, dim, MPFR_RNDN);
            mpfr_exp(turn, turn, MPFR_RNDN);
            mpfr_const_pi(angle, MPFR_RNDN);
            mpfr_mul_2ui(angle, angle, 1, MPFR_RNDN);
            mpfr_mul(angle, angle, turn, MPFR_RNDN);
            mpfr_mul_d(angle, angle, k ? far : near, MPFR_RNDN);
            mpfr_sin_cos(sine, cosine, angle, MPFR_RNDN);
            (k ? mpfr_sub : mpfr_add)(cosines, cosines, cosine, MPFR_RNDN);
            (k ? mpfr_sub : mpfr_add)(sines, sines, sine, MPFR_RNDN);
        }
    mpfr_clears(turn, angle, cosine, sine, (mpfr_ptr)0);
}

/* nu0 put where one pair of distances meets the threshold: a unit in its last place decides, and
 * only balls see which way. */
TEST(a_hair_from_the_threshold_is_decided)
{
    uint64_t state = 41;
    unsigned balls = 0, flips = 0, count = 0;
    struct encoding *e = tools_encoding("rope:base=5e5,dim=32,unit=turn");
    mpfr_t cosines, sines, excess;
    mpfr_inits2(300, cosines, sines, excess, (mpfr_ptr)0);
    for (int i = 0; i < 300; i++) {
        double near = floor(1000.0 * tools_uniform(&state)),
               far = floor(1e12 * tools_uniform(&state));
        exact_parts(5e5, 32, near, far, cosines, sines);
        mpfr_div(excess, cosines, sines, MPFR_RNDN);
        double nu0 = nextafter(-mpfr_get_d(excess, MPFR_RNDN), -HUGE_VAL);
        int last = 0;
        for (int ulp = 0; ulp < 3; ulp++, nu0 = nextafter(nu0, HUGE_VAL)) {
            struct gap_problem p = {encoding_schedule(e), 1.0, nu0, near, near, far, far};
            struct gap_proof got;
            mpfr_mul_d(excess, sines, nu0, MPFR_RNDN);
            mpfr_add(excess, excess, cosines, MPFR_RNDN);
            int want = mpfr_sgn(excess) > 0 ? 1 : -1;
            ck_assert_int_eq(gap_prove(&p, &got), STATUS_OK);
            ck_assert_msg((int)got.outcome == want, "near %.0f far %.0f nu0 %.17g: %d for %d", near,
                          far, nu0, got.outcome, want);
            ck_assert_uint_eq(got.comparisons, 1);
            balls += got.balls == 1;
            flips += ulp > 0 && want != last;
            last = want;
            count++;
        }
    }
    mpfr_clears(cosines, sines, excess, (mpfr_ptr)0);
    encoding_free(e);
    /* the filter's bound tells hardly any of these */
    ck_assert_uint_ge(balls, count - count / 100);
    ck_assert_uint_eq(flips, 300);
}

/* The filter answers only beyond its bound: within twice prover_error of the threshold, however
 * good its value, balls do. */
TEST(filter_keeps_to_its_bound)
{
    uint64_t state = 42;
    struct encoding *e = tools_encoding("rope:base=5e5,dim=32,unit=turn");
    mpfr_t cosines, sines, ratio;
    mpfr_inits2(300, cosines, sines, ratio, (mpfr_ptr)0);
    for (int i = 0; i < 100; i++) {
        double near = floor(1000.0 * tools_uniform(&state)),
               far = floor(1e6 * tools_uniform(&state)), list[16];
        exact_parts(5e5, 32, near, far, cosines, sines);
        mpfr_div(ratio, cosines, sines, MPFR_RNDN);
        double nu0 = -mpfr_get_d(ratio, MPFR_RNDN), slope = mpfr_get_d(sines, MPFR_RNDN);
        for (int n = 0; n < 16; n++)
            list[n] = nu0;
        struct prover *prover;
        ck_assert_int_eq(
            prover_new(encoding_schedule(e), encoding_schedule(e)->weight, list, &prover),
            STATUS_OK);
        double error = prover_error(prover);
        prover_free(prover);
        for (int k = -1; k <= 1; k += 2)
            for (int outside = 0; outside <= 1; outside++) {
                double off = k * (outside ? 40.0 : 1.9) * error / slope;
                struct gap_problem p = {encoding_schedule(e), 1.0, nu0 + off, near, near, far, far};
                struct gap_proof got;
                ck_assert_int_eq(gap_prove(&p, &got), STATUS_OK);
                ck_assert_msg((int)got.outcome == k && got.balls == (outside ? 0 : 1),
                              "near %.0f far %.0f nu0 %.17g", near, far, p.nu0);
            }
    }
    mpfr_clears(cosines, sines, ratio, (mpfr_ptr)0);
    encoding_free(e);
}

/* Frequencies 1 and 1/4 of a turn and two that rest: U = 3 + cos(pi r/2), threshold 1. A difference
 * of exactly 1 is decided by nobody; of 0 by the filter, the same distance on both sides included.
 * */
TEST(ties_are_decided_by_nobody)
{
    static const struct {
        double near_lo, near_hi, far_lo, far_hi;
        enum proof outcome;
        double far, near;
        unsigned comparisons, balls;
    } cases[] = {
        {0, 0, 1, 9, PROOF_UNDECIDED, 1, 0, 1, 1},  /* 4 - 3 */
        {0, 1, 1, 9, PROOF_NEGATIVE, 1, 1, 2, 1},   /* 4 - 3 is open, 3 - 3 is not */
        {0, 0, 2, 2, PROOF_POSITIVE, -1, -1, 1, 0}, /* 4 - 2 */
        {0, 0, 2, 9, PROOF_UNDECIDED, 3, 0, 2, 1},  /* 4 - 2, then 4 - 3 */
        {4, 4, 4, 4, PROOF_NEGATIVE, 4, 4, 1, 0},
    };
    struct encoding *e = tools_encoding("rope:base=16,dim=8,rotary=4,unit=turn");
    for (size_t i = 0; i < TOOLS_COUNT(cases); i++) {
        struct gap_problem p = {
            encoding_schedule(e), 1.0, 0.0, cases[i].near_lo, cases[i].near_hi, cases[i].far_lo,
            cases[i].far_hi};
        struct gap_proof got = prove(&p);
        ck_assert_msg(got.outcome == cases[i].outcome && got.far == cases[i].far &&
                          got.near == cases[i].near,
                      "case %zu: %d %g %g", i, got.outcome, got.far, got.near);
        ck_assert_msg(got.comparisons == cases[i].comparisons && got.balls == cases[i].balls,
                      "case %zu: counts", i);
    }
    encoding_free(e);
}

/* A published number: the two distances before and at the first violation, with millions on either
 * side left out. */
TEST(published_first_violation_is_proved)
{
    struct encoding *e = tools_encoding("model:llama-3-8b,unit=turn");
    struct gap_problem p = {encoding_schedule(e), 1.0, 0.0, 2, 3, 30819000, 30820000};
    struct gap_proof got = prove(&p);
    ck_assert_int_eq(got.outcome, PROOF_POSITIVE);
    ck_assert_uint_eq(got.comparisons, 2002);
    p.far_hi = 30821000;
    got = prove(&p);
    ck_assert(got.outcome == PROOF_NEGATIVE && got.far == 30820001.0 && got.near == 3.0);
    mpfr_t cosines, sines;
    mpfr_inits2(300, cosines, sines, (mpfr_ptr)0);
    for (int near = 2; near <= 3; near++) {
        exact_parts(5e5, 128, near, 30820001, cosines, sines);
        ck_assert(near == 3 ? mpfr_sgn(cosines) < 0 : mpfr_sgn(cosines) > 0);
    }
    mpfr_clears(cosines, sines, (mpfr_ptr)0);
    encoding_free(e);
}

TEST(bad_questions_are_refused)
{
    struct encoding *e = tools_encoding("rope:base=100,dim=8");
    const struct schedule *s = encoding_schedule(e);
    const struct gap_problem bad[] = {
        {s, 1, 0, 3, 2, 5, 6},         {s, 1, 0, 2, 3, 6, 5},
        {s, 1, 0, -1, 3, 5, 6},        {s, 1, 0, 2, 3, 5, 2.0 * DISTANCE_LIMIT},
        {s, 0, 0, 2, 3, 5, 6},         {s, 0, 1, 2, 3, 5, 6},
        {s, 1e-300, 1e10, 2, 3, 5, 6}, {s, 1, 0, 1, GAP_PROOF_NEAR_LIMIT + 1.0, 5, 6},
        {s, NAN, 0, 2, 3, 5, 6},       {s, 1, 0, NAN, 3, 5, 6},
    };
    for (size_t i = 0; i < TOOLS_COUNT(bad); i++) {
        struct gap_proof got;
        ck_assert_msg(gap_prove(&bad[i], &got) == STATUS_DOMAIN, "case %zu", i);
    }
    struct gap_problem vast = {s, 1e-290, 1.0, 2, 3, 5, 6};
    struct gap_proof got;
    ck_assert_int_eq(gap_prove(&vast, &got), STATUS_UNDEFINED);
    encoding_free(e);
}
