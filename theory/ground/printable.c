#include "theory/ground/printable.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "theory/ground/arrays.h"

/* Bytes of the UTF-8 character that text begins with, its number in *code; 0 if it begins with
 * none: cut short, longer than needed, a surrogate, over U+10FFFF. */
static size_t utf8_next(const char *text, size_t length, uint32_t *code)
{
    static const uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
    unsigned char first = (unsigned char)*text;
    size_t bytes = first < 0x80 ? 1 : first >> 5 == 6 ? 2 : first >> 4 == 14 ? 3 : 4;
    if (bytes > length || (bytes == 4 && first >> 3 != 30))
        return 0;
    *code = bytes == 1 ? first : first & (0x7fu >> bytes);
    for (size_t i = 1; i < bytes; i++) {
        if (((unsigned char)text[i] & 0xc0) != 0x80)
            return 0;
        *code = *code << 6 | ((unsigned char)text[i] & 0x3f);
    }
    bool surrogate = *code >= 0xd800 && *code <= 0xdfff;
    return *code < least[bytes] || *code > 0x10ffff || surrogate ? 0 : bytes;
}

/* Characters that show nothing of themselves: controls, soft hyphen, widths of zero, marks and
 * overrides of direction, line separators, fillers, variation selectors, tags. */
static bool unseen(uint32_t code)
{
    static const struct {
        uint32_t first, last;
    } ranges[] = {{0, 0x1f},        {0x7f, 0x9f},     {0xad, 0xad},      {0x61c, 0x61c},
                  {0x115f, 0x1160}, {0x180b, 0x180f}, {0x200b, 0x200f},  {0x2028, 0x202e},
                  {0x2060, 0x206f}, {0x3164, 0x3164}, {0xfe00, 0xfe0f},  {0xfeff, 0xfeff},
                  {0xfff0, 0xfffb}, {0xfffe, 0xffff}, {0xe0000, 0xe0fff}};
    for (size_t i = 0; i < ARRAY_COUNT(ranges); i++)
        if (code >= ranges[i].first && code <= ranges[i].last)
            return true;
    return false;
}

size_t printable_next(const char *text, size_t length, char shown[PRINTABLE_SIZE])
{
    uint32_t code = 0;
    size_t bytes = utf8_next(text, length, &code);
    if (bytes == 0 || (bytes == 1 && unseen(code)))
        snprintf(shown, PRINTABLE_SIZE, "\\x%02x", (unsigned)(unsigned char)*text);
    else if (unseen(code))
        snprintf(shown, PRINTABLE_SIZE, "\\u%04x", code);
    else
        snprintf(shown, PRINTABLE_SIZE, "%.*s", (int)bytes, text);
    return bytes ? bytes : 1;
}
