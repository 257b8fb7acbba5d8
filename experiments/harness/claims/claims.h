/* Claims: published statements with a domain, judged by the experiment they stand beside. */
#ifndef POSBIAS_HARNESS_CLAIMS_CLAIMS_H
#define POSBIAS_HARNESS_CLAIMS_CLAIMS_H

#include <stdio.h>

#include "theory/ground/message.h"
#include "theory/ground/status.h"

enum claim_kind {
    CLAIM_PROVED,  /* a rigorous enclosure covers every case of the domain */
    CLAIM_CHECKED, /* deterministic, up to a stated rounding bound */
    CLAIM_MEASURED /* statistical, at a stated confidence */
};

enum verdict { VERDICT_VERIFIED, VERDICT_REFUTED, VERDICT_VACUOUS, VERDICT_INCONCLUSIVE };

/* What judging gives: the verdict, the number it rests on and what was seen.
 * clearance is the signed distance of value from limit, positive on the side the claim needs. */
struct judgement {
    enum verdict verdict;
    double value, limit, clearance;
    /* counterexample, horizon, worst case: with the parameters that reproduce it */
    struct message detail;
    struct message command; /* an experiment that shows it, ready for the shell */
};

struct claim {
    const char *id;        /* upper case, as in the paper where it has a number */
    const char *statement; /* one sentence */
    const char *source;    /* paper and equation */
    const char *domain;    /* parameters and ranges judged */
    const char *quantity;  /* what `value` is */
    const char *relation;  /* "value < limit", ... */
    const char *allowance; /* the slack given to value, and why it is enough */
    const char *
        /* what the expected verdict means, without its full stop, for the report's answer; NULL:
         * not part of it */
        finding;
    enum claim_kind kind;
    enum verdict expected;
    enum status (*judge)(int scale, struct judgement *out);
};

/* Two-sided normal quantile that keeps the whole battery's false alarms under 1e-6: each measured
 * comparison gets 1e-9. */
double claim_z(void);

/* Sets value, limit, clearance = sign (limit - value) and the verdict: verified when clearance > 0,
 * else refuted. */
void judge_below(struct judgement *out, double value, double limit);
void judge_above(struct judgement *out, double value, double limit);

enum claim_format { CLAIM_TABLE, CLAIM_CSV, CLAIM_JSON, CLAIM_TAP, CLAIM_MARKDOWN };

/* `posbias claims`: judges the named claims (all if none; an id names itself and its sub-claims
 * "ID-...") and prints them; with a path, that format goes there (CSV for the table's) and the
 * table to standard output. With reuse, a CSV at path that this program made for the same claims
 * and scale is shown instead of judging again.
 * Returns: the exit status, 0 as expected, 1 not, 2 an unknown id, 3 a claim that could not be
 *          judged. */
int claims_main(size_t count, const char *const *ids, int scale, enum claim_format format,
                const char *path, bool reuse);

#endif
