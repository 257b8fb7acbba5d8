/* Clipped RoPE: its factors and its ends. */
#include "tests/kernels/encodings/banks/alike.h"

/* The frequencies over RoPE's are the code's raised cosine, the last one exactly 0. */
TEST(frequencies_taper_as_published)
{
    struct encoding *e = tools_encoding("cope-clip"), *rope = tools_encoding("rope:base=1e7"),
                    *hard = tools_encoding("cope-clip:taper=hard,base=1e7,dim=128");
    const struct schedule *s = encoding_schedule(e), *plain = encoding_schedule(rope);
    struct worst w = {0};
    ck_assert_str_eq(e->resolved,
                     "cope-clip:base=1e7,dim=128,clip=20,taper=soft,unit=rad,norm=sqrt");
    ck_assert_uint_eq(s->rotating, 63);
    ck_assert_uint_eq(encoding_schedule(hard)->rotating, 44);
    for (size_t n = 0; n < 63; n++) {
        double share = n < 44 ? 1.0 : 0.5 * (1.0 + cos(PI * (double)(n - 44) / 19.0));
        /* two rounded frequencies; a cosine near -1 and its sum with 1, 4 roundings of 1 */
        worst_take(&w, fabs(s->theta[n] - share * plain->theta[n]),
                   n <= 44 ? 0.0 : (4.0 + 3.0 * share) * UNIT_ROUNDING * plain->theta[n],
                   "pair %zu", n);
    }
    ck_assert(s->theta[63] == 0.0 && s->turn_hi[63] == 0.0);
    encoding_free(e), encoding_free(rope), encoding_free(hard);
    worst_check(&w);
}

TEST(ends_are_rope_and_nope)
{
    ck_assert(alike("cope-clip:dim=32,base=1e4,clip=0", "rope:dim=32"));
    ck_assert(
        alike("cope-clip:dim=32,base=1e4,clip=0,taper=hard,unit=turn", "rope:dim=32,unit=turn"));
    ck_assert(alike("cope-clip:dim=32,clip=16,taper=hard", "nope:dim=32"));
    ck_assert(alike("cope-clip:dim=2,clip=1", "nope:dim=2"));
    ck_assert(alike("cope-clip:dim=8,base=100,clip=1", "rope:dim=8,base=100,rotary=6,partial=p"));
    ck_assert(
        alike("cope-clip:dim=8,base=100,clip=1", "cope-clip:dim=8,base=100,clip=1,taper=hard"));
    /* factors 1 and 0 */
    ck_assert(
        alike("cope-clip:dim=8,base=100,clip=2", "cope-clip:dim=8,base=100,clip=1,taper=hard"));
    ck_assert(alike("cope-clip:dim=8", "cope-clip:dim=8,clip=4")); /* min(20, h) */
    ck_assert(!alike("cope-clip:dim=8,clip=3", "cope-clip:dim=8,clip=3,taper=hard"));
}

TEST(bad_strings_are_refused)
{
    static const char *const cases[][2] = {
        {"cope-clip:dim=8,clip=5", "clip=5 is over the 4 pairs of dim=8"},
        {"cope-clip:clip=-1", "clip=\"-1\""},
        {"cope-clip:clip=1.5", "whole number"},
        {"cope-clip:taper=firm", "soft, hard"},
        {"cope-clip:base=1e300,dim=4096,clip=2048", "expected a base that leaves"},
        {"cope-clip:norm=none,scale=2", "give one of them"},
        {"cope-clip:scaling=yarn", "unknown key"}};
    check_refused(TOOLS_COUNT(cases), cases);
}
