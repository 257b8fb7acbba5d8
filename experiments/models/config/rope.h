/* What the rope keys of a configuration make of one type of layer: a frequency rule. */
#ifndef POSBIAS_MODELS_CONFIG_ROPE_H
#define POSBIAS_MODELS_CONFIG_ROPE_H

#include "experiments/models/config/draft.h"
#include "experiments/models/config/keys.h"

/* The keys one type of layer is rotated by. */
struct rope_table {
    json_t *dict;      /* NULL: none */
    const char *place; /* of the dict */
    bool plain;        /* no scaling rule, whatever the dict says */
    double theta;      /* the base where the dict has none */
    double base;       /* the base whatever the dict says; 0: what it says */
    double attention;  /* factor on cos and sin whatever the dict says; 0: what it says */
};

/* Finds the dict in force and whether it is nested.
 * Returns: false with *error set. */
bool rope_find(struct draft *d);

/* A type of layer's key in a nested dict: its name, but DeepSeek-V4's "main" and "compress". */
const char *rope_nested_key(const struct draft *d, const char *type);

/* Whether a nested dict has every kind of layer.
 * Returns: false with *error set. */
bool rope_covers(struct draft *d);

/* The flat table of the file: its dict, and the base at top level. */
struct rope_table rope_flat(const struct draft *d);

/* The type of a dict, of the class. */
enum rope_type rope_type_of(const struct draft *d, const json_t *dict);

/* L: at top level, else in the dict, else the configuration's own context. */
double rope_original(const struct draft *d, const json_t *dict);

/* Makes the rule of a head of dim coordinates.
 * Out:     kind's rule, with the scores' factor still 1/sqrt(dim), and the other list; rotates is
 *          false where nothing is left to rotate.
 * Returns: false with *error set. */
bool rope_rule(struct draft *d, const struct rope_table *table, size_t dim,
               struct layer_kind *kind);

#endif
