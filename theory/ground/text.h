/* Numbers and names in text: whole strings only, and the nearest valid name for a typo. */
#ifndef POSBIAS_THEORY_GROUND_TEXT_H
#define POSBIAS_THEORY_GROUND_TEXT_H

#include "theory/ground/message.h"

/* Reads the whole of text as a finite decimal number ("5e5"); refuses empty text, blanks, junk,
 * hex, nan and inf, and what is so small that a double has fewer than its 53 bits for it.
 * Returns: NULL, or what the text does instead, "is not a number". */
const char *text_number_fault(const char *text, double *value);

/* Reads the same, or a number with k or K (1024) or M (1048576) behind it, as lengths of contexts
 * are spoken of: "128k" is 131072. */
const char *text_tokens_fault(const char *text, double *value);

/* Whether it could be read. */
bool text_number(const char *text, double *value);
bool text_tokens(const char *text, double *value);

/* The first name that begins with the text, of two letters or more, else the name at the least edit
 * distance, or NULL if none is within a third of the text's length plus one. */
const char *text_nearest(const char *text, size_t count, const char *const *names);

/* Position of text among names, or count if it is not there. */
size_t text_find(const char *text, size_t count, const char *const *names);

/* "; did you mean \"NAME\"?" for the nearest name, or "" if none is near: with all names that begin
 * with the text where one does, the first four and the number of the others. */
struct message text_suggestion(const char *text, size_t count, const char *const *names);

/* The same with what the user types before every name, "--" or "=", which text is without. */
struct message text_suggestion_typed(const char *before, const char *text, size_t count,
                                     const char *const *names);

/* Writes a text, with in place of each '%' with two hexadecimal digits behind it the byte that they
 * say, so that a text can hold what separates it from others: "%2C" is ','.
 * Out:     out, as long as the text, which it may be.
 * Returns: false, with *out in part the text: a '%' stands before something else, or the byte
 *          is 0. */
bool text_unescape(const char *text, char *out);

/* The text that text_unescape makes this one of, to be freed: separators of strings, '#', '%' and
 * control characters are written so. NULL: no memory. */
char *text_escape(const char *text);

/* The names joined by ", ". */
struct message text_join(size_t count, const char *const *names);

#endif
