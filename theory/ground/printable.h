/* Text that somebody else wrote, as a terminal may show it: one character at a time. */
#ifndef POSBIAS_THEORY_GROUND_PRINTABLE_H
#define POSBIAS_THEORY_GROUND_PRINTABLE_H

#include <stddef.h>

/* Room for a character as it is shown, and its end. */
enum { PRINTABLE_SIZE = 12 };

/* The first character of text, which has length bytes, at least 1: itself if it is printable UTF-8,
 * else \x1b for a byte that is a control character or no UTF-8, \u202e for a character that is not
 * seen or turns the line around.
 * Returns: the bytes of text it takes. */
size_t printable_next(const char *text, size_t length, char shown[PRINTABLE_SIZE]);

#endif
