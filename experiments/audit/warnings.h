/* What a user of a file should know of it: its contradictions and the limits of its numbers. */
#ifndef POSBIAS_AUDIT_WARNINGS_H
#define POSBIAS_AUDIT_WARNINGS_H

#include "experiments/models/config/model_config.h"

struct warning {
    const char *id;
    bool contradiction; /* else a limit: of the frequencies, the context or a number format */
    const char *key;
    const char *layers; /* the kind's name, "" for the whole file */
    struct message text;
};

struct warnings {
    size_t count, room;
    struct warning *list;
};

/* Adds one; text is formatted as message_set does it. Returns: false if memory runs out. */
bool warnings_add(struct warnings *warnings, const struct warning *warning);
void warnings_free(struct warnings *warnings);

/* The file's own contradictions. */
bool warnings_findings(struct warnings *warnings, const struct model_config *config);

/* Positions that number formats do not hold. In: config, with a context. */
bool warnings_positions(struct warnings *warnings, const struct model_config *config);

/* Limits of one kind of layers that rotates.
 * In:      schedule, of the kind, one of the configuration's; length, tokens a layer sees.
 * Returns: STATUS_MEMORY. */
enum status warnings_limits(struct warnings *warnings, const struct model_config *config,
                            const struct layer_kind *kind, const struct schedule *schedule,
                            double length);

#endif
