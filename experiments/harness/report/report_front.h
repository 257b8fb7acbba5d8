/* The report's first words: the question, how the claims came out, and what was found. */
#ifndef POSBIAS_HARNESS_REPORT_REPORT_FRONT_H
#define POSBIAS_HARNESS_REPORT_REPORT_FRONT_H

#include "experiments/harness/report/claim_rows.h"

/* The subject's question; a sentence that counts the verdicts; the subject's findings as far as the
 * claims have them, and folded under these all others. */
void report_front(FILE *out, const struct claim_rows *claims);

#endif
