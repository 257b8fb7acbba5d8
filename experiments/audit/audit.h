/* What a model's file means, with everything that numbers can say about it. */
#ifndef POSBIAS_AUDIT_AUDIT_H
#define POSBIAS_AUDIT_AUDIT_H

#include "experiments/audit/readings.h"
#include "experiments/audit/warnings.h"

/* One kind of layers. */
struct audited {
    const struct layer_kind *kind;
    double length;                   /* tokens a layer sees of the context; 0: not known */
    struct bench *bench;             /* NULL under ALiBi */
    const struct schedule *schedule; /* NULL where nothing rotates */
    struct schedule *plain;          /* the same without the scaling rule */
    bool ramps;                      /* yarn or llama3, with.. */
    double ramp[2], ends[2];         /* ..the ramp's ends in pairs, unrounded and as used */
};

struct audit {
    struct model_config *config;
    size_t count;
    struct audited *layers;
    struct warnings warnings;
    struct readings readings;
};

/* Reads a file and finds out what there is to say.
 * In:      context, tokens; 0 for the file's own; readings, whether other readers are asked too.
 * Out:     *out, to be released with audit_free.
 * Returns: false with *error set. */
bool audit_read(const char *path, double context, bool readings, struct audit *out,
                struct message *error);
void audit_free(struct audit *audit);

/* How many contradictions the file has inside. */
size_t audit_contradictions(const struct audit *audit);

#endif
