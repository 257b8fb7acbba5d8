/* Ranges of bases, just over one, at which sums seem to be negative: quickly and without proof. */
#ifndef POSBIAS_THEORY_PROOF_BASES_BASE_ARCS_H
#define POSBIAS_THEORY_PROOF_BASES_BASE_ARCS_H

#include "theory/proof/bases/base_bank.h"

/* B_distance seems to be negative from one base to another. */
struct base_arc {
    double distance, from, to;
    /* it seems to be negative at `last` still, and not a step later; the latter is not known of an
     * open one, which goes on to the end of what was looked at */
    double last, step;
    bool open;
};

/* Arcs by distance and base; a zeroed struct is empty. */
struct base_arcs {
    size_t count, room;
    struct base_arc *arc;
    float *rate;  /* how the frequencies move, per octave of distances */
    float *value; /* of sums, per distance */
    size_t rate_room, value_room;
};

void base_arcs_free(struct base_arcs *arcs);

/* How far over the base the bank is set to arcs of a distance are looked for, relative: until the
 * sum has turned by about 12 radians. */
double base_arcs_window(const struct base_bank *bank, double distance);

/* Looks for arcs of some distances over the base the bank is set to, by the definition in floats at
 * steps of the windows; at that base itself in doubles. The same for any number of threads.
 * Source:  theory/proof/README.md#base-sweep.
 * In:      distance [count], from 1 on, ascending.
 * Returns: STATUS_MEMORY.
 * Cost:    32 cosines in floats per (distance, pair). */
enum status base_arcs_find(struct base_arcs *arcs, const struct base_bank *bank, size_t count,
                           const uint32_t *distance);

#endif
