/* Judged claims as the report reads them back. */
#ifndef POSBIAS_HARNESS_REPORT_CLAIM_ROWS_H
#define POSBIAS_HARNESS_REPORT_CLAIM_ROWS_H

#include <stdio.h>

#include "experiments/harness/claims/words.h"
#include "experiments/harness/output/csv.h"

struct claim_rows {
    struct csv csv;
    size_t at[CLAIM_COLUMNS];
};

/* Reads a claims.csv. Out: *claims, whose csv is to be released. Returns: false with *error set. */
bool claim_rows_read(const char *path, struct claim_rows *claims, struct message *error);

const char *claim_cell(const struct claim_rows *claims, size_t row, enum claim_column column);

/* Returns: the place of its verdict in verdict_names. */
size_t claim_verdict(const struct claim_rows *claims, size_t row);

bool claim_as_expected(const struct claim_rows *claims, size_t row);

/* It was judged, and by a proof. */
bool claim_proved(const struct claim_rows *claims, size_t row);

/* The row of the claim of that id; the number of rows if there is none. */
size_t claim_row(const struct claim_rows *claims, const char *id);

/* Writes a verdict as a badge. */
void claim_badge(FILE *out, size_t verdict);

#endif
