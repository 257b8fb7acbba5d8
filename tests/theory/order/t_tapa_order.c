/* TAPA's order probabilities against golden values, sums over sign changes, integrals over the
 * plane of phases, and draws. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "experiments/harness/draws/qk.h"
#include "kernels/encodings/tapa.h"
#include "tests/tools/check_tools.h"
#include "theory/order/tapa_amplitude_sign.h"
#include "theory/order/tapa_position_order.h"
#include "theory/order/tapa_token_order.h"

struct tally {
    struct worst sign, position, token;
};

/* Golden values have 14 digits, those of the token order 10 (their rule, 9); parameters are
 * doubles. */
static void take_golden(void *context, char *const cell[GOLDEN_CELLS])
{
    struct tally *t = context;
    struct encoding *e = tools_encoding(cell[1]);
    struct qk_law law = tools_law(cell[2]);
    struct estimate got = {NAN, NAN};
    double want = atof(cell[4]), r1 = atof(cell[3]);
    const char *second = strchr(cell[3], ' ');
    struct worst *w = &t->token;
    if (strcmp(cell[0], "tapa_amplitude_sign") == 0) {
        ck_assert_int_eq(tapa_amplitude_sign(encoding_tapa_shape(e), &law, &got), STATUS_OK);
        w = &t->sign;
    } else if (second) {
        ck_assert_int_eq(tapa_position_order(encoding_tapa_shape(e), &law, r1, atof(second), &got),
                         STATUS_OK);
        w = &t->position;
    } else {
        ck_assert_int_eq(tapa_token_order(encoding_tapa_shape(e), &law, r1, &got), STATUS_OK);
    }
    worst_take(w, fabs(got.val - want), got.err + (w == &t->token ? 1e-9 : 1e-14),
               "%s %s %s r %s: %.17g", cell[0], cell[1], cell[2], cell[3], got.val);
    worst_take(w, got.err, 1e-8, "error of %s %s %s r %s", cell[0], cell[1], cell[2], cell[3]);
    encoding_free(e);
}

TEST(probabilities_are_the_golden_values)
{
    struct tally t = {.sign = {0}};
    golden_each("tapa_order.csv", &t, take_golden);
    ck_assert_uint_eq(t.sign.count, 30);
    ck_assert_uint_eq(t.position.count, 14);
    ck_assert_uint_eq(t.token.count, 6);
    worst_check(&t.sign);
    worst_check(&t.position);
    worst_check(&t.token);
}

/* P(lo < phi < hi) of N(mean, spread^2), from the nearer tail. */
static long double normal_mass(long double lo, long double hi, long double mean, long double spread)
{
    long double a = (lo - mean) / spread / sqrtl(2.0L), b = (hi - mean) / spread / sqrtl(2.0L);
    return a > 0.0L ? 0.5L * (erfcl(a) - erfcl(b)) : 0.5L * (erfcl(-b) - erfcl(-a));
}

/* E sgn(cos 2 pi s1 phi - cos 2 pi s2 phi) of a normal phase: where the cosines are equal, (s1 -
 * s2) phi or (s1 + s2) phi is whole; between, the sign at the middle. */
static double normal_order(long double s1, long double s2, long double mean, long double spread,
                           double *count)
{
    long double rate[2] = {fabsl(s1 - s2), s1 + s2}, at = mean - 9.0L * spread,
                last = mean + 9.0L * spread, sum = 0.0L, k[2];
    for (int i = 0; i < 2; i++)
        k[i] = floorl(at * rate[i]) + 1.0L;
    for (*count = 0.0; at < last; *count += 1.0) {
        int first = k[0] / rate[0] < k[1] / rate[1] ? 0 : 1;
        long double next = k[first]++ / rate[first], middle = 0.5L * (at + next);
        long double sign = cosl(6.283185307179586476925L * s1 * middle) -
                           cosl(6.283185307179586476925L * s2 * middle);
        sum += (sign > 0.0L ? 1.0L : -1.0L) * normal_mass(at, next, mean, spread);
        at = next;
    }
    return (double)sum;
}

/* The linear phase is normal: 2 sqrt(D_P) mu and 2 sigma^2, or 0 and 2 + 2 rho. Up to 3e5 sign
 * changes, so both ways of tapa_cosine_order are met; 9 deviations leave 2e-19 out, and each of the
 * reference's masses errs by 2^-63 and the slope times the rounding of its zero. */
TEST(cosine_order_of_normal_phases)
{
    uint64_t state = 5;
    struct worst few = {0}, many = {0};
    for (int i = 0; i < 300; i++) {
        struct tapa_shape shape = {4, 1 + (size_t)(30.0 * tools_uniform(&state)),
                                   0.05 + 0.95 * tools_uniform(&state), true,
                                   exp(8.0 * tools_uniform(&state) - 4.0)};
        struct qk_law law = {.kind = i % 3 ? QK_GAUSS : QK_ALIGNED,
                             .sigma = exp(3.0 * tools_uniform(&state) - 2.5)};
        law.mu = tools_uniform(&state) - 0.5, law.rho = 1.9 * tools_uniform(&state) - 0.95;
        double r1 = floor(exp(9.0 * tools_uniform(&state))),
               r2 = r1 + floor(exp(9.0 * tools_uniform(&state))), count;
        long double s1 = (long double)shape.scale * powl(r1, shape.alpha),
                    s2 = (long double)shape.scale * powl(r2, shape.alpha);
        bool gauss = law.kind == QK_GAUSS;
        long double mean = gauss ? 2.0L * sqrtl((long double)shape.dim_phase) * law.mu : 0.0L;
        long double spread = gauss ? sqrtl(2.0L) * law.sigma : sqrtl(2.0L + 2.0L * law.rho);
        if (36.0L * spread * s2 > 3e5L)
            continue;
        struct estimate got, back;
        ck_assert(tapa_cosine_order(&shape, &law, r1, r2, &got) == STATUS_OK);
        ck_assert(tapa_cosine_order(&shape, &law, r2, r1, &back) == STATUS_OK &&
                  back.val == -got.val && back.err == got.err);
        double want = normal_order(s1, s2, mean, spread, &count);
        double tolerance = 1e-18 + count * 0x1p-62 * (double)(2.0L + fabsl(mean) / spread);
        struct worst *w = count > 1e5 ? &many : &few;
        worst_take(w, fabs(got.val - want), got.err + tolerance,
                   "D_P %zu alpha %.17g scale %.17g %s r %.0f %.0f: %.17g +- %.3g", shape.dim_phase,
                   shape.alpha, shape.scale, gauss ? "gauss" : "aligned", r1, r2, got.val, got.err);
        worst_take(w, got.err, count > 1e5 ? 2e-7 : 1e-8, "idle error, scale %.17g r %.0f %.0f",
                   shape.scale, r1, r2);
    }
    ck_assert_uint_gt(few.count, 300);
    ck_assert_uint_gt(many.count, 20);
    worst_check(&few);
    worst_check(&many);
}

/* Far out, only the resonance of the two square waves is left: s2/s1 = (p + q)/(p - q), p and q odd
 * without common divisor, gives 1/(p q), any other ratio 0. */
TEST(far_out_only_the_resonance_is_left)
{
    struct worst w = {0};
    static const struct {
        double near, far, want;
    } cases[] = {{1, 2, 1.0 / 3.0},  {1, 3, 0.0}, {2, 3, 1.0 / 5.0},
                 {1, 4, 1.0 / 15.0}, {3, 5, 0.0}, {5, 8, 1.0 / 39.0}};
    for (int linear = 0; linear < 2; linear++)
        for (size_t i = 0; i < TOOLS_COUNT(cases); i++) {
            struct tapa_shape shape = {64, 64, 1.0, linear, 1.0};
            struct qk_law law = {.kind = QK_GAUSS, .mu = 0.5, .sigma = 1.0};
            struct estimate got;
            ck_assert(tapa_cosine_order(&shape, &law, 1e5 * cases[i].near, 1e5 * cases[i].far,
                                        &got) == STATUS_OK);
            worst_take(&w, fabs(got.val - cases[i].want), got.err, "%.0f to %.0f: %.17g",
                       cases[i].near, cases[i].far, got.val);
            worst_take(&w, got.err, 1e-7, "idle error at %.0f to %.0f", cases[i].near,
                       cases[i].far);
        }
    worst_check(&w);
}

/* P(flip) given the cosines, both margins' amplitudes N(kappa, 1): over A1 by the trapezoid rule,
 * A2 beyond A1 on one side of c1 A1/c2 only. */
static double flip_given(double c1, double c2, double kappa)
{
    double sum = 0.0, step = 0.1;
    for (double z = -8.0; z <= 8.0; z += step) {
        double a = kappa + z, border = c1 * a / c2 - kappa;
        double between = fabs(0.5 * erfc(-z / sqrt(2.0)) - 0.5 * erfc(-border / sqrt(2.0)));
        sum += exp(-0.5 * z * z) / sqrt(2.0 * M_PI) * step * (c2 > 0.0 ? between : 1.0 - between);
    }
    return sum;
}

/* The linear phase makes both phases normal in the plane: common part C, own parts O. Midpoint
 * rule, N cells each way over 7 deviations; the integrand is bounded by 1 with kinks, so the rule
 * errs by about (width/N)^2 of its slope: checked by halving N. */
static double plane(double turn, double mean, double common, double own, double kappa, int n)
{
    double su = sqrt(common + 0.5 * own), sv = sqrt(0.5 * own), cell = 14.0 / n, sum = 0.0;
    for (int i = 0; i < n; i++)
        for (int j = 0; j < n; j++) {
            double x = -7.0 + (i + 0.5) * cell, y = -7.0 + (j + 0.5) * cell;
            double c1 = cos(turn * (mean + su * x + sv * y)),
                   c2 = cos(turn * (mean + su * x - sv * y));
            double flip = kappa == 0.0
                              ? acos(fmax(-1.0,
                                          fmin(1.0, (c1 + c2) / sqrt(2.0 * (c1 * c1 + c2 * c2))))) /
                                    M_PI
                              : flip_given(c1, c2, kappa);
            sum += exp(-0.5 * (x * x + y * y)) / (2.0 * M_PI) * cell * cell * flip;
        }
    return sum;
}

TEST(token_order_in_the_plane)
{
    struct worst w = {0};
    static const struct {
        struct qk_law law;
        double common, own, kappa;
        size_t dim_amplitude;
    } cases[] = {
        {{.kind = QK_GAUSS, .mu = 0.0, .sigma = 0.5}, 0.25, 0.25, 0.0, 4},
        {{.kind = QK_ALIGNED, .rho = 0.0}, 1.0, 1.0, 0.0, 3},
        {{.kind = QK_CROSSED, .c = 0.5}, 1.5, 0.5, 0.0, 2},
        {{.kind = QK_CROSSED, .c = -0.75}, 0.25, 1.75, 0.0, 2},
        {{.kind = QK_GAUSS, .mu = 0.25, .sigma = 0.5}, 0.25, 0.25, 0.5, 1},
        {{.kind = QK_GAUSS, .mu = -0.5, .sigma = 0.25}, 0.0625, 0.0625, 2.0, 1},
    };
    for (size_t i = 0; i < TOOLS_COUNT(cases); i++)
        for (double scale = 0.03125; scale < 1.0; scale *= 4.0) {
            struct tapa_shape shape = {cases[i].dim_amplitude, 4, 0.5, true, scale};
            struct estimate got;
            ck_assert_int_eq(tapa_token_order(&shape, &cases[i].law, 4.0, &got), STATUS_OK);
            /* 2 sqrt(4) mu, 4^0.5 = 2 */
            double turn = 2.0 * M_PI * scale * 2.0, mean = 4.0 * cases[i].law.mu;
            int n = cases[i].kappa == 0.0 ? 600 : 200;
            double half = plane(turn, mean, cases[i].common, cases[i].own, cases[i].kappa, n / 2),
                   want = plane(turn, mean, cases[i].common, cases[i].own, cases[i].kappa, n);
            worst_take(&w, fabs(got.val - want), got.err + fabs(want - half) + 2e-5,
                       "case %zu scale %g: %.9f, plane %.9f", i, scale, got.val, want);
            worst_take(&w, fabs(want - half), 2e-3, "idle plane, case %zu scale %g", i, scale);
        }
    worst_check(&w);
}

/* Draws through the engine: how often the scores' order is the one asked for. */
TEST(drawn_scores_have_the_probability)
{
    enum { DRAWS = 20000, DIM_MOST = 32 };
    static const struct {
        const char *spec, *qk;
        double near, far;
    } cases[] = {
        {"tapa:dim=16", "gauss:mu=0.3,sigma=0.2", 3, 100},
        {"tapa:dim=8", "gauss:mu=0.5,sigma=0.2", 2, 5},
        {"tapa:dim=16,scale=0.1", "gauss:mu=0.5,sigma=1", 2, 50},
        {"tapa:dim=8,alpha=0.5,scale=0.05,phase=linear", "gauss:mu=0.5,sigma=0.3", 5, 70},
        {"tapa:dim=16,scale=0.1", "aligned:rho=0.5", 5, 70},
        {"tapa:dim=32,split=0.25,scale=0.1", "aligned:rho=-0.9", 70, 5},
        {"tapa:dim=16,scale=0.05,phase=linear", "aligned:rho=0.7", 1, 9},
        {"tapa:dim=32,scale=0.05", "crossed:c=0.6", 2, 900},
        {"tapa:dim=16,alpha=0.3,scale=0.1", "gauss:mu=0,sigma=0.6", 2, 9},
    };
    static const struct random_stream stream = {3, 77};
    struct worst w = {0};
    for (size_t i = 0; i < TOOLS_COUNT(cases); i++) {
        struct encoding *e = tools_encoding(cases[i].spec);
        struct qk_law law = tools_law(cases[i].qk);
        size_t dim = e->dim;
        double *q = malloc(3 * DRAWS * dim * sizeof *q), *k = q + DRAWS * dim,
               *other = k + DRAWS * dim, work[3 * DIM_MOST];
        ck_assert(q != NULL && dim <= DIM_MOST);
        for (size_t d = 0; d < DRAWS; d++) {
            qk_draw(&law, &stream, d, dim, work, q + d * dim, k + d * dim);
            qk_draw_second(&law, &stream, d, dim, work, q + d * dim, other + d * dim);
        }
        double r[3] = {0.0, cases[i].near, cases[i].far};
        double *first = tools_scores(e, 3, r, DRAWS, q, k),
               *second = tools_scores(e, 3, r, DRAWS, q, other);
        double smaller = 0.0, flips = 0.0;
        for (size_t d = 0; d < DRAWS; d++) {
            const double *s = first + 3 * d, *t = second + 3 * d;
            smaller += s[1] < s[2];
            flips += (s[0] > t[0]) != (s[2] > t[2]);
        }
        struct estimate position, token;
        ck_assert_int_eq(tapa_position_order(encoding_tapa_shape(e), &law, r[1], r[2], &position),
                         STATUS_OK);
        ck_assert_int_eq(tapa_token_order(encoding_tapa_shape(e), &law, r[2], &token), STATUS_OK);
        ck_assert(position.val > 0.003 && position.val < 0.997 && token.val > 0.003 &&
                  token.val < 0.997);
        worst_take(&w, fabs(smaller / DRAWS - position.val),
                   position.err + DEVIATIONS * sqrt(position.val * (1.0 - position.val) / DRAWS),
                   "position, %s %s: %.6f", cases[i].spec, cases[i].qk, position.val);
        worst_take(&w, fabs(flips / DRAWS - token.val),
                   token.err + DEVIATIONS * sqrt(token.val * (1.0 - token.val) / DRAWS),
                   "token, %s %s: %.6f", cases[i].spec, cases[i].qk, token.val);
        free(q);
        free(first);
        free(second);
        encoding_free(e);
    }
    worst_check(&w);
}

/* Symmetric amplitudes have no preference; wide phases forget the order of tokens at once; narrow
 * ones by 2 w/pi^2. */
TEST(limits_of_even_wide_and_narrow_phases)
{
    struct tapa_shape shape = {64, 64, 0.1, false, 1.0}, slow = {64, 64, 0.1, false, 1e-4};
    static const struct qk_law symmetric[] = {{.kind = QK_GAUSS, .mu = 0.0, .sigma = 0.7},
                                              {.kind = QK_ALIGNED, .rho = 0.0},
                                              {.kind = QK_CROSSED, .c = 0.5}};
    struct qk_law biased = {.kind = QK_GAUSS, .mu = 0.5, .sigma = 1.0};
    struct estimate p, sign;
    for (size_t i = 0; i < TOOLS_COUNT(symmetric); i++) {
        ck_assert(tapa_amplitude_sign(&shape, &symmetric[i], &p) == STATUS_OK && p.val == 0.0 &&
                  p.err == 0.0);
        ck_assert(tapa_position_order(&shape, &symmetric[i], 3, 8, &p) == STATUS_OK &&
                  p.val == 0.5 && p.err == 0.0);
        ck_assert(tapa_position_order(&shape, &symmetric[i], 3, 3, &p) == STATUS_OK &&
                  p.val == 0.0);
        ck_assert(tapa_token_order(&shape, &symmetric[i], 0.0, &p) == STATUS_OK && p.val == 0.0 &&
                  p.err == 0.0);
        /* E w = (2 pi s)^2 sigma^4/2, relative correction (2/3)(1 + 2/D) 2 w */
        double size = i == 0   ? 0.2401
                      : i == 1 ? 1.0
                               : 0.75,
               mean = pow(2.0 * M_PI * 1e-4, 2.0) * size / 2.0;
        ck_assert(tapa_token_order(&slow, &symmetric[i], 1.0, &p) == STATUS_OK);
        check_le(fabs(p.val / (2.0 / (M_PI * M_PI) * mean) - 1.0 -
                      4.0 / 3.0 * (1.0 + 2.0 / 64.0) * mean),
                 20.0 * mean * mean + 1e-14);
    }
    for (double r = 1.0; r < 1e7; r *= 10.0) {
        ck_assert(tapa_token_order(&shape, &biased, r, &p) == STATUS_OK);
        check_le(fabs(p.val - 0.5), 1e-7);
        check_le(p.err, 1e-14);
    }
    /* from distance 0 the cosine can only fall: P[T(0) < T(r)] = P(A < 0) */
    ck_assert(tapa_amplitude_sign(&shape, &biased, &sign) == STATUS_OK);
    ck_assert(tapa_position_order(&shape, &biased, 0, 7, &p) == STATUS_OK);
    check_le(fabs(p.val - 0.5 * (1.0 - sign.val)), 0x1p-52);
    ck_assert(tapa_position_order(&shape, &biased, 7, 0, &p) == STATUS_OK);
    check_le(fabs(p.val - 0.5 * (1.0 + sign.val)), 0x1p-52);
}

TEST(laws_without_an_order_are_refused)
{
    struct tapa_shape shape = {4, 4, 0.1, false, 1.0}, thin = {4, 1, 0.1, false, 1.0},
                      narrow = {4, 4, 0.1, false, 1e-5};
    struct qk_law unit = {.kind = QK_UNIT}, gauss = {.kind = QK_GAUSS, .mu = 0.5, .sigma = 1.0},
                  same = {.kind = QK_ALIGNED, .rho = 1.0};
    struct estimate p;
    ck_assert_int_eq(tapa_position_order(&shape, &unit, 1, 2, &p), STATUS_UNDEFINED);
    ck_assert_int_eq(tapa_cosine_order(&shape, &unit, 1, 2, &p), STATUS_UNDEFINED);
    ck_assert_int_eq(tapa_token_order(&shape, &unit, 1, &p), STATUS_UNDEFINED);
    ck_assert_int_eq(tapa_token_order(&shape, &same, 1, &p), STATUS_UNDEFINED);
    ck_assert_int_eq(tapa_token_order(&thin, &gauss, 1, &p), STATUS_UNDEFINED);
    /* one phase coordinate: a bound that says nothing is no answer */
    struct qk_law close = {.kind = QK_ALIGNED, .rho = 0.962};
    struct encoding *lone = tools_encoding("tapa:dim=4,alpha=0.369,split=0.75,scale=0.0415");
    ck_assert_int_eq(tapa_position_order(encoding_tapa_shape(lone), &close, 1, 9, &p),
                     STATUS_UNDEFINED);
    encoding_free(lone);
    ck_assert_int_eq(tapa_token_order(&narrow, &gauss, 1, &p), STATUS_UNDEFINED);
    ck_assert_int_eq(tapa_token_order(&shape, &gauss, -1, &p), STATUS_DOMAIN);
    ck_assert_int_eq(tapa_token_order(&shape, &gauss, NAN, &p), STATUS_DOMAIN);
    ck_assert_int_eq(tapa_position_order(&shape, &gauss, -1, 2, &p), STATUS_DOMAIN);
    ck_assert_int_eq(tapa_position_order(&shape, &gauss, 1, HUGE_VAL, &p), STATUS_DOMAIN);
    ck_assert_int_eq(tapa_position_order(&shape, &gauss, NAN, 2, &p), STATUS_DOMAIN);
}
