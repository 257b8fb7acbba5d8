/* The lemmas' bounds against golden values, brute-force minimisation and their own definitions. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "tests/tools/check_tools.h"
#include "theory/limits/lemmas.h"

static void take_golden(void *context, char *const cell[GOLDEN_CELLS])
{
    if (strncmp(cell[0], "lemma_", 6) != 0)
        return;
    struct lemma_point point = {atof(strstr(cell[1], "base=") + 5), 128.0, atof(cell[3])};
    double want = atof(cell[4]), e0, got;
    /* (1 + ln(K ln b))/ln b: a rounding or two in each of five operations */
    if (strcmp(cell[0], "lemma_eps") == 0) {
        worst_take(context, fabs(lemma_epsilon(&point) - want), 10.0 * UNIT_ROUNDING * (1.0 + want),
                   "eps %s r %s", cell[1], cell[3]);
    } else {
        ck_assert_int_eq(lemma_c2(&point, &got, &e0), STATUS_OK);
        worst_take(context, fabs(got - want), 1e-12, "c2 %s r %s", cell[1], cell[3]);
    }
}

TEST(bounds_are_the_golden_values)
{
    struct worst w = {0};
    golden_each("moments.csv", &w, take_golden);
    ck_assert_uint_eq(w.count, 36);
    worst_check(&w);
}

/* A random point under the hypotheses. */
static struct lemma_point random_point(uint64_t *state)
{
    double log_base = log(10.5) + 25.0 * tools_uniform(state);
    return (struct lemma_point){exp(log_base),
                                floor(4.0 * log_base * exp(6.0 * tools_uniform(state))) + 1.0,
                                1.0 + exp(35.0 * tools_uniform(state) - 4.0)};
}

/* eps is no more than a + 4 pi r b^(-a)/D for any a > 0, and is reached (or approached as a -> 0).
 * */
TEST(epsilon_is_the_infimum)
{
    uint64_t state = 21;
    struct worst below = {0}, reached = {0};
    for (int i = 0; i < 1000; i++) {
        struct lemma_point p = random_point(&state);
        double eps = lemma_epsilon(&p), least = HUGE_VAL, slope = 4.0 * M_PI * p.distance / p.dim;
        /* near its minimum a step of da costs da^2 ln b/2 */
        for (double a = 1e-5; a < 2.0; a += 1e-3)
            least = fmin(least, a + slope * exp(-a * log(p.base)));
        for (double a = 2.0; a < 1e3; a *= 1.01) /* where r b^(-a) is still large: huge distances */
            least = fmin(least, a + slope * exp(-a * log(p.base)));
        worst_take(&below, eps - least, 1e-14 * (1.0 + eps), "b %.17g D %.0f r %.17g", p.base,
                   p.dim, p.distance);
        worst_take(&reached, least - eps,
                   1e-5 * (1.0 + slope * log(p.base)) + 1e-6 * log(p.base) +
                       1e-4 * eps * (eps > 2.0),
                   "b %.17g D %.0f r %.17g", p.base, p.dim, p.distance);
    }
    worst_check(&below);
    worst_check(&reached);
    /* the two branches meet where K ln b = 1, and at the left one eps = K */
    struct lemma_point edge = {exp(5.0), 4.0 * M_PI * 2.0 * 5.0, 2.0};
    check_le(fabs(lemma_epsilon(&edge) - 0.2), 1e-15);
    edge.dim *= 2.0;
    check_le(fabs(lemma_epsilon(&edge) - 0.1), 1e-15);
}

TEST(c1_is_its_definition)
{
    uint64_t state = 22;
    struct worst w = {0};
    for (int i = 0; i < 1000; i++) {
        struct lemma_point p = random_point(&state);
        double eps = lemma_epsilon(&p), log_base = log(p.base),
               cosine = 2.0 * p.base / (M_PI * p.distance * log_base);
        worst_take(&w, fabs(lemma_c1_cos(&p) - cosine - eps), 8.0 * UNIT_ROUNDING * (cosine + eps),
                   "cos b %.17g", p.base);
        worst_take(&w, fabs(lemma_c1_sin(&p) - 2.0 / log_base - eps),
                   4.0 * UNIT_ROUNDING * (1.0 + eps), "sin b %.17g", p.base);
        ck_assert(lemma_applies(&p));
    }
    worst_check(&w);
    static const struct {
        struct lemma_point point;
        int applies;
    } edges[] = {
        {{10.0, 1e3, 2.0}, 0},  {{10.0001, 1e3, 2.0}, 1}, {{1e4, 36.0, 2.0}, 0},
        {{1e4, 37.0, 2.0}, 1},  {{1e4, 128.0, 1.0}, 0},   {{1e4, 128.0, 1.01}, 1},
        {{1e4, 128.0, NAN}, 0}, {{NAN, 128.0, 2.0}, 0},
    };
    for (size_t i = 0; i < TOOLS_COUNT(edges); i++)
        ck_assert_msg(lemma_applies(&edges[i].point) == edges[i].applies, "edge %zu", i);
}

/* The free part of LC.2 at e0, and -infinity outside its range. */
static double gain(const struct lemma_point *p, double e0)
{
    return p->distance * pow(p->base, -e0) < 0.25
               ? 0.5 * (1.0 - e0) * cos(2.0 * M_PI * p->distance * pow(p->base, -e0))
               : -HUGE_VAL;
}

/* No e0 gives more, and the one returned gives this much: from dense grids, rough and around the
 * maximiser. */
TEST(c2_is_the_maximum)
{
    uint64_t state = 23;
    struct worst above = {0}, reached = {0}, stationary = {0};
    for (int i = 0; i < 500; i++) {
        struct lemma_point p = random_point(&state);
        double bound, e0, rest = -1.0 / log(p.base) - lemma_epsilon(&p), best = -HUGE_VAL;
        ck_assert(lemma_c2(&p, &bound, &e0) == STATUS_OK);
        double least = fmax(0.0, log(4.0 * p.distance) / log(p.base));
        if (least >= 1.0) { /* the supremum 0 is the limit at the range's end */
            worst_take(&reached, fabs(bound - rest), 0.0, "void: b %.17g r %.17g", p.base,
                       p.distance);
            worst_take(&reached, fabs(e0 - least), 4.0 * UNIT_ROUNDING * least,
                       "void: b %.17g r %.17g", p.base, p.distance);
            continue;
        }
        for (int k = 1; k <= 2000; k++)
            best = fmax(best, gain(&p, least + (1.0 - least) * k / 2000.0));
        for (int k = -1000; k <= 1000; k++)
            best = fmax(best, gain(&p, e0 + 1e-7 * k));
        worst_take(&above, best + rest - bound, 1e-12, "b %.17g D %.0f r %.17g", p.base, p.dim,
                   p.distance);
        worst_take(&reached, fabs(bound - rest - gain(&p, e0)), 1e-12, "b %.17g D %.0f r %.17g",
                   p.base, p.dim, p.distance);
        /* z tan z ln(z/z0) = 1 at the maximiser, theory/limits/README.md: e0 is found to 1e-9
         * relative or where the gain is flat */
        double z = 2.0 * M_PI * p.distance * pow(p.base, -e0),
               z0 = 2.0 * M_PI * p.distance / p.base;
        worst_take(&stationary, fabs(sin(z) * z * log(z / z0) - cos(z)),
                   2e-5 * log(p.base) * log(p.base), "b %.17g r %.17g", p.base, p.distance);
    }
    worst_check(&above);
    worst_check(&reached);
    worst_check(&stationary);
    ck_assert_uint_gt(stationary.count, 150);
    /* the end of the range: base so close to 4 r that one grid step decides */
    struct lemma_point tight = {4.0001 * 1e6, 1e9, 1e6};
    double bound, e0;
    ck_assert_int_eq(lemma_c2(&tight, &bound, &e0), STATUS_OK);
    check_le(gain(&tight, e0) - 1.0 / log(tight.base) - lemma_epsilon(&tight) - bound, 1e-12);
}
