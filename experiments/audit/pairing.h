/* A kind of layers of two files, and what differs. */
#ifndef POSBIAS_AUDIT_PAIRING_H
#define POSBIAS_AUDIT_PAIRING_H

#include "experiments/audit/audit.h"

enum change_kind {
    CHANGE_DIFFERS,
    CHANGE_STORED,       /* the same number, but for its float32 in a GGUF file */
    CHANGE_NOT_COMPARED, /* what converters change along with the rows of weights */
    CHANGE_KINDS
};

/* One thing that is not in both alike: what it is, and what either file says. */
struct change {
    enum change_kind kind;
    struct message what, first, second;
};

enum { CHANGES_MOST = 20 };

struct pairing {
    const struct audited *first, *second;
    bool reordered; /* files of two formats: a converter puts coordinates in another order */
    /* of a GGUF file and one of another format: which is which; else NULL */
    const struct audited *exact, *stored;
    size_t count, of_kind[CHANGE_KINDS];
    struct change changes[CHANGES_MOST];
    struct difference difference;
    bool withheld; /* nothing but float32 differs, and scores do by too much for that */
};

/* Compares two kinds of layers.
 * In:      *p, with first, second, reordered, exact and stored; all else 0.
 * Returns: STATUS_MEMORY. */
enum status pairing_compare(struct pairing *p);

#endif
