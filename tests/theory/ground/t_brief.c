/* Numbers in few digits: what rounds to the next form has that form. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/tools/check_tools.h"
#include "theory/ground/brief.h"

static const struct {
    struct brief (*show)(double x);
    double x;
    const char *shown;
} rows[] = {
    {brief_three, 0.0, "0"},
    {brief_three, 0.01104, "0.0110"},
    {brief_three, -9.996, "-10.0"},
    {brief_three, 99.96, "100"},
    {brief_three, 999400.0, "999400"},
    {brief_three, 999999.6, "1.00e6"},
    {brief_three, -9.996e27, "-1.00e28"},
    {brief_three, 9.996e-5, "0.000100"},
    {brief_three, 9.994e-5, "9.99e-5"},
    {brief_number, 0.0, "0"},
    {brief_number, 0.5234, "0.52"},
    {brief_number, -0.5, "-0.5"},
    {brief_number, 9.96, "10"},
    {brief_number, 99.4, "99"},
    {brief_number, 99.6, "100"},
    {brief_number, 999.6, "1000"},
    {brief_number, 1023.4, "1023"},
    {brief_number, 1023.6, "1.0k"},
    {brief_number, -1023.6, "-1.0k"},
    {brief_number, 1024.0, "1.0k"},
    {brief_number, 9.94 * 1024.0, "9.9k"},
    {brief_number, 9.96 * 1024.0, "10k"},
    {brief_number, 131072.0, "128k"},
    {brief_number, 1048063.0, "1023k"},
    {brief_number, 1048065.0, "1.0M"},
    {brief_number, 9.96 * 1048576.0, "10M"},
    {brief_number, 999999999.0, "954M"},
    {brief_number, 1e9, "1.0e9"},
    {brief_number, 9.94e9, "9.9e9"},
    {brief_number, 9.96e9, "1e10"},
    {brief_number, 9.6e10, "1e11"},
    {brief_number, 9.6e99, "1e100"},
    {brief_number, 1.7e308, "2e308"},
    {brief_number, 1e-3, "0.001"},
    {brief_number, 9.96e-4, "0.001"},
    {brief_number, 9.94e-4, "9.9e-4"},
    {brief_number, 9.96e-5, "1.0e-4"},
    {brief_number, -9.96e-5, "-1.0e-4"},
    {brief_number, 9.96e-10, "1.0e-9"},
    {brief_number, 9.94e-10, "1e-9"},
    {brief_number, 9.6e-12, "1e-11"},
    {brief_number, 3e-320, "3e-320"},
    {brief_tenths, 1.04, "1.0"},
    {brief_tenths, 9.94, "9.9"},
    {brief_tenths, 9.96, "10"},
    {brief_tenths, 99.96, "100"},
    {brief_time, 0.0, "0 s"},
    {brief_time, 58.9, "59 s"},
    {brief_time, 59.2, "1 min 0 s"},
    {brief_time, 200.0, "3 min 20 s"},
    {brief_time, 3599.0, "59 min 59 s"},
    {brief_time, 3599.2, "1 h 0 min"},
    {brief_time, 7199.0, "1 h 59 min"},
    {brief_time, 7199.5, "2 h 0 min"},
    {brief_percent, 0.0, "0 %"},
    {brief_percent, 0.416, "41 %"},
    {brief_percent, 0.999, "99 %"},
    {brief_percent, 1.0, "100 %"},
};

TEST_EACH(what_rounds_to_the_next_form_has_it, TOOLS_COUNT(rows))
{
    ck_assert_str_eq(rows[_i].show(rows[_i].x).text, rows[_i].shown);
}

/* Every number has at most seven characters, two digits of it that are right, and one before the
 * point in front of a power. */
TEST(numbers_keep_two_digits_in_seven_characters)
{
    uint64_t state = 7;
    struct worst worst = {0};
    for (int i = 0; i < 200000; i++) {
        double x = (i % 2 ? -1.0 : 1.0) * pow(10.0, 600.0 * tools_uniform(&state) - 300.0);
        if (i % 4 < 2)
            x = (i % 2 ? -1.0 : 1.0) * pow(10.0, 24.0 * tools_uniform(&state) - 12.0);
        struct brief brief = brief_number(x);
        const char *shown = brief.text;
        char *end;
        double read = strtod(shown, &end);
        read *= *end == 'k' ? 1024.0 : *end == 'M' ? 1048576.0 : 1.0;
        const char *digits = shown + (*shown == '-'), *power = strchr(shown, 'e');
        bool one = power && (digits[1] == '.' || digits + 1 == power) && *digits != '0';
        ck_assert_msg(strlen(shown) <= 7 && (!power || one), "%.17g is shown as %s", x, shown);
        /* half a unit of the second digit, or of the only one beside a power of two digits */
        double digit = fabs(x) < 9.95e-10 || fabs(x) > 9.95e9 ? 0.5 : 0.05;
        worst_take(&worst, fabs(read - x), 1.001 * digit * fabs(x), "%.17g as %s", x, shown);
    }
    worst_check(&worst);
}
