/* The part of Python's literals that .npy headers use. */
#ifndef POSBIAS_READERS_NPY_LITERAL_H
#define POSBIAS_READERS_NPY_LITERAL_H

#include <stdint.h>

#include "theory/ground/message.h"

enum { LITERAL_STRING_SIZE = 64 };

/* A place in a text that ends in a zero byte, and where a fault is told. */
struct literal {
    const char *at, *name;
    bool longs; /* Python 2's: 4L */
    struct message *error;
};

/* Each reads one thing behind blanks and comments, and returns false with the fault told if it is
 * not there. */

/* One character. In: expected, what to say is missing. */
bool literal_mark(struct literal *l, char mark, const char *expected);

/* A string without escapes. In: expected, as above. */
bool literal_string(struct literal *l, char out[LITERAL_STRING_SIZE], const char *expected);

/* True or False. In: key, whose value it is. */
bool literal_bool(struct literal *l, const char *key, bool *out);

/* (), (4,), (4, 4), (4, 4,): at most `most` whole numbers from 0. In: key, as above. */
bool literal_tuple(struct literal *l, const char *key, size_t most, size_t *count, size_t *out);

/* The character behind blanks and comments; '\0' at the end. */
char literal_peek(struct literal *l);

/* Says what was expected in place of what stands there. Returns: false. */
bool literal_fault(const struct literal *l, const char *expected);

#endif
