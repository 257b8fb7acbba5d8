#include "theory/ground/message.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

bool message_set(struct message *message, const char *format, ...)
{
    va_list list;
    va_start(list, format);
    vsnprintf(message->text, sizeof message->text, format, list);
    va_end(list);
    for (char *c = message->text; *c; c++)
        if ((unsigned char)*c < ' ' || *c == 0x7f)
            *c = '?';
    return false;
}

void message_add(struct message *message, const char *format, ...)
{
    size_t used = strlen(message->text);
    va_list list;
    va_start(list, format);
    vsnprintf(message->text + used, sizeof message->text - used, format, list);
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
    enum { QUOTE = 100 };
    struct message message;
    message_set(&message, strlen(text) > QUOTE ? "%.*s..." : "%.*s", QUOTE, text);
    return message;
}
