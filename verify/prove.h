/* What the lines of a certificate mean, and whether it is so. */
#ifndef POSBIAS_VERIFY_PROVE_H
#define POSBIAS_VERIFY_PROVE_H

#include "verify/format.h"

/* Where the fail or below lines have come: no base in [1, frontier) passes at any context over
 * distance. */
struct chain {
    double frontier;
    /* the largest used */
    uint32_t distance;
};

/* Proves every line, in order, then compares the checksum; the statements and why they follow:
 * README.md#lines.
 * Out: *chain at the end. Returns: false with the first line that does not prove in *complaint,
 *      whatever the threads.
 * Cost: h cosines for a fail line, some more for a below line; context h products for a row and for
 *       each cell of a window; safe_prove for a safe line of version 2. */
bool certificate_prove(const struct certificate *certificate, struct chain *chain,
                       struct complaint *complaint);

#endif
