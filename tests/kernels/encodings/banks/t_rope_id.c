/* RoPE-ID: its wavelengths. */
#include "tests/kernels/encodings/banks/alike.h"

/* A quarter of the coordinates' pairs, evenly from 32 tokens to half the trained length. */
TEST(wavelengths_run_from_32_to_half_the_length)
{
    static const struct {
        const char *spec;
        size_t pairs;
        double train;
    } cases[] = {{"rope-id", 32, 4096.0},
                 {"rope-id:dim=64,train=8k", 16, 8192.0},
                 {"rope-id:dim=4", 1, 4096.0},
                 {"rope-id:dim=8,train=64.5", 2, 64.5}};
    struct worst w = {0};
    for (size_t i = 0; i < TOOLS_COUNT(cases); i++) {
        struct encoding *e = tools_encoding(cases[i].spec);
        const struct schedule *s = encoding_schedule(e);
        ck_assert_uint_eq(s->rotating, cases[i].pairs);
        ck_assert_uint_eq(s->pairs, 2 * cases[i].pairs);
        worst_take(&w, fabs(s->turn_hi[0] - 1.0 / 32.0), 0.0, "%s", e->text);
        for (size_t n = 1; n < cases[i].pairs; n++)
            /* half the length itself, and steps of one ratio: roots of roundings */
            worst_take(&w,
                       fabs(s->turn_hi[n] * pow(cases[i].train / 64.0,
                                                (double)n / (double)(cases[i].pairs - 1)) -
                            1.0 / 32.0),
                       4.0 * UNIT_ROUNDING / 32.0, "%s, pair %zu", e->text, n);
        encoding_free(e);
    }
    worst_check(&w);
}

TEST(bad_strings_are_refused)
{
    static const char *const cases[][2] = {
        {"rope-id:dim=6", "no multiple of 4"}, {"rope-id:dim=2", "from 4"},
        {"rope-id:train=64", "over 64"},       {"rope-id:train=32", "over 64"},
        {"rope-id:base=1e4", "unknown key"},   {"rope-id:unit=turn", "unknown key"}};
    check_refused(TOOLS_COUNT(cases), cases);
}
