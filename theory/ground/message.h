/* One line for the user: what was wrong, what was expected, the nearest valid name. */
#ifndef POSBIAS_THEORY_GROUND_MESSAGE_H
#define POSBIAS_THEORY_GROUND_MESSAGE_H

#include <stdbool.h>
#include <stddef.h>

enum { MESSAGE_SIZE = 1024 };

struct message {
    char text[MESSAGE_SIZE];
};

/* Writes a formatted message, cut at MESSAGE_SIZE; control characters of the user's text become
 * '?'.
 * Returns: false, so that a function that fails can return it. */
bool message_set(struct message *message, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* Appends to a message, within the same bounds. */
void message_add(struct message *message, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* Says that memory ran out, which is no fault of what the user asked for, and whether a message
 * says that. Returns: false; true if it does. */
bool message_memory(struct message *message);
bool message_is_memory(const struct message *message);

/* Says that a file cannot be opened, with errno's reason: that memory ran out is no fault of the
 * file. Returns: false. */
bool message_unread(struct message *message, const char *path, int code);

/* A user's text as a message quotes it: at most 100 characters, "..." if there were more. */
struct message message_quote(const char *text);

#endif
