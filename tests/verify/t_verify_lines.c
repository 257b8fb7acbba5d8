/* Lines that are no certificate's, and certificates made whole again around a line that is false:
 * each is refused for its own reason. */
#include <math.h>
#include <omp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/tools/verify_tools.h"

#define HEAD "posbias certificate 1 basebound\n"
#define DIM  HEAD "dim 8\n"
#define FAIL "fail 1 2 1.6645873461885696\n"

/* Not certificates, whatever follows: text, its size if it holds zero bytes, what is said. */
static const struct {
    const char *text, *says;
    size_t size;
} strange[] = {
    {"", "line 1 \"\": the file ends; expected \"posbias certificate VERSION basebound\"", 0},
    {"\n", "line 1 \"\": expected \"posbias", 0},
    {"posbias certificate 3 basebound\n", "version 3 is not known; known: 1 to 2", 0},
    {"posbias certificate 0 basebound\n", "version 0 is not known; known: 1 to 2", 0},
    {"posbias certificate 10 basebound\n", "version 10 is not known", 0},
    {"posbias certificate 01 basebound\n", "expected \"posbias", 0},
    {"posbias certificate 1 gap\n", "expected \"posbias", 0},
    {"posbias certificate 1 basebound \n", "expected \"posbias", 0},
    {" posbias certificate 1 basebound\n", "expected \"posbias", 0},
    {"# posbias certificate 1 basebound\n", "expected \"posbias", 0},
    {"\xef\xbb\xbfposbias certificate 1 basebound\n", "byte 0xef", 0},
    {"posbias certificate 1 basebound\r\n",
     "line 1 \"posbias certificate 1 basebound\": carriage return", 0},
    {"encoding,qk,context_tok\n", "line 1 \"encoding,qk,context_tok\"", 0},
    {"\x7f"
     "ELF\x02\x01\x01\0\0",
     "byte 0x7f", 9},
    {HEAD, "line 2 \"\": the file ends; expected dim D (truncated?)", 0},
    {HEAD "dim 7\n", "D is 7; expected an even number", 0},
    {HEAD "dim 0\n", "D is 0; expected 2 to 1024", 0},
    {HEAD "dim 1026\n", "expected 2 to 1024", 0},
    {HEAD "dim 99999999999999999999\n", "expected 2 to 1024", 0},
    {HEAD "dim -8\n", "D is \"-8\"; expected a whole number", 0},
    {HEAD "dim 08\n", "D is \"08\"; expected it", 0},
    {HEAD "dim 8.0\n", "D is \"8.0\"; expected a whole number", 0},
    {HEAD "dim \n", "D is missing", 0},
    {HEAD "dim  8\n", "D is \" 8\"", 0},
    {HEAD "dim 8 8\n", "D is \"8 8\"", 0},
    {HEAD "dimension 8\n", "expected dim D", 0},
    {DIM, "line 3 \"\": the file ends; expected fail, row, window, safe or end (truncated?)", 0},
    {DIM "\n", "line 3 \"\": expected a line that begins with", 0},
    {DIM "# comment\n", "line 3 \"# comment\"", 0},
    {DIM "fail\n", "expected fail BASE DISTANCE MARGIN", 0},
    {DIM "fail 1 2\n", "expected fail BASE DISTANCE MARGIN", 0},
    {DIM "fail 1 2 1 1\n", "expected fail BASE DISTANCE MARGIN", 0},
    {DIM "fail 1 2 1 1 1 1 1 1 1 1\n", "expected fail BASE DISTANCE MARGIN", 0},
    {DIM "fail  1 2 1\n", "expected fail BASE DISTANCE MARGIN", 0},
    {DIM "fail 1  1\n", "DISTANCE is missing", 0},
    {DIM "fail 1 2 1 \n", "expected fail BASE DISTANCE MARGIN", 0},
    {DIM " fail 1 2 1\n", "begins with", 0},
    {DIM "FAIL 1 2 1\n", "begins with", 0},
    {DIM "fail\t1 2 1\n", "byte 0x09", 0},
    {DIM "fail 1 2 1\r\n", "carriage return", 0},
    {HEAD "dim 8\r\n", "line 2 \"dim 8\": carriage return", 0},
    {DIM FAIL "end 3 0123456789abcdef\r\n", "line 4 \"end 3 0123456789abcdef\": carriage return",
     0},
    {DIM "fail 1\0 2 1\n", "line 3 \"fail 1\": byte 0x00", sizeof(DIM "fail 1\0 2 1\n") - 1},
    {DIM "fail 0.5 2 1\n", "BASE is 0.5; expected 1 to 1e+200", 0},
    {DIM "fail 1e+201 2 1\n", "BASE is 1e+201; expected 1 to 1e+200", 0},
    {DIM "fail 1e+999 2 1\n", "BASE is \"1e+999\"", 0},
    {DIM "fail nan 2 1\n", "BASE is \"nan\"; expected a number", 0},
    {DIM "fail inf 2 1\n", "BASE is \"inf\"", 0},
    {DIM "fail 0x1p3 2 1\n", "BASE is \"0x1p3\"", 0},
    {DIM "fail +1 2 1\n", "BASE is \"+1\"", 0},
    {DIM "fail -1 2 1\n", "BASE is \"-1\"", 0},
    {DIM "fail 1.0 2 1\n", "BASE is \"1.0\"; expected it as %.17g prints it, 1", 0},
    {DIM "fail 1.1 2 1\n", "prints it, 1.1000000000000001", 0},
    {DIM "fail 1e5 2 1\n", "prints it, 100000", 0},
    {DIM "fail 1,5 2 1\n", "BASE is \"1,5\"", 0},
    {DIM "fail 1-2 2 1\n", "BASE is \"1-2\"", 0},
    {DIM "fail 1.5.5 2 1\n", "BASE is \"1.5.5\"", 0},
    {DIM "fail .5 2 1\n", "BASE is \".5\"", 0},
    {DIM "fail 1 0 1\n", "DISTANCE is 0; expected 1 to 16777215", 0},
    {DIM "fail 1 16777216 1\n", "DISTANCE is 16777216; expected 1 to 16777215", 0},
    {DIM "fail 1 2.5 1\n", "DISTANCE is \"2.5\"; expected a whole number", 0},
    {DIM "fail 1 02 1\n", "DISTANCE is \"02\"", 0},
    {DIM "fail 1 2 0\n", "MARGIN is 0; expected", 0},
    {DIM "fail 1 2 -1\n", "MARGIN is \"-1\"", 0},
    {DIM "fail 1 2 2000\n", "MARGIN is 2000; expected", 0},
    {DIM "fail 1 2 4.9406564584124654e-324\n", "MARGIN is 4.94", 0},
    {DIM "row 0 1 1\n", "CONTEXT is 0; expected 1 to 16777216", 0},
    {DIM "row 16777217 1 1\n", "CONTEXT is 16777217; expected 1 to 16777216", 0},
    {DIM "row 2 1\n", "expected row CONTEXT LO HI", 0},
    {DIM "row 2 1 1\nrow 2 1 1\n",
     "line 4 \"row 2 1 1\": CONTEXT is 2 after a row of 2; expected ascending", 0},
    {DIM "window 2 1 2 3 1 1\n",
     "line 3 \"window 2 1 2 3 1 1\": expected a window line directly after its row", 0},
    {DIM "safe 2 2 1 1 1\n", "expected a safe line directly after its row or its window", 0},
    {DIM "row 2 1 1\n" FAIL "window 2 1 2 3 1 1\n",
     "line 5 \"window 2 1 2 3 1 1\": expected a window line directly", 0},
    {DIM "row 2 1 1\nsafe 2 2 1 1 1\nwindow 2 1 2 3 1 1\n",
     "line 5 \"window 2 1 2 3 1 1\": expected a window line directly", 0},
    {DIM "row 2 1 1\nsafe 2 2 1 1 1\nsafe 2 2 1 1 1\n", "line 5", 0},
    {DIM "row 2 1 1\nwindow 3 1 2 3 1 1\n", "CONTEXT is 3; expected that of its row, 2", 0},
    {DIM FAIL "end 3 0123456789abcdef",
     "line 4 \"end 3 0123456789abcdef\": the file ends in the middle of a line", 0},
    {DIM FAIL "end 2 0123456789abcdef\n", "LINES is 2; expected 3, the lines before it", 0},
    {DIM FAIL "end 03 0123456789abcdef\n", "LINES is \"03\"", 0},
    {DIM FAIL "end 3\n", "expected end LINES CHECKSUM", 0},
    {DIM FAIL "end 3 0123456789abcde\n", "16 hexadecimal digits in lower case", 0},
    {DIM FAIL "end 3 0123456789ABCDEF\n", "16 hexadecimal digits in lower case", 0},
    {DIM FAIL "end 3 0123456789abcdef0\n", "16 hexadecimal digits in lower case", 0},
    {DIM FAIL "end 3 0123456789abcdef\n\n", "line 5 \"\": expected nothing after the end line", 0},
    {DIM FAIL "end 3 0123456789abcdef\nfail", "line 5 \"fail\"", 0},
    {DIM "end 2 0123456789abcdef\n", "expected at least one line to prove", 0},
};

TEST_EACH(strange_files_are_no_certificates, TOOLS_COUNT(strange))
{
    struct text t = {.size = strange[_i].size ? strange[_i].size : strlen(strange[_i].text)};
    memcpy(t.bytes, strange[_i].text, t.size);
    /* the last line is at fault: one that was begun, or that is not there */
    bool ended = t.size > 0 && t.bytes[t.size - 1] == '\n' &&
                 !strstr(strange[_i].says, "file ends");
    ck_assert_uint_eq(text_gets(&t, 2, strange[_i].says, strange[_i].text),
                      text_lines(&t) + !ended);
}

TEST(long_lines_are_no_certificates)
{
    struct text t;
    t.size = (size_t)snprintf(t.bytes, TEXT_MAX, DIM "fail 1.%0*d 2 1\n", 400, 1);
    ck_assert_uint_eq(text_gets(&t, 2, "over 159 characters", "long line"), 3);
    t.size = (size_t)snprintf(t.bytes, TEXT_MAX, DIM "%0*d\n", 160, 7);
    ck_assert_uint_eq(text_gets(&t, 2, "over 159 characters", "one too long"), 3);
    t.size = (size_t)snprintf(t.bytes, TEXT_MAX, DIM "%0*d\n", 159, 7);
    ck_assert_uint_eq(text_gets(&t, 2, "begins with fail, row,", "as long as may be"), 3);
    memset(t.bytes, '7', t.size = TEXT_MAX);
    text_gets(&t, 2, "line 1 \"7777", "no lines at all");
}

/* The widest numbers a certificate can hold still fit their line: read, and refused for what they
 * say. */
TEST(widest_lines_are_read)
{
    struct text t;
    t.size = (size_t)snprintf(t.bytes, TEXT_MAX,
                              DIM "row 16777216 1.2345678901234567e+100 1.2345678901234567e+100\n"
                                  "window 16777216 1.2345678901234567e+100 1.2345678901234567e+100 "
                                  "1.2345678901234567e+100 16777215 1.2345678901234567e-200\n"
                                  "end 0 0\n");
    text_seal(&t);
    text_gets(
        &t, 1,
        "line 3 \"row 16777216 1.2345678901234567e+100 1.2345678901234567e+100\": the lines before",
        "wide");
}

/* Changes one number by a factor or in its last place, or sets it; certificate_8's lines are
 * counted from its end. */
static const struct {
    const char *line; /* how the line begins */
    size_t number;    /* which of its numbers */
    double factor;    /* 0: the next double up, -1: the next down; else times this */
    const char *says;
} false_numbers[] = {
    {"fail 1 ", 1, 0.0, "the lines before prove bases under 1; expected BASE at most that"},
    {"fail 1 ", 2, 2.0 / 3.0, "B_2(1) is -1.66458734"},
    {"fail 1 ", 2, 1.0 / 3.0, "B_1(1) is 2.16120922; expected it to be negative"},
    {"fail 1 ", 3, 1.0 + 2e-7, "MARGIN over its size"},
    {"fail 1 ", 3, 1.0 - 2e-6, "MARGIN too far under its size"},
    {"fail 5.1", 1, 0.0, "a gap"},
    {"fail 5.1", 1, 1.0 - 1e-3, "MARGIN"},
    {"fail 5.1", 3, 2.0, "MARGIN over its size"},
    {"fail 5.1", 3, 0.5, "MARGIN too far under its size"},
    {"row 8 ", 1, 1.5, "base 12.324608975134927 does not pass"},
    {"row 8 ", 1, 0.75, "the lines before use distance 7; expected distances under CONTEXT"},
    {"row 8 ", 1, 0.875, "the lines before use distance 7; expected distances under CONTEXT"},
    {"row 8 ", 2, 0.0, "expected LO at most that"},
    {"row 8 ", 2, 1.0 - 1e-9, "HI/LO - 1 is"},
    {"row 8 ", 3, 1.0 + 3e-10, "HI/LO - 1 is 1.1000"},
    {"row 8 ", 3, 1.0 - 9e-10, "HI/LO - 1 is -"},
    {"row 8 ", 3, 1.0 - 6e-10, "does not pass"},
    {"window ", 2, 0.0, "FROM is not the HI of its row"},
    {"window ", 3, 1.0 + 5e-10, "does not pass: B_15 of it is -"},
    {"window ", 3, 1.0 + 9e-10, "FAIL/TO - 1 is -"},
    {"window ", 3, 1.0 - 5e-10, "FAIL/TO - 1 is 1.3000"},
    {"window ", 3, 0.5, "TO is under FROM"},
    {"window ", 4, 1.0 - 5e-10, "expected it to be negative"},
    {"window ", 4, 1.0 + 1e-10, "MARGIN too far under its size"},
    {"window ", 5, 14.0 / 15.0, "expected it to be negative"},
    {"window ", 5, 16.0 / 15.0, "DISTANCE is 16; expected it under CONTEXT"},
    {"window ", 6, 1.0 + 2e-7, "MARGIN over its size"},
    {"window ", 6, 1.0 - 2e-6, "MARGIN too far under its size"},
    {"safe ", 2, 1.0 + 3e-10, "SAFE/FAIL - 1 is 1.1000"},
    {"safe ", 2, 1.0 - 9e-10, "SAFE/FAIL - 1 is -"},
    {"safe ", 2, 1.0 - 5e-10, "does not pass"},
    {"safe ", 3, 1.0 + 5e-10, "expected it to be negative"},
    {"safe ", 3, 1.0 - 1e-10, "MARGIN too far under its size"},
    {"safe ", 4, 16.0 / 15.0, "DISTANCE is 16; expected it under CONTEXT"},
    {"safe ", 4, 14.0 / 15.0, "expected it to be negative"},
    {"safe ", 5, 1.0 + 2e-7, "MARGIN over its size"},
};

/* Replaces the number of a line by what change gives. Returns the line's number, from 1. */
static size_t change(struct text *t, const char *line, size_t number, double factor)
{
    char was[64], is[64];
    size_t at = 0, found = 0;
    for (; strncmp(t->bytes + at, line, strlen(line)) != 0; found++)
        at = text_line(t, found);
    for (; number > 0; number--)
        at += strcspn(t->bytes + at, " ") + 1;
    snprintf(was, sizeof was, "%.*s", (int)strcspn(t->bytes + at, " \n"), t->bytes + at);
    double x = atof(was);
    snprintf(is, sizeof is, "%.17g",
             factor == 0.0  ? nextafter(x, INFINITY)
             : factor < 0.0 ? nextafter(x, 0.0)
                            : x * factor);
    ck_assert_str_ne(was, is);
    text_replace(t, at, strlen(was), is);
    return found;
}

TEST_EACH(false_numbers_are_refused_under_a_fresh_seal, TOOLS_COUNT(false_numbers))
{
    struct text t;
    char what[128];
    text_load(&t, certificate_names[0]);
    size_t line = change(&t, false_numbers[_i].line, false_numbers[_i].number,
                         false_numbers[_i].factor);
    text_seal(&t);
    snprintf(what, sizeof what, "%s: number %zu times %.17g", false_numbers[_i].line,
             false_numbers[_i].number, false_numbers[_i].factor);
    ck_assert_uint_eq(text_gets(&t, 1, false_numbers[_i].says, what), line);
}

/* A weaker statement is true, but not the one that was written: only the checksum tells. */
TEST(true_but_edited_is_refused_for_its_checksum)
{
    struct text t;
    text_load(&t, certificate_names[0]);
    change(&t, "row 8 ", 2, -1.0);
    text_gets(&t, 1,
              "every line proves, but they are not those that were written; expected checksum ",
              "LO one double lower");
    text_seal(&t);
    text_gets(&t, 0, NULL, "sealed");
    text_load(&t, certificate_names[0]);
    t.bytes[t.size - 2] = t.bytes[t.size - 2] == '0' ? '1' : '0';
    ck_assert_uint_eq(text_gets(&t, 1, "expected checksum ", "checksum edited"), text_lines(&t));
}

/* A safe base under one that is proved to fail: its claim cannot be true, though its own lines are.
 * */
TEST(safe_bases_must_not_contradict_the_rest)
{
    struct text t;
    char line[256];
    text_load(&t, certificate_names[0]);
    size_t window = text_line(&t, text_lines(&t) - 3), safe = text_line(&t, text_lines(&t) - 2),
           end = text_line(&t, text_lines(&t) - 1);
    ck_assert(strncmp(t.bytes + window, "window 16 ", 10) == 0 &&
              strncmp(t.bytes + safe, "safe 16 ", 8) == 0);
    char from[32], to[32], fail[32], rest[64];
    ck_assert_int_eq(
        sscanf(t.bytes + window, "window 16 %31s %31s %31s %63[^\n]", from, to, fail, rest), 4);
    snprintf(line, sizeof line, "safe 16 %s %s %s\n", to, from, rest);
    text_replace(&t, safe, end - safe, line);
    text_seal(&t);
    text_gets(&t, 1, "SAFE/FAIL - 1 is", "safe at TO");
    text_replace(&t, window, safe - window, "");
    text_seal(&t);
    text_gets(&t, 1, "SAFE/FAIL - 1 is", "safe at TO, without its window");
    text_load(&t, certificate_names[0]);
    change(&t, "safe ", 2, 0.49), change(&t, "safe ", 3, 0.49);
    text_seal(&t);
    text_gets(&t, 1, "SAFE is under 229.24184628739565, and not all bases between pass",
              "safe under the window's FAIL");
    text_load(&t, certificate_names[0]);
    window = text_line(&t, text_lines(&t) - 3), safe = text_line(&t, text_lines(&t) - 2);
    text_replace(&t, window, safe - window, "");
    change(&t, "safe ", 2, 0.4), change(&t, "safe ", 3, 0.4);
    text_seal(&t);
    text_gets(&t, 1, "SAFE is under 193.82002838941847, and not all bases between pass",
              "safe under LO");
}
