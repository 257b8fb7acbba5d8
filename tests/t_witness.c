/* Witnesses against MPFR sums written from b^(-n/h) itself and against brute force; the lattices against what makes them
 * lattices, reduced, and of that determinant; the volume against counted phases. */
#include <math.h>
#include <mpfr.h>
#include <stdlib.h>
#include <string.h>

#include "tests/check_tools.h"
#include "theory/proof/phase_lattice.h"
#include "theory/proof/witness.h"
#include "theory/return_volume.h"

Suite *suite_witness(void);

/* A bank, a law, and the error asked for in units of (g + |mu0|)/h. */
struct bank {
    double base;
    size_t dim;
    enum angle_unit unit;
    double mu0, nu0, slack;
};

static struct schedule *schedule_of(const struct bank *b)
{
    struct frequency_rule rule = frequency_rule_rope(b->base, b->dim);
    struct schedule *schedule;
    rule.unit = b->unit;
    ck_assert_int_eq(schedule_new(&rule, &schedule), STATUS_OK);
    return schedule;
}

static double allowed(const struct bank *b)
{
    return b->slack * (hypot(b->mu0, b->nu0) + fabs(b->mu0)) / ((double)b->dim / 2.0);
}

/* (1/h) sum_n mu0 cos(r theta_n) + nu0 sin(r theta_n), r in decimal, to 100 bits. */
static void value_of(const struct bank *b, const char *distance, mpfr_t sum)
{
    mpfr_prec_t bits = (mpfr_prec_t)(4 * strlen(distance) + 160);
    size_t h = b->dim / 2;
    mpfr_t r, x, c, s, log_base;
    mpfr_inits2(bits, r, x, c, s, log_base, (mpfr_ptr)0);
    ck_assert_int_eq(mpfr_set_str(r, distance, 10, MPFR_RNDN), 0);
    if (b->unit == UNIT_TURN) {
        mpfr_const_pi(x, MPFR_RNDN);
        mpfr_mul_2ui(x, x, 1, MPFR_RNDN);
        mpfr_mul(r, r, x, MPFR_RNDN);
    }
    mpfr_set_d(log_base, b->base, MPFR_RNDN);
    mpfr_log(log_base, log_base, MPFR_RNDN);
    mpfr_set_ui(sum, 0, MPFR_RNDN);
    for (size_t n = 0; n < h; n++) {
        mpfr_mul_si(x, log_base, -(long)n, MPFR_RNDN);
        mpfr_div_ui(x, x, h, MPFR_RNDN);
        mpfr_exp(x, x, MPFR_RNDN);
        mpfr_mul(x, x, r, MPFR_RNDN);
        mpfr_sin_cos(s, c, x, MPFR_RNDN);
        mpfr_mul_d(c, c, b->mu0, MPFR_RNDN);
        mpfr_mul_d(s, s, b->nu0, MPFR_RNDN);
        mpfr_add(sum, sum, c, MPFR_RNDN);
        mpfr_add(sum, sum, s, MPFR_RNDN);
    }
    mpfr_div_ui(sum, sum, h, MPFR_RNDN);
    mpfr_clears(r, x, c, s, log_base, (mpfr_ptr)0);
}

static const struct bank BANKS[] = {
    {5e5, 8, UNIT_TURN, 1.0, 0.0, 1.25},   {5e5, 16, UNIT_TURN, 1.0, 1.0, 1.25}, {5e5, 32, UNIT_TURN, 1.0, 0.0, 1.25},
    {5e5, 64, UNIT_TURN, -0.5, 2.0, 1.25}, {1e7, 64, UNIT_TURN, 1.0, 0.0, 1.25}, {5e5, 128, UNIT_TURN, 1.0, 0.0, 1.25},
    {5e5, 64, UNIT_RAD, 1.0, 0.0, 1.0},    {2.0, 32, UNIT_RAD, 1.0, -1.0, 1.0},  {123456.75, 48, UNIT_RAD, -1.0, 0.25, 1.0},
};

/* Every target of [-g, g] is met, by a value and an error that MPFR confirms: the bound holds and is no looser than rounding. */
START_TEST(every_target_met)
{
    const struct bank *b = &BANKS[_i];
    enum { TARGETS = 9 };
    struct schedule *schedule = schedule_of(b);
    struct witness_search *search;
    double g = hypot(b->mu0, b->nu0), error = allowed(b);
    ck_assert_int_eq(witness_new(schedule, b->mu0, b->nu0, &search), STATUS_OK);
    fmpz_t distance;
    fmpz_init(distance);
    mpfr_t sum;
    mpfr_init2(sum, 160);
    for (int t = 0; t < TARGETS; t++) {
        double target = g * (2.0 * t / (TARGETS - 1) - 1.0);
        struct witness_value value;
        ck_assert_int_eq(witness_find(search, target, error, distance, &value), STATUS_OK);
        ck_assert_int_gt(fmpz_sgn(distance), 0);
        char *text = fmpz_get_str(NULL, 10, distance);
        value_of(b, text, sum);
        ck_assert_msg(fabs(mpfr_get_d(sum, MPFR_RNDN) - value.value) <= 0.0, "bank %d target %g: %.17g at %s", _i, target,
                      value.value, text);
        mpfr_sub_d(sum, sum, target, MPFR_RNDN);
        mpfr_abs(sum, sum, MPFR_RNDN);
        ck_assert_msg(mpfr_cmp_d(sum, value.error) <= 0, "bank %d target %g: error %.17g", _i, target, value.error);
        mpfr_d_sub(sum, value.error, sum, MPFR_RNDN);
        check_le(mpfr_get_d(sum, MPFR_RNDU), 4.0 * UNIT_ROUNDING * g);
        ck_assert_msg(value.error <= error, "bank %d target %g: %.17g of %.17g at %s", _i, target, value.error, error, text);
        flint_free(text);
    }
    mpfr_clear(sum);
    fmpz_clear(distance);
    witness_free(search);
    schedule_free(schedule);
}
END_TEST

/* The smallest r with |V(r) - target| <= error up to last, 0 if none; frequencies in long double. */
static unsigned long first_of(const struct bank *b, double target, double error, unsigned long last)
{
    size_t h = b->dim / 2;
    const long double two_pi = 2.0L * acosl(-1.0L);
    long double turns[8];
    for (size_t n = 0; n < h; n++)
        turns[n] = expl(-(long double)n / (long double)h * logl(b->base)) / (b->unit == UNIT_RAD ? two_pi : 1.0L);
    for (unsigned long r = 1; r <= last; r++) {
        long double sum = 0.0L;
        for (size_t n = 0; n < h; n++) {
            long double x = (long double)r * turns[n];
            x = two_pi * (x - rintl(x));
            sum += b->mu0 * cosl(x) + (b->nu0 != 0.0 ? b->nu0 * sinl(x) : 0.0L);
        }
        if (fabsl(sum / (long double)h - target) <= error)
            return r;
    }
    return 0;
}

/* Up to WITNESS_SCAN the smallest there is; beyond it, not much farther than the smallest that a longer loop finds. */
START_TEST(smallest)
{
    static const struct {
        struct bank bank;
        double target;
    } cases[] = {{{5e5, 4, UNIT_TURN, 1, 0, 1.25}, -1},       {{5e5, 4, UNIT_TURN, 1, 0, 1.001}, -1},
                 {{5e5, 4, UNIT_RAD, 1, 1, 0.2}, -1.2},       {{5e5, 6, UNIT_TURN, 1, 0, 1.1}, -1},
                 {{1e4, 6, UNIT_RAD, 1, 0, 0.1}, -0.9},       {{100, 6, UNIT_TURN, 1, 0.5, 0.01}, 0.25},
                 {{5e5, 8, UNIT_TURN, 1, 0, 1.25}, -1},       {{1e7, 8, UNIT_RAD, -1, 0, 0.2}, 0.8},
                 {{50, 8, UNIT_RAD, 1, -1, 0.05}, 1.2},       {{5e5, 8, UNIT_TURN, 1, 0, 0.001}, -0.4},
                 {{10, 8, UNIT_RAD, 1, 0, 0.004}, -0.9},      {{50, 6, UNIT_RAD, 1, 1, 0.0003}, -1.3},
                 {{1e3, 8, UNIT_RAD, 0.5, 0.5, 0.01}, -0.68}, {{50, 8, UNIT_RAD, 1, 0, 0.0005}, -0.99},
                 {{50, 6, UNIT_RAD, 1, 0, 0.0004}, -0.999},   {{1e7, 8, UNIT_RAD, -1, 0, 0.05}, 0.8}};
    unsigned scanned = 0, built = 0;
    fmpz_t distance;
    fmpz_init(distance);
    for (size_t i = 0; i < TOOLS_COUNT(cases); i++) {
        const struct bank *b = &cases[i].bank;
        struct schedule *schedule = schedule_of(b);
        struct witness_search *search;
        struct witness_value value;
        ck_assert_int_eq(witness_new(schedule, b->mu0, b->nu0, &search), STATUS_OK);
        ck_assert_int_eq(witness_find(search, cases[i].target, allowed(b), distance, &value), STATUS_OK);
        ck_assert_msg(value.error <= allowed(b), "case %zu: not met", i);
        unsigned long first = first_of(b, cases[i].target, allowed(b), 1ul << 21), found = fmpz_get_ui(distance);
        if (first != 0 && first <= WITNESS_SCAN) {
            ck_assert_msg(fmpz_equal_ui(distance, first), "case %zu: %lu, smallest %lu", i, found, first);
            scanned++;
        } else {
            ck_assert_msg(found >= first, "case %zu: %lu before the first, %lu", i, found, first);
            ck_assert_msg(first && found <= 8 * first, "case %zu: %lu, smallest %lu", i, found, first);
            built++;
        }
        witness_free(search);
        schedule_free(schedule);
    }
    fmpz_clear(distance);
    ck_assert_uint_ge(scanned, 10);
    ck_assert_uint_ge(built, 4);
}
END_TEST

/* A target's answer does not depend on what was asked before. */
START_TEST(order_of_calls)
{
    enum { TARGETS = 5 };
    static const double target[TARGETS] = {-1.0, 0.9, -0.75, 1.0, -0.5};
    struct schedule *schedule = schedule_of(&BANKS[4]);
    struct witness_search *search[2];
    fmpz *found = _fmpz_vec_init(TARGETS);
    fmpz_t again;
    fmpz_init(again);
    struct witness_value value[TARGETS], other;
    for (int k = 0; k < 2; k++)
        ck_assert_int_eq(witness_new(schedule, 1.0, 0.0, &search[k]), STATUS_OK);
    for (int i = 0; i < TARGETS; i++)
        ck_assert_int_eq(witness_find(search[0], target[i], 0.07, found + i, &value[i]), STATUS_OK);
    for (int i = TARGETS; i-- > 0;) {
        ck_assert_int_eq(witness_find(search[1], target[i], 0.07, again, &other), STATUS_OK);
        ck_assert(fmpz_equal(found + i, again) && value[i].value == other.value && value[i].error == other.error);
    }
    for (int k = 0; k < 2; k++)
        witness_free(search[k]);
    fmpz_clear(again);
    _fmpz_vec_clear(found, TARGETS);
    schedule_free(schedule);
}
END_TEST

/* theta = 1, 1/4 in whole turns: V takes the values 1/2, 0, 1/2, 1 and no others, so the rest is an honest miss. */
START_TEST(dependent_frequencies)
{
    static const struct {
        double target, error;
        unsigned long distance;
    } cases[] = {{-1.0, 1.0, 2}, {0.75, 0.25, 1}, {1.0, 0.0, 4}, {0.3, 0.2, 1}};
    struct bank b = {16.0, 4, UNIT_TURN, 1.0, 0.0, 1.0};
    struct schedule *schedule = schedule_of(&b);
    struct witness_search *search;
    struct witness_value value;
    fmpz_t distance;
    fmpz_init(distance);
    ck_assert_int_eq(witness_new(schedule, 1.0, 0.0, &search), STATUS_OK);
    for (size_t i = 0; i < TOOLS_COUNT(cases); i++) {
        ck_assert_int_eq(witness_find(search, cases[i].target, 1e-3, distance, &value), STATUS_OK);
        check_le(fabs(value.error - cases[i].error), 4.0 * UNIT_ROUNDING);
        ck_assert_uint_eq(fmpz_get_ui(distance), cases[i].distance);
    }
    fmpz_clear(distance);
    witness_free(search);
    schedule_free(schedule);
}
END_TEST

/* Weights that are not 1, pairs that stand still: against the double sum of the schedule as it stands. */
START_TEST(scaled_bank)
{
    struct frequency_rule rule = frequency_rule_rope(1e4, 64);
    rule.rotary = 32;
    rule.scaling = SCALING_YARN;
    rule.factor = 40.0, rule.orig = 4096.0, rule.beta_fast = 32.0, rule.beta_slow = 1.0, rule.truncate = true;
    struct schedule *schedule;
    struct witness_search *search;
    struct witness_value value;
    fmpz_t distance;
    fmpz_init(distance);
    ck_assert_int_eq(schedule_new(&rule, &schedule), STATUS_OK);
    ck_assert(schedule->weight[0] > 1.5 && schedule->weight[31] == 1.0);
    ck_assert_uint_eq(witness_pairs(schedule), 16);
    ck_assert_int_eq(witness_new(schedule, 1.0, 0.5, &search), STATUS_OK);
    fmpz_set_ui(distance, 12345);
    ck_assert_int_eq(witness_enclose(search, distance, 0.25, &value), STATUS_OK);
    double sum = 0.0;
    for (size_t n = 0; n < 32; n++) {
        double x = 2.0 * M_PI * (n < 16 ? remainder(12345.0 * schedule->turn_hi[n], 1.0) : 0.0);
        sum += schedule->weight[n] * (cos(x) + 0.5 * sin(x)) / 32.0;
    }
    check_le(fabs(value.value - sum), 1e-11); /* 12345 turns of rounded frequencies */
    check_le(fabs(value.error - fabs(sum - 0.25)), 1e-11);
    ck_assert_int_eq(witness_find(search, 1.4, 0.02, distance, &value), STATUS_OK);
    check_le(value.error, 0.02);
    fmpz_clear(distance);
    witness_free(search);
    schedule_free(schedule);
}
END_TEST

START_TEST(refused)
{
    struct bank narrow = {5e5, 2, UNIT_TURN, 1.0, 0.0, 1.0}, wide = {5e5, 260, UNIT_RAD, 1.0, 0.0, 1.0};
    struct schedule *still = schedule_of(&narrow), *many = schedule_of(&wide), *good = schedule_of(&BANKS[0]);
    struct witness_search *search;
    struct witness_value value;
    fmpz_t distance;
    fmpz_init(distance);
    ck_assert_uint_eq(witness_pairs(still), 0);
    ck_assert_uint_eq(witness_pairs(many), 130);
    ck_assert_uint_eq(witness_pairs(good), 3);
    ck_assert_int_eq(witness_new(still, 1.0, 0.0, &search), STATUS_DOMAIN);
    ck_assert_ptr_null(search);
    ck_assert_int_eq(witness_new(many, 1.0, 0.0, &search), STATUS_DOMAIN);
    ck_assert_int_eq(witness_new(good, 0.0, 0.0, &search), STATUS_DOMAIN);
    ck_assert_int_eq(witness_new(good, NAN, 0.0, &search), STATUS_DOMAIN);
    ck_assert_int_eq(witness_new(good, 1.0, 0.0, &search), STATUS_OK);
    static const double bad[][2] = {{NAN, 0.1}, {INFINITY, 0.1}, {0.5, 0.0}, {0.5, -1.0}, {0.5, NAN}, {0.5, INFINITY}};
    for (size_t i = 0; i < TOOLS_COUNT(bad); i++)
        ck_assert_int_eq(witness_find(search, bad[i][0], bad[i][1], distance, &value), STATUS_DOMAIN);
    fmpz_set_si(distance, -1);
    ck_assert_int_eq(witness_enclose(search, distance, 0.5, &value), STATUS_DOMAIN);
    fmpz_clear(distance);
    witness_free(search);
    schedule_free(still);
    schedule_free(many);
    schedule_free(good);
}
END_TEST

/* Every level: rows are r f_n up to whole turns, and r/R; the Gram-Schmidt vectors are LLL-reduced and their product is 1/R. */
START_TEST(levels)
{
    enum { COUNT = 15, WIDTH = COUNT + 1 };
    size_t pair[COUNT];
    for (size_t n = 0; n < COUNT; n++)
        pair[n] = n + 1;
    struct frequency_rule rule = frequency_rule_rope(5e5, 32);
    rule.unit = UNIT_TURN;
    struct phase_lattice *lattice;
    const struct phase_level *level;
    struct worst rows = {0}, product = {0}, reduced = {0};
    ck_assert_int_eq(phase_lattice_new(&rule, COUNT, pair, &lattice), STATUS_OK);
    mpfr_t turns, x;
    mpfr_inits2(400, turns, x, (mpfr_ptr)0);
    double before = 0.0;
    for (size_t k = 0; k < 40; k++) {
        ck_assert_int_eq(phase_lattice_level(lattice, k, &level), STATUS_OK);
        ck_assert_ptr_nonnull(level);
        ck_assert_uint_eq(level->width, WIDTH);
        ck_assert(level->reach > before);
        before = level->reach;
        double logarithm = 0.0;
        unsigned ranks = 0;
        for (size_t i = 0; i < WIDTH; i++) {
            char *text = fmpz_get_str(NULL, 10, level->distance + i);
            for (size_t n = 0; n < COUNT; n++) {
                mpfr_set_d(turns, 5e5, MPFR_RNDN);
                mpfr_log(turns, turns, MPFR_RNDN);
                mpfr_mul_si(turns, turns, -(long)(n + 1), MPFR_RNDN);
                mpfr_div_ui(turns, turns, 16, MPFR_RNDN);
                mpfr_exp(turns, turns, MPFR_RNDN);
                mpfr_set_str(x, text, 10, MPFR_RNDN);
                mpfr_mul(turns, turns, x, MPFR_RNDN);
                mpfr_sub_d(turns, turns, level->row[i * WIDTH + n], MPFR_RNDN);
                mpfr_rint(x, turns, MPFR_RNDN);
                mpfr_sub(turns, turns, x, MPFR_RNDN);
                worst_take(&rows, fabs(mpfr_get_d(turns, MPFR_RNDN)), 0x1p-40, "level %zu row %zu pair %zu", k, i, n + 1);
            }
            worst_take(&rows, fabs(level->row[i * WIDTH + COUNT] - ldexp(fmpz_get_d(level->distance + i), (int)-level->reach)),
                       0x1p-40, "level %zu row %zu: r/R", k, i);
            flint_free(text);
            logarithm += 0.5 * log2(level->square[i]);
            ranks |= 1u << level->rank[i];
            if (i > 0) /* LLL with 0.99 and 0.51 gives |b_i*|^2 >= (0.99 - 0.51^2) |b_(i-1)*|^2 */
                worst_take(&reduced, level->square[i - 1] * (0.99 - 0.2601), level->square[i] * (1.0 + 1e-6),
                           "level %zu row %zu", k, i);
        }
        ck_assert_uint_eq(ranks, (1u << WIDTH) - 1);
        worst_take(&product, fabs(logarithm + level->reach), 1e-6, "level %zu", k); /* entries of 40 bits */
    }
    mpfr_clears(turns, x, (mpfr_ptr)0);
    phase_lattice_free(lattice);
    worst_check(&rows);
    worst_check(&product);
    worst_check(&reduced);
}
END_TEST

/* The rest is what was wanted less the vector found; along each Gram-Schmidt vector it is within half of it, and between half
 * and the whole where a detour was asked for. */
START_TEST(nearest_plane)
{
    enum { COUNT = 8, WIDTH = COUNT + 1 };
    static const size_t pair[COUNT] = {0, 1, 2, 3, 4, 5, 6, 7};
    struct frequency_rule rule = frequency_rule_rope(1e4, 16);
    struct phase_lattice *lattice;
    const struct phase_level *level;
    uint64_t state = 7;
    struct worst sum = {0};
    fmpz_t distance, term;
    fmpz_init(distance);
    fmpz_init(term);
    ck_assert_int_eq(phase_lattice_new(&rule, COUNT, pair, &lattice), STATUS_OK);
    ck_assert_int_eq(phase_lattice_level(lattice, 20, &level), STATUS_OK);
    for (unsigned trial = 0; trial < 400; trial++) {
        unsigned detours = trial % 2 ? trial : 0;
        double wanted[WIDTH], rest[WIDTH], coordinate[WIDTH];
        for (size_t n = 0; n < WIDTH; n++)
            wanted[n] = rest[n] = tools_uniform(&state) - 0.5;
        phase_level_nearest(level, detours, rest, coordinate);
        for (size_t n = 0; n < WIDTH; n++) {
            double found = 0.0;
            for (size_t i = 0; i < WIDTH; i++)
                found += coordinate[i] * level->row[i * WIDTH + n];
            worst_take(&sum, fabs(wanted[n] - found - rest[n]), 1e-13, "trial %u coordinate %zu", trial, n);
        }
        for (size_t i = 0; i < WIDTH; i++) {
            double along = 0.0;
            for (size_t n = 0; n < WIDTH; n++)
                along += rest[n] * level->ortho[i * WIDTH + n] / level->square[i];
            bool detour = detours >> level->rank[i] & 1u;
            ck_assert_msg(detour ? fabs(along) >= 0.5 - 1e-9 && fabs(along) <= 1.0 + 1e-9 : fabs(along) <= 0.5 + 1e-9,
                          "trial %u direction %zu: %.17g", trial, i, along);
        }
        phase_level_distance(level, coordinate, distance);
        for (size_t i = 0; i < WIDTH; i++) {
            fmpz_set_d(term, coordinate[i]);
            fmpz_submul(distance, term, level->distance + i);
        }
        ck_assert(fmpz_is_zero(distance));
    }
    fmpz_clear(distance);
    fmpz_clear(term);
    phase_lattice_free(lattice);
    worst_check(&sum);
}
END_TEST

/* Shares of random phases, and the ball's volume at the ends; the mean's symmetry; what cannot be. */
START_TEST(volume)
{
    enum { DRAWS = 200000, PAIRS = 12 };
    static const double window[][2] = {{-0.1, 0.1}, {0.2, 0.3}, {-0.5, -0.4}, {0.5, 2.0}, {-1.0, 0.0}, {-0.05, 1.0}};
    double hits[TOOLS_COUNT(window)] = {0}, digits, mirrored;
    uint64_t state = 11;
    for (int d = 0; d < DRAWS; d++) {
        double mean = 0.0;
        for (int n = 0; n < PAIRS; n++)
            mean += cos(2.0 * M_PI * tools_uniform(&state)) / PAIRS;
        for (size_t i = 0; i < TOOLS_COUNT(window); i++)
            hits[i] += mean >= window[i][0] && mean <= window[i][1];
    }
    for (size_t i = 0; i < TOOLS_COUNT(window); i++) {
        double p = hits[i] / DRAWS;
        ck_assert_int_eq(return_volume_digits(PAIRS, window[i][0], window[i][1], &digits), STATUS_OK);
        ck_assert_int_eq(return_volume_digits(PAIRS, -window[i][1], -window[i][0], &mirrored), STATUS_OK);
        check_le(fabs(mirrored - digits), 1e-12);
        /* The normal body errs by a share of about 1/(8 pairs) with cosines' fourth cumulant; the draws by their deviation. */
        check_le(fabs(pow(10.0, -digits) / p - 1.0), 3.0 / (8.0 * PAIRS) + DEVIATIONS / sqrt(hits[i]));
    }
    /* Near 1: (2 pi)^-m times the ball of radius sqrt(2 m d), to the cosine's next term, m d/8 or so, and the normal body's. */
    for (int m = 31; m <= 127; m += 32) {
        double d = 0.001, log_p = -m * log(2.0 * M_PI) + 0.5 * m * log(2.0 * M_PI * m * d) - lgamma(0.5 * m + 1.0);
        ck_assert_int_eq(return_volume_digits((size_t)m, 1.0 - d, 1.5, &digits), STATUS_OK);
        check_le(fabs(digits + log_p / M_LN10), (m * d / 8.0 + 3.0 / m) / M_LN10);
    }
    ck_assert_int_eq(return_volume_digits(5, 1.0, 1.5, &digits), STATUS_OK);
    ck_assert(digits == HUGE_VAL);
    ck_assert_int_eq(return_volume_digits(5, -3.0, 3.0, &digits), STATUS_OK);
    ck_assert(digits == 0.0);
    ck_assert_int_eq(return_volume_digits(0, 0.0, 0.5, &digits), STATUS_DOMAIN);
    ck_assert_int_eq(return_volume_digits(5, 0.5, 0.5, &digits), STATUS_DOMAIN);
    ck_assert_int_eq(return_volume_digits(5, NAN, 0.5, &digits), STATUS_DOMAIN);
}
END_TEST

Suite *suite_witness(void)
{
    const TTest *const tests[] = {smallest, order_of_calls, dependent_frequencies, scaled_bank,
                                  refused,  levels,         nearest_plane,         volume};
    Suite *suite = tools_suite("witness", TOOLS_COUNT(tests), tests);
    TCase *banks = tcase_create("banks");
    tcase_set_timeout(banks, 120);
    tcase_add_loop_test(banks, every_target_met, 0, TOOLS_COUNT(BANKS));
    suite_add_tcase(suite, banks);
    return suite;
}
