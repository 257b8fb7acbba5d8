/* Which engines read a file otherwise than the reference, and how far the scores then differ. */
#ifndef POSBIAS_AUDIT_READINGS_H
#define POSBIAS_AUDIT_READINGS_H

#include "experiments/audit/difference.h"
#include "experiments/audit/readers/reader.h"

/* One reader's meaning of one kind of layer, where it is another than the reference's. */
struct reading {
    const struct reader *reader;
    const struct layer_kind *kind;
    struct message keys;  /* at which it differs, joined by ", " */
    struct message takes; /* what it takes instead, in words */
    char *encoding;       /* the same as a string, NULL where there is no score to compare */
    struct difference difference;
};

struct readings {
    size_t count, room;
    struct reading *list;
};

/* Adds the readings of one kind of layer, those that mean the same as the reference left out.
 * In:      bench, of the kind's meaning.
 * Returns: STATUS_MEMORY, STATUS_DOMAIN. */
enum status readings_add(struct readings *readings, const struct subject *subject,
                         struct bench *bench);
void readings_free(struct readings *readings);

#endif
