/* Claims on TAPA's decay: what their domains say of the distance that stands for the limit. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "experiments/closed_forms/closed_forms.h"
#include "experiments/decay/judges.h"
#include "tests/tools/check_tools.h"
#include "tests/tools/claim_tools.h"

static double variance_at(const struct grid_point *point)
{
    struct encoding *e = tools_encoding(grid_encoding(point).text);
    struct qk_law law = tools_law(grid_word(point, "qk"));
    double r = grid_number(point, "r"), mean, variance;
    bool has_mean, has_variance;
    ck_assert_int_eq(closed_moments(e, &law, 1, &r, &mean, &variance, &has_mean, &has_variance),
                     STATUS_OK);
    ck_assert(has_variance);
    encoding_free(e);
    return variance;
}

/* At alpha = 1 and r = 2^50 the mean falls like r^(-D_P), D_P >= 2, under 2^-100: the variance is
 * its limit. The domain says how far from it the least alpha still is, rounded up. */
TEST(the_last_distance_is_as_near_the_limit_as_the_domain_says)
{
    const struct claim *claim = claim_named(&decay_claims, "TAPA-T3.3");
    struct grid grid = claim_grid(claim);
    struct grid_walk walk;
    char says[64];
    double worst = 0.0;
    size_t points = 0;
    ck_assert_int_eq(grid_open(&grid, SCALE_STANDARD, &walk), STATUS_OK);
    for (struct grid_point at = grid_first(&walk); at.valid; grid_next(&at), points++) {
        struct grid_point last = grid_at(at, "alpha", grid_count(&walk, "alpha") - 1);
        double limit = variance_at(&last);
        worst = fmax(worst, fabs(variance_at(&at) / limit - 1.0));
    }
    grid_close(&walk);
    ck_assert_uint_gt(points, 100);
    snprintf(says, sizeof says, "within %.1f %% at alpha = 0.1", ceil(1e3 * worst) / 10.0);
    ck_assert_msg(strstr(claim_domain(claim).text, says) != NULL, "%s: %s", says,
                  claim_domain(claim).text);
}
