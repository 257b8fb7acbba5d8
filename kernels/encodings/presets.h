/* The positional encodings of published models, as encoding strings, and the factor lists longrope
 * needs. */
#ifndef POSBIAS_KERNELS_ENCODINGS_PRESETS_H
#define POSBIAS_KERNELS_ENCODINGS_PRESETS_H

#include <stddef.h>

#include "theory/ground/message.h"

/* One published model's encoding. */
struct preset {
    const char *name; /* what `model:NAME` takes, lowercase */
    const char *spec; /* a full `rope:...` string of the grammar in kernels/README.md */
    /* longest sequence its configuration allows, in tokens, sliding windows ignored */
    long context;
    /* where the numbers come from; `second-hand` if not from the publisher's own file */
    const char *source;
    /* the models on huggingface.co whose configuration has these frequencies, joined by blanks */
    const char *hub;
};

extern const struct preset presets[];
extern const size_t preset_count;

/* The preset of that name, in upper or lower case, or NULL. */
const struct preset *preset_find(const char *name);

/* "model:a or model:b": the presets whose name or whose model on huggingface.co this is, with or
 * without its owner, in upper or lower case; else rope's scaling rules of that name, whole or up
 * to a '-'; "" if there is none. */
struct message preset_meant(const char *name);

/* text_suggestion_typed over the names of presets, of a name without the owner of a repository. */
struct message preset_suggestion(const char *before, const char *name);

/* One published list of longrope factors, one per rotating pair, fastest pair first. */
struct extension_list {
    const char *name;     /* what `ext=NAME` takes, lowercase */
    size_t count;         /* number of factors, half the rotated dimension */
    const double *factor; /* the divisors of the frequencies */
    const char *source;   /* as in struct preset */
};

extern const struct extension_list extension_lists[];
extern const size_t extension_list_count;

/* Returns the list of that name, or NULL if there is none. */
const struct extension_list *extension_list_find(const char *name);

#endif
