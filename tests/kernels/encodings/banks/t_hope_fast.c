/* HoPE's fast pairs: which rotate, and its ends. */
#include <stdio.h>

#include "tests/kernels/encodings/banks/alike.h"

/* Counted in double where no pair is near the threshold, and where equality is exact: in turns,
 * base 1e4 and 8 coordinates, pair 2 turns once in 100 tokens. */
TEST(pairs_of_more_than_a_turn_rotate)
{
    static const struct {
        const char *spec;
        size_t rotating;
    } cases[] = {
        {"hope-fast", 45}, /* 64 ln(4096/2 pi)/ln 1e4 = 45.03: pairs 0 to 45 */
        {"hope-fast:train=512,dim=64", 16},
        {"hope-fast:base=5e5,train=8k", 35},
        {"hope-fast:dim=8,unit=turn,train=100", 2},
        {"hope-fast:dim=8,unit=turn,train=100.5", 3},
        {"hope-fast:dim=8,train=6", 0},
        {"hope-fast:dim=8,train=7", 1},
        {"hope-fast:dim=2,train=1M", 1},
    };
    for (size_t i = 0; i < TOOLS_COUNT(cases); i++) {
        struct encoding *e = tools_encoding(cases[i].spec);
        const struct schedule *s = encoding_schedule(e);
        double turn = s->rule.unit == UNIT_TURN ? 1.0 : TWO_PI, count = 0.0,
               train = strstr(e->resolved, "train=")
                           ? atof(strstr(e->resolved, "train=") + strlen("train="))
                           : 0.0;
        train *= strstr(e->resolved, "k,") ? 1024.0 : strstr(e->resolved, "M,") ? 1048576.0 : 1.0;
        for (size_t n = 0; n < s->pairs; n++)
            count += pow(s->rule.base, -(double)n / (double)s->pairs) * train / turn > 1.0 + 1e-12;
        ck_assert_msg(s->rotating == (size_t)count, "%s: %zu rotate, not %.0f", e->resolved,
                      s->rotating, count);
        ck_assert_msg(i < 3 || s->rotating == cases[i].rotating, "%s: %zu", e->text, s->rotating);
        encoding_free(e);
    }
}

TEST(ends_are_rope_and_nope)
{
    ck_assert(alike("hope-fast:dim=32,train=1M", "rope:dim=32"));
    ck_assert(
        alike("hope-fast:dim=32,train=1M,base=100,norm=none", "rope:dim=32,base=100,norm=none"));
    ck_assert(alike("hope-fast:dim=32,train=6", "nope:dim=32"));
    ck_assert(alike("hope-fast:dim=8,base=100,train=32,scale=2",
                    "rope:dim=8,base=100,rotary=4,partial=p,scale=2"));
    ck_assert(!alike("hope-fast:dim=8,base=100,train=32", "rope:dim=8,base=100"));
}

TEST(bad_strings_are_refused)
{
    static const char *const cases[][2] = {{"hope-fast:train=0", "over 0"},
                                           {"hope-fast:train=-1", "train=\"-1\""},
                                           {"hope-fast:dim=7", "even"},
                                           {"hope-fast:rotary=4", "unknown key"},
                                           {"hope-fast:norm=none,scale=2", "give one of them"},
                                           {"hope-fast:base=1", "over 1"}};
    check_refused(TOOLS_COUNT(cases), cases);
}
