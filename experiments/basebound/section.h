/* A section of a sweep: the bases from one to another, a unit of work. */
#ifndef POSBIAS_BASEBOUND_SECTION_H
#define POSBIAS_BASEBOUND_SECTION_H

#include "theory/proof/bases/base_search.h"

/* Ranges that a section has room for, and lengths that end in it. */
enum { SECTION_RANGES = 96, SECTION_ENDS = 16 };

/* Where the search for a length ended. */
struct section_end {
    size_t ranges; /* of the section, before it */
    struct base_bracket least;
    struct base_effort effort; /* of the section, up to here */
};

/* What a section came to: plain bytes. */
struct section {
    size_t count, ends;
    bool cut; /* for want of room: it goes only as far as its state says */
    struct base_below below[SECTION_RANGES];
    struct section_end end[SECTION_ENDS]; /* of the first lengths asked for, in their order */
    struct base_state state;
};

/* What a section is swept for. */
struct section_task {
    size_t dim, count;
    const double *length; /* [count], ascending: for the first one until a base passes, and so on */
    double from, until, tolerance;
    size_t reach; /* distances to begin with; 0: as few as a sweep does */
};

/* Returns: as base_sweep_new and base_sweep_run. */
enum status section_run(const struct section_task *task, struct section *out);

#endif
