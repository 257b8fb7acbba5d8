/* The grammar of short problem strings, "name:key=value,key=value", against a table of keys. */
#ifndef POSBIAS_KERNELS_ENCODINGS_SPEC_H
#define POSBIAS_KERNELS_ENCODINGS_SPEC_H

#include "theory/ground/message.h"

enum spec_type {
    SPEC_REAL,  /* a finite number in the key's interval */
    SPEC_WHOLE, /* a whole number in it */
    SPEC_EVEN,  /* an even whole number in it */
    SPEC_CHOICE,
    SPEC_TEXT
};

/* A key: its interval is [lo, hi], without lo if open_lo and without hi if open_hi. */
struct spec_key {
    const char *name;
    enum spec_type type;
    double lo, hi;
    bool open_lo, open_hi;
    const char *fallback;       /* value when the key is left out; NULL: absent */
    const char *const *choices; /* NULL-terminated, for SPEC_CHOICE */
    const char *meaning;        /* one phrase, with the unit */
};

enum { SPEC_KEYS_MAX = 32, SPEC_TEXT_MAX = 4096 };

/* A parsed string: value i belongs to key i of the table. */
struct spec {
    struct {
        bool given, present;      /* typed by the user; typed or defaulted */
        double number;            /* REAL, WHOLE, EVEN; index of a CHOICE */
        char text[SPEC_TEXT_MAX]; /* the value as typed or defaulted */
    } value[SPEC_KEYS_MAX];
};

/* Length of the name before the first ':' of a string. */
size_t spec_name_length(const char *text);

/* Parses what follows the name. Errors name the whole string, the key and the value at fault, and
 * what was expected.
 * In:      what, the kind of string for the message ("encoding"); typed, the string as the user
 *          wrote it, for the message.
 * Returns: false with *error set. */
bool spec_parse(const char *what, const char *typed, const char *text, size_t count,
                const struct spec_key *keys, struct spec *spec, struct message *error);

/* Gives a key that was left out the value its builder derived, so that spec_resolved shows it. */
void spec_fill(struct spec *spec, size_t key, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* The string with every present key spelled out, "name:key=value,..."; out holds SPEC_TEXT_MAX
 * characters. */
void spec_resolved(const char *text, size_t count, const struct spec_key *keys,
                   const struct spec *spec, char *out);

/* "a number over 1", "an even whole number from 2 to 1048576", "one of rad, turn": what a key
 * accepts. */
struct message spec_expected(const struct spec_key *key);

#endif
