/* Proof that every base of a range passes, up to the first one that may not. */
#ifndef POSBIAS_THEORY_PROOF_BASES_BASE_COVER_H
#define POSBIAS_THEORY_PROOF_BASES_BASE_COVER_H

#include "theory/proof/bases/base_bank.h"

/* How far from one end of [lo, hi] every base is proved to pass. */
struct base_edge {
    bool whole; /* to the other end */
    /* else to this base; this distance could not be shown to be >= 0 beyond */
    double base, distance;
    struct base_counts sums; /* what it took */
};

/* Covers [lo, hi] with short ranges of bases, over each of which B_r >= 0 by its value in the
 * middle and its slope, at every whole distance r in [first, last), from lo up.
 * Source: derived in theory/proof/README.md#base-cover.
 * In:      lo, hi, 1 <= lo <= hi <= BASE_BANK_BASE; first, last, to BASE_BANK_DISTANCE.
 * Returns: STATUS_DOMAIN, STATUS_MEMORY, STATUS_CONVERGENCE if balls fail.
 * Error:   bases before the edge are proved to pass; the edge is within 2^-40/s above the first
 *          failing base for which the sum falls at the share s of its Lipschitz bound.
 * Cost:    about (hi's ln - lo's) last Lambda/4 runs over last - first distances, and as much again
 *          in single ones. */
enum status base_cover(size_t dim, double lo, double hi, size_t first, size_t last,
                       struct base_edge *out);

#endif
