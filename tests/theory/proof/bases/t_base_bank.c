/* Banks of one base after another: values, bounds and signs against MPFR, from the definition. */
#include <math.h>
#include <mpfr.h>
#include <stdlib.h>

#include "tests/tools/check_tools.h"
#include "theory/proof/bases/base_scan.h"

/* B_r(b) + shift and, if wanted, Lambda(b), to 400 bits. */
static double reference(size_t h, double base, double distance, double shift, double *lambda)
{
    mpfr_t root, theta, sum, slope, part;
    mpfr_inits2(400, root, theta, sum, slope, part, (mpfr_ptr)0);
    mpfr_set_d(sum, shift, MPFR_RNDN);
    mpfr_set_zero(slope, 1);
    for (size_t n = 0; n < h; n++) {
        mpfr_set_d(root, base, MPFR_RNDN);
        mpfr_log(root, root, MPFR_RNDN);
        mpfr_mul_ui(root, root, n, MPFR_RNDN);
        mpfr_div_ui(root, root, h, MPFR_RNDN);
        mpfr_neg(root, root, MPFR_RNDN);
        mpfr_exp(theta, root, MPFR_RNDN);
        mpfr_mul_ui(part, theta, n, MPFR_RNDN);
        mpfr_div_ui(part, part, h, MPFR_RNDN);
        mpfr_add(slope, slope, part, MPFR_RNDN);
        mpfr_mul_d(theta, theta, distance, MPFR_RNDN);
        mpfr_cos(theta, theta, MPFR_RNDN);
        mpfr_add(sum, sum, theta, MPFR_RNDN);
    }
    double value = mpfr_get_d(sum, MPFR_RNDN);
    if (lambda)
        *lambda = mpfr_get_d(slope, MPFR_RNDN);
    mpfr_clears(root, theta, sum, slope, part, (mpfr_ptr)0);
    return value;
}

static struct base_bank *bank_at(size_t dim, double base)
{
    struct base_bank *bank;
    ck_assert_int_eq(base_bank_new(dim, &bank), STATUS_OK);
    ck_assert_int_eq(base_bank_set(bank, base), STATUS_OK);
    return bank;
}

/* Every number of pairs around the squares where the two tables change, bases and distances of
 * every size. */
TEST(values_and_slopes_are_the_reference)
{
    static const size_t dims[] = {2, 4, 6, 8, 10, 18, 20, 34, 64, 96, 128, 130, 256, 1024};
    static const double bases[] = {1.0, 1.0 + 0x1p-52, 1.5, 10.0, 4293.4375, 5e5, 1e8, 1e30, 1e100};
    uint64_t state = 5;
    struct worst sum = {0}, slope = {0};
    double most = 0.0;
    for (size_t d = 0; d < TOOLS_COUNT(dims); d++)
        for (size_t b = 0; b < TOOLS_COUNT(bases); b++) {
            size_t h = dims[d] / 2;
            struct base_bank *bank = bank_at(dims[d], bases[b]);
            ck_assert(base_bank_base(bank) == bases[b]);
            double lambda;
            for (int i = 0; i < (h > 64 ? 2 : 6); i++) {
                double r = i == 0   ? BASE_BANK_DISTANCE
                           : i == 1 ? BASE_BANK_DISTANCE - 1.0
                                    : floor(exp(27.0 * tools_uniform(&state)));
                double value = base_bank_value(bank, r),
                       want = reference(h, bases[b], r, -value, &lambda);
                worst_take(&sum, fabs(want), base_bank_error(bank), "dim %zu base %.17g r %.0f",
                           dims[d], bases[b], r);
                most = fmax(most, fabs(want) / (double)(h * h + 40 * h));
            }
            double over = base_bank_lipschitz(bank) - lambda;
            worst_take(&slope, over >= 0.0 ? over : HUGE_VAL,
                       lambda * ((double)h + 24.0) * 0x1p-52 + 0x1p-1000,
                       "Lambda, dim %zu base %.17g: %.3g over", dims[d], bases[b], over);
            ck_assert(base_bank_counts(bank).evaluations == (h > 64 ? 2.0 : 6.0) &&
                      base_bank_counts(bank).balls == 0.0);
            base_bank_free(bank);
        }
    worst_check(&sum);
    worst_check(&slope);
    check_lt(most, 0x1p-53); /* the bound is not the only thing that is small */
}

/* The bound is what its derivation says: no more, so that filters stay sharp. */
TEST(sums_keep_the_stated_bound)
{
    for (size_t h = 1; h <= 512; h *= 8) {
        struct base_bank *bank = bank_at(2 * h, 7.0);
        double stated = ((double)h + 38.0) * (double)h * 0x1p-53 + (double)h * 0x1p-62;
        ck_assert(base_bank_error(bank) >= stated &&
                  base_bank_error(bank) <= stated * (1.0 + 0x1p-40));
        base_bank_free(bank);
    }
}

/* sum (n/h) min(x, x^2) at r stretch theta_n, from above. */
TEST(slope_bound_is_from_above)
{
    struct worst w = {0};
    uint64_t state = 9;
    for (int i = 0; i < 500; i++) {
        size_t h = 1 + (size_t)(70.0 * tools_uniform(&state));
        double base = exp(20.0 * tools_uniform(&state)),
               r = floor(exp(12.0 * tools_uniform(&state))), stretch = 1.0 + tools_uniform(&state),
               want = 0.0;
        struct base_bank *bank = bank_at(2 * h, base);
        for (size_t n = 0; n < h; n++) {
            double x = r * stretch * pow(base, -(double)n / (double)h);
            want += (double)n / (double)h * fmin(x, x * x);
        }
        double over = base_bank_slope(bank, r, stretch) - want;
        worst_take(&w, over >= -1e-15 * want ? over : HUGE_VAL, 1e-12 * want + 1e-300,
                   "h %zu base %.17g r %.0f", h, base, r);
        base_bank_free(bank);
    }
    worst_check(&w);
}

/* Runs give the sums of single distances. */
TEST(runs_are_sums_of_single_distances)
{
    struct base_bank *bank = bank_at(128, 12345.678);
    double value[1000];
    struct worst w = {0};
    ck_assert_int_eq(base_bank_values(bank, 777, 1000, value), STATUS_OK);
    for (size_t i = 0; i < 1000; i += 7)
        worst_take(&w, fabs(reference(64, 12345.678, 777.0 + (double)i, -value[i], NULL)),
                   base_bank_error(bank), "r %zu", 777 + i);
    worst_check(&w);
    base_bank_count(bank, 1000.0);
    ck_assert(base_bank_counts(bank).evaluations == 1000.0);
    base_bank_free(bank);
}

/* The base nearest to a zero of B_r between two of opposite signs: no double bound can tell its
 * sign. */
static double nearest_zero(size_t h, double r, double lo, double hi)
{
    bool rises = reference(h, hi, r, 0.0, NULL) > 0.0;
    ck_assert((reference(h, lo, r, 0.0, NULL) > 0.0) != rises);
    for (;;) {
        double middle = lo + 0.5 * (hi - lo);
        if (middle <= lo || middle >= hi)
            return lo;
        if ((reference(h, middle, r, 0.0, NULL) > 0.0) == rises)
            hi = middle;
        else
            lo = middle;
    }
}

TEST(signs_are_right_and_margins_safe)
{
    double zero = nearest_zero(64, 903.0, 6018.0, 6019.0);
    unsigned negatives = 0, positives = 0;
    for (int k = -3; k <= 3; k++) {
        double base = zero;
        for (int i = 0; i < abs(k); i++)
            base = nextafter(base, k < 0 ? 0.0 : HUGE_VAL);
        struct base_bank *bank = bank_at(128, base);
        double value = base_bank_value(bank, 903.0), exact = reference(64, base, 903.0, 0.0, NULL);
        check_le(fabs(value), base_bank_error(bank));
        enum proof sign = base_bank_sign(bank, 903.0, value);
        ck_assert_int_eq(sign, exact > 0.0 ? PROOF_POSITIVE : PROOF_NEGATIVE);
        double margin = base_bank_margin(bank, 903.0, value);
        if (exact > 0.0) {
            ck_assert(margin == 0.0);
            positives++;
        } else {
            ck_assert_msg(margin <= -exact && margin >= -exact * (1.0 - 1e-7),
                          "margin %.17g of %.17g", margin, -exact);
            negatives++;
        }
        double least = base_bank_least(bank, 903.0, value);
        ck_assert_msg(least <= exact && least >= exact - 1e-7 * fabs(exact), "least %.17g of %.17g",
                      least, exact);
        ck_assert(base_bank_counts(bank).balls >= 3.0);
        base_bank_free(bank);
    }
    ck_assert(negatives >= 3 && positives >= 3);

    /* away from zeros the double decides; its margin is below the sum by the bound and no more */
    struct base_bank *bank = bank_at(128, 5000.0);
    unsigned failing = 0;
    for (double r = 0.0; r < 4000.0; r += 1.0) {
        double value = base_bank_value(bank, r), margin = base_bank_margin(bank, r, value),
               least = base_bank_least(bank, r, value);
        ck_assert(least <= value - base_bank_error(bank) &&
                  least >= value - 2.01 * base_bank_error(bank));
        if (value > 0.0) {
            ck_assert(margin == 0.0 && base_bank_sign(bank, r, value) == PROOF_POSITIVE);
        } else {
            ck_assert(margin <= -value - base_bank_error(bank) && margin >= -value * (1.0 - 1e-7));
            ck_assert_int_eq(base_bank_sign(bank, r, value), PROOF_NEGATIVE);
            failing++;
        }
    }
    ck_assert_uint_gt(failing, 10);
    ck_assert(base_bank_counts(bank).balls == 0.0);
    base_bank_free(bank);
}

TEST(scan_finds_the_first_failing_base)
{
    struct base_scan scan = {0};
    struct base_bank *bank = bank_at(128, 20000.0);
    struct base_verdict verdict;
    double first = 0.0, least = HUGE_VAL, where = 0.0;
    while (reference(64, 20000.0, first, 0.0, NULL) >= 0.0)
        first += 1.0;
    /* over two chunks */
    ck_assert_int_eq(base_scan_judge(&scan, bank, 20000, &verdict), STATUS_OK);
    ck_assert(!verdict.passes && verdict.proved && verdict.distance == first);
    check_le(fabs(reference(64, 20000.0, first, -verdict.value, NULL)), base_bank_error(bank));
    ck_assert(verdict.sums.evaluations == 20000.0 && verdict.sums.balls == 0.0);
    for (double r = 19000.0; r < 20000.0; r += 111.0)
        check_le(fabs(reference(64, 20000.0, r, -scan.value[(size_t)r], NULL)),
                 base_bank_error(bank));
    /* one distance fewer, and it passes: the length itself is not included */
    ck_assert_int_eq(base_scan_judge(&scan, bank, (size_t)first, &verdict), STATUS_OK);
    for (double r = 0.0; r < first; r += 1.0) {
        double value = base_bank_value(bank, r);
        if (value < least)
            least = value, where = r;
    }
    ck_assert(verdict.passes && verdict.proved && verdict.distance == where);
    check_le(fabs(verdict.value - least), 2.0 * base_bank_error(bank));
    base_scan_free(&scan);
    base_bank_free(bank);
}

TEST(bad_banks_are_refused)
{
    static const double bases[] = {0.0, -1.0, 0.99999, 1.01e100, INFINITY, NAN};
    struct base_bank *bank;
    ck_assert_int_eq(base_bank_new(0, &bank), STATUS_DOMAIN);
    ck_assert_int_eq(base_bank_new(7, &bank), STATUS_DOMAIN);
    ck_assert_int_eq(base_bank_new(DIM_LIMIT + 2, &bank), STATUS_DOMAIN);
    bank = bank_at(8, 2.0);
    for (size_t i = 0; i < TOOLS_COUNT(bases); i++)
        ck_assert_int_eq(base_bank_set(bank, bases[i]), STATUS_DOMAIN);
    base_bank_free(bank);
    base_bank_free(NULL);
}
