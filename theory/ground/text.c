#include "theory/ground/text.h"

#include <ctype.h>
#include <errno.h>
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "theory/ground/arrays.h"

/* What is wrong with a text that has other characters than decimal numbers have. */
static const char *syntax_fault(const char *text)
{
    char *end;
    if (!*text)
        return "is empty";
    if (text[strcspn(text, " \t\n\r\v\f")])
        return "has a blank";
    strtod(text, &end);
    if (end == text || *end)
        return "is not a number";
    return text[strcspn(text, "xX")] ? "is not a decimal number" : "is not a finite number";
}

const char *text_number_fault(const char *text, double *value)
{
    char *end;
    if (!*text || strspn(text, "0123456789+-.eE") != strlen(text))
        return syntax_fault(text);
    errno = 0; /* 1e-400 is not 0 */
    *value = strtod(text, &end);
    if (*end != '\0')
        return "is not a number";
    if (!isfinite(*value))
        return "is over 1.79e308 in size";
    return errno == ERANGE ? "is under 2.23e-308 in size, where doubles lose digits" : NULL;
}

const char *text_tokens_fault(const char *text, double *value)
{
    char digits[64];
    size_t length = strlen(text);
    char unit = length ? text[length - 1] : '\0';
    if (unit != 'k' && unit != 'K' && unit != 'M')
        return text_number_fault(text, value);
    if (length > sizeof digits)
        return "is not a number";
    memcpy(digits, text, length - 1);
    digits[length - 1] = '\0';
    const char *fault = text_number_fault(digits, value);
    if (fault)
        return length == 1 ? "is not a number" : fault;
    *value *= unit == 'M' ? 1048576.0 : 1024.0;
    return isfinite(*value) ? NULL : "is over 1.79e308 in size";
}

bool text_number(const char *text, double *value) { return !text_number_fault(text, value); }

bool text_tokens(const char *text, double *value) { return !text_tokens_fault(text, value); }

enum { LONGEST_NAME = 64 };

/* Levenshtein distance; texts over LONGEST_NAME count as far from everything. */
static size_t edit_distance(const char *a, const char *b)
{
    size_t m = strlen(a), n = strlen(b), row[LONGEST_NAME + 1];
    if (m > LONGEST_NAME || n > LONGEST_NAME)
        return LONGEST_NAME;
    for (size_t j = 0; j <= n; j++)
        row[j] = j;
    for (size_t i = 1; i <= m; i++) {
        size_t diagonal = row[0];
        row[0] = i;
        for (size_t j = 1; j <= n; j++) {
            size_t replaced = diagonal + (tolower((unsigned char)a[i - 1]) !=
                                          tolower((unsigned char)b[j - 1]));
            diagonal = row[j];
            row[j] = size_min(replaced, size_min(row[j], row[j - 1]) + 1);
        }
    }
    return row[n];
}

/* Whether the text is how a longer name begins. One letter says too little. */
static bool begins(const char *name, const char *text)
{
    size_t length = strlen(text);
    return length >= 2 && strlen(name) > length && strncasecmp(name, text, length) == 0;
}

/* How far a text is from a name: nothing but for capitals, then what the name begins with, then
 * edits; SIZE_MAX where so many leave nothing of the name. */
static size_t farness(const char *text, const char *name)
{
    size_t edits = edit_distance(text, name);
    if (edits > 0 && begins(name, text))
        return 1;
    return edits < strlen(name) ? edits + (edits > 0) : SIZE_MAX;
}

const char *text_nearest(const char *text, size_t count, const char *const *names)
{
    const char *nearest = NULL;
    size_t best = strlen(text) / 3 + 3;
    for (size_t i = 0; i < count; i++) {
        size_t far = farness(text, names[i]);
        if (far < best) {
            best = far;
            nearest = names[i];
        }
    }
    return nearest;
}

size_t text_find(const char *text, size_t count, const char *const *names)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(text, names[i]) == 0)
            return i;
    return count;
}

struct message text_suggestion(const char *text, size_t count, const char *const *names)
{
    return text_suggestion_typed("", text, count, names);
}

struct message text_suggestion_typed(const char *before, const char *text, size_t count,
                                     const char *const *names)
{
    enum { LISTED = 4 };
    struct message message = {""};
    const char *nearest = text_nearest(text, count, names), *listed[LISTED];
    size_t meant = 0;
    if (!nearest)
        return message;
    for (size_t i = 0; i < count; i++)
        if (begins(nearest, text) ? begins(names[i], text) : names[i] == nearest) {
            if (meant < LISTED)
                listed[meant] = names[i];
            meant++;
        }
    message_set(&message, "; did you mean ");
    for (size_t i = 0; i < size_min(meant, LISTED); i++)
        message_add(&message, "%s\"%s%s\"",
                    i == 0           ? ""
                    : i + 1 == meant ? " or "
                                     : ", ",
                    before, listed[i]);
    if (meant > LISTED)
        message_add(&message, " or one of %zu more", meant - LISTED);
    message_add(&message, "?");
    return message;
}

/* The value of a hexadecimal digit, or 16. */
static unsigned digit(char c)
{
    static const char digits[] = "0123456789abcdef0123456789ABCDEF";
    const char *at = c ? strchr(digits, c) : NULL;
    return at ? (unsigned)(at - digits) % 16 : 16;
}

bool text_unescape(const char *text, char *out)
{
    char *to = out;
    for (const char *from = text; *from; from++, to++) {
        *to = *from;
        if (*from != '%')
            continue;
        unsigned high = digit(from[1]), low = high < 16 ? digit(from[2]) : 16;
        if (low == 16 || high + low == 0)
            return false;
        *to = (char)(16 * high + low);
        from += 2;
    }
    *to = '\0';
    return true;
}

char *text_escape(const char *text)
{
    char *out = malloc(3 * strlen(text) + 1), *to = out;
    for (; out && *text; text++)
        if ((unsigned char)*text < ' ' || strchr(",;=#%\x7f", *text))
            to += sprintf(to, "%%%02X", (unsigned)(unsigned char)*text);
        else
            *to++ = *text;
    if (out)
        *to = '\0';
    return out;
}

struct message text_join(size_t count, const char *const *names)
{
    struct message message = {""};
    size_t used = 0;
    for (size_t i = 0; i < count && used < sizeof message.text; i++)
        used += (size_t)snprintf(message.text + used, sizeof message.text - used, "%s%s",
                                 i ? ", " : "", names[i]);
    return message;
}
