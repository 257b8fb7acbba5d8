/* Claims on common shifts: the change is that of the definition, and a rotation has none. */
#include <math.h>

#include "experiments/harness/draws/qk.h"
#include "experiments/properties/judges.h"
#include "tests/tools/check_tools.h"
#include "tests/tools/claim_tools.h"

/* Jordan's stabilised form changes by its shear alone: at distance r, norm e^(-g r) eta (t(m + s) -
 * t(m - r + s) - t(m) + t(m - r)) q_u.R k_v, t(x) = x/(1 + x/L). By draws and long double. */
TEST(stabilised_jordan_changes_by_its_shear)
{
    enum { DRAWS = 8, R = 16, M = 1000, S = 2000, TRAIN = 512 };
    static const struct grid grid = {.command = "properties",
                                     .encoding = "jordan-stab:dim=4,gamma=0,eta=0.01,train=512",
                                     .axes = {{".qk", {"gauss:mu=0,sigma=1"}},
                                              {"pairs", {"8"}},
                                              {"distances", {"16"}},
                                              {".position", {"1000"}},
                                              {".shift", {"2000"}}}};
    struct judgement j;
    struct claim claim = *claim_named(&properties_claims, "JORDAN-RELATIVE-STAB");
    struct random_stream stream = random_draws(1);
    struct qk_law law = tools_law("gauss:mu=0,sigma=1");
    long double moved = 0.0L, size = 0.0L, shear[2];
    claim.grid = &grid;
    ck_assert_int_eq(claim_judge(&claim, SCALE_SMOKE, &j), STATUS_OK);
    for (int i = 0; i < 2; i++) {
        long double m = M + i * S, n = m - R;
        shear[i] = m / (1.0L + m / TRAIN) - n / (1.0L + n / TRAIN);
    }
    for (int d = 0; d < DRAWS; d++) {
        double q[4], k[4], work[8];
        ck_assert_int_eq(qk_draw(&law, &stream, (uint64_t)d, 4, work, q, k), STATUS_OK);
        long double c = cosl(R), s = sinl(R),
                    u = (q[0] * k[0] + q[1] * k[1]) * c + (q[0] * k[1] - q[1] * k[0]) * s,
                    v = (q[2] * k[2] + q[3] * k[3]) * c + (q[2] * k[3] - q[3] * k[2]) * s,
                    w = (q[0] * k[2] + q[1] * k[3]) * c + (q[0] * k[3] - q[1] * k[2]) * s,
                    here = u + v + 0.01L * shear[0] * w, there = u + v + 0.01L * shear[1] * w;
        moved += (there - here) * (there - here);
        size += here * here;
    }
    ck_assert_int_eq(j.verdict, VERDICT_REFUTED);
    check_le(fabs(j.value - (double)sqrtl(moved / size)), 1e-11);
}
