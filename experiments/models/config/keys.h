/* The keys of a config.json that say something of positions or sizes. */
#ifndef POSBIAS_MODELS_CONFIG_KEYS_H
#define POSBIAS_MODELS_CONFIG_KEYS_H

#include <jansson.h>

#include "theory/ground/message.h"

/* Coordinates a head may have: far over any model's, and soon computed. */
enum { HEAD_MOST = 16384 };

enum key_type {
    KEY_NUMBER,
    KEY_WHOLE,
    KEY_TRUTH, /* or a number, as some files have it */
    KEY_TEXT,
    KEY_NUMBERS, /* a list; KEY_WHOLES of whole numbers or truths */
    KEY_WHOLES,
    KEY_TEXTS,
    KEY_DICT,
    KEY_WHOLE_OR_TEXT
};

/* The rules of a rope dict by their rope_type. */
enum rope_type {
    ROPE_DEFAULT,
    ROPE_LINEAR,
    ROPE_DYNAMIC,
    ROPE_YARN,
    ROPE_LONGROPE,
    ROPE_LLAMA3,
    ROPE_PROPORTIONAL,
    ROPE_TYPE_COUNT
};

/* Where a key stands. */
/* PLACE_PART: objects that say something of attention, attn_config, linear_attn_config. */
enum key_place { PLACE_TEXT, PLACE_ROPE, PLACE_PART, PLACE_GGUF };

struct known_key {
    const char *name;
    enum key_type type;
    bool null; /* null is legal, and means as much as no key */
    double least, most;
    bool over;      /* over least, not from it */
    unsigned reads; /* of a rope dict: BIT of each rope_type that reads it */
};
#define ROPE_BIT(type) (1u << (type))
#define ROPE_ANY       (ROPE_BIT(ROPE_TYPE_COUNT) - 1)

/* Keys of a GGUF file behind its architecture's name. */
extern const struct known_key gguf_keys[];
extern const size_t gguf_key_count;

const struct known_key *known_key_find(enum key_place place, const char *name);

/* "; did you mean \"factor\"?", or "". */
struct message known_key_near(enum key_place place, const char *name);

/* What is wrong with a key's value, "is no number (it is a text)", or "". */
struct message known_key_fault(const struct known_key *key, const json_t *value);

/* Whether a name that is not known speaks of positions. */
bool key_speaks_of_positions(const char *name);

/* By the names that files use, "su" is longrope; ROPE_TYPE_COUNT if there is none. */
enum rope_type rope_type_find(const char *name);
struct message rope_type_expected(const char *name);

#endif
