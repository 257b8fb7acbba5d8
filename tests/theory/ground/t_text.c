/* Numbers and names in text: the whole of it or nothing, with the units that lengths of contexts
 * have, and the nearest name. */
#include <math.h>
#include <string.h>

#include "tests/tools/check_tools.h"
#include "theory/ground/text.h"

/* What stands for a number, or what is wrong with it. */
static const struct {
    const char *text;
    double value;
    const char *fault;
} numbers[] = {
    {"1", 1.0, NULL},
    {"+1.5", 1.5, NULL},
    {"-0.25", -0.25, NULL},
    {".5", 0.5, NULL},
    {"1E3", 1000.0, NULL},
    {"1e-3", 0.001, NULL},
    {"1.7976931348623157e308", 0x1.fffffffffffffp1023, NULL},
    {"2.2250738585072014e-308", 0x1p-1022, NULL},
    {"1.8e308", 0.0, "is over 1.79e308 in size"},
    {"-1.8e308", 0.0, "is over 1.79e308 in size"},
    {"1e-400", 0.0, "is under 2.23e-308 in size, where doubles lose digits"},
    {"", 0.0, "is empty"},
    {"e", 0.0, "is not a number"},
    {"1e", 0.0, "is not a number"},
    {"1e+", 0.0, "is not a number"},
    {"1-1", 0.0, "is not a number"},
    {"1.2.3", 0.0, "is not a number"},
    {"--1", 0.0, "is not a number"},
    {"1,5", 0.0, "is not a number"},
    {"x", 0.0, "is not a number"},
    {"12a", 0.0, "is not a number"},
    {" 1", 0.0, "has a blank"},
    {"1 ", 0.0, "has a blank"},
    {"1 2", 0.0, "has a blank"},
    {"1\t", 0.0, "has a blank"},
    {"0x10", 0.0, "is not a decimal number"},
    {"0X1p3", 0.0, "is not a decimal number"},
    {"inf", 0.0, "is not a finite number"},
    {"nan", 0.0, "is not a finite number"},
    {"-Infinity", 0.0, "is not a finite number"},
};

TEST_EACH(number_is_the_whole_text, TOOLS_COUNT(numbers))
{
    double value = NAN;
    const char *fault = text_number_fault(numbers[_i].text, &value);
    ck_assert_int_eq(text_number(numbers[_i].text, &value), !numbers[_i].fault);
    if (numbers[_i].fault)
        ck_assert_str_eq(fault, numbers[_i].fault);
    else
        ck_assert_msg(!fault && value == numbers[_i].value, "\"%s\" is %.17g", numbers[_i].text,
                      value);
}

/* A unit alone, and a number that is none. */
TEST(what_is_wrong_with_a_length)
{
    static const char *const said[][2] = {{"k", "is not a number"},
                                          {"", "is empty"},
                                          {"1 k", "has a blank"},
                                          {"0x1k", "is not a decimal number"},
                                          {"1e308M", "is over 1.79e308 in size"}};
    double value;
    for (size_t i = 0; i < TOOLS_COUNT(said); i++)
        ck_assert_str_eq(text_tokens_fault(said[i][0], &value), said[i][1]);
}

/* What stands for a number of tokens; a negative value: nothing does. */
static const struct {
    const char *text;
    double value;
} tokens[] = {
    {"131072", 131072.0},
    {"128k", 131072.0},
    {"128K", 131072.0},
    {"2M", 2097152.0},
    {"1.5k", 1536.0},
    {"1e3k", 1024000.0},
    {"0", 0.0},
    {"128m", -1.0},
    {"k", -1.0},
    {"M", -1.0},
    {"", -1.0},
    {"kk", -1.0},
    {"1kk", -1.0},
    {"1k ", -1.0},
    {"1 k", -1.0},
    {"1G", -1.0},
    {"1e308M", -1.0},
    {"1e-400k", -1.0},
    {"nank", -1.0},
    {"0x1k", -1.0},
    /* 64 and 65 characters */
    {"000000000000000000000000000000000000000000000000000000000000001k", 1024.0},
    {"0000000000000000000000000000000000000000000000000000000000000001k", -1.0},
};

TEST_EACH(lengths_have_units_of_1024, TOOLS_COUNT(tokens))
{
    double value = -1.0;
    bool read = text_tokens(tokens[_i].text, &value);
    ck_assert_msg(read == (tokens[_i].value >= 0.0), "\"%s\" is %s", tokens[_i].text,
                  read ? "taken" : "refused");
    if (read)
        ck_assert_msg(value == tokens[_i].value, "\"%s\" is %.17g", tokens[_i].text, value);
}

static const char *const names[] = {"alpha", "base", "a", "heads", "head", "xyzxyz"};
/* Which of them is nearest to a text; NULL: none is near. */
static const struct {
    const char *text, *nearest;
} typos[] = {
    {"alpha", "alpha"},
    {"ALPHA", "alpha"},
    {"aplha", "alpha"},
    {"alph", "alpha"},
    {"heas", "heads"}, /* one letter more and one letter other: the first that is as near */
    {"hea", "heads"},  /* the first that begins so; head is named beside it */
    {"bse", "base"},
    {"bases", "base"},
    /* as many changes as a third of the letters and one more, and one change over */
    {"xyzx", "xyzxyz"},
    {"xyz", "xyzxyz"}, /* how it begins, however many letters follow */
    {"xyzabz", "xyzxyz"},
    {"xabcyz", "xyzxyz"},
    {"xabczz", NULL},
    {"b", NULL},
    {"", NULL},
};

TEST_EACH(nearest_name_is_few_letters_away, TOOLS_COUNT(typos))
{
    const char *found = text_nearest(typos[_i].text, TOOLS_COUNT(names), names);
    ck_assert_msg(found == typos[_i].nearest ||
                      (found && typos[_i].nearest && strcmp(found, typos[_i].nearest) == 0),
                  "\"%s\" is near %s", typos[_i].text, found ? found : "nothing");
    struct message m = text_suggestion(typos[_i].text, TOOLS_COUNT(names), names);
    ck_assert_int_eq(m.text[0] == '\0', !typos[_i].nearest);
}

/* Texts of 64 letters are compared, of one more no longer, whichever of the two it is. */
TEST(long_names_are_far_from_everything)
{
    char text[66], name[66];
    const char *list[] = {name};
    for (size_t m = 64; m <= 65; m++)
        for (size_t n = 64; n <= 65; n++) {
            memset(text, 'x', sizeof text);
            memset(name, 'x', sizeof name);
            text[0] = 'y';
            text[m] = name[n] = '\0';
            const char *found = text_nearest(text, 1, list);
            ck_assert_msg((found != NULL) == (m == 64 && n == 64), "%zu against %zu letters", m, n);
        }
}

TEST(names_are_found_whole)
{
    ck_assert_uint_eq(text_find("alpha", TOOLS_COUNT(names), names), 0);
    ck_assert_uint_eq(text_find("xyzxyz", TOOLS_COUNT(names), names), TOOLS_COUNT(names) - 1);
    ck_assert_uint_eq(text_find("alph", TOOLS_COUNT(names), names), TOOLS_COUNT(names));
    ck_assert_uint_eq(text_find("ALPHA", TOOLS_COUNT(names), names), TOOLS_COUNT(names));
}

TEST(names_are_joined_by_commas)
{
    ck_assert_str_eq(text_join(0, names).text, "");
    ck_assert_str_eq(text_join(1, names).text, "alpha");
    ck_assert_str_eq(text_join(3, names).text, "alpha, base, a");
}

/* What has no room is cut where the message ends, wherever in a name that is. */
TEST(joined_names_end_with_the_message)
{
    enum { MANY = sizeof((struct message *)NULL)->text };
    const char *many[MANY];
    for (size_t length = 1; length <= 4; length++) {
        for (size_t i = 0; i < MANY; i++)
            many[i] = &"xxxx"[4 - length];
        struct message m = text_join(MANY, many);
        ck_assert_uint_eq(strlen(m.text), sizeof m.text - 1);
        for (size_t i = 0; m.text[i]; i++)
            ck_assert_int_eq(m.text[i], i % (length + 2) < length    ? 'x'
                                        : i % (length + 2) == length ? ','
                                                                     : ' ');
    }
}
