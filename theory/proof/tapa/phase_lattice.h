/* Distances whose phases come near to given ones: a ladder of reduced lattices, and the nearest
 * plane in each. */
#ifndef POSBIAS_THEORY_PROOF_TAPA_PHASE_LATTICE_H
#define POSBIAS_THEORY_PROOF_TAPA_PHASE_LATTICE_H

#include "theory/model/schedule.h"
#include "theory/proof/filter/flint.h"

/* The lattice of (r f_n - p_n, r/R), all whole r and p_n, f_n the turns per token of `width - 1`
 * pairs; LLL-reduced. */
struct phase_level {
    size_t width;
    double reach;   /* log2 R */
    double *row;    /* width x width: basis vectors, in turns */
    double *ortho;  /* width x width: their Gram-Schmidt vectors */
    double *square; /* width: squared lengths of these */
    double spread;  /* root mean square of what the nearest plane leaves of a coordinate, turns */
    unsigned *rank; /* width: 0 for the shortest of these */
    fmpz *distance; /* width: r of each basis vector */
};

/* Longest distance the ladder climbs to, bits; most pairs it takes, for a reduction's cost grows
 * like their fourth power. */
enum { PHASE_LATTICE_BITS = 3072, PHASE_LATTICE_PAIRS = 128 };

struct phase_lattice;

/* Encloses the frequencies; reduces nothing yet.
 * In:     pair [count], indices of rotating pairs.
 * Returns: STATUS_DOMAIN without pairs or with more than PHASE_LATTICE_PAIRS of them; as
 *          ball_rule_turns. */
enum status phase_lattice_new(const struct frequency_rule *rule, size_t count, const size_t *pair,
                              struct phase_lattice **out);
void phase_lattice_free(struct phase_lattice *lattice);

/* Level k = 0, 1, .., whose R is larger by a fixed factor from level to level; made when first
 * asked for, the same whatever was asked before.
 * Out:     *level, which lives as long as the lattice; NULL past the end, where R has
 *          PHASE_LATTICE_BITS or the phases are met beyond what a double resolves.
 * Source: LLL reduction (Lenstra, Lenstra, Lovasz 1982); theory/proof/README.md#witness.
 * Cost:   0.02 s for 63 pairs, after the levels before. */
enum status phase_lattice_level(struct phase_lattice *lattice, size_t k,
                                const struct phase_level **level);

/* Babai's nearest plane, or the second nearest in some directions: in the one of the k-th shortest
 * Gram-Schmidt vector where bit k of detours is set, which lengthens the rest least.
 * Source: Babai 1986; Lindner and Peikert 2011 for the detours.
 * In:     rest [width], the phases wanted in turns, and r/R wanted.
 * Out:    rest, what is left of it: wanted less found; coordinate [width], whole numbers: found in
 *         the basis.
 * Cost:   2 width^2 multiply-adds. */
void phase_level_nearest(const struct phase_level *level, unsigned detours, double *rest,
                         double *coordinate);

/* r of the vector with these coordinates. */
void phase_level_distance(const struct phase_level *level, const double *coordinate,
                          fmpz_t distance);

#endif
