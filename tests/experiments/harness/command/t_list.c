/* The LIST grammar: tables of good and bad lists, ranges and reals. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "experiments/harness/command/list.h"
#include "tests/tools/check_tools.h"

TEST(whole_number_lists_are_read)
{
    static const struct {
        const char *text;
        size_t count;
        double first, second, last;
    } cases[] = {
        {"7", 1, 7, 7, 7},
        {"0", 1, 0, 0, 0},
        {"1,10,100", 3, 1, 10, 100},
        {"0:100", 101, 0, 1, 100},
        {"5:5", 1, 5, 5, 5},
        {"1:3,5,10:12", 7, 1, 2, 12},
        {"1024:1048576:x2", 11, 1024, 2048, 1048576},
        {"1:100:x3", 5, 1, 3, 81},
        {"1:131072:log:2", 2, 1, 131072, 131072},
        {"1:100:log:3", 3, 1, 10, 100},
        {"1:10:log:1000", 10, 1, 2, 10},
        {"3:3:log:5", 1, 3, 3, 3},
        {"1e3", 1, 1000, 1000, 1000},
        {"0,1:8:x2", 5, 0, 1, 8},
        {"128k", 1, 131072, 131072, 131072},
        {"1K,1.5k,1M", 3, 1024, 1536, 1048576},
        {"1k:1M:x2", 11, 1024, 2048, 1048576},
        {"9007199254740992", 1, 0x1p53, 0x1p53, 0x1p53},
        {"9007199254740990:9007199254740992", 3, 0x1p53 - 2, 0x1p53 - 1, 0x1p53},
    };
    for (size_t i = 0; i < TOOLS_COUNT(cases); i++) {
        double *list;
        size_t count;
        struct message error;
        if (!list_integers(cases[i].text, 0, 0x1p53, &list, &count, &error))
            ck_abort_msg("%s: %s", cases[i].text, error.text);
        ck_assert_msg(count == cases[i].count, "%s: %zu numbers", cases[i].text, count);
        ck_assert_msg(list[0] == cases[i].first && list[count > 1] == cases[i].second &&
                          list[count - 1] == cases[i].last,
                      "%s: %.17g %.17g .. %.17g", cases[i].text, list[0], list[count > 1],
                      list[count - 1]);
        free(list);
    }
}

/* Log lists: exact ends, ascending whole numbers, each the rounding of its place on the logarithmic
 * scale. */
TEST(log_lists_ascend_between_exact_ends)
{
    double *list;
    size_t count;
    struct message error;
    struct worst w = {0};
    ck_assert(list_integers("1000:100000000:log:41", 0, 1e9, &list, &count, &error));
    ck_assert_uint_eq(count, 41);
    for (size_t i = 0; i < count; i++) {
        double want = 1000.0 * pow(10.0, (double)i / 8.0);
        worst_take(&w, fabs(list[i] - want), 0.5 + 1e-14 * want, "entry %zu", i);
        ck_assert(list[i] == floor(list[i]) && (i == 0 || list[i] > list[i - 1]));
    }
    worst_check(&w);
    free(list);
}

/* Every bad text: refused, nothing left to free, and the message names what matters. */
TEST(bad_whole_numbers_are_refused)
{
    static const char *const cases[][2] = {
        {"", "empty"},
        {",", "empty"},
        {"1,", "empty"},
        {"1,,2", "empty"},
        {"10,1", "ascending"},
        {"1,1", "ascending"},
        {"1:5,5", "ascending"},
        {"1:5,3:9", "ascending"},
        {"5:1", "descends"},
        {"100:1:log:5", "descends"},
        {"8:1:x2", "descends"},
        {"1.5", "1.5"},
        {"-1", "out of range"},
        {"1001", "out of range"},
        {"1:1001", "1001"},
        {"5x", "5x"},
        {"1e", "1e"},
        {"nan", "nan"},
        {"inf", "inf"},
        {"0x10", "0x10"},
        {" 1", " 1"},
        {"1 ", "1 "},
        {"1:2:3", "1:2:3"},
        {"1:2:log", "1:2:log"},
        {"1:100:log:1", "1"},
        {"1:100:log:2.5", "2.5"},
        {"1:100:log:2:3", "1:100:log:2:3"},
        {"0:100:log:5", "0:100:log:5"},
        {"0:100:x2", "0:100:x2"},
        {"1:100:x1", "1:100:x1"},
        {"1:100:x", "1:100:x"},
        {"1:100:x2.5", "1:100:x2.5"},
        {"1:100:y2", "1:100:y2"},
        {"1:100:lin:5", "lin"},
        {":", "\"\" in \":\""},
        {"1:", "\"\" in \"1:\""},
        {":5", "\"\" in \":5\""},
        {"3,1:,5", "\"\" in \"1:\""},
        {"1:5000", "5000 in \"1:5000\" is out of range"},
        {"1:x:log:3", "\"x\" in \"1:x:log:3\""},
        {"1,,2", "\"1,,2\" has an empty item"},
        {"1.0001k", "\"1.0001k\""},
        {"1kk", "\"1kk\""},
        {"k", "\"k\""},
        {"1m", "\"1m\""},
        {"1:2:3:4:5:6", "1:2:3:4:5:6"},
        {"00000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000001",
         "long"},
    };
    for (size_t i = 0; i < TOOLS_COUNT(cases); i++) {
        double *list = (double *)1;
        size_t count = 99;
        struct message error = {""};
        ck_assert_msg(!list_integers(cases[i][0], 0, 1000, &list, &count, &error),
                      "\"%s\" was taken", cases[i][0]);
        ck_assert_msg(list == NULL && count == 0, "\"%s\" left a list", cases[i][0]);
        ck_assert_msg(strstr(error.text, cases[i][1]) != NULL && error.text[0], "\"%s\": %s",
                      cases[i][0], error.text);
    }
    double *list;
    size_t count;
    struct message error;
    ck_assert(!list_integers("0:1000000000000", 0, 1e15, &list, &count, &error) &&
              strstr(error.text, "over 268435456"));
}

TEST(real_lists_are_read_or_refused)
{
    double *list;
    size_t count;
    struct message error;
    ck_assert(list_reals("-1.5,2e-3,0", -10, 10, &list, &count, &error));
    ck_assert(count == 3 && list[0] == -1.5 && list[1] == 2e-3 && list[2] == 0.0);
    free(list);
    static const char *const bad[] = {"",     "1,", "x",     "1x",    "nan", "inf",
                                      "-inf", "11", "-10.5", "1e999", "1;2"};
    for (size_t i = 0; i < TOOLS_COUNT(bad); i++) {
        list = (double *)1;
        ck_assert_msg(!list_reals(bad[i], -10, 10, &list, &count, &error) && !list && count == 0,
                      "\"%s\" was taken", bad[i]);
    }
    ck_assert(list_reals("10,-10", -10, 10, &list, &count, &error));
    free(list);
}

TEST(ranges_are_read_or_refused)
{
    double *list;
    size_t count;
    struct message error;
    ck_assert(list_range("2:100", 0, 100, &list, &count, &error));
    ck_assert(count == 2 && list[0] == 2.0 && list[1] == 100.0);
    free(list);
    ck_assert(list_range("3:3", 0, 100, &list, &count, &error));
    free(list);
    static const char *const bad[] = {"",      "3",   "3:2", "1:101", "-1:3",   "1:2:3",
                                      "1.5:3", "1:x", ":",   "1:",    "1:2,3:4"};
    for (size_t i = 0; i < TOOLS_COUNT(bad); i++)
        ck_assert_msg(!list_range(bad[i], 0, 100, &list, &count, &error) && !list && error.text[0],
                      "\"%s\" was taken", bad[i]);
}
