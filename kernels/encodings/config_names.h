/* Names that configuration files of published models and papers use, and what they are here. */
#ifndef POSBIAS_KERNELS_ENCODINGS_CONFIG_NAMES_H
#define POSBIAS_KERNELS_ENCODINGS_CONFIG_NAMES_H

#include <stddef.h>

#include "theory/ground/message.h"

/* A key of a configuration file, or a quantity by another name. */
struct config_key {
    const char *name;
    const char *key;  /* of a string here, or NULL */
    const char *note; /* what else to know, or where it belongs if not in a string; NULL: nothing */
};

/* A value of a key of a string, or of an option, as files write it. */
struct config_value {
    const char *key, *name;
    const char *value; /* what to write, "key=value" of another key included */
};

extern const struct config_key config_keys[];
extern const size_t config_key_count;
extern const struct config_value config_values[];
extern const size_t config_value_count;

/* "; rope_theta is base here", or "" if it is no such name or none of the keys means that. */
struct message config_key_hint(const char *name, size_t count, const char *const *keys);

/* "; su is scaling=longrope here", or "". */
struct message config_value_hint(const char *key, const char *value);

/* The name of a floating-point format that is a synonym of one in use here, "bf16" of "bfloat16",
 * or the name itself. */
const char *config_dtype(const char *name);

#endif
