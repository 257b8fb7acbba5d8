/* One line for the user: what was wrong, what was expected, the nearest valid name. */
#ifndef POSBIAS_THEORY_GROUND_MESSAGE_H
#define POSBIAS_THEORY_GROUND_MESSAGE_H

#include <stdbool.h>
#include <stddef.h>

enum { MESSAGE_SIZE = 1024 };

struct message {
    char text[MESSAGE_SIZE];
};

/* Writes a formatted message: one line of UTF-8, whatever the user typed.
 * What stands as \"%s\" in the format, between double quotes, is a word of the user's and is shown
 * as message_quote shows it, so that no word crowds out what is said of it; what other conversions
 * print is escaped only. A message that does not fit ends in "..." on a character's boundary.
 * In: format, of the conversions d u x c s f e g and %.
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

/* A user's text as a message shows it: control characters and bytes that are no UTF-8 as \x1b,
 * characters that are not seen or turn the line around as \u202e; of over 100 bytes the middle is
 * "...", both cuts on a character's boundary. Quoting twice changes nothing. */
struct message message_quote(const char *text);

#endif
