/* Messages: one line of UTF-8 whatever the user typed, and no word crowds out what is said of it.
 * verify's own quoting is held to the same words. */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/tools/check_tools.h"
#include "theory/ground/message.h"
#include "theory/ground/printable.h"
#include "verify/word.h"

/* What a word looks like in a message; verify names bytes where posbias names a character. */
static const struct {
    const char *word, *shown, *by_verify;
} words[] = {
    {"", "", NULL},
    {"rope:base=1e4", "rope:base=1e4", NULL},
    {"it's \"a\\b\"", "it's \"a\\b\"", NULL},
    {"~\x7f \x1f", "~\\x7f \\x1f", NULL},
    {"a\nb\tc\r", "a\\x0ab\\x09c\\x0d", NULL},
    {"\x1b[31mred\x1b[0m", "\\x1b[31mred\\x1b[0m", NULL},
    {"\u00e9\u4e2d\U0001f600", "\u00e9\u4e2d\U0001f600", NULL},
    {"\xc2\x80\xc2\x9f\xc2\xa0", "\\u0080\\u009f\u00a0", "\\xc2\\x80\\xc2\\x9f\u00a0"},
    {"\u202eevil", "\\u202eevil", "\\xe2\\x80\\xaeevil"},
    {"\u200bx\u2028y\ufeff", "\\u200bx\\u2028y\\ufeff",
     "\\xe2\\x80\\x8bx\\xe2\\x80\\xa8y\\xef\\xbb\\xbf"},
    {"\u202f\u2070\ufffd", "\u202f\u2070\ufffd", NULL},
    {"\U000e0041", "\\ue0041", "\\xf3\\xa0\\x81\\x81"},
    /* no UTF-8: stray, cut short, longer than needed, surrogates, over U+10FFFF */
    {"\x80\xbf", "\\x80\\xbf", NULL},
    {"\xc3(", "\\xc3(", NULL},
    {"\xc3", "\\xc3", NULL},
    {"\xe4\xb8", "\\xe4\\xb8", NULL},
    {"\xf0\x9f\x98", "\\xf0\\x9f\\x98", NULL},
    {"\xc0\xaf\xc1\xbf", "\\xc0\\xaf\\xc1\\xbf", NULL},
    {"\xe0\x9f\xbf", "\\xe0\\x9f\\xbf", NULL},
    {"\xed\x9f\xbf\xed\xa0\x80", "\xed\x9f\xbf\\xed\\xa0\\x80", NULL},
    {"\xf0\x8f\xbf\xbf", "\\xf0\\x8f\\xbf\\xbf", NULL},
    {"\xf4\x8f\xbf\xbd\xf4\x90\x80\x80", "\xf4\x8f\xbf\xbd\\xf4\\x90\\x80\\x80", NULL},
    {"\xf8\xff\xfe", "\\xf8\\xff\\xfe", NULL},
};

TEST_EACH(a_word_is_shown_in_plain_text, TOOLS_COUNT(words))
{
    char shown[WORD_SIZE];
    struct message m;
    ck_assert_str_eq(message_quote(words[_i].word).text, words[_i].shown);
    message_set(&m, "%s|\"%s\"", words[_i].word, words[_i].word);
    char expected[512];
    snprintf(expected, sizeof expected, "%s|\"%s\"", words[_i].shown, words[_i].shown);
    ck_assert_str_eq(m.text, expected);
    ck_assert_str_eq(word_shown(words[_i].word, shown),
                     words[_i].by_verify ? words[_i].by_verify : words[_i].shown);
}

/* A word of that many units, after so many letters. */
static char *repeated(const char *unit, size_t count, size_t letters)
{
    size_t size = strlen(unit);
    char *out = malloc(letters + size * count + 1);
    ck_assert_ptr_nonnull(out);
    memset(out, 'a', letters);
    for (size_t i = 0; i < count; i++)
        memcpy(out + letters + size * i, unit, size);
    out[letters + size * count] = '\0';
    return out;
}

static const char *const units[] = {"x", "\u00e9", "\u4e2d", "\U0001f600", "\x1b", "\xff", "\x80"};

/* Every length about the limit, every place of a character against both cuts: at most 100 bytes,
 * beginning and end of the word, quoted again unchanged. */
TEST_EACH(a_long_word_loses_its_middle, TOOLS_COUNT(units))
{
    for (size_t count = 0; count < 140; count++)
        for (size_t letters = 0; letters < 4; letters++) {
            char *word = repeated(units[_i], count, letters), by_verify[WORD_SIZE];
            struct message once = message_quote(word), twice = message_quote(once.text);
            ck_assert_str_eq(once.text, twice.text);
            ck_assert_uint_le(strlen(once.text), 100);
            ck_assert_uint_le(strlen(word_shown(word, by_verify)), 100);
            ck_assert_msg(memcmp(once.text, "aaa", letters) == 0, "%s", once.text);
            bool cut = strstr(once.text, "...") != NULL;
            const char *shown = units[_i][0] == '\x1b'   ? "\\x1b"
                                : units[_i][0] == '\xff' ? "\\xff"
                                : units[_i][0] == '\x80' ? "\\x80"
                                                         : units[_i];
            ck_assert_msg(cut == (letters + count * strlen(shown) > 100), "%zu: %s", count,
                          once.text);
            /* nothing but whole characters and the dots */
            for (const char *at = once.text + letters; *at; at += strlen(shown)) {
                if (strncmp(at, "...", 3) == 0)
                    at += 3;
                if (*at)
                    ck_assert_msg(strncmp(at, shown, strlen(shown)) == 0, "%s", once.text);
            }
            free(word);
        }
}

/* Of a word of any length, what is said before and behind it stays; also of several. */
TEST_EACH(a_long_word_does_not_fill_the_message, TOOLS_COUNT(units))
{
    char *word = repeated(units[_i], 100000, 1);
    struct message m;
    message_set(&m, "before \"%s\", \"%s\": \"%.*s\" behind", word, word, 70000, word);
    ck_assert_msg(strncmp(m.text, "before \"a", 9) == 0 && strstr(m.text, "...") != NULL &&
                      strcmp(m.text + strlen(m.text) - 8, "\" behind") == 0,
                  "%s", m.text);
    message_add(&m, "; expected \"%s\"%d", word, 7);
    ck_assert_str_eq(m.text + strlen(m.text) - 2, "\"7");
    free(word);
}

/* Outside quotes a long text fills the message up to a whole character and the dots, once. */
TEST_EACH(a_message_is_cut_on_a_character, 4 * TOOLS_COUNT(units))
{
    char *word = repeated(units[_i / 4], 3000, (size_t)_i % 4);
    struct message m;
    message_set(&m, "%s", word);
    size_t size = strlen(m.text);
    ck_assert_uint_lt(size, MESSAGE_SIZE);
    ck_assert_uint_ge(size, MESSAGE_SIZE - 16);
    ck_assert_str_eq(m.text + size - 3, "...");
    for (size_t at = 0, step; at < size; at += step) { /* the last character is a whole one */
        char shown[PRINTABLE_SIZE];
        step = printable_next(m.text + at, size - at, shown);
        ck_assert_uint_eq(strlen(shown), step);
    }
    struct message before = m;
    message_add(&m, " and %d \"%s\" more", 7, "words");
    ck_assert_str_eq(m.text, before.text);
    free(word);
}

static struct message printed(const char *format, ...) __attribute__((format(printf, 1, 2)));
static struct message printed(const char *format, ...)
{
    struct message m;
    va_list list;
    va_start(list, format);
    vsnprintf(m.text, sizeof m.text, format, list);
    va_end(list);
    return m;
}

/* Plain arguments come out as printf prints them, each of its own type and in order. */
TEST(conversions_are_printf_s)
{
    struct message m;
#define SAME(...)                                            \
    do {                                                     \
        message_set(&m, __VA_ARGS__);                        \
        ck_assert_str_eq(m.text, printed(__VA_ARGS__).text); \
    } while (0)
    SAME("100 %%: %d %u %x %c|%5d|%-5d|%05d|% d|%+d", -1, 4000000000u, 255u, 'c', 3, 4, -5, 6, 7);
    SAME("%zu %lu %ld %-12zu|%s", SIZE_MAX, ~0ul, -5l, (size_t)9, "end");
    SAME("%g %.17g %.0f %.*f %+.3g %8.3f %e|%s", 0.1, 0.1, 1e300, 3, 2.0 / 3, 5.0, 6.0, 1e-9, "e");
    SAME("%s, %.3s, %.*s, \"%s\"%c\"%.*s\"", "all", "three", 2, "two", "four", '!', 1, "one");
    SAME("%s%s", "", "");
#undef SAME
    message_set(&m, "old");
    message_set(&m, "%s: new", m.text); /* its own text may be an argument */
    ck_assert_str_eq(m.text, "old: new");
    message_memory(&m);
    ck_assert(message_is_memory(&m));
}
