/* What the tests of claims share: a claim by its id, and what its command prints. */
#ifndef POSBIAS_TESTS_TOOLS_CLAIM_TOOLS_H
#define POSBIAS_TESTS_TOOLS_CLAIM_TOOLS_H

#include "experiments/harness/claims/claim.h"
#include "experiments/harness/output/csv.h"

/* The claim of a set; the test fails if there is none. */
const struct claim *claim_named(const struct claim_set *set, const char *id);

/* The claims of all experiments. Out: all, [256]. Returns: how many. */
size_t claim_every(const struct claim **all);

/* Judges a claim at smoke scale, as expected, and runs the command that shows it.
 * Out: *judged; *csv, what the command prints, to be released. */
void claim_show(const struct claim *claim, struct judgement *judged, struct csv *csv);

/* Asserts that the command which shows a claim is one: an experiment's that takes its words, or the
 * one which judges the claim. It is not run. */
void claim_command_valid(const char *id, const char *command);

#endif
