/* The scans of the gap and instability experiments and the lemmas' values against plain loops over
 * small ranges. */
#include <math.h>
#include <stdlib.h>

#include "experiments/gap/measure.h"
#include "experiments/harness/command/run.h"
#include "experiments/instability/measure.h"
#include "experiments/lemmas/measure.h"
#include "tests/tools/check_tools.h"
#include "theory/limits/lemmas.h"
#include "theory/trig/trig_sums.h"

/* mu0 C_D(r) + nu0 S_D(r) from the schedule's own frequencies in long double; distances are small.
 * */
static double gamma_of(const struct encoding *e, const struct pair_moments *m, double r)
{
    const struct schedule *s = encoding_schedule(e);
    long double sum = 0.0L;
    for (size_t n = 0; n < s->pairs; n++) {
        long double x = 6.283185307179586476925L * ((long double)s->turn_hi[n] + s->turn_lo[n]) * r;
        sum += s->weight[n] * (m->mean_a * cosl(x) + m->mean_b * sinl(x));
    }
    return (double)(sum / (long double)e->dim);
}

/* The same for all r up to last, from one table of cosines and sines. */
enum { RANGE = 110000 };
static void fill(const struct encoding *e, size_t last, double *c, double *s)
{
    static const struct pair_moments cosines = {.mean_a = 1.0}, sines = {.mean_b = 1.0};
    for (size_t r = 0; r <= last; r++)
        c[r] = gamma_of(e, &cosines, (double)r), s[r] = gamma_of(e, &sines, (double)r);
}

static const char *const SPECS[] = {
    "rope:base=1e4,dim=16,unit=turn", "rope:base=100,dim=8,norm=none",
    "rope:base=1e4,dim=16,rotary=8,scaling=yarn,factor=4,orig=4096,attn=1.25", "nope:dim=8"};
static const char *const LAWS[] = {"moments:mu0=1,nu0=0", "moments:mu0=-2,nu0=0.5",
                                   "aligned:rho=-0.5", "unit", "moments:mu0=0.0625,nu0=0.01"};

/* Gamma whatever the norm, within its stated bound; more distances than one block. */
TEST(curves_are_gamma_within_the_bound)
{
    enum { COUNT = 300 };
    struct worst w = {0};
    double r[COUNT], got[COUNT];
    for (size_t i = 0; i < COUNT; i++)
        r[i] = i < 200 ? (double)i : floor(200.0 * pow(1.05, (double)i - 200.0));
    for (size_t e = 0; e < TOOLS_COUNT(SPECS); e++)
        for (size_t l = 0; l < TOOLS_COUNT(LAWS); l++) {
            struct encoding *encoding = tools_encoding(SPECS[e]);
            struct qk_law law = tools_law(LAWS[l]);
            struct pair_moments m = qk_pair_moments(&law);
            double bound = mean_curve_error(encoding, &law), total = 0.0;
            for (size_t n = 0; n < encoding_schedule(encoding)->pairs; n++)
                total += encoding_schedule(encoding)->weight[n] *
                         (fabs(m.mean_a) + fabs(m.mean_b)) / (double)encoding->dim;
            check_le(bound,
                     ((double)encoding_schedule(encoding)->pairs + 44.0) * UNIT_ROUNDING * total);
            ck_assert_int_eq(mean_curve(encoding, &law, COUNT, r, got), STATUS_OK);
            for (size_t i = 0; i < COUNT; i++)
                worst_take(&w, fabs(got[i] - gamma_of(encoding, &m, r[i])), bound, "%s %s r %.0f",
                           SPECS[e], LAWS[l], r[i]);
            encoding_free(encoding);
        }
    worst_check(&w);
}

TEST(first_violation_is_that_of_a_plain_loop)
{
    static const double ranges[][4] = {{2, 3, 100, 5000}, {0, 0, 1, 1},          {1, 40, 41, 70000},
                                       {5, 5, 5, 5},      {0, 3, 65536, 105000}, {0, 0, 300, 330}};
    static double c[RANGE], s[RANGE];
    struct worst w = {0};
    unsigned horizons = 0, none = 0;
    for (size_t e = 0; e < TOOLS_COUNT(SPECS); e++) {
        struct encoding *encoding = tools_encoding(SPECS[e]);
        fill(encoding, 105000, c, s);
        for (size_t l = 0; l < TOOLS_COUNT(LAWS); l++)
            for (size_t k = 0; k < TOOLS_COUNT(ranges); k++) {
                struct qk_law law = tools_law(LAWS[l]);
                struct pair_moments m = qk_pair_moments(&law);
                double sign = m.mean_a > 0.0 ? 1.0 : -1.0, least = HUGE_VAL, most = -HUGE_VAL,
                       horizon = -1.0, threshold = fabs(m.mean_a) / 8.0;
                double error = mean_curve_error(encoding, &law);
                struct gap_result got;
                for (double r = ranges[k][0]; r <= ranges[k][1]; r += 1.0)
                    least = fmin(least, sign * (m.mean_a * c[(size_t)r] + m.mean_b * s[(size_t)r]));
                for (double r = ranges[k][2]; r <= ranges[k][3]; r += 1.0) {
                    double value = sign * (m.mean_a * c[(size_t)r] + m.mean_b * s[(size_t)r]);
                    most = fmax(most, value);
                    if (horizon < 0.0 && !(least - value > threshold))
                        horizon = r;
                }
                ck_assert_int_eq(gap_scan(encoding, &law, ranges[k][0], ranges[k][1], ranges[k][2],
                                          ranges[k][3], &got),
                                 STATUS_OK);
                worst_take(&w, fabs(got.gap_min - (least - most)),
                           2.0 * error + 16.0 * UNIT_ROUNDING, "%s %s range %zu", SPECS[e], LAWS[l],
                           k);
                worst_take(&w, fabs(got.threshold - threshold), 0.0, "threshold %s", LAWS[l]);
                worst_take(&w, fabs(got.horizon - horizon), 0.0, "horizon %s %s range %zu",
                           SPECS[e], LAWS[l], k);
                horizons += horizon >= 0.0, none += horizon < 0.0;
            }
        encoding_free(encoding);
    }
    ck_assert_uint_gt(horizons, 10);
    ck_assert_uint_gt(none, 10);
    worst_check(&w);
}

/* For each target the nearest value of 2 Gamma over 1..last; the distance is the first that comes
 * within rounding of it. */
TEST(witness_is_the_first_nearest_distance)
{
    enum { TARGETS = 9, LAST = 70000 };
    static double value[LAST + 1];
    struct worst w = {0};
    for (size_t e = 0; e + 1 < TOOLS_COUNT(SPECS); e++) {
        struct encoding *encoding = tools_encoding(SPECS[e]);
        struct qk_law law = tools_law("moments:mu0=1,nu0=0.5");
        struct pair_moments m = qk_pair_moments(&law);
        double error = 2.0 * mean_curve_error(encoding, &law), target[TARGETS];
        struct witness found[TARGETS], two[TARGETS];
        for (int r = 1; r <= LAST; r++)
            value[r] = 2.0 * gamma_of(encoding, &m, r);
        for (size_t last = 1; last <= LAST; last = last * 16 + 4465) {
            for (size_t i = 0; i < TARGETS; i++)
                target[i] = -1.5 + 3.0 * (double)i / (TARGETS - 1);
            run_threads(1);
            ck_assert_int_eq(instability_scan(encoding, &law, (double)last, TARGETS, target, found),
                             STATUS_OK);
            run_threads(2);
            ck_assert_int_eq(instability_scan(encoding, &law, (double)last, TARGETS, target, two),
                             STATUS_OK);
            ck_assert_mem_eq(found, two, sizeof found);
            for (size_t i = 0; i < TARGETS; i++) {
                double best = HUGE_VAL;
                for (size_t r = 1; r <= last; r++)
                    best = fmin(best, fabs(value[r] - target[i]));
                size_t at = (size_t)found[i].distance;
                ck_assert(at >= 1 && at <= last);
                worst_take(&w, fabs(found[i].value - value[at]), error,
                           "%s last %zu target %zu: value", SPECS[e], last, i);
                worst_take(&w, fabs(found[i].value - target[i]) - best, error,
                           "%s last %zu target %zu: nearest", SPECS[e], last, i);
            }
        }
        encoding_free(encoding);
    }
    worst_check(&w);
}

/* Equal values: nope's curve is flat, so the first distance wins; a target that is hit exactly; one
 * target alone. */
TEST(smallest_among_equals)
{
    struct encoding *flat = tools_encoding("nope:dim=8"),
                    *turning = tools_encoding("rope:base=16,dim=4,unit=turn"); /* theta 1, 1/4 */
    struct qk_law law = tools_law("unit");
    static const double targets[5] = {-2.0, 0.0, 0.5, 1.0, 3.0};
    /* values 1/2, 0, 1/2, 1 at r = 1, 2, 3, 4, and so on */
    static const double first[5] = {2, 2, 1, 4, 4};
    struct witness found[5];
    ck_assert_int_eq(instability_scan(flat, &law, 100000.0, 5, targets, found), STATUS_OK);
    for (int i = 0; i < 5; i++)
        ck_assert_msg(found[i].distance == 1.0 && found[i].value == 1.0, "flat, target %d: %.0f", i,
                      found[i].distance);
    ck_assert_int_eq(instability_scan(turning, &law, 4.0, 5, targets, found), STATUS_OK);
    for (int i = 0; i < 5; i++)
        ck_assert_msg(found[i].distance == first[i], "turning, target %d: %.0f", i,
                      found[i].distance);
    encoding_free(flat);
    encoding_free(turning);
}

TEST(deterministic_models_alone_are_allowed)
{
    static const struct {
        const char *spec;
        struct qk_model model;
        bool yes;
    } cases[] = {
        {"rope", {.text = NULL, .law = {.kind = QK_UNIT}}, true},
        {"tapa", {.text = NULL, .law = {.kind = QK_UNIT}}, false},
        {"rope", {.text = NULL, .law = {.kind = QK_PHASE}}, false},
        {"rope", {.text = NULL, .law = {.kind = QK_MOMENTS, .mu0 = 0.0, .nu0 = 1.0}}, false},
        {"alibi:slope=0.5", {.text = NULL, .law = {.kind = QK_ALIGNED, .rho = -0.5}}, true},
    };
    for (size_t i = 0; i < TOOLS_COUNT(cases); i++) {
        struct encoding *e = tools_encoding(cases[i].spec);
        struct qk_model model = cases[i].model;
        struct message error;
        char text[] = "model";
        model.text = text;
        ck_assert(mean_curve_allowed(e, &model, &error) == cases[i].yes);
        encoding_free(e);
    }
}

/* The three inequalities at one distance, from the bounds' own functions; invented values show the
 * flags' edges. */
TEST(lemma_flags_turn_at_their_edges)
{
    struct encoding *turn = tools_encoding("rope:base=5e5,dim=128,unit=turn"),
                    *rad = tools_encoding("rope:base=5e5,dim=128");
    struct lemma_values v;
    struct lemma_point point = {5e5, 128.0, 10.0};
    double r = 10.0, list[3] = {3.0, 10.0, 400.0}, all_c[3], all_s[3], e0, c2;
    ck_assert_int_eq(lemma_means(turn, 3, list, all_c, all_s), STATUS_OK);
    struct qk_law unit = tools_law("unit"), sine = {.kind = QK_MOMENTS, .nu0 = 1.0};
    struct pair_moments cosines = qk_pair_moments(&unit), sines = qk_pair_moments(&sine);
    for (size_t i = 0; i < 3; i++) {
        check_le(fabs(all_c[i] - gamma_of(turn, &cosines, list[i])), mean_curve_error(turn, &unit));
        check_le(fabs(all_s[i] - gamma_of(turn, &sines, list[i])), mean_curve_error(turn, &unit));
    }
    ck_assert_int_eq(lemma_c2(&point, &c2, &e0), STATUS_OK);
    ck_assert_int_eq(lemma_values_at(turn, r, -0.25, -0.125, &v), STATUS_OK);
    ck_assert(v.applies && v.value[LEMMA_C1_COS] == 0.25 && v.value[LEMMA_C1_SIN] == 0.125 &&
              v.value[LEMMA_C2] == -0.25);
    ck_assert(v.bound[LEMMA_C1_COS] == lemma_c1_cos(&point) &&
              v.bound[LEMMA_C1_SIN] == lemma_c1_sin(&point) && v.bound[LEMMA_C2] == c2);
    ck_assert(v.vacuous[LEMMA_C1_COS] == (lemma_c1_cos(&point) >= 0.5) &&
              v.vacuous[LEMMA_C1_SIN] == (lemma_c1_sin(&point) >= 0.5));
    ck_assert(!v.violated[LEMMA_C1_COS] && !v.violated[LEMMA_C1_SIN]);
    ck_assert(v.limit[LEMMA_C1_COS] >= 0.0 && v.limit[LEMMA_C1_SIN] >= 0.0);
    /* a value just over the bound, and just under, by more than the rounding allowed */
    for (int over = 0; over < 2; over++) {
        double shift = over ? 1e-11 : -1e-11;
        ck_assert_int_eq(lemma_values_at(turn, r, lemma_c1_cos(&point) + shift,
                                         lemma_c1_sin(&point) + shift, &v),
                         STATUS_OK);
        ck_assert(v.violated[LEMMA_C1_COS] == over && v.violated[LEMMA_C1_SIN] == over);
        ck_assert_int_eq(lemma_values_at(turn, r, c2 - shift, 0.0, &v), STATUS_OK);
        ck_assert(v.violated[LEMMA_C2] == over);
    }
    /* in rad the lemma's distance is r/(2 pi): 6 tokens are under one turn, 7 are not */
    ck_assert_int_eq(lemma_values_at(rad, 6.0, 0.4, 0.1, &v), STATUS_OK);
    ck_assert(!v.applies && !v.violated[LEMMA_C1_COS]);
    ck_assert_int_eq(lemma_values_at(rad, 7.0, 0.4, 0.1, &v), STATUS_OK);
    point.distance = 7.0 / 6.283185307179586;
    ck_assert(v.applies);
    check_le(fabs(v.bound[LEMMA_C1_COS] / lemma_c1_cos(&point) - 1.0), 1e-15);
    encoding_free(turn);
    encoding_free(rad);
}
