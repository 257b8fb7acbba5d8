/* Certificates of version 2: lines that are none, and true files around a line that is false. */
#include <math.h>
#include <omp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/tools/verify_tools.h"

#define DIM "posbias certificate 2 basebound\ndim 8\n"

/* Not certificates, whatever follows; what is said of the last line. */
static const struct {
    const char *text, *says;
} strange[] = {
    {"posbias certificate 2 basebound \n", "expected \"posbias certificate VERSION basebound\""},
    {"posbias certificate 02 basebound\n", "expected \"posbias certificate VERSION basebound\""},
    {"posbias certificate 2 gap\n", "expected \"posbias certificate VERSION basebound\""},
    {"posbias certificate 2\n", "expected \"posbias certificate VERSION basebound\""},
    {"posbias certificate 3 basebound\n", "version 3 is not known; known: 1 to 2"},
    {DIM, "line 3 \"\": the file ends; expected below, row, window, safe or end (truncated?)"},
    {DIM "fail 1 2 1.6645873461885696\n",
     "expected a line that begins with below, row, window, safe or end in version 2"},
    {"posbias certificate 1 basebound\ndim 8\nbelow 7 3\n",
     "expected a line that begins with fail, row, window, safe or end in version 1"},
    {DIM "below 7\n", "expected below BASE DISTANCE"},
    {DIM "below 7 3 1\n", "expected below BASE DISTANCE"},
    {DIM "below  7 3\n", "expected below BASE DISTANCE"},
    {DIM "below 7 3 \n", "expected below BASE DISTANCE"},
    {DIM "Below 7 3\n", "begins with below"},
    {DIM "below 3 7.4\n", "DISTANCE is \"7.4\"; expected a whole number"},
    {DIM "below 7 0\n", "DISTANCE is 0; expected 1 to 16777215"},
    {DIM "below 7 16777216\n", "DISTANCE is 16777216; expected 1 to 16777215"},
    {DIM "below 0.5 3\n", "BASE is 0.5; expected 1 to 1e+200"},
    {DIM "below 2e+200 3\n", "BASE is 2e+200; expected 1 to 1e+200"},
    {DIM "below 1e+999 3\n", "BASE is \"1e+999\"; expected it as"},
    {DIM "below 7.0 3\n",
     "BASE is \"7.0\"; expected it as %.Ng prints it with the least N that reads back, 7"},
    {DIM "below 07 3\n", "reads back, 7"},
    {DIM "below 10 3\n", "reads back, 1e+01"},
    {DIM "below 1e1 3\n", "reads back, 1e+01"},
    {DIM "below 1e+1 3\n", "reads back, 1e+01"},
    {DIM "below 1.0e+01 3\n", "reads back, 1e+01"},
    {DIM "below 10e+00 3\n", "reads back, 1e+01"},
    {DIM "below 110 3\n", "reads back, 1.1e+02"},
    {DIM "below 1.1000000000000001 3\n", "reads back, 1.1"},
    {DIM "below 7.3990298699999997 3\n", "reads back, 7.39902987"},
    {DIM "below 0.73e+01 3\n", "reads back, 7.3"},
    {DIM "below 7.3990298700000001 3\n", "reads back, 7.39902987"},
    {DIM "below 7,3 3\n", "expected a number in decimal digits"},
    {DIM "row 16 193.82002850000001 194\n", "LO is \"193.82002850000001\"; expected it as %.Ng"},
    {DIM "row 2 1 1\nwindow 2 1 2 3 1 0.10\n", "MARGIN is \"0.10\""},
    {DIM "row 2 1 1\nsafe 2 20 2 1 1\n", "SAFE is \"20\""},
    {DIM "row 2 1 1\nbelow 7 3\nsafe 2 2 1 1 1\n", "expected a safe line directly after its row"},
    {DIM "row 2 1 1\nrow 2 1 1\n", "expected ascending contexts"},
    {DIM "below 7 3\nend 2 0123456789abcdef\n", "LINES is 2; expected 3, the lines before it"},
    {DIM "below 7 3\nend 3 0123456789abcdef\nbelow 7 3\n", "expected nothing after the end line"},
    {DIM "end 2 0123456789abcdef\n", "expected at least one line to prove"},
};

TEST_EACH(strange_lines_are_no_certificates, TOOLS_COUNT(strange))
{
    struct text t = {.size = strlen(strange[_i].text)};
    memcpy(t.bytes, strange[_i].text, t.size);
    ck_assert_uint_eq(text_gets(&t, 2, strange[_i].says, strange[_i].text),
                      text_lines(&t) + (strstr(strange[_i].says, "file ends") != NULL));
}

/* A line of certificate_8_below in place of another, and what is said of it. */
static const struct {
    const char *was, *is, *says;
} false_lines[] = {
    /* 7.399029870276 is B_3's root */
    {"below 7.39902987 3\n", "below 7.3990373 3\n",
     "B_3(7.3990373) is 1.24857984e-06; expected it to be negative from the BASE before"},
    {"below 7.39902987 3\n", "below 7.39902988 3\n", "B_3(7.39902988) is 1.12789751e-09; expected"},
    {"below 7.39902987 3\n", "below 7.399029874 3\n", "B_3(7.399029874) is 1."},
    {"below 7.39902987 3\n", "below 7.39902987 2\n", "B_2(7.3990298"},
    {"below 7 3\n", "below 7 1\n", "B_1(1) is 2.1612"},
    {"below 7 3\n", "below 1e+200 3\n", "B_3(1e+200) is 2.01"},
    {"below 1e+01 7\n", "below 1e+01 6\n",
     "B_6(1e+01) is 0.14905212; expected it to be negative from the BASE"},
    /* negative at both ends, not between */
    {"below 7 3\n", "below 7 7\n",
     "; expected it to be negative from the BASE before, or 1, to BASE"},
    {"below 7.3986 3\n", "below 7 3\n",
     "the lines before prove bases to 7; expected BASE over that"},
    {"below 7.3986 3\n", "below 6.9 3\n", "the lines before prove bases to 7; expected BASE over"},
    {"below 7 3\n", "below 1 3\n", "the lines before prove bases to 1; expected BASE over that"},
    {"row 4 7.39902987 ", "row 4 7.3990298 ",
     "the lines before prove bases to 7.39902987; expected LO to be that"},
    {"row 4 7.39902987 ", "row 4 7.399029871 ", "expected LO to be that"},
    {"row 4 ", "row 3 ", "the lines before use distance 3; expected distances under CONTEXT"},
    {"row 8 12.32460897 12.324608979859686", "row 8 12.32460897 12.32460896", "HI/LO - 1 is -"},
    {"row 8 12.32460897 12.324608979859686", "row 8 12.32460897 12.32460897",
     "base 12.32460897 does not pass: B_7"},
    {"row 8 12.32460897 12.324608979859686", "row 8 12.32460897 12.32460899", "HI/LO - 1 is 1.6"},
    {"window 16 193.82002865505603 ", "window 16 193.8200286 ", "FROM is not the HI of its row"},
    {"229.24184610400204", "229.24184625", "does not pass: B_15"},
    {"229.2418462873955", "229.2418461873955", "B_15(229.2418461873955) is 6.0934"},
    {"6.728979780506386e-11\n", "6.72897e-11\n", "MARGIN too far under"},
    {"safe 16 463.0591666945566 463.05916632410924", "safe 16 463.0591664 463.05916632410924",
     " does not pass: B_15 of it is -"},
    {"safe 16 463.0591666945566 463.05916632410924", "safe 16 463.0591668 463.05916632410924",
     "SAFE/FAIL - 1 is 1.0"},
    {"safe 16 463.0591666945566 463.05916632410924",
     "safe 16 463.05916632410924 463.05916632410924", "SAFE/FAIL - 1 is 0"},
    {"463.05916632410924 15 6.654811148256204e-11", "463.05916632410924 16 6.654811148256204e-11",
     "DISTANCE is 16; expected it under CONTEXT"},
    {"463.05916632410924 15 6.654811148256204e-11", "463.05916632410924 14 6.654811148256204e-11",
     "expected it to be negative"},
};

/* Puts is in the place of was. Returns the line's number, from 1. */
static size_t put(struct text *t, const char *was, const char *is)
{
    t->bytes[t->size] = '\0';
    char *at = strstr(t->bytes, was);
    ck_assert_msg(at != NULL, "%s", was);
    size_t line = 1;
    for (const char *k = t->bytes; k < at; k++)
        line += *k == '\n';
    text_replace(t, (size_t)(at - t->bytes), strlen(was), is);
    text_seal(t);
    return line;
}

TEST_EACH(false_lines_are_refused_under_a_fresh_seal, TOOLS_COUNT(false_lines))
{
    struct text t;
    text_load(&t, certificate_names[CERTIFICATE_2]);
    size_t line = put(&t, false_lines[_i].was, false_lines[_i].is);
    ck_assert_uint_eq(text_gets(&t, 1, false_lines[_i].says, false_lines[_i].is), line);
}

/* Lines that stay true when they are changed: sealed again they prove, unsealed the checksum tells.
 */
TEST(weaker_lines_are_true_but_others)
{
    static const char *const changes[][2] = {{"below 7.3986 3\n", "below 7.3985 3\n"},
                                             {"below 7.3986 3\n", ""},
                                             {"below 7 3\n", "below 3 3\nbelow 7 3\n"}};
    for (size_t i = 0; i < TOOLS_COUNT(changes); i++) {
        struct text t, end;
        text_load(&t, certificate_names[CERTIFICATE_2]);
        put(&t, changes[i][0], changes[i][1]);
        text_gets(&t, 0, NULL, changes[i][1]);
        text_load(&end, certificate_names[CERTIFICATE_2]);
        t.bytes[t.size - 2] = t.bytes[t.size - 2] == '0' ? '1' : '0';
        ck_assert_uint_eq(
            text_gets(&t, 1, "every line proves, but they are not those", changes[i][1]),
            text_lines(&t));
    }
}

/* D = 2: no base changes B_2 = cos 2 < 0; at 0 and 1 all pass, so 1 is the least base of context 2
 * and there is none of context 3. */
TEST(one_pair_needs_no_base)
{
    struct text t;
    t.size = (size_t)snprintf(t.bytes, TEXT_MAX,
                              "posbias certificate 2 basebound\ndim 2\nrow 2 1 1\n"
                              "below 1e+200 2\nend 0 0\n");
    text_seal(&t);
    text_gets(&t, 0, NULL, "D = 2");
    put(&t, "row 2 1 1\n", "row 3 1 1\n");
    text_gets(&t, 1, "base 1 does not pass: B_2", "D = 2, context 3");
}

/* A safe line leans on the one before only if that one's SAFE is not over its own. Contexts 12 and
 * 13 begin to pass at the same root of B_10, 193.820028525: a second SAFE under it does not become
 * true by a first over it. */
TEST(safe_lines_lean_on_smaller_ones_alone)
{
    static const struct {
        const char *first, *second, *says;
    } pairs[] = {{"193.82002865", "193.82002865", NULL},
                 {"193.82002865", "193.8200286", NULL},
                 {"193.8200286", "193.82002865", NULL},
                 {"193.82002865", "193.82002851", "base 193.82002851"},
                 {"193.82002851", "193.82002851", "base 193.82002851"}};
    for (size_t i = 0; i < TOOLS_COUNT(pairs); i++) {
        struct text t;
        char lines[512];
        text_load(&t, certificate_names[CERTIFICATE_2]);
        size_t at = text_line(&t, text_lines(&t) - 4);
        snprintf(
            lines, sizeof lines,
            "row 12 193.8200285 193.82002865505603\nsafe 12 %s 193.8200285 10 7.222704914984789e-11\n"
            "row 13 193.8200285 193.82002865505603\nsafe 13 %s 193.8200285 10 7.222704914984789e-11\nend 0 0\n",
            pairs[i].first, pairs[i].second);
        text_replace(&t, at, t.size - at, lines);
        text_seal(&t);
        size_t line = text_gets(&t, pairs[i].says ? 1 : 0, pairs[i].says, pairs[i].second);
        ck_assert_uint_eq(line, i < 3 ? 0 : i == 3 ? text_lines(&t) - 1 : text_lines(&t) - 3);
    }
}

/* At 193.82002865 all distances under 16 pass; from there on all under 15 do, but not 15 itself,
 * which the first safe line has left to the second. */
TEST(safe_is_more_than_a_base_that_passes)
{
    struct text t;
    text_load(&t, certificate_names[CERTIFICATE_2]);
    size_t at = text_line(&t, text_lines(&t) - 4);
    text_replace(&t, at, t.size - at,
                 "row 15 193.8200285 193.82002865505603\n"
                 "safe 15 193.82002865 193.8200285 10 7.222704914984789e-11\nend 0 0\n");
    text_seal(&t);
    text_gets(&t, 0, NULL, "15");
    put(&t, "end ",
        "row 16 193.8200285 193.82002865505603\n"
        "safe 16 193.82002865 193.8200285 10 7.222704914984789e-11\nend ");
    ck_assert_uint_eq(text_gets(&t, 1, "does not pass: B_15 of it is -", "16"), text_lines(&t) - 1);
    put(&t, "row 15 193.8200285 193.82002865505603\nsafe 15 193.82002865",
        "row 15 193.8200285 193.82002865505603\nsafe 15 193.82002866");
    ck_assert_uint_eq(text_gets(&t, 1, "does not pass: B_15 of it is -", "16"), text_lines(&t) - 1);
}
