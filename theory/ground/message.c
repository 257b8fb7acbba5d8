#include "theory/ground/message.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "theory/ground/arrays.h"
#include "theory/ground/printable.h"

/* A word that is shown whole, and what is shown of both ends of a longer one. */
enum { QUOTE_MAX = 100, QUOTE_HEAD = 64, QUOTE_TAIL = 32 };

/* A message never grows past LIMIT, behind which there is room for DOTS. */
static const char DOTS[] = "...";
enum { LIMIT = MESSAGE_SIZE - sizeof DOTS };

/* Appends one character, or DOTS once if it does not fit. */
static void put(struct message *message, const char *text)
{
    size_t used = strlen(message->text), length = strlen(text), dots = sizeof DOTS - 1;
    bool ends = used >= dots && strcmp(message->text + used - dots, DOTS) == 0;
    if (ends && used + PRINTABLE_SIZE > LIMIT) /* it is cut */
        return;
    if (used + length > LIMIT)
        text = DOTS, length = dots;
    memcpy(message->text + used, text, length);
    message->text[used + length] = '\0';
}

/* Bytes that a text takes when it is shown. */
static size_t shown_size(const char *text, size_t length)
{
    char shown[PRINTABLE_SIZE];
    size_t size = 0;
    for (size_t at = 0; at < length && size <= MESSAGE_SIZE; size += strlen(shown))
        at += printable_next(text + at, length - at, shown);
    return size;
}

/* Appends as much of text as takes at most size bytes when it is shown. */
static void put_shown(struct message *message, const char *text, size_t length, size_t size)
{
    char shown[PRINTABLE_SIZE];
    for (size_t at = 0, used = 0; at < length;) {
        at += printable_next(text + at, length - at, shown);
        used += strlen(shown);
        if (used > size)
            return;
        put(message, shown);
    }
}

static void put_word(struct message *message, const char *word, size_t length)
{
    if (shown_size(word, length) <= QUOTE_MAX) {
        put_shown(message, word, length, QUOTE_MAX);
        return;
    }
    size_t tail = length - size_min(length, QUOTE_TAIL);
    while (tail < length && ((unsigned char)word[tail] & 0xc0) == 0x80) /* inside a character */
        tail++;
    char shown[PRINTABLE_SIZE];
    while (shown_size(word + tail, length - tail) > QUOTE_TAIL)
        tail += printable_next(word + tail, length - tail, shown);
    put_shown(message, word, length, QUOTE_HEAD);
    put(message, DOTS);
    put_shown(message, word + tail, length - tail, QUOTE_TAIL);
}

/* Appends what one conversion other than %s prints of the next argument. */
static void put_value(struct message *message, const char *conversion, char length, va_list *list)
{
    char text[512]; /* %.17f of the largest double has 327 characters */
    switch (conversion[strlen(conversion) - 1]) {
    case 'd':
    case 'u':
    case 'x':
        if (length == 'z')
            snprintf(text, sizeof text, conversion, va_arg(*list, size_t));
        else if (length == 'l')
            snprintf(text, sizeof text, conversion, va_arg(*list, unsigned long));
        else
            snprintf(text, sizeof text, conversion, va_arg(*list, unsigned));
        break;
    case 'c':
        snprintf(text, sizeof text, conversion, va_arg(*list, int));
        break;
    case '%':
        snprintf(text, sizeof text, "%%");
        break;
    default:
        snprintf(text, sizeof text, conversion, va_arg(*list, double));
    }
    put_shown(message, text, strlen(text), sizeof text);
}

/* Appends what a conversion prints of its arguments. In: quoted, if a double quote is before it.
 * Returns: the format behind it. */
static const char *put_conversion(struct message *message, const char *format, bool quoted,
                                  va_list *list)
{
    char conversion[64] = "%", length = 0;
    size_t used = 1;
    for (format++; strchr("-+ #.*0123456789zl", *format); format++) {
        if (*format == '*')
            used += (size_t)snprintf(conversion + used, 16, "%d", va_arg(*list, int));
        else
            conversion[used++] = *format;
        length = *format;
    }
    conversion[used] = *format++;
    if (conversion[used] != 's') {
        put_value(message, conversion, length, list);
        return format;
    }
    const char *text = va_arg(*list, const char *), *dot = strchr(conversion, '.');
    size_t size = dot ? strnlen(text, strtoul(dot + 1, NULL, 10)) : strlen(text);
    if (quoted && *format == '"')
        put_word(message, text, size);
    else
        put_shown(message, text, size, MESSAGE_SIZE);
    return format;
}

static void put_format(struct message *message, const char *format, va_list *list)
{
    for (const char *at = format; *at;) {
        size_t plain = strcspn(at, "%");
        put_shown(message, at, plain, MESSAGE_SIZE);
        at += plain;
        if (*at)
            at = put_conversion(message, at, at > format && at[-1] == '"', list);
    }
}

bool message_set(struct message *message, const char *format, ...)
{
    struct message made = {""}; /* the old message may be an argument */
    va_list list;
    va_start(list, format);
    put_format(&made, format, &list);
    va_end(list);
    *message = made;
    return false;
}

void message_add(struct message *message, const char *format, ...)
{
    va_list list;
    va_start(list, format);
    put_format(message, format, &list);
    va_end(list);
}

static const char memory[] = "out of memory";

bool message_memory(struct message *message) { return message_set(message, "%s", memory); }

bool message_is_memory(const struct message *message)
{
    return strncmp(message->text, memory, sizeof memory - 1) == 0;
}

bool message_unread(struct message *message, const char *path, int code)
{
    if (code == ENOMEM)
        return message_memory(message);
    return message_set(message, "cannot read \"%s\": %s", path, strerror(code));
}

struct message message_quote(const char *text)
{
    struct message message = {""};
    put_word(&message, text, strlen(text));
    return message;
}
