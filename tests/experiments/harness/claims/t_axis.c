/* The values of a grid's axis, from their text. */
#include "experiments/harness/claims/axis.h"

#include <string.h>

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
        /* 1, 1.7, 2.89, 4.913, 8.3521, 14.2 */
        {"1:15:^1.7", "1 2 3 5 9 15"},
        {"1:14:^1.7", "1 2 3 5 9"},
        /* 1, 1.3, 1.69, 2.197, 2.8561: two whole numbers are met twice */
        {"1:3:^1.3", "1 2 3"},
        {"1:81:^3", "1 3 9 27 81"},
        {"1:4:x2,9,16:64:x4", "1 2 4 9 16 64"},
    };
    for (size_t i = 0; i < TOOLS_COUNT(rows); i++)
        ck_assert_str_eq(words("distances", rows[i][0]).text, rows[i][1]);
    ck_assert_str_eq(words("qk", "gauss:mu=0,sigma=1;phase").text, "gauss:mu=0,sigma=1 phase");
}

TEST(text_that_is_no_list_is_refused)
{
    static const char *const bad[] = {"",       "1,,2",   "1:4",     "1:4:",    "1:4:x",
                                      "1:4:x1", "1:4:^1", "1:4:^",   "1:4:+0",  "1:4:^2%",
                                      "1:4:*2", "4:1:x2", "1:4:x2%", "1:nan:x2"};
    for (size_t i = 0; i < TOOLS_COUNT(bad); i++)
        ck_assert_msg(strcmp(words("distances", bad[i]).text, "none") == 0, "\"%s\" gives %s",
                      bad[i], words("distances", bad[i]).text);
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
