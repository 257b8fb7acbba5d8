/* Claims on common shifts: the change is that of the definition. */
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

/* FoPE's closed change is that of what is drawn, within 6 standard errors of the ratio of squares:
 * draws of q and k with the vectors that a model keeps, for one matrix and for eight heads. */
TEST(fope_changes_as_its_draws_do)
{
    enum { DRAWS = 4000, DIM = 16, COUNT = 3 };
    static const char *const texts[] = {"fope:dim=16,train=512,gain=0.3,heads=8",
                                        "fope:dim=16,train=512,gain=0.3,heads=0"};
    static const double r[COUNT] = {1, 16, 256};
    struct random_stream stream = random_draws(1);
    struct qk_law law = tools_law("gauss:mu=0,sigma=1");
    struct claim claim = *claim_named(&properties_claims, "FOPE-RELATIVE");
    static double moved[DRAWS], size[DRAWS];
    for (size_t t = 0; t < TOOLS_COUNT(texts); t++) {
        const struct grid grid = {.command = "properties",
                                  .encoding = texts[t],
                                  .axes = {{".qk", {"gauss:mu=0,sigma=1"}},
                                           {"distances", {"1,16,256"}},
                                           {".position", {"1000"}},
                                           {".shift", {"2000"}}}};
        struct encoding *e = tools_encoding(texts[t]);
        const struct factor_method *f = e->type->factors;
        struct judgement j;
        double all = 0.0, change = 0.0, scatter = 0.0;
        claim.grid = &grid;
        ck_assert_int_eq(claim_judge(&claim, SCALE_SMOKE, &j), STATUS_OK);
        ck_assert_int_eq(j.verdict, VERDICT_REFUTED);
        for (size_t d = 0; d < DRAWS; d++) {
            double q[DIM], k[DIM], work[2 * DIM], left[DIM], right[DIM];
            ck_assert_int_eq(qk_draw(&law, &stream, d, DIM, work, q, k), STATUS_OK);
            moved[d] = size[d] = 0.0;
            for (size_t i = 0; i < COUNT; i++) {
                double score[2] = {0.0, 0.0};
                for (size_t at = 0; at < 2; at++) {
                    double m = 1000.0 + 2000.0 * (double)at;
                    f->form(e->state, FACTOR_QUERY, m, q, left);
                    f->form(e->state, FACTOR_KEY, m - r[i], k, right);
                    for (size_t c = 0; c < DIM; c++)
                        score[at] += left[c] * right[c];
                }
                moved[d] += (score[1] - score[0]) * (score[1] - score[0]);
                size[d] += score[0] * score[0];
            }
            all += size[d], change += moved[d];
        }
        for (size_t d = 0; d < DRAWS; d++)
            scatter += pow(moved[d] - change / all * size[d], 2.0);
        check_le(fabs(j.value * j.value - change / all), 6.0 * sqrt(scatter) / all);
        encoding_free(e);
    }
}
