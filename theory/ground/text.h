/* Reading numbers and names from text: whole strings only, with the nearest valid name for a typo.
 * */
#ifndef POSBIAS_THEORY_GROUND_TEXT_H
#define POSBIAS_THEORY_GROUND_TEXT_H

#include <stdbool.h>
#include <stddef.h>

/* One line saying what was wrong: the text at fault, what was expected, the nearest valid name. */
#define MESSAGE_SIZE 1024
struct message {
    char text[MESSAGE_SIZE];
};

/* Writes a formatted message, cut at MESSAGE_SIZE; control characters of the user's text become
 * '?'. Returns false. */
bool message_set(struct message *message, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* Reads the whole of text as a finite decimal number ("5e5"); refuses empty text, blanks, junk,
 * hex, nan and inf. */
bool text_number(const char *text, double *value);

/* The name at the least edit distance from text, or NULL if none is within a third of its length
 * plus one. */
const char *text_nearest(const char *text, size_t count, const char *const *names);

/* Position of text among names, or count if it is not there. */
size_t text_find(const char *text, size_t count, const char *const *names);

/* The text as a message quotes it: at most 100 characters, "..." if there were more. */
struct message text_quote(const char *text);

/* "; did you mean \"NAME\"?" for the nearest name, or "" if none is near. */
struct message text_suggestion(const char *text, size_t count, const char *const *names);

/* The names joined by ", ". */
struct message text_join(size_t count, const char *const *names);

#endif
