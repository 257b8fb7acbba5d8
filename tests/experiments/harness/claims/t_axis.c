/* The values of a grid's axis, from their text. */
#include "experiments/harness/claims/axis.h"

#include <string.h>

#include "experiments/harness/claims/claim_tools.h"
#include "experiments/harness/claims/plain_presets.h"
#include "tests/tools/check_tools.h"

/* The words of an axis's text, joined by spaces; "none" for a text that is no list. */
static struct message words(const char *name, const char *text)
{
    struct axis axis = {name, {text}};
    struct axis_values values;
    struct message out = {""};
    if (axis_spell(&axis, SCALE_SMOKE, &values) != STATUS_OK)
        message_set(&out, "none");
    else
        for (size_t i = 0; i < values.count; i++)
            message_add(&out, "%s%s", i ? " " : "", values.words[i]);
    axis_free(&values);
    return out;
}

TEST(every_form_of_a_list_is_spelled_out)
{
    static const char *const rows[][2] = {
        {"7", "7"},
        {"1e4,5e5,b", "1e4 5e5 b"},
        {"1:100:x10", "1 10 100"},
        {"0.5:3:x2", "0.5 1 2"},
        {"3:3:x2", "3"},
        {"1:10:+4", "1 5 9"},
        {"1:9:+4", "1 5 9"},
        {"10:30:+50%", "10 16 25"},
        {"10:20:^10%", "10 11 13 15 17 19"},
        /* 1, 1.7, 2.89, 4.913, 8.3521, 14.2 */
        {"1:15:^1.7", "1 2 3 5 9 15"},
        {"1:14:^1.7", "1 2 3 5 9"},
        /* 1, 1.3, 1.69, 2.197, 2.8561: two whole numbers are met twice */
        {"1:3:^1.3", "1 2 3"},
        {"1:81:^3", "1 3 9 27 81"},
        {"10^0:2:+1", "1 10 100"},
        {"10^1:4:x2", "10 100 10000"},
        {"1:4:x2,9,16:64:x4", "1 2 4 9 16 64"},
        {"0:4:+2", "0 2 4"},
        {"-1:1:+1", "-1 0 1"},
        {"0.1:0.35:+0.1", "0.1 0.2 0.30000000000000004"},
        /* whole numbers are spelled out up to 2^53 */
        {"4e15:4e16:x2", "4000000000000000 8000000000000000 1.6e+16 3.2e+16"},
        {"plain", "plain"},
    };
    for (size_t i = 0; i < TOOLS_COUNT(rows); i++)
        ck_assert_str_eq(words("distances", rows[i][0]).text, rows[i][1]);
    ck_assert_str_eq(words("qk", "gauss:mu=0,sigma=1;phase").text, "gauss:mu=0,sigma=1 phase");
}

/* One string for every choice from the braces; a {name}, which another axis fills in, is none. */
TEST(braces_of_a_string_are_spelled_out)
{
    static const char *const rows[][2] = {
        {"rope:base={1e4,5e5},dim={8,16,32};nope",
         "rope:base=1e4,dim=8 rope:base=1e4,dim=16 rope:base=1e4,dim=32 rope:base=5e5,dim=8 "
         "rope:base=5e5,dim=16 rope:base=5e5,dim=32 nope"},
        {"rope:base={base},dim={8,16}", "rope:base={base},dim=8 rope:base={base},dim=16"},
        {"rope:dim={8,16};tapa:dim={dim},alpha=1", "rope:dim=8 rope:dim=16 tapa:dim={dim},alpha=1"},
        {"rope:dim={8;tapa:alpha=1,dim=16}", "rope:dim={8 tapa:alpha=1,dim=16}"},
    };
    for (size_t i = 0; i < TOOLS_COUNT(rows); i++)
        ck_assert_str_eq(words("encoding", rows[i][0]).text, rows[i][1]);
}

TEST(plain_presets_stand_among_encodings)
{
    struct axis both = {"encoding", {"nope;model:plain;rope"}}, models = {"model", {"plain"}};
    struct axis_values strings, names;
    ck_assert_int_eq(axis_spell(&both, SCALE_SMOKE, &strings), STATUS_OK);
    ck_assert_int_eq(axis_spell(&models, SCALE_SMOKE, &names), STATUS_OK);
    ck_assert_uint_gt(names.count, 1);
    ck_assert_uint_eq(strings.count, names.count + 2);
    for (size_t i = 0; i < names.count; i++) {
        ck_assert(strncmp(strings.words[i + 1], "model:", 6) == 0);
        ck_assert_str_eq(strings.words[i + 1] + 6, names.words[i]);
    }
    ck_assert_str_eq(strings.words[names.count + 1], "rope");
    axis_free(&strings);
    axis_free(&names);
}

TEST(text_that_is_no_list_is_refused)
{
    static const char *const bad[] = {
        "", "1,,2", "1,", ",1", "1:4", "1:4:", "1:4:x", "1:4:x1", "1:4:^1", "1:4:^", "1:4:+0",
        "1:4:^2%%", "1:4:*2", "4:1:x2", "4:1:+1", "4:1:^2", "1:4:x2%", "1:nan:x2", "nan:1:x2",
        "1:4:xnan", "1:4:x2x", "1:4:+1%%", "a:4:x2", "1:b:x2", ":4:+1", "1::+1",
        /* steps that never pass the end */
        "10^1:4:^2", "10^1:4:^2%", "1:4:^1e-20%", "1:4:+1e-20", "1:inf:x2", "0:4:x2", "-1:4:x2",
        "0:4:^2", "-1:4:+50%"};
    for (size_t i = 0; i < TOOLS_COUNT(bad); i++)
        ck_assert_msg(strcmp(words("distances", bad[i]).text, "none") == 0, "\"%s\" gives %s",
                      bad[i], words("distances", bad[i]).text);
}

static enum status one_more(void *context, const char *name, const struct encoding *e)
{
    const struct axis_values *values = context;
    size_t i = 0;
    (void)e;
    while (i < values->count && strcmp(values->words[i], name) != 0)
        i++;
    ck_assert_msg(i < values->count, "preset %s is plain and not in the list", name);
    return STATUS_OK;
}

/* "plain" is a list for models alone. */
TEST(plain_models_are_the_plain_presets)
{
    struct axis axis = {"model", {"plain"}}, two = {"model", {"llama-2-7b,llama-3-8b"}};
    struct axis_values values;
    struct message list;
    ck_assert_int_eq(axis_spell(&axis, SCALE_SMOKE, &values), STATUS_OK);
    ck_assert_uint_ge(values.count, 6);
    ck_assert_int_eq(plain_presets_each("", &values, one_more), STATUS_OK);
    axis_list(&axis, SCALE_SMOKE, &values, &list);
    ck_assert(strchr(list.text, ',') && !strstr(list.text, "plain"));
    axis_free(&values);
    ck_assert_str_eq(words("model", two.values[0]).text, "llama-2-7b llama-3-8b");
}

/* An option takes a list of factors as it is written; the other forms only their values say. */
TEST(list_of_an_option_is_one_that_options_read)
{
    static const char *const rows[][2] = {
        {"1:100:x10", "1:100:x10"}, {"1:9:^1.7", "1,2,3,5,9"}, {"1:9:+4", "1,5,9"}};
    for (size_t i = 0; i < TOOLS_COUNT(rows); i++) {
        struct axis axis = {"distances", {rows[i][0]}};
        struct axis_values values;
        struct message out;
        ck_assert_int_eq(axis_spell(&axis, SCALE_SMOKE, &values), STATUS_OK);
        axis_list(&axis, SCALE_SMOKE, &values, &out);
        ck_assert_str_eq(out.text, rows[i][1]);
        axis_free(&values);
    }
}
