/* The grammar of short problem strings, "name:key=value,key=value", against a table of keys. */
#ifndef POSBIAS_KERNELS_ENCODINGS_SPEC_H
#define POSBIAS_KERNELS_ENCODINGS_SPEC_H

#include "theory/ground/message.h"

enum spec_type {
    SPEC_REAL,   /* a finite number in the key's interval */
    SPEC_SIGNED, /* 0, or a number of either sign whose size is in it */
    SPEC_WHOLE,  /* a whole number in it */
    SPEC_EVEN,   /* an even whole number in it */
    SPEC_TOKENS, /* a number of tokens in it, also as 8k or 1M */
    SPEC_CHOICE,
    SPEC_TEXT, /* any but an empty one, without '#', which data rows of a CSV do not hold; what
                  else separates strings stands as "%2C", which text_unescape puts in place */
    SPEC_FIRST /* likewise, right behind the ':' without the key's name; the table's first key */
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

enum { SPEC_KEYS_MAX = 32, SPEC_TEXT_MAX = 4096, SPEC_LIST_MAX = 1024 };

/* A parsed string: value i belongs to key i of the table. */
struct spec {
    struct {
        bool given, present;      /* in the string; there or defaulted */
        bool inherited;           /* given, and not by the user but by a preset */
        double number;            /* REAL, WHOLE, EVEN, TOKENS; index of a CHOICE */
        char text[SPEC_TEXT_MAX]; /* the value as typed or defaulted */
    } value[SPEC_KEYS_MAX];
};

/* Length of the name before the first ':' of a string. */
size_t spec_name_length(const char *text);

/* Calls each on every string that a text with lists of values stands for, in order, the last list
 * changing fastest. What follows a key's value and has no '=' of its own is another value of that
 * key: "tapa:dim=8,alpha=0.1,0.2" is "tapa:dim=8,alpha=0.1" and "tapa:dim=8,alpha=0.2", and a name
 * right behind the ':' may be a list as well. Behind a number stands no word: "factor=8,su" is no
 * list. A text without lists stands for itself.
 * In:      what, the kind of string for the message ("encoding").
 * Returns: false with *error set as soon as each does, what was typed before it, or if there are
 *          over SPEC_LIST_MAX. */
bool spec_each(const char *what, const char *text, void *context,
               bool (*each)(void *context, const char *text, struct message *error),
               struct message *error);

/* Parses what follows the name. Errors name the whole string, the key and the value at fault, and
 * what was expected.
 * In:      what, as for spec_each; typed, the string as the user wrote it, for the message;
 *          inherited, how many characters of the text are a preset's, whose keys those behind may
 *          give again.
 * Returns: false with *error set. */
bool spec_parse(const char *what, const char *typed, const char *text, size_t inherited,
                size_t count, const struct spec_key *keys, struct spec *spec,
                struct message *error);

/* Whether in a string whose name is none of names a key or another string stands behind the wrong
 * separator, "dim=8", "rope,dim=8"; then *error says so. */
bool spec_misjoined(const char *what, const char *text, size_t count, const char *const *names,
                    struct message *error);

/* Takes a key out again: it was not given. */
void spec_drop(struct spec *spec, size_t key);

/* Of two keys that exclude each other, drops the one a preset gives if the user gives the other.
 * Returns: whether both are given still. */
bool spec_both(struct spec *spec, size_t a, size_t b);

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
