/* PoPE: its frequencies, its peak, its ends. */
#include <math.h>

#include "kernels/encodings/curve.h"
#include "kernels/encodings/relative/pope.h"
#include "tests/kernels/encodings/banks/alike.h"

enum { DIM = 16, COUNT = 300 };

static void vectors(uint64_t state, double size, double *q, double *k)
{
    for (size_t i = 0; i < DIM; i++) {
        q[i] = size * (2.0 * tools_uniform(&state) - 1.0);
        k[i] = size * (2.0 * tools_uniform(&state) - 1.0);
    }
}

/* A frequency per coordinate, and the factor of D coordinates, not of their 2 D halves. */
TEST(every_coordinate_has_a_frequency)
{
    struct encoding *e = tools_encoding("pope:dim=7,base=100"),
                    *none = tools_encoding("pope:norm=none"), *plain = tools_encoding("pope");
    const struct schedule *s = encoding_pope_shape(e)->schedule;
    ck_assert_str_eq(plain->resolved, "pope:base=1e4,dim=128,delta=0,unit=rad,norm=sqrt");
    ck_assert(e->dim == 7 && s->pairs == 7 && s->rotating == 7);
    check_le(fabs(s->norm - 1.0 / sqrt(7.0)), UNIT_ROUNDING);
    for (size_t c = 0; c < 7; c++)
        check_le(fabs(s->theta[c] - pow(100.0, -(double)c / 7.0)), 4.0 * UNIT_ROUNDING);
    ck_assert(encoding_pope_shape(none)->schedule->norm == 1.0);
    ck_assert(!encoding_bank(e) && !encoding_schedule(e));
    encoding_free(e), encoding_free(none), encoding_free(plain);
}

/* At delta = 0 no distance scores higher than 0, whatever q and k; with another delta none scores
 * higher than that. */
TEST(no_distance_scores_higher_than_zero)
{
    struct encoding *e = tools_encoding("pope:dim=16"),
                    *moved = tools_encoding("pope:dim=16,delta=-2");
    double q[DIM], k[DIM], r[COUNT];
    for (size_t i = 0; i < COUNT; i++)
        r[i] = i < 200 ? (double)i : floor(exp(0.1 * (double)(i - 150)));
    for (uint64_t draw = 0; draw < 50; draw++) {
        vectors(draw, draw % 2 ? 3.0 : 40.0, q, k);
        double *s = tools_scores(e, COUNT, r, 1, q, k), *t = tools_scores(moved, COUNT, r, 1, q, k),
               error = curve_error(e, q, k, r[COUNT - 1]) + curve_error(moved, q, k, r[COUNT - 1]);
        for (size_t i = 0; i < COUNT; i++)
            ck_assert_msg(s[i] <= s[0] + error && fabs(t[i]) <= s[0] + error,
                          "draw %zu at %.0f: %.17g, %.17g over %.17g", (size_t)draw, r[i], s[i],
                          t[i], s[0]);
        free(s), free(t);
    }
    encoding_free(e), encoding_free(moved);
}

/* Softplus of numbers up to the ends of a double's range, in every place of a vector: one
 * coordinate at a time against long double, at distance 0. */
TEST(softplus_holds_everywhere)
{
    static const double values[] = {0.0,  1e-30, -1e-9,  0.5,    -0.7,   3.0,    -20.0, -37.0,
                                    36.0, 40.0,  -600.0, -690.0, -695.0, -740.0, 1e10,  800.0};
    struct encoding *e = tools_encoding("pope:dim=16,norm=none");
    struct worst w = {0};
    double q[DIM], k[DIM], zero = 0.0;
    for (size_t i = 0; i < TOOLS_COUNT(values); i++)
        for (size_t at = 0; at < DIM; at++) {
            for (size_t c = 0; c < DIM; c++)
                q[c] = k[c] = -2000.0; /* exp(-2000) is 0 */
            q[at] = values[i], k[at] = 1.0;
            double *s = tools_scores(e, 1, &zero, 1, q, k);
            long double want = (fmaxl(values[i], 0.0L) +
                                log1pl(expl(-fabsl((long double)values[i])))) *
                               (1.0L + log1pl(expl(-1.0L)));
            double bound = curve_error(e, q, k, 0.0), near = 1e-13 * fabs((double)want);
            worst_take(&w, (double)fabsl(s[0] - want), fmin(bound, near + 2e-323), "%g at %zu",
                       values[i], at);
            /* all bounds have 2^-600 for what underflows */
            check_le(bound, near + 0x1p-599);
            free(s);
        }
    encoding_free(e);
    worst_check(&w);
}

/* A whole turn of delta is none, but for the rounding of 2 pi. */
TEST(delta_turns_every_coordinate)
{
    struct encoding *e = tools_encoding("pope:dim=16"),
                    *turn = tools_encoding("pope:dim=16,delta=-6.283185307179586"),
                    *half = tools_encoding("pope:dim=16,delta=-3.141592653589793");
    double q[DIM], k[DIM], r[3] = {0.0, 5.0, 1000.0};
    vectors(9, 1.0, q, k);
    double *s = tools_scores(e, 3, r, 1, q, k), *t = tools_scores(turn, 3, r, 1, q, k),
           *u = tools_scores(half, 3, r, 1, q, k), error = 3.0 * curve_error(e, q, k, 1000.0);
    for (size_t i = 0; i < 3; i++) {
        check_le(fabs(s[i] - t[i]), error);
        check_le(fabs(s[i] + u[i]), error);
    }
    free(s), free(t), free(u);
    encoding_free(e), encoding_free(turn), encoding_free(half);
}

TEST(bad_strings_are_refused)
{
    static const char *const cases[][2] = {
        {"pope:delta=0.1", "delta=\"0.1\""}, {"pope:delta=-6.3", "delta=\"-6.3\""},
        {"pope:delta=nan", "nan"},           {"pope:dim=1", "from 2"},
        {"pope:dim=524289", "524288"},       {"pope:norm=none,scale=2", "give one of them"},
        {"pope:rotary=4", "unknown key"}};
    check_refused(TOOLS_COUNT(cases), cases);
}
