/* The claims on the page: by paper, a line each until it is opened. */
#ifndef POSBIAS_HARNESS_REPORT_REPORT_CLAIMS_H
#define POSBIAS_HARNESS_REPORT_REPORT_CLAIMS_H

#include "experiments/harness/report/claim_rows.h"

/* Those that are not as expected come first, open; then the papers, those with most claims before,
 * each with its claims: verdict, statement and clearance, and folded under them what was seen and
 * the commands.
 * Returns: false with *error set: no memory.
 * Cost:    n log n comparisons of n claims. */
bool report_claims(FILE *out, struct claim_rows *claims, struct message *error);

#endif
