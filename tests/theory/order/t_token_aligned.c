/* The order of a drawn key and one with all phases 0, against quadrature over the phases. */
#include "theory/order/token_aligned.h"

#include <math.h>

#include "tests/tools/check_tools.h"

/* The aligned reference exactly: three pairs of one frequency turn alike, cos x (3 - ..), so
 * quadrature over two phases of the chance that the third is over what is left, P(cos phi > y) =
 * arccos(y)/pi, is an independent way to it. */
TEST(aligned_reference_is_its_quadrature)
{
    struct encoding *e = tools_encoding("rope:base=1e4,dim=6");
    struct qk_law phase = tools_law("phase"), gauss = tools_law("gauss");
    struct estimate p;
    enum { STEPS = 2000 };
    for (double r = 1.0; r < 2e4; r = ceil(7.0 * r)) {
        double score = 0.0, sum = 0.0;
        for (size_t n = 0; n < 3; n++)
            score += cos(r * pow(1e4, -(double)n / 3.0));
        for (size_t i = 0; i < STEPS; i++)
            for (size_t j = 0; j < STEPS; j++) {
                double y = score - cos(2.0 * M_PI * ((double)i + 0.5) / STEPS) -
                           cos(2.0 * M_PI * ((double)j + 0.5) / STEPS);
                sum += y <= -1.0 ? 1.0 : y >= 1.0 ? 0.0 : acos(y) / M_PI;
            }
        ck_assert_int_eq(token_aligned_exact(encoding_schedule(e), &phase, r, &p), STATUS_OK);
        /* the integrand's square-root edges leave the midpoint rule STEPS^-3/2 per row */
        check_le(fabs(p.val - sum / STEPS / STEPS), 1.0 / (STEPS * sqrt(STEPS)) + p.err);
    }
    ck_assert_int_eq(token_aligned_exact(encoding_schedule(e), &phase, 0.0, &p), STATUS_OK);
    ck_assert(p.val == 0.0 && p.err == 0.0);
    ck_assert_int_eq(token_aligned_exact(encoding_schedule(e), &gauss, 5.0, &p), STATUS_UNDEFINED);
    ck_assert_int_eq(token_aligned_exact(encoding_schedule(e), &phase, 0.5, &p), STATUS_DOMAIN);
    encoding_free(e);
}
