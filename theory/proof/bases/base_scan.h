/* B_r(b) at one base and every distance below a length. */
#ifndef POSBIAS_THEORY_PROOF_BASES_BASE_SCAN_H
#define POSBIAS_THEORY_PROOF_BASES_BASE_SCAN_H

#include "theory/proof/bases/base_bank.h"

/* One value per distance; a zeroed struct is empty. */
struct base_scan {
    size_t room;
    double *value;
};

void base_scan_free(struct base_scan *scan);

/* Values at r < length, within base_bank_error, on every thread; the same whatever their number.
 * Returns: STATUS_MEMORY. */
enum status base_scan_values(struct base_scan *scan, struct base_bank *bank, size_t length);

/* Whether a base passes at a length: B_r(b) >= 0 at every r < length. */
struct base_verdict {
    bool passes, proved;
    /* the first negative distance and B there; if it passes, where B is least and
     * that least value */
    double distance, value;
    struct base_counts sums;
};

/* Takes in the next distance, 0 first: its sum, and the sign that is certain of it. A verdict that
 * takes distances in begins as {.passes = true, .proved = true} and ends where it does not pass. */
void base_verdict_take(struct base_verdict *verdict, double distance, double value,
                       enum proof sign);

/* Judges the base the bank is set to.
 * Returns: STATUS_MEMORY. */
enum status base_scan_judge(struct base_scan *scan, struct base_bank *bank, size_t length,
                            struct base_verdict *out);

#endif
