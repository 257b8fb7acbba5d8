/* What the tests of claims share: a claim by its id, and what its command prints. */
#ifndef POSBIAS_TESTS_TOOLS_CLAIM_TOOLS_H
#define POSBIAS_TESTS_TOOLS_CLAIM_TOOLS_H

#include "experiments/harness/claims/claim.h"
#include "experiments/harness/output/csv.h"

/* The claim of a set; the test fails if there is none. */
const struct claim *claim_named(const struct claim_set *set, const char *id);

/* Judges a claim at smoke scale, as expected, and runs the command that shows it.
 * Out: *judged; *csv, what the command prints, to be released. */
void claim_show(const struct claim *claim, struct judgement *judged, struct csv *csv);

#endif
