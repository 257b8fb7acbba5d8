/* Which pairs of a window are fast, and the mean and variance that leaves. */
#include "theory/moments/du_split.h"

#include <math.h>

#include "tests/tools/check_tools.h"

/* The fast pairs of plain RoPE are those with n < h log_b(M/2pi); whole turns per token stand
 * still. */
TEST(fast_pairs_are_those_within_the_window)
{
    struct encoding *e = tools_encoding("rope:base=5e5,dim=128"),
                    *turn = tools_encoding("rope:base=1e4,dim=8,unit=turn");
    double a[64], b[64];
    for (size_t n = 0; n < 64; n++) {
        a[n] = (double)n + 1.0;
        b[n] = 0.5;
    }
    for (double count = 2.0; count < 1e8; count *= 3.0) {
        double at = 64.0 * log(count / (2.0 * M_PI)) / log(5e5), mean = 0.0, variance = 0.0;
        struct du_split s = du_split(encoding_schedule(e), count, a, b);
        size_t fast = 0;
        for (size_t n = 0; n < 64; n++)
            if ((double)n < at) {
                variance += (a[n] * a[n] + 0.25) / 2.0;
                fast++;
            } else {
                mean += a[n];
            }
        ck_assert_uint_eq(s.fast, fast);
        check_le(fabs(s.mean - mean), 1e-12);
        check_le(fabs(s.variance - variance), 1e-10);
    }
    /* turn: f = 1, 1/10, 1/100, 1/1000; over 50 tokens only the second turns more than once */
    struct du_split s = du_split(encoding_schedule(turn), 50.0, a, b);
    ck_assert(s.fast == 1 && s.mean == 1.0 + 3.0 + 4.0 && s.variance == 0.5 * (4.0 + 0.25));
    encoding_free(e);
    encoding_free(turn);
}
