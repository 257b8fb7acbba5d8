/* Moments of a sample: joined from parts, and by hand. */
#include "experiments/harness/draws/sample.h"

#include <math.h>

#include "tests/tools/check_tools.h"

/* Joining parts of any sizes gives the moments of the whole. A join adds a few roundings of
 * quantities at most the size of sum |x - mean|^p plus count |delta|^p, all within sum (|x| +
 * |mean|)^p: 40 units of that per join. */
TEST(joined_parts_have_the_moments_of_the_whole)
{
    enum { N = 400 };
    uint64_t state = 71;
    struct worst w = {0};
    double x[N];
    for (int trial = 0; trial < 300; trial++) {
        double offset = trial % 3 ? 0.0 : 3.0, size[5] = {0.0};
        for (size_t i = 0; i < N; i++)
            x[i] = offset + pow(tools_uniform(&state), 1 + trial % 4) - 0.3;
        struct sample parts = {0}, all = sample_of(N, x);
        size_t joins = 0;
        for (size_t at = 0; at < N; joins++) {
            size_t n = 1 + (size_t)(tools_uniform(&state) * (trial % 2 ? 9.0 : 150.0));
            n = n < N - at ? n : N - at;
            struct sample part = sample_of(n, x + at), nothing = {0};
            sample_join(&parts, &part);
            sample_join(&parts, &nothing);
            at += n;
        }
        for (size_t i = 0; i < N; i++)
            for (int p = 1; p <= 4; p++)
                size[p] += pow(fabs(x[i]) + fabs(all.mean), p);
        double unit = 40.0 * (double)(joins + 10) * UNIT_ROUNDING;
        ck_assert(parts.count == N && all.count == N);
        worst_take(&w, fabs(parts.mean - all.mean), unit * size[1] / N, "mean, trial %d", trial);
        worst_take(&w, fabs(parts.m2 - all.m2), unit * size[2], "m2, trial %d", trial);
        worst_take(&w, fabs(parts.m3 - all.m3), unit * size[3], "m3, trial %d", trial);
        worst_take(&w, fabs(parts.m4 - all.m4), unit * size[4], "m4, trial %d", trial);
    }
    worst_check(&w);
}

/* 1, 2, 3, 4, 10: mean 4, deviations -3 -2 -1 0 6. */
TEST(five_numbers_by_hand)
{
    static const double x[5] = {1, 2, 3, 4, 10};
    struct sample s = sample_of(5, x), flat = {.count = 4, .mean = 1};
    ck_assert(s.count == 5 && fabs(s.mean - 4.0) <= 1e-15 && fabs(s.m2 - 50.0) <= 1e-13 &&
              fabs(s.m3 - 180.0) <= 1e-12 && fabs(s.m4 - 1394.0) <= 1e-11);
    check_le(fabs(sample_variance(&s) - 12.5), 1e-13);
    check_le(fabs(sample_mean_error(&s) - sqrt(2.5)), 1e-14);
    check_le(fabs(sample_variance_error(&s) - sqrt((278.8 - 0.5 * 156.25) / 5.0)), 1e-13);
    check_le(fabs(sample_skewness(&s) - 36.0 / pow(10.0, 1.5)), 1e-14);
    ck_assert(sample_skewness(&flat) == 0.0);
}
