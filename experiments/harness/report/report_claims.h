/* The report's words on the claims: the answer, and the table it rests on. */
#ifndef POSBIAS_HARNESS_REPORT_REPORT_CLAIMS_H
#define POSBIAS_HARNESS_REPORT_REPORT_CLAIMS_H

#include <stdio.h>

#include "experiments/harness/claims/words.h"
#include "experiments/harness/output/csv.h"

struct claim_rows {
    struct csv csv;
    size_t at[CLAIM_COLUMNS];
};

/* Reads a claims.csv. Out: *claims, whose csv is to be released. Returns: false with *error set. */
bool report_claims_read(const char *path, struct claim_rows *claims, struct message *error);

/* The question, and one paragraph that answers it: a tally of all verdicts, then the findings. */
void report_answer(FILE *out, const char *question, const struct claim_rows *claims);

/* Every claim with verdict, numbers, what was seen and the commands; unexpected ones first. */
void report_claims(FILE *out, const struct claim_rows *claims);

#endif
