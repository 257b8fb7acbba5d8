/* Strings with lists of values: what they stand for, in order. */
#include <stdio.h>
#include <string.h>

#include "kernels/encodings/spec.h"
#include "tests/tools/check_tools.h"

/* The strings, joined by blanks. */
static bool join(void *context, const char *text, struct message *error)
{
    char *out = context;
    (void)error;
    strcat(strcat(out, *out ? " " : ""), text);
    return true;
}

TEST(lists_are_spelled_out)
{
    static const char *const cases[][2] = {
        {"a", "a"},
        {"a:x=1", "a:x=1"},
        {"a:x=1,y=2", "a:x=1,y=2"},
        {"a:x=1,2", "a:x=1 a:x=2"},
        {"a:x=1,2,3,y=4", "a:x=1,y=4 a:x=2,y=4 a:x=3,y=4"},
        {"a:y=4,x=1,2", "a:y=4,x=1 a:y=4,x=2"},
        {"a:x=1,2,y=3,4", "a:x=1,y=3 a:x=1,y=4 a:x=2,y=3 a:x=2,y=4"},
        {"a:x=1,2,z=0,y=3,4,5",
         "a:x=1,z=0,y=3 a:x=1,z=0,y=4 a:x=1,z=0,y=5 a:x=2,z=0,y=3 a:x=2,z=0,y=4 a:x=2,z=0,y=5"},
        {"model:p,q", "model:p model:q"},
        {"model:p,q,x=1,2", "model:p,x=1 model:p,x=2 model:q,x=1 model:q,x=2"},
        {"a:x=1/2,3/4", "a:x=1/2 a:x=3/4"},
        {"a:x=1,2k,-3,.5", "a:x=1 a:x=2k a:x=-3 a:x=.5"},
        {"a:x=p,1,q", "a:x=p a:x=1 a:x=q"},
        /* for the parser to refuse */
        {"a:x=1,p", "a:x=1,p"},
        {"a:x=1,2,p", "a:x=1,2,p"},
        {"a:y=p,q,x=8k,p", "a:y=p,q,x=8k,p"},
        {"", ""},
        {"a:", "a:"},
        {"a:x=1,", "a:x=1,"},
        {"a:x=1,,2", "a:x=1,,2"},
        {"a:,x=1,2", "a:,x=1,2"},
        {"a,x", "a,x"},
        {"a:x=", "a:x="},
    };
    for (size_t i = 0; i < TOOLS_COUNT(cases); i++) {
        char got[512] = "";
        struct message error;
        ck_assert(spec_each("thing", cases[i][0], got, join, &error));
        ck_assert_str_eq(got, cases[i][1]);
    }
}

static bool count_one(void *context, const char *text, struct message *error)
{
    (void)text, (void)error;
    ++*(size_t *)context;
    return true;
}

TEST(lists_are_not_endless)
{
    char text[SPEC_TEXT_MAX] = "a";
    struct message error;
    size_t count = 0;
    for (int key = 0; key < 10; key++)
        sprintf(text + strlen(text), "%ck%d=1,2", key ? ',' : ':', key);
    ck_assert(spec_each("thing", text, &count, count_one, &error));
    ck_assert_uint_eq(count, SPEC_LIST_MAX);
    strcat(text, ",more=1,2");
    count = 0;
    ck_assert(!spec_each("thing", text, &count, count_one, &error));
    ck_assert_uint_eq(count, 0);
    ck_assert_msg(strstr(error.text, "over 1024 things"), "%s", error.text);
}

static bool refuse(void *context, const char *text, struct message *error)
{
    ++*(size_t *)context;
    return !strstr(text, "2") || message_set(error, "no %s", text);
}

TEST(the_first_refusal_ends_it)
{
    struct message error;
    size_t count = 0;
    ck_assert(!spec_each("thing", "a:x=1,2,3", &count, refuse, &error));
    ck_assert_uint_eq(count, 2);
    ck_assert_str_eq(error.text, "thing \"a:x=1,2,3\" makes no a:x=2");
}
