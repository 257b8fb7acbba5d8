/* The battery: judging claims and saying how each came out. */
#ifndef POSBIAS_HARNESS_CLAIMS_BATTERY_H
#define POSBIAS_HARNESS_CLAIMS_BATTERY_H

#include "experiments/harness/claims/claim.h"

enum claim_format {
    CLAIM_TABLE,
    CLAIM_SUMMARY, /* a line per paper, and in full what is not as expected */
    CLAIM_CSV,
    CLAIM_JSON,
    CLAIM_TAP,
    CLAIM_MARKDOWN
};

/* What is asked of the battery. */
struct battery {
    /* every claim there is, set by set */
    size_t set_count;
    const struct claim_set *const *sets;
    /* to judge, all if none; ID names itself and its sub-claims "ID-...", =ID itself alone */
    size_t id_count;
    const char *const *ids;
    enum scale scale;
    enum claim_format format;
    const char
        *weights; /* the model's file that some claims are about; NULL: they are not judged */
    /* NULL: standard output; else the format goes there (CSV for the table's) and the summary to
     * standard output */
    const char *path;
    bool list; /* print ids and statements on standard output instead of judging */
    /* a CSV at path that this program made for the same claims, scale and file is shown instead,
     * unless claims are about another file than theirs */
    bool reuse;
    bool yes;   /* also over an hour, or over three quarters of the memory */
    bool quiet; /* nothing on standard error unless something fails */
};

/* Judges and prints.
 * Returns: the exit status, 0 as expected, 1 not, 2 an unknown id or what needs a yes, 3 a claim
 *          that could not be judged. */
int battery_run(const struct battery *battery);

#endif
