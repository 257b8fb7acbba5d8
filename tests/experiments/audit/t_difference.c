/* Differences of scores against matrices written out coordinate by coordinate, and sums of cosines
 * against one cosine at a time. */
#include "experiments/audit/difference.h"

#include <math.h>
#include <stdlib.h>

#include "tests/tools/check_tools.h"

enum { DIM = 8, CONTEXT = 48 };

/* A meaning of small heads; the others change one thing of it. */
static struct meaning small(void)
{
    struct meaning m = {.rotates = true,
                        .rule = frequency_rule_rope(50.0, DIM),
                        .attention_factor = 1.25,
                        .softmax_factor = 1.0};
    return m;
}

static struct meaning other_base(struct meaning m)
{
    m.rule.base = 40.0;
    return m;
}

static struct meaning other_factor(struct meaning m)
{
    m.attention_factor = 0.5;
    return m;
}

static struct meaning interleaved(struct meaning m)
{
    m.layout = LAYOUT_INTERLEAVED;
    return m;
}

static struct meaning part(struct meaning m)
{
    m.rule.rotary = 4;
    return m;
}

static struct meaning proportional(struct meaning m)
{
    m.rule.rotary = 4;
    m.rule.partial = PARTIAL_P;
    return m;
}

static struct meaning unrotated(struct meaning m)
{
    m.rotates = false;
    return m;
}

static struct meaning sharper(struct meaning m)
{
    m.softmax_factor = 1.5;
    return m;
}

static struct meaning warmer(struct meaning m)
{
    m.temperature = (struct temperature){true, 0.3, 5.0, 1.0};
    return m;
}

static struct meaning scaled_part(struct meaning m)
{
    m = part(interleaved(m));
    m.rule.scaling = SCALING_LINEAR;
    m.rule.factor = 3.0;
    return m;
}

static struct meaning (*const changes[])(struct meaning) = {other_base, other_factor, interleaved,
                                                            part,       proportional, unrotated,
                                                            sharper,    warmer,       scaled_part};

static double factor(const struct meaning *m, double p)
{
    const struct temperature *t = &m->temperature;
    double warmth = t->present ? 1.0 + t->beta * log(1.0 + floor((p + t->shift) / t->length)) : 1.0;
    return warmth * m->softmax_factor / sqrt((double)DIM);
}

/* The matrix of a meaning at distance r for a query at p. */
static void matrix(const struct meaning *m, double p, double r, double out[DIM][DIM])
{
    double scale = factor(m, p), weight = m->attention_factor * m->attention_factor;
    size_t exponent = m->rule.partial == PARTIAL_P ? DIM : m->rule.rotary;
    for (size_t i = 0; i < DIM; i++)
        for (size_t j = 0; j < DIM; j++)
            out[i][j] = i == j ? scale : 0.0;
    for (size_t n = 0; m->rotates && n < m->rule.rotary / 2; n++) {
        bool inter = m->layout == LAYOUT_INTERLEAVED;
        size_t i = inter ? 2 * n : n, j = inter ? 2 * n + 1 : n + exponent / 2;
        double divisor = m->rule.scaling == SCALING_LINEAR ? m->rule.factor : 1.0,
               x = r * pow(m->rule.base, -2.0 * (double)n / (double)exponent) / divisor;
        out[i][i] = out[j][j] = scale * weight * cos(x);
        out[i][j] = scale * weight * sin(x);
        out[j][i] = -out[i][j];
    }
}

/* The definition at every position. */
static struct difference by_matrices(const struct meaning *a, const struct meaning *b,
                                     double window)
{
    struct difference d = {0};
    for (double p = 0.0; p < CONTEXT; p++) {
        double m[DIM][DIM], n[DIM][DIM], trace = 0.0, squares = 0.0,
                                         r = window > 0.0 ? fmin(p, window - 1.0) : p;
        matrix(a, p, r, m);
        matrix(b, p, r, n);
        for (size_t i = 0; i < DIM; i++)
            for (size_t j = 0; j < DIM; j++) {
                double e = m[i][j] - n[i][j];
                squares += e * e;
                trace += i == j ? e / 2.0 : 0.0; /* q_i k_i = 1/2 */
            }
        d.unit = fmax(d.unit, fabs(trace));
        d.gauss = fmax(d.gauss, sqrt(squares));
    }
    return d;
}

/* A score is at most 8 1.5^3; some 100 roundings of what is no larger: under 1e-12. gauss is the
 * root of such a number, at least 1e-3: under 1e-9. */
static void check_difference(const struct meaning *a, const struct meaning *b, double window)
{
    struct bench *bench;
    struct difference want = by_matrices(a, b, window), got, again;
    ck_assert_int_eq(bench_new(a, window, CONTEXT, &bench), STATUS_OK);
    ck_assert_int_eq(bench_compare(bench, b, &got), STATUS_OK);
    ck_assert(got.defined && !got.same);
    check_le(fabs(got.unit - want.unit), 1e-12);
    check_le(fabs(got.gauss - want.gauss), 1e-9);
    ck_assert_int_eq(bench_compare(bench, b, &again), STATUS_OK);
    ck_assert(got.unit == again.unit && got.gauss == again.gauss && got.gauss_at == again.gauss_at);
    ck_assert_int_eq(bench_compare(bench, a, &again), STATUS_OK);
    ck_assert(again.same && again.unit == 0.0);
    bench_free(bench);
}

TEST_EACH(difference_is_that_of_matrices, TOOLS_COUNT(changes))
{
    struct meaning a = small(), b = changes[_i](a);
    check_difference(&a, &b, 0.0);
    check_difference(&b, &a, 0.0);
    for (size_t i = 0; i < TOOLS_COUNT(changes); i++) {
        struct meaning c = changes[i](b);
        if (meaning_changed(&a, &c))
            check_difference(&a, &c, 0.0);
    }
}

/* Meanings that nearly agree: the matrices' entries differ by some 1e-9, each to a few 1e-16, and
 * so does gauss, which must not be the root of what two sums of some 10 leave of each other. */
TEST(small_differences_are_not_lost_in_rounding)
{
    struct meaning a = small(), near[4] = {a, a, a, part(a)}, reference[4] = {a, a, a, part(a)};
    near[0].rule.base *= 1.0 + 1e-10;
    near[1].attention_factor *= 1.0 + 1e-9;
    near[2].softmax_factor *= 1.0 - 1e-9;
    near[3].rule.base *= 1.0 + 1e-10;
    for (int i = 0; i < 4; i++) {
        struct bench *bench;
        struct difference want = by_matrices(&reference[i], &near[i], 0.0), got;
        ck_assert_int_eq(bench_new(&reference[i], 0.0, CONTEXT, &bench), STATUS_OK);
        ck_assert_int_eq(bench_compare(bench, &near[i], &got), STATUS_OK);
        ck_assert(got.defined && !got.same && got.gauss > 1e-10);
        check_le(fabs(got.gauss - want.gauss), 1e-14);
        bench_free(bench);
    }
}

TEST(window_ends_the_distance_not_the_temperature)
{
    struct meaning a = small(), b = warmer(a);
    check_difference(&a, &b, 7.0);
    b = other_base(a);
    check_difference(&a, &b, 7.0);
}

/* A temperature goes on behind a window too, long or not: with steps of 1e6 tokens the last of
 * which begins at 2999999, where 1 + 0.3 ln 4 stands against 1. */
TEST(temperature_is_looked_at_behind_long_windows)
{
    static const double windows[] = {7.0, 3e5, 0.0};
    struct meaning a = small(), b = warmer(a);
    b.temperature.length = 1e6;
    for (size_t i = 0; i < TOOLS_COUNT(windows); i++) {
        struct bench *bench;
        struct difference d;
        ck_assert_int_eq(bench_new(&a, windows[i], 3.5e6, &bench), STATUS_OK);
        ck_assert_int_eq(bench_compare(bench, &b, &d), STATUS_OK);
        const struct positions *all = bench_positions(bench);
        check_le(2999999.0, d.gauss_at);
        check_le(d.gauss_at, 2999999.0 + fmax(all->within.step, all->beyond.step));
        /* four pairs of weight 1.25^2 */
        check_le(fabs(d.gauss - 0.3 * log(4.0) * 1.5625), 1e-9);
        bench_free(bench);
    }
}

TEST(heads_of_other_sizes_are_not_compared)
{
    struct meaning a = small(), b = a;
    struct bench *bench;
    struct difference d;
    b.rule.dim = b.rule.rotary = 2 * DIM;
    ck_assert_int_eq(bench_new(&a, 0.0, CONTEXT, &bench), STATUS_OK);
    ck_assert_int_eq(bench_compare(bench, &b, &d), STATUS_OK);
    ck_assert(!d.defined && !d.same);
    bench_free(bench);
}

/* What a reader's arithmetic may lead to with a stranger's numbers. */
TEST(meanings_out_of_range_are_not_compared)
{
    static const double factors[] = {NAN, HUGE_VAL, 0.0, -1.0, 1e300};
    struct meaning a = small(), b = a;
    struct bench *bench;
    struct difference d;
    ck_assert_int_eq(bench_new(&a, 0.0, CONTEXT, &bench), STATUS_OK);
    b.rule.base = 0.5;
    ck_assert_int_eq(bench_compare(bench, &b, &d), STATUS_DOMAIN);
    for (size_t i = 0; i < TOOLS_COUNT(factors); i++) {
        b = a;
        b.attention_factor = factors[i];
        ck_assert_int_eq(bench_compare(bench, &b, &d), STATUS_DOMAIN);
        b = a;
        b.softmax_factor = factors[i];
        ck_assert_int_eq(bench_compare(bench, &b, &d), STATUS_DOMAIN);
    }
    b = warmer(a);
    b.temperature.beta = 1e300; /* a score over every double */
    ck_assert_int_eq(bench_compare(bench, &b, &d), STATUS_OK);
    ck_assert(!d.defined && !d.same);
    bench_free(bench);
}

/* Lengths at the ends of blocks, and beyond what is looked at one by one. */
static const double lengths[] = {1, 2, 15, 16384, 16385, 40000, 262144, 262145, 1e6, 3e7};

TEST_EACH(looks_cover_the_length, TOOLS_COUNT(lengths))
{
    struct looks looks = looks_of(lengths[_i]);
    size_t count = looks_count(&looks), number = 3;
    double last = looks_at(&looks, count - 1), *sum = calloc(count, sizeof *sum);
    struct cosine cosines[] = {{0.1, 1e-20, 2.0}, {-3e-5, 0.0, 1.0}, {0.0, 0.0, 0.5}};
    ck_assert(looks_at(&looks, 0) == 0.0 && last < lengths[_i]);
    check_le(lengths[_i] - looks.step, last);
    ck_assert_uint_le(count, LOOKS_DENSE + LOOKS_SPARSE);
    ck_assert_ptr_nonnull(sum);
    ck_assert_int_eq(cosines_sum(&number, cosines, &looks, sum), STATUS_OK);
    struct worst worst = {0};
    for (size_t i = 0; i < count; i = i + 1 < count && i + 997 >= count ? count - 1 : i + 997) {
        double r = looks_at(&looks, i),
               want = 2.0 * cos(TWO_PI * fmod(0.1 * r, 1.0)) + cos(TWO_PI * 3e-5 * r) + 0.5;
        /* the angle here is rounded: 2 pi 2^-53 of its size, that is 0.1 r, and five roundings */
        worst_take(&worst, fabs(sum[i] - want), 1e-15 * (0.7 * r + 10.0), "%.0f", r);
    }
    worst_check(&worst);
    free(sum);
}
