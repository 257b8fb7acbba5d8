/* The papers whose statements claims restate: what verdicts are grouped by. */
#ifndef POSBIAS_HARNESS_CLAIMS_PAPER_H
#define POSBIAS_HARNESS_CLAIMS_PAPER_H

#include "experiments/harness/claims/claim.h"

struct paper {
    /* first word of the ids of its claims, up to the '-' */
    const char *prefix;
    const char *title;
    /* where it is found, and what of it is known at second hand; "" for what is ours */
    const char *reference;
};

/* experiments/papers.c: in the order of pages. */
extern const struct paper papers[];
extern const size_t paper_count;

/* Returns: the paper of a claim's id; where the table has none, paper_other. */
const struct paper *paper_of(const char *id);
extern const struct paper paper_other;

/* Returns: the paper at a place of the table, and after its last one paper_other. */
const struct paper *paper_at(size_t place);

/* "TITLE (REFERENCE)", or the title alone. */
struct message paper_name(const struct paper *paper);

#endif
