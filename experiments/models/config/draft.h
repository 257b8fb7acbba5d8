/* A configuration while it is read: what its parts share. */
#ifndef POSBIAS_MODELS_CONFIG_DRAFT_H
#define POSBIAS_MODELS_CONFIG_DRAFT_H

#include <jansson.h>

#include "experiments/models/config/model_class.h"
#include "experiments/models/config/model_config.h"

/* Blocks of memory that live as long as the configuration, and the JSON texts are kept in. */
struct config_store {
    json_t *root;
    struct config_block *blocks;
};

struct draft {
    struct model_config *config;
    const struct model_class *class;
    json_t *outer, *text;  /* the file's object; the text model's, the same without a wrapper */
    json_t *dict;          /* the rope dict in force, NULL if none says anything */
    const char *dict_name; /* "rope_scaling" or "rope_parameters" */
    bool nested;           /* its keys are types of layers */
    const char *types_key; /* of the list of types of layers, "layer_types" */
    bool *listed;          /* layers in the list of numbers that the class has */
    struct message *error;
};

/* Zeroed memory of the configuration's; NULL with *error set. */
void *draft_alloc(struct draft *d, size_t count, size_t size);
const char *draft_copy(struct draft *d, const char *text);

/* Refuses the file for a key: "FILE": place.key what.
 * Returns: false. */
bool draft_refuse(struct draft *d, const char *place, const char *key, const char *what);

/* Notes a contradiction; draft_note what is none, but limits the numbers.
 * Returns: false with *error set if there is no memory. */
bool draft_find(struct draft *d, const char *id, const char *place, const char *key,
                const char *format, ...) __attribute__((format(printf, 5, 6)));
bool draft_note(struct draft *d, const char *id, const char *place, const char *key,
                const char *format, ...) __attribute__((format(printf, 5, 6)));

/* Whether an object has a key that is not null; a number, or the fallback; by several names, the
 * first that is there. The keys' types are checked before (facts.h). */
bool json_has(const json_t *object, const char *key);
double json_number_or(const json_t *object, const char *key, double fallback);
bool json_truth_or(const json_t *object, const char *key, bool fallback);
const char *json_text_or(const json_t *object, const char *key, const char *fallback);

/* The value at "key", or at "object.key". */
json_t *json_at(const json_t *object, const char *path);

/* A list of numbers of the configuration's; NULL with *error set. */
const double *draft_numbers(struct draft *d, const json_t *list);

#endif
