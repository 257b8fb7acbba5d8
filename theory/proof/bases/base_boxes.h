/* Proof that every base from one on passes, by boxes of bases and distances. */
#ifndef POSBIAS_THEORY_PROOF_BASES_BASE_BOXES_H
#define POSBIAS_THEORY_PROOF_BASES_BASE_BOXES_H

#include "theory/proof/bases/base_cover.h"

/* How far down from hi every base is proved to pass at every whole distance r in [first, last): to
 * lo, or to an edge. Boxes of bases and distances on which the least cosines of the pairs have no
 * negative sum are done; others are halved.
 * Source: derived in theory/proof/README.md#base-boxes.
 * In:      lo, hi, 1 <= lo <= hi <= BASE_BANK_BASE; first, last, to 2^31.
 * Returns: STATUS_DOMAIN, STATUS_MEMORY, STATUS_CONVERGENCE if balls fail.
 * Error:   bases over the edge are proved to pass; the edge is at most a relative 2^-35 over the
 *          largest base at which the edge's distance is not shown to pass; the same for any
 *          number of threads.
 * Cost:    see experiments/basebound/cost.c. */
enum status base_boxes(size_t dim, double lo, double hi, size_t first, size_t last,
                       struct base_edge *out);

#endif
