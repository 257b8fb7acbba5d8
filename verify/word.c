#include "verify/word.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

/* What is shown of both ends of a word too long to be shown whole. */
enum { HEAD = 64, TAIL = 32 };

/* Bytes of the UTF-8 character of over one byte that text begins with, or 0. */
static size_t character_size(const char *text)
{
    /* by its first two bytes: none is longer than needed, a surrogate or over U+10FFFF */
    static const struct {
        unsigned char first, last, second, second_last;
        size_t size;
    } forms[] = {{0xc2, 0xdf, 0x80, 0xbf, 2}, {0xe0, 0xe0, 0xa0, 0xbf, 3},
                 {0xe1, 0xec, 0x80, 0xbf, 3}, {0xed, 0xed, 0x80, 0x9f, 3},
                 {0xee, 0xef, 0x80, 0xbf, 3}, {0xf0, 0xf0, 0x90, 0xbf, 4},
                 {0xf1, 0xf3, 0x80, 0xbf, 4}, {0xf4, 0xf4, 0x80, 0x8f, 4}};
    const unsigned char *byte = (const unsigned char *)text;
    for (size_t k = 0; k < sizeof forms / sizeof *forms; k++)
        if (byte[0] >= forms[k].first && byte[0] <= forms[k].last) {
            bool whole = byte[1] >= forms[k].second && byte[1] <= forms[k].second_last;
            for (size_t i = 2; i < forms[k].size && whole; i++)
                whole = byte[i] >= 0x80 && byte[i] <= 0xbf;
            return whole ? forms[k].size : 0;
        }
    return 0;
}

/* C1 controls, soft hyphen, widths of zero, overrides of direction, tags: they are not seen. */
static bool unseen(const char *character)
{
    static const struct {
        const char *first, *last;
    } ranges[] = {{"\xc2\x80", "\xc2\x9f"}, {"\u00ad", "\u00ad"},        {"\u061c", "\u061c"},
                  {"\u115f", "\u1160"},     {"\u180b", "\u180f"},        {"\u200b", "\u200f"},
                  {"\u2028", "\u202e"},     {"\u2060", "\u206f"},        {"\u3164", "\u3164"},
                  {"\ufe00", "\ufe0f"},     {"\ufeff", "\ufeff"},        {"\ufff0", "\ufffb"},
                  {"\ufffe", "\uffff"},     {"\U000e0000", "\U000e0fff"}};
    for (size_t k = 0; k < sizeof ranges / sizeof *ranges; k++) {
        size_t size = strlen(ranges[k].first);
        if (character_size(character) == size && memcmp(character, ranges[k].first, size) >= 0 &&
            memcmp(character, ranges[k].last, size) <= 0)
            return true;
    }
    return false;
}

/* One step through a word. Out: what is shown of it. Returns: the bytes it takes. */
static size_t step(const char *word, char out[8])
{
    size_t size = *word >= ' ' && *word <= '~' ? 1 : character_size(word);
    if (size > 1 && unseen(word))
        size = 0;
    if (size)
        snprintf(out, 8, "%.*s", (int)size, word);
    else
        snprintf(out, 8, "\\x%02x", (unsigned)(unsigned char)*word);
    return size ? size : 1;
}

/* Characters that a word takes when it is shown, up to a limit. */
static size_t shown_size(const char *word, size_t limit)
{
    char one[8];
    size_t size = 0;
    while (*word && size <= limit) {
        word += step(word, one);
        size += strlen(one);
    }
    return size;
}

const char *word_shown(const char *word, char shown[WORD_SIZE])
{
    size_t used = 0, whole = HEAD + TAIL;
    char one[8] = "";
    bool cut = shown_size(word, whole) > whole;
    for (const char *at = word; *at; used += strlen(one)) {
        at += step(at, one);
        if (cut && used + strlen(one) > HEAD)
            break;
        memcpy(shown + used, one, strlen(one) + 1);
    }
    shown[used] = '\0';
    if (!cut)
        return shown;
    size_t length = strlen(word);
    const char *tail = word + (length > TAIL ? length - TAIL : 0);
    while (((unsigned char)*tail & 0xc0) == 0x80) /* inside a character */
        tail++;
    while (shown_size(tail, TAIL) > TAIL)
        tail += step(tail, one);
    memcpy(shown + used, "...", 4);
    for (used += 3; *tail; used += strlen(one)) {
        tail += step(tail, one);
        memcpy(shown + used, one, strlen(one) + 1);
    }
    return shown;
}
