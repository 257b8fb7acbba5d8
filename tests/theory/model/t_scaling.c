/* The frequency rules against a table computed at 70 digits, and the ends of yarn's ramp. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/tools/check_tools.h"
#include "theory/model/scaling.h"

/* State of the walk over the golden table: the encoding of the rows so far. */
struct walk {
    struct encoding *encoding;
    char spec[512];
    size_t pair, specs;
    struct worst theta, sum, weight;
};

static void next_spec(struct walk *w, const char *spec)
{
    if (w->encoding)
        ck_assert_uint_eq(w->pair, encoding_schedule(w->encoding)->pairs);
    encoding_free(w->encoding);
    w->encoding = tools_encoding(spec);
    strcpy(w->spec, spec);
    w->pair = 0;
    w->specs++;
}

/* theta_hi + theta_lo over a turn in radians, as a 400-bit number, against turn_hi + turn_lo:
 * relative error. */
static double turns_error(const struct schedule *s, size_t pair, double hi, double lo)
{
    mpfr_t want, got, turn;
    mpfr_inits2(400, want, got, turn, (mpfr_ptr)0);
    mpfr_set_d(want, hi, MPFR_RNDN);
    mpfr_add_d(want, want, lo, MPFR_RNDN);
    if (s->rule.unit == UNIT_RAD) {
        mpfr_const_pi(turn, MPFR_RNDN);
        mpfr_mul_2ui(turn, turn, 1, MPFR_RNDN);
        mpfr_div(want, want, turn, MPFR_RNDN);
    }
    mpfr_set_d(got, s->turn_hi[pair], MPFR_RNDN);
    mpfr_add_d(got, got, s->turn_lo[pair], MPFR_RNDN);
    mpfr_sub(got, got, want, MPFR_RNDN);
    mpfr_div(got, got, want, MPFR_RNDN);
    double error = fabs(mpfr_get_d(got, MPFR_RNDN));
    mpfr_clears(want, got, turn, (mpfr_ptr)0);
    return error;
}

/* spec,pair,theta_hi,theta_lo,weight. Parameters the golden script takes at their decimal value and
 * a double cannot hold (only this list's divisors, and mscale in the weights) cost their own
 * rounding, 2^-53 relative. */
static void take_row(void *context, char *const cell[GOLDEN_CELLS])
{
    struct walk *w = context;
    if (strcmp(w->spec, cell[0]) != 0)
        next_spec(w, cell[0]);
    const struct schedule *s = encoding_schedule(w->encoding);
    double hi = atof(cell[2]), lo = atof(cell[3]), weight = atof(cell[4]);
    bool decimal = strstr(cell[0], "ext=1.05/") != NULL;
    ck_assert_uint_eq((size_t)atol(cell[1]), w->pair);
    ck_assert_uint_lt(w->pair, s->pairs);
    /* Both are correctly rounded: equal, but for the decimal divisors. */
    worst_take(&w->theta, fabs(s->theta[w->pair] - hi), decimal ? 0x1p-52 * hi : 0.0, "%s, pair %s",
               cell[0], cell[1]);
    if (hi == 0.0)
        worst_take(&w->sum, fabs(s->turn_hi[w->pair]) + fabs(s->turn_lo[w->pair]), 0.0,
                   "%s, pair %s", cell[0], cell[1]);
    else if (!decimal) /* hi and lo keep 107 bits on both sides */
        worst_take(&w->sum, turns_error(s, w->pair, hi, lo), 0x1p-105, "%s, pair %s", cell[0],
                   cell[1]);
    worst_take(&w->weight, fabs(s->weight[w->pair] - weight),
               strstr(cell[0], "mscale=0.7") ? 0x1p-52 * weight : 0.0, "%s, pair %s", cell[0],
               cell[1]);
    w->pair++;
}

TEST(frequencies_are_the_golden_values)
{
    struct walk w = {.encoding = NULL};
    ck_assert_uint_gt(golden_each("frequencies.csv", &w, take_row), 2000);
    ck_assert_uint_eq(w.pair, encoding_schedule(w.encoding)->pairs);
    ck_assert_uint_gt(w.specs, 50);
    encoding_free(w.encoding);
    worst_check(&w.theta);
    worst_check(&w.sum);
    worst_check(&w.weight);
}

static void ramp_of(const struct frequency_rule *rule, double out[2])
{
    mpfr_t low, high;
    mpfr_inits2(FREQUENCY_BITS, low, high, (mpfr_ptr)0);
    scaling_yarn_ramp(rule, low, high);
    out[0] = mpfr_get_d(low, MPFR_RNDN);
    out[1] = mpfr_get_d(high, MPFR_RNDN);
    mpfr_clears(low, high, (mpfr_ptr)0);
}

/* The ends published with the models' own code, and the clamps. */
TEST(yarn_ramp_ends_where_published)
{
    static const struct {
        double base, orig, fast, slow;
        size_t dim;
        double low, high;
    } cases[] = {
        {1e4, 4096, 32, 1, 64, 10, 23},   /* DeepSeek-V3 */
        {5e4, 4096, 1, 1, 64, 19, 20},    /* Kimi-K2 */
        {1e4, 4096, 32, 1, 128, 20, 46},  /* Llama-2 by YaRN's authors */
        {1e6, 32768, 32, 1, 128, 23, 40}, /* Qwen */
        /* low clamped to 0, where high is too: parted by a thousandth */
        {1e4, 6, 32, 1, 64, 0, 0.001},
        {100, 1e6, 32, 1, 16, 14, 15}, /* high clamped to D - 1: from 21, 17 and 16 */
        {100, 83940, 32, 1, 16, 10, 15},
        {100, 47087, 32, 1, 16, 9, 15},
        {5e5, 8192, 1, 32, 128, 34,
         19}, /* beta_fast and beta_slow swapped, as in a published file */
    };
    for (size_t i = 0; i < TOOLS_COUNT(cases); i++) {
        struct frequency_rule rule = frequency_rule_rope(cases[i].base, cases[i].dim);
        double got[2];
        rule.scaling = SCALING_YARN;
        rule.factor = 4.0, rule.orig = cases[i].orig, rule.truncate = true;
        rule.beta_fast = cases[i].fast, rule.beta_slow = cases[i].slow;
        ramp_of(&rule, got);
        ck_assert_msg(got[0] == cases[i].low && got[1] == cases[i].high, "case %zu: %.17g to %.17g",
                      i, got[0], got[1]);
    }
}

/* What the closed rules say without any table: ntk slows the slowest pair by alpha exactly, dynamic
 * at l = L is plain. */
TEST(rules_do_what_they_say)
{
    struct worst w = {0};
    for (size_t dim = 4; dim <= 256; dim *= 2) {
        char text[128];
        snprintf(text, sizeof text, "rope:base=5e5,dim=%zu", dim);
        struct encoding *plain = tools_encoding(text);
        snprintf(text, sizeof text, "rope:base=5e5,dim=%zu,scaling=ntk,alpha=6", dim);
        struct encoding *ntk = tools_encoding(text);
        snprintf(text, sizeof text,
                 "rope:base=5e5,dim=%zu,scaling=dynamic,factor=6,orig=4096,length=4096", dim);
        struct encoding *still = tools_encoding(text);
        snprintf(text, sizeof text,
                 "rope:base=5e5,dim=%zu,scaling=dynamic,factor=6,orig=4096,length=8192", dim);
        struct encoding *doubled = tools_encoding(text);
        snprintf(text, sizeof text, "rope:base=5e5,dim=%zu,scaling=ntk,alpha=7", dim); /* 6*2 - 5 */
        struct encoding *same = tools_encoding(text);
        const double *p = encoding_schedule(plain)->theta, *g = encoding_schedule(ntk)->theta;
        size_t last = dim / 2 - 1;
        worst_take(&w, fabs(g[0] - 1.0), 0.0, "dim %zu, fastest", dim);
        /* two correctly rounded numbers, one of them divided */
        worst_take(&w, fabs(g[last] - p[last] / 6.0), 3.0 * UNIT_ROUNDING * g[last],
                   "dim %zu, slowest", dim);
        for (size_t n = 0; n <= last; n++) {
            worst_take(&w, fabs(encoding_schedule(still)->theta[n] - p[n]), 0.0,
                       "dim %zu, dynamic at orig", dim);
            worst_take(
                &w, fabs(encoding_schedule(doubled)->theta[n] - encoding_schedule(same)->theta[n]),
                0.0, "dim %zu, dynamic", dim);
        }
        encoding_free(plain), encoding_free(ntk), encoding_free(still), encoding_free(doubled),
            encoding_free(same);
    }
    worst_check(&w);
}

/* mrrope keeps pairs of 32 turns and more, and slows those of less than one by s whole; between the
 * two Uni's factors are a geometric sequence, Pro's have steps that grow by one ratio. L = 4096,
 * b = 1e4, D = 128: from pair 20 to pair 46. */
TEST(mrrope_slows_pairs_step_by_step)
{
    struct encoding *plain = tools_encoding("rope"),
                    *uni = tools_encoding("rope:scaling=mrrope-uni,factor=32,orig=4096"),
                    *pro = tools_encoding("rope:scaling=mrrope-pro,factor=32,orig=4096");
    const double *p = encoding_schedule(plain)->theta, *u = encoding_schedule(uni)->theta,
                 *g = encoding_schedule(pro)->theta;
    struct worst w = {0};
    for (size_t n = 0; n < 64; n++) {
        double t = n <= 20 ? 0.0 : n >= 46 ? 26.0 : (double)n - 20.0;
        /* an exponential, a power of 32, a quotient: 6 roundings, the logarithm's 3.5 times */
        worst_take(&w, fabs(p[n] / u[n] / exp2(5.0 * t / 26.0) - 1.0), 12.0 * UNIT_ROUNDING,
                   "uni, pair %zu", n);
        worst_take(&w, fabs(p[n] / g[n] / exp2(5.0 * t * (t + 1.0) / (26.0 * 27.0)) - 1.0),
                   12.0 * UNIT_ROUNDING, "pro, pair %zu", n);
        ck_assert(n > 20 || (p[n] == u[n] && p[n] == g[n]));
        ck_assert(n < 46 || (p[n] / 32.0 == u[n] && p[n] / 32.0 == g[n]));
    }
    encoding_free(plain), encoding_free(uni), encoding_free(pro);
    worst_check(&w);
}

/* The factor on cos and sin is 1 for no extension (s <= 1) and grows from there. Source:
 * 2309.00071, 2402.13753. */
TEST(weights_are_one_without_extension)
{
    static const struct {
        const char *spec;
        double weight;
    } cases[] = {
        {"rope:dim=4,scaling=yarn,factor=1,orig=4096", 1.0},
        {"rope:dim=4,scaling=yarn,factor=0.5,orig=4096", 1.0},
        {"rope:dim=4,scaling=yarn,factor=0.5,orig=4096,mscale=2,mscale_all_dim=1", 1.0},
        {"rope:dim=4,scaling=longrope,factor=1,orig=4096,ext=1/2", 1.0},
        {"rope:dim=4,scaling=longrope,factor=0.5,orig=4096,ext=1/2", 1.0},
        /* 1 + ln 1.0625/ln 4096 */
        {"rope:dim=4,scaling=longrope,factor=1.0625,orig=4096,ext=1/2", 1.007288570104195},
        /* (1 + ln 1.0625/10)^2 */
        {"rope:dim=4,scaling=yarn,factor=1.0625,orig=4096", 1.0121616778109908},
        {"rope:dim=4,scaling=mrrope-uni,factor=1.0625,orig=4096", 1.0121616778109908},
        {"rope:dim=4,scaling=mrrope-pro,factor=0.5,orig=4096", 1.0},
        {"rope:dim=4,scaling=mrrope-pro,factor=8,orig=4096,attn=0.5", 0.25},
        {"rope:dim=4,scaling=linear,factor=8", 1.0},
        {"rope:dim=4,scaling=llama3,factor=8,orig=8192", 1.0},
    };
    struct worst w = {0};
    for (size_t i = 0; i < TOOLS_COUNT(cases); i++) {
        struct encoding *e = tools_encoding(cases[i].spec);
        worst_take(&w, fabs(encoding_schedule(e)->weight[0] - cases[i].weight),
                   cases[i].weight == 1.0 ? 0.0 : 4.0 * UNIT_ROUNDING, "%s", cases[i].spec);
        encoding_free(e);
    }
    worst_check(&w);
}

/* The values of Llama-4-Scout as its configuration reads, an empty middle branch: printed by an
 * independent text to 16 digits. Each is a sum of 64 cosines of size 1/sqrt(128), as many roundings
 * apart at most. */
TEST(llama_4_has_its_published_curve)
{
    static const double distance[] = {1.0, 8192.0, 131072.0},
                        want[] = {5.531890026844581, 2.5319037767896027, 1.378808105375497};
    struct encoding *e = tools_encoding(
        "rope:base=5e5,dim=128,scaling=llama3,factor=16,orig=8192,low=1,high=1");
    double ones[128];
    struct worst w = {0};
    for (size_t c = 0; c < 128; c++)
        ones[c] = c % 2 == 0;
    double *score = tools_scores(e, 3, distance, 1, ones, ones);
    for (size_t i = 0; i < 3; i++)
        worst_take(&w, fabs(score[i] - want[i]), 64.0 * UNIT_ROUNDING * 64.0 / sqrt(128.0),
                   "distance %g", distance[i]);
    free(score);
    encoding_free(e);
    worst_check(&w);
}
