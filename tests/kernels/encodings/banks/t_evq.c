/* EVQ's quantiles: their limits in tau, and what tau is where only a length is given. */
#include "tests/kernels/encodings/banks/alike.h"

/* As tau goes to 0, phi(u) - u is -tau^2 u (1 - u) (2 - u)/6 to the leading order: nothing at 1e-9,
 * where the frequencies are the geometric ones at the middles of RoPE's steps. */
TEST(a_small_tau_leaves_the_middles_of_the_steps)
{
    struct encoding *small = tools_encoding("evq:dim=32,base=1e4,tau=1e-9"),
                    *some = tools_encoding("evq:dim=32,base=1e4,tau=0.01"),
                    *middle = tools_encoding("rope:dim=64,base=1e4");
    struct worst w = {0};
    for (size_t n = 0; n < 16; n++) {
        double want = encoding_schedule(middle)->theta[2 * n + 1],
               got = encoding_schedule(small)->theta[n], u = ((double)n + 0.5) / 16.0,
               shift = log(1e4) * 1e-4 * u * (1.0 - u) * (2.0 - u) / 6.0;
        worst_take(&w, fabs(got - want), 2.0 * UNIT_ROUNDING * want, "pair %zu", n);
        /* the next order is under tau^4 ln b = 1e-7 */
        worst_take(&w, fabs(encoding_schedule(some)->theta[n] / want - 1.0 - shift), 1e-7,
                   "pair %zu, tau .01", n);
    }
    encoding_free(small), encoding_free(some), encoding_free(middle);
    worst_check(&w);
}

TEST(a_length_gives_the_published_tau)
{
    struct encoding *e = tools_encoding("evq:dim=64,train=256"), *plain = tools_encoding("evq");
    ck_assert_str_eq(e->resolved, "evq:base=5e5,dim=64,tau=4,unit=rad,norm=sqrt");
    ck_assert_str_eq(plain->resolved, "evq:base=5e5,dim=128,tau=2,unit=rad,norm=sqrt");
    encoding_free(e), encoding_free(plain);
    ck_assert(alike("evq:dim=64,train=256", "evq:dim=64,tau=4"));
    ck_assert(!alike("evq:dim=64,train=256", "evq:dim=64,tau=4,unit=turn"));
}

TEST(bad_strings_are_refused)
{
    static const char *const cases[][2] = {{"evq:tau=0", "over 0"},
                                           {"evq:tau=-1", "tau=\"-1\""},
                                           {"evq:tau=1001", "1000"},
                                           {"evq:tau=2,train=4096", "tau=2 replaces train=4096"},
                                           {"evq:dim=1048576,train=1", "expected train from"},
                                           {"evq:rotary=4", "unknown key"}};
    check_refused(TOOLS_COUNT(cases), cases);
}
