/* Numbers, names and key=value strings: what is taken, what is refused, and what the messages say.
 * */
#include "kernels/encodings/spec.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "tests/tools/check_tools.h"
#include "theory/ground/text.h"

TEST(numbers_are_read_whole_or_refused)
{
    static const struct {
        const char *text;
        double value;
    } good[] = {
        {"0", 0},  {"5e5", 5e5}, {"-1.5", -1.5}, {"+2", 2},    {".5", 0.5},
        {"1.", 1}, {"1E3", 1e3}, {"1e-3", 1e-3}, {"0.1", 0.1}, {"1e308", 1e308},
    };
    for (size_t i = 0; i < TOOLS_COUNT(good); i++) {
        double value = NAN;
        ck_assert_msg(text_number(good[i].text, &value) && value == good[i].value, "%s",
                      good[i].text);
    }
    static const char *const bad[] = {"",    " ",    "5e5x",  "x5",       "1 ",   " 1",    "nan",
                                      "inf", "-inf", "NAN",   "infinity", "0x10", "1e999", "1,5",
                                      "1e",  "e5",   "--1",   "1-1",      "1+1",  "+",     "-",
                                      ".",   "1..2", "1e5.0", "1_000",    "١"};
    for (size_t i = 0; i < TOOLS_COUNT(bad); i++) {
        double value;
        ck_assert_msg(!text_number(bad[i], &value), "\"%s\" was taken", bad[i]);
    }
}

/* The names that begin with what was typed come before those that it is a few edits from. */
TEST(a_beginning_suggests_every_name_that_has_it)
{
    static const char *const names[] = {"fire",    "nope",       "rope", "hope-fast", "hope-hyp",
                                        "grape-m", "kerple-log", "t5",   "mr-a",      "mr-b",
                                        "mr-c",    "mr-d",       "mr-e"};
    static const char *const rows[][2] = {
        {"hope", "; did you mean \"hope-fast\" or \"hope-hyp\"?"},
        {"HOPE-F", "; did you mean \"hope-fast\"?"},
        {"grape", "; did you mean \"grape-m\"?"},
        {"kerple", "; did you mean \"kerple-log\"?"},
        {"ROPE", "; did you mean \"rope\"?"},
        {"mr", "; did you mean \"mr-a\", \"mr-b\", \"mr-c\", \"mr-d\" or one of 1 more?"},
        {"dope", "; did you mean \"nope\"?"},
        {"k", ""},
        {"", ""}};
    for (size_t i = 0; i < TOOLS_COUNT(rows); i++)
        ck_assert_str_eq(text_suggestion(rows[i][0], TOOLS_COUNT(names), names).text, rows[i][1]);
    ck_assert_str_eq(text_suggestion_typed("--", "hope", 5, names).text,
                     "; did you mean \"--hope-fast\" or \"--hope-hyp\"?");
    ck_assert_str_eq(text_suggestion("hop", 5, names).text, /* one edit from nope */
                     "; did you mean \"hope-fast\" or \"hope-hyp\"?");
    ck_assert_str_eq(text_suggestion("mr", 11, names).text,
                     "; did you mean \"mr-a\", \"mr-b\" or \"mr-c\"?");
}

TEST(nearest_name_is_suggested)
{
    static const char *const names[] = {"rope", "tapa", "nope", "alibi", "model"};
    static const char *const near[][2] = {{"rop", "rope"},     {"roep", "rope"},  {"tappa", "tapa"},
                                          {"alibii", "alibi"}, {"alib", "alibi"}, {"nop", "nope"},
                                          {"modle", "model"}};
    for (size_t i = 0; i < TOOLS_COUNT(near); i++) {
        const char *got = text_nearest(near[i][0], 5, names);
        ck_assert_msg(got && strcmp(got, near[i][1]) == 0, "%s -> %s", near[i][0],
                      got ? got : "nothing");
    }
    static const char *const far[] = {"", "xyz", "absolutely-not", "zzzz"};
    for (size_t i = 0; i < TOOLS_COUNT(far); i++)
        ck_assert_msg(text_nearest(far[i], 5, names) == NULL, "%s", far[i]);
    /* each edit costs one: for two or three letters only one edit is near enough, up to five two
     * are */
    static const char *const one_edit[][2] = {
        {"ab", "abc"}, {"abcd", "abc"}, {"xbc", "abc"}, {"bc", "abc"}, {"abcdef", "abxdyf"}};
    for (size_t i = 0; i < TOOLS_COUNT(one_edit); i++)
        ck_assert_msg(text_nearest(one_edit[i][0], 1, &one_edit[i][1]) == one_edit[i][1], "%s",
                      one_edit[i][0]);
    static const char *const two_edits[][2] = {
        {"ab", "cabd"}, {"ab", "axyb"}, {"ab", "cd"}, {"abcdef", "uvwdef"}};
    for (size_t i = 0; i < TOOLS_COUNT(two_edits); i++)
        ck_assert_msg(text_nearest(two_edits[i][0], 1, &two_edits[i][1]) ==
                          (i == 3 ? two_edits[i][1] : NULL),
                      "%s", two_edits[i][0]);
    static const char *const closest[] = {"abcdexx", "abcdefx", "abcdefx"};
    ck_assert(text_nearest("abcdefg", 3, closest) == closest[1]); /* the first of the nearest */
    char longest[200];
    const char *wide = longest;
    memset(longest, 'r', sizeof longest), longest[199] = '\0';
    ck_assert(text_nearest(longest, 5, names) == NULL);
    /* names over 64 characters are far from everything */
    for (size_t length = 62; length <= 66; length++) {
        char typed[80];
        memset(typed, 'r', sizeof typed), typed[0] = 'x', typed[length] = longest[length] = '\0';
        ck_assert((text_nearest(typed, 1, &wide) == longest) == (length <= 64));
        longest[length] = 'r';
    }
    ck_assert_uint_eq(text_find("alibi", 5, names), 3);
    ck_assert_uint_eq(text_find("alib", 5, names), 5);
    ck_assert_uint_eq(text_find("rope", 0, names), 0);
    ck_assert_str_eq(text_join(3, names).text, "rope, tapa, nope");
    ck_assert_str_eq(text_join(0, names).text, "");
    ck_assert_str_eq(text_suggestion("rop", 5, names).text, "; did you mean \"rope\"?");
    ck_assert_str_eq(text_suggestion("zzzz", 5, names).text, "");
    const char *many[200];
    for (size_t i = 0; i < 200; i++)
        many[i] = "a-rather-long-name";
    ck_assert_uint_eq(strlen(text_join(200, many).text), MESSAGE_SIZE - 1); /* cut, not overrun */
}

/* Messages hold no control characters and are cut at their size. */
TEST(messages_are_clean_and_cut)
{
    struct message m;
    char longest[3000];
    ck_assert(!message_set(&m, "%s",
                           "a\nb\tc\x7f"
                           "d\x1b"));
    ck_assert_str_eq(m.text, "a\\x0ab\\x09c\\x7fd\\x1b");
    memset(longest, 'x', sizeof longest), longest[2999] = '\0';
    message_set(&m, "%s", longest);
    ck_assert_uint_eq(strlen(m.text), MESSAGE_SIZE - 1);
    message_set(&m, "%s", "\xc3\xa9"); /* UTF-8 passes */
    ck_assert_str_eq(m.text, "\xc3\xa9");
}

static const char *const choices[] = {"first", "second", NULL};
enum { OVER, CLOSED, FREE, UNDER, BETWEEN, LEAST, MOST, WHOLE, EVEN, CHOICE, TEXT, KEYS };
static const struct spec_key keys[KEYS] = {
    [OVER] = {"over", SPEC_REAL, 1, HUGE_VAL, true, false, NULL, NULL, "m"},
    [CLOSED] = {"closed", SPEC_REAL, -1, 1, false, false, NULL, NULL, "m"},
    [FREE] = {"free", SPEC_REAL, -HUGE_VAL, HUGE_VAL, false, false, "2.5", NULL, "m"},
    [UNDER] = {"under", SPEC_REAL, 0, 1, true, true, NULL, NULL, "m"},
    [BETWEEN] = {"between", SPEC_REAL, 1, 8, true, false, NULL, NULL, "m"},
    [LEAST] = {"least", SPEC_REAL, 3, HUGE_VAL, false, false, NULL, NULL, "m"},
    [MOST] = {"most", SPEC_REAL, -HUGE_VAL, 4, false, false, NULL, NULL, "m"},
    [WHOLE] = {"whole", SPEC_WHOLE, 2, 9, false, false, "4", NULL, "m"},
    [EVEN] = {"even", SPEC_EVEN, 2, 10, false, false, NULL, NULL, "m"},
    [CHOICE] = {"choice", SPEC_CHOICE, 0, 0, false, false, "second", choices, "m"},
    [TEXT] = {"text", SPEC_TEXT, 0, 0, false, false, NULL, NULL, "any words"},
};

TEST(intervals_are_put_into_words)
{
    static const char *const want[KEYS] = {"a number over 1",
                                           "a number from -1 to 1",
                                           "a number",
                                           "a number over 0 and under 1",
                                           "a number over 1 and at most 8",
                                           "a number from 3",
                                           "a number at most 4",
                                           "a whole number from 2 to 9",
                                           "an even whole number from 2 to 10",
                                           "one of first, second",
                                           "any words"};
    for (size_t i = 0; i < KEYS; i++)
        ck_assert_str_eq(spec_expected(&keys[i]).text, want[i]);
}

/* Every end of every interval, as text. */
TEST(ends_of_intervals_are_kept)
{
    static const struct {
        const char *item;
        bool taken;
    } cases[] = {
        {"over=1", false},      {"over=1.0000001", true},
        {"over=1e300", true},   {"closed=-1", true},
        {"closed=1", true},     {"closed=1.0000001", false},
        {"closed=-1.1", false}, {"free=-1e300", true},
        {"under=0", false},     {"under=1", false},
        {"under=0.999", true},  {"between=1", false},
        {"between=8", true},    {"between=8.1", false},
        {"least=3", true},      {"least=2.9", false},
        {"most=4", true},       {"most=4.1", false},
        {"whole=2", true},      {"whole=9", true},
        {"whole=10", false},    {"whole=1", false},
        {"whole=2.5", false},   {"even=2", true},
        {"even=3", false},      {"even=10", true},
        {"even=12", false},     {"even=0", false},
        {"even=-2", false},     {"choice=first", true},
        {"choice=firs", false}, {"choice=", false},
        {"text=x", true},       {"text=", false},
        {"text=a=b", true},     {"nokey", false},
        {"over", false},        {"=1", false},
        {"over=nan", false},    {"over=inf", false},
        {"over=2x", false},     {"OVER=2", false},
        {"over =2", false},     {"over= 2", false},
    };
    for (size_t i = 0; i < TOOLS_COUNT(cases); i++) {
        char text[64];
        struct spec spec;
        struct message error = {""};
        snprintf(text, sizeof text, "thing:%s", cases[i].item);
        bool got = spec_parse("thing", text, text, 0, KEYS, keys, &spec, &error);
        ck_assert_msg(got == cases[i].taken, "%s: %s", text, got ? "taken" : error.text);
        ck_assert(got || strstr(error.text, text)); /* the whole string is named */
    }
}

TEST(strings_are_taken_apart)
{
    static struct spec spec;
    static char out[SPEC_TEXT_MAX];
    struct message error = {""};
    ck_assert(spec_parse("thing", "thing:even=4,over=2.5,text=x y,choice=first",
                         "thing:even=4,over=2.5,text=x y,choice=first", 0, KEYS, keys, &spec,
                         &error));
    ck_assert(spec.value[EVEN].given && spec.value[EVEN].present && spec.value[EVEN].number == 4.0);
    ck_assert(!spec.value[FREE].given && spec.value[FREE].present &&
              spec.value[FREE].number == 2.5);
    ck_assert(!spec.value[CLOSED].given && !spec.value[CLOSED].present);
    ck_assert(spec.value[CHOICE].number == 0.0 && spec.value[WHOLE].number == 4.0);
    ck_assert_str_eq(spec.value[TEXT].text, "x y");
    spec_resolved("thing:even=4", KEYS, keys, &spec, out);
    ck_assert_str_eq(out, "thing:over=2.5,free=2.5,whole=4,even=4,choice=first,text=x y");
    ck_assert(spec_parse("thing", "thing", "thing", 0, KEYS, keys, &spec, &error));
    ck_assert(spec.value[CHOICE].number == 1.0 && !spec.value[CHOICE].given);
    ck_assert_uint_eq(spec_name_length("thing:a=1"), 5);
    ck_assert_uint_eq(spec_name_length("thing"), 5);

    ck_assert(!spec_parse("thing", "thing:over=2,over=3", "thing:over=2,over=3", 0, KEYS, keys,
                          &spec, &error) &&
              strstr(error.text, "given twice"));
    ck_assert(!spec_parse("thing", "typed", "thing:over=0", 0, KEYS, keys, &spec, &error) &&
              strstr(error.text, "\"typed\""));
    static const char *const bad[][2] = {{"thing:", "nothing after"},
                                         {"thing:over=2,", "not key=value"},
                                         {"thing:,over=2", "not key=value"},
                                         {"thing:oevr=2", "did you mean \"over\"?"},
                                         {"thing:choice=fist", "did you mean \"first\"?"},
                                         {"thing:over=0.5", "expected a number over 1"},
                                         {"thing:over=2;even=2", "\"2;even=2\""}};
    for (size_t i = 0; i < TOOLS_COUNT(bad); i++) {
        ck_assert(!spec_parse("thing", bad[i][0], bad[i][0], 0, KEYS, keys, &spec, &error));
        ck_assert_msg(strstr(error.text, bad[i][1]) && strstr(error.text, "thing"), "%s: %s",
                      bad[i][0], error.text);
    }
    static char longest[2 * SPEC_TEXT_MAX] = "thing:text=";
    memset(longest + strlen(longest), 'x', SPEC_TEXT_MAX + 5);
    ck_assert(!spec_parse("thing", longest, longest, 0, KEYS, keys, &spec, &error) &&
              strstr(error.text, "longer than"));
}
